"""Setting up a review: terms of reference, seats on its panel. Reviewers are appointed in reviews/reviewers/."""

from datetime import date, datetime

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused, check
from reviews.audit.recording import action, record
from reviews.models import CASE_ROLES, Agency, Case, PanelSeat, User
from reviews.stage_moves import lock

from . import access


@action
def set_scope(
    case: Case,
    *,
    terms_of_reference: str,
    timeframe_from: date,
    timeframe_to: date,
    methodology: str = "",
    questions: str = "",
    by: User,
    at: datetime,
) -> None:
    """Set the review's terms of reference and the agreed timeframe (days in London).

    `questions` are those that the rapid review left open, one a line: the enquiry begins with them.
    """
    case = lock(case)
    check(access.scope(by, case, at))
    review = case.review
    review.terms_of_reference, review.methodology = terms_of_reference, methodology
    review.questions = questions
    review.timeframe_from, review.timeframe_to = timeframe_from, timeframe_to
    review.scoped_at, review.scoped_by = at, by
    review.save()
    record(by, "review.scoped", case.reference)


@action
def fill_seat(case: Case, seat: PanelSeat, person: User, *, by: User, at: datetime) -> None:
    """Seat a person, who joins today; somebody who sat there before leaves the seat."""
    case = lock(case)
    check(access.set_up_panel(by, case, at))
    seat = PanelSeat.objects.select_for_update().get(pk=seat.pk, review=case.review)
    check(access.fill_seat(by, case, seat, at))
    _check_person(case, person, seat)
    if seat.user_id == person.pk and seat.confirmed_at is not None:
        raise NotYet(f"Already: {person.name} sits in this seat.")
    if seat.user_id is not None and seat.user_id != person.pk:
        # What the earlier person said stays with their own row.
        today = clock.today(at)
        was_chair = seat.is_chair
        seat.is_chair, seat.left_on = False, max(today, seat.joined_on or today)
        seat.save()
        seat = PanelSeat(
            review=case.review, partner_role=seat.partner_role, agency=seat.agency, is_chair=was_chair
        )
    seat.user, seat.joined_on = person, clock.today(at)
    seat.confirmed_at, seat.confirmed_by = at, by
    seat.save()
    record(by, "panel.seat_filled", case.reference, person=str(person.pk))


@action
def add_member(case: Case, agency: Agency, person: User, *, by: User, at: datetime) -> PanelSeat:
    """Add a member from an agency to the review's panel."""
    case = lock(case)
    check(access.set_up_panel(by, case, at))
    _check_person(case, person, None)
    seat = PanelSeat.objects.create(
        review=case.review,
        agency=agency,
        user=person,
        joined_on=clock.today(at),
        confirmed_at=at,
        confirmed_by=by,
    )
    record(by, "panel.member_added", case.reference, person=str(person.pk))
    return seat


@action
def choose_chair(case: Case, seat: PanelSeat, *, by: User, at: datetime) -> None:
    """Make the person in `seat` the chair of the review's panel."""
    case = lock(case)
    check(access.set_up_panel(by, case, at))
    seat = PanelSeat.objects.select_for_update().get(pk=seat.pk, review=case.review)
    check(access.choose_chair(by, case, seat, at))
    case.review.seats.filter(is_chair=True).update(is_chair=False)
    seat.is_chair = True
    seat.save(update_fields=["is_chair"])
    record(by, "panel.chair_chosen", case.reference, person=str(seat.user_id))


@action
def end_seat(case: Case, seat: PanelSeat, *, by: User, at: datetime) -> None:
    """Let a member who holds no statutory seat leave the review's panel, today."""
    case = lock(case)
    check(access.set_up_panel(by, case, at))
    seat = PanelSeat.objects.select_for_update().get(pk=seat.pk, review=case.review)
    check(access.leave_seat(by, case, seat, at))
    seat.left_on = max(clock.today(at), seat.joined_on or clock.today(at))
    seat.is_chair = False
    seat.save()
    record(by, "panel.member_left", case.reference, person=str(seat.user_id))


def _check_person(case: Case, person: User, seat: PanelSeat | None) -> None:
    if not person.acts_as(*CASE_ROLES):
        raise Refused("Only a person with a confirmed case role can sit on a panel.")
    if case.recusals.filter(user=person).exists():
        raise Refused("Only a person who is not recused from this case can sit on its panel.")
    if seat is not None and seat.is_statutory and person.agency_id != seat.agency_id:
        raise Refused(f"Only somebody from {seat.agency.name} can sit in its seat.")
    others = case.review.seats.filter(user=person, left_on__isnull=True)
    if seat is not None:
        others = others.exclude(pk=seat.pk)
    if others.exists():
        raise NotYet("Already: this person has another seat on this panel.")
    if case.review.appointments.filter(user=person, ended_at__isnull=True).exists():
        raise Refused("Only people other than the Independent Reviewer sit on the panel.")

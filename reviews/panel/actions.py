"""Setting up a review: terms of reference, seats on its panel. Reviewers are appointed in reviews/reviewers/."""

from datetime import date, datetime
from typing import Any

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Agency, Case, EarlierTerms, PanelSeat, Review, User
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
    reason: str = "",
    seen: str | None = None,
    by: User,
    at: datetime,
) -> None:
    """Set the review's terms of reference and the agreed timeframe (days in London).

    `questions` are those that the rapid review left open, one a line: the enquiry begins with them. Terms that take
    the place of earlier ones need a `reason`, and the earlier ones are kept. `seen` is `mark` of the terms that the
    person began from (None: whatever stands there): raises NotYet where somebody set others since. The same terms
    again change nothing.
    """
    case = lock(case)
    check(access.scope(by, case, at))
    review = case.review
    terms = {
        "terms_of_reference": terms_of_reference,
        "methodology": methodology,
        "questions": questions,
        "timeframe_from": timeframe_from,
        "timeframe_to": timeframe_to,
    }
    if review.scoped_at is not None and all(getattr(review, name) == said for name, said in terms.items()):
        return
    if seen is not None and seen != mark(review):
        raise NotYet("Already: somebody else has set the terms since. Compare with what stands there now.")
    if review.scoped_at is not None:
        if not reason:
            raise NotYet("Not yet: say why the terms of reference change.")
        EarlierTerms.objects.create(review=review, number=number_of(review), **kept(review))
    for name, said in terms.items():
        setattr(review, name, said)
    review.scoped_at, review.scoped_by, review.scope_reason = at, by, reason
    review.save()
    record(by, "review.scoped", case.reference, number=number_of(review))


def mark(review: Review) -> str:
    """Return what tells these terms of reference from those that were set before or since."""
    return review.scoped_at.isoformat() if review.scoped_at is not None else ""


def number_of(review: Review) -> int:
    """Return the number of the terms that hold: how many sets were agreed."""
    return review.earlier_terms.count() + 1


def kept(review: Review) -> dict[str, Any]:
    """Return all that is kept of the terms that hold, when others take their place."""
    names = ("terms_of_reference", "methodology", "questions", "timeframe_from", "timeframe_to")
    return {name: getattr(review, name) for name in (*names, "scope_reason", "scoped_at", "scoped_by")}


@action
def fill_seat(case: Case, seat: PanelSeat, person: User, *, by: User, at: datetime) -> None:
    """Seat a person, who joins today; somebody who sat there before leaves the seat."""
    case = lock(case)
    check(access.set_up_panel(by, case, at))
    seat = PanelSeat.objects.select_for_update().get(pk=seat.pk, review=case.review)
    check(access.fill_seat(by, case, seat, at))
    check(access.sit(case, person, seat, at))
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
    check(access.sit(case, person, None, at))
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

"""Who may set up a review: its terms and its panel. Its Independent Reviewer is in reviews/reviewers/.

Each rule returns its sentence, or None; beside the rules, the people that a form may offer.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from cspr_portal import clock
from reviews import commissioned
from reviews.models import ASSIGNED_ROLES, SEAT_ROLES, Agency, Case, PanelSeat, PanelSubstitute, User
from reviews.stages import Stage
from reviews.standing import standing

NO_SEAT_FOR_ASSIGNED = (
    "Only people with another role sit on a panel: lead safeguarding partners, scrutineers and legal advisers "
    "are assigned to cases."
)


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not look at the review's panel."""
    return commissioned.refusal(case)


def scope(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not set the terms of reference and the timeframe."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.is_chair):
        return "Only the coordinator or the chair of the review’s panel may set the terms of reference."
    return _running(case)


def set_up_panel(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not change the review's panel at all."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.is_chair):
        return "Only the coordinator or the chair may change the review’s panel."
    return _running(case)


def fill_seat(user: User, case: Case, seat: PanelSeat, at: datetime) -> str | None:
    """Say why `user` may not put a person into `seat`."""
    refusal = set_up_panel(user, case, at)
    if refusal is None and seat.left_on is not None:
        return "Already: this seat has changed hands. Open the panel again."
    return refusal


def confirm_seat(user: User, case: Case, seat: PanelSeat, at: datetime) -> str | None:
    """Say why `user` may not confirm the person whom an administrator put into `seat`."""
    refusal = fill_seat(user, case, seat, at)
    if refusal is not None:
        return refusal
    if seat.user_id is None:
        return "Not yet: nobody is named in this seat."
    if seat.confirmed_at is not None:
        return "Already: this member is confirmed."
    return "Only somebody else may confirm you in a seat." if seat.user_id == user.pk else None


def choose_chair(user: User, case: Case, seat: PanelSeat, at: datetime) -> str | None:
    """Say why `user` may not make the person in `seat` the chair."""
    refusal = fill_seat(user, case, seat, at)
    if refusal is not None:
        return refusal
    if seat.confirmed_at is None:
        return "Not yet: nobody is confirmed in that seat."
    return "Already: this member is the chair." if seat.is_chair else None


def leave_seat(user: User, case: Case, seat: PanelSeat, at: datetime) -> str | None:
    """Say why `user` may not end a seat. A statutory seat can change hands; it can't be removed."""
    if seat.is_statutory:
        return "Only the person in a statutory seat can change: the three partners’ seats are always there."
    refusal = set_up_panel(user, case, at)
    if refusal is None and seat.left_on is not None:
        return "Already: this member has left the panel."
    return refusal


def sit(case: Case, person: User, seat: PanelSeat | None, at: datetime) -> str | None:
    """Say why `person` can't sit in `seat` (None: a new one), for good or for a while, whoever names them."""
    if person.role in ASSIGNED_ROLES:
        return NO_SEAT_FOR_ASSIGNED
    if not person.acts_as(*SEAT_ROLES):
        return "Only a person with a confirmed case role can sit on a panel."
    if case.recusals.filter(user=person).exists():
        return "Only a person who is not recused from this case can sit on its panel."
    if seat is not None and seat.is_statutory and person.agency_id != seat.agency_id:
        return f"Only somebody from {seat.agency.name} can sit in its seat."
    others = case.review.seats.filter(left_on__isnull=True)
    if seat is not None:
        others = others.exclude(pk=seat.pk)
    if others.filter(user=person).exists():
        return "Already: this person has another seat on this panel."
    if substitutes_of(case, at).filter(user=person, seat__in=others).exists():
        return "Already: this person sits in for another seat on this panel."
    if case.review.appointments.filter(user=person, ended_at__isnull=True).exists():
        return "Only people other than the Independent Reviewer sit on the panel."
    return None


def substitutes(case: Case) -> QuerySet[PanelSubstitute]:
    """Return everybody who ever sat in for a seat of the case's panel, or will, the newest first."""
    found = PanelSubstitute.objects.filter(seat__review=case.review)
    return found.select_related("seat__agency", "seat__user", "user", "named_by", "ended_by")


def substitutes_of(case: Case, at: datetime) -> QuerySet[PanelSubstitute]:
    """Return who sits in for a seat of the case's panel now, or will: what has not ended."""
    return PanelSubstitute.objects.filter(
        seat__review=case.review, ended_at__isnull=True, ends_on__gte=clock.today(at)
    )


def _running(case: Case) -> str | None:
    if not hasattr(case, "review"):
        return commissioned.NOT_YET
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed."
    return None


def people_for_seat(case: Case, seat: PanelSeat | None = None) -> QuerySet[User]:
    """Return who may be put into `seat` (None: a new one): confirmed people with no other part in the review.

    A statutory seat takes people of its own agency only.
    """
    taken = case.review.seats.filter(left_on__isnull=True, user__isnull=False)
    appointed = case.review.appointments.filter(ended_at__isnull=True)
    people = User.objects.filter(is_active=True, role__in=SEAT_ROLES, role_confirmed_at__isnull=False)
    people = people.exclude(pk__in=case.recusals.values("user")).exclude(pk__in=appointed.values("user"))
    if seat is not None:
        taken = taken.exclude(pk=seat.pk, confirmed_at__isnull=True)
        if seat.is_statutory:
            people = people.filter(agency=seat.agency_id)
    return people.exclude(pk__in=taken.values("user")).select_related("agency")


def agencies_for_member(at: datetime) -> QuerySet[Agency]:
    """Return the agencies that a member of a panel may speak for."""
    day = clock.today(at)
    return Agency.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

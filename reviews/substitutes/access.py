"""Who may name somebody to sit in for a seat of the review's panel, and end it. Each rule returns its sentence, or None.

What a substitute may do is worked out in reviews/standing.py: the seat is theirs from the first day to the last,
but for the chair, which goes to nobody with it.
"""

from datetime import date, datetime

from django.db.models import QuerySet

from cspr_portal import clock
from reviews.models import Case, PanelSeat, PanelSubstitute, User
from reviews.panel.access import people_for_seat, set_up_panel, sit, substitutes_of
from reviews.standing import standing


def name(user: User, case: Case, seat: PanelSeat, at: datetime) -> str | None:
    """Say why `user` may not name somebody to sit in for `seat`."""
    refusal = set_up_panel(user, case, at)
    if refusal is not None:
        return refusal
    if seat.left_on is not None:
        return "Already: this seat has changed hands. Open the panel again."
    return "Not yet: nobody is confirmed in that seat." if seat.confirmed_at is None else None


def sit_in(
    case: Case, person: User, seat: PanelSeat, days: tuple[date, date], by: User, at: datetime
) -> str | None:
    """Say why `person` can't sit in for `seat` on the days from the first to the last (in London)."""
    if person.pk == by.pk:
        return "Only somebody else may name you as a substitute."
    if person.pk == seat.user_id:
        return "Already: this person has that seat."
    refusal = sit(case, person, seat, at)
    if refusal is not None:
        return refusal
    first, last = days
    found = substitutes_of(case, at).filter(seat=seat, starts_on__lte=last, ends_on__gte=first)
    other = found.select_related("user").first()
    if other is None:
        return None
    return (
        f"Already: {other.user.name} sits in for this seat from {clock.day_words(other.starts_on)} "
        f"to {clock.day_words(other.ends_on)}."
    )


def end(user: User, substitute: PanelSubstitute, case: Case, at: datetime) -> str | None:
    """Say why `user` may not end it before its last day. Closing access is never too late, so no stage bars it."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.is_chair or user.pk == substitute.user_id):
        return "Only the coordinator, the chair or the substitute may end this."
    return "Already: nobody sits in here any more." if is_over(substitute, at) else None


def is_over(substitute: PanelSubstitute, at: datetime) -> bool:
    """Return whether it was ended, its last day has passed, or the seat has changed hands."""
    today = clock.today(at)
    left = substitute.seat.left_on
    return (
        substitute.ended_at is not None or substitute.ends_on < today or (left is not None and left <= today)
    )


def people_to_sit_in(case: Case, seat: PanelSeat, by: User) -> QuerySet[User]:
    """Return whom `by` may name for `seat`: those who could have it, but for themselves."""
    return people_for_seat(case, seat).exclude(pk=by.pk)

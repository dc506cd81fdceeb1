"""Naming somebody to sit in for a seat of the review's panel for a while, and ending it early."""

from datetime import date, datetime

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import Case, PanelSeat, PanelSubstitute, User
from reviews.stage_moves import lock

from . import access


@action
def name_substitute(
    case: Case,
    seat: PanelSeat,
    person: User,
    *,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> PanelSubstitute:
    """Let `person` sit in for `seat` from the first to the last day (in London).

    The same form sent again returns what it named before.
    """
    case = lock(case)
    seat = PanelSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk, review__case=case)
    check(access.name(by, case, seat, at))
    facts = {"user": person, "starts_on": starts_on, "ends_on": ends_on, "reason": reason, "named_by": by}
    same = seat.substitutes.filter(ended_at__isnull=True, **facts).first()
    if same is not None:
        return same
    check(access.sit_in(case, person, seat, (starts_on, ends_on), by, at))
    made = PanelSubstitute.objects.create(seat=seat, named_at=at, **facts)
    record(by, "panel.substitute_named", case.reference, person=str(person.pk), seat=str(seat.pk))
    return made


@action
def end_substitute(case: Case, substitute: PanelSubstitute, *, by: User, at: datetime) -> None:
    """End it before its last day: for its person the seat is gone on the next request."""
    case = lock(case)
    substitute = PanelSubstitute.objects.select_related("seat").get(
        pk=substitute.pk, seat__review=case.review
    )
    check(access.end(by, substitute, case, at))
    substitute.ended_at, substitute.ended_by = at, by
    substitute.save(update_fields=["ended_at", "ended_by"])
    record(by, "panel.substitute_ended", case.reference, person=str(substitute.user_id))

"""Who may record which agencies were involved in a case, and which of ours there are. Each rule returns its sentence."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cspr_portal import clock
from reviews.authorship import lines_of
from reviews.models import Agency, Case, InvolvedAgency, RequestState, User
from reviews.standing import standing


def agencies_on(day: date) -> QuerySet[Agency]:
    """Return our agencies that exist on `day` (a day in London), by name."""
    return Agency.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def record_agencies(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record which agencies were involved in `case`, and how."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only the coordinator and the safeguarding partners may record which agencies were involved."


def change_agency(user: User, involved: InvolvedAgency, at: datetime) -> str | None:
    """Say why `user` may not change how an agency was involved."""
    refusal = record_agencies(user, involved.case, at)
    if refusal is None and involved.removed_at is not None:
        day = clock.day_words(clock.today(involved.removed_at))
        return f"Already: {involved.name} was removed on {day}."
    return refusal


def remove_agency(user: User, involved: InvolvedAgency, at: datetime) -> str | None:
    """Say why `user` may not remove an agency that was recorded by mistake: one that is asked was meant."""
    refusal = change_agency(user, involved, at)
    if refusal is not None:
        return refusal
    state = asked(involved.case, at).get(involved.agency_id)
    if state == RequestState.ACCEPTED:
        return f"Already: the return of {involved.name} has been accepted, so it stays on the list."
    if state is not None:
        return f"Not yet: {involved.name} has been asked for a return. Withdraw the request first."
    return None


def asked(case: Case, at: datetime) -> dict[UUID | None, str]:
    """Return the agencies that a request about `case` is with, those of the same line too, each with its state.

    An agency with several requests has the state of an accepted one, where there is one.
    """
    live = case.agency_requests.exclude(state=RequestState.WITHDRAWN).values_list("agency", "state")
    rows = sorted(live, key=lambda row: row[1] == RequestState.ACCEPTED)
    lines = lines_of([agency for agency, _state in rows], at)
    return {one: state for agency, state in rows for one in lines[agency]}

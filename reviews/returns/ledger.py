"""The ledger of a request: each step that it takes, and the end of all that a case still has open.

Who may take a step is decided in access.py. Needs nothing of the stages, so that stage_moves.py may call it.
"""

from datetime import datetime

from reviews.audit.recording import record
from reviews.authorship import OPEN
from reviews.models import AgencyRequest, Case, RequestState, ReturnStep, User
from reviews.standing import standing


def step(agency_request: AgencyRequest, to_state: str, *, by: User, at: datetime, reason: str = "") -> None:
    """Write the step into the ledger and onto the request, which the caller has locked."""
    ReturnStep.objects.create(
        request=agency_request,
        to_state=to_state,
        reason=reason,
        taken_at=at,
        taken_by=by,
        taken_as=standing(by, agency_request.case, at).words,
    )
    agency_request.state = to_state
    agency_request.save(update_fields=["state"])


def withdraw_open(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Withdraw every request of the case that is still open: for their authors they are gone at once.

    The caller has locked the case, as everybody has who changes one of its requests. What was accepted stays.
    """
    for found in AgencyRequest.objects.select_for_update(of=("self",)).filter(case=case, state__in=OPEN):
        found.case = case
        step(found, RequestState.WITHDRAWN, by=by, at=at, reason=reason)
        record(by, "request.withdrawn", case.reference, request=str(found.pk))

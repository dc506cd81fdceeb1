"""How steps on a request are locked and get into the audit log: under each of its cases, or else under its own key."""

from reviews.audit.recording import note, record
from reviews.models import InformationRequest, User


def lock(request: InformationRequest) -> InformationRequest:
    """Return the request as it stands now, locked until the action ends."""
    return InformationRequest.objects.select_for_update().get(pk=request.pk)


def references(request: InformationRequest) -> list[str]:
    """Return under what the log has steps on `request`: its cases' references, or its own key."""
    found = list(request.about.order_by("case__reference").values_list("case__reference", flat=True))
    return found or [str(request.pk)]


def record_on(request: InformationRequest, by: User, verb: str, **detail: str | int | bool | None) -> None:
    """Note that `by` did `verb` to the request, once under each of its cases. Inside an action."""
    for reference in references(request):
        record(by, verb, reference, outcome="done", request=str(request.pk), **detail)


def note_on(
    request: InformationRequest,
    by: User,
    verb: str,
    *,
    outcome: str = "done",
    **detail: str | int | bool | None,
) -> None:
    """Note that something of the request was opened or refused, once under each of its cases."""
    for reference in references(request):
        note(by, verb, reference, outcome=outcome, request=str(request.pk), **detail)

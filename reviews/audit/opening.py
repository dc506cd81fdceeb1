"""How the page that an address names gets into the audit log when it is opened, and when nobody may know of it."""

from typing import NoReturn

from django.http import Http404

from reviews.requests import StaffRequest

from .recording import note, note_opening


def opened(request: StaffRequest, reference: str = "", /, **detail: str | int | bool | None) -> None:
    """Record that the page of `request` is opened; what is sent is recorded by its action."""
    if request.method in {"GET", "HEAD"}:
        note_opening(request.user, _verb(request), reference, **detail)


def out_of_scope(request: StaffRequest) -> NoReturn:
    """Record that an address names nothing in the person's scope, and raise Http404, as for what never was."""
    note(request.user, _verb(request), outcome="denied")
    raise Http404


def _verb(request: StaffRequest) -> str:
    view = request.resolver_match.view_name if request.resolver_match else ""
    return f"opened.{view}"[:60]

"""The way from an address to a request for information: through the scope, and noted."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from reviews.audit.recording import note
from reviews.models import InformationRequest
from reviews.requests import StaffRequest

from . import access
from .recording import note_on


def open_request(request: StaffRequest, key: UUID, at: datetime) -> InformationRequest:
    """Return the request that an address names, and record that it was opened. Raises Http404 outside the scope."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    found = access.visible_to(request.user, at).select_related("area", "recorded_by").filter(pk=key).first()
    if found is None:
        note(request.user, f"opened.{view}", outcome="denied")
        raise Http404
    if request.method in {"GET", "HEAD"}:
        note_on(found, request.user, f"opened.{view}")
    return found

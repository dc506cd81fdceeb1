"""The way from an address to a request for information: through the scope, and noted."""

from datetime import datetime
from uuid import UUID

from reviews.audit.opening import opened, out_of_scope
from reviews.models import InformationRequest
from reviews.requests import StaffRequest

from . import access
from .recording import references


def open_request(request: StaffRequest, key: UUID, at: datetime) -> InformationRequest:
    """Return the request that an address names, and record that it was opened. Raises Http404 outside the scope."""
    found = access.visible_to(request.user, at).select_related("area", "recorded_by").filter(pk=key).first()
    if found is None:
        out_of_scope(request)
    for reference in references(found):
        opened(request, reference, request=str(found.pk))
    return found

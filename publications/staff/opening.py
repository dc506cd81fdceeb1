"""How a staff view gets at a publication: through the scope, with a row in the audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from publications import access
from publications.models import Publication
from reviews import standing
from reviews.audit.opening import opened, out_of_scope
from reviews.models import Case, Role, User
from reviews.orders.holding import with_what_holds
from reviews.requests import StaffRequest


def open_publication(request: StaffRequest, pk: UUID, at: datetime) -> Publication:
    """Return the publication that an address names, and record that it was opened.

    Raises Http404 outside the person's scope, exactly as for one that never existed.
    """
    found = access.visible_to(request.user, at).filter(pk=pk).select_related("case__area")
    publication: Any = with_what_holds(found, at, case="case").first()
    if publication is None:
        out_of_scope(request)
    opened(request, str(publication.pk))
    if publication.case is not None and request.user.role != Role.PUBLISHER:
        # Each page about it then says that an order holds on its case, as the case's own pages do.
        publication.case.order_title = publication.order_title
        publication.case.orders_number = publication.orders_number
    return publication


def case_in_sight(user: User, publication: Publication, at: datetime) -> Case | None:
    """Return the publication's case where the person may know of it. A publisher may not."""
    if publication.case_id is None:
        return None
    return standing.visible_to(user, at).filter(pk=publication.case_id).prefetch_related("children").first()

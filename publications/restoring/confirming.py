"""The second look after a restore: what is held, and a named person who says that it may be public again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from cspr_portal.refusals import Refused
from publications.models import HEAVY, Publication
from reviews.audit.recording import action, record
from reviews.models import Role, User

# Those who prepare and decide on publications.
MAY_CONFIRM = (Role.COORDINATOR, Role.DELEGATE, Role.PUBLISHER)


def held() -> list[Publication]:
    """Return what waits for somebody's look, with its edition's title; what opens first comes first."""
    found = Publication.objects.held().select_related("edition", "version_of").defer(*HEAVY)
    return list(found.order_by("opens_at", "slug", "version_word"))


@action
def confirm(keys: Iterable[UUID], *, by: User, at: datetime) -> int:
    """Let what is held be served again as its window says, in the name of `by` who has looked; say how many.

    Raises Refused for somebody whose account is not that of a coordinator, a delegate or a publisher.
    """
    if not by.is_active or by.role not in MAY_CONFIRM or by.role_confirmed_at is None:
        raise Refused("Only a coordinator, a safeguarding partner’s delegate or the publisher confirms this.")
    found = Publication.objects.select_for_update().held().filter(pk__in=list(keys))
    count = 0
    for publication in found.order_by("pk"):
        publication.held_since = None
        publication.save(update_fields=["held_since"])
        record(by, "publication.confirmed_after_restore", str(publication.pk))
        count += 1
    return count

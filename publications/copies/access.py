"""Who may know of a request for a copy, read it and answer it. Each rule returns its sentence, or None."""

from datetime import datetime

from django.db.models import Q, QuerySet

from publications import access
from publications.copies import links
from publications.models import CopyLink, CopyRequest, CopyState, PublicationQuerySet
from reviews.models import Role, User

ROLES = (Role.COORDINATOR, Role.PUBLISHER)


def visible_to(user: User, at: datetime) -> QuerySet[CopyRequest]:
    """Return the requests that `user` may know of at `at`.

    Nobody knows what one is about before somebody has read it, so coordinators and publishers see all that wait.
    Once it is answered with a publication, it is seen by those who may know of that one (recusal included).
    """
    if not user.is_authenticated or not user.acts_as(*ROLES):
        return CopyRequest.objects.none()
    theirs = access.visible_to(user, at).values("pk")
    return CopyRequest.objects.filter(Q(publication__isnull=True) | Q(publication__in=theirs))


def offered(user: User, at: datetime) -> PublicationQuerySet:
    """Return the publications of which `user` may send a copy at `at`: those in their sight that may go out."""
    return access.visible_to(user, at).filter(pk__in=links.copyable(at).values("pk"))


def read(copy_request: CopyRequest, at: datetime) -> str | None:
    """Say why what was written can't be read any more. Whoever sees the request may read it until then."""
    if copy_request.words_until <= at or not copy_request.sealed:
        return "Already: what was written is deleted after six months, and nobody can read it any more."
    return None


def answer(copy_request: CopyRequest, at: datetime) -> str | None:
    """Say why the request can't be answered. It is answered once; a link can be sent again (see `send_again`)."""
    if copy_request.state != CopyState.WAITING:
        return "Already: this request has been answered."
    return read(copy_request, at)


def send_again(user: User, copy_request: CopyRequest, at: datetime) -> str | None:
    """Say why no new link can be sent: only once the last one is over, and of the same publication."""
    if copy_request.state != CopyState.SENT or copy_request.publication is None:
        return "Not yet: a new link is sent only where a copy was sent before."
    if links.live(at).filter(request=copy_request).exists():
        return "Already: the link that was sent still works. End it first."
    if not offered(user, at).filter(pk=copy_request.publication.pk).exists():
        return "Already: no copy of this publication may go out any more."
    return read(copy_request, at)


def end(link: CopyLink, at: datetime) -> str | None:
    """Say why a link can't be ended."""
    if not links.live(at).filter(pk=link.pk).exists():
        return "Already: this link opens nothing any more."
    return None

"""Linking publications that readers should find beside one another. Those of one case are linked by themselves."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from cspr_portal.refusals import Refused, check
from publications import access
from publications.actions import lock, note
from publications.models import Publication, PublicationQuerySet
from reviews.audit.recording import action
from reviews.models import User


def refusal(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not change what stands beside `publication`."""
    if publication.version_of_id is not None:
        return "A version stands beside its text by itself."
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher links publications."
    return None


def choices(user: User, publication: Publication, at: datetime) -> PublicationQuerySet:
    """Return what `publication` may be linked to: a link between two cases would tell that they belong together."""
    same = (
        Q(case__isnull=True)
        if publication.case_id is None
        else Q(case__isnull=True) | Q(case=publication.case_id)
    )
    others = access.visible_to(user, at).filter(same, version_of__isnull=True)
    return others.exclude(pk=publication.pk)


@action
def link(publication: Publication, others: Iterable[Publication], *, by: User, at: datetime) -> None:
    """Let `others`, and no more, stand beside `publication`. Those that do already, sent again, change nothing.

    Raises Refused for one that it may not be linked to.
    """
    publication = lock(publication)
    check(refusal(by, publication, at))
    wanted, allowed = set(others), set(choices(by, publication, at))
    if not wanted <= allowed:
        raise Refused("Choose only publications that it may be linked to.")
    before = set(publication.linked.all())
    if before & allowed == wanted:
        return
    publication.linked.set(wanted | (before - allowed))
    note(by, "publication.linked", publication, links=len(wanted))

"""Who may prepare another form of a text (easy read, a translation…). Each rule returns its sentence, or None."""

from datetime import datetime

from publications import access
from publications.models import Publication
from reviews.models import User


def create(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not prepare a version of `publication`."""
    if publication.version_of_id is not None:
        return "This is a version already: prepare another from the text that it is a version of."
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher prepares versions."
    if publication.closes_at is not None and publication.closes_at <= at:
        return "Already: its window is over, so nothing can be changed any more."
    return None

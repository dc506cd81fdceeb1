"""Who may record that they read a file, and how many files there may be: rules that return their sentence, or None.

Whoever may write the next draft adds files and takes them out: see publications/access.py.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from publications import access, progress
from publications.models import Attachment, Publication
from reviews.models import User

A_DAY = timedelta(days=1)


def record_reading(user: User, attachment: Attachment, at: datetime) -> str | None:
    """Say why `user` may not record that they read a file: it takes a second person with a right to the case."""
    draft = progress.newest_draft(attachment.publication)
    return read_by_another(user, attachment) or access.clear_hit(user, draft, at)


def read_by_another(user: User, attachment: Attachment) -> str | None:
    """Say why this very file is not for `user` to read, whoever they are."""
    if not attachment.needs_reading:
        return "Not needed: all of it could be read and checked by the portal."
    if hasattr(attachment, "reading"):
        return f"Already: {attachment.reading.read_by.name} has read it."
    if attachment.added_by_id == user.pk:
        return "Only somebody who did not add the file may record its reading."
    return None


def full(user: User, publication: Publication, at: datetime) -> str | None:
    """Say that no more files are taken, for this publication or from this person, or None (security case C09).

    The record keeps what was taken out, so it counts.
    """
    of_it = Q(publication=publication)
    theirs = Q(added_by=user, added_at__gt=at - A_DAY)
    count = Attachment.objects.filter(of_it | theirs).aggregate(
        of_it=Count("pk", filter=of_it), theirs=Count("pk", filter=theirs)
    )
    if count["of_it"] >= settings.FILES_PER_PUBLICATION:
        return (
            f"Not yet: {count['of_it']:,} files have been added to this publication, those that were taken out again "
            "included, and it can’t take more. Ask whoever looks after the portal to allow more."
        )
    if count["theirs"] >= settings.FILES_PER_PERSON:
        return (
            f"Not yet: you have added {count['theirs']:,} files within a day, and can’t add more. Go on tomorrow, or ask "
            "whoever looks after the portal to allow more."
        )
    return None

"""Who may record that they read a file: a rule that returns its sentence, or None.

Whoever may write the next draft adds files and takes them out: see publications/access.py.
"""

from datetime import datetime

from publications import access, progress
from publications.models import Attachment
from reviews.models import User


def record_reading(user: User, attachment: Attachment, at: datetime) -> str | None:
    """Say why `user` may not record that they read a file: it takes a second person with a right to the case."""
    if not attachment.needs_reading:
        return "Not needed: all of it could be read and checked by the portal."
    if hasattr(attachment, "reading"):
        return f"Already: {attachment.reading.read_by.name} has read it."
    if attachment.added_by_id == user.pk:
        return "Only somebody who did not add the file may record its reading."
    draft = progress.newest_draft(attachment.publication)
    return access.clear_hit(user, draft, at)

"""What people do to the files that go out with a text: add one, take one out, read a scan.

Each change makes the next draft, so that any check and approval of the earlier one counts no more.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from cspr_portal.picture_marks import picture_mark
from cspr_portal.refusals import check
from publications import access as publications
from publications import progress
from publications.actions import change_attachments, lock, note, write_draft
from publications.attachments import access
from publications.attachments.taking_in import Taken
from publications.files import EDITABLE_NAME, MADE_HERE
from publications.models import Attachment, AttachmentKind, Draft, Publication, Reading
from publications.slugs import random_ending
from reviews.audit.recording import action
from reviews.models import User
from reviews.report.pictures import put_in

ONE_ONLY = (AttachmentKind.COVER, AttachmentKind.REPORT)
LONGEST_NAME = 40


@action
def add_file(
    publication: Publication,
    taken: Taken | None,
    *,
    kind: str,
    words: Mapping[str, str],
    expected_number: int,
    by: User,
    at: datetime,
    **correction: Any,
) -> Draft:
    """Let a file that has been taken in (or, for a video, its address and words) go out with the next draft.

    `words`: title, alt, url, transcript and reason, as far as there are any. A second cover or finished report takes
    the place of the first. Returns the draft that this makes. Raises Refused, NotYet and Overtaken as writing does.
    """
    publication = lock(publication)
    check(publications.write(by, publication, at))
    check(access.full(by, publication, at))
    name = _listed_name(publication, kind, words.get("title", ""), taken)
    attachment = _keep(publication, taken, kind=kind, name=name, words=words, by=by, at=at)
    earlier = publication.attachments.filter(kind=kind).exclude(pk=attachment.pk).defer("content")
    return change_attachments(
        publication,
        adding=[attachment],
        without=earlier if kind in ONE_ONLY else (),
        expected_number=expected_number,
        by=by,
        at=at,
        **correction,
    )


@action
def add_picture(
    publication: Publication,
    taken: Taken,
    *,
    alt: str,
    place: str,
    expected_number: int,
    by: User,
    at: datetime,
    **correction: Any,
) -> Draft:
    """Show a picture in the text, at the end of the part whose key is `place`, and return the draft that this makes."""
    publication = lock(publication)
    check(publications.write(by, publication, at))
    check(access.full(by, publication, at))
    kind = AttachmentKind.PICTURE
    picture = _keep(publication, taken, kind=kind, name=taken.name, words={"alt": alt}, by=by, at=at)
    newest = progress.newest_draft(publication)
    texts = {name: getattr(newest, name) for name in progress.TEXTS}
    texts["text"] = put_in(newest.text, picture_mark(picture.name, alt), place)
    return write_draft(publication, **texts, expected_number=expected_number, by=by, at=at, **correction)


@action
def take_out(
    attachment: Attachment, *, expected_number: int, by: User, at: datetime, **correction: Any
) -> Draft:
    """Leave a file out of what goes out next, and return the draft that this makes. The record keeps the file."""
    note(by, "publication.file_taken_out", attachment.publication, kind=attachment.kind)
    return change_attachments(
        attachment.publication,
        without=[attachment],
        expected_number=expected_number,
        by=by,
        at=at,
        **correction,
    )


@action
def record_reading(attachment: Attachment, *, words: str, by: User, at: datetime) -> Reading:
    """Record that a person has read a scan line by line, because no machine can, and return it."""
    publication = lock(attachment.publication)
    attachment.publication = publication
    check(access.record_reading(by, attachment, at))
    reading = Reading.objects.create(attachment=attachment, words=words, read_at=at, read_by=by)
    note(by, "publication.scan_read", publication, sha256=attachment.sha256)
    return reading


def _keep(
    publication: Publication,
    taken: Taken | None,
    *,
    kind: str,
    name: str,
    words: Mapping[str, str],
    by: User,
    at: datetime,
) -> Attachment:
    attachment = Attachment(
        publication=publication, kind=AttachmentKind(kind), name=name, added_at=at, added_by=by, **words
    )
    if taken is not None:
        attachment.media_type, attachment.content = taken.media_type, taken.content
        attachment.size, attachment.sha256 = len(taken.content), taken.sha256
        attachment.pages, attachment.width, attachment.height = taken.pages, taken.width, taken.height
        attachment.plain_text, attachment.taken_out = taken.plain_text, taken.taken_out
        attachment.hidden, attachment.needs_reading = taken.hidden, taken.needs_reading
    attachment.save(force_insert=True)
    scan = str(taken.scan) if taken else ""
    note(by, "publication.file_added", publication, kind=attachment.kind, sha256=attachment.sha256, scan=scan)
    return attachment


def _listed_name(publication: Publication, kind: str, title: str, taken: Taken | None) -> str:
    """Return a file's word in addresses: from its public title, never from the uploaded file's own name."""
    ending = taken.name.rsplit(".", 1)[1] if taken else "link"
    plain = slugify(title)[:LONGEST_NAME].strip("-") or kind
    name = f"{plain}.{ending}"
    while name in (*MADE_HERE, EDITABLE_NAME) or publication.attachments.filter(name=name).exists():
        name = f"{plain}-{random_ending()}.{ending}"
    return name

"""What a file must be to go out with a text, and how it is made known-good: pictures, PDFs and recordings.

A file is told by its content. What can't be made safe is refused with a sentence that says what to do. Nothing is
stored here, and nothing of the uploaded file's own name is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import TypeVar

from django.conf import settings

from cspr_portal import pictures
from cspr_portal.refusals import Refused
from publications.cleaning import NotClean, cleaned_mp3, cleaned_pdf
from publications.models import AttachmentKind, Publication
from reviews.documents import scanning

Cleaned = TypeVar("Cleaned")
PICTURES = (AttachmentKind.PICTURE, AttachmentKind.COVER)


@dataclass(frozen=True)
class Taken:
    """A file as it will go out, with what cleaning took from it.

    `name` tells nothing of it; what is listed gets one from its public title. `scan` is what the virus scanner said of
    what was sent. `needs_reading`: it has pages that no machine can read, or words that a reader doesn’t see.
    """

    media_type: str
    content: bytes
    name: str
    scan: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    plain_text: str = ""
    taken_out: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    needs_reading: bool = False

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def take_in(kind: str, content: bytes, *, title: str, publication: Publication) -> Taken:
    """Return the file as it will go out, scanned for viruses and then made anew.

    In: what it is for, its bytes, and the public title that a PDF's properties will carry. Raises
    `cspr_portal.refusals.Refused` with a sentence for a file that can't go out, as for one in which the scanner finds
    something, and for every one while a scanner is set up and doesn't answer. Takes seconds: call it outside of a
    transaction.
    """
    scan = scanning.scan(BytesIO(content))
    if kind in PICTURES:
        picture = pictures.cleaned(content)
        name = pictures.new_name(picture)
        wide, high = picture.width, picture.height
        return Taken(picture.media_type, picture.content, name, scan=scan, width=wide, height=high)
    if kind == AttachmentKind.AUDIO:
        return Taken("audio/mpeg", _known_good(cleaned_mp3, content), "recording.mp3", scan=scan)
    pdf = _known_good(
        partial(cleaned_pdf, title=title, author=settings.PARTNERSHIP["name"], language=publication.language),
        content,
    )
    unread = [
        f"Page {page}: a picture, with no words that a machine can read" for page in pdf.pictures_of_pages
    ]
    unseen = [f"Page {one.page}: {f'“{one.words}”, ' if one.words else ''}{one.why}" for one in pdf.hidden]
    return Taken(
        "application/pdf",
        pdf.content,
        "document.pdf",
        scan=scan,
        pages=pdf.pages,
        plain_text=pdf.plain_text,
        taken_out=pdf.taken_out,
        hidden=[*unread, *unseen],
        needs_reading=bool(unread or unseen),
    )


def _known_good(clean: Callable[[bytes], Cleaned], content: bytes) -> Cleaned:
    """Return what cleaning makes of a file. Raises Refused with the sentence that says what to do instead."""
    try:
        return clean(content)
    except NotClean as fault:
        raise Refused(fault.sentence) from fault

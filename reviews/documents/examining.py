"""Which kind a file is, told by its content: what `examine` returns may be added to a case, all else is refused.

The file's own name is used once, to tell apart the three kinds of text, and then forgotten: it may hold a real name.
"""

import hashlib
import re
import zipfile
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from cspr_portal import sizes
from cspr_portal.zips import OLE, ZIP

from . import office, opening
from .kinds import (
    BROKEN,
    EMPTY,
    KINDS,
    LOCKED,
    MARKUP,
    NOT_ALLOWED,
    NOT_AN_EMAIL,
    NOT_TEXT,
    OLD_OFFICE,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    TWO_IN_ONE,
    Kind,
    Unfit,
)

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# A reader of PDFs looks for the end in the last 1,024 bytes; what has none there is cut off or has a tail.
PDF_END, TAIL = b"%%EOF", 1024
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
# Text that some program would run or draw: HTML, XML and SVG, rich text, PostScript, scripts.
MARKUP_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z]|\{\\rtf|%!|#!)", re.IGNORECASE)
TEXT_ENDINGS = {".txt": "txt", ".text": "txt", ".csv": "csv", ".eml": "eml"}

REFUSALS = {
    opening.LOCKED: LOCKED,
    opening.TOO_MANY_PAGES: TOO_MANY_PAGES,
    opening.TOO_MANY_PIXELS: TOO_MANY_PIXELS,
    opening.BROKEN: BROKEN,
}


@dataclass(frozen=True)
class Examined:
    """A file that may be added: its kind, its size in bytes, and the SHA-256 of its bytes."""

    file: UploadedFile
    kind: Kind
    size: int
    sha256: str


def examine(file: UploadedFile, limit: int) -> Examined:
    """Return the file with its kind, or raise Unfit with the sentence that says what to do.

    `limit` is the most bytes that it may have. Slow (some tenths of a second): not for within a transaction.
    """
    size = file.size or 0
    if not size:
        raise Unfit(EMPTY)
    if size > limit:
        raise Unfit(sizes.too_large(size, limit, "Split it, or save it smaller, and choose that."))
    file.seek(0)
    data = file.read()
    extension = _extension(file, data, PurePath(file.name or "").suffix.lower())
    file.seek(0)
    return Examined(file, KINDS[extension], len(data), hashlib.sha256(data).hexdigest())


def _extension(file: UploadedFile, data: bytes, ending: str) -> str:
    if data.startswith(ZIP):
        file.seek(0)
        return office.extension_of(file)
    if data.startswith(OLE):
        raise Unfit(OLD_OFFICE)
    if data.startswith(b"%PDF-"):
        return _pdf(file, data)
    if data.startswith((PNG, JPEG)):
        return _picture(file, data)
    return _text(data, ending)


def _pdf(file: UploadedFile, data: bytes) -> str:
    _refuse_second_file(file)
    if PDF_END not in data[-TAIL:]:
        raise Unfit(BROKEN)
    return _opened("pdf", data)


def _picture(file: UploadedFile, data: bytes) -> str:
    _refuse_second_file(file)
    return _opened("png" if data.startswith(PNG) else "jpg", data)


def _opened(extension: str, data: bytes) -> str:
    state = opening.state_of(extension, data)
    if state != opening.FINE:
        raise Unfit(REFUSALS[state])
    return extension


def _refuse_second_file(file: UploadedFile) -> None:
    """A zip is read from its end, so one can hang behind a PDF or a picture unseen (security case C01)."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise Unfit(TWO_IN_ONE)


def _text(data: bytes, ending: str) -> str:
    """Text in UTF-8 or Windows-1252. Nothing in the bytes tells CSV from a note, so the name's ending has to."""
    if MARKUP_START.match(data):
        raise Unfit(MARKUP)
    if ending not in TEXT_ENDINGS:
        raise Unfit(NOT_ALLOWED)
    if CONTROLS.search(data) or not (_decodes(data, "utf-8") or _decodes(data, "cp1252")):
        raise Unfit(NOT_TEXT)
    if ending == ".eml" and not _is_email(data):
        raise Unfit(NOT_AN_EMAIL)
    return TEXT_ENDINGS[ending]


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_email(data: bytes) -> bool:
    head = data[: 256 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    message = message_from_bytes(head, policy=policy.compat32)
    return bool(message["From"]) and bool(message["Date"] or message["Received"])

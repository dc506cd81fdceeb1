"""Where the bytes of documents lie: under random names in the storage's folder "documents", never under their own.

Which row names which file is in the database. A file is kept before its row and goes after it, so a crash leaves
at worst a file that no row names: out of everybody's reach, and swept by `manage.py documents sweep`.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import IO, TypeVar

from django.core.files.base import File
from django.core.files.storage import default_storage

from cspr_portal.refusals import Refused
from reviews.models import Document, RedactedCopy

logger = logging.getLogger(__name__)

R = TypeVar("R", Document, RedactedCopy)

FOLDER = "documents"
CHUNK = 1024 * 1024
# An upload that is under way has its file and not yet its row.
YOUNGEST_ORPHAN = timedelta(hours=1)


class Fault(StrEnum):
    """What can be wrong with a file that a row names."""

    MISSING = "missing"
    CHANGED = "changed"


class Damaged(Exception):
    """The file of a document is not there, or is not the one that was added."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class NotKept(Refused):
    """The storage could not take the file."""

    def __init__(self) -> None:
        super().__init__(
            "The file could not be stored, so nothing was kept. Try again in a few minutes, "
            "and tell whoever looks after the portal if it goes on."
        )


def keep(file: "File[bytes]") -> str:
    """Store the bytes under a random name in two levels of folders and return that name. Raises NotKept."""
    word = secrets.token_hex(16)
    name = f"{FOLDER}/{word[:2]}/{word[2:4]}/{word}"
    file.seek(0)
    try:
        return default_storage.save(name, file)
    except OSError as error:
        logger.exception("A file could not be stored")
        raise NotKept from error


def keep_with_row(file: "File[bytes]", enter: Callable[[str], R]) -> R:
    """Store the bytes, and return the row that `enter` makes for them under their name, or has already.

    Bytes that get no row of their own are deleted again. Raises NotKept, and what `enter` raises.
    """
    stored_name = keep(file)
    try:
        row = enter(stored_name)
    except BaseException:
        discard(stored_name)
        raise
    if row.stored_name != stored_name:
        discard(stored_name)
    return row


def discard(name: str) -> None:
    """Delete the bytes of that name. What can't be deleted now is left to the sweep."""
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("A file could not be deleted; `manage.py documents sweep` tries again")


def opened(document: Document | RedactedCopy) -> IO[bytes]:
    """Return the document's file, open at its beginning, if its bytes are those that were added.

    Raises Damaged when they are not, or when there is no file. Whoever asks closes it.
    """
    try:
        file = default_storage.open(document.stored_name)
    except OSError as error:
        raise Damaged(Fault.MISSING) from error
    try:
        found = hashlib.sha256()
        while piece := file.read(CHUNK):
            found.update(piece)
        file.seek(0)
    except OSError as error:
        file.close()
        raise Damaged(Fault.MISSING) from error
    if found.hexdigest() != document.sha256:
        file.close()
        raise Damaged(Fault.CHANGED)
    return file


def faults() -> Iterator[tuple[Document | RedactedCopy, Fault]]:
    """Yield each document or redacted copy that is not removed and whose file is missing or changed."""
    for document in _kept():
        try:
            opened(document).close()
        except Damaged as damaged:
            yield document, damaged.fault


def sweep(at: datetime) -> int:
    """Delete the files that no row names any more and that were there an hour before `at`; say how many."""
    named = {row.stored_name for row in _kept()}
    swept = 0
    for name in list(_files(FOLDER)):
        if name not in named and default_storage.get_modified_time(name) < at - YOUNGEST_ORPHAN:
            discard(name)
            swept += 1
    return swept


def _kept() -> Iterator[Document | RedactedCopy]:
    """Yield each row that names a file: documents of cases, and redacted copies of requests for information."""
    yield from Document.objects.filter(removed_at__isnull=True).select_related("case").iterator(500)
    yield from RedactedCopy.objects.filter(removed_at__isnull=True).iterator(500)


def _files(folder: str) -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for each in folders:
        yield from _files(f"{folder}/{each}")

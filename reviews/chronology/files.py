"""A chronology's file as it is sent: which kind it is, told by its bytes and never by its name, and its table."""

from reviews.documents.examining import JPEG, OLE, PNG, ZIP
from reviews.documents.kinds import EMPTY, Unfit

from . import delimited, package
from .sentences import A_PDF, MOST_BYTES, NOT_A_TABLE, OLD_OR_LOCKED, too_large
from .tables import Table


def read(data: bytes) -> Table:
    """Return the table in a CSV, an Excel workbook or a Word file, or raise Unfit with the sentence what to do.

    Slow (up to some seconds for a file made to hurt): not for within a transaction.
    """
    check_size(len(data))
    if data.startswith(OLE):
        raise Unfit(OLD_OR_LOCKED)
    if data.startswith(b"%PDF-"):
        raise Unfit(A_PDF)
    if data.startswith((PNG, JPEG)):
        raise Unfit(NOT_A_TABLE)
    if data.startswith(ZIP):
        # What reads these takes 40 MB, which a process that serves public pages doesn't need.
        from . import word_table, workbook

        return {"xlsx": workbook.read, "docx": word_table.read}[package.kind_of(data)](data)
    return delimited.read(data)


def check_size(size: int) -> None:
    """Raise Unfit for a file of no bytes, or of more than MOST_BYTES; before any of them are read."""
    if not size:
        raise Unfit(EMPTY)
    if size > MOST_BYTES:
        raise Unfit(too_large(size))

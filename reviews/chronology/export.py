"""A chronology as CSV that Excel opens well and that can be read in again. Who may have it is no concern here."""

import csv
import io
from collections.abc import Iterable

from .neutral import neutralised
from .order import Entry
from .rows import TEXTS

HEADINGS = ("Date", "Time", "Agency", "Event", "Source", "Significance", "Practice comment")
MEDIA_TYPE = "text/csv; charset=utf-8"


def to_csv(entries: Iterable[Entry]) -> bytes:
    """Return the entries in the order given, as UTF-8 with a mark, every cell in quotation marks.

    Without the mark Excel reads UTF-8 as Windows-1252. A cell that a spreadsheet might take for a formula gets an
    apostrophe before it, which is taken away when the file is read in again (security case I03).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for entry in entries:
        typed = entry.row.typed()
        cells = (typed["date"], typed["time"], entry.agency, *(typed[name] for name in TEXTS))
        writer.writerow([neutralised(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")

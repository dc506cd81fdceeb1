"""What a file comes down to: numbered lines of texts, with what the person must know about how they were read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from reviews.documents.kinds import Unfit

from .dates import EXCEL_BEGINS
from .sentences import MOST_COLUMNS, MOST_ROWS, NO_ROWS, TOO_MANY_COLUMNS, TOO_MANY_ROWS

# A title, a few lines about the agency and the headings may stand above the rows.
ABOVE = 20
MOST_LINES = MOST_ROWS + ABOVE


@dataclass(frozen=True)
class Line:
    """One line of a table: its number as the person sees it in the file, and the text of each cell.

    `flaws` are cells that the file itself doesn't give: (place of the column, sentence).
    """

    number: int
    cells: tuple[str, ...]
    flaws: tuple[tuple[int, str], ...] = ()

    def cell(self, at: int | None) -> str:
        """Return the text at this place, empty where there is none."""
        return self.cells[at] if at is not None and at < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """The lines that are not empty, all of one width, and sentences about what was left out or taken otherwise.

    `serials_begin` is the day 0 of bare numbers that are dates; None where there are none.
    """

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    serials_begin: date | None = EXCEL_BEGINS

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(line.cells) for line in self.lines), default=0)


def table_of(
    lines: Iterable[Line], notes: Iterable[str] = (), serials_begin: date | None = EXCEL_BEGINS
) -> Table:
    """Return the table of these lines without the empty ones and the empty columns at the right.

    Stops at the first line or column too many, and raises Unfit for that, or for no lines at all.
    """
    kept: list[Line] = []
    width = 0
    for line in lines:
        filled = max((at for at, text in enumerate(line.cells) if text.strip()), default=-1) + 1
        filled = max([filled, *(at + 1 for at, _sentence in line.flaws)])
        if not filled:
            continue
        width = max(width, filled)
        if width > MOST_COLUMNS:
            raise Unfit(TOO_MANY_COLUMNS)
        kept.append(line)
        if len(kept) > MOST_LINES:
            raise Unfit(TOO_MANY_ROWS)
    if not kept:
        raise Unfit(NO_ROWS)
    even = tuple(Line(line.number, _even(line.cells, width), line.flaws) for line in kept)
    return Table(even, tuple(notes), serials_begin)


def _even(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))

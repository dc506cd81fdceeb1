"""What openpyxl doesn't tell of a sheet that it reads row by row: what is hidden or merged, and which results lack.

One pass over the sheet's XML, which also finds its last filled row; no value is read here.
"""

from dataclasses import dataclass, field
from typing import IO

from lxml import etree
from openpyxl.utils.cell import column_index_from_string, range_boundaries

from reviews.documents.kinds import Unfit

from .sentences import MOST_COLUMNS, TOO_MANY_ROWS, TOO_MUCH, UNREADABLE_WORKBOOK
from .tables import MOST_LINES

MOST_CELLS, MOST_MERGED = 300_000, 20_000
# What Excel itself has at most.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, CELL, COLUMN, MERGED = (f"{NAMESPACE}{name}" for name in ("row", "c", "col", "mergeCell"))
FORMULA, VALUE, INLINE = (f"{NAMESPACE}{name}" for name in ("f", "v", "is"))
TRUE = ("1", "true")


@dataclass
class Survey:
    """Rows and columns by their numbers from 1. `merged` are (first row, first column, last row).

    Of the columns only those that a chronology may have are told, and of the rows only the filled ones.
    """

    filled_rows: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    formulas: int = 0
    last_row: int = 0
    last_column: int = 0
    has_shown: bool = False


def survey(sheet: IO[bytes]) -> Survey:
    """Return what is true of a sheet's XML. Raises Unfit for too many rows or cells, or rows out of order."""
    found = Survey()
    cells = number = 0
    events = etree.iterparse(
        sheet,
        tag=(ROW, COLUMN, MERGED),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    for _event, element in events:
        if element.tag == ROW:
            before, number = number, int(element.get("r") or number + 1)
            if not before < number <= LAST_ROW:
                raise Unfit(UNREADABLE_WORKBOOK)
            if len(element):
                cells += len(element)
                if _row(element, number, found) and cells > MOST_CELLS:
                    raise Unfit(TOO_MUCH)
                if len(found.filled_rows) > MOST_LINES:
                    raise Unfit(TOO_MANY_ROWS)
        elif element.tag == COLUMN:
            _column(element, found)
        else:
            left, top, _right, bottom = range_boundaries(element.get("ref", ""))
            found.merged.append((top, left, bottom))
            if len(found.merged) > MOST_MERGED:
                raise Unfit(TOO_MUCH)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return found


def _row(row: etree._Element, number: int, found: Survey) -> bool:
    """Note what is true of a row; return whether it is filled."""
    is_hidden = row.get("hidden") in TRUE or _is_zero(row.get("ht"))
    column = 0
    is_filled = False
    for cell in row.iterchildren(CELL):
        place = cell.get("r")
        column = column_index_from_string(place.rstrip("0123456789")) if place else column + 1
        if column > LAST_COLUMN:
            raise Unfit(UNREADABLE_WORKBOOK)
        has_formula = cell.find(FORMULA) is not None
        value = cell.find(VALUE)
        # An empty result is one only where the file says that it is a text.
        has_value = value is not None and (bool(value.text) or cell.get("t") == "str")
        has_value = has_value or cell.find(INLINE) is not None
        if not has_formula and not has_value:
            continue
        is_filled = True
        found.last_column = max(found.last_column, column)
        if not is_hidden:
            found.has_shown = found.has_shown or column not in found.hidden_columns
            found.formulas += has_formula
            if has_formula and not has_value:
                found.uncalculated.add((number, column))
    if is_filled:
        found.last_row = number
        found.filled_rows.add(number)
        if is_hidden:
            found.hidden_rows.add(number)
    return is_filled


def _column(column: etree._Element, found: Survey) -> None:
    if column.get("hidden") in TRUE or _is_zero(column.get("width")):
        first, last = int(column.get("min", "1")), int(column.get("max", "1"))
        found.hidden_columns.update(range(max(first, 1), min(last, MOST_COLUMNS) + 1))


def _is_zero(length: str | None) -> bool:
    return length is not None and float(length) == 0

"""Excel workbooks: one sheet, as it is shown. Nothing is calculated, and nothing hidden comes in."""

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH

from reviews.documents.kinds import Unfit

from .cells import HIDES, shown
from .columns import has_headings
from .dates import EXCEL_BEGINS
from .sentences import (
    MERGED_CELLS,
    MOST_COLUMNS,
    NO_ROWS,
    TOO_MANY_COLUMNS,
    UNCALCULATED,
    UNREADABLE_WORKBOOK,
    numbers,
    quoted,
)
from .survey import Survey, survey
from .tables import Line, Table, table_of

# So many sheets are looked through for the headings of a chronology.
MOST_TRIED = 5


def read(data: bytes) -> Table:
    """Return the table in a workbook that `package.kind_of` has let through, or raise Unfit with what to do."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of formatting that it drops; no formatting is wanted.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return _chosen(workbook)
            finally:
                workbook.close()
    except Unfit:
        raise
    except Exception as error:
        # openpyxl breaks in many ways on what other programs write; all of them mean the same here.
        raise Unfit(UNREADABLE_WORKBOOK) from error


def _chosen(workbook: Any) -> Table:
    """The first sheet with a chronology's headings, or else the first that isn't empty."""
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    filled = [
        (sheet, found)
        for sheet in workbook.worksheets
        if sheet.sheet_state == "visible" and (found := _surveyed(sheet)) is not None
    ]
    if not filled:
        raise Unfit(NO_ROWS)
    read = next((each for each in map(_sheet, filled[:MOST_TRIED]) if has_headings(each.lines)), None)
    read = read or _sheet(filled[0])
    notes = []
    if len(filled) > 1:
        others = [sheet.title for sheet, _found in filled if sheet.title != read.title]
        notes.append(f"Only the sheet {quoted([read.title])} was read. Not read: {quoted(others)}.")
    notes += _notes(read)
    if hidden:
        notes.append(f"Left out because hidden: the {_plural('sheet', hidden)} {quoted(hidden)}.")
    # A bare number is counted from 1900 here; in a workbook that counts from 1904 it would be four years out.
    return table_of(read.lines, notes, None if workbook.epoch == MAC_EPOCH else EXCEL_BEGINS)


@dataclass(frozen=True)
class _Sheet:
    """A sheet that was read: its lines, and the names of cells whose format hides what is in them."""

    title: str
    lines: list[Line]
    blanks: list[str]
    found: Survey


def _surveyed(sheet: Any) -> Survey | Unfit | None:
    """What is true of a sheet, why it can't be read, or None where it shows nothing."""
    try:
        with sheet._get_source() as source:  # the sheet's XML; openpyxl has no public name for it
            found = survey(source)
    except Unfit as unfit:
        return unfit
    if found.last_column > MOST_COLUMNS:
        return Unfit(TOO_MANY_COLUMNS)
    return found if found.has_shown else None


def _sheet(filled: tuple[Any, Survey | Unfit]) -> _Sheet:
    sheet, found = filled
    if isinstance(found, Unfit):
        raise found
    blanks: list[str] = []
    return _Sheet(sheet.title, list(_lines(sheet, found, blanks)), blanks, found)


def _lines(sheet: Any, found: Survey, blanks: list[str]) -> Iterator[Line]:
    """The rows that are shown; `blanks` takes the names of the cells that are not."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom in found.merged:
        if bottom > top:
            starts.setdefault(top, []).append((left - 1, bottom))
    carried: dict[int, tuple[int, str]] = {}
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    last = found.last_column
    for number, row in enumerate(
        sheet.iter_rows(min_row=1, max_row=found.last_row, min_col=1, max_col=last), 1
    ):
        if number not in found.filled_rows or number in found.hidden_rows:
            continue
        cells, flaws = [""] * last, []
        for at, cell in enumerate(row):
            if at + 1 in found.hidden_columns:
                continue
            if (number, at + 1) in found.uncalculated:
                flaws.append((at, UNCALCULATED))
            elif cell.value is None:
                continue
            elif cell.number_format == HIDES:
                blanks.append(f"{get_column_letter(at + 1)}{number}")
            elif cell.data_type == "e":
                flaws.append((at, f"The cell shows the error {cell.value}. Type what it should say."))
            else:
                cells[at] = shown(cell.value, cell.number_format)
        if any(cells):
            _carry_down(cells, number, carried)
        for at, bottom in starts.get(number, ()):
            if at < last:
                carried[at] = (bottom, cells[at])
        yield Line(number, tuple(cells), tuple(flaws))


def _carry_down(cells: list[str], number: int, carried: dict[int, tuple[int, str]]) -> None:
    """Fill the cells that a merged one above covers: what it says counts for each row beside it."""
    for at, (bottom, text) in carried.items():
        if number <= bottom and not cells[at]:
            cells[at] = text


def _notes(sheet: _Sheet) -> list[str]:
    found, notes = sheet.found, []
    rows = sorted(found.hidden_rows)
    if rows:
        notes.append(f"Left out because hidden: {_plural('row', rows)} {numbers(rows)}.")
    columns = [
        get_column_letter(column) for column in sorted(found.hidden_columns) if column <= found.last_column
    ]
    if columns:
        notes.append(f"Left out because hidden: {_plural('column', columns)} {numbers(columns)}.")
    if sheet.blanks:
        cells = _plural("cell", sheet.blanks)
        notes.append(f"Left out because their format hides what they hold: {cells} {numbers(sheet.blanks)}.")
    if any(bottom > top for top, _left, bottom in found.merged):
        notes.append(MERGED_CELLS)
    if found.formulas > len(found.uncalculated):
        notes.append("Some cells hold formulas. Their last results were read; nothing was calculated.")
    return notes


def _plural(noun: str, them: Sequence[object]) -> str:
    return noun if len(them) == 1 else f"{noun}s"

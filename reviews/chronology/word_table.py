"""Tables in a Word file: the one with the headings of a chronology, and those that go on with it."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from reviews.documents.kinds import Unfit

from .columns import has_headings, heading_line
from .sentences import (
    MERGED_CELLS,
    MOST_COLUMNS,
    NO_ROWS,
    NO_TABLE,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    UNREADABLE_WORD,
    numbers,
)
from .tables import MOST_LINES, Line, Table, table_of
from .word_text import LEFT_OUT, Reader, has_on

TABLE, ROW, CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
ROW_FACTS, CELL_FACTS, VALUE = qn("w:trPr"), qn("w:tcPr"), qn("w:val")
DELETED, HIDDEN, CELL_DELETED = qn("w:del"), qn("w:hidden"), qn("w:cellDel")
MERGE, BEFORE, SPAN = qn("w:vMerge"), qn("w:gridBefore"), qn("w:gridSpan")
WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag")}


def read(data: bytes) -> Table:
    """Return the table in a Word file that `package.kind_of` has let through, or raise Unfit with what to do."""
    try:
        document: Any = Document(io.BytesIO(data))
        return _chosen(document.element.body, Reader(document.styles.element))
    except Unfit:
        raise
    except Exception as error:
        # python-docx breaks in many ways on what other programs write; all of them mean the same here.
        raise Unfit(UNREADABLE_WORD) from error


class _Rows:
    """The rows of one table, and what was left out of them or taken otherwise."""

    def __init__(self, table: etree._Element, reader: Reader) -> None:
        self.has_hidden = self.has_merged = False
        self.lines: list[Line] = []
        above: dict[int, str] = {}
        for number, row in enumerate(_wrapped(table, ROW), 1):
            facts = row.find(ROW_FACTS)
            if has_on(facts, DELETED):
                reader.has_changes = True
            elif has_on(facts, HIDDEN):
                self.has_hidden = True
            else:
                cells = self._cells(row, above, reader)
                if any(cells):
                    self.lines.append(Line(number, tuple(cells)))
            if len(self.lines) > MOST_LINES:
                raise Unfit(TOO_MANY_ROWS)
        self.headings_at = heading_line(self.lines) if has_headings(self.lines) else None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of a chronology in small letters, or nothing."""
        if self.headings_at is None:
            return ()
        return tuple(" ".join(text.lower().split()) for text in self.lines[self.headings_at].cells)

    def _cells(self, row: etree._Element, above: dict[int, str], reader: Reader) -> list[str]:
        """The texts of a row by the columns of the grid; a merged cell says in each row what it says in the first.

        `above` holds what stands above the next row in each column.
        """
        cells = [""] * _count(row.find(ROW_FACTS), BEFORE, 0)
        covered: dict[int, str] = {}
        for cell in _wrapped(row, CELL):
            facts = cell.find(CELL_FACTS)
            text = "" if has_on(facts, CELL_DELETED) else reader.text(cell)
            merge = None if facts is None else facts.find(MERGE)
            if merge is not None and merge.get(VALUE, "continue") == "continue":
                covered[len(cells)] = above.get(len(cells), "")
                text = ""
            else:
                above[len(cells)] = text
            cells += [text] + [""] * (_count(facts, SPAN, 1) - 1)
            if len(cells) > MOST_COLUMNS:
                raise Unfit(TOO_MANY_COLUMNS)
        if any(cells):
            for at, text in covered.items():
                cells[at] = text
                self.has_merged = self.has_merged or bool(text)
        return cells


def _chosen(body: etree._Element, reader: Reader) -> Table:
    """The first table with a chronology's headings and those that repeat them, or else the longest."""
    found = [_Rows(table, reader) for table in _tables(body)]
    if not found:
        raise Unfit(NO_TABLE)
    tables = [(at, rows) for at, rows in enumerate(found, 1) if rows.lines]
    if not tables:
        raise Unfit(NO_ROWS)
    headings = next((rows.headings for _at, rows in tables if rows.headings), ())
    # A chronology is often cut into a table a year; each of them repeats the headings.
    used = [(at, rows) for at, rows in tables if headings and rows.headings == headings]
    used = used or [max(tables, key=lambda each: len(each[1].lines))]
    places = {at for at, _rows in used}
    others = [at for at, _rows in tables if at not in places]
    notes = []
    if others:
        noun = "table" if len(others) == 1 else "tables"
        notes.append(f"The file has {len(found)} tables. Not read: {noun} {numbers(others)}.")
    if len(used) > 1:
        notes.append(f"{len(used)} tables with the same headings were read as one.")
    if reader.has_hidden or any(rows.has_hidden for _at, rows in used):
        notes.append("Left out because hidden: some rows or text.")
    if reader.has_changes:
        notes.append("The file has tracked changes. Inserted text was read and deleted text left out.")
    if any(rows.has_merged for _at, rows in used):
        notes.append(MERGED_CELLS)
    return table_of(_joined([rows for _at, rows in used]), notes, None)


def _joined(tables: list[_Rows]) -> Iterator[Line]:
    """The lines of these tables, numbered on; only the first keeps its headings and what stands above them."""
    before = 0
    for rows in tables:
        skipped = rows.headings_at + 1 if before and rows.headings_at is not None else 0
        for line in rows.lines[skipped:]:
            yield Line(before + line.number, line.cells)
        before += rows.lines[-1].number


def _tables(body: etree._Element) -> Iterator[etree._Element]:
    """The tables that stand by themselves, not those in a cell of another, or in what is deleted."""
    for child in body:
        if child.tag == TABLE:
            yield child
        elif child.tag not in LEFT_OUT and child.tag != qn("w:p"):
            yield from _tables(child)


def _wrapped(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _wrapped(child, tag)


def _count(facts: etree._Element | None, name: str, otherwise: int) -> int:
    found = None if facts is None else facts.find(name)
    number = otherwise if found is None else int(found.get(VALUE, otherwise))
    return min(max(number, otherwise), MOST_COLUMNS + 1)

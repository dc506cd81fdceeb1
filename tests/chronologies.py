"""Chronologies as agencies send them: as CSV, workbooks and Word tables. No test lives here."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

from reviews.chronology import columns, files, rows
from reviews.chronology.columns import Guess
from reviews.chronology.rows import Row
from reviews.chronology.tables import Table
from reviews.documents.kinds import Unfit

TODAY = date(2026, 11, 23)
HEADINGS = ("Date", "Event", "Source")
TWO = [HEADINGS, ("14/03/2021", "Seen at home.", "GP"), ("March 2021", "Moved house.", "Housing")]
SPREADSHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def understood(data: bytes) -> tuple[Table, Guess, tuple[Row, ...]]:
    """The file's table, what its columns seem to be, and its rows by that."""
    table = files.read(data)
    guess = columns.guess(table, today=TODAY)
    return table, guess, rows.rows_of(table, guess.columns, guess.first_line, today=TODAY)


def said(data: bytes) -> list[tuple[str, ...]]:
    """What each row of the file says: its date, then event and source."""
    return [(row.when.words() if row.when else "", row.event, row.source) for row in understood(data)[2]]


def refusal(data: bytes) -> str:
    """Why the file is refused."""
    with pytest.raises(Unfit) as caught:
        understood(data)
    return caught.value.sentence


def csv_file(lines: Iterable[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """The lines as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue().encode(encoding)


def workbook(lines: Iterable[Sequence[Any]], change: Callable[[Any], object] | None = None) -> bytes:
    """The lines on the first sheet of a workbook; `change` may do more to that sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append(list(line))
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word_file(*tables: Iterable[Sequence[str]], change: Callable[[Any], object] | None = None) -> bytes:
    """A Word file with these tables; `change` may do more to the document."""
    document = WordDocument()
    document.add_paragraph("Chronology")
    for lines in tables:
        whole = list(lines)
        made = document.add_table(len(whole), len(whole[0]))
        for line, texts in zip(made.rows, whole, strict=True):
            for cell, text in zip(line.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph()
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The Office file with one part changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        assert part in before.namelist()
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def as_excel_saves(data: bytes) -> bytes:
    """The workbook with its texts in a list of their own, as Excel itself keeps them and openpyxl does not."""
    texts: list[bytes] = []

    def listed(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b't="s"><v>%d</v></c>' % (len(texts) - 1)

    data = rewritten(
        data, SHEET, lambda xml: re.sub(rb't="inlineStr"><is>(.*?)</is></c>', listed, xml, flags=re.S)
    )
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kind = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{main}.sharedStrings+xml"/></Types>'.encode()
    data = rewritten(data, "[Content_Types].xml", lambda xml: xml.replace(b"</Types>", kind))
    items = b"".join(b"<si>%s</si>" % text for text in texts)
    return with_part(data, "xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (SPREADSHEET, items))


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The Office file with one more part."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def marked(element: Any, name: str, **attributes: str) -> Any:
    """Add an element of Word's own, such as w:vanish, to another and return it."""
    added = OxmlElement(name)
    for key, value in attributes.items():
        added.set(qn(f"w:{key}"), value)
    element.append(added)
    return added


def wrapped(run: Any, name: str) -> None:
    """Put a run into w:ins, w:del or w:moveFrom, as tracked changes do."""
    element = run._r
    around = OxmlElement(name)
    element.addprevious(around)
    around.append(element)

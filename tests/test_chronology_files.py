"""A chronology's file: told by its content, read in any encoding, and refused with what to do (C01, C04)."""

import codecs
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.chronology import delimited, files, package, sentences, tables
from reviews.documents import kinds
from reviews.documents.kinds import Unfit
from tests import files as other
from tests.chronologies import (
    HEADINGS,
    SHEET,
    TWO,
    csv_file,
    refusal,
    rewritten,
    said,
    understood,
    with_part,
    word_file,
    workbook,
)

BOTH = [("14 March 2021", "Seen at home.", "GP"), ("March 2021", "Moved house.", "Housing")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), max_size=20
)


@pytest.mark.parametrize("make", [csv_file, workbook, word_file])
def test_every_kind_of_file_says_the_same(make: object) -> None:
    table, guess, rows = understood(make(TWO))  # type: ignore[operator]
    assert said(make(TWO)) == BOTH  # type: ignore[operator]
    assert guess.is_sure and guess.headings == HEADINGS
    assert [row.number for row in rows] == [2, 3]
    assert table.notes == guess.notes == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    lines = [HEADINGS, ("14/03/2021", "Mum’s café – seen, he said; twice|\tthere.", "GP")]
    assert said(csv_file(lines, delimiter, encoding)) == [("14 March 2021", lines[1][1], "GP")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(encoding: str) -> None:
    assert said(csv_file(TWO, encoding=encoding)) == BOTH


def test_excels_own_line_about_the_delimiter_is_no_row() -> None:
    data = b"sep=;\r\n" + csv_file(TWO, ";")
    assert said(data) == BOTH
    assert [row.number for row in understood(data)[2]] == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_be_broken_within_quotation_marks(end: str) -> None:
    data = f'Date,Event{end}14/03/2021,"Seen at home.{end}""Well"", he said."{end}{end}15/03/2021,Seen.{end}'.encode()
    table, _guess, rows = understood(data)
    assert [row.event for row in rows] == ['Seen at home.\n"Well", he said.', "Seen."]
    # blank lines count, as they do in the spreadsheet
    assert [row.number for row in rows] == [2, 4]
    assert len(table.lines) == 3


def test_a_quotation_mark_that_never_ends_is_refused_with_its_row() -> None:
    data = b'Date,Event\n14/03/2021,Seen.\n15/03/2021,"Seen again.\n16/03/2021,Seen.\n'
    assert refusal(data) == sentences.open_quotation(3)
    assert "row 3" in refusal(data)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_whatever_stands_in_csv_comes_out_of_it(cells: list[tuple[str, str]]) -> None:
    lines = [("Event", "Source"), *cells]
    table = files.read(csv_file(lines))
    read = [(line.cell(0), line.cell(1)) for line in table.lines[1:]]
    wanted = [pair for pair in cells if any(text.strip() for text in pair)]
    # an apostrophe before a formula is a spreadsheet's own mark
    assert [tuple(text.removeprefix("'") for text in pair) for pair in read] == [
        tuple(text.removeprefix("'") for text in pair) for pair in wanted
    ]


def test_cells_that_look_like_formulas_stay_texts() -> None:
    lines = [
        HEADINGS,
        ("14/03/2021", '=HYPERLINK("x")', "'@SUM(1)"),
        ("15/03/2021", "- fell; -> hospital", "+44"),
    ]
    assert [row[1:] for row in said(csv_file(lines))] == [
        ('=HYPERLINK("x")', "@SUM(1)"),
        ("- fell; -> hospital", "+44"),
    ]


BAD = {
    "nothing": (lambda: b"", kinds.EMPTY),
    "a byte too many": (lambda: b"a" * (sentences.MOST_BYTES + 1), "it has 10.0 MB"),
    "a PDF": (other.pdf, sentences.A_PDF),
    "a picture": (lambda: other.picture("PNG"), sentences.NOT_A_TABLE),
    "an old workbook, or one with a password": (lambda: OLE, sentences.OLD_OR_LOCKED),
    "a web page called Excel": (lambda: b"<html><table><tr><td>Date</td></tr></table>", sentences.A_WEB_PAGE),
    "rich text": (lambda: b"{\\rtf1 Date", sentences.A_WEB_PAGE),
    "a zero byte": (lambda: b"Date,Event\n14/03/2021,Se\x00en\n", sentences.NOT_TEXT),
    "a program": (lambda: b"MZ\x90\x00\x03\x00\x00\x00" + bytes(range(256)), sentences.NOT_TEXT),
    "no encoding": (lambda: b"Date,Event\n14/03/2021,\x81\x8d\n", sentences.NOT_TEXT),
    "two encodings": (lambda: "Date,Event\n2021,Mum’s £5\n".encode() + b"2021,\xa35\n", sentences.NOT_TEXT),
    "half of UTF-16": (lambda: codecs.BOM_UTF16_LE + b"D\x00a", sentences.NOT_TEXT),
    "only spaces": (lambda: b" \n \t \n,,,\n", sentences.NO_ROWS),
    "headings alone": (lambda: csv_file([HEADINGS]), sentences.NO_ROWS),
    "61 columns": (lambda: csv_file([["a"] * 61]), sentences.TOO_MANY_COLUMNS),
    "a presentation": (lambda: other.office(other.POWERPOINT, "ppt/presentation.xml"), sentences.NOT_A_TABLE),
    "OpenDocument": (other.open_document, sentences.NOT_A_TABLE),
    "a plain zip": (lambda: other.zipped({"a.csv": "Date,Event"}), sentences.NOT_A_TABLE),
    "half a workbook": (lambda: workbook(TWO)[:-40], kinds.BROKEN),
    "macros": (lambda: with_part(workbook(TWO), "xl/vbaProject.bin", b"x"), sentences.MACROS),
    "another file's values": (
        lambda: with_part(workbook(TWO), "xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        sentences.LINKS,
    ),
    "a database's values": (
        lambda: with_part(workbook(TWO), "xl/connections.xml", b"<connections/>"),
        sentences.LINKS,
    ),
    "a document type": (
        lambda: rewritten(workbook(TWO), SHEET, lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml),
        kinds.BROKEN,
    ),
    "entities in Word": (
        lambda: rewritten(
            word_file(TWO),
            "word/document.xml",
            lambda xml: xml.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1),
        ),
        kinds.BROKEN,
    ),
    "a document type in UTF-16": (
        lambda: rewritten(workbook(TWO), SHEET, lambda xml: ("<!DOCTYPE x>" + xml.decode()).encode("utf-16")),
        kinds.BROKEN,
    ),
    "the strict format": (
        lambda: rewritten(
            workbook(TWO),
            SHEET,
            lambda xml: xml.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
        ),
        sentences.STRICT,
    ),
    "a bomb": (lambda: with_part(workbook(TWO), "xl/media/a.xml", bytes(30_000_000)), sentences.TOO_MUCH),
    "no sheets": (lambda: other.office(other.EXCEL, "xl/workbook.xml"), sentences.NO_ROWS),
    "no text": (lambda: other.office(other.WORD, "word/document.xml"), sentences.UNREADABLE_WORD),
    "Word without a table": (other.word, sentences.NO_TABLE),
    "5,001 rows": (lambda: csv_file([HEADINGS, *([TWO[1]] * 5001)]), sentences.TOO_MANY_ROWS),
    "50,000 rows": (lambda: csv_file([HEADINGS, *([TWO[1]] * 50_000)]), sentences.TOO_MANY_ROWS),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_chronology_is_refused_with_what_to_do(name: str) -> None:
    make, sentence = BAD[name]
    found = refusal(make())
    assert sentence in found
    assert found.endswith(".")


@pytest.mark.parametrize("make", [workbook, word_file])
def test_too_many_rows_are_refused_in_office_files_too(make: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.chronology.survey.MOST_LINES", 20)
    monkeypatch.setattr("reviews.chronology.word_table.MOST_LINES", 20)
    data = make([HEADINGS, *([TWO[1]] * 20)])  # type: ignore[operator]
    assert refusal(data) == sentences.TOO_MANY_ROWS


def test_five_thousand_rows_are_read() -> None:
    _table, _guess, rows = understood(csv_file([("Chronology",), HEADINGS, *([TWO[1]] * 5000)]))
    assert len(rows) == sentences.MOST_ROWS
    assert sentences.MOST_ROWS + 2 <= tables.MOST_LINES


def test_a_workbook_of_tags_without_text_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """C04: what costs a reader its time is counted before openpyxl sees the file."""
    monkeypatch.setattr("reviews.chronology.workbook.load_workbook", None)
    noise = b"".join(b'<xf numFmtId="%d"/>' % at for at in range(package.MOST_TAGS_OF["xl/styles.xml"]))
    data = rewritten(
        workbook(TWO), "xl/styles.xml", lambda xml: xml.replace(b"</cellXfs>", noise + b"</cellXfs>")
    )
    assert refusal(data) == sentences.TOO_MUCH


def test_a_part_that_says_it_is_locked_is_refused() -> None:
    made = bytearray(workbook(TWO))
    at = -1
    while (at := made.find(b"PK\x01\x02", at + 1)) >= 0:
        made[at + 8] |= 1
    assert refusal(bytes(made)) == kinds.LOCKED


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        assert files.read(data).lines
    except Unfit as unfit:
        assert unfit.sentence.endswith(".")


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_spoilt_workbook_is_read_or_refused(place: int, byte: int) -> None:
    made = bytearray(WORKBOOK)
    made[place % len(made)] = byte
    try:
        files.read(bytes(made))
    except Unfit as unfit:
        assert unfit.sentence.endswith(".")


WORKBOOK = workbook(TWO)


def test_a_workbook_keeps_nothing_open_and_warns_of_nothing() -> None:
    """Warnings are errors here; openpyxl has one for formatting that it drops."""
    data = rewritten(
        workbook(TWO),
        SHEET,
        lambda xml: xml.replace(
            b"</worksheet>",
            b'<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"/></extLst></worksheet>',
        ),
    )
    assert said(data) == BOTH
    assert zipfile.is_zipfile(io.BytesIO(data))


def test_the_delimiter_is_the_one_that_cuts_evenly() -> None:
    text = "Date;Event\n14/03/2021;Mother, father, and both\n15/03/2021;Seen, again\n"
    assert delimited.likely_delimiter(text) == ";"
    assert delimited.likely_delimiter("one column\nand no more") == ","

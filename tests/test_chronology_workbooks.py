"""Excel chronologies: what a sheet shows is what is read; nothing hidden comes in and nothing is calculated."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reviews.chronology import sentences
from reviews.chronology.cells import shown
from tests.chronologies import (
    HEADINGS,
    SHEET,
    TWO,
    as_excel_saves,
    refusal,
    rewritten,
    said,
    understood,
    workbook,
)

DAY = date(2021, 3, 14)
SHEET_ROWS = b"</sheetData>"


def moment(*parts: int) -> datetime:
    """A moment as a workbook has it, without a time zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def formatted(value: object, number_format: str) -> str:
    """What the date column says for a cell of this format, or why it can't be read."""

    def change(sheet: Any) -> None:
        sheet["A2"] = value
        sheet["A2"].number_format = number_format

    (row,) = understood(workbook([HEADINGS, ("", "Seen.", "")], change))[2]
    return row.when.words() if row.when else row.problems[0].sentence


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (DAY, "dd/mm/yyyy", "14 March 2021"),
        (DAY, "mm-dd-yy", "14 March 2021"),
        (DAY, '[$-F800]dddd", "mmmm" "dd", "yyyy', "14 March 2021"),
        (DAY, "[$-809]d\\ mmmm\\ yyyy;@", "14 March 2021"),
        (moment(2021, 3, 14, 10, 30), "dd/mm/yyyy hh:mm", "14 March 2021 at 10:30"),
        (moment(2021, 3, 14, 14, 30), "d/m/yy h:mm AM/PM", "14 March 2021 at 14:30"),
        # what the format doesn't show is not known: Excel fills in days and years by itself
        (moment(2021, 3, 14, 10, 30), "dd/mm/yyyy", "14 March 2021"),
        (moment(2021, 3, 14), "dd/mm/yyyy hh:mm", "14 March 2021"),
        (date(2021, 3, 1), "mmm-yy", "March 2021"),
        (date(2021, 3, 1), "mmmm yyyy", "March 2021"),
        (date(2021, 1, 1), "yyyy", "2021"),
        (DAY, "d-mmm", "“14 March” has no year"),
        (DAY, "dddd", "can’t be read as a date"),
        (44269, "General", "14 March 2021"),
        (2021, "General", "2021"),
        (44269.4375, "General", "14 March 2021 at 10:30"),
        ("about March 2021", "General", "About March 2021"),
        (date(2031, 1, 1), "dd/mm/yyyy", "in the future"),
    ],
)
def test_a_date_is_as_exact_as_the_cell_shows_it(value: object, number_format: str, words: str) -> None:
    assert words in formatted(value, number_format)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (True, "General", "TRUE"),
        (5, "General", "5"),
        (5.0, "0.00", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (time(9, 5), "hh:mm", "09:05"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
        (moment(2021, 3, 14, 10, 29, 59, 900_000), "hh:mm", "10:30"),
        (moment(2021, 3, 14, 10, 30), "[$-409]h:mm AM/PM;@", "10:30"),
        ("a_x000D_\nb_x0007_c_x0041_", "General", "a\n\nb c_x0041_"),
    ],
)
def test_what_cells_show(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_time_in_a_column_of_its_own_belongs_to_the_date() -> None:
    lines = [
        ("Date", "Time", "Event"),
        (DAY, time(10, 30), "Seen."),
        (DAY, "evening", "Seen."),
        ("2021", "9am", "Seen."),
    ]
    first, second, third = understood(workbook(lines))[2]
    assert first.when and first.when.words() == "14 March 2021 at 10:30"
    assert second.when and second.problems_of("time")[0].startswith("“evening” can’t be read as a time.")
    assert third.problems_of("time") == ("A time needs the day. Write the day, or leave the time out.",)


def test_hidden_rows_and_columns_are_left_out_and_named() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True

    lines = [HEADINGS, *(("14/03/2021", f"Seen {at}.", f"Secret {at}") for at in range(2, 7))]
    data = rewritten(
        workbook(lines, hide),
        SHEET,
        lambda xml: xml.replace(b'<row r="5"', b'<row r="5" ht="0" customHeight="1"'),
    )
    table, guess, rows = understood(data)
    assert [row.number for row in rows] == [2, 4, 6]
    assert table.notes == ("Left out because hidden: rows 3 and 5.", "Left out because hidden: column C.")
    assert "Secret" not in repr((table, guess, rows)) and "Seen 3" not in repr(table)


def test_an_empty_hidden_column_is_not_worth_a_word() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["H"].hidden = True

    assert understood(workbook(TWO, hide))[0].notes == ()


def test_cells_whose_format_shows_nothing_are_left_out_and_named() -> None:
    def hide(sheet: Any) -> None:
        sheet["B2"].number_format = ";;;"

    table, _guess, rows = understood(workbook(TWO, hide))
    assert table.notes == ("Left out because their format hides what they hold: cell B2.",)
    assert rows[0].event == "" and not rows[0].is_fit


def test_hidden_sheets_are_left_out_and_named() -> None:
    def add(sheet: Any) -> None:
        for title, state in (("Names", "hidden"), ("Keys", "veryHidden")):
            other = sheet.parent.create_sheet(title)
            other.append(["Real name"])
            other.sheet_state = state

    table, _guess, rows = understood(workbook(TWO, add))
    assert table.notes == ("Left out because hidden: the sheets “Names” and “Keys”.",)
    assert len(rows) == 2


def test_a_workbook_that_shows_nothing_has_no_rows() -> None:
    def hide(sheet: Any) -> None:
        sheet.parent.create_sheet("Empty")
        sheet.sheet_state = "hidden"

    assert refusal(workbook(TWO, hide)) == sentences.NO_ROWS


def test_the_sheet_with_the_headings_is_read_and_the_others_named() -> None:
    def add(sheet: Any) -> None:
        sheet.title = "How to fill this in"
        sheet.parent.create_sheet("Empty")
        other = sheet.parent.create_sheet("Chronology")
        for line in TWO:
            other.append(line)

    table, _guess, rows = understood(workbook([("Write one event a row.",)], add))
    assert table.notes == ("Only the sheet “Chronology” was read. Not read: “How to fill this in”.",)
    assert len(rows) == 2


def test_the_first_sheet_is_read_where_none_has_headings() -> None:
    def add(sheet: Any) -> None:
        sheet.title = "First"
        sheet.parent.create_sheet("Second").append(["14/03/2021", "Other."])

    table, guess, rows = understood(workbook([("14/03/2021", "Seen at home.")], add))
    assert table.notes == ("Only the sheet “First” was read. Not read: “Second”.",)
    assert not guess.is_sure
    assert [row.event for row in rows] == ["Seen at home."]


def test_formulas_give_their_last_result_and_are_never_calculated() -> None:
    lines = [HEADINGS, ("14/03/2021", "=1+1", "=1/0"), ("15/03/2021", '="Se"&"en"', "")]
    data = rewritten(
        workbook(lines),
        SHEET,
        lambda xml: xml.replace(
            b'<c r="B3"><f>"Se"&amp;"en"</f><v></v></c>', b'<c r="B3" t="str"><f>x</f><v>Seen</v></c>'
        ).replace(b'<c r="C2"><f>1/0</f><v></v></c>', b'<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
    )
    table, _guess, rows = understood(data)
    assert rows[0].problems_of("event") == (sentences.UNCALCULATED,)
    assert rows[0].problems_of("source") == ("The cell shows the error #DIV/0!. Type what it should say.",)
    assert rows[1].event == "Seen" and rows[1].is_fit
    assert table.notes == ("Some cells hold formulas. Their last results were read; nothing was calculated.",)


def test_a_cell_merged_over_rows_speaks_for_each_of_them() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("A4:A9")

    lines = [HEADINGS, ("14/03/2021", "One.", "GP"), ("", "Two.", "GP"), ("15/03/2021", "Three.", "GP")]
    table, _guess, rows = understood(workbook(lines, merge))
    assert [(row.typed_date, row.event) for row in rows] == [
        ("14/03/2021", "One."),
        ("14/03/2021", "Two."),
        ("15/03/2021", "Three."),
    ]
    assert table.notes == (
        "Some cells are merged over several rows. What they say was put into each of these rows.",
    )


def test_a_workbook_that_counts_from_1904_keeps_its_dates_and_asks_about_bare_numbers() -> None:
    def count_from_1904(sheet: Any) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904
        sheet["A2"].number_format = "dd/mm/yyyy"

    first, second = understood(
        workbook([HEADINGS, (DAY, "Seen.", ""), (44269, "Seen.", "")], count_from_1904)
    )[2]
    assert first.when and first.when.words() == "14 March 2021"
    assert second.when is None


def test_the_size_that_a_file_says_it_has_is_not_believed() -> None:
    data = workbook(TWO)
    for size in (b"A1", b"A1:XFD1048576"):
        changed = rewritten(
            data, SHEET, lambda xml, size=size: xml.replace(b'ref="A1:C3"', b'ref="' + size + b'"')
        )
        assert changed != data
        assert len(said(changed)) == 2


def test_a_stray_cell_far_below_costs_nothing() -> None:
    def stray(sheet: Any) -> None:
        sheet["A1048576"] = "end"

    rows = understood(workbook(TWO, stray))[2]
    assert [row.number for row in rows] == [2, 3, 1_048_576]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b'<row r="3"', b'<row r="2"', sentences.UNREADABLE_WORKBOOK),
        (b'<row r="3"', b'<row r="9999999999"', sentences.UNREADABLE_WORKBOOK),
        (b'<row r="3"', b'<row r="three"', sentences.UNREADABLE_WORKBOOK),
        (b'<c r="C3"', b'<c r="ZZZ3"', sentences.UNREADABLE_WORKBOOK),
        (b'<c r="C3"', b'<c r="XFD3"', sentences.TOO_MANY_COLUMNS),
        (b"<v>1</v>", b"<v>999999</v>", sentences.UNREADABLE_WORKBOOK),
        (b"</row>", b"", sentences.UNREADABLE_WORKBOOK),
        (
            b"</sheetData>",
            b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 20_001 + b"</mergeCells>",
            sentences.TOO_MUCH,
        ),
    ],
)
def test_a_sheet_that_is_not_as_excel_writes_it_is_refused(old: bytes, new: bytes, sentence: str) -> None:
    data = rewritten(as_excel_saves(workbook(TWO)), SHEET, lambda xml: xml.replace(old, new))
    assert refusal(data) == sentence


def test_texts_are_read_from_the_workbooks_own_list_with_their_formatting_gone() -> None:
    data = as_excel_saves(workbook(TWO))
    assert said(data) == said(workbook(TWO))
    parts = b'<r><t>Seen </t></r><r><rPr><b/></rPr><t>at home.</t></r><rPh sb="0" eb="1"><t>sound</t></rPh>'
    data = rewritten(data, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<t>Seen at home.</t>", parts))
    assert said(data)[0][1] == "Seen at home."


def test_a_sheet_of_empty_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.chronology.survey.MOST_CELLS", 5)
    assert refusal(workbook(TWO)) == sentences.TOO_MUCH


def test_formatting_below_the_rows_is_passed_over() -> None:
    blank = b"".join(
        b'<row r="%d" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (at, at) for at in range(10, 20_000)
    )
    data = rewritten(workbook(TWO), SHEET, lambda xml: xml.replace(SHEET_ROWS, blank + SHEET_ROWS))
    assert len(said(data)) == 2


def test_an_empty_workbook_has_no_rows() -> None:
    out = BytesIO()
    Workbook().save(out)
    assert refusal(out.getvalue()) == sentences.NO_ROWS

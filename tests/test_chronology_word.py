"""Chronologies in Word: the table as it is shown, without what is deleted, moved away or hidden."""

import copy
from typing import Any

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from reviews.chronology import sentences
from tests.chronologies import HEADINGS, TWO, marked, refusal, rewritten, said, understood, word_file, wrapped

CHANGED = "The file has tracked changes. Inserted text was read and deleted text left out."
HIDDEN = "Left out because hidden: some rows or text."


def cell(document: Any, row: int, column: int, table: int = 0) -> Any:
    return document.tables[table].cell(row, column)


def test_paragraphs_and_breaks_stay_lines() -> None:
    def write(document: Any) -> None:
        event = cell(document, 1, 1)
        event.text = ""
        run = event.paragraphs[0].add_run("Seen")
        run.add_break()
        run.add_text("at home.")
        run.add_tab()
        run.add_text("well")
        event.add_paragraph("Agreed: no action.")

    assert said(word_file(TWO, change=write))[0][1] == "Seen\nat home. well\nAgreed: no action."


@pytest.mark.parametrize("mark", ["w:del", "w:moveFrom"])
def test_deleted_and_moved_text_does_not_come_in(mark: str) -> None:
    def change(document: Any) -> None:
        paragraph = cell(document, 1, 1).paragraphs[0]
        wrapped(paragraph.add_run(" REMOVED"), mark)
        wrapped(paragraph.add_run(" Well."), "w:ins")

    table, _guess, rows = understood(word_file(TWO, change=change))
    assert rows[0].event == "Seen at home. Well."
    assert "REMOVED" not in repr(table)
    assert table.notes == (CHANGED,)


def test_a_deleted_row_and_a_deleted_cell_do_not_come_in() -> None:
    def change(document: Any) -> None:
        rows = document.tables[0].rows
        marked(rows[1]._tr.get_or_add_trPr(), "w:del", author="A")
        marked(cell(document, 2, 2)._tc.get_or_add_tcPr(), "w:cellDel", author="A")

    table, _guess, rows = understood(word_file(TWO, change=change))
    assert [(row.number, row.event, row.source) for row in rows] == [(3, "Moved house.", "")]
    assert table.notes == (CHANGED,)


def test_hidden_text_does_not_come_in_however_it_is_hidden() -> None:
    def change(document: Any) -> None:
        styles = document.styles
        base = styles.add_style("Away", WD_STYLE_TYPE.CHARACTER)
        base.font.hidden = True
        heir = styles.add_style("Further away", WD_STYLE_TYPE.CHARACTER)
        heir.base_style = base
        whole = styles.add_style("All away", WD_STYLE_TYPE.PARAGRAPH)
        whole.font.hidden = True
        event = cell(document, 1, 1)
        event.paragraphs[0].add_run(" SECRET one").font.hidden = True
        event.paragraphs[0].add_run(" SECRET two", style="Further away")
        event.add_paragraph("SECRET three", style="All away")
        shown = event.add_paragraph(style="All away").add_run("Shown after all.")
        shown.font.hidden = False

    table, _guess, rows = understood(word_file(TWO, change=change))
    assert rows[0].event.split("\n")[0] == "Seen at home."
    assert rows[0].event.endswith("Shown after all.")
    assert "SECRET" not in repr(table)
    assert table.notes == (HIDDEN,)


@pytest.mark.parametrize("is_default", [True, False])
def test_text_that_the_documents_own_style_hides_does_not_come_in(is_default: bool) -> None:
    def change(document: Any) -> None:
        if is_default:
            defaults = document.styles.element.find(
                f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
            )
            marked(defaults, "w:vanish")
        else:
            document.styles["Normal"].font.hidden = True

    assert refusal(word_file(TWO, change=change)) == sentences.NO_ROWS


def test_hidden_rows_do_not_come_in() -> None:
    def change(document: Any) -> None:
        marked(document.tables[0].rows[1]._tr.get_or_add_trPr(), "w:hidden")

    table, _guess, rows = understood(word_file(TWO, change=change))
    assert [row.event for row in rows] == ["Moved house."]
    assert table.notes == (HIDDEN,)


def test_codes_of_fields_and_text_boxes_are_no_text() -> None:
    def change(document: Any) -> None:
        run = cell(document, 1, 1).paragraphs[0].add_run()
        marked(run._r, "w:instrText").text = ' HYPERLINK "x" '
        box = marked(marked(run._r, "w:pict"), "w:txbxContent")
        copied = copy.deepcopy(cell(document, 2, 1).paragraphs[0]._p)
        box.append(copied)

    assert said(word_file(TWO, change=change))[0][1] == "Seen at home."


def test_merged_cells_keep_the_columns_in_their_places() -> None:
    lines = [
        HEADINGS,
        ("14/03/2021", "One.", "GP"),
        ("", "", ""),
        ("", "Two.", "GP"),
        ("15/03/2021", "Three.", ""),
    ]

    def merge(document: Any) -> None:
        cell(document, 1, 0).merge(cell(document, 3, 0))
        cell(document, 4, 1).merge(cell(document, 4, 2))

    table, _guess, rows = understood(word_file(lines, change=merge))
    assert [(row.typed_date, row.event, row.source) for row in rows] == [
        ("14/03/2021", "One.", "GP"),
        ("14/03/2021", "Two.", "GP"),
        ("15/03/2021", "Three.", ""),
    ]
    assert table.notes == (
        "Some cells are merged over several rows. What they say was put into each of these rows.",
    )


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    def shift(document: Any) -> None:
        row = document.tables[0].rows[1]._tr
        row.remove(row.tc_lst[0])
        marked(row.get_or_add_trPr(), "w:gridBefore", val="1")

    (first, _second) = understood(word_file(TWO, change=shift))[2]
    assert (first.typed_date, first.event) == ("", "Seen at home.")


def test_the_table_with_the_headings_is_read_and_the_others_named() -> None:
    about = [
        ("Agency", "Northmere GP"),
        ("Author", "A. Person"),
        ("Child", "Child A"),
        ("Role", "GP"),
        ("", ""),
    ]
    table, _guess, rows = understood(word_file(about, TWO, [("Signed", "today")]))
    assert len(rows) == 2
    assert table.notes == ("The file has 3 tables. Not read: tables 1 and 3.",)


def test_a_table_for_each_year_is_one_chronology() -> None:
    later = [("Chronology of 2022", "", ""), HEADINGS, ("1/2/2022", "Born.", "GP")]
    table, _guess, rows = understood(word_file(TWO, later))
    assert [(row.number, row.event) for row in rows] == [
        (2, "Seen at home."),
        (3, "Moved house."),
        (6, "Born."),
    ]
    assert table.notes == ("2 tables with the same headings were read as one.",)


def test_headings_that_word_repeats_on_a_page_are_no_row() -> None:
    assert len(said(word_file([*TWO, HEADINGS, ("1/2/2022", "Born.", "GP")]))) == 3


def test_a_table_in_a_cell_belongs_to_that_cell() -> None:
    def nest(document: Any) -> None:
        inner = cell(document, 1, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "Weight", "9 kg"

    assert said(word_file(TWO, change=nest))[0][1] == "Seen at home.\nWeight\n9 kg"


def test_tables_and_rows_in_content_controls_are_read() -> None:
    def control(document: Any) -> None:
        made = document.tables[0]._tbl
        row = made.tr_lst[1]
        outer = marked(document.element.body, "w:sdt")
        made.addprevious(outer)
        marked(outer, "w:sdtContent").append(made)
        inner = marked(made, "w:sdt")
        row.addprevious(inner)
        marked(inner, "w:sdtContent").append(row)

    assert said(word_file(TWO, change=control)) == said(word_file(TWO))


def test_bare_numbers_are_no_dates_in_word() -> None:
    (row,) = understood(word_file([HEADINGS, ("44269", "Seen.", "")]))[2]
    assert row.when is None


def test_more_columns_than_a_chronology_has_are_refused() -> None:
    def widen(document: Any) -> None:
        marked(cell(document, 0, 0)._tc.get_or_add_tcPr(), "w:gridSpan", val="999999999")

    assert refusal(word_file(TWO, change=widen)) == sentences.TOO_MANY_COLUMNS


def test_a_document_that_is_not_as_word_writes_it_is_refused() -> None:
    data = rewritten(word_file(TWO), "word/document.xml", lambda xml: xml[:-30])
    assert refusal(data) == sentences.UNREADABLE_WORD

"""The rows of a chronology: which column is which, what has to be mended, and CSV that reads in again (I03, I04)."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal.fields import UNSTORABLE
from reviews.chronology import columns, export, rows, sentences
from reviews.chronology.columns import Columns, from_choice, guess, known_headings
from reviews.chronology.neutral import SIGNS, as_written, neutralised
from reviews.chronology.order import Entry
from reviews.chronology.rows import Row, read_row, rows_of
from reviews.chronology.tables import Line, Table
from reviews.documents.kinds import Unfit
from tests.chronologies import HEADINGS, TODAY, TWO, csv_file, said, understood

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=30)


def table(*lines: tuple[str, ...]) -> Table:
    return Table(tuple(Line(number, cells) for number, cells in enumerate(lines, 1)))


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (("Date", "Event", "Source"), "date event source"),
        (("When", "What happened?", "Why it matters"), "date event significance"),
        (("DATE OF EVENT (dd/mm/yyyy)", "Time of event", "Description of event"), "date time event"),
        (("Event date", "Event", "Agency record", "Practice comment"), "date event source comment"),
        (("Date/Time", "Details", "Agency", "Author's analysis"), "date event source comment"),
        (("Date", "Agency", "Event", "Source"), "date - event source"),
        (("Date recorded", "Date of incident", "Incident / contact"), "- date event"),
        (("Date of birth", "Date", "Significant events", "Significance"), "- date event significance"),
        (("Date", "Event", "Comments", "Analysis"), "date event comment -"),
        (("Source of information", "Date", "Narrative"), "source date event"),
        (("date\n", " EVENT ", "Child’s name"), "date event -"),
    ],
)
def test_headings_are_known_in_many_wordings(headings: tuple[str, ...], found: str) -> None:
    known = {at: name for name, at in known_headings(headings).items()}
    assert " ".join(known.get(at, "-") for at in range(len(headings))) == found


def test_headings_below_a_title_are_found_and_what_is_not_read_is_named() -> None:
    made = guess(table(("Child A, chronology", ""), ("Date", "Event"), ("14/03/2021", "Seen.")), today=TODAY)
    assert (made.first_line, made.is_sure) == (2, True)
    assert made.notes == ("What stands above the headings in row 2 was not read.",)
    made = guess(
        table(("Date", "Event", "School", "Shoe size"), ("14/03/2021", "Seen.", "", "")), today=TODAY
    )
    assert made.notes == ("Not read: the columns “School” and “Shoe size”.",)


def test_a_row_that_uses_such_words_is_no_heading() -> None:
    made = guess(table(("14/03/2021", "Contact", "Record"), ("", "Contact", "Agency")), today=TODAY)
    assert made.first_line == 0 and not made.is_sure


def test_without_headings_the_columns_are_offered_by_what_stands_in_them() -> None:
    lines = [("GP", "14/03/2021", "Seen at home by Dr Ash."), ("GP", "soon", "Seen."), ("", "2021", "Moved.")]
    made = guess(table(*lines), today=TODAY)
    assert made.columns == Columns(date=1, event=2)
    assert not made.is_sure and made.first_line == 0
    assert made.headings[1] == "Column 2 (“14/03/2021”)"
    assert made.notes == ("The file has no row of headings. Choose what each column holds.",)


def test_a_column_that_lacks_is_named_with_those_that_are_there() -> None:
    made = guess(table(("Pupil", "School", "Notes"), ("A", "B", "C")), today=TODAY)
    assert not made.is_sure
    sentence = made.columns.problem(made.headings)
    assert sentence is not None
    assert sentence.startswith(
        "Choose the column for the date. The columns of the file are “Pupil”, “School” and “Notes”."
    )


@pytest.mark.parametrize(
    ("chosen", "said_of_it"),
    [
        ({"date": 0, "event": 1}, None),
        ({"date": 0, "event": 1, "nonsense": 2}, None),
        ({"date": 0, "event": 0}, "The same column is chosen for the date and the event."),
        ({"date": 0, "event": 3}, "Choose the column for the event again."),
        ({"date": -1, "event": 1}, "Choose the column for the date again."),
        ({}, "Choose the column for the date and the event."),
    ],
)
def test_what_a_person_chooses_is_checked(chosen: dict[str, int | None], said_of_it: str | None) -> None:
    sentence = from_choice(chosen).problem(HEADINGS)
    assert sentence is None if said_of_it is None else (sentence or "").startswith(said_of_it)


def test_a_correction_changes_what_is_read() -> None:
    made = table(("Date", "Event", "Notes"), ("14/03/2021", "HV", "Seen at home."))
    (row,) = rows_of(made, Columns(date=0, event=2, source=1), 1, today=TODAY)
    assert (row.event, row.source) == ("Seen at home.", "HV")


def test_bad_rows_say_what_to_do_and_keep_what_was_typed() -> None:
    (row,) = understood(csv_file([HEADINGS, ("31/02/2021", "", "GP")]))[2]
    assert [problem.field for problem in row.problems] == ["date", "event"]
    assert row.problems_of("event") == ("Enter what happened.",)
    assert not row.is_fit
    assert row.typed() == {
        "date": "31/02/2021",
        "time": "",
        "event": "",
        "source": "GP",
        "significance": "",
        "comment": "",
    }
    mended = read_row(row.typed() | {"date": "28/02/2021", "event": "Seen."}, number=row.number, today=TODAY)
    assert mended.is_fit and mended.number == row.number
    assert mended.when and mended.when.words() == "28 February 2021"


@given(TEXT, TEXT, st.dates(date(1950, 1, 1), TODAY))
def test_a_good_row_reads_back_from_its_own_form(event: str, source: str, day: date) -> None:
    row = read_row(
        {"date": f"{day:%d/%m/%Y}", "time": "9.05am", "event": event, "source": source}, number=2, today=TODAY
    )
    again = read_row(row.typed(), number=2, today=TODAY)
    assert again.content == row.content
    assert [problem.field for problem in again.problems] == [problem.field for problem in row.problems]


def test_a_cell_too_long_is_a_problem_of_its_row_and_not_of_the_file() -> None:
    lines = [HEADINGS, ("14/03/2021", "x" * 1_048_576, "GP"), ("15/03/2021", "y" * rows.LONGEST_CELL, "GP")]
    first, second = understood(csv_file(lines))[2]
    assert first.problems_of("event") == (
        "The event must be 10,000 characters or fewer; it has 1,048,576. Shorten it.",
    )
    assert len(first.event) == 1_048_576
    assert second.is_fit


@given(st.text(max_size=40))
def test_what_is_fit_can_be_stored(text: str) -> None:
    row = read_row({"date": "2021", "event": text, "source": text}, number=1, today=TODAY)
    if row.is_fit:
        assert row.event and not UNSTORABLE.search(row.event + row.source)


def test_a_letter_that_was_lost_is_named() -> None:
    row = read_row({"date": "2021", "event": "Seen by Zo\ufffd."}, number=1, today=TODAY)
    assert row.problems_of("event") == (
        "The event has a character that was not readable after “Seen by Zo”. Type it again.",
    )
    assert (
        read_row({"date": "2021", "event": "Se\x00en\x0bhere\x7f."}, number=1, today=TODAY).event
        == "Seen\nhere."
    )


def test_a_date_and_a_time_that_disagree_are_told() -> None:
    row = read_row({"date": "14/03/2021 10:30", "time": "11:00", "event": "Seen."}, number=1, today=TODAY)
    assert row.problems_of("time") == (
        "The date says 10:30 and the time 11:00. Write the right one in one place.",
    )
    assert read_row(
        {"date": "14/03/2021 10:30", "time": "10.30", "event": "Seen."}, number=1, today=TODAY
    ).is_fit


def test_a_table_with_headings_only_has_no_rows() -> None:
    with pytest.raises(Unfit) as caught:
        rows_of(table(HEADINGS, ("", "", "")), Columns(date=0, event=1), 1, today=TODAY)
    assert caught.value.sentence == sentences.NO_ROWS


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "'", '"', "\n “"])
def test_i03_what_a_spreadsheet_might_run_gets_an_apostrophe(sign: str, before: str) -> None:
    text = f"{before}{sign}SUM(1)"
    assert neutralised(text) == f"'{text}"
    assert as_written(neutralised(text)) == text


@given(TEXT | st.text("'=+ a\t"))
def test_i04_every_text_survives_the_way_out_and_in(text: str) -> None:
    assert as_written(neutralised(text)) == text
    assert not neutralised(text).startswith(tuple(SIGNS))


def entry(text: str, **more: str) -> Entry:
    row = read_row({"date": "14/03/2021", "event": text, **more}, number=1, today=TODAY)
    return Entry("=Northmere GP", 1, row)


def test_i03_the_csv_opens_in_excel_and_holds_no_formula() -> None:
    data = export.to_csv([entry("=1+1", source="Zoë\n“said”"), entry("Seen, “well”.", time="10:30")])
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert lines[0] == list(export.HEADINGS)
    assert lines[1] == ["14 March 2021", "", "'=Northmere GP", "'=1+1", "Zoë\n“said”", "", ""]
    assert lines[2][:2] == ["14 March 2021", "10:30"]
    assert all(field.startswith('"') for field in data.decode("utf-8-sig").split("\r\n")[0].split(","))


@given(st.lists(st.tuples(TEXT, TEXT, st.dates(date(1950, 1, 1), TODAY)), min_size=1, max_size=6))
def test_i04_what_is_written_out_reads_in_as_the_same(cells: list[tuple[str, str, date]]) -> None:
    made = [
        read_row(
            {"date": day.isoformat(), "time": "14:30", "event": f"{event}.", "comment": comment},
            number=1,
            today=TODAY,
        )
        for event, comment, day in cells
    ]
    kept = [row for row in made if row.is_fit]
    if not kept:
        return
    data = export.to_csv(Entry("Northmere GP", at, row) for at, row in enumerate(kept))
    read: tuple[Row, ...] = understood(data)[2]
    assert [row.content for row in read] == [row.content for row in kept]
    assert all(row.is_fit for row in read)


def test_every_field_has_its_name_and_its_place() -> None:
    assert set(columns.NAMES) == set(Columns().__dataclass_fields__) == {"date", "time", *rows.TEXTS}
    assert said(csv_file(TWO))[0] == ("14 March 2021", "Seen at home.", "GP")

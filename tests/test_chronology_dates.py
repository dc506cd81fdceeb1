"""The dates that people type in a chronology: read day first, as exactly as they are given, and never guessed."""

from datetime import date, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cspr_portal import clock
from cspr_portal.fields import EARLIEST
from reviews.chronology.dates import EXCEL_BEGINS, FIRST_SERIAL, Unreadable, parse_date
from reviews.chronology.order import Entry, merged, sort_key
from reviews.chronology.rows import Row
from reviews.chronology.times import parse_time
from reviews.chronology.when import Precision, When

TODAY = date(2026, 11, 23)
PAST = st.dates(EARLIEST, TODAY)
THIS_CENTURY_OR_LATE_IN_THE_LAST = st.dates(date(1970, 1, 1), TODAY)
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def read(text: str) -> str:
    """What a typed date is, in words."""
    return parse_date(text, today=TODAY).words()


def refusal(text: str, today: date = TODAY) -> str:
    """Why a typed date is refused."""
    with pytest.raises(Unreadable) as caught:
        parse_date(text, today=today)
    return caught.value.sentence


@st.composite
def whens(draw: st.DrawFn) -> When:
    """Any date up to today, as exactly as it may be known."""
    day, precision = draw(PAST), draw(st.sampled_from(Precision))
    if precision.unit is Precision.YEAR:
        return When(day.replace(month=1, day=1), precision)
    if precision.unit is Precision.MONTH:
        return When(day.replace(day=1), precision)
    return When(day, precision, draw(st.none() | HOURS))


@given(whens())
@example(When(date(2021, 3, 14), at=time(0)))
def test_what_is_shown_reads_back_as_the_same(when: When) -> None:
    assert parse_date(when.words(), today=TODAY) == when
    assert parse_date(when.words().upper(), today=TODAY) == when
    assert when.first <= when.last


def test_words_name_no_more_than_is_known() -> None:
    day = date(2021, 3, 14)
    assert When(day).words() == "14 March 2021"
    assert When(day, at=time(9, 5)).words() == "14 March 2021 at 09:05"
    assert When(day, Precision.ABOUT_DAY).words() == "About 14 March 2021"
    assert When(date(2021, 3, 1), Precision.MONTH).words() == "March 2021"
    assert When(date(2021, 3, 1), Precision.ABOUT_MONTH).words() == "About March 2021"
    assert When(date(2021, 1, 1), Precision.YEAR).words() == "2021"
    assert When(date(2024, 2, 1), Precision.MONTH).last == date(2024, 2, 29)
    assert When(date(2024, 1, 1), Precision.ABOUT_YEAR).last == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("first", "precision", "at"),
    [
        (date(2021, 3, 14), Precision.MONTH, None),
        (date(2021, 3, 1), Precision.ABOUT_YEAR, None),
        (date(2021, 3, 1), Precision.MONTH, time(10, 30)),
    ],
)
def test_one_date_has_one_value(first: date, precision: Precision, at: time | None) -> None:
    with pytest.raises(ValueError):
        When(first, precision, at)


@given(PAST)
def test_a_day_is_read_in_every_usual_form(day: date) -> None:
    name = clock.MONTHS[day.month - 1]
    weekday = day.strftime("%A")
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d %m %Y}",
        f"{day.day} / {day.month} / {day.year}",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.isoformat()}T00:00:00",
        f"{day.isoformat()} 00:00:00",
        f"{day:%d/%m/%Y} 00:00",
        f"{day.day} {name} {day.year}",
        f"{day.day} {name[:3]}. {day.year}",
        f"{day.day}-{name[:3]}-{day.year}",
        f"{day.day}th of {name}, {day.year}",
        f"{day.day}{name[:3]}{day.year}",
        f"{name} {day.day}, {day.year}",
        f"{weekday} {day.day} {name} {day.year}",
        f"{weekday[:3]}, {day:%d/%m/%Y}.",
        f"on {day.day} {name} {day.year}",
        f"\u00a0{day.day}\u00a0{name}\u200b {day.year}\n",
    ):
        assert parse_date(text, today=TODAY) == When(day), text


@given(THIS_CENTURY_OR_LATE_IN_THE_LAST)
def test_two_digits_are_a_year_that_has_been(day: date) -> None:
    name = clock.MONTHS[day.month - 1]
    for text in (f"{day:%d/%m/%y}", f"{day.day}.{day.month}.{day:%y}", f"{day.day}-{name[:3]}-{day:%y}"):
        assert parse_date(text, today=TODAY) == When(day), text
    assert parse_date(f"{name[:3]}-{day:%y}", today=TODAY).words() == f"{name} {day.year}"
    assert parse_date(f"{name} ’{day:%y}", today=TODAY).words() == f"{name} {day.year}"


@given(PAST)
def test_a_month_or_a_year_alone_stays_one(day: date) -> None:
    name = clock.MONTHS[day.month - 1]
    month = When(day.replace(day=1), Precision.MONTH)
    for text in (
        f"{name} {day.year}",
        f"{name[:3]}. {day.year}",
        f"{day:%m/%Y}",
        f"{day.month}.{day.year}",
        f"{day:%Y-%m}",
    ):
        assert parse_date(text, today=TODAY) == month, text
    assert parse_date(f"in {name} of {day.year}", today=TODAY) == month
    assert parse_date(str(day.year), today=TODAY) == When(date(day.year, 1, 1), Precision.YEAR)


@given(whens().filter(lambda when: not when.precision.is_about and when.at is None))
def test_about_is_read_before_and_after(when: When) -> None:
    about = When(when.first, when.precision.about)
    words = when.date_words()
    for text in (
        f"about {words}",
        f"Around {words}",
        f"c. {words}",
        f"c.{words}",
        f"circa {words}",
        f"approx. {words}",
        f"approximately {words}",
        f"~{words}",
        f"{words}?",
        f"{words} (approx)",
        f"{words} (?)",
    ):
        assert parse_date(text, today=TODAY) == about, text


@given(st.dates(EXCEL_BEGINS + timedelta(days=FIRST_SERIAL), TODAY), HOURS)
def test_a_spreadsheets_number_is_its_day(day: date, at: time) -> None:
    days = (day - EXCEL_BEGINS).days
    assert parse_date(str(days), today=TODAY) == When(day)
    fraction = (at.hour * 60 + at.minute) / 1440
    read_back = parse_date(f"{days + fraction:.8f}", today=TODAY)
    assert read_back == When(day, at=at if at != time(0) else None)
    with pytest.raises(Unreadable):
        parse_date(str(days), today=TODAY, serials_begin=None)


@given(PAST, HOURS.filter(lambda at: at != time(0)))
def test_a_time_beside_the_date_is_kept(day: date, at: time) -> None:
    for text in (
        f"{day:%d/%m/%Y} {at:%H:%M}",
        f"{day:%d.%m.%Y} {at:%H.%M}",
        f"{day:%d/%m/%Y}, {at:%H:%M} hrs",
        f"{day:%d/%m/%Y} {at:%H%M}hrs",
        f"{day:%d/%m/%Y} at {at:%I:%M%p}",
        f"{day:%d/%m/%Y} @{at:%I.%M %p}",
        f"{at:%H:%M} {day:%d/%m/%Y}",
        f"{day.isoformat()}T{at:%H:%M}:59.123",
        f"{day.day} {clock.MONTHS[day.month - 1]} {day.year} - {at:%H:%M}",
    ):
        assert parse_date(text, today=TODAY) == When(day, at=at), text


def test_a_moment_with_an_offset_is_told_by_londons_clocks() -> None:
    assert read("2021-07-14T10:30:00Z") == "14 July 2021 at 11:30"
    assert read("2021-07-14T23:30:00+00:00") == "15 July 2021 at 00:30"


@pytest.mark.parametrize("text", ["03/25/2021", "3/25/21", "12.31.2020", "2021-25-03"])
def test_month_before_day_is_refused_and_not_guessed(text: str) -> None:
    assert "in the place of the month. Write the day first" in refusal(text)


@given(PAST)
def test_day_comes_before_month_whatever_the_numbers(day: date) -> None:
    if day.day <= 12:
        assert parse_date(f"{day.day}/{day.month}/{day.year}", today=TODAY).first == day
    elif day.month <= 12:
        assert "Write the day first" in refusal(f"{day.month}/{day.day}/{day.year}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Enter the date"),
        ("\u200b", "Enter the date"),
        ("31/02/2021", "February 2021 has 28 days"),
        ("29/02/2100", "February 2100 has 28 days"),
        ("31 April 2021", "April 2021 has 30 days"),
        ("0/1/2021", "January 2021 has 31 days"),
        ("14/00/2021", "a month from 1 to 12"),
        ("14/13/2021", "a month from 1 to 12"),
        ("13/2021", "a month from 1 to 12"),
        ("14/3/65", "would be in 2065. Write the year with four digits"),
        ("Mar-40", "would be in 2040"),
        ("24/11/2026", "in the future"),
        ("December 2026", "in the future"),
        ("2027", "in the future"),
        ("14/03/1821", "1 January 1900 or later"),
        ("14 March", "has no year"),
        ("21-Mar", "has no year"),
        ("14/03", "has no year"),
        ("March", "has no year"),
        ("Monday 14 March 2021", "14 March 2021 was a Sunday"),
        ("14–16 March 2021", "more than one date"),
        ("14/03/2021 to 16/03/2021", "more than one date"),
        ("14 and 15 March 2021", "more than one date"),
        ("between 3 and 5 March 2021", "more than one date"),
        ("2020/21", "more than one date"),
        ("early 2021", "comes nearest"),
        ("spring 2021", "comes nearest"),
        ("w/c 14 March 2021", "comes nearest"),
        ("before March 2021", "comes nearest"),
        ("the 1990s", "comes nearest"),
        ("unknown", "about when it was"),
        ("N/K", "about when it was"),
        ("as above", "Write the date again"),
        ('"', "Write the date again"),
        ("14/03/2021 approx 10:30", "Write the date alone"),
        ("March 2021 at 10:30", "can’t be read as a date"),
        ("14/03/2021 25:00", "can’t be read as a date"),
        ("2021-03-14T25:00", "a time that no day has"),
        ("octopus", "can’t be read as a date"),
        ("99999", "can’t be read as a date"),
        ("14032021", "can’t be read as a date"),
        ("1/1/0000", "can’t be read as a date"),
        ("١٤/٠٣/٢٠٢١", "can’t be read as a date"),
        ("9" * 500, "too long for a date"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_do(text: str, said: str) -> None:
    sentence = refusal(text)
    assert said in sentence
    assert sentence.endswith(".")
    assert len(sentence) < 250


def test_this_month_and_this_year_are_not_the_future() -> None:
    assert read("November 2026") == "November 2026"
    assert read("2026") == "2026"
    assert read("23/11/26") == "23 November 2026"


@given(st.text() | st.text("0123456789/-. :aprch~?'", max_size=30))
@example("2021-03-14T00:00:00+99:99")
@example("0000-00-00T00:00")
@example("99999-99")
@example("1 a 1")
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        when = parse_date(text, today=TODAY)
    except Unreadable as unreadable:
        assert unreadable.sentence.endswith(".")
        return
    assert EARLIEST <= when.first <= TODAY
    assert parse_date(when.words(), today=TODAY) == when


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("10:30", time(10, 30)),
        ("9.05", time(9, 5)),
        ("1030", time(10, 30)),
        ("0930hrs", time(9, 30)),
        ("10:30:45", time(10, 30)),
        ("12 am", time(0)),
        ("12:15 p.m.", time(12, 15)),
        ("2.15pm", time(14, 15)),
        ("14:15pm", time(14, 15)),
        ("00:00", time(0)),
        ("24:00", None),
        ("14:15am", None),
        ("0am", None),
        ("10:75", None),
        ("9", None),
        ("evening", None),
        ("", None),
    ],
)
def test_times_of_day(text: str, at: time | None) -> None:
    assert parse_time(text) == at


def entry(text: str, agency: str = "Aldermere Police", place: int = 0) -> Entry:
    return Entry(agency, place, Row(parse_date(text, today=TODAY), "Seen."))


def test_the_merged_order_frames_days_with_their_month_and_year() -> None:
    said = [
        "2021",
        "about 2021",
        "January 2021",
        "1 January 2021",
        "March 2021",
        "about March 2021",
        "1 March 2021",
        "1 March 2021 at 00:00",
        "1 March 2021 at 10:30",
        "about 1 March 2021",
        "2 March 2021",
    ]
    entries = [entry(text) for text in said]
    assert merged(reversed(entries)) == entries


def test_one_day_is_ordered_by_agency_and_then_as_entered() -> None:
    entries = [
        entry("1 March 2021", "Eastfold School", 3),
        entry("1 March 2021", "Northmere GP", 1),
        entry("1 March 2021", "Northmere GP", 2),
    ]
    assert merged(reversed(entries)) == entries


def test_a_row_without_a_date_has_no_place_in_the_order() -> None:
    with pytest.raises(ValueError):
        sort_key(Entry("Northmere GP", 1, Row(None, "Seen.", typed_date="soon")))

"""The one clock: London's days and hours, working days, months, windows."""

import time
from datetime import UTC, date, datetime, timedelta, timezone

import holidays
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock

FOUR_YEARS = [date(2026, 12, 1) + timedelta(days=i) for i in range(4 * 366)]
ANY_DAY = st.dates(date(2015, 1, 1), date(2040, 12, 31))


def is_working_by_hand(day: date) -> bool:
    """An independent reading: the package asked afresh, weekends taken by name."""
    return day.strftime("%A") not in ("Saturday", "Sunday") and day not in holidays.UK(subdiv="ENG")


def months_by_hand(day: date, n: int) -> date:
    """An independent reading: walk to the n-th month, then back from its day 31 to one that exists."""
    year, month = day.year, day.month
    for _ in range(n):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


# Moments and days


def test_now_is_aware_and_in_utc():
    with time_machine.travel(datetime(2027, 7, 1, 9, 30, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2027, 7, 1, 9, 30, tzinfo=UTC)
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_today_is_londons_day_wherever_the_server_stands(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        with time_machine.travel(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), tick=False):
            assert clock.today(clock.now()) == date(2027, 7, 1)
        with time_machine.travel(datetime(2027, 1, 31, 23, 30, tzinfo=UTC), tick=False):
            assert clock.today(clock.now()) == date(2027, 1, 31)
        assert clock.withdrawn_from(date(2028, 3, 10)) == datetime(2028, 3, 11, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_today_of_a_moment_in_another_zone_is_londons_day():
    tokyo = timezone(timedelta(hours=9))
    assert clock.today(datetime(2027, 7, 1, 7, 59, tzinfo=tokyo)) == date(2027, 6, 30)
    assert clock.today(datetime(2027, 7, 1, 8, 0, tzinfo=tokyo)) == date(2027, 7, 1)


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        clock.today(datetime(2027, 7, 1, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize(
    "rule",
    [
        clock.start_of_day,
        clock.withdrawn_from,
        clock.is_working_day,
        clock.bank_holiday_name,
        clock.last_day_of_window,
        lambda moment: clock.add_working_days(moment, 1),
        lambda moment: clock.add_months(moment, 1),
        lambda moment: clock.working_days_between(date(2027, 1, 1), moment),
    ],
)
def test_moment_in_place_of_a_day_is_refused(rule):
    with pytest.raises(TypeError, match="not a moment"):
        rule(datetime(2027, 6, 30, 23, 30, tzinfo=UTC))


# Hours, with the two odd Sundays


def test_spring_sunday_begins_in_winter_time_and_ends_in_summer_time():
    assert clock.start_of_day(date(2027, 3, 28)) == datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    assert clock.start_of_day(date(2027, 3, 29)) == datetime(2027, 3, 28, 23, 0, tzinfo=UTC)


def test_autumn_sunday_is_twenty_five_hours_long():
    sunday, monday = clock.start_of_day(date(2027, 10, 31)), clock.start_of_day(date(2027, 11, 1))
    assert monday - sunday == timedelta(hours=25)


def test_missing_hour_in_march_counts_as_one_hour_later():
    at = clock.at_hour(date(2027, 3, 28), 1, 30)
    assert at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert clock.london(at).strftime("%H:%M") == "02:30"


def test_double_hour_in_october_is_the_first_one():
    at = clock.at_hour(date(2027, 10, 31), 1, 30)
    assert at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert clock.london(at).strftime("%H:%M") == "01:30"
    assert clock.london(at + timedelta(hours=1)).strftime("%H:%M") == "01:30"


def test_ten_in_the_morning_is_ten_by_londons_clocks():
    assert clock.at_hour(date(2027, 1, 13), 10) == datetime(2027, 1, 13, 10, tzinfo=UTC)
    assert clock.at_hour(date(2027, 7, 7), 10) == datetime(2027, 7, 7, 9, tzinfo=UTC)
    assert clock.at_hour(date(2027, 7, 7), 10).tzinfo is UTC


@given(day=ANY_DAY, hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_every_hour_of_every_day_is_a_moment_of_that_day(day, hour, minute):
    at = clock.at_hour(day, hour, minute)
    assert clock.today(at) == day
    shown = clock.london(at)
    assert (shown.hour, shown.minute) in ((hour, minute), (hour + 1, minute))


# Working days


def test_substitute_day_has_its_name_and_the_weekend_day_has_none():
    assert clock.bank_holiday_name(date(2026, 12, 28)) == "Boxing Day (substitute day)"
    assert clock.bank_holiday_name(date(2026, 12, 26)) is None
    assert not clock.is_working_day(date(2026, 12, 26))
    assert clock.bank_holiday_name(date(2026, 12, 24)) is None


@pytest.mark.parametrize("day", [date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)])
def test_days_given_or_moved_once_are_holidays(day):
    assert not clock.is_working_day(day)


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2027, 1, 4), date(2027, 3, 17)])
def test_days_of_other_years_and_nations_are_working_days(day):
    assert clock.is_working_day(day)


def test_no_day_to_2040_raises_and_each_reads_as_by_hand():
    known = holidays.UK(subdiv="ENG", years=range(2015, 2041))
    day = date(2015, 1, 1)
    while day < date(2041, 1, 1):
        assert clock.is_working_day(day) == (day.weekday() < 5 and day not in known), day
        assert clock.today(clock.start_of_day(day)) == day
        clock.bank_holiday_name(day)
        clock.add_working_days(day, 15)
        clock.add_working_days(day, -7)
        clock.withdrawn_from(clock.last_day_of_window(day))
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("trigger", "n", "due"),
    [
        (date(2026, 12, 7), 5, date(2026, 12, 14)),
        (date(2026, 12, 19), 5, date(2026, 12, 29)),
        (date(2027, 1, 6), -7, date(2026, 12, 23)),
        (date(2026, 12, 19), 0, date(2026, 12, 19)),
    ],
)
def test_trigger_is_day_0_and_keeps_its_date(trigger, n, due):
    assert clock.add_working_days(trigger, n) == due


@given(day=ANY_DAY, n=st.integers(-40, 40))
def test_adding_working_days_agrees_with_a_slow_count(day, n):
    step = timedelta(days=1 if n > 0 else -1)
    found, counted = day, 0
    while counted < abs(n):
        found = found + step
        counted += is_working_by_hand(found)
    assert clock.add_working_days(day, n) == found


@given(a=ANY_DAY, apart=st.integers(-800, 800))
def test_counting_between_agrees_with_a_slow_count(a, apart):
    b = a + timedelta(days=apart)
    low, high = min(a, b), max(a, b)
    slow = sum(clock.is_working_day(low + timedelta(days=i)) for i in range(1, (high - low).days + 1))
    assert clock.working_days_between(a, b) == (slow if b >= a else -slow)


@given(day=ANY_DAY, n=st.integers(1, 40))
def test_counting_undoes_adding(day, n):
    assert clock.working_days_between(day, clock.add_working_days(day, n)) == n


# Months and windows


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 1, 7), 6, date(2027, 7, 7)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2027, 5, 5), 0, date(2027, 5, 5)),
    ],
)
def test_months_keep_the_day_number_or_the_months_end(day, n, found):
    assert clock.add_months(day, n) == found


@given(day=ANY_DAY, n=st.integers(0, 60))
def test_months_agree_with_a_slow_count(day, n):
    assert clock.add_months(day, n) == months_by_hand(day, n)


@pytest.mark.parametrize(
    ("published", "last_day", "gone"),
    [
        (date(2027, 3, 10), date(2028, 3, 10), "2028-03-11T00:00:00+00:00"),
        (date(2028, 2, 29), date(2029, 2, 28), "2029-03-01T00:00:00+00:00"),
        (date(2027, 2, 28), date(2028, 2, 28), "2028-02-29T00:00:00+00:00"),
        (date(2027, 3, 1), date(2028, 3, 1), "2028-03-02T00:00:00+00:00"),
        (date(2026, 11, 21), date(2027, 11, 21), "2027-11-22T00:00:00+00:00"),
        (date(2027, 3, 28), date(2028, 3, 28), "2028-03-29T00:00:00+01:00"),
        (date(2026, 10, 30), date(2027, 10, 30), "2027-10-31T00:00:00+01:00"),
        (date(2026, 10, 31), date(2027, 10, 31), "2027-11-01T00:00:00+00:00"),
    ],
)
def test_window_ends_with_the_same_day_number_twelve_months_on(published, last_day, gone):
    assert clock.last_day_of_window(published) == last_day
    assert clock.london(clock.withdrawn_from(last_day)).isoformat() == gone


def test_window_of_every_day_of_four_years_is_never_short():
    for published in FOUR_YEARS:
        last_day = clock.last_day_of_window(published)
        gone = clock.withdrawn_from(last_day)
        assert last_day == months_by_hand(published, 12), published
        assert (last_day - published).days >= 365, published
        assert clock.london(gone).strftime("%H:%M") == "00:00", published
        assert clock.today(gone) == last_day + timedelta(days=1), published
        assert clock.today(gone - timedelta(microseconds=1)) == last_day, published


def test_window_under_twelve_months_is_refused():
    with pytest.raises(ValueError, match="at least 12 months"):
        clock.last_day_of_window(date(2027, 3, 10), months=11)
    assert clock.last_day_of_window(date(2027, 3, 10), months=24) == date(2029, 3, 10)


# Words


def test_dates_in_words():
    assert clock.day_words(date(2027, 7, 7)) == "7 July 2027"
    assert clock.weekday_words(date(2026, 12, 14)) == "Mon 14 December 2026"
    assert clock.weekday_words(date(2026, 12, 14), year=False) == "Mon 14 December"

"""Working days against GOV.UK's own list of bank holidays: every day of its years, counted day by day.

The list is the copy that the package govuk-bank-holidays holds; nothing is asked of the network.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from cspr_portal import clock
from reviews import deadlines
from reviews.deadlines import Periods

LISTED = {
    found["date"]
    for found in BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
}
FIRST, LAST = date(min(LISTED).year, 1, 1), date(max(LISTED).year, 12, 31)
LONGEST_LOOK_AHEAD = date(2040, 12, 31)
PERIODS = Periods()


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def counted(day: date, n: int, step: int) -> date | None:
    """Walk from `day` until the nth working day of GOV.UK's list; None where the list ends before that."""
    while n:
        day += timedelta(days=step)
        if not FIRST <= day <= LAST:
            return None
        if day.strftime("%a") not in ("Sat", "Sun") and day not in LISTED:
            n -= 1
    return day


def c1(day: date) -> date | None:
    return deadlines.notify_panel(day, None, PERIODS).due


def c2(day: date) -> date | None:
    return deadlines.rapid_review(day, None, None, PERIODS).due


def c2_from_awareness(day: date) -> date | None:
    return deadlines.rapid_review(None, day, None, PERIODS).from_awareness


def c4(day: date) -> date | None:
    return deadlines.copy_to_panel(day, None, PERIODS).due


def test_the_list_holds_the_years_that_matter():
    assert FIRST.year <= 2012 and LAST.year >= 2028
    assert date(2026, 12, 28) in LISTED  # the substitute day of the worked examples
    assert all(sum(day.year == year for day in LISTED) >= 8 for year in range(FIRST.year, LAST.year + 1))


def test_each_day_is_a_bank_holiday_here_exactly_when_it_is_one_there():
    here = {day for day in days(FIRST, LAST) if clock.bank_holiday_name(day) is not None}
    assert here == LISTED


@pytest.mark.parametrize(
    ("due", "n", "step"), [(c1, 5, 1), (c2, 15, 1), (c2_from_awareness, 15, 1), (c4, 7, -1)]
)
def test_a_clock_is_due_on_the_day_that_a_plain_count_comes_to(
    due: Callable[[date], date | None], n: int, step: int
):
    wanted = {day: found for day in days(FIRST, LAST) if (found := counted(day, n, step))}
    assert len(wanted) > (LAST - FIRST).days - 30  # only the last days, or the first, run off the list
    assert {day: due(day) for day in wanted} == wanted


def test_days_between_are_what_a_plain_count_says_on_every_day():
    for day in days(FIRST, LAST - timedelta(days=60)):
        end = day + timedelta(days=45)
        plain = sum(one.weekday() < 5 and one not in LISTED for one in days(day + timedelta(days=1), end))
        assert clock.working_days_between(day, end) == plain
        assert clock.working_days_between(end, day) == -plain


def test_every_clock_has_its_day_from_any_day_until_the_end_of_2040():
    for day in days(date(clock.EARLIEST_YEAR, 1, 1), LONGEST_LOOK_AHEAD):
        found = deadlines.five_clocks(aware=day, notified=day, decided=day, publish=day, periods=PERIODS)
        due = {one.key: one.due for one in found}
        assert due["C4"] < day < due["C1"] < due["C2"] < due["C3"] < due["C5"], day
        assert all(one.working.endswith(".") for one in found), day

"""The one clock: now, London's days and hours, working days, calendar months and publication windows.

Nothing else in the portal reads the machine's clock: rules get the moment as ``at`` (an aware datetime)
and the day as a London date. No case, no period of the guidance and no Django lives here; how long a
statutory clock runs is said in ``reviews.deadlines``.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
# The years that people may type: beyond them a date is a slip of the hand.
EARLIEST_YEAR = 2000
LATEST_YEAR = 2099
LEAST_WINDOW_MONTHS = 12

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SATURDAY = 5


def now() -> datetime:
    """The present moment, aware, in UTC. The only place that reads the machine's clock."""
    return datetime.now(UTC)


def london(at: datetime) -> datetime:
    """The same moment as London's clocks show it. Raises ValueError for a naive datetime."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("A moment needs a time zone: it came without one.")
    return at.astimezone(LONDON)


def today(at: datetime) -> date:
    """The date in London at that moment. Raises ValueError for a naive datetime."""
    return london(at).date()


def bank_holiday_name(day: date) -> str | None:
    """The bank holiday of England and Wales on that day, or None.

    As GOV.UK's list has it: a holiday that falls at a weekend is named on its substitute day only, for
    example "Boxing Day (substitute day)" on Monday 28 December 2026.
    """
    return _bank_holidays(_plain(day).year).get(day)


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday in England and Wales. Local closure days do not count."""
    return _plain(day).weekday() < SATURDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, n: int) -> date:
    """The nth working day after ``day``; ``day`` itself is day 0 and keeps its date, even at a weekend.

    With a negative n the count goes back: "no later than 7 working days before" is n = -7.
    Source: Working Together to Safeguard Children, working days; day 0 is this portal's reading.
    """
    step = timedelta(days=1 if n > 0 else -1)
    found = _plain(day)
    left = abs(n)
    while left:
        found += step
        if is_working_day(found):
            left -= 1
    return found


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after ``start`` up to and with ``end``; negative when ``end`` is earlier.

    Signed both ways alike: between(a, b) == -between(b, a). From today to the due day it says how many
    are left, today left out; from the due day to today how many are over.
    """
    if _plain(end) < _plain(start):
        return -working_days_between(end, start)
    days = (end - start).days
    weeks, rest = divmod(days, 7)
    count = weeks * 5 + sum((start.weekday() + 1 + i) % 7 < SATURDAY for i in range(rest))
    for year in range(start.year, end.year + 1):
        count -= sum(start < holiday <= end for holiday in _bank_holidays(year))
    return count


def add_months(day: date, n: int) -> date:
    """The same day number n calendar months on (or back), clamped to that month's last day."""
    years, month = divmod(_plain(day).month - 1 + n, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def start_of_day(day: date) -> datetime:
    """00:00 in London on that day, as an aware datetime in UTC. Midnight in London is never skipped."""
    return at_hour(day, 0)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """That hour of London's clocks on that day, as an aware datetime in UTC.

    On the last Sunday of October 01:00 to 01:59 comes twice: the first one (summer time) is meant.
    On the last Sunday of March 01:00 to 01:59 never comes: it counts as one hour later by the clocks
    (01:30 is 02:30 summer time), so that nothing opens early. Raises ValueError for an hour or minute
    that no day has.
    """
    return datetime.combine(_plain(day), time(hour, minute), LONDON).astimezone(UTC)


def last_day_of_window(published: date, months: int = LEAST_WINDOW_MONTHS) -> date:
    """The last full day on the public site: the same day number, that many months on.

    Clamped to the month's end (published 29 February 2028: last day 28 February 2029) and never less
    than twelve calendar months. Raises ValueError for fewer months.
    Source: reviews are publicly available for at least one year (a floor in law); that they then leave
    is the portal's policy.
    """
    if months < LEAST_WINDOW_MONTHS:
        raise ValueError(f"A publication window is at least {LEAST_WINDOW_MONTHS} months, not {months}.")
    return add_months(published, months)


def withdrawn_from(last_day: date) -> datetime:
    """The moment from which a publication is gone: 00:00 in London on the day after its last, in UTC."""
    return start_of_day(_plain(last_day) + timedelta(days=1))


def day_words(day: date) -> str:
    """A date as people write it: "7 July 2027"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_words(day: date, *, year: bool = True) -> str:
    """A date with its weekday: "Mon 14 December 2026"; without the year "Mon 14 December"."""
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    """One year's bank holidays that fall on Monday to Friday, by day."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {
        day: name.replace("(observed)", "(substitute day)")
        for day, name in sorted(found.items())
        if day.year == year and day.weekday() < SATURDAY
    }


def _plain(day: date) -> date:
    """The day, unless it is a moment: 23:30 UTC on 30 June is already 1 July in London."""
    if isinstance(day, datetime):
        raise TypeError("A day is asked for, not a moment: take clock.today(at) first.")
    return day

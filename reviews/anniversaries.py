"""Whether a day is close to the anniversary of another. Pure: whose days they are is in sealed.py."""

from collections.abc import Iterable
from datetime import date, timedelta

CLOSE = timedelta(days=7)


def is_close(day: date, dates: Iterable[date]) -> bool:
    """Return whether `day` is within a week of one of `dates`, or of the same day and month in any year.

    29 February is kept on 28 February in other years, which a week on either side makes no less sure.
    """
    return any(
        abs(day - _in_year(one, year)) <= CLOSE
        for one in dates
        for year in (day.year - 1, day.year, day.year + 1)
        if date.min.year < year < date.max.year
    )


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)

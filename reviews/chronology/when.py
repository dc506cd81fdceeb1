"""When something happened, as exactly as it is known: a day, a month or a year, each perhaps only "about".

How people type it is in ``dates``; the order of a merged chronology in ``order``.
"""

import calendar
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from cspr_portal import clock


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT_DAY = "about_day"
    ABOUT_MONTH = "about_month"
    ABOUT_YEAR = "about_year"

    @property
    def is_about(self) -> bool:
        """Whether it may as well have been a little earlier or later."""
        return self.value.startswith("about_")

    @property
    def unit(self) -> "Precision":
        """The day, month or year that is named, without the "about"."""
        return Precision(self.value.removeprefix("about_"))

    @property
    def about(self) -> "Precision":
        """The same, with the "about"."""
        return self if self.is_about else Precision(f"about_{self.value}")


@dataclass(frozen=True)
class When:
    """A date as exactly as it is known. `first` is the first day of what is named; `at` is by London's clocks.

    A month begins on its day 1 and a year on 1 January, so that the same words are always the same value. Raises
    ValueError for any other `first`, and for a time of day without a day.
    """

    first: date
    precision: Precision = Precision.DAY
    at: time | None = None

    def __post_init__(self) -> None:
        unit = self.precision.unit
        if (unit is not Precision.DAY and self.first.day != 1) or (
            unit is Precision.YEAR and self.first.month != 1
        ):
            raise ValueError("A month begins on its first day, and a year on 1 January.")
        if self.at is not None and unit is not Precision.DAY:
            raise ValueError("A time of day needs a day.")

    @property
    def last(self) -> date:
        """The last day of what is named."""
        unit = self.precision.unit
        if unit is Precision.YEAR:
            return date(self.first.year, 12, 31)
        if unit is Precision.MONTH:
            days = calendar.monthrange(self.first.year, self.first.month)[1]
            return self.first.replace(day=days)
        return self.first

    def date_words(self) -> str:
        """The date alone: "14 March 2021", "March 2021", "2021", "About 14 March 2021"."""
        words = {
            Precision.DAY: clock.day_words(self.first),
            Precision.MONTH: f"{clock.MONTHS[self.first.month - 1]} {self.first.year}",
            Precision.YEAR: str(self.first.year),
        }[self.precision.unit]
        return f"About {words}" if self.precision.is_about else words

    def time_words(self) -> str:
        """The time of day as "10:30", or an empty text."""
        return f"{self.at:%H:%M}" if self.at is not None else ""

    def words(self) -> str:
        """The date, with its time where there is one: "14 March 2021 at 10:30"."""
        return f"{self.date_words()} at {self.time_words()}" if self.at is not None else self.date_words()

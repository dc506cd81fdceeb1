"""The dates that people type in a chronology, as ``When``; always day before month, and never guessed.

What can't be read is refused with a sentence that says what to write instead.
"""

import calendar
import unicodedata
from datetime import date, datetime, time, timedelta

from cspr_portal import clock
from cspr_portal.fields import EARLIEST, FEWEST_LETTERS_OF_A_MONTH, INVISIBLE

from . import date_forms as forms
from .times import split_time
from .when import Precision, When

EXAMPLES = "14 March 2021, March 2021 or about March 2021"
EXCEL_BEGINS = date(1899, 12, 30)
# Whole numbers that a spreadsheet means as days: from 1 January 1950 to 31 December 2099.
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_050
LONGEST_SHOWN = 40
LONGEST_DATE = 100
# Two digits from 00 to 69 are this century's years.
PIVOT = 70


class Unreadable(ValueError):
    """What is typed is no date that can be kept; `sentence` says why and what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_date(text: str, *, today: date, serials_begin: date | None = EXCEL_BEGINS) -> When:
    """Return when `text` says that something happened, or raise Unreadable.

    `today` is London's: nothing in a chronology is later. `serials_begin` is the day 0 of a spreadsheet's bare
    numbers, None where they are no dates. Day before month always; two digits are a year from 1970 to 2069.
    """
    shown = _shown(text)
    tidy = _tidied(text)
    if not tidy:
        raise Unreadable(f"Enter the date, for example {EXAMPLES}.")
    if len(tidy) > LONGEST_DATE:
        raise Unreadable(
            f"“{shown}” is too long for a date. Write it as {EXAMPLES}, and the rest in the event."
        )
    if forms.ISO_MOMENT.fullmatch(tidy):
        found = _iso(tidy, shown)
    elif serials_begin and forms.SERIAL.fullmatch(tidy) and FIRST_SERIAL <= float(tidy) < LAST_SERIAL + 1:
        found = _serial(float(tidy), serials_begin)
    else:
        found = _typed(tidy, shown, today)
    return _bounded(found, shown, today)


def _shown(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1].rstrip()}…"


def _tidied(text: str) -> str:
    text = unicodedata.normalize("NFKC", text[: 20 * LONGEST_DATE]).lower()
    for mark in "‐‑‒–—−":
        text = text.replace(mark, "-")
    text = text.replace("’", "'").replace("‘", "'").translate(dict.fromkeys(map(ord, INVISIBLE), " "))
    return " ".join(text.split()).rstrip(".,; ")


def _iso(tidy: str, shown: str) -> When:
    try:
        moment = datetime.fromisoformat(tidy.upper())
    except ValueError as error:
        _check_day(int(tidy[8:10]), int(tidy[5:7]), int(tidy[:4]), shown)
        raise Unreadable(f"“{shown}” has a time that no day has. Write it as 14 March 2021 10:30.") from error
    # Programs write a date without a time as midnight.
    is_bare = moment.time() == time(0) and not moment.utcoffset()
    if moment.tzinfo is not None and not is_bare:
        try:
            moment = clock.london(moment)
        except OverflowError as error:
            raise _not_a_date(shown) from error
    return When(moment.date(), at=None if is_bare else time(moment.hour, moment.minute))


def _serial(number: float, begins: date) -> When:
    minutes = round(number * 24 * 60)
    moment = datetime.combine(begins, time()) + timedelta(minutes=minutes)
    return When(moment.date(), at=moment.time() if minutes % (24 * 60) else None)


def _typed(tidy: str, shown: str, today: date) -> When:
    if forms.SAME_AS_ABOVE.fullmatch(tidy):
        raise Unreadable(f"Write the date again in place of “{shown}”, for example 14 March 2021.")
    if forms.UNKNOWN.fullmatch(tidy):
        raise Unreadable(f"Write about when it was in place of “{shown}”, for example about 2021.")
    rest, is_about = _without_about(tidy)
    rest, at = split_time(rest)
    if at is not None and _without_about(rest)[1]:
        raise Unreadable(f"“{shown}” has an exact date and a time near which it was. Write the date alone.")
    if forms.ON.match(rest):
        rest = forms.ON.sub("", rest, count=1)
    weekday = forms.WEEKDAY.match(rest)
    if weekday:
        rest = rest[weekday.end() :]
    found = _by_form(rest, shown, today)
    if found is None:
        raise _why_not(rest, shown)
    if found.precision is Precision.DAY:
        if weekday:
            _check_weekday(weekday[1], found.first)
        found = When(found.first, at=at)
    elif at is not None or weekday:
        raise _not_a_date(shown)
    return When(found.first, found.precision.about, found.at) if is_about else found


def _without_about(text: str) -> tuple[str, bool]:
    before = forms.ABOUT_BEFORE.match(text)
    if before and before.end() < len(text):
        return text[before.end() :], True
    for after in forms.ABOUT_AFTER.finditer(text):
        if after.start() > 0 and after.end() == len(text):
            return text[: after.start()].rstrip(), True
    return text, False


def _by_form(text: str, shown: str, today: date) -> When | None:
    for form in forms.DATES:
        found = form.fullmatch(text)
        if not found:
            continue
        parts = found.groupdict()
        month = _month(parts["name"]) if parts.get("name") else int(parts.get("month") or 0)
        if month is None:
            continue
        year = _year(parts["year"])
        day = int(parts["day"]) if parts.get("day") else None
        if len(parts["year"].strip("'")) == 2 and year > today.year:
            # Not moved to another century by guessing.
            raise Unreadable(f"“{shown}” would be in {year}. Write the year with four digits.")
        if year < 1 or (day is None and not month and year < 1000):
            raise _not_a_date(shown)
        if day is not None:
            _check_day(day, month, year, shown)
            return When(date(year, month, day))
        if parts.get("name") or parts.get("month"):
            if not 1 <= month <= 12:
                raise Unreadable(f"“{shown}” must have a month from 1 to 12. Write it as March 2021.")
            return When(date(year, month, 1), Precision.MONTH)
        return When(date(year, 1, 1), Precision.YEAR)
    return None


def _month(name: str) -> int | None:
    if len(name) < FEWEST_LETTERS_OF_A_MONTH:
        return None
    if name == "sept":
        return 9
    return next((at for at, month in enumerate(clock.MONTHS, 1) if month.lower().startswith(name)), None)


def _year(typed: str) -> int:
    year = int(typed.strip("'"))
    if len(typed.strip("'")) == 2:
        return year + (2000 if year < PIVOT else 1900)
    return year


def _check_day(day: int, month: int, year: int, shown: str) -> None:
    if month > 12 >= day >= 1 and 1 <= month <= 31:
        raise Unreadable(
            f"“{shown}” has {month} in the place of the month. Write the day first, then the month."
        )
    if not 1 <= month <= 12:
        raise Unreadable(f"“{shown}” must have a month from 1 to 12. Write it as 14 March 2021.")
    if year < 1:
        raise _not_a_date(shown)
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        name = f"{clock.MONTHS[month - 1]} {year}"
        raise Unreadable(f"“{shown}” isn’t a date: {name} has {days} days. Check the day.")


def _check_weekday(typed: str, day: date) -> None:
    if typed[:3] != clock.WEEKDAYS[day.weekday()].lower():
        name = calendar.day_name[day.weekday()]
        raise Unreadable(
            f"{clock.day_words(day)} was a {name}. Check the day of the week and the date, and write the date alone."
        )


def _why_not(rest: str, shown: str) -> Unreadable:
    """Why none of the forms of a date fits: more than one day, no exact time, no year, or no date at all."""
    if forms.SEVERAL.search(forms.IN_FIGURES.sub("9", rest)) and not forms.WITHOUT_YEAR.fullmatch(rest):
        return Unreadable(
            f"“{shown}” is more than one date. Write the first here, and the rest in the event."
        )
    if forms.VAGUE.search(rest):
        return Unreadable(
            f"“{shown}” has no place in the order of days. Write the day, month or year that comes nearest, "
            "for example about 14 March 2021 or about 2021, and the rest in the event."
        )
    short = forms.WITHOUT_YEAR.fullmatch(rest)
    if short and all(_month(short[name]) for name in ("name", "alone") if short[name]):
        return Unreadable(
            f"“{shown}” has no year. Write the year with four digits, for example 14 March 2021."
        )
    return _not_a_date(shown)


def _not_a_date(shown: str) -> Unreadable:
    return Unreadable(f"“{shown}” can’t be read as a date. Write it as {EXAMPLES}.")


def _bounded(found: When, shown: str, today: date) -> When:
    if found.first > today:
        raise Unreadable(f"“{shown}” is in the future. A chronology says what has happened: check the date.")
    if found.first < EARLIEST:
        raise Unreadable(f"“{shown}” must be {clock.day_words(EARLIEST)} or later. Check the year.")
    return found

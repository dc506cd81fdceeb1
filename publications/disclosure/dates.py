"""Finds dates in folded text, in every form in which English writes them, and says which season they fall in.

Folded text comes from normal.py. Which dates belong to a case is check.py's to know.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SEASONS = ("winter", "spring", "summer", "autumn")
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
IN_WORDS = {word: number for number, word in enumerate(ORDINALS.split(), 1)} | {"thirtieth": 30}
LATEST_SHORT_YEAR = 49  # "14.3.49" is read as 2049, "14.3.50" as 1950

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?:\.(?=\s?'?\d))?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?(?![\d])"
_GAP = r"[\s,.\-/_]{0,3}"
_LONG_YEAR = r"(?:19|20)\d\d(?!\d)"
_YEAR = rf"(?P<year>{_LONG_YEAR}|'?\d\d(?!\d))"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+(?:the\s+)?)?"
_ALSO = rf"(?:(?P<also>{_DAY})\s?(?:-|/|to|and|or|&)\s?)?"
_TEN = "|".join(sorted(IN_WORDS, key=len, reverse=True))
_WORD_DAY = rf"(?P<word>(?:(?:twenty|thirty)[\s\-]{{1,2}})?(?:{_TEN}))"
_ALONE_BEFORE, _ALONE_AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"

DAY_FIRST = re.compile(
    rf"{_ALONE_BEFORE}{_WEEKDAY}{_ALSO}(?P<day>{_DAY})(?:\s+(?:day\s+)?of(?:\s+the)?)?{_GAP}{_MONTH}"
    rf"(?:{_GAP}{_YEAR}|{_ALONE_AFTER})"
)
MONTH_FIRST = re.compile(
    rf"{_ALONE_BEFORE}{_WEEKDAY}{_MONTH}{_GAP}(?:the\s+)?(?P<day>{_DAY})(?:[\s,.\-/_]{{1,3}}(?P<year>{_LONG_YEAR}))?"
)
IN_LETTERS = re.compile(
    rf"{_ALONE_BEFORE}{_WEEKDAY}(?:{_WORD_DAY}(?:\s+day)?(?:\s+of)?\s+{_MONTH}"
    rf"|{_MONTH.replace('month', 'month2')}\s+(?:the\s+)?{_WORD_DAY.replace('word', 'word2')}){_ALONE_AFTER}"
    rf"(?:[\s,]{{1,3}}(?P<year>{_LONG_YEAR}))?"
)
NUMBERS = re.compile(
    r"(?<!\d)(?<!\d[./])(?P<day>\d{1,2})\s?(?P<gap>[./\-_])\s?(?P<month>\d{1,2})\s?(?P=gap)\s?"
    r"(?P<year>(?:19|20)?\d\d)(?!\d)(?![./\-]\d)"
    r"|(?<!\d)(?P<day2>\d{1,2}) (?P<month2>\d{1,2}) (?P<year2>(?:19|20)\d\d)(?!\d)"
)
YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[./\-_])(?P<month>0?[1-9]|1[0-2])(?P=gap)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
)
TOGETHER = re.compile(r"(?<!\d)\d{8}(?!\d)|(?<!\d)\d{6}(?!\d)")
MONTH_AND_YEAR = re.compile(
    rf"{_ALONE_BEFORE}{_MONTH}(?:\s+of)?[\s,.\-/_']{{1,3}}(?P<year>{_LONG_YEAR})"
    rf"|(?<![\d./\-])(?P<number>0?[1-9]|1[0-2])/(?P<year2>{_LONG_YEAR})(?!/)"
)
BEFORE_A_PART = re.compile(
    r"(?:^|\n)[\s#*>\-]*$|(?:section|paragraph|para|part|chapter|version|finding|v)\.?\s*$"
)

NUMBER_OF_A_PART = re.compile(r"[1-9]\.[1-9]\.\d\d")  # as likely part 2.1.10 as a day


@dataclass(frozen=True)
class FoundDate:
    """A date in folded text: where it stands, its possible readings as (year or None, month, day).

    is_weak: a date only if a case says so, such as digits without a gap.
    is_doubtful: perhaps the number of a part of a text.
    """

    start: int
    end: int
    readings: frozenset[tuple[int | None, int, int]]
    is_weak: bool = False
    is_doubtful: bool = False

    def is_one_of(self, days: set[date]) -> bool:
        """Whether it can be read as one of these days; without a year, the day and month suffice."""
        return any(
            (year is None or year == day.year) and (month, number) == (day.month, day.day)
            for day in days
            for year, month, number in self.readings
        )

    @property
    def has_year(self) -> bool:
        return all(year is not None for year, _, _ in self.readings)


def exact_dates(text: str) -> Iterator[FoundDate]:
    """Every date in folded text that names a day; digits run together only as a possible date."""
    for found in DAY_FIRST.finditer(text):
        month = _month(found["month"])
        days = [_number(day) for day in (found["day"], found["also"]) if day]
        yield from _made(found, _years(found["year"]), month, days)
    for found in MONTH_FIRST.finditer(text):
        if found["year"] or re.search("[a-z]", found["day"]):
            yield from _made(found, _years(found["year"]), _month(found["month"]), [_number(found["day"])])
    for found in IN_LETTERS.finditer(text):
        month = _month(found["month"] or found["month2"])
        yield from _made(found, _years(found["year"]), month, [_word_number(found["word"] or found["word2"])])
    for found in NUMBERS.finditer(text):
        one, two = int(found["day"] or found["day2"]), int(found["month"] or found["month2"])
        year = found["year"] or found["year2"]
        before = text[max(found.start() - 40, 0) : found.start()]
        readings = {(y, m, d) for y in _years(year) for d, m in ((one, two), (two, one)) if _is_day(y, m, d)}
        if readings:
            is_doubtful = bool(NUMBER_OF_A_PART.fullmatch(found[0]))
            is_heading = is_doubtful and bool(BEFORE_A_PART.search(before))
            yield FoundDate(*found.span(), frozenset(readings), is_heading, is_doubtful)
    for found in YEAR_FIRST.finditer(text):
        yield from _made(found, [int(found["year"])], int(found["month"]), [int(found["day"])])
    for found in TOGETHER.finditer(text):
        if together := frozenset(_together(found[0])):
            yield FoundDate(*found.span(), together, is_weak=True)


def months(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Every month with its year in folded text: start, end, year, month."""
    for found in MONTH_AND_YEAR.finditer(text):
        month = _month(found["month"]) if found["month"] else int(found["number"])
        yield *found.span(), int(found["year"] or found["year2"]), month


def season(readings: frozenset[tuple[int | None, int, int]]) -> str:
    """What to say instead of a date, such as "in spring 2025"; the day-first reading where there are two."""
    year, month, _ = max(readings, key=lambda reading: (reading[0] or 0, reading[2] > 12, -reading[1]))
    name = SEASONS[month % 12 // 3]
    if year is None:
        return f"in the {name}"
    if name != "winter":
        return f"in {name} {year}"
    first = year if month == 12 else year - 1
    return f"in winter {first} to {first + 1}"


def _made(
    found: re.Match[str], years: list[int] | list[None], month: int, days: list[int]
) -> Iterator[FoundDate]:
    readings = {(year, month, day) for year in years for day in days if _is_day(year, month, day)}
    if readings:
        yield FoundDate(*found.span(), frozenset(readings))


def _is_day(year: int | None, month: int, day: int) -> bool:
    try:
        date(2024 if year is None else year, month, day)
    except ValueError:
        return False
    return True


def _years(written: str | None) -> list[int] | list[None]:
    if written is None:
        return [None]
    number = int(written.strip("'"))
    if number > 99:
        return [number]
    return [2000 + number if number <= LATEST_SHORT_YEAR else 1900 + number]


def _month(written: str) -> int:
    return MONTHS.index(written[:3]) + 1


def _number(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _word_number(written: str) -> int:
    tens = {"twenty": 20, "thirty": 30}
    parts = re.split(r"[\s\-]+", written)
    return sum(tens.get(part, 0) or IN_WORDS.get(part, 0) for part in parts)


def _together(digits: str) -> Iterator[tuple[int | None, int, int]]:
    two = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    if len(digits) == 8:
        orders = [(digits[:4], two[2], two[3]), (digits[4:], two[1], two[0]), (digits[4:], two[0], two[1])]
    else:
        orders = [(two[0], two[1], two[2]), (two[2], two[1], two[0])]
    for year, month, day in orders:
        for full in _years(year):
            if full and 1900 <= full < 2100 and _is_day(full, int(month), int(day)):
                yield full, int(month), int(day)

"""Finds ages that can tell a child from others: in days, weeks or months, of several children together.

Works on folded text from normal.py. Whether an age is the one of a case's own child is decided here too, from the
days that check.py hands over; an age in whole years is a hit only then.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from publications.disclosure.normal import near

_UNITS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
_SMALL = _UNITS.split()
IN_WORDS = {word: number for number, word in enumerate(_SMALL, 1)} | {
    f"{ten}{join}{word}" if word else ten: number + (_SMALL.index(word) + 1 if word else 0)
    for ten, number in (("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50))
    for word in ("", *_SMALL[:9])
    for join in ("-", " ")
}
MOST_YEARS = 24  # older than a care leaver it is nobody's age whom these reviews are about
MOST = {"day": 400, "week": 160, "month": 240, "year": MOST_YEARS}
A_YEAR_IN = {"day": 365.25, "week": 52.18, "month": 12.0, "year": 1.0}
# The bands in which the portal gives ages (reviews.models.AgeBand): first year of each, and its words.
BANDS = ((18, "18 to 24"), (16, "16 or 17"), (11, "11 to 15"), (5, "5 to 10"), (1, "1 to 4"), (0, "under 1"))

_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(IN_WORDS, key=len, reverse=True))})"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_AND = rf"(?:[\s,]+(?:and\s+)?(?P<also>{_NUMBER})[\s\-]*(?P<less>day|week|month)s?)?"
_EDGE, _END = r"(?<![\w.])", r"(?![\w])"
_CLOSE = r"[\s\-]{1,2}"
AGED = re.compile(
    rf"{_EDGE}(?P<lead>aged|at\s+the\s+age\s+of|(?:the\s+)?age\s+of|age)\s+(?:about\s+|around\s+|only\s+|just\s+)?"
    rf"(?P<number>{_NUMBER})(?:[\s\-]*{_UNIT}{_AND})?{_END}"
)
OLD = re.compile(
    rf"{_EDGE}(?P<lead>an?\s+)?(?P<number>{_NUMBER}){_CLOSE}{_UNIT}{_AND}{_CLOSE}(?P<after>old|of\s+age){_END}"
)
AGE, OLDER = re.compile(r"age"), re.compile(r"old|of\s+age")
REACH = 80  # characters on either side of such a word within which the whole of an age stands
CHILDREN = r"children|siblings|brothers|sisters|boys|girls|sons|daughters|twins|pupils|infants|half-siblings"
TOGETHER = re.compile(
    rf"{_EDGE}(?:{CHILDREN})\b[^.;:\n]{{0,40}}?\b(?P<ages>(?:were\s+|was\s+|then\s+)?(?:aged|ages)\s+"
    rf"{_NUMBER}(?:\s*(?:,|and|&)\s*(?:and\s+)?{_NUMBER}){{1,7}})(?:\s+years?(?:\s+old)?)?{_END}"
)


@dataclass(frozen=True)
class FoundAge:
    """An age in folded text: where it stands, whether it is the case's own child's, and what to write instead."""

    start: int
    end: int
    is_the_childs: bool
    suggestion: str


def exact_ages(text: str, lives: Iterable[tuple[date, date]]) -> Iterator[FoundAge]:
    """Every age in folded text that tells a child from others.

    lives: for each child of the case the day of birth, with a day on which their age counts (of the incident, of
    death). An age that fits one of them is the child's.
    """
    lives = tuple(lives)
    for pattern, mark in ((AGED, AGE), (OLD, OLDER)):
        for found in _tried(pattern, mark, text):
            number, unit = _number(found["number"]), found["unit"] or "year"
            also = (_number(found["also"]), found["less"]) if found["also"] else None
            if number > MOST[unit] or (pattern is AGED and found["unit"] is None and number > MOST_YEARS):
                continue
            is_own = any(_fits(born, day, number, unit, also) for born, day in lives)
            if unit == "year" and also is None and not is_own:
                continue
            years = number / A_YEAR_IN[unit] + (also[0] / A_YEAR_IN[also[1]] if also else 0)
            yield FoundAge(*found.span(), is_own, _instead(found, years, is_adjective=pattern is OLD))
    for found in _tried(TOGETHER, AGE, text):
        yield FoundAge(*found.span("ages"), False, "of different ages")


def band(years: float) -> str:
    """The band of an age in years, such as "1 to 4"."""
    return next(words for first, words in BANDS if years >= first)


def _tried(pattern: re.Pattern[str], mark: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for start, end in near(text, mark, REACH, REACH):
        yield from pattern.finditer(text, start, end)


def _instead(found: re.Match[str], years: float, *, is_adjective: bool) -> str:
    """What fits the sentence in place of an age: "aged 1 to 4", "a very young", "under 1 year old"."""
    said = band(years)
    if not is_adjective:
        lead = found["lead"]
        if lead == "aged":
            return f"aged {said}"
        return "at a very young age" if years < 1 and lead.startswith("at") else f"{lead} {said}"
    if found["after"] == "old" and "-" in found[0]:
        young = "very young" if years < 1 else "young"
        return f"a {young}" if found["lead"] else young
    return f"under 1 year {found['after']}" if years < 1 else f"{said} years {found['after']}"


def _number(written: str) -> int:
    return int(written) if written.isdigit() else IN_WORDS[written]


def _fits(born: date, day: date, number: int, unit: str, also: tuple[int, str] | None) -> bool:
    """Whether somebody born then was on that day so old, in whole units."""
    days = (day - born).days
    if days < 0:
        return False
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    whole = {"day": days, "week": days // 7, "month": months, "year": months // 12}
    if whole[unit] != number:
        return False
    if also is None:
        return True
    rest, less = also
    if unit == "year" and less == "month":
        return months % 12 == rest
    return not (unit == "week" and less == "day") or days % 7 == rest

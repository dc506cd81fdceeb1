"""The words that a check from the command line looks for: read from JSON, never kept or printed."""

import json
from datetime import date
from typing import Any

from publications.disclosure.dates import exact_dates
from publications.disclosure.normal import fold
from publications.disclosure.terms import Terms

LISTS = ("names", "initials", "dates", "places", "identifiers", "practitioners", "relatives")
MOST_WORDS = 20_000


class BadWords(Exception):
    """The words can't be used. What it says names no word."""


def terms_of(written: str | bytes) -> Terms:
    """Return the words in `written`: a JSON object of lists, each of texts. Raises BadWords.

    A date may be written in any form that names a day with its year; where two readings fit, both are looked for.
    """
    try:
        lists = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise BadWords("The words are no JSON.") from error
    if not isinstance(lists, dict):
        raise BadWords(f"The words must be a JSON object with lists: {', '.join(LISTS)}.")
    unknown = set(lists) - set(LISTS)
    if unknown:
        raise BadWords(f"The words may have these lists and no others: {', '.join(LISTS)}.")
    for name, words in lists.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise BadWords(f"The list {name} must hold texts and nothing else.")
    if sum(map(len, lists.values())) > MOST_WORDS:
        raise BadWords(f"There are more than {MOST_WORDS} words.")
    dates = [day for at, word in enumerate(lists.get("dates", []), 1) for day in _days(word, at)]
    others: dict[str, Any] = {
        name: [word.strip() for word in words if word.strip()]
        for name, words in lists.items()
        if name != "dates"
    }
    return Terms(dates=dates, **others)


def _days(word: str, number: int) -> list[date]:
    found = [
        date(year, month, day)
        for seen in exact_dates(fold(word))
        for year, month, day in seen.readings
        if year is not None
    ]
    if not found:
        raise BadWords(f"Date {number} of the list dates can’t be read. Write it like 2019-03-14.")
    return found

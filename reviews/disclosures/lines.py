"""One line of what was gathered about somebody, and a field of a row in words. Which lines there are: gathering.py."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from cspr_portal import clock

from .places import Fields

# What a server can lay out while somebody waits.
MOST_ROWS = 600
Texts = list[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One place: its key, what it is, how many rows are there and since when, its flags, where it is read."""

    key: str
    words: str
    about: str
    count: int
    newest: date | None
    flags: tuple[str, ...]
    url: str
    rows: tuple[Any, ...] = ()
    fields: Fields = field(default=())

    @property
    def texts(self) -> Iterator[Texts]:
        """The text of each of its rows for a working pack, as (label, words); nothing for what is flagged apart."""
        for row in self.rows[:MOST_ROWS]:
            found = [(label, words_of(row, name)) for label, name in self.fields]
            yield [(label, words) for label, words in found if words]

    @property
    def left_out(self) -> int:
        """How many rows a working pack leaves out because there are too many."""
        return max(0, len(self.rows) - MOST_ROWS) if self.fields else 0


def words_of(row: Any, name: str) -> str:
    """Return a field of a row in words, "" for none; a dotted name leads on to what hangs on it."""
    first, _, rest = name.partition(".")
    try:
        value = getattr(row, first)
    except ObjectDoesNotExist:
        return ""
    if rest:
        return words_of(value, rest) if value is not None else ""
    shown = getattr(row, f"get_{first}_display", None)
    if shown is not None and value:
        return str(shown())
    if isinstance(value, datetime):
        return clock.day_words(clock.today(value))
    if isinstance(value, date):
        return clock.day_words(value)
    return "" if value is None else str(value)

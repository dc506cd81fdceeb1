"""Finds words that name a method or an injury, for what lists, snippets and feeds show. Knows no case; texts in.

Summaries, tiles and snippets name neither, out of care for who reads them unprepared; the text itself may. The words
are in harm_words.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publications.harm_words import INJURIES_BY_NAME, METHODS

_FORMS = [form for named in (*METHODS, *INJURIES_BY_NAME) for form in named.forms.items()]
# The same twice: the first is quick, the second tells which form it is.
_ANY = re.compile(rf"(?<![^\W_])(?:{'|'.join(pattern for pattern, _ in _FORMS)})(?![^\W_])")
_WHICH = re.compile(rf"(?:{'|'.join(f'({pattern})' for pattern, _ in _FORMS)})(?![^\W_])")
_STRAIGHT = str.maketrans("’‘ʼ‐‑\xa0\n", "'''-- \x20")


@dataclass(frozen=True)
class FoundHarm:
    """A word or phrase: where it stands in the text, and what may be said instead ("" where it is best left out)."""

    start: int
    end: int
    suggestion: str


def find(text: str) -> Iterator[FoundHarm]:
    """Yield each method and injury that is named in `text`, which is in small letters."""
    straight = text.translate(_STRAIGHT)
    for found in _ANY.finditer(straight):
        which = _WHICH.match(straight, found.start())
        yield FoundHarm(*found.span(), _FORMS[which.lastindex - 1][1] if which and which.lastindex else "")


def is_named(text: str) -> bool:
    """Return whether `text`, in whatever letters, names a method or an injury."""
    return _ANY.search(text.lower().translate(_STRAIGHT)) is not None

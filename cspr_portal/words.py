"""Small pieces of English that sentences share, and the sentence about a day that can't be."""

from collections.abc import Sequence
from datetime import date

from cspr_portal import clock


def listed(parts: Sequence[str]) -> str:
    """Return the parts as English lists them: "a", "a and b", "a, b and c"; an empty text for none."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def impossible_day(
    words: str, day: date, today: date, not_before: date | None = None, before_words: str = ""
) -> str | None:
    """Say that `day` is in the future, or before `not_before`, the day of what `before_words` says; None if not.

    All are days in London; `words` begins the sentence: "The meeting can’t be in the future. …".
    """
    if day > today:
        return f"{words} can’t be in the future. Today is {clock.day_words(today)}."
    if not_before is not None and day < not_before:
        return f"{words} can’t be before {before_words}, {clock.day_words(not_before)}."
    return None

"""What a cell of a workbook shows: a value and its number format, as the text that a person sees. Nothing more of it.

A date shows no more than its format does: "Mar-21" is a month, whatever day lies behind it, and "14-Mar" has no
year, since Excel has put in the year of typing.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from cspr_portal import clock

# The format of a cell that shows nothing.
HIDES = ";;;"
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_HALF = re.compile("am/pm|a/p")
_MINUTES = re.compile(r"(h+[^a-z]*)m+|m+([^a-z]*s)")
# Excel keeps characters that XML can't hold, and carriage returns, in this way.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = {"\r": "\n", "\n": "\n", "\t": "\t", "\x0b": "\n"}


def shown(value: object, number_format: str) -> str:
    """Return the text that a cell shows for this value, to the minute for a time of day."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return _moment(value, number_format)
    if isinstance(value, date):
        return clock.day_words(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float):
        return f"{value:.15g}"
    return _ESCAPED.sub(_unescaped, str(value))


def _unescaped(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    if character < " ":
        return _LINE_ENDS.get(character, " ")
    return found[0]


def _moment(value: datetime, number_format: str) -> str:
    has_day, has_month, has_year, has_time = _parts(number_format)
    if has_time:
        value += timedelta(seconds=30)  # 10:30 is kept as a fraction of a day, often a little less than it is
    words = []
    if has_day:
        words.append(str(value.day))
    if has_month:
        words.append(clock.MONTHS[value.month - 1])
    if has_year:
        words.append(str(value.year))
    at = f"{value:%H:%M}"
    if not words:
        return at
    # A date that was typed without a time is midnight to Excel.
    is_timed = has_time and has_day and has_year and at != "00:00"
    return f"{' '.join(words)} at {at}" if is_timed else " ".join(words)


@lru_cache(maxsize=256)
def _parts(number_format: str) -> tuple[bool, bool, bool, bool]:
    """Whether a format of dates shows the day, the month, the year, and a time of day."""
    code = _HALF.sub("", _NOT_SHOWN.sub("", number_format.split(";")[0]).lower())
    has_time = "h" in code or "s" in code
    code = _MINUTES.sub(r"\1\2", code)
    return bool(re.search("(?<!d)d{1,2}(?!d)", code)), "m" in code, "y" in code, has_time

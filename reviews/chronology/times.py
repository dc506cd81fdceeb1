"""The times of day that people type, and those that stand before or after a date in the same cell."""

import re
from datetime import time

_HALF = r"(?:am|pm)"
_HOURS = r"(?:hrs|hours|h)"
_CLOCK = rf"\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}}(?:\.\d{{1,6}})?)?\s*(?:{_HALF}|{_HOURS})?"
_TIME = rf"(?P<time>{_CLOCK}|\d{{1,2}}\s*{_HALF}|\d{{4}}\s*{_HOURS})"
# A dot also joins the parts of a date, so that before a date only a colon tells a time.
_COLON = rf"\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s*(?:{_HALF}|{_HOURS})?"
AFTER_A_DATE = re.compile(
    rf"(?P<date>.*?[^\s,@:.-])(?P<joint>\s*(?:,|@|\bat\b)\s*|\s+(?:-\s+)?){_TIME}", re.ASCII
)
BEFORE_A_DATE = re.compile(
    rf"(?P<time>{_COLON}|\d{{1,2}}\s*{_HALF}|\d{{4}}\s*{_HOURS})(?P<joint>\s*,\s*|\s+)(?:on\s+)?(?P<date>\S.*)",
    re.ASCII,
)
_PARTS = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*[:.]\s*(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d{1,6})?)?)?"
    rf"\s*(?P<half>{_HALF}|{_HOURS})?",
    re.ASCII,
)
_FOUR_DIGITS = re.compile(rf"(\d{{2}})(\d{{2}})\s*{_HOURS}?", re.ASCII)


def parse_time(text: str) -> time | None:
    """Return the time of day that `text` names, to the minute, or None where it names none.

    "10:30", "10.30", "1030", "1030hrs", "10:30:00", "9am" and "2.15 pm" are read; "9" and "evening" are not.
    """
    text = " ".join(text.lower().replace("a.m", "am").replace("p.m", "pm").split()).rstrip(".")
    digits = _FOUR_DIGITS.fullmatch(text)
    if digits:
        return _time(int(digits[1]), int(digits[2]))
    found = _PARTS.fullmatch(text)
    if not found or (found["minute"] is None and found["half"] not in ("am", "pm")):
        return None
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    if found["half"] in ("am", "pm"):
        # 14:30pm says the same twice; 14:30am contradicts itself.
        if hour == 0 or (hour > 12 and found["half"] == "am"):
            return None
        if hour <= 12:
            hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    return _time(hour, minute) if second < 60 else None


def split_time(text: str) -> tuple[str, time | None]:
    """Return what is left of a date without its time of day, and that time; the text and None where it has none.

    Programs and spreadsheets write a date without a time as midnight: that is none, unless it says "at 00:00".
    """
    for form in (AFTER_A_DATE, BEFORE_A_DATE):
        found = form.fullmatch(text)
        at = parse_time(found["time"]) if found else None
        if found and at is not None:
            is_none = at == time(0) and found["joint"].strip() != "at"
            return found["date"].rstrip(" ,"), None if is_none else at
    return text, None


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None

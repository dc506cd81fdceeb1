"""The shapes of what people type as a date, in small letters and with plain hyphens; what they mean is in ``dates``."""

import re

_DAY = r"(?P<day>\d{1,2})"
_TH = r"(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>\d{1,2})"
_NAME = r"(?P<name>[a-z]{3,9})(?![a-z])\.?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_FULL_YEAR = r"(?P<year>\d{4})"
_GAP = r"(?:\s*[\s/.,-]\s*|\s+of\s+)?"

# Each names a year, and as much more as its date has.
DATES = [
    re.compile(form, re.ASCII)
    for form in (
        rf"{_DAY}\s*(?P<mark>[/.\-\s])\s*{_MONTH}\s*(?P=mark)\s*{_YEAR}",  # 14/03/2021, 14.3.21
        rf"{_FULL_YEAR}(?P<mark>[/.-]){_MONTH}(?P=mark){_DAY}",  # 2021-03-14
        rf"{_DAY}{_TH}{_GAP}{_NAME}{_GAP}{_YEAR}",  # 14th of March, 2021; 14-Mar-21
        rf"{_NAME}\s*{_DAY}{_TH}(?:\s*,\s*|\s+){_FULL_YEAR}",  # March 14, 2021
        rf"{_NAME}{_GAP}{_YEAR}",  # March 2021, Mar-21
        rf"{_MONTH}\s*[/.-]\s*{_FULL_YEAR}",  # 03/2021
        rf"{_FULL_YEAR}-{_MONTH}",  # 2021-03
        _FULL_YEAR,
    )
]
ISO_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:z|[+-]\d{2}:?\d{2})?", re.ASCII
)
SERIAL = re.compile(r"\d{5}(?:\.\d{1,12})?", re.ASCII)

ABOUT_BEFORE = re.compile(
    r"(?:(?:on|in) or (?:about|around)|in about|about|around|approximately|approx\b\.?|circa|abt\b\.?|roughly"
    r"|est\b\.?|ca?\.|ca?(?=\s|\d)|~)[\s:]*"
)
ABOUT_AFTER = re.compile(
    r"[\s,]*(?:\(\s*)?(?:approximately|approx\b\.?|circa|estimated|est\.?|\?)(?:\s*\))?|\s*-\s*ish"
)
ON = re.compile(r"(?:on|in|date:)\s+(?=\S)")
WEEKDAY = re.compile(
    r"(?:the )?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*(?:the\s+)?(?=\S)"
)

# What is no date, and why not
SAME_AS_ABOVE = re.compile(r"(as )?(above|before)|ditto|same( day| date)?|\"+|''|”|″|-\"-|-''-")
UNKNOWN = re.compile(
    r"(date )?(unknown|not known|unclear|undated|no date|n/?k|n/?a|tbc|tba|various|ongoing|-+|\?+)"
)
VAGUE = re.compile(
    r"\b(early|mid|middle|late|end|start|beginning|spring|summer|autumn|winter|easter|christmas|xmas|before|after|by"
    r"|since|until|till|pre|post|prior|week|w/c|w/e|wc|term|half|quarter|q[1-4]|from|between|onwards|\d{4}s)\b"
)
WITHOUT_YEAR = re.compile(
    rf"\d{{1,2}}\s*[/.-]\s*\d{{1,2}}|\d{{1,2}}{_TH}{_GAP}{_NAME}"
    rf"|(?P<alone>[a-z]{{3,9}})(?![a-z])\.?(?:\s*\d{{1,2}}(?:st|nd|rd|th))?",
    re.ASCII,
)
# A whole date in figures counts as one figure when several are looked for: its own marks join no two dates.
IN_FIGURES = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}", re.ASCII)
SEVERAL = re.compile(
    rf"\d{_TH}\s*(-|to|and|&|or|until|till)\s*(\d|[a-z]{{3,9}}\.?\s?\d)|\b(from|between)\b.*\b(to|and|until)\b"
    r"|^\d{4}/\d{2,4}$|^\d{1,2}/\d{1,2}\s*[a-z]|\d\s*[;&+]\s*\d",
    re.ASCII,
)

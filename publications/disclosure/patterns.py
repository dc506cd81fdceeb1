"""Finds what gives a person away in any text: numbers of the NHS and the State, postcodes, telephones…

Works on folded text from normal.py; knows no case. Dates are dates.py's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NHS_NUMBER = re.compile(r"(?<!\d)(?=(\d(?:[ \-.\n]{0,2}\d){9})(?!\d))")
NHS_WEIGHTS = range(10, 1, -1)
POSTCODE = re.compile(
    r"(?<![a-z0-9])(?:gir ?0aa|[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[abd-hjlnp-uw-z]{2})(?![a-z0-9])"
)
ORDINAL_END = re.compile(r"(?:1st|2nd|3rd|\dth)$")
_GAP = r"[ .\-/()\n]{0,2}"
TELEPHONE = re.compile(
    r"(?<![\w+])(?:\+ ?\(?44\)?|0044|\(\+44\)|\(?0)(?:[ .\-/]{0,2}\(0\))?"
    rf"(?:(?:{_GAP}\d){{9,10}}|(?:{_GAP}\d){{7}})(?!\d)"
)
# Bounded, so that a long text without a gap is read in a straight line.
EMAIL = re.compile(
    r"[a-z0-9][a-z0-9._%+'\-]{0,63}(?:@|\s?[\[(]\s?at\s?[\])]\s?)[a-z0-9\-]{1,63}"
    r"(?:(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)[a-z0-9\-]{1,63}){1,8}"
)
SPOKEN_EMAIL = re.compile(
    r"[a-z0-9][a-z0-9._%+\-]{0,63}\s{1,3}at(?:\s{1,3}[a-z0-9\-]{1,63}\s{1,3}dot){1,8}\s{1,3}[a-z0-9\-]+"
)
NATIONAL_INSURANCE = re.compile(r"(?<![a-z0-9])[a-z]{2}(?:[ \-.]?\d\d){3}[ \-.]?[a-d](?![a-z0-9])")
PUPIL_NUMBER = re.compile(r"(?<![a-z0-9])[a-hj-np-rt-z](?:[ \-]?\d){11}[ \-]?[\da-z](?![a-z0-9])")
PUPIL_LETTERS = "abcdefghjklmnpqrtuvwxyz"
CASE_REFERENCE = re.compile(r"(?<![a-z0-9])sc(?:[ \-_/]{0,2}[2-9bcdfghjklmnpqrstvwxz]{4}){2}(?![a-z0-9])")
FOR_ORGANISATIONS = re.compile(r"0(?:3|80|84|87|5)")  # Ofcom: no one person's number begins like this


@dataclass(frozen=True)
class Found:
    """A pattern in folded text: where it stands, what it is, and whether it must go or only be looked at."""

    start: int
    end: int
    kind: str
    severity: str


def find_patterns(text: str) -> Iterator[Found]:
    """Every pattern in folded text; they may overlap."""
    for found in NHS_NUMBER.finditer(text):
        if is_nhs_number(found[1]):
            yield Found(*found.span(1), "NHS number", "must")
    for found in POSTCODE.finditer(text):
        severity = "look" if ORDINAL_END.search(found[0]) else "must"  # "section B2 1st edition"
        yield Found(*found.span(), "postcode", severity)
    for found in TELEPHONE.finditer(text):
        number = _national(found[0])
        if is_telephone(number):
            severity = "look" if FOR_ORGANISATIONS.match(number) else "must"
            yield Found(*found.span(), "telephone number", severity)
    for kind, pattern in (
        ("e-mail address", EMAIL),
        ("e-mail address", SPOKEN_EMAIL),
        ("National Insurance number", NATIONAL_INSURANCE),
        ("case reference", CASE_REFERENCE),
    ):
        for found in pattern.finditer(text):
            yield Found(*found.span(), kind, "must")
    for found in PUPIL_NUMBER.finditer(text):
        severity = "must" if is_pupil_number(found[0]) else "look"
        yield Found(*found.span(), "pupil number", severity)


def is_nhs_number(text: str) -> bool:
    """Whether ten digits carry the NHS number's check digit (modulus 11, NHS Data Dictionary)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, NHS_WEIGHTS, strict=False)) % 11
    return (0 if check == 11 else check) == digits[9]


def is_pupil_number(text: str) -> bool:
    """Whether the letter fits the digits of a unique pupil number (modulus 23, Department for Education)."""
    signs = [sign for sign in text if sign.isalnum()]
    values = [int(sign) if sign.isdigit() else PUPIL_LETTERS.find(sign) for sign in signs[1:]]
    total = sum(value * weight for value, weight in zip(values, range(2, 14), strict=True))
    return PUPIL_LETTERS[total % 23] == signs[0]


def is_telephone(number: str) -> bool:
    """Whether digits have the length and beginning of a British telephone number, fictional ones included."""
    if number.startswith("0800") and len(number) in (8, 10, 11):
        return True
    return len(number) in (10, 11) and number[1] in "1235789"


def _national(text: str) -> str:
    """The digits as dialled within the country: +44 (0)1632 960123 is 01632960123."""
    digits = "".join(sign for sign in text if sign.isdigit())
    for country in ("0044", "44"):
        if digits.startswith(country):
            return "0" + digits[len(country) :].removeprefix("0")
    return digits

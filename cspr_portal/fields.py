"""Fields that Django lacks: a date in three inputs, an hour, a long text, choices with hints; what fields are called.

How a field looks on the page lives in templates/forms/; how a form picks its template, in ``forms``.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cspr_portal import clock

EXAMPLE_DATE = "7 12 2026"
EXAMPLE_TIME = "14:30"
PARTS = ("day", "month", "year")
EARLIEST = date(1900, 1, 1)
LATEST = date(clock.LATEST_YEAR, 12, 31)
FEWEST_LETTERS_OF_A_MONTH = 3
LONGEST_REASONING = 10_000

# What a database, a PDF or a Word file refuses: NUL and other control characters, halves of a surrogate pair,
# non-characters; and the mark that a decoder leaves where it could not read.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd-\uffff]")
INVISIBLE = " \t\n\r\xa0\xad\u200b\u200c\u200d\u2060\ufeff"

QUESTION = re.compile(
    r"(who|why|what|when|where|which|how|is|are|was|were|did|does|do|has|have|should|will|can)\b", re.I
)
DETERMINER = re.compile(r"(the|a|an|your|their|our|its|his|her|any|each|one|other|all|this)\b", re.I)


@dataclass(frozen=True)
class Words:
    """How a message speaks of a field: the name in mid-sentence, and at its beginning."""

    name: str
    subject: str
    is_question: bool = False

    @property
    def enter(self) -> str:
        """What to do about a missing text: "Enter the summary", "Answer “Why”"."""
        return f"Answer {self.name}" if self.is_question else f"Enter {self.name}"

    @property
    def choose(self) -> str:
        """What to do about a missing choice: "Choose the area", "Choose an answer to “Are they safe?”"."""
        return f"Choose an answer to {self.name}" if self.is_question else f"Choose {self.name}"


def words_for(label: str, name: str = "") -> Words:
    """Return the words for a field by its label, or by `name` where one is given ("the day of the call")."""
    if name:
        return Words(name, _upper_first(name))
    label = label.strip()
    if label.endswith("?") or QUESTION.match(label):
        return Words(f"“{label}”", f"The answer to “{label}”", is_question=True)
    name = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    if not DETERMINER.match(label):
        name = f"the {name}"
    return Words(name, _upper_first(name))


class DateInputs(forms.MultiWidget):
    """Day, month and year, each in an input of its own; drawn by templates/forms/date.html."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: date | None) -> list[str]:
        """Return the three texts for a date."""
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]


class HiddenDateInputs(DateInputs):
    """The same three inputs unseen, for a page on which what was typed is confirmed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.widgets = [forms.HiddenInput() for _ in PARTS]


class PortalDateField(forms.Field):
    """A calendar date typed as day, month and year; its value is a ``datetime.date``.

    Errors say what is wrong and carry ``params["parts"]``, the inputs that are. ``earliest`` and ``latest``
    may be set on a form's own copy of the field, for example to today.
    """

    widget = DateInputs
    hidden_widget = HiddenDateInputs

    def __init__(self, *, earliest: date = EARLIEST, latest: date = LATEST, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"For example, {EXAMPLE_DATE}")
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest
        self.words = words_for(str(self.label or "date"))

    def to_python(self, value: Any) -> date | None:
        """Return the date of [day, month, year] as typed, None when all three are empty."""
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            raise ValidationError(f"{self.words.enter}, for example {EXAMPLE_DATE}.", code="invalid")
        if isinstance(value, date):
            return value
        day, month, year = ([str(part or "").strip(INVISIBLE) for part in value] + ["", "", ""])[:3]
        if not (day or month or year):
            return None
        missing = [part for part, text in zip(PARTS, (day, month, year), strict=True) if not text]
        if missing:
            raise _wrong(f"{self.words.subject} must have a {' and a '.join(missing)}.", *missing)
        return self._whole(_number(day), _month(month), _number(year), year)

    def validate(self, value: date | None) -> None:
        """Refuse an empty date where one is needed, and one outside the bounds."""
        if value is None:
            if self.required:
                raise ValidationError(self._required(), code="required")
            return
        if value < self.earliest:
            raise _wrong(f"{self.words.subject} must be {clock.day_words(self.earliest)} or later.")
        if value > self.latest:
            raise _wrong(f"{self.words.subject} must be {clock.day_words(self.latest)} or earlier.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether what was typed is another date than the one at the start."""
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def _required(self) -> str:
        given = str(self.error_messages["required"])
        if given != str(forms.Field.default_error_messages["required"]):
            return given
        return f"{self.words.enter}, for example {EXAMPLE_DATE}."

    def _whole(self, day: int | None, month: int | None, year: int | None, typed_year: str) -> date:
        if year is None or len(typed_year) != 4 or year < EARLIEST.year:
            raise _wrong(f"{self.words.subject} must have a year of four digits, for example 2026.", "year")
        if month is None or not 1 <= month <= 12:
            raise _wrong(f"{self.words.subject} must have a month from 1 to 12.", "month")
        if day is None or day < 1 or day > 31:
            raise _wrong(f"{self.words.subject} must have a day from 1 to 31.", "day")
        days = monthrange(year, month)[1]
        if day > days:
            name = clock.MONTHS[month - 1]
            raise _wrong(f"{day} {name} {year} isn’t a date: {name} {year} has {days} days.", "day")
        return date(year, month, day)


class PortalTimeField(forms.TimeField):
    """An hour by the 24-hour clock, typed as 14:30, 14.30 or 1430; its value is a ``datetime.time``."""

    widget = forms.TimeInput(format="%H:%M")
    input_formats = ("%H:%M", "%H.%M", "%H%M")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"By the 24-hour clock, for example {EXAMPLE_TIME}")
        super().__init__(**kwargs)


def long_text(
    label: str,
    missing: str = "",
    help_text: str = "",
    *,
    rows: int = 4,
    longest: int = LONGEST_REASONING,
    is_required: bool = True,
) -> forms.CharField:
    """Return a field for a text of several lines, at most `longest` characters, in an input of `rows` lines.

    `missing` is what is said when it is left empty; without it, ``field_rules`` says so by the label.
    """
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_required,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


class Radios(forms.RadioSelect):
    """Radios whose choices may have a hint: ``Radios(hints={"met": "Both limbs…"}, is_inline=True)``."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[Any, str] | None = None,
        is_inline: bool = False,
        is_small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.is_inline = is_inline
        self.is_small = is_small


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes whose choices may have a hint, as ``Radios``."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[Any, str] | None = None,
        is_small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.is_small = is_small


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wrong(message: str, *parts: str) -> ValidationError:
    """An error whose percent signs are plain text, with the inputs it is about (none: all three)."""
    return ValidationError("%(message)s", code="invalid", params={"message": message, "parts": parts})


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else None


def _month(text: str) -> int | None:
    """A month by number or by the beginning of its English name."""
    name = text.rstrip(".").lower()
    if len(name) >= FEWEST_LETTERS_OF_A_MONTH:
        for number, month in enumerate(clock.MONTHS, start=1):
            if month.lower().startswith(name):
                return number
    return _number(text)

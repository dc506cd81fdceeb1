"""For all templates: addresses, dates and sizes in words, clocks’ words, a form’s errors with their links."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet

from cspr_portal import clock, sizes

register = template.Library()

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ClockLike(Protocol):
    """What the clock filters need of a clock (``reviews.deadlines.Clock`` has it)."""

    def state(self, today: date) -> str: ...

    def figure_words(self, today: date) -> tuple[str, str, str]: ...

    def tag_words(self, today: date) -> str: ...

    def tag_kind(self, today: date) -> str: ...


@register.filter
def day(value: date | datetime | None) -> str:
    """7 July 2027. A moment is shown as its day in London; nothing as nothing."""
    return clock.day_words(_day_of(value)) if value else ""


@register.filter
def weekday_day(value: date | datetime | None) -> str:
    """Mon 14 December, for deadlines; with the year when it is not this year's table: ``weekday_year``."""
    return clock.weekday_words(_day_of(value), year=False) if value else ""


@register.filter
def weekday_year(value: date | datetime | None) -> str:
    """Mon 14 December 2026."""
    return clock.weekday_words(_day_of(value)) if value else ""


@register.filter
def full_day(value: date | datetime | None) -> str:
    """Thursday 17 December 2026."""
    if not value:
        return ""
    found = _day_of(value)
    return f"{WEEKDAYS[found.weekday()]} {clock.day_words(found)}"


@register.filter
def day_time(value: datetime | None) -> str:
    """7 July 2027, 14:30, by London's clocks."""
    if not value:
        return ""
    there = clock.london(value)
    return f"{clock.day_words(there.date())}, {there:%H:%M}"


@register.filter
def file_size(value: int | None) -> str:
    """410 KB, 1.2 MB, from a number of bytes; never 0 KB for a file that holds something."""
    return "" if value is None else sizes.in_words(value)


@register.filter
def dial(value: str) -> str:
    """A telephone number for a link: 01632960145."""
    return "".join(sign for sign in value if sign.isdigit() or sign == "+")


@register.filter
def after(value: str, beginning: str) -> str:
    """The rest of a name after its short form: "Safeguarding Children Partnership" after "Aldermere"."""
    return value.removeprefix(beginning).strip() or value


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, address: str) -> str:
    """An address of this site with its host, as other sites need it. The host has been checked (ALLOWED_HOSTS)."""
    return str(context["request"].build_absolute_uri(address))


@register.filter
def lower_first(value: str) -> str:
    """With a small first letter, unless the word is an abbreviation."""
    text = str(value)
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@register.filter
def tag_words(value: ClockLike, today: date) -> str:
    """A clock's tag: "10 left"."""
    return value.tag_words(today)


@register.filter
def tag_kind(value: ClockLike, today: date) -> str:
    """The colour of a clock's tag."""
    return value.tag_kind(today)


@register.filter
def figure_words(value: ClockLike, today: date) -> tuple[str, str, str]:
    """A clock's chip: figure, unit, date."""
    return value.figure_words(today)


@register.filter
def chip_state(value: ClockLike, today: date) -> str:
    """The colour of a clock's chip; a clock that has stopped has none."""
    state = value.state(today)
    return state if state in ("calm", "soon", "late") else "none"


@register.filter
def error_links(value: Any) -> list[tuple[str, str]]:
    """What is wrong, in the page’s order, each with the id of its input ("" for a form as a whole)."""
    if not value:
        return []
    found: list[tuple[str, str]] = []
    if isinstance(value, BaseFormSet):
        found += [("", str(message)) for message in value.non_form_errors()]
    for form in [value] if isinstance(value, forms.BaseForm) else _forms(value):
        found += [("", str(message)) for message in form.non_field_errors()]
        for field in form:
            found += [(_target(field), str(message)) for message in field.errors]
    return found


def _forms(value: Iterable[Any]) -> list[forms.BaseForm]:
    return [form for form in value if isinstance(form, forms.BaseForm)]


def _target(field: BoundField) -> str:
    if field.is_hidden:
        return ""
    return getattr(field, "target_id", "") or field.id_for_label


def _day_of(value: date | datetime) -> date:
    return clock.today(value) if isinstance(value, datetime) else value

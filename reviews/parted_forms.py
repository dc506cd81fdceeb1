"""Forms asked under several headings, and what was typed into a form as words. No form of one noun lives here."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField

from cspr_portal import clock
from cspr_portal.fields import PARTS, PortalDateField
from cspr_portal.forms import PortalForm
from cspr_portal.words import listed


class PartedForm(PortalForm):
    """A form whose fields stand under headings; `parts` names them, what it leaves out stands first."""

    template_name = "forms/in_parts.html"
    parts: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    # What a list of answers calls a field, where its question is too long
    short: ClassVar[dict[str, str]] = {}

    @property
    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield (heading, its fields) in order; the heading is empty for fields of no part."""
        named = {name for _heading, names in self.parts for name in names}
        rest = [name for name, field in self.fields.items() if name not in named and not _is_hidden(field)]
        for heading, names in (("", tuple(rest)), *self.parts):
            found = [self[name] for name in names if name in self.fields]
            if found:
                yield heading, found


def inputs_of(form: forms.Form) -> Iterator[tuple[str, forms.Field, list[str]]]:
    """Yield (name, field, names of its inputs) for each field that is shown."""
    for name, field in form.fields.items():
        if _is_hidden(field):
            continue
        is_date = isinstance(field, PortalDateField)
        yield name, field, [f"{name}_{part}" for part in PARTS] if is_date else [name]


def said(form: forms.Form, name: str) -> str:
    """Return the answer to one field in words, empty for none: as understood, or as typed where it is wrong."""
    bound = form[name]
    if form.is_bound and name not in form.errors and name in form.cleaned_data:
        return _words(form.fields[name], form.cleaned_data[name])
    value = bound.value()
    parts = [str(part) for part in value if part] if isinstance(value, (list, tuple)) else [str(value or "")]
    chosen = dict(_choices(form.fields[name]))
    return " ".join(chosen.get(part, part) for part in parts)


def _is_hidden(field: forms.Field) -> bool:
    return field.widget.is_hidden


def _choices(field: forms.Field) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in getattr(field, "choices", ())]


def _words(field: forms.Field, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, date):
        return clock.day_words(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, QuerySet):
        return listed([str(one) for one in value])
    chosen = dict(_choices(field))
    if isinstance(value, list):
        return listed([chosen.get(str(one), str(one)) for one in value])
    return chosen.get(str(value), str(value))

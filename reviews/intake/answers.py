"""What the answers of an intake say: each section read again by the form that took it. Changes nothing.

An intake keeps `slot → {"version", "added", "typed"}`: a section's key, or the section's and the entry's key
where there may be several. `typed` is what the inputs sent; `version` that of the intake when it was saved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from cspr_portal.fields import UNSTORABLE
from cspr_portal.words import listed
from reviews.involvement.access import agencies_on
from reviews.involvement.forms import LinesForm
from reviews.models import CaseKind, Intake, Outcome
from reviews.parted_forms import inputs_of, said

from .forms import Around
from .sections import BY_KEY, Section, sections_for

Typed = dict[str, list[str]]
LINES = "agencies/lines"
# Of what is no text, nothing longer can be right.
LONGEST_CHOICE = 100


@dataclass(frozen=True)
class State:
    """How far a section is: its word, and the kind of its tag."""

    words: str
    kind: str
    is_open: bool = False


COMPLETED = State("Completed", "calm")
INCOMPLETE = State("Incomplete", "soon", is_open=True)
NOT_STARTED = State("Not yet started", "live", is_open=True)
OPTIONAL = State("Optional", "quiet")


def typed_into(form: forms.Form) -> Typed:
    """Return what was sent for each shown input of a bound form, without the empty ones."""
    found: Typed = {}
    data: Any = form.data
    for _name, _field, inputs in inputs_of(form):
        for name in inputs:
            values = [str(value) for value in data.getlist(form.add_prefix(name))]
            if any(value.strip() for value in values):
                found[name] = values
    return found


def kept_unfinished(form: forms.Form) -> Typed | None:
    """Return what was sent into a form that isn't valid, to be kept as it is; None where a text can't be kept."""
    if any(
        error.code in {"unstorable", "too_long"}
        for errors in form.errors.as_data().values()
        for error in errors
    ):
        return None
    texts = {name for name, field in form.fields.items() if type(field) is forms.CharField}
    return {
        name: [value for value in values if name in texts or _may_be_kept(value)][:LONGEST_CHOICE]
        for name, values in typed_into(form).items()
    }


def as_data(typed: Mapping[str, Any] | None) -> Any:
    """Return what was kept as a form takes it; what a browser sent, and None, as they are."""
    return typed if typed is None or isinstance(typed, MultiValueDict) else MultiValueDict(typed)


def begin_with(form: forms.Form, typed: Typed) -> None:
    """Let a form that nothing was sent to begin with what was typed before, right or wrong."""
    for name, field, inputs in inputs_of(form):
        if len(inputs) > 1:
            form.initial[name] = ["".join(typed.get(part, [])[:1]) for part in inputs]
        elif isinstance(field.widget, forms.CheckboxSelectMultiple):
            form.initial[name] = typed.get(name, [])
        elif name in typed:
            form.initial[name] = typed[name][0]


class Answers:
    """All answers of one intake at one moment."""

    def __init__(self, intake: Intake, at: datetime) -> None:
        self.intake = intake
        self.at = at

    @property
    def kind(self) -> str:
        """Whose review it is (CaseKind)."""
        return self.typed("start").get("kind", [CaseKind.INCIDENT.value])[0]

    @property
    def kind_words(self) -> str:
        """Whose review it is, in words."""
        return str(CaseKind(self.kind).label)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that this kind of intake has."""
        return sections_for(self.kind)

    def typed(self, slot: str) -> Typed:
        """Return what was typed into a slot; empty for one that nobody has saved."""
        found: Typed = self.intake.answers.get(slot, {}).get("typed", {})
        return found

    def version(self, slot: str) -> int:
        """Return the intake's version when the slot was saved last; 0 for one that nobody has saved."""
        return int(self.intake.answers.get(slot, {}).get("version", 0))

    def entries(self, section: Section) -> list[str]:
        """Return the keys of the entries of a section that may have several, in the order in which they came."""
        beginning = f"{section.key}/"
        slots = [slot for slot in self.intake.answers if slot.startswith(beginning) and slot != LINES]
        slots.sort(key=lambda slot: (self.intake.answers[slot]["added"], slot))
        return [slot.removeprefix(beginning) for slot in slots]

    # Forms

    def form(self, section: Section, typed: Mapping[str, Any] | None = None, entry: str = "") -> Any:
        """Return the section's form, bound to what was typed; unbound when `typed` is None."""
        data = as_data(typed)
        if section.key == "children":
            return section.form(data, others=self.children(but=entry), **self._outcomes(but=entry))
        if section.key == "proceedings":
            return section.form(data, today=self.around.today)
        if section.key == "agencies":
            return section.form(data, offered=self.offered)
        return section.form(data, around=self.around_all if section.key == "notified" else self.around)

    def lines_form(self, typed: Mapping[str, Any] | None = None) -> LinesForm:
        """Return the form that asks how each named agency was involved."""
        return LinesForm(as_data(typed), agencies=self.agencies)

    def saved_form(self, section: Section, entry: str = "") -> Any:
        """Return the section's form with what was saved, or None where nothing is."""
        slot = f"{section.key}/{entry}" if entry else section.key
        typed = self.typed(slot)
        return self.form(section, typed, entry) if typed else None

    def saved_forms(self, section: Section) -> Iterator[Any]:
        """Yield the forms of a section with what was saved: one, or one an entry."""
        if section.many:
            yield from (self.saved_form(section, entry) for entry in self.entries(section))
            return
        form = self.saved_form(section)
        if form is not None:
            yield form
        if section.key == "agencies" and self.agencies and self.typed(LINES):
            yield self.lines_form(self.typed(LINES))

    @cached_property
    def offered(self) -> Any:
        return agencies_on(self.around.today)

    @cached_property
    def agencies(self) -> list[tuple[str, str]]:
        """The agencies that were named, as (key, name)."""
        form = self.saved_form(BY_KEY["agencies"])
        return form.chosen() if form is not None and form.is_valid() else []

    def children(self, but: str = "") -> list[tuple[str, str]]:
        """Return the children so far as (key, pseudonym as typed), without the one with the key `but`."""
        found = []
        for entry in self.entries(BY_KEY["children"]):
            if entry != but:
                name = self.typed(f"children/{entry}").get("pseudonym", [""])[0].strip()
                found.append((entry, name or "A child without a pseudonym yet"))
        return found

    def _outcomes(self, but: str) -> dict[str, Any]:
        """What happened, as the harm says, and as is said of each child but one; empty where nothing is."""

        def outcome(slot: str) -> str:
            typed = self.typed(slot).get("outcome", [""])[0]
            return typed if typed in Outcome.values else ""

        entries = [entry for entry in self.entries(BY_KEY["children"]) if entry != but]
        others = [outcome(f"children/{entry}") for entry in entries]
        return {"case_outcome": outcome("harm"), "other_outcomes": others}

    # What sections compare their answers with

    @cached_property
    def around(self) -> Around:
        start: date | None = None
        if self.kind == CaseKind.INCIDENT and (typed := self.typed("incident")):
            start = _clean(BY_KEY["incident"].form(as_data(typed), around=Around(self.at))).get(
                "incident_from"
            )
        return Around(self.at, incident_from=start)

    @cached_property
    def around_all(self) -> Around:
        typed = self.typed("known")
        known = _clean(BY_KEY["known"].form(as_data(typed), around=self.around)) if typed else {}
        return Around(self.at, self.around.incident_from, known.get("aware_on"))

    # How far it is

    def state(self, section: Section) -> State:
        """Return how far a section is."""
        forms_saved = list(self.saved_forms(section))
        if not forms_saved:
            return NOT_STARTED if section.is_required else OPTIONAL
        return COMPLETED if all(form.is_valid() for form in forms_saved) else INCOMPLETE

    @property
    def missing(self) -> list[str]:
        """The words of the sections without which the case can't be logged yet."""
        return [section.words for section in self.sections if self.state(section).is_open]

    @property
    def missing_sentence(self) -> str | None:
        """Why the case can't be logged yet, or None."""
        if not self.missing:
            return None
        names = listed([f"“{words}”" for words in self.missing])
        verb = "is" if len(self.missing) == 1 else "are"
        return f"Not yet: {names} {verb} not complete."

    @property
    def title(self) -> str:
        """The children's pseudonyms so far, as the case will be called."""
        return listed([name for _key, name in self.children()]) or "A child not yet named"

    def cleaned(self, key: str, entry: str = "") -> dict[str, Any]:
        """Return a section's answers as the form understood them; empty where nothing was saved or it doesn't fit."""
        form = self.saved_form(BY_KEY[key], entry)
        return _clean(form) if form is not None else {}


def questions(form: forms.Form) -> Iterator[BoundField]:
    """Yield the shown fields of a form in their order."""
    yield from (form[name] for name, _field, _inputs in inputs_of(form))


def differences(theirs: forms.Form, mine: forms.Form) -> list[tuple[str, str, str]]:
    """Return (question, their answer, my answer) where two forms of one section differ, in words."""
    rows = [
        (str(field.label), said(theirs, field.name), said(mine, field.name))
        for field in questions(mine)
        if field.name in theirs.fields
    ]
    return [row for row in rows if row[1] != row[2]]


def _may_be_kept(value: str) -> bool:
    return len(value) <= LONGEST_CHOICE and not UNSTORABLE.search(value)


def _clean(form: forms.Form) -> dict[str, Any]:
    form.is_valid()
    return form.cleaned_data

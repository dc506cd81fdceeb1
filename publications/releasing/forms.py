"""Forms before the day of publication. They say what is wrong with what was typed; who may is in access.py."""

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, PortalTimeField, Radios, long_text
from publications.models import StepKind, StepOutcome
from publications.releasing.actions import FURTHEST_AHEAD_DAYS
from reviews.dated_forms import TodayForm

LONGEST_NOTE = 4_000
# What the note on an item is for.
ABOUT: dict[str, str] = {
    StepKind.FAMILY: "Who told them and how, and what they asked for. If they could not be told, or did not want to "
    "be: choose “Not needed” and say why. No names: say “the mother”.",
    StepKind.COMMUNICATIONS: "What each partner says and when, and who answers the press.",
    StepKind.LEGAL: "What was advised, in short. The advice itself belongs with the case’s privileged documents.",
    StepKind.ORDERS: "What was looked at, and how publication keeps to each order that is in force.",
    StepKind.PROCEEDINGS: "Clear, or the hold explained: why publication may go on, and who agreed to that.",
    StepKind.PRACTITIONERS: "How they were told, and what support was offered. No names.",
    StepKind.DEPOSIT: "Download the pack from the list first. To whom it was sent, and how.",
    StepKind.NOT_IN_FULL: "Why the report is not published in full, and when the national Panel and the Secretary of "
    "State were told.",
}
USUAL_HOUR = time(10, 0)
NOW, LATER = "now", "later"


class CopyForm(TodayForm):
    """The day on which the copy went."""

    copied_on = PortalDateField(
        label="Day on which the copy was sent",
        help_text="To the national Panel and to the Secretary of State. For example 7 12 2026.",
        error_messages={"required": "Enter the day on which the copy was sent, for example 7 12 2026."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("copied_on", "The day on which the copy was sent")
        return data


class StepForm(TodayForm):
    """That items of the checklist were seen to, or why they are not needed. With one `kind`, which is not asked."""

    conditional = ("done_on", "who", "note")

    kinds = forms.MultipleChoiceField(
        label="What was seen to?",
        widget=Checkboxes(),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what was seen to."),
    )
    outcome = forms.ChoiceField(
        label="How does it stand?",
        choices=StepOutcome.choices,
        widget=Radios,
        error_messages={"required": "Choose how it stands."},
    )
    done_on = PortalDateField(label="Day it was done", required=False, help_text="For example 7 12 2026.")
    who = forms.CharField(
        label="By whom", help_text="A name and post, or a body.", max_length=200, required=False
    )
    note = long_text(
        "Note",
        help_text="It stands on each of them. No names. If they are not needed: why.",
        rows=4,
        longest=LONGEST_NOTE,
        is_required=False,
    )

    def __init__(
        self,
        *args: Any,
        choices: Sequence[StepKind],
        is_one: bool,
        must_explain: Callable[[str], str | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choices, self.must_explain = choices, must_explain
        if is_one:
            del self.fields["kinds"]
            self.fields["note"].help_text = ABOUT[choices[0]]
        else:
            self.fields["kinds"].choices = [(kind.value, kind.label) for kind in choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("done_on", "The day it was done")
        note = (data.get("note") or "").strip()
        if data.get("outcome") == StepOutcome.DONE:
            if data.get("done_on") is None and "done_on" not in self.errors:
                self.add_error("done_on", "Enter the day it was done, for example 7 12 2026.")
            if not data.get("who") and "who" not in self.errors:
                self.add_error("who", "Enter by whom it was done.")
        elif data.get("outcome") and not note and "note" not in self.errors:
            self.add_error("note", "Enter why it is not needed.")
        for kind in self.of_kinds if not note and "note" not in self.errors else []:
            sentence = self.must_explain(kind)
            if sentence:
                self.add_error("note", sentence)
                break
        return data

    @property
    def of_kinds(self) -> list[str]:
        """The items that it is about."""
        if "kinds" in self.fields:
            return list(self.cleaned_data.get("kinds") or [])
        return [self.choices[0].value]

    def facts(self) -> dict[str, Any]:
        """What the action takes: what is not needed was found so today."""
        data = self.cleaned_data
        is_done = data["outcome"] == StepOutcome.DONE
        day = data["done_on"] if is_done else self.today
        words = {"who": data["who"] if is_done else "", "note": data["note"]}
        return {"kinds": self.of_kinds, "outcome": data["outcome"], "done_on": day, **words}


class PublishForm(PortalForm):
    """Now, or a day and an hour in London."""

    conditional = ("day", "hour")

    when = forms.ChoiceField(
        label="When should it open?",
        choices=[(LATER, "On a day and at an hour"), (NOW, "Now")],
        widget=Radios,
        error_messages={"required": "Choose when it should open."},
    )
    day = PortalDateField(
        label="Day", required=False, help_text="A working day is best. For example 7 12 2026."
    )
    hour = PortalTimeField(label="Hour", required=False, help_text="London time, for example 10:00.")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.initial.setdefault("hour", USUAL_HOUR)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") != LATER:
            return data
        for name, words in (
            ("day", "Enter the day, for example 7 12 2026."),
            ("hour", "Enter the hour, for example 10:00."),
        ):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, words)
        if self.errors:
            return data
        if self.opens_at <= self.at:
            self.add_error("day", "That day and hour have gone by. Enter a later one, or choose “Now”.")
        elif (data["day"] - clock.today(self.at)).days > FURTHEST_AHEAD_DAYS:
            self.add_error("day", "Enter a day within the next two years.")
        return data

    @property
    def opens_at(self) -> datetime:
        """The moment that was chosen; for “now” the moment of the request."""
        if self.cleaned_data["when"] == NOW:
            return self.at
        hour: time = self.cleaned_data["hour"]
        return clock.at_hour(self.cleaned_data["day"], hour.hour, hour.minute)


class CancelDayForm(PortalForm):
    """Why the day of publication is taken back."""

    reason = long_text(
        "Reason",
        "Enter why the day is cancelled.",
        "Kept in the record, never shown in public.",
        rows=3,
        longest=1_000,
    )

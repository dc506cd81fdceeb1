"""Forms of the sections of an intake. Each checks its own answers, and against those of other sections that fit.

Children, proceedings and agencies have forms that the case uses too: they live with those nouns.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, PortalTimeField, Radios, long_text
from reviews.dated_forms import TodayForm
from reviews.models import (
    Abuse,
    Area,
    CaseKind,
    ChildrenSafe,
    Harm,
    Known,
    Outcome,
    Precision,
    Setting,
)
from reviews.parted_forms import PartedForm

LONGEST_SUMMARY = 5_000
LONGEST_WHO = 200


@dataclass(frozen=True)
class Around:
    """What a section may compare its answers with: the moment, and what other sections say, where they fit."""

    at: datetime
    incident_from: date | None = None
    aware_on: date | None = None

    @property
    def today(self) -> date:
        return clock.today(self.at)


class PlaceForm(PortalForm):
    """Where it happened, and whose review it is."""

    area = forms.ModelChoiceField(
        label="Area in which the incident happened",
        help_text="For a contribution: our area, of which the other partnership asks.",
        queryset=Area.objects.none(),
        empty_label="Choose an area",
        error_messages={
            "required": "Choose the area in which the incident happened.",
            "invalid_choice": "Choose one of the areas in the list.",
        },
    )
    kind = forms.ChoiceField(
        label="What are you logging?",
        choices=CaseKind.choices,
        initial=CaseKind.INCIDENT,
        widget=Radios(
            hints={
                CaseKind.CONTRIBUTION: "It leads, and asks us for our part. No clock of ours runs.",
            }
        ),
        error_messages={"required": "Choose what you are logging."},
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class StartForm(PlaceForm):
    """What an intake begins with. However often the form is sent, its key begins one."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())


class SectionForm(PartedForm, TodayForm):
    """A section of an intake, which knows what lies around it."""

    def __init__(self, *args: Any, around: Around, **kwargs: Any) -> None:
        super().__init__(*args, today=around.today, **kwargs)
        self.around = around

    def not_in_future(self, name: str, words: str, hour: str = "") -> None:
        """Put an error on a day that is still to come, or on its hour (the field `hour`) when that is today's."""
        day = self.cleaned_data.get(name)
        self.check_day(name, words)
        now = clock.london(self.around.at).time()
        typed: time | None = self.cleaned_data.get(hour)
        if typed and day == self.today and typed > now:
            self.add_error(hour, f"This hour can’t be in the future. It is {now:%H:%M} now.")

    def not_before(self, name: str, first: date | None, sentence: str) -> None:
        """Put the sentence on a day that comes before `first`."""
        day = self.cleaned_data.get(name)
        if day and first and day < first:
            self.add_error(name, sentence)

    def needs_its_day(self, name: str, hour: str, day_words: str) -> None:
        """Ask for the day when only its hour was typed."""
        if self.cleaned_data.get(hour) and not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, f"Enter {day_words}, or leave the time empty.")


class SafeForm(SectionForm):
    """The first question of all, and who told us."""

    conditional = ("children_safe_note",)
    parts = (("Who told us", ("referred_by", "referrer_answered_on")),)

    children_safe = forms.ChoiceField(
        label="Are other children safe now?",
        choices=ChildrenSafe.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether other children are safe now."},
    )
    children_safe_note = long_text(
        "Who is seeing to it",
        help_text="A name or post, and how to reach them. Needed unless the answer is a plain yes.",
        rows=2,
        longest=500,
        is_required=False,
    )
    referred_by = forms.CharField(
        label="Who told the partnership",
        help_text="An agency and a post, such as “on-call paediatrician”; a coroner; a member of the public. "
        "No names of family here.",
        max_length=LONGEST_WHO,
        required=False,
    )
    referrer_answered_on = PortalDateField(
        label="Day they were answered",
        help_text="Leave it empty if nobody has answered them yet.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_in_future("referrer_answered_on", "The day they were answered")
        is_uncertain = data.get("children_safe") == ChildrenSafe.BEING_SEEN_TO
        if is_uncertain and not data.get("children_safe_note") and "children_safe_note" not in self.errors:
            self.add_error("children_safe_note", "Enter who is seeing to the other children’s safety.")
        return data


class IncidentForm(SectionForm):
    """When and where it happened, as far as it is known."""

    conditional = ("incident_from", "incident_to")

    incident_precision = forms.ChoiceField(
        label="When the incident happened",
        choices=Precision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how well the date of the incident is known."},
    )
    incident_from = PortalDateField(
        label="Day of the incident, or the first day of the period",
        help_text="For example 7 12 2026. Leave it empty if it is not known.",
        required=False,
    )
    incident_to = PortalDateField(label="Last day of the period (only for a period)", required=False)
    incident_time = PortalTimeField(
        label="Time of the incident, if known",
        help_text="On the 24-hour clock, for example 14:30.",
        required=False,
        error_messages={"invalid": "Enter the time of the incident like 14:30."},
    )
    setting = forms.ChoiceField(
        label="Where it happened",
        help_text="The kind of place. The address is sealed later.",
        choices=Setting.choices,
        required=False,
        initial=Setting.NOT_KNOWN,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["setting"] = data.get("setting") or Setting.NOT_KNOWN
        self.not_in_future("incident_from", "The day of the incident", "incident_time")
        self.not_in_future("incident_to", "The last day of the period")
        start, end = data.get("incident_from"), data.get("incident_to")
        precision = data.get("incident_precision")
        is_dated = precision in {Precision.EXACT, Precision.ABOUT, Precision.PERIOD}
        if is_dated and not start and "incident_from" not in self.errors:
            self.add_error("incident_from", "Enter the day of the incident, or choose “Not known” above.")
        if precision == Precision.PERIOD and start and not end and "incident_to" not in self.errors:
            self.add_error("incident_to", "Enter the last day of the period.")
        if precision == Precision.UNKNOWN and (start or end):
            self.add_error("incident_precision", "Choose how well the date is known: you have entered one.")
        if precision in {Precision.EXACT, Precision.ABOUT} and end:
            self.add_error("incident_to", "Leave this empty, or choose “Over a period” above.")
        if start and end and end < start:
            self.add_error("incident_to", "The period ends before it begins. Check both days.")
        return data


class HarmForm(SectionForm):
    """The two limbs of the definition as they look now, the harm, and the summary."""

    conditional = ("is_suspected_suicide",)

    abuse = forms.ChoiceField(
        label="Is abuse or neglect known or suspected?",
        choices=Abuse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether abuse or neglect is known or suspected."},
    )
    outcome = forms.ChoiceField(
        label="What happened to the child?",
        help_text="For several children, the gravest. A suspected suicide is a death.",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened to the child."},
    )
    is_suspected_suicide = forms.ChoiceField(
        label="Is a death by suicide suspected?",
        choices=Known.choices,
        required=False,
        initial=Known.NOT_KNOWN,
        widget=Radios(is_inline=True),
    )
    harms = forms.MultipleChoiceField(
        label="What the harm was, or may have been",
        help_text="Choose all that apply.",
        choices=Harm.choices,
        required=False,
        widget=Checkboxes(is_small=True),
    )
    harm_reasoning = long_text(
        "Why the harm is serious, or may be",
        help_text="The list of what counts is open: say what you see and what is expected.",
        longest=LONGEST_SUMMARY,
        is_required=False,
    )
    summary = long_text(
        "What happened, in a few sentences",
        "Enter what happened, in a few sentences.",
        "Use pseudonyms. Real names, addresses and schools are kept apart, under seal.",
        rows=6,
        longest=LONGEST_SUMMARY,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["is_suspected_suicide"] = data.get("is_suspected_suicide") or Known.NOT_KNOWN
        is_no_death = data.get("outcome") in {Outcome.SERIOUSLY_HARMED, Outcome.NEITHER}
        if data["is_suspected_suicide"] == Known.YES and is_no_death:
            self.add_error(
                "is_suspected_suicide", "A suspected suicide is a death. Choose “Died” above, or “No” here."
            )
        return data


class NotifiedForm(SectionForm):
    """That the national Panel was told before the case is logged."""

    conditional = ("sent_on", "sent_by")

    is_notified = forms.ChoiceField(
        label="Has the national Panel been notified already?",
        help_text="If not, notify first: nothing has to be logged before it.",
        choices=[("yes", "Yes"), ("no", "No, not yet")],
        widget=Radios(is_inline=True),
        error_messages={"required": "Choose whether the national Panel has been notified."},
    )
    sent_on = PortalDateField(label="Day the notification was sent", required=False)
    sent_time = PortalTimeField(label="Time it was sent", required=False)
    sent_by = forms.CharField(
        label="Who sent it for the local authority", max_length=LONGEST_WHO, required=False
    )
    panel_reference = forms.CharField(label="The national Panel’s reference", max_length=60, required=False)
    note = long_text("Note", rows=2, longest=2_000, is_required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_in_future("sent_on", "The day the notification was sent", "sent_time")
        aware = self.around.aware_on
        words = f", {clock.day_words(aware)}" if aware else ""
        self.not_before(
            "sent_on", aware, f"The notification can’t be before the local authority was aware{words}."
        )
        if data.get("is_notified") == "yes":
            if not data.get("sent_on") and "sent_on" not in self.errors:
                self.add_error("sent_on", "Enter the day the notification was sent, for example 7 12 2026.")
            if not data.get("sent_by") and "sent_by" not in self.errors:
                self.add_error("sent_by", "Enter who sent the notification for the local authority.")
        if data.get("is_notified") == "no" and (data.get("sent_on") or data.get("sent_by")):
            self.add_error("is_notified", "You have entered a notification. Choose “Yes”, or empty the rest.")
        return data


class ContributionForm(SectionForm):
    """Who leads, and what they ask of us by when."""

    led_by = forms.CharField(
        label="The partnership that leads",
        max_length=LONGEST_WHO,
        error_messages={"required": "Enter the partnership that leads."},
    )
    asked_on = PortalDateField(
        label="Day we were asked",
        error_messages={"required": "Enter the day we were asked, for example 7 12 2026."},
    )
    due_on = PortalDateField(label="Day our contribution is due", required=False)
    contribution_note = long_text("What they ask for", rows=3, longest=2_000, is_required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_in_future("asked_on", "The day we were asked")
        self.not_before(
            "due_on",
            data.get("asked_on"),
            "Our contribution can’t be due before we were asked. Check both days.",
        )
        return data


class DropForm(PortalForm):
    """Why an intake is not logged."""

    reason = long_text(
        "Why it is not logged",
        "Enter why this intake is not logged.",
        "For example: logged twice, or entered in another area. No names.",
        longest=2_000,
    )

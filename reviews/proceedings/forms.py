"""The form of a process that runs beside a case. Used at intake and on the case."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, long_text
from reviews.dated_forms import TodayForm
from reviews.models import ProceedingKind, ProceedingStatus

LONGEST_EFFECT = 5_000


class ProceedingForm(TodayForm):
    """One process beside the case: whose it is, how it stands, and what it means for us."""

    conditional = ("ended_on",)

    kind = forms.ChoiceField(
        label="What sort of process",
        choices=[("", "Choose a process"), *ProceedingKind.choices],
        error_messages={"required": "Choose what sort of process it is."},
    )
    status = forms.ChoiceField(
        label="How it stands",
        choices=ProceedingStatus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the process stands."},
    )
    led_by = forms.CharField(label="Who leads it", max_length=200, required=False)
    contact = forms.CharField(
        label="Contact",
        help_text="A name or post, and how to reach them.",
        max_length=200,
        required=False,
    )
    expected_end = PortalDateField(label="Day it is expected to end", required=False)
    ended_on = PortalDateField(label="Day it ended (only if it has ended)", required=False)
    effect = long_text(
        "What it means for the review",
        help_text="For example, what waits, and what goes on.",
        rows=3,
        longest=LONGEST_EFFECT,
        is_required=False,
    )
    effect_on_people = long_text(
        "Whom we may speak to",
        help_text="For example, who may not be spoken to until it ends. It is shown wherever engagement is recorded. "
        "No names: say “the mother”.",
        rows=3,
        longest=LONGEST_EFFECT,
        is_required=False,
    )
    effect_on_publication = long_text(
        "What it means for publication",
        help_text="For example, what may not be published before a verdict.",
        rows=3,
        longest=LONGEST_EFFECT,
        is_required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ended, status = data.get("ended_on"), data.get("status")
        self.check_day("ended_on", "The day it ended")
        if status == ProceedingStatus.ENDED and not ended and "ended_on" not in self.errors:
            self.add_error("ended_on", "Enter the day the process ended.")
        if ended and status and status != ProceedingStatus.ENDED:
            self.add_error("status", "Choose “Ended”, or leave the day it ended empty.")
        return data

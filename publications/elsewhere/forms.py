"""The form on which it is recorded that a report was published by another body."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, long_text
from reviews.dated_forms import TodayForm


class ElsewhereForm(TodayForm):
    """Which body, from when, until when, and where."""

    body = forms.CharField(
        label="Who published it?",
        help_text="The partnership that led the review, or the NSPCC’s national collection, which names no area.",
        max_length=200,
        error_messages={"required": "Enter who published it."},
    )
    published_on = PortalDateField(
        label="Day it was published",
        help_text="For example 7 12 2026.",
        error_messages={"required": "Enter the day it was published, for example 7 12 2026."},
    )
    until = PortalDateField(label="Its last day there", help_text="If it is known.", required=False)
    address = forms.URLField(
        label="Its address",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter the whole address, beginning with https://."},
    )
    note = long_text("Note", rows=3, longest=2_000, is_required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("published_on", "The day it was published")
        first, last = data.get("published_on"), data.get("until")
        if first and last and last < first:
            self.add_error("until", "Enter a last day that is not before the day it was published.")
        return data

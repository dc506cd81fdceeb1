"""The section of an intake on who knew what, and when: it sets the day on which the first clock starts."""

from datetime import date
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalTimeField, long_text

from .forms import LONGEST_WHO, SectionForm


def _hour(label: str) -> PortalTimeField:
    return PortalTimeField(label=label, help_text="On the 24-hour clock, for example 14:30.", required=False)


def _who(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST_WHO, required=False)


class KnowledgeForm(SectionForm):
    """Awareness of the incident, suspicion of abuse, word to the partnership, and the day of both limbs.

    The first clock runs from the day on which the local authority had both limbs of the definition
    (Working Together: five working days from becoming aware), chosen by a person with a reason.
    """

    conditional = ("both_limbs_on", "both_limbs_reason")
    parts = (
        ("The local authority became aware of the incident", ("aware_on", "aware_time", "aware_by")),
        (
            "Abuse or neglect was first known or suspected",
            ("abuse_known_on", "abuse_known_time", "abuse_known_by"),
        ),
        (
            "The partnership was told",
            ("partnership_told_on", "partnership_told_time", "partnership_told_by"),
        ),
        ("When the five working days start", ("both_limbs_on", "both_limbs_reason")),
    )

    short = {
        "aware_on": "Local authority aware: day",
        "aware_time": "Local authority aware: time",
        "aware_by": "Local authority aware: who",
        "abuse_known_on": "Abuse or neglect suspected: day",
        "abuse_known_time": "Abuse or neglect suspected: time",
        "abuse_known_by": "Abuse or neglect suspected: by whom",
        "partnership_told_on": "Partnership told: day",
        "partnership_told_time": "Partnership told: time",
        "partnership_told_by": "Partnership told: by whom",
        "both_limbs_on": "Both known: day",
        "both_limbs_reason": "Both known: why that day",
    }

    aware_on = PortalDateField(
        label="Day the local authority became aware of the incident",
        help_text="For example 7 12 2026. The out-of-hours team counts.",
        error_messages={"required": "Enter the day the local authority became aware, for example 7 12 2026."},
    )
    aware_time = _hour("Time it became aware")
    aware_by = _who("Who in the local authority became aware", "A post or a team. No names of family.")
    abuse_known_on = PortalDateField(
        label="Day abuse or neglect was first known or suspected", required=False
    )
    abuse_known_time = _hour("Time it was first known or suspected")
    abuse_known_by = _who("By whom it was first known or suspected")
    partnership_told_on = PortalDateField(label="Day the partnership was told", required=False)
    partnership_told_time = _hour("Time the partnership was told")
    partnership_told_by = _who("By whom the partnership was told")
    both_limbs_on = PortalDateField(
        label="Day the local authority knew of both the harm and suspected abuse or neglect (only if later)",
        help_text="The five working days start here. Leave it empty if it was the day of becoming aware.",
        required=False,
    )
    both_limbs_reason = long_text("Why that day (only if later)", rows=2, longest=2_000, is_required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_in_future("aware_on", "The day the local authority became aware", "aware_time")
        self.not_in_future("abuse_known_on", "The day abuse was first suspected", "abuse_known_time")
        self.not_in_future("partnership_told_on", "The day the partnership was told", "partnership_told_time")
        self.not_in_future("both_limbs_on", "The day both were known")
        self.needs_its_day("abuse_known_on", "abuse_known_time", "the day abuse was first suspected")
        self.needs_its_day("partnership_told_on", "partnership_told_time", "the day the partnership was told")
        self.not_before(
            "aware_on",
            self.around.incident_from,
            "The local authority can’t have been aware before the incident. Check both days.",
        )
        self.not_before(
            "partnership_told_on",
            self.around.incident_from,
            "The partnership can’t have been told before the incident. Check both days.",
        )
        self._check_both_limbs(data)
        return data

    def _check_both_limbs(self, data: dict[str, Any]) -> None:
        aware: date | None = data.get("aware_on")
        suspected: date | None = data.get("abuse_known_on")
        both: date | None = data.get("both_limbs_on")
        self.not_before("both_limbs_on", aware, "This day can’t be before the local authority became aware.")
        self.not_before(
            "both_limbs_on",
            suspected,
            "This day can’t be before abuse or neglect was first known or suspected.",
        )
        if aware and suspected and suspected > aware and not both and "both_limbs_on" not in self.errors:
            self.add_error(
                "both_limbs_on",
                f"Abuse was first suspected later, on {clock.day_words(suspected)}. "
                "Enter the day the local authority knew of both.",
            )
        if both and aware and both > aware and not data.get("both_limbs_reason"):
            self.add_error("both_limbs_reason", "Enter why the five working days start on the later day.")

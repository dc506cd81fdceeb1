"""Forms about our part in another partnership's review, and about who leads."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, long_text
from reviews.dated_forms import DatedForm

TO_US, AWAY = "to_us", "away"


class ReturnedForm(DatedForm):
    """When our contribution went to the partnership that leads."""

    returned_on = PortalDateField(
        label="Day our contribution was returned",
        error_messages={"required": "Enter the day our contribution was returned, for example 7 12 2026."},
    )
    note = long_text(
        "What was returned",
        help_text="Our learning and our own actions too, if there are any.",
        longest=2_000,
        is_required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        asked = self.case.contribution.asked_on
        self.check_day("returned_on", "Our contribution", asked, "the day we were asked")
        return data


class HandoverForm(DatedForm):
    """That the lead went to another partnership, or came from one."""

    direction = forms.ChoiceField(
        label="Which way the lead went",
        choices=[(TO_US, "To us, from another partnership"), (AWAY, "From us, to another partnership")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which way the lead went."},
    )
    partnership = forms.CharField(
        label="The other partnership",
        max_length=200,
        error_messages={"required": "Enter the other partnership."},
    )
    handed_over_on = PortalDateField(
        label="Day the lead was handed over",
        error_messages={"required": "Enter the day the lead was handed over, for example 7 12 2026."},
    )
    reason = long_text("Why", "Enter why the lead was handed over.", longest=2_000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("handed_over_on", "The handover")
        return data

    def for_action(self) -> dict[str, Any]:
        """Return what was typed as the action takes it."""
        data = dict(self.cleaned_data)
        return data | {"is_to_us": data.pop("direction") == TO_US}

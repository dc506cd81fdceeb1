"""The form that says anew on which day the local authority had both limbs. Which days can be is said in access.py."""

from datetime import date, datetime
from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm, long_text
from reviews.models import Case

from . import access


class BothLimbsForm(PortalForm):
    """The day, and why it is that one."""

    both_limbs_on = PortalDateField(
        label="Day the local authority knew of both the harm and known or suspected abuse or neglect",
        error_messages={"required": "Enter the day both were known, for example 7 12 2026."},
    )
    reason = long_text(
        "Why it is that day",
        "Enter why it is that day.",
        "What was found out, and from whom. Kept with the case, above what was said of the earlier day.",
        longest=2_000,
    )

    def __init__(self, *args: Any, case: Case, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.at = case, at

    def clean_both_limbs_on(self) -> date:
        day: date = self.cleaned_data["both_limbs_on"]
        wrong = access.wrong_day(self.case, day, self.at)
        if wrong:
            raise forms.ValidationError(wrong)
        return day

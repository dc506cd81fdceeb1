"""The form that names somebody to sit in for a seat. It checks what was typed, and changes nothing."""

from typing import Any

from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, long_text
from reviews.dated_forms import TodayForm
from reviews.models import User
from reviews.panel.forms import PersonField

LONGEST_REASON = 2_000


class SubstituteForm(TodayForm):
    """Who sits in, from when, until when, and why."""

    person = PersonField(
        label="Who sits in?",
        error_messages={
            "required": "Choose who sits in.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )
    starts_on = PortalDateField(label="First day", error_messages={"required": "Enter the first day."})
    ends_on = PortalDateField(
        label="Last day",
        help_text="The case closes to them at the end of that day, by itself.",
        error_messages={"required": "Enter the last day."},
    )
    reason = long_text(
        "Why",
        "Enter why somebody sits in.",
        "For example, annual leave.",
        rows=3,
        longest=LONGEST_REASON,
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and first < self.today:
            words = f"The first day can’t be a day that is over. Today is {clock.day_words(self.today)}."
            self.add_error("starts_on", words)
        if first and last and last < first:
            self.add_error("ends_on", "The last day can’t be before the first.")
        return data

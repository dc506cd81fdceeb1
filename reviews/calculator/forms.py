"""The four dates that the deadlines page asks for. Nothing typed here is kept."""

from datetime import date
from typing import Any, ClassVar

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm

DATES = ("aware", "notified", "decided", "publish")
EARLIEST = date(clock.EARLIEST_YEAR, 1, 1)


class DeadlinesForm(PortalForm):
    """Any of four dates, past or to come; at least one."""

    marks_optional = False
    named: ClassVar[dict[str, str]] = {
        "aware": "the date the authority became aware",
        "notified": "the date the notification was sent",
        "decided": "the date of the decision",
        "publish": "the date of publication",
    }

    aware = PortalDateField(
        label="When did the local authority become aware?",
        help_text="The day when it had both limbs of the test. For example, 7 12 2026.",
        earliest=EARLIEST,
        required=False,
    )
    notified = PortalDateField(
        label="When was the notification sent to the national Panel?",
        help_text="The rapid review is counted from this day.",
        earliest=EARLIEST,
        required=False,
    )
    decided = PortalDateField(
        label="When was it decided to initiate a review?",
        help_text="The six months to complete and publish it are counted from this day.",
        earliest=EARLIEST,
        required=False,
    )
    publish = PortalDateField(
        label="When will the report be published?",
        help_text="The copy to the national Panel is counted back from this day, the 12 months forward.",
        earliest=EARLIEST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in DATES):
            self.add_error("aware", "Enter at least one date, for example 7 12 2026.")
        return cleaned

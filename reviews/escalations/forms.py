"""Forms of an escalation: what goes to whom by when, and what came of it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews.assignments.forms import PersonField
from reviews.dated_forms import DatedForm
from reviews.models import Escalation, EscalationAbout, User


class EscalationForm(PortalForm):
    """A disagreement, to whom it goes, and by when an answer is asked for."""

    about = forms.ChoiceField(
        label="What it is about",
        choices=EscalationAbout.choices,
        widget=Radios(),
        error_messages={"required": "Choose what it is about."},
    )
    reason = long_text(
        "What the disagreement is, and what was tried",
        "Enter what the disagreement is, and what was tried.",
        "Each side in a few words. Use pseudonyms.",
    )
    raised_to = forms.CharField(
        label="The lead safeguarding partner it goes to",
        help_text="Name and post, for example the chief executive or the chief constable.",
        max_length=200,
        error_messages={"required": "Enter the lead safeguarding partner it goes to, by name and post."},
    )
    lead_partner = PersonField(
        label="Their account",
        queryset=User.objects.none(),
        required=False,
        empty_label="They have none, or don’t need it",
        help_text="With an account they can read the case from now on, and record their decision themselves. "
        "When it is recorded, the case closes to them again, unless they were assigned to it before.",
        error_messages={"invalid_choice": "Choose one of the people in the list."},
    )
    answer_by = PortalDateField(
        label="Answer asked for by",
        error_messages={"required": "Enter the day by which you ask for an answer."},
    )

    def __init__(self, *args: Any, lead_partners: QuerySet[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["lead_partner"].queryset = lead_partners  # type: ignore[attr-defined]

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        if day < self.today:
            raise forms.ValidationError(
                f"The answer can’t be asked for by a day that is over. Today is {clock.day_words(self.today)}."
            )
        return day


class OutcomeForm(DatedForm):
    """What the lead safeguarding partner decided."""

    outcome = long_text(
        "What was decided, and why",
        "Enter what was decided, and why.",
        "What follows from it is recorded where it belongs: a view, a decision, an answer.",
    )
    decided_on = PortalDateField(
        label="Day of the answer", error_messages={"required": "Enter the day of the answer."}
    )

    def __init__(self, *args: Any, escalation: Escalation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.raised_on = clock.today(escalation.raised_at)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("decided_on", "The answer", self.raised_on, "it was escalated")
        return data

"""Forms of the decision on a review. Those of test A are in reviews/criteria/, of the rapid review in its own noun."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm
from reviews.dated_forms import DatedForm
from reviews.models import (
    Criterion,
    ReviewOutcome,
)

YES_NO = [("yes", "Yes"), ("no", "No")]


def _yes_no(label: str, required: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": required},
    )


def _words(label: str, required: str, help_text: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


class ReviewDecisionForm(DatedForm):
    """Test B criterion by criterion, the judgement about learning, the view on test C, and the outcome."""

    is_learning_likely = _yes_no(
        "Is learning likely that will improve practice?",
        "Choose whether learning is likely that will improve practice.",
        "A judgement of its own, beside the criteria.",
    )
    learning_reason = _words(
        "Why is that learning likely, or not?", "Enter why learning is likely, or not.", rows=3
    )
    is_national_view = _yes_no(
        "In your view, is the case complex or of national importance?",
        "Choose your view on whether the case is complex or of national importance.",
        "Only a view: the national Panel decides.",
    )
    national_reason = _words("Why, for that view?", "Enter why, for the view on national importance.", rows=3)
    outcome = forms.ChoiceField(
        label="The partners decide to",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the partners decide."},
    )
    rationale = _words(
        "Why", "Enter why the partners decide this.", "Meeting test A does not make a review automatic."
    )
    decided_on = PortalDateField(
        label="Day of the decision",
        help_text="For a local review, its six months start here.",
        error_messages={"required": "Enter the day of the decision."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[f"{criterion.value}_met"] = _yes_no(
                f"{criterion.label}?", f"Choose yes or no: {criterion.label[0].lower()}{criterion.label[1:]}."
            )
            self.fields[f"{criterion.value}_reason"] = _words(
                "Why, or why not?", f"Enter why: {criterion.label[0].lower()}{criterion.label[1:]}.", rows=2
            )
        first = [f"{criterion.value}_{part}" for criterion in Criterion for part in ("met", "reason")]
        self.order_fields([*first, *self.fields])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        meeting = self.case.rapid_review.meeting_on
        self.check_day("decided_on", "The decision", meeting, "the rapid review’s meeting")
        return data

    def for_action(self) -> dict[str, Any]:
        """Return what the action takes: the criteria as one mapping, yes and no as booleans."""
        data = dict(self.cleaned_data)
        criteria = {
            criterion.value: (
                data.pop(f"{criterion.value}_met") == "yes",
                data.pop(f"{criterion.value}_reason"),
            )
            for criterion in Criterion
        }
        for name in ("is_learning_likely", "is_national_view"):
            data[name] = data[name] == "yes"
        return {**data, "criteria": criteria}


class CommissionForm(PortalForm):
    """Why the review is commissioned now."""

    reason = _words("What is commissioned, and why now", "Enter what is commissioned, and why now.")


class ReopenForm(PortalForm):
    """Why the decision on a review is opened again."""

    reason = _words(
        "What has changed, or what the national Panel asks for",
        "Enter what has changed, or what the national Panel asks for.",
        "Kept with the decision, which stays on record.",
    )

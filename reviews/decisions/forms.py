"""Forms of the decisions, the notification and the rapid review."""

from datetime import date
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, PortalTimeField
from reviews.models import Abuse, Case, Criterion, Outcome, PanelAnswerKind, ReviewOutcome, View

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


class DatedForm(PortalForm):
    """A form that knows the case and today, and refuses days that can't be."""

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.today = today

    def check_day(
        self, name: str, words: str, not_before: date | None = None, before_words: str = ""
    ) -> None:
        """Put an error on the field when its day is in the future, or before `not_before`."""
        day = self.cleaned_data.get(name)
        if day and day > self.today:
            self.add_error(name, f"{words} can’t be in the future. Today is {clock.day_words(self.today)}.")
        if day and not_before and day < not_before:
            self.add_error(name, f"{words} can’t be before {before_words}, {clock.day_words(not_before)}.")


class ViewForm(PortalForm):
    """One partner's view on test A, limb by limb. No answer is chosen beforehand."""

    abuse = forms.ChoiceField(
        label="Is abuse or neglect known or suspected?",
        choices=Abuse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether abuse or neglect is known or suspected."},
    )
    outcome = forms.ChoiceField(
        label="Has the child died or been seriously harmed?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the child has died or been seriously harmed."},
    )
    view = forms.ChoiceField(
        label="Your partner’s view: is this a serious child safeguarding case?",
        choices=View.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your partner’s view."},
    )
    reasons = _words("Why", "Enter the reasons for the view.", "Kept word for word with the decision.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        both = data.get("abuse") in {Abuse.KNOWN, Abuse.SUSPECTED} and data.get("outcome") in {
            Outcome.DIED,
            Outcome.SERIOUSLY_HARMED,
        }
        if data.get("view") == View.AGREES and data.get("abuse") and data.get("outcome") and not both:
            self.add_error(
                "view", "“Met” needs both: abuse or neglect known or suspected, and death or serious harm."
            )
        return data


class CriteriaDecisionForm(PortalForm):
    """The decision on test A."""

    is_met = forms.ChoiceField(
        label="The criteria are",
        choices=[("yes", "Met"), ("no", "Not met")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the criteria are met."},
    )
    rationale = _words(
        "Why", "Enter why the criteria are met or not met.", "The national Panel may read this."
    )

    def clean_is_met(self) -> bool:
        return self.cleaned_data["is_met"] == "yes"


class NotificationForm(DatedForm):
    """When and by whom the national Panel was told."""

    sent_on = PortalDateField(
        label="Day the notification was sent",
        help_text="The rapid review’s fifteen working days start here. For example 7 12 2026.",
        error_messages={"required": "Enter the day the notification was sent, for example 7 12 2026."},
    )
    sent_time = PortalTimeField(
        label="Time it was sent",
        help_text="On the 24-hour clock, for example 14:30.",
        required=False,
        error_messages={"invalid": "Enter the time like 14:30."},
    )
    sent_by = forms.CharField(
        label="Who sent it for the local authority",
        max_length=200,
        error_messages={"required": "Enter who sent the notification for the local authority."},
    )
    panel_reference = forms.CharField(label="The national Panel’s reference", max_length=60, required=False)
    note = forms.CharField(
        label="Note", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("sent_on", "The notification", self.case.aware_on, "the local authority was aware")
        return data


class RapidReviewForm(DatedForm):
    """The rapid review's meeting and its written sections."""

    meeting_on = PortalDateField(
        label="Day of the meeting", error_messages={"required": "Enter the day of the rapid review meeting."}
    )
    attended_by = _words(
        "Who attended", "Enter who attended, by post and agency.", "Posts and agencies.", rows=3
    )
    facts = _words(
        "What is known",
        "Enter what is known of what happened.",
        "The facts as far as they can readily be known, with each agency’s involvement. Use pseudonyms.",
        rows=6,
    )
    early_learning = _words(
        "Safety now, and what was learned already",
        "Enter what was done for safety, and what was learned already.",
    )
    improvements = _words("What could be improved", "Enter what could be improved.")
    family_context = _words(
        "The child’s life and the family",
        "Enter what is known of the child’s daily life and of the family.",
        "Daily life and voice, identity, racism and other inequality that the family met.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("meeting_on", "The meeting", self.case.aware_on, "the local authority was aware")
        return data


class SentForm(DatedForm):
    """When the rapid review was sent."""

    sent_on = PortalDateField(
        label="Day the rapid review was sent to the national Panel",
        error_messages={"required": "Enter the day the rapid review was sent."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("sent_on", "The rapid review", self.case.rapid_review.meeting_on, "its meeting")
        return data


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


class PanelAnswerForm(DatedForm):
    """What the national Panel answered."""

    answer = forms.ChoiceField(
        label="The national Panel",
        choices=PanelAnswerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the national Panel answered."},
    )
    answered_on = PortalDateField(
        label="Date of its letter",
        error_messages={"required": "Enter the date of the national Panel’s letter."},
    )
    letter = forms.CharField(label="Reference of the letter", max_length=200, required=False)
    note = forms.CharField(
        label="Note", max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day(
            "answered_on", "The letter", self.case.rapid_review.sent_on, "the rapid review was sent"
        )
        return data


class CommissionForm(PortalForm):
    """Why the review is commissioned now."""

    reason = _words("What is commissioned, and why now", "Enter what is commissioned, and why now.")

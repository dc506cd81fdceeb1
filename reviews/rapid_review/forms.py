"""Forms of the rapid review, that it was sent, the national Panel's answer and the partners' response."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm, long_text
from reviews.dated_forms import DatedForm
from reviews.models import (
    NationalPanelAnswer,
    PanelAnswerKind,
    PartnersResponse,
    RapidReview,
    RapidReviewSection,
)

from .actions import mark

LONGEST_SECTION = 20_000
LARGEST = 2**31 - 1


def mark_field() -> forms.IntegerField:
    """The mark of what was kept when the page was opened (actions.mark), sent with what was typed."""
    return forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)


class MeetingForm(DatedForm):
    """The meeting, as far as it is known. What must be there to complete the rapid review is a rule."""

    began_from = mark_field()
    meeting_on = PortalDateField(label="Day of the meeting", required=False)
    attended_by = long_text(
        "Who attended",
        help_text="Posts and agencies, one a line. The three safeguarding partners first.",
        rows=8,
        longest=5_000,
        is_required=False,
    )
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("meeting_on", "The meeting", self.case.aware_on, "the local authority was aware")
        return data

    @staticmethod
    def kept(review: RapidReview | None) -> dict[str, Any]:
        """Return what is kept as the form's inputs, with its mark."""
        if review is None:
            return {"began_from": 0}
        day = review.meeting_on
        parts = {"day": day.day, "month": day.month, "year": day.year} if day else {}
        return {
            "began_from": mark(day, review.attended_by),
            "attended_by": review.attended_by,
            **{f"meeting_on_{part}": str(number) for part, number in parts.items()},
        }


class SectionForm(PortalForm):
    """One section of the rapid review, as a draft: it may be empty."""

    began_from = mark_field()
    text = long_text("Text", rows=18, longest=LONGEST_SECTION, is_required=False)
    marks_optional = False

    def __init__(self, *args: Any, section: RapidReviewSection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = section.guidance

    @staticmethod
    def kept(text: str) -> dict[str, Any]:
        """Return what is kept as the form's inputs, with its mark."""
        return {"began_from": mark(text), "text": text}


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
    note = long_text("Note", rows=3, longest=2_000, is_required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day(
            "answered_on", "The letter", self.case.rapid_review.sent_on, "the rapid review was sent"
        )
        return data


class ResponseForm(DatedForm):
    """Whether the partners agree with the national Panel's answer or challenge it, and why."""

    response = forms.ChoiceField(
        label="What do the partners make of it?",
        choices=[
            (PartnersResponse.AGREE.value, "The partners agree"),
            (PartnersResponse.CHALLENGE.value, "The partners challenge it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the partners agree or challenge it."},
    )
    reason = long_text(
        "Why",
        help_text="Needed for a challenge: what the partners ask the national Panel to look at again.",
        rows=6,
        is_required=False,
    )
    responded_on = PortalDateField(
        label="Day of the response",
        error_messages={"required": "Enter the day of the partners’ response."},
    )
    conditional = ("reason",)

    def __init__(self, *args: Any, answer: NationalPanelAnswer, **kwargs: Any) -> None:
        super().__init__(*args, case=answer.case, **kwargs)
        self.answer = answer

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_bare = "reason" in data and not data["reason"].strip()
        if data.get("response") == PartnersResponse.CHALLENGE and is_bare:
            self.add_error("reason", "Enter why the partners challenge the answer.")
        self.check_day(
            "responded_on", "The response", self.answer.answered_on, "the date of the national Panel’s letter"
        )
        return data


class FollowedForm(PortalForm):
    """What followed the partners' challenge."""

    followed = long_text(
        "What followed",
        "Enter what followed the challenge.",
        "For example: what the national Panel wrote back, and what the partners do now.",
        rows=6,
    )

"""Forms of the enquiry, the engagement, the report and the stage moves. They change nothing."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews import stage_moves
from reviews.dated_forms import TodayForm
from reviews.models import AgreementView, Case, EngagedWith, EngagementOutcome
from reviews.stages import Stage

LONGEST_QUESTION = 2_000
LONGEST_ANSWER = 20_000
LONGEST_COMMENT = 10_000
LONGEST_REPORT = 400_000
LARGEST_VERSION = 100_000


class KeyLineForm(PortalForm):
    """A key line of enquiry, and how it will be investigated."""

    question = long_text(
        "Key line of enquiry",
        "Enter the key line of enquiry.",
        "A question that the review answers. Use pseudonyms.",
        rows=3,
        longest=LONGEST_QUESTION,
    )
    method = long_text(
        "How it will be investigated",
        "Enter how it will be investigated.",
        "For example which records are read, and who is spoken to.",
        longest=LONGEST_ANSWER,
    )


class AnswerForm(PortalForm):
    """What the enquiry found."""

    answer = long_text("Answer", "Enter the answer to this key line.", rows=8, longest=LONGEST_ANSWER)


class EngagementForm(TodayForm):
    """What was offered, to whom, and what came of it."""

    engaged_with = forms.ChoiceField(
        label="With whom?",
        choices=EngagedWith.choices,
        widget=Radios(is_inline=True),
        error_messages={"required": "Choose whether this is about family or practitioners."},
    )
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=EngagementOutcome.choices,
        widget=Radios(),
        error_messages={"required": "Choose what came of it."},
    )
    happened_on = PortalDateField(
        label="Day",
        help_text="The day you met, or the day you heard or decided. For example 7 12 2026.",
        error_messages={"required": "Enter the day, for example 7 12 2026."},
    )
    note = long_text(
        "What was offered, and what they said",
        "Enter what was offered, and what they said.",
        "No names: say “the mother”, “a health visitor”. If it was not possible, say why and who decided it.",
        rows=6,
        longest=LONGEST_ANSWER,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("happened_on", "The day")
        return data


class ReportForm(PortalForm):
    """The text of the next version, and the number of the version that it began from."""

    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)
    text = long_text(
        "Report",
        "Enter the text of the report.",
        "Headings begin with ##, lists with a hyphen. Use pseudonyms, seasons and age bands: "
        "no names, no places, no exact dates.",
        rows=30,
        longest=LONGEST_REPORT,
    )


class AgreementForm(PortalForm):
    """Where a member or a partner stands on one version. No answer is chosen beforehand."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_VERSION)
    view = forms.ChoiceField(
        label="Where do you stand?",
        choices=AgreementView.choices,
        widget=Radios(),
        error_messages={"required": "Choose where you stand on this version."},
    )
    comments = long_text(
        "In your words",
        help_text="Needed unless you agree as it is. Kept word for word with this version.",
        rows=5,
        longest=LONGEST_COMMENT,
        is_required=False,
    )
    conditional = ("comments",)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("view") == AgreementView.WITH_COMMENTS and not data.get("comments"):
            self._need("Enter your comments, or choose “Agrees”.")
        if data.get("view") == AgreementView.DISAGREES and not data.get("comments"):
            self._need("Enter what you do not agree with, and why.")
        return data

    def _need(self, words: str) -> None:
        if "comments" not in self.errors:
            self.add_error("comments", words)


class MoveForm(PortalForm):
    """The stage to move to, and why now."""

    to_stage = forms.ChoiceField(
        label="Move the review to",
        choices=Stage.choices,
        error_messages={
            "required": "Choose the stage to move to.",
            "invalid_choice": "Choose one of the stages in the list.",
        },
    )
    reason = long_text("Why now", "Enter why the review moves on now.", longest=LONGEST_QUESTION)

    def __init__(self, *args: Any, case: Case, open_stages: list[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Any stage may be sent; only what is open is offered. The action says why another one is refused.
        widget = Radios(choices=[(stage.value, stage.label) for stage in open_stages])
        widget.hints = {
            stage.value: "Back to the Independent Reviewer, for a new version."
            for stage in open_stages
            if stage_moves.is_back(case, stage)
        }
        self.fields["to_stage"].widget = widget

    def clean_to_stage(self) -> Stage:
        return Stage(self.cleaned_data["to_stage"])

"""Forms of the report and the stage moves, which change nothing. That in which it is written is in writing_forms.py."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalForm, Radios, long_text
from cspr_portal.word_in import NotReadable, WordText
from reviews import stage_moves
from reviews.models import AgreementView, Case
from reviews.stages import Stage
from reviews.word_upload import WordFileForm

from . import brought
from .brought import Brought
from .passages import Places
from .writing_forms import LARGEST_VERSION, LONGEST_REPORT

LONGEST_QUESTION = 2_000
LONGEST_COMMENT = 10_000
LONGEST_PASSAGE = 2_000


class BringForm(WordFileForm):
    """The report as a Word file. It comes out read; its own name and its bytes are not kept."""

    with_pictures = True

    def taken(self, word: WordText) -> Brought:
        """Return the file as it was read."""
        found = brought.of(word)
        if len(found.text) > LONGEST_REPORT:
            raise NotReadable(
                f"The text of the file has {len(found.text):,} characters, and a report {LONGEST_REPORT:,} or "
                "fewer. Nothing of it was kept. Shorten it in Word, and choose it again."
            )
        return found


class CompareForm(PortalForm):
    """Which two versions are compared."""

    from_number = forms.TypedChoiceField(label="From", coerce=int)
    to_number = forms.TypedChoiceField(label="To", coerce=int)

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_number", "to_number"):
            self.fields[name].choices = [(number, f"Version {number}") for number in numbers]  # type: ignore[attr-defined]

    def add_prefix(self, field_name: str) -> str:
        """The names in the address: ?from=2&to=5."""
        return field_name.removesuffix("_number")


class CommentForm(PortalForm):
    """A passage of a version, in its own words, and what somebody says to it."""

    named = {"passage": "the passage", "comment": "your comment"}

    passage = long_text(
        "Passage",
        "Enter the passage: copy its words from the version.",
        "Copy the words from the version and paste them here. They must stand in it just so.",
        rows=3,
        longest=LONGEST_PASSAGE,
    )
    comment = long_text(
        "Your comment", "Enter your comment on the passage.", "Use pseudonyms.", longest=LONGEST_COMMENT
    )

    def __init__(self, *args: Any, places: Places, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.number = number

    def clean_passage(self) -> str:
        passage: str = self.cleaned_data["passage"]
        if not self.places.of(passage):
            raise forms.ValidationError(
                f"These words don’t stand in version {self.number}. Copy them from its text, and paste them here."
            )
        return passage


class AnswerCommentForm(PortalForm):
    """What the reviewer makes of a comment."""

    answer = long_text(
        "Your answer",
        "Enter your answer to the comment.",
        "What you change because of it, or why you don’t.",
        longest=LONGEST_COMMENT,
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
    why_open = long_text(
        "Why the case closes with actions that are not verified",
        help_text="Who sees to them from now on, or why nobody needs to.",
        is_required=False,
        longest=LONGEST_QUESTION,
    )

    conditional = ("why_open",)

    def __init__(
        self, *args: Any, case: Case, open_stages: list[Stage], has_open_actions: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_open_actions:
            del self.fields["why_open"]
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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_asked = data.get("to_stage") == Stage.CLOSED and "why_open" in self.fields
        if is_asked and not data.get("why_open") and "why_open" not in self.errors:
            self.add_error("why_open", "Enter why the case closes with actions that are not verified.")
        return data

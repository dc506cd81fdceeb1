"""Forms about a case's correspondence. They say what is wrong with what was typed; who may do what is in access.py."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews.dated_forms import TodayForm
from reviews.models import Correspondence, Direction, Document, Party

# With these the kind of body doesn't say who it is.
NEEDS_WORDS = {Party.AGENCY, Party.PARTNERSHIP, Party.OTHER}
SHOWN = [
    ("", "All"),
    ("waiting", "Waiting for an answer"),
    ("overdue", "Overdue"),
    ("answered", "Answered"),
]


class RecordCorrespondenceForm(TodayForm):
    """One letter, mail or call."""

    named = {"direction": "whether it came in or went out", "party": "with whom"}
    conditional = ("party_words",)

    direction = forms.ChoiceField(
        label="Did it come in or go out?",
        choices=[(Direction.IN, "It came in"), (Direction.OUT, "It went out")],
        widget=Radios(is_inline=True),
        error_messages={"required": "Choose whether it came in or went out."},
    )
    party = forms.ChoiceField(
        label="With whom",
        choices=[("", "Choose one"), *Party.choices],
        error_messages={"required": "Choose with whom."},
    )
    party_words = forms.CharField(
        label="Which office or body",
        help_text="For example “Coroner’s officer”. No names of the family.",
        max_length=150,
        required=False,
    )
    happened_on = PortalDateField(
        label="Day of the letter, mail or call",
        error_messages={"required": "Enter the day of the letter, mail or call, for example 7 12 2026."},
    )
    subject = forms.CharField(
        label="Subject",
        help_text="In a few words, with the pseudonym.",
        max_length=200,
    )
    note = long_text("What it says, or what was said", longest=5_000, is_required=False)
    due_on = PortalDateField(
        label="Answer due by",
        help_text="For what came in, the day by which we answer; for what went out, the day by which an answer "
        "is expected. Leave it empty if none is needed.",
        required=False,
    )
    document = forms.ModelChoiceField(
        label="The letter itself",
        queryset=Document.objects.none(),
        help_text="One of the documents on this case.",
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _check_due(self, data.get("happened_on"))
        self.check_day("happened_on", "The day")
        if (
            data.get("party") in NEEDS_WORDS
            and not data.get("party_words")
            and "party_words" not in self.errors
        ):
            self.add_error("party_words", "Enter which office or body it was.")
        return data


class AnsweredForm(TodayForm):
    """The day of the answer."""

    answered_on = PortalDateField(
        label="Day of the answer",
        error_messages={"required": "Enter the day of the answer, for example 7 12 2026."},
    )

    def __init__(self, *args: Any, letter: Correspondence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter = letter

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("answered_on", "The answer", self.letter.happened_on, "the day of what it answers")
        return data


class CorrectDaysForm(AnsweredForm):
    """The day by which an answer is due, and the day on which it was given."""

    due_on = PortalDateField(
        label="Answer due by", help_text="Leave it empty if none is needed.", required=False
    )
    answered_on = PortalDateField(
        label="Day of the answer", help_text="Leave it empty if there is none yet.", required=False
    )
    field_order = ("due_on", "answered_on")
    marks_optional = False

    def __init__(self, *args: Any, letter: Correspondence, **kwargs: Any) -> None:
        kept = {"due_on": letter.due_on, "answered_on": letter.answered_on}
        super().__init__(*args, letter=letter, initial=kept, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        _check_due(self, self.letter.happened_on)
        return data


class RemoveForm(PortalForm):
    """Why it is removed."""

    reason = long_text(
        "Why it is removed",
        "Enter why it is removed.",
        "For example: it belongs to another case, or was recorded twice. The reason stays in the log.",
        rows=3,
        longest=2_000,
    )


class FindCorrespondenceForm(PortalForm):
    """The filters of the log."""

    marks_optional = False

    show = forms.ChoiceField(label="Show", choices=SHOWN, required=False)
    party = forms.ChoiceField(label="With whom", choices=[("", "Everybody"), *Party.choices], required=False)


def _check_due(form: PortalForm, happened_on: date | None) -> None:
    due = form.cleaned_data.get("due_on")
    if happened_on and due and due < happened_on:
        form.add_error("due_on", "An answer can’t be due before the letter, mail or call. Check both days.")

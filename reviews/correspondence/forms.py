"""Forms about a case's correspondence. They say what is wrong with what was typed; who may do what is in access.py."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios
from reviews.models import Correspondence, Direction, Document, Party

# With these the kind of body doesn't say who it is.
NEEDS_WORDS = {Party.AGENCY, Party.PARTNERSHIP, Party.OTHER}
SHOWN = [
    ("", "All"),
    ("waiting", "Waiting for an answer"),
    ("overdue", "Overdue"),
    ("answered", "Answered"),
]


class RecordCorrespondenceForm(PortalForm):
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
        help_text="For example “Coroner’s officer, Northmere”. No names of the family.",
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
    note = forms.CharField(
        label="What it says, or what was said",
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
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

    def __init__(self, *args: Any, documents: QuerySet[Document], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, due = data.get("happened_on"), data.get("due_on")
        if day and day > self.today:
            self.add_error(
                "happened_on", f"The day can’t be in the future. Today is {clock.day_words(self.today)}."
            )
        if day and due and due < day:
            self.add_error(
                "due_on", "An answer can’t be due before the letter, mail or call. Check both days."
            )
        if (
            data.get("party") in NEEDS_WORDS
            and not data.get("party_words")
            and "party_words" not in self.errors
        ):
            self.add_error("party_words", "Enter which office or body it was.")
        return data


class AnsweredForm(PortalForm):
    """The day of the answer."""

    answered_on = PortalDateField(
        label="Day of the answer",
        error_messages={"required": "Enter the day of the answer, for example 7 12 2026."},
    )

    def __init__(self, *args: Any, letter: Correspondence, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter, self.today = letter, today

    def clean_answered_on(self) -> date:
        day: date = self.cleaned_data["answered_on"]
        if day > self.today:
            raise forms.ValidationError(
                f"The day of the answer can’t be in the future. Today is {clock.day_words(self.today)}."
            )
        if day < self.letter.happened_on:
            raise forms.ValidationError(
                f"The answer can’t be before {clock.day_words(self.letter.happened_on)}, the day of what it answers."
            )
        return day


class FindCorrespondenceForm(PortalForm):
    """The filters of the log."""

    marks_optional = False

    show = forms.ChoiceField(label="Show", choices=SHOWN, required=False)
    party = forms.ChoiceField(label="With whom", choices=[("", "Everybody"), *Party.choices], required=False)

"""Forms through which the rapid review comes back from Word: the file, then which of its sections are saved."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from cspr_portal.forms import Checkboxes, PortalForm, long_text
from cspr_portal.word_in import WordText
from reviews.models import Case, RapidReview, RapidReviewSection
from reviews.word_upload import WordFileForm

from . import from_word
from .actions import mark
from .forms import LONGEST_SECTION, mark_field

TEXT, BEGAN_FROM = "text_", "began_from_"


class BringRapidReviewForm(WordFileForm):
    """The rapid review as a Word file. It comes out as what it puts into the sections."""

    def __init__(
        self,
        *args: Any,
        case: Case,
        review: RapidReview | None,
        sections: Iterable[RapidReviewSection],
        kept: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about = (case, review, sections, kept)

    def taken(self, word: WordText) -> from_word.Brought:
        """Return what the file holds for the sections."""
        return from_word.brought(*self.about, word)


class TakeForm(PortalForm):
    """The texts that a file has for some sections, and which of them are saved."""

    take = forms.MultipleChoiceField(
        label="Which sections do you save?",
        help_text="The others stay as they are now.",
        widget=Checkboxes(),
        error_messages={"required": "Choose the sections that you save."},
    )

    marks_optional = False

    def __init__(
        self, *args: Any, sections: list[RapidReviewSection], kept: dict[str, str], **kwargs: Any
    ) -> None:
        """`sections` are those for which there is a text, `kept` says what each has now (key → text)."""
        super().__init__(*args, **kwargs)
        self.sections, self.kept = sections, kept
        self.fields["take"].choices = [(one.key, one.heading) for one in sections]  # type: ignore[attr-defined]
        for one in sections:
            self.fields[TEXT + one.key] = long_text(
                f"“{one.heading}”, from the file", rows=12, longest=LONGEST_SECTION, is_required=False
            )
            self.fields[BEGAN_FROM + one.key] = mark_field()

    @staticmethod
    def inputs(texts: dict[str, str], kept: dict[str, str], *, is_of_newest: bool) -> dict[str, Any]:
        """Return the form's inputs for the texts of a file.

        All are chosen; where something was saved since the file was made, only those that replace nothing.
        """
        found: dict[str, Any] = {"take": [key for key in texts if is_of_newest or key not in kept]}
        for key, text in texts.items():
            found |= {TEXT + key: text, BEGAN_FROM + key: mark(kept.get(key, ""))}
        return found

    @property
    def has_lost_marks(self) -> bool:
        """Whether the form doesn't say what a section began from."""
        return any(name.startswith(BEGAN_FROM) for name in self.errors)

    def pieces(self) -> list[tuple[RapidReviewSection, str, BoundField, BoundField]]:
        """Return each section with what it has now, the field of its new text and the hidden one of its mark."""
        return [
            (one, self.kept.get(one.key, ""), self[TEXT + one.key], self[BEGAN_FROM + one.key])
            for one in self.sections
        ]

    def chosen(self) -> list[tuple[RapidReviewSection, str, int]]:
        """Return the sections that are saved, each with its text and the mark that it began from."""
        data = self.cleaned_data
        return [
            (one, data[TEXT + one.key], data[BEGAN_FROM + one.key])
            for one in self.sections
            if one.key in data["take"]
        ]

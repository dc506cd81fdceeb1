"""Forms through which comments in a Word copy of the report come in: the file, then which comments are kept."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from cspr_portal.forms import Checkboxes, PortalForm, long_text
from cspr_portal.word_in import NotReadable, Remark, read_remarks
from reviews.word_upload import WordFileForm

from .forms import LONGEST_COMMENT, LONGEST_PASSAGE
from .passages import Places

NO_COMMENT = "There is no comment in this file. Choose the copy in which the comments stand."
NONE_STANDS = (
    "None of the file’s comments stands at words of version {number}. Choose a copy of that version."
)
PASSAGE, COMMENT = "passage_", "comment_"


class BringCommentsForm(WordFileForm):
    """A Word copy of one version. It comes out as the comments in it: those at words of the version, and the others."""

    def __init__(self, *args: Any, places: Places, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places, self.number = places, number

    def read(self, data: bytes) -> tuple[list[Remark], list[Remark]]:
        """Return the file's comments: those whose passage stands in the version, and those whose doesn't."""
        remarks = read_remarks(data)
        if not remarks:
            raise NotReadable(NO_COMMENT)
        stand = [one for one in remarks if self.places.of(one.passage)]
        if not stand:
            raise NotReadable(NONE_STANDS.format(number=self.number))
        return stand, [one for one in remarks if one not in stand]


class TakeCommentsForm(PortalForm):
    """The comments of a file, and which of them are kept. None is chosen beforehand."""

    take = forms.MultipleChoiceField(
        label="Which comments do you take?",
        help_text="They are kept in your name. The Independent Reviewer answers each.",
        widget=Checkboxes(),
        error_messages={"required": "Choose the comments that you take."},
    )

    def __init__(self, *args: Any, keys: list[int], places: Places, number: int, **kwargs: Any) -> None:
        """`keys` are the comments' numbers in the file, from 1."""
        super().__init__(*args, **kwargs)
        self.keys, self.places, self.number = keys, places, number
        self.fields["take"].choices = [(str(key), f"Comment {key}") for key in keys]  # type: ignore[attr-defined]
        for key in keys:
            self.fields[f"{PASSAGE}{key}"] = forms.CharField(
                widget=forms.HiddenInput, max_length=LONGEST_PASSAGE, required=False
            )
            self.fields[f"{COMMENT}{key}"] = long_text(
                f"What comment {key} says", rows=4, longest=LONGEST_COMMENT, is_required=False
            )

    marks_optional = False

    @staticmethod
    def inputs(remarks: list[Remark], name: str) -> dict[str, str]:
        """Return the form's inputs for these comments; where another than `name` wrote one, it says who."""
        found = {}
        for key, one in enumerate(remarks, 1):
            is_own = one.author.casefold() in ("", name.casefold())
            found[f"{PASSAGE}{key}"] = one.passage
            found[f"{COMMENT}{key}"] = one.words if is_own else f"{one.author}, in a Word copy: {one.words}"
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for key in data.get("take", []):
            if not self.places.of(data.get(f"{PASSAGE}{key}", "")):
                raise forms.ValidationError(
                    f"The words at which comment {key} stands are not in version {self.number}. Leave it out."
                )
            name = f"{COMMENT}{key}"
            if name not in self.errors and not data[name].strip():
                self.add_error(name, f"Enter what comment {key} says, or leave it out.")
        return data

    def pieces(self) -> list[tuple[int, int, str, BoundField, BoundField]]:
        """Return each comment's number, its paragraph's, its passage, and the fields of its words and its passage."""
        found = []
        for key in self.keys:
            passage = self[f"{PASSAGE}{key}"]
            words = str(passage.value() or "")
            found.append((key, self.places.of(words), words, self[f"{COMMENT}{key}"], passage))
        return found

    def chosen(self) -> list[tuple[str, str]]:
        """Return the comments that are taken as (passage, comment)."""
        data = self.cleaned_data
        return [(data[f"{PASSAGE}{key}"], data[f"{COMMENT}{key}"]) for key in data["take"]]

"""The form through which a Word file comes in, for every page that takes one, and what is said of what it held.

What the text is for is decided by the form that inherits; the file itself and its name are never kept.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cspr_portal import sizes
from cspr_portal.forms import PortalForm
from cspr_portal.word_in import NotReadable, WordText, read_word
from cspr_portal.word_parts import Sorted

LARGEST_WORD_FILE = 20 * sizes.MEGABYTE
LONGEST_HEADING = 100
# What is worth saying where only words are taken in: nothing of headings' levels, tables' headers and page headers
SAID = (
    "inserted",
    "deleted",
    "comments",
    "hidden",
    "white",
    "white_kept",
    "struck",
    "shapes",
    "embedded",
    "elsewhere",
    "boxes",
    "formulas",
    "symbols",
)


class WordFileForm(PortalForm):
    """A Word file. It comes out as `taken` made it of the text that was read, or as `read` made it of the bytes."""

    named = {"file": "the Word file"}
    # Whether the pictures are unpacked too
    with_pictures = False

    file = forms.FileField(
        label="Word file",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose the Word file."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limit = min(settings.FILE_LIMIT, LARGEST_WORD_FILE)
        self.fields["file"].help_text = f"A .docx file of up to {self.limit // sizes.MEGABYTE} MB."

    def clean_file(self) -> Any:
        """Return what `read` makes of the file."""
        sent: UploadedFile = self.cleaned_data["file"]
        size = sent.size or 0
        if size > self.limit:
            advice = "Make the pictures in it smaller, or take them out, and choose it again."
            raise forms.ValidationError(sizes.too_large(size, self.limit, advice))
        try:
            return self.read(sent.read())
        except NotReadable as unreadable:
            raise forms.ValidationError("%(said)s", params={"said": unreadable.sentence}) from unreadable

    def read(self, data: bytes) -> Any:
        """Return what the page needs of the file, or raise NotReadable with what is wrong with it."""
        return self.taken(read_word(data, with_pictures=self.with_pictures))

    def taken(self, word: WordText) -> Any:
        """Return what the page needs of the text, or raise NotReadable with what is wrong with it."""
        return word


def left_behind(word: WordText) -> list[str]:
    """Return, as sentences, what a form that takes in words alone left behind of a file, or changed."""
    said = [found.sentence for found in word.findings if found.kind in SAID]
    pictures = len(word.pictures)
    if pictures:
        said.append("A picture is left out." if pictures == 1 else f"{pictures} pictures are left out.")
    return said


def put_elsewhere(found: Sorted, known: dict[str, str]) -> list[str]:
    """Return, as sentences, where text stands now whose own heading the form doesn't have."""
    return [
        f"“{heading[:LONGEST_HEADING]}” is no heading of this form. It and its text stand under “{known[key]}” now."
        for heading, key in found.joined
    ]

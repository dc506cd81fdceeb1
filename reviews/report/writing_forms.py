"""The form of the report's next version: its text, and the pictures that are put into it. It changes nothing."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField

from cspr_portal import pictures, sizes
from cspr_portal.forms import PortalForm, Radios, long_text
from cspr_portal.picture_marks import LONGEST_ALT
from cspr_portal.pictures import NotTaken, Picture
from reviews.models import ReportPicture

from .pictures import AT_THE_END, fault, places

LONGEST_REPORT = 400_000
LARGEST_VERSION = 100_000
# What reading a Word file found, signed: longer than the longest of it.
LONGEST_CARRIED = 400_000
LONGEST_PLACE = 80
ADD, LEAVE = "add", "leave"
DO, ALT = "do_", "alt_"
PUT_IN = "put"  # the button that puts pictures into the text, and writes no version
WHAT_IT_SHOWS = "What the picture shows"
NEEDED = "Enter what the picture shows: who can’t see it reads these words."
HOW = (
    "In a sentence or two, with pseudonyms. Who can’t see the picture reads these words, "
    "so a picture without them is not shown."
)


class ReportForm(PortalForm):
    """The text of the next version, the number of the version that it began from, and pictures for it."""

    named = {"picture": "the picture", "place": "where the picture goes", "alt": "what the picture shows"}
    marks_optional = False

    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)
    text = long_text(
        "Report",
        "Enter the text of the report.",
        "Headings begin with ##, lists with a hyphen. Use pseudonyms, seasons and age bands: "
        "no names, no places, no exact dates.",
        rows=30,
        longest=LONGEST_REPORT,
    )
    # What reading a Word file found, where the text came from one (brought.py)
    carried = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=LONGEST_CARRIED, initial=""
    )
    picture = forms.FileField(
        label="Picture", required=False, widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"})
    )
    alt = long_text(WHAT_IT_SHOWS, help_text=HOW, rows=3, longest=LONGEST_ALT, is_required=False)
    place = forms.ChoiceField(
        label="Where it goes",
        required=False,
        initial=AT_THE_END,
        help_text="The text names it by a line of its own, which you can move.",
    )

    def __init__(
        self,
        *args: Any,
        offered: Sequence[ReportPicture] = (),
        known: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        """`offered` are the pictures that wait to be described, `known` the names of all that the report has."""
        super().__init__(*args, **kwargs)
        self.offered, self.known = offered, known
        self.limit = min(settings.FILE_LIMIT, pictures.LARGEST_FILE)
        self.fields["picture"].help_text = (
            f"A PNG or a JPEG of up to {self.limit // sizes.MEGABYTE} MB. "
            "What the file says about it, such as where it was taken, is not kept."
        )
        text = (self.data.get("text") if self.is_bound else self.initial.get("text")) or ""
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (AT_THE_END, "At the end of the report"),
            *((place.key, f"At the end of “{place.words[:LONGEST_PLACE]}”") for place in places(text)),
        ]
        for number, one in enumerate(offered, 1):
            self.fields[f"{DO}{one.name}"] = forms.ChoiceField(
                label=f"What becomes of picture {number}?",
                choices=[(ADD, "Add it to the text"), (LEAVE, "Leave it out")],
                widget=Radios(is_inline=True),
                required=False,
            )
            self.fields[f"{ALT}{one.name}"] = long_text(
                f"What picture {number} shows",
                help_text=HOW,
                rows=3,
                longest=LONGEST_ALT,
                is_required=False,
            )
            self.initial.setdefault(f"{ALT}{one.name}", one.described)

    def clean_text(self) -> str:
        """Return the text, unless it names a picture so that it couldn't be shown."""
        text: str = self.cleaned_data["text"]
        wrong = fault(text, self.known)
        if wrong:
            raise forms.ValidationError("%(wrong)s", params={"wrong": wrong})
        return text

    def clean_picture(self) -> Picture | None:
        """Return the picture, made anew."""
        sent: UploadedFile | None = self.cleaned_data.get("picture")
        if sent is None:
            return None
        size = sent.size or 0
        if size > self.limit:
            advice = "Save it smaller and choose that copy."
            raise forms.ValidationError(sizes.too_large(size, self.limit, advice))
        try:
            return pictures.cleaned(sent.read())
        except NotTaken as refused:
            raise forms.ValidationError("%(said)s", params={"said": refused.sentence}) from refused

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        has_picture = bool(data.get("picture"))
        if has_picture and not self["alt"].data:
            self.add_error("alt", NEEDED)
        if not has_picture and self["alt"].data and "picture" not in self.errors:
            self.add_error("picture", "Choose the picture that these words are about.")
        for one in self.offered:
            if data.get(f"{DO}{one.name}") == ADD and not self[f"{ALT}{one.name}"].data:
                self.add_error(f"{ALT}{one.name}", NEEDED)
        if PUT_IN in self.data and not (self.errors or has_picture or any(self.chosen())):
            self.add_error("picture", "Choose the picture, or say what becomes of one that waits.")
        if self.errors and has_picture:
            # A browser sends a file once.
            self.add_error("picture", "Choose the picture again.")
        return data

    def chosen(self) -> tuple[dict[str, str], list[str]]:
        """Return the pictures that are added, with what each shows, and those that are left out, by their names."""
        data = self.cleaned_data
        added = {one.name: data[f"{ALT}{one.name}"] for one in self.offered if data[f"{DO}{one.name}"] == ADD}
        return added, [one.name for one in self.offered if data[f"{DO}{one.name}"] == LEAVE]

    def pieces(self) -> list[tuple[int, ReportPicture, BoundField, BoundField]]:
        """Return each picture that waits with its number and its two fields."""
        return [
            (number, one, self[f"{DO}{one.name}"], self[f"{ALT}{one.name}"])
            for number, one in enumerate(self.offered, 1)
        ]

"""Forms about the files that go out with a text. What a file must be is in taking_in.py, who may add it in access.py."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator

from cspr_portal import pictures
from cspr_portal.forms import FileForm, PortalForm, Radios, long_text
from cspr_portal.picture_marks import LONGEST_ALT
from cspr_portal.sizes import MEGABYTE, too_large
from publications.attachments.taking_in import PICTURES
from publications.cleaning import MOST_BYTES
from publications.models import AttachmentKind
from publications.staff.forms import CorrectionFields
from reviews.report.pictures import AT_THE_END, places

LARGEST_FILE = min(settings.FILE_LIMIT, MOST_BYTES)
LONGEST_TITLE = 120
LONGEST_TRANSCRIPT = 100_000
HINTS = {
    AttachmentKind.PICTURE: "PNG or JPEG. It is made anew, so that nothing but the picture itself is kept.",
    AttachmentKind.COVER: "PNG or JPEG, in place of the cover that the portal draws.",
    AttachmentKind.REPORT: "Only for what another body wrote or led. It takes the place of the portal’s PDF.",
    AttachmentKind.PLAN: "A PDF.",
    AttachmentKind.SLIDES: "A PDF: in your slide program choose “Save as PDF” or “Export”.",
    AttachmentKind.DOCUMENT: "A PDF.",
    AttachmentKind.VIDEO: "A link to where it can be watched, with everything that is said in it.",
    AttachmentKind.AUDIO: "An MP3, with everything that is said in it.",
}
ACCEPTED = {AttachmentKind.PICTURE: ".png,.jpg,.jpeg", AttachmentKind.COVER: ".png,.jpg,.jpeg"} | {
    AttachmentKind.AUDIO: ".mp3"
}


class KindForm(PortalForm):
    """What is to be added."""

    kind = forms.ChoiceField(
        label="What do you want to add?",
        choices=AttachmentKind.choices,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Choose what you want to add."},
    )


class AddForm(FileForm, CorrectionFields):
    """A file or a link with the words that go with it; which fields it has depends on the kind."""

    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    file = forms.FileField(label="File", error_messages={"required": "Choose the file."})
    url = forms.CharField(
        label="Address of the video",
        help_text="Beginning with https://. Readers go there; nothing of it is loaded into the page.",
        max_length=300,
        validators=[URLValidator(schemes=["https"], message="Enter an address that begins with https://.")],
        error_messages={"required": "Enter the address of the video."},
    )
    title = forms.CharField(
        label="Title",
        help_text="What readers see. Never a real name or initials.",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Enter the title that readers see."},
    )
    alt = forms.CharField(
        label="What it shows, in words",
        help_text="For people who can’t see it. One or two sentences.",
        max_length=LONGEST_ALT,
        error_messages={"required": "Say in words what the picture shows."},
    )
    place = forms.ChoiceField(label="Where does it go?")
    transcript = long_text(
        "Everything that is said in it",
        "Enter everything that is said in it.",
        "For people who can’t hear it. It goes through the disclosure check.",
        rows=12,
        longest=LONGEST_TRANSCRIPT,
    )
    reason = long_text(
        "Why a finished PDF goes out instead of a text",
        "Enter why a finished PDF goes out instead of a text.",
        "Who wrote or led it. Kept in the record, not shown in public.",
        rows=2,
        longest=1_000,
    )
    field_order = ("expected_number", "file", "url", "title", "alt", "place", "transcript", "reason")

    def __init__(self, *args: Any, kind: AttachmentKind, text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.largest = min(LARGEST_FILE, pictures.LARGEST_FILE) if kind in PICTURES else LARGEST_FILE
        for name in self._left_out():
            del self.fields[name]
        if "file" in self.fields:
            limit = self.largest // MEGABYTE
            self.fields["file"].help_text = f"{HINTS[kind]} Up to {limit} MB. Its own name is not kept."
            self.fields["file"].widget.attrs["accept"] = ACCEPTED.get(kind, ".pdf")
        if "place" in self.fields:
            ends = [(place.key, f"At the end of “{place.words}”") for place in places(text)]
            self.fields["place"].choices = [*ends, (AT_THE_END, "At the end of the text")]  # type: ignore[attr-defined]

    def _left_out(self) -> set[str]:
        is_video, is_picture = self.kind == AttachmentKind.VIDEO, self.kind == AttachmentKind.PICTURE
        left_out = {"file"} if is_video else {"url"}
        if not is_picture:
            left_out |= {"place"}
        if is_picture or self.kind == AttachmentKind.COVER:
            left_out |= {"title"}
        else:
            left_out |= {"alt"}
        if self.kind not in (AttachmentKind.VIDEO, AttachmentKind.AUDIO):
            left_out |= {"transcript"}
        if self.kind != AttachmentKind.REPORT:
            left_out |= {"reason"}
        return left_out

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_alt(self) -> str:
        return " ".join(self.cleaned_data["alt"].split())

    def clean_file(self) -> bytes:
        """Return the file's bytes."""
        sent: UploadedFile = self.cleaned_data["file"]
        size = sent.size or 0
        if size > self.largest:
            raise forms.ValidationError(
                too_large(size, self.largest, "Save it smaller and choose that copy.")
            )
        return sent.read()

    def words(self) -> dict[str, str]:
        """Return the words that go with the file, as the action takes them."""
        return {
            name: self.cleaned_data.get(name, "") for name in ("title", "alt", "url", "transcript", "reason")
        }


class TakeOutForm(CorrectionFields):
    """That a file is left out of what goes out next."""

    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReadingForm(PortalForm):
    """That a person has read a scan."""

    words = long_text(
        "What you looked for, and what you found",
        "Enter what you looked for and what you found.",
        "For example: every page for names, initials, dates, schools and places; page 4 has a date, which is public.",
        rows=4,
        longest=2_000,
    )
    has_read = forms.BooleanField(
        label="I have read every line of every page",
        error_messages={"required": "Read every line of every page, then tick that you have."},
    )

"""Forms about documents. Which file may be added is told in examining.py; who may add it in access.py."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cspr_portal.forms import FileForm, PortalForm, Radios, long_text
from cspr_portal.sizes import MEGABYTE
from reviews.models import DocumentClass

from .examining import Examined, examine
from .kinds import ALLOWED, KINDS, Unfit


class AddDocumentForm(FileForm):
    """A file with its title and class. The file comes out examined; its own name is not kept."""

    named = {"document_class": "who may open it", "file": "the file"}

    title = forms.CharField(
        label="Title",
        help_text="What it is, for example “Letter from the coroner”. Use the pseudonym: a title is seen by "
        "everybody who may open the document.",
        max_length=150,
    )
    document_class = forms.ChoiceField(
        label="Who may open it?",
        choices=DocumentClass.choices,
        widget=Radios(
            hints={
                DocumentClass.ORDINARY: "Everybody to whom this case is open.",
                DocumentClass.PRIVILEGED: "Only the coordinator, the partners’ delegates and a legal adviser who is "
                "assigned to the case. Never the review’s panel or the Independent Reviewer, never in a pack or an "
                "export.",
            }
        ),
        error_messages={"required": "Choose who may open the document."},
    )
    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in (*KINDS, "jpeg"))}),
        error_messages={"required": "Choose the file."},
    )

    def __init__(self, *args: Any, classes: list[DocumentClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes = classes
        limit = settings.FILE_LIMIT // MEGABYTE
        self.fields["file"].help_text = f"{ALLOWED}, up to {limit} MB. Its own name is not kept."
        if len(classes) == 1:
            del self.fields["document_class"]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_file(self) -> Examined:
        """Return the file with what it is by its content."""
        sent: UploadedFile = self.cleaned_data["file"]
        try:
            return examine(sent, settings.FILE_LIMIT)
        except Unfit as unfit:
            raise forms.ValidationError(unfit.sentence) from unfit

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len(self.classes) == 1:
            data["document_class"] = self.classes[0].value
        return data


class RemoveDocumentForm(PortalForm):
    """Why a document is removed."""

    reason = long_text(
        "Why it is removed",
        "Enter why the document is removed.",
        "The reason stays on the case, with the title. Write no names.",
        rows=3,
        longest=2_000,
    )

"""Forms about publications. They say what is wrong with what was typed; who may do what is in access.py."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import Checkboxes, PortalForm, Radios, long_text
from publications import progress
from publications.models import Kind, Publication, Theme
from reviews.models import Case

LONGEST_TITLE = 120
LONGEST_SUMMARY = 600
LONGEST_TEXT = 400_000


class CorrectionFields(PortalForm):
    """Why what is public already is changed. The fields are there only while the publication has its window."""

    correction_reason = long_text(
        "Why it is corrected",
        "Enter why it is corrected.",
        "What is served, if anything is, stays until the correction is checked and approved. Kept in the record, "
        "not shown in public.",
        rows=2,
        longest=1_000,
    )
    changes_substance = forms.BooleanField(
        label="It changes what the text says, so the national Panel and the Secretary of State need a new copy",
        required=False,
    )

    def __init__(self, *args: Any, publication: Publication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not progress.has_its_window(publication):
            del self.fields["correction_reason"], self.fields["changes_substance"]

    def correction(self) -> dict[str, Any]:
        """Return what was typed about the correction, as the actions take it."""
        return {
            name: self.cleaned_data[name]
            for name in ("correction_reason", "changes_substance")
            if name in self.fields
        }


class DraftForm(PortalForm):
    """The texts of one draft."""

    title = forms.CharField(
        label="Public title",
        help_text="Such as “Child Wren”. It becomes the web address too. Never a real name or initials.",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Enter the public title, such as Child Wren."},
    )
    summary = long_text(
        "Summary",
        "Enter a summary of two or three sentences.",
        "Two or three sentences, shown in lists and searches. Name no injury and no method.",
        rows=3,
        longest=LONGEST_SUMMARY,
    )
    care_note = long_text(
        "What readers should know before they read",
        help_text="It stands before the text: “This report describes …”. Leave it empty if nothing is hard to read.",
        rows=2,
        longest=LONGEST_SUMMARY,
        is_required=False,
    )
    text = long_text(
        "Text",
        "Enter the text.",
        "Begin each part with a line such as “## What happened”; ### makes a heading below it. An empty line "
        "begins a paragraph, a hyphen a list item, > a quotation whose last line may begin with a dash.",
        rows=24,
        longest=LONGEST_TEXT,
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes",
        help_text="By these, readers find it.",
        queryset=Theme.objects.none(),
        required=False,
        widget=Checkboxes(is_small=True),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.all()
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        if not themes:
            del self.fields["themes"]

    def clean_title(self) -> str:
        """One line: a title stands in addresses and in the heads of pages."""
        return " ".join(self.cleaned_data["title"].split())

    def texts(self) -> dict[str, Any]:
        """Return what was typed as the actions take it."""
        return {
            name: self.cleaned_data.get(name, "") for name in ("title", "summary", "care_note", "text")
        } | {"themes": list(self.cleaned_data.get("themes", []))}


class NewPublicationForm(DraftForm):
    """A publication with its first draft."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What is it?",
        choices=Kind.choices,
        widget=Radios,
        error_messages={"required": "Choose what is to be published."},
    )
    case = forms.ModelChoiceField(
        label="Which case does it come from?",
        help_text="The check then looks for the case’s own words. Only you and others with a right to the case see it.",
        queryset=Case.objects.none(),
        to_field_name="reference",
        required=False,
        empty_label="No case, or one of another partnership",
    )
    field_order = ("key", "kind", "case", "title", "summary", "care_note", "text", "themes")

    def __init__(self, *args: Any, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        if cases.exists():
            field = self.fields["case"]
            field.queryset = cases.prefetch_related("children")  # type: ignore[attr-defined]
            field.label_from_instance = lambda case: f"{case.reference}, {case.title}"  # type: ignore[attr-defined]
        else:
            del self.fields["case"]


class NextDraftForm(CorrectionFields, DraftForm):
    """The next draft, with the number of the one that the writer began from."""

    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ("expected_number", "correction_reason", "changes_substance", "title")

    def __init__(self, *args: Any, publication: Publication, **kwargs: Any) -> None:
        super().__init__(*args, publication=publication, **kwargs)
        if publication.version_of_id is not None:
            # Readers find the text; its versions stand beside it.
            self.fields.pop("themes", None)


class ApproveForm(PortalForm):
    """The draft that is approved, and that it was read."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    has_read = forms.BooleanField(
        label="I have read it, and I approve it for publication",
        error_messages={"required": "Read it, then tick that you approve it."},
    )

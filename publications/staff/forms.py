"""Forms about publications. They say what is wrong with what was typed; who may do what is in access.py."""

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, PortalTimeField, Radios, long_text
from publications.actions import FURTHEST_AHEAD_DAYS
from publications.models import Kind, Theme
from reviews.dated_forms import TodayForm
from reviews.models import Case

LONGEST_TITLE = 120
LONGEST_SUMMARY = 600
LONGEST_TEXT = 400_000
USUAL_HOUR = time(10, 0)
NOW, LATER = "now", "later"


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


class NextDraftForm(DraftForm):
    """The next draft, with the number of the one that the writer began from."""

    expected_number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ("expected_number",)


class ClearForm(PortalForm):
    """Why one hit may stand."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = long_text("Why it may stand", "Enter why this hit may stand.", rows=2, longest=1_000)


class ReadForm(PortalForm):
    """That a person has read every line: the check cannot do it for them."""

    has_read = forms.BooleanField(
        label="I have read every line, and thought of small places and rare facts",
        error_messages={"required": "Read every line, then tick that you have."},
    )


class ApproveForm(PortalForm):
    """The draft that is approved, and that it was read."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    has_read = forms.BooleanField(
        label="I have read it, and I approve it for publication",
        error_messages={"required": "Read it, then tick that you approve it."},
    )


class CopyForm(TodayForm):
    """The day on which the copy went."""

    copied_on = PortalDateField(
        label="Day on which the copy was sent",
        help_text="To the national Panel and to the Secretary of State. For example 7 12 2026.",
        error_messages={"required": "Enter the day on which the copy was sent, for example 7 12 2026."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("copied_on", "The day on which the copy was sent")
        return data


class PublishForm(PortalForm):
    """Now, or a day and an hour in London."""

    conditional = ("day", "hour")

    when = forms.ChoiceField(
        label="When should it open?",
        choices=[(LATER, "On a day and at an hour"), (NOW, "Now")],
        widget=Radios,
        error_messages={"required": "Choose when it should open."},
    )
    day = PortalDateField(
        label="Day", required=False, help_text="A working day is best. For example 7 12 2026."
    )
    hour = PortalTimeField(label="Hour", required=False, help_text="London time, for example 10:00.")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.initial.setdefault("hour", USUAL_HOUR)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") != LATER:
            return data
        for name, words in (
            ("day", "Enter the day, for example 7 12 2026."),
            ("hour", "Enter the hour, for example 10:00."),
        ):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, words)
        if self.errors:
            return data
        if self.opens_at <= self.at:
            self.add_error("day", "That day and hour have gone by. Enter a later one, or choose “Now”.")
        elif (data["day"] - clock.today(self.at)).days > FURTHEST_AHEAD_DAYS:
            self.add_error("day", "Enter a day within the next two years.")
        return data

    @property
    def opens_at(self) -> datetime:
        """The moment that was chosen; for “now” the moment of the request."""
        if self.cleaned_data["when"] == NOW:
            return self.at
        hour: time = self.cleaned_data["hour"]
        return clock.at_hour(self.cleaned_data["day"], hour.hour, hour.minute)


class WithdrawForm(PortalForm):
    """Why a publication is taken down before its last day."""

    reason = long_text(
        "Reason",
        "Enter why it is withdrawn.",
        "What happened, and who was told. Kept in the record, never shown in public.",
        longest=2_000,
    )

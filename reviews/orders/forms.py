"""Forms about court orders. They say what is wrong with what was typed; who may do what is in access.py."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import PortalDateField, long_text
from reviews.dated_forms import TodayForm
from reviews.models import CourtOrder, Document


class RecordOrderForm(TodayForm):
    """What an order forbids, whom it protects and until when."""

    named = {"document": "the order’s file"}
    conditional = ("until", "until_words")

    title = forms.CharField(
        label="What it is called",
        help_text="Such as “reporting restriction order”. Use no real names.",
        max_length=200,
        error_messages={"required": "Enter what the order is called."},
    )
    court = forms.CharField(
        label="Court", max_length=200, error_messages={"required": "Enter the court that made it."}
    )
    made_on = PortalDateField(
        label="Day it was made",
        error_messages={"required": "Enter the day it was made, for example 7 12 2026."},
    )
    scope = long_text(
        "What may not be said, shown or done",
        "Enter what may not be said, shown or done.",
        "As the order has it, with pseudonyms in place of names. What the court allows belongs here too.",
        rows=6,
    )
    protects = forms.CharField(
        label="Whom it protects",
        help_text="By pseudonym, for example “Child Wren and the siblings”.",
        max_length=300,
        error_messages={"required": "Enter whom it protects, by pseudonym."},
    )
    until = PortalDateField(
        label="Last day on which it holds", help_text="If the order names one.", required=False
    )
    until_words = forms.CharField(
        label="Until when, in words",
        help_text="Such as “until further order”, or “until the child is 18”.",
        max_length=200,
        required=False,
    )
    document = forms.ModelChoiceField(
        label="The order itself",
        queryset=Document.objects.none(),
        help_text="One of the documents on this case. Add it there first.",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose one of the documents in the list."},
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("made_on", "The day it was made")
        made_on, until = data.get("made_on"), data.get("until")
        if made_on and until and until < made_on:
            self.add_error("until", "The last day can’t be before the day on which the order was made.")
        if not until and not data.get("until_words") and not {"until", "until_words"} & set(self.errors):
            self.add_error("until", "Enter the last day on which it holds, or say in words until when.")
        return data


class LiftOrderForm(TodayForm):
    """The day on which the court lifted an order."""

    lifted_on = PortalDateField(
        label="Day it was lifted",
        error_messages={"required": "Enter the day it was lifted, for example 7 12 2026."},
    )

    def __init__(self, *args: Any, order: CourtOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("lifted_on", "The day it was lifted", self.order.made_on, "the day it was made")
        return data

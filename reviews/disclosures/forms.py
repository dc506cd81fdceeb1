"""Forms about requests for information: recording, correcting, finding them. What answers one: answer_forms.py.

They say what is wrong with what was typed; who may do what is in access.py.
"""

import re
import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews import references
from reviews.dated_forms import TodayForm
from reviews.models import Area, Case, InformationKind, InformationRequest, User
from reviews.standing import visible_to

from . import due
from .requester import Requester

LONGEST_ASKED = 10_000
MOST_CASES = 20
SHOWN = [
    ("", "Open"),
    ("overdue", "Overdue"),
    ("answered", "Answered"),
    ("withdrawn", "Withdrawn"),
    ("all", "All"),
]
DAY = "For example 7 12 2026."


class _Days(TodayForm):
    """The days from which and to which the time of a request counts."""

    received_on = PortalDateField(
        label="Received on",
        help_text=f"The day on which it reached any of us. {DAY}",
        error_messages={"required": f"Enter the day on which it was received. {DAY}"},
    )
    named_day = PortalDateField(
        label="Answer due by, where they name a day",
        help_text="The day in the court’s order or the letter. For freedom of information and subject access the day "
        "is worked out by law: leave it empty.",
        required=False,
    )
    counts_from_on = PortalDateField(
        label="Day from which the time counts, if that is later",
        help_text="Only where proof of identity, or what makes the request clear, was asked for at once: the day on "
        "which it came.",
        required=False,
    )
    counts_from_why = forms.CharField(
        label="What was waited for",
        help_text="If the time counts from a later day. For example “proof of identity”.",
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        received = data.get("received_on")
        self.check_day("received_on", "The day of receipt")
        self.check_day("counts_from_on", "The day from which it counts", received, "the day of receipt")
        named = data.get("named_day")
        if received and named and named < received:
            self.add_error("named_day", "The answer can’t be due before the request came. Check both days.")
        if (
            data.get("counts_from_on")
            and not data.get("counts_from_why")
            and "counts_from_why" not in self.errors
        ):
            self.add_error("counts_from_why", "Enter what was waited for.")
        return data


class RecordRequestForm(_Days):
    """A request for information."""

    named = {"kind": "who asks", "area": "the area"}
    field_order = (
        "area",
        "cases",
        "kind",
        "body",
        "asked_by",
        "their_reference",
        "received_on",
        "named_day",
        "counts_from_on",
        "counts_from_why",
        "asks_for",
        "name",
        "reach",
        "acts_for",
        "form_key",
    )
    conditional = ("body", "named_day", "counts_from_why")

    area = forms.ModelChoiceField(
        label="Area",
        queryset=Area.objects.none(),
        empty_label="Choose one",
        error_messages={"required": "Choose the area."},
    )
    cases = forms.CharField(
        label="References of the cases that it is about",
        help_text="For example SC-2345-6789; several with commas between them. Leave it empty if it is about no case, "
        "or if you don’t know yet.",
        max_length=400,
        required=False,
    )
    kind = forms.ChoiceField(
        label="Who asks, or by what right?",
        choices=[("", "Choose one"), *InformationKind.choices],
        error_messages={"required": "Choose who asks, or by what right."},
    )
    body = forms.CharField(
        label="Court, force or body",
        help_text="For example “Coroner for Farholt”. Leave it empty for a private person.",
        max_length=200,
        required=False,
    )
    asked_by = forms.CharField(
        label="What the person is who asks",
        help_text="For example “coroner’s officer”, “solicitor” or “the mother”. No name: that is sealed below.",
        max_length=150,
        error_messages={"required": "Enter what the person is who asks, for example “coroner’s officer”."},
    )
    their_reference = forms.CharField(label="Their reference", max_length=80, required=False)
    asks_for = long_text(
        "What they ask for",
        "Enter what they ask for.",
        "Use pseudonyms. A name that is needed to find something belongs under seal.",
        rows=6,
        longest=LONGEST_ASKED,
    )
    name = forms.CharField(
        label="Name of a private person",
        help_text="Sealed, as are the next two. Coroners, courts and bodies need none.",
        max_length=200,
        required=False,
    )
    reach = long_text(
        "How the answer reaches them",
        help_text="An address or e-mail address that is safe for them.",
        rows=3,
        longest=1_000,
        is_required=False,
    )
    acts_for = forms.CharField(
        label="For whom they ask, if not for themselves",
        help_text="For example a parent for a child: the name of the child.",
        max_length=200,
        required=False,
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, areas: QuerySet[Area], by: User, at: datetime, case: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.at = by, at
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.initial.setdefault("form_key", uuid.uuid4())
        self.initial.setdefault("cases", references.plain(case))
        found = self._named(self.initial["cases"])
        if found:
            self.initial.setdefault("area", found[0].area_id)
        elif len(areas) == 1:
            self.initial.setdefault("area", areas[0].pk)

    def clean_cases(self) -> list[Case]:
        """Return the cases of those references; one that isn't theirs is told as one that was never given."""
        words = [word for word in re.split(r"[\s,;]+", self.cleaned_data["cases"]) if word]
        if len(words) > MOST_CASES:
            raise forms.ValidationError(f"Enter no more than {MOST_CASES} references.")
        found = {case.reference: case for case in self._named(self.cleaned_data["cases"])}
        for word in words:
            if references.plain(word) not in found:
                raise forms.ValidationError(
                    "%(message)s",
                    params={"message": f"You have no case with the reference “{word[:20]}”. Check it."},
                )
        return list(found.values())

    def _named(self, words: str) -> list[Case]:
        plain = {references.plain(word) for word in re.split(r"[\s,;]+", words)} - {""}
        return list(visible_to(self.by, self.at).filter(reference__in=plain)) if plain else []

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = data.get("kind")
        if kind and kind not in due.COMPUTED and not data.get("body") and "body" not in self.errors:
            self.add_error("body", "Enter which court, force or body it is.")
        if any(self.errors.get(name) for name in ("name", "reach", "acts_for")):
            return data
        data["person"] = Requester(*(str(data.pop(name, "")) for name in ("name", "reach", "acts_for")))
        return data


class CorrectDaysForm(_Days):
    """The same days, put right."""

    conditional = ("named_day", "counts_from_why")

    def __init__(self, *args: Any, request: InformationRequest, **kwargs: Any) -> None:
        names = ("received_on", "named_day", "counts_from_on", "counts_from_why")
        super().__init__(*args, initial={name: getattr(request, name) for name in names}, **kwargs)
        if request.kind in due.COMPUTED:
            del self.fields["named_day"]
        else:
            del self.fields["counts_from_on"], self.fields["counts_from_why"]
        self.answered_on = request.answered_on

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        received = data.get("received_on")
        if received and self.answered_on and received > self.answered_on:
            self.add_error("received_on", "It can’t have been received after it was answered.")
        return {"named_day": None, "counts_from_on": None, "counts_from_why": "", **data}


class ExtendForm(TodayForm):
    """When whoever asked was told that it takes longer, and why."""

    told_on = PortalDateField(
        label="Told them on",
        error_messages={"required": f"Enter the day on which you told them. {DAY}"},
    )
    reason = long_text("Why it takes longer", "Enter why it takes longer.", rows=3, longest=2_000)

    def __init__(self, *args: Any, request: InformationRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day(
            "told_on", "The day on which you told them", self.request.received_on, "the day of receipt"
        )
        return data


class WithdrawForm(PortalForm):
    """Why nothing waits for the request any more."""

    reason = long_text(
        "What happened",
        "Enter what happened.",
        "For example: they took it back, or it was recorded twice. It stays in the record.",
        rows=3,
        longest=2_000,
    )


class RequesterForm(PortalForm):
    """Who asks: it takes the place of what was sealed before, which is not shown here."""

    name = forms.CharField(label="Name", max_length=200)
    reach = long_text(
        "How the answer reaches them",
        help_text="An address or e-mail address that is safe for them.",
        rows=3,
        longest=1_000,
        is_required=False,
    )
    acts_for = forms.CharField(
        label="For whom they ask, if not for themselves", max_length=200, required=False
    )


PURPOSES = [
    ("answer", "To send them the answer"),
    ("identity", "To check who they are"),
    ("gather", "To find what we hold about them"),
    ("correct", "To check or correct what is sealed"),
]


class OpenRequesterForm(PortalForm):
    """Why it is opened who asks."""

    named = {"purpose": "why you open it"}

    purpose = forms.ChoiceField(
        label="Why do you open it?",
        choices=PURPOSES,
        widget=Radios(),
        error_messages={"required": "Choose why you open it."},
    )


class FindRequestsForm(PortalForm):
    """The filters of the register."""

    marks_optional = False

    show = forms.ChoiceField(label="Show", choices=SHOWN, required=False)
    kind = forms.ChoiceField(
        label="Who asks", choices=[("", "Everybody"), *InformationKind.choices], required=False
    )
    area = forms.ModelChoiceField(
        label="Area", queryset=Area.objects.none(), empty_label="All areas", required=False
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

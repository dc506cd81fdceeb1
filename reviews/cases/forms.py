"""Forms about a case itself. They say what is wrong with what was typed; who may do what is in access.py."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import TextChoices

from cspr_portal.forms import PortalDateField, PortalForm, long_text
from reviews import pseudonyms
from reviews.dated_forms import TodayForm
from reviews.models import (
    Child,
    HoldKind,
    OpeningPurpose,
    SealedKind,
    User,
)


class SealForm(TodayForm):
    """What identifies people in the case. Nothing typed here is shown again except through an opening."""

    child = forms.ModelChoiceField(
        label="Whom is this about?",
        queryset=Child.objects.none(),
        required=False,
        empty_label="The whole case: practitioners, relatives, places",
    )
    given_name = forms.CharField(label="First and middle names", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    date_of_birth = PortalDateField(label="Date of birth", required=False)
    date_of_death = PortalDateField(label="Date of death", required=False)
    nhs_number = forms.CharField(label="NHS number", max_length=20, required=False)
    address = long_text("Addresses, one a line", rows=3, longest=2_000, is_required=False)
    school = long_text("Schools and nurseries, one a line", rows=2, longest=2_000, is_required=False)
    relative = long_text("Relatives’ names, one a line", rows=3, longest=4_000, is_required=False)
    practitioner = long_text("Practitioners’ names, one a line", rows=3, longest=4_000, is_required=False)
    place = long_text(
        "Other places that would point to the family, one a line", rows=2, longest=2_000, is_required=False
    )

    PERSONAL = ("given_name", "family_name", "date_of_birth", "date_of_death", "nhs_number")

    def __init__(self, *args: Any, children: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].queryset = children  # type: ignore[attr-defined]

    def clean_nhs_number(self) -> str:
        typed = "".join(self.cleaned_data["nhs_number"].split())
        if typed and not pseudonyms.is_nhs_number(typed):
            raise forms.ValidationError(
                "Check the NHS number: it has 10 digits, and the last one doesn’t fit the rest."
            )
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, words in (("date_of_birth", "The date of birth"), ("date_of_death", "The date of death")):
            self.check_day(name, words)
        if (
            data.get("date_of_birth")
            and data.get("date_of_death")
            and data["date_of_death"] < data["date_of_birth"]
        ):
            self.add_error("date_of_death", "The date of death can’t be before the date of birth.")
        child = data.get("child")
        if not self.errors and not any(data.get(kind.value) for kind in SealedKind):
            raise forms.ValidationError("Enter at least one fact to seal.")
        if child is None and "child" not in self.errors and any(data.get(name) for name in self.PERSONAL):
            self.add_error("child", "Choose the child that these names, dates or numbers belong to.")
        if child is not None:
            clash = pseudonyms.clash(child.pseudonym, data.get("given_name", ""), data.get("family_name", ""))
            if clash:
                self.add_error("given_name" if data.get("given_name") else "family_name", clash)
        return data

    def items(self) -> list[tuple[SealedKind, str]]:
        """Return what was typed as (kind, words); lists become one item a line."""
        found: list[tuple[SealedKind, str]] = []
        for kind in SealedKind:
            value = self.cleaned_data.get(kind.value)
            if isinstance(value, date):
                found.append((kind, value.isoformat()))
            elif value:
                found.extend((kind, line.strip()) for line in value.splitlines() if line.strip())
        return found


# The check opens by itself, and a return's author opens a subject sheet, elsewhere.
NOT_CHOSEN_HERE = (OpeningPurpose.DISCLOSURE_CHECK, OpeningPurpose.RETURN)


class OpenForm(PortalForm):
    """Why somebody opens what is sealed."""

    purpose = forms.ChoiceField(
        label="Why do you need to see them?",
        choices=[choice for choice in OpeningPurpose.choices if choice[0] not in NOT_CHOSEN_HERE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you need to see the identities."},
    )
    note = long_text("In your own words (needed for another reason)", rows=2, longest=500, is_required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("purpose") == OpeningPurpose.OTHER and not data.get("note"):
            self.add_error("note", "Enter the reason in your own words.")
        return data


class HoldForm(TodayForm):
    """A hold with its proceeding, who was told, and when it is looked at again."""

    kind = forms.ChoiceField(
        label="What stands in the way?",
        choices=HoldKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what stands in the way."},
    )
    reason = long_text("What it holds up, and why", "Enter what the hold holds up, and why.", longest=2_000)
    since = PortalDateField(label="Since", error_messages={"required": "Enter the day since when."})
    told = long_text("Who was told, and when", rows=2, longest=1_000, is_required=False)
    look_again_on = PortalDateField(
        label="Day to look at it again",
        error_messages={"required": "Enter the day to look at the hold again."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("since", "The day since when")
        if data.get("look_again_on") and data["look_again_on"] <= self.today:
            self.add_error("look_again_on", "Choose a day after today to look at the hold again.")
        return data


class ReasonForm(PortalForm):
    """A reason, and nothing else."""

    reason = long_text("Why", "Enter the reason.", longest=2_000)


class RecuseForm(ReasonForm):
    """Who is taken off the case, and why."""

    person = forms.ModelChoiceField(
        label="Who has the conflict of interest?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={
            "required": "Choose who has the conflict of interest.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )
    field_order = ("person", "reason")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class Sort(TextChoices):
    """How the list of cases is put in order."""

    NEWEST = "newest", "Newest first"
    CLOCK = "clock", "Nearest clock first"
    OLDEST = "oldest", "Oldest first"


class FindForm(PortalForm):
    """The search, the filters and the order of the list of cases."""

    marks_optional = False

    q = forms.CharField(label="Reference or pseudonym", max_length=100, required=False)
    stage = forms.ChoiceField(label="Stage", required=False)
    area = forms.TypedChoiceField(label="Area", required=False, coerce=UUID, empty_value=None)
    sort = forms.ChoiceField(label="Order", choices=Sort.choices, required=False)

    def __init__(
        self, *args: Any, areas: dict[UUID, str], stages: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "All stages"), *stages]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", "All areas"), *areas.items()]  # type: ignore[attr-defined]

"""Forms about the agencies that knew a child of a case: at intake, and one by one on the case."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import Checkboxes, PortalForm, long_text
from reviews.models import Agency

LONGEST_NAME = 150
LONGEST_LINE = 1_000


def _line(label: str, help_text: str = "") -> forms.CharField:
    return long_text(label, help_text=help_text, rows=2, longest=LONGEST_LINE, is_required=False)


class AgenciesForm(PortalForm):
    """Which agencies are known to be involved: ours from a list, others by their names."""

    agencies = forms.ModelMultipleChoiceField(
        label="Our agencies",
        help_text="Choose all that knew a child or the family.",
        queryset=Agency.objects.none(),
        required=False,
        widget=Checkboxes(is_small=True),
        error_messages={
            "invalid_choice": "Choose our agencies from the list.",
            "invalid_pk_value": "Choose our agencies from the list.",
        },
    )
    others = long_text(
        "Other agencies, one a line",
        help_text="Agencies of other areas, or any that is not in the list.",
        rows=3,
        longest=4_000,
        is_required=False,
    )

    def __init__(self, *args: Any, offered: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = offered  # type: ignore[attr-defined]

    def clean_others(self) -> list[str]:
        """Return the names, each once."""
        names = {line.strip().casefold(): line.strip() for line in self.cleaned_data["others"].splitlines()}
        found = [name for name in names.values() if name]
        if any(len(name) > LONGEST_NAME for name in found):
            raise forms.ValidationError(
                f"Shorten the name of an agency to {LONGEST_NAME} characters or fewer."
            )
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ours = {agency.name.casefold() for agency in data.get("agencies") or ()}
        twice = [name for name in data.get("others") or () if name.casefold() in ours]
        if twice:
            self.add_error("others", f"Take out {twice[0]}: it is chosen in the list above.")
        return data

    def chosen(self) -> list[tuple[str, str]]:
        """Return what was chosen and typed as (key, name). A key stays the same however the list changes."""
        return [
            *((f"agency_{agency.pk.hex}", agency.name) for agency in self.cleaned_data["agencies"]),
            *((key_of(name), name) for name in self.cleaned_data["others"]),
        ]


class LinesForm(PortalForm):
    """A line for each agency that was named: how it was involved."""

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in agencies:
            self.fields[key] = _line(f"How {name} was involved")


class InvolvedAgencyForm(PortalForm):
    """One agency that knew a child of the case, and how."""

    conditional = ("agency", "other_name")

    agency = forms.ModelChoiceField(
        label="One of our agencies",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Another agency, named below",
        error_messages={"invalid_choice": "Choose one of the agencies in the list."},
    )
    other_name = forms.CharField(label="Name of another agency", max_length=LONGEST_NAME, required=False)
    involvement = _line("How it was involved")

    def __init__(self, *args: Any, offered: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "agency" in self.errors or "other_name" in self.errors:
            return data
        if not data.get("agency") and not data.get("other_name"):
            self.add_error("agency", "Choose one of our agencies, or enter the name of another.")
        if data.get("agency") and data.get("other_name"):
            self.add_error("other_name", "Leave this empty, or choose “Another agency” above.")
        return data


class InvolvementForm(PortalForm):
    """How an agency was involved."""

    involvement = _line("How it was involved")


class RemoveAgencyForm(PortalForm):
    """Why an agency is removed."""

    reason = long_text(
        "Why it is removed",
        "Enter why the agency is removed.",
        "For example: chosen by mistake, or it knew another family. The reason stays on the case.",
        rows=3,
        longest=2_000,
    )


def key_of(name: str) -> str:
    """Return a field's name for an agency that is known by its name alone."""
    return f"other_{hashlib.sha256(name.casefold().encode()).hexdigest()[:16]}"

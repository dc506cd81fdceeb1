"""What an auditor may look for, and which rows they may download."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm, Radios

from . import access
from .exporting import FORMS

LARGEST = 10**15


class FindRowsForm(PortalForm):
    """A search by person, kind of step, step, outcome, reference, days and network address; all of it optional."""

    marks_optional = False

    actor = forms.ChoiceField(label="Person", required=False)
    kind = forms.ChoiceField(label="Kind of step", required=False)
    verb = forms.ChoiceField(label="Step", required=False)
    outcome = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "All"), ("done", "Done"), ("denied", "Refused")]
    )
    reference = forms.CharField(label="Reference", required=False, max_length=60)
    address = forms.GenericIPAddressField(label="Network address", required=False)
    since = PortalDateField(label="From", required=False)
    until = PortalDateField(label="To", required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists: dict[str, Any] = {"actor": access.actors(), "kind": access.groups(), "verb": access.verbs()}
        for name, choices in lists.items():
            self.fields[name].choices = [("", "All"), *choices]  # type: ignore[attr-defined]

    def clean_reference(self) -> str:
        """Return it in capitals, as references are written."""
        return self.cleaned_data["reference"].strip().upper()

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        typed = super().clean() or self.cleaned_data
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", "“To” must be the same day as “From”, or later")
        return typed


class ExportForm(PortalForm):
    """Which rows, and in which form. Without numbers it is the whole log."""

    first = forms.IntegerField(
        label="From row",
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text="Empty: from the first row",
    )
    last = forms.IntegerField(
        label="To row", required=False, min_value=1, max_value=LARGEST, help_text="Empty: to the newest row"
    )
    form = forms.ChoiceField(label="In which form?", choices=FORMS, initial="csv", widget=Radios)

    def clean(self) -> dict[str, Any]:
        """Refuse numbers in the wrong order."""
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("first"), typed.get("last")
        if first and last and last < first:
            self.add_error("last", "“To row” must be the same number as “From row”, or higher")
        return typed

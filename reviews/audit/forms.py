"""What an auditor may look for."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm

from . import access


class FindRowsForm(PortalForm):
    """A search by person, step, reference, outcome and day; all of it optional."""

    marks_optional = False

    actor = forms.ChoiceField(label="Person", required=False)
    verb = forms.ChoiceField(label="Step", required=False)
    reference = forms.CharField(label="Reference", required=False, max_length=60)
    outcome = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "All"), ("done", "Done"), ("denied", "Refused")]
    )
    day = PortalDateField(label="Day", required=False)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor, verb = self.fields["actor"], self.fields["verb"]
        actor.choices = [("", "All"), *access.actors()]  # type: ignore[attr-defined]
        verb.choices = [("", "All"), *access.verbs()]  # type: ignore[attr-defined]

    def clean_reference(self) -> str:
        """Return it in capitals, as references are written."""
        return self.cleaned_data["reference"].strip().upper()

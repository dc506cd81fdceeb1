"""Whose looks at a case are shown."""

from typing import Any

from django import forms

from cspr_portal.forms import PortalForm


class PersonForm(PortalForm):
    """One person, or everybody."""

    marks_optional = False

    person = forms.ChoiceField(label="Person", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Everybody"), *people]  # type: ignore[attr-defined]

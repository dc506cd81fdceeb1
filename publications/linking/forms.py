"""The form on which publications are linked. Who may, and to which, is in actions.py."""

from typing import Any

from django import forms

from cspr_portal.forms import Checkboxes, PortalForm
from publications.models import Publication, PublicationQuerySet


class LinkForm(PortalForm):
    """What readers should find beside a publication."""

    others = forms.ModelMultipleChoiceField(
        label="What should readers find beside it?",
        help_text="Each is named only while it is public itself. What comes from the same case is named by itself.",
        queryset=Publication.objects.none(),
        required=False,
        widget=Checkboxes,
    )

    def __init__(
        self, *args: Any, choices: PublicationQuerySet, titles: dict[Any, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["others"]
        field.queryset = choices  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: titles.get(one.pk, "")  # type: ignore[attr-defined]

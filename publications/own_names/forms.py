"""Forms of a child's own name: what the decision rests on, and why it ends."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import PortalForm, long_text
from reviews.models import Child

LONGEST = 2_000


class ProposeForm(PortalForm):
    """Which child, and the three things that the decision rests on."""

    child = forms.ModelChoiceField(
        label="Whose own name is to be said?",
        queryset=Child.objects.none(),
        empty_label="Choose a child",
        error_messages={"required": "Choose the child whose own name is to be said."},
    )
    family_wish = long_text(
        "What the family wishes",
        "Enter what the family wishes, who said so, and how.",
        "Who in the family, when, and how they said so. Parents may differ: say what each wishes. Use pseudonyms.",
        longest=LONGEST,
    )
    lawfully_public = long_text(
        "Where the name is public already, and lawfully",
        "Enter where the name is public already, and why that is lawful.",
        "Such as a trial without reporting restrictions. A court order that protects anybody rules it out.",
        longest=LONGEST,
    )
    legal_advice = long_text(
        "Legal advice",
        "Enter who advised, when, and what they advised.",
        "Who advised, when, and what. Say what it means for brothers and sisters.",
        longest=LONGEST,
    )

    def __init__(self, *args: Any, children: QuerySet[Child], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["child"]
        field.queryset = children  # type: ignore[attr-defined]
        field.label_from_instance = lambda child: child.pseudonym  # type: ignore[attr-defined]


class EndForm(PortalForm):
    """Why the name may not be said any more."""

    reason = long_text("Why it ends", "Enter why the name may not be said any more.", longest=LONGEST)

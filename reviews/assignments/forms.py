"""Forms of an assignment, of advice and of the response to it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews.models import AdviceAbout, User


class PersonField(forms.ModelChoiceField):
    """Somebody with one of the roles by which people are assigned, with role and post."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name, role and post: "Helen Ward, lead safeguarding partner (Chief executive)"."""
        post = f" ({obj.post})" if obj.post and obj.post.lower() != obj.get_role_display().lower() else ""
        return f"{obj.name}, {obj.get_role_display()}{post}"


class AssignForm(PortalForm):
    """Who is to read the case, why, and until when."""

    person = PersonField(
        label="Who is to read the case?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={
            "required": "Choose who is to read the case.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )
    reason = long_text(
        "Why", "Enter why they are to read the case.", "Use pseudonyms.", rows=3, longest=2_000
    )
    ends_on = PortalDateField(
        label="Last day",
        required=False,
        help_text="Leave this empty when it is to last until somebody ends it.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(
                f"The last day can’t be a day that is over. Today is {clock.day_words(self.today)}."
            )
        return day


class AdviceForm(PortalForm):
    """What a scrutineer advises, and on what."""

    about = forms.ChoiceField(
        label="What it is about",
        choices=AdviceAbout.choices,
        widget=Radios(),
        error_messages={"required": "Choose what it is about."},
    )
    advice = long_text(
        "Your advice",
        "Enter your advice.",
        "The coordinator and the safeguarding partners read it, and record their response. Use pseudonyms.",
        rows=8,
    )


class ResponseForm(PortalForm):
    """What the partners make of the advice."""

    response = long_text(
        "Your response",
        "Enter your response.",
        "What you do about it, or why you don’t follow it. Use pseudonyms.",
    )

"""Forms of a review's terms, its panel and its reviewer. They check what was typed, and change nothing."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios
from reviews.models import Agency, Review, User

LONGEST_TERMS = 20_000
LONGEST_NOTE = 5_000


class PersonField(forms.ModelChoiceField):
    """One person of a list, shown as name, post and agency."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label="Choose a person", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name, post, agency: what tells two people of one name apart."""
        parts = (obj.name, obj.post or obj.get_role_display(), obj.agency.name if obj.agency else "")
        return ", ".join(part for part in parts if part)


class ScopeForm(PortalForm):
    """The terms of reference and the timeframe that agencies look back over."""

    terms_of_reference = forms.CharField(
        label="Terms of reference",
        help_text="What the review looks at, and what it leaves out. Use pseudonyms.",
        max_length=LONGEST_TERMS,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Enter the terms of reference."},
    )
    timeframe_from = PortalDateField(
        label="First day of the timeframe",
        help_text="Agencies collate what they did from this day on. For example 7 12 2025.",
        error_messages={"required": "Enter the first day of the timeframe, for example 7 12 2025."},
    )
    timeframe_to = PortalDateField(
        label="Last day of the timeframe",
        help_text="For example 7 12 2026.",
        error_messages={"required": "Enter the last day of the timeframe, for example 7 12 2026."},
    )

    def __init__(self, *args: Any, review: Review, today: date, **kwargs: Any) -> None:
        names = ("terms_of_reference", "timeframe_from", "timeframe_to")
        kwargs["initial"] = {name: getattr(review, name) for name in names}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("timeframe_from"), data.get("timeframe_to")
        if end and end > self.today:
            words = f"The timeframe can’t end in the future. Today is {clock.day_words(self.today)}."
            self.add_error("timeframe_to", words)
        if start and end and end < start:
            self.add_error("timeframe_to", "The timeframe ends before it begins. Check both days.")
        return data


class FillSeatForm(PortalForm):
    """Who sits in a seat."""

    person = PersonField(
        label="Person",
        error_messages={
            "required": "Choose the person who sits in this seat.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AddMemberForm(PortalForm):
    """One more member of the panel, and the agency that the member speaks for."""

    person = PersonField(
        label="Person",
        error_messages={
            "required": "Choose the person who joins the panel.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )
    agency = forms.ModelChoiceField(
        label="Agency that they speak for",
        help_text="Leave it as it is if they speak for their own agency.",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Their own agency",
        error_messages={"invalid_choice": "Choose one of the agencies in the list."},
    )
    conditional = ("agency",)

    def __init__(self, *args: Any, people: QuerySet[User], agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        person = data.get("person")
        if person and not data.get("agency") and "agency" not in self.errors:
            if person.agency is None:
                self.add_error("agency", f"Choose the agency that {person.name} speaks for.")
            data["agency"] = person.agency
        return data


class PlainForm(PortalForm):
    """No field at all: the page asks for one press of its button."""


class AppointForm(PortalForm):
    """Who is appointed as Independent Reviewer, what they declare, and from when to when."""

    person = PersonField(
        label="Independent Reviewer",
        help_text="People whose account is an Independent Reviewer’s, and confirmed.",
        error_messages={
            "required": "Choose the Independent Reviewer.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )
    experience = forms.CharField(
        label="Experience",
        help_text="Why they are an experienced safeguarding professional.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reviewer’s experience."},
    )
    has_no_link = forms.ChoiceField(
        label="Do they declare any link with the area, its agencies or the family?",
        choices=[("none", "No, they declare none"), ("link", "Yes, they declare a link")],
        widget=Radios(hints={"link": "The appointment is recorded, and can’t go ahead."}),
        error_messages={"required": "Choose whether they declare a link."},
    )
    declaration = forms.CharField(
        label="The declaration in their words",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the declaration in the reviewer’s words."},
    )
    declared_on = PortalDateField(
        label="Day of the declaration",
        error_messages={"required": "Enter the day of the declaration, for example 7 12 2026."},
    )
    starts_on = PortalDateField(
        label="First day of the appointment",
        help_text="The case opens to them on this day, once a second person has checked the declaration.",
        error_messages={"required": "Enter the first day of the appointment, for example 7 12 2026."},
    )
    ends_on = PortalDateField(
        label="Last day of the appointment",
        help_text="The day after it, the case is no longer there for them.",
        error_messages={"required": "Enter the last day of the appointment, for example 7 7 2027."},
    )

    def __init__(self, *args: Any, people: QuerySet[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean_has_no_link(self) -> bool:
        return self.cleaned_data["has_no_link"] == "none"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        declared, start, end = data.get("declared_on"), data.get("starts_on"), data.get("ends_on")
        today = clock.day_words(self.today)
        if declared and declared > self.today:
            self.add_error("declared_on", f"The declaration can’t be in the future. Today is {today}.")
        if start and end and end < start:
            self.add_error("ends_on", "The appointment ends before it begins. Check both days.")
        elif end and end < self.today:
            self.add_error("ends_on", f"The appointment would be over already. Today is {today}.")
        return data


class CheckDeclarationForm(PortalForm):
    """How the second person checked the declaration."""

    note = forms.CharField(
        label="How you checked it",
        help_text="For example whom you asked, and what you looked up.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter how you checked the declaration."},
    )


class EndAppointmentForm(PortalForm):
    """Why an appointment ends."""

    reason = forms.CharField(
        label="Why the appointment ends",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why the appointment ends."},
    )

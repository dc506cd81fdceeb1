"""Forms of a review's terms and its panel. They check what was typed, and change nothing."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, long_text
from reviews.dated_forms import TodayForm
from reviews.models import Agency, Review, User

LONGEST_TERMS = 20_000
LONGEST_REASON = 4_000


class PersonField(forms.ModelChoiceField):
    """One person of a list, shown as name, post and agency."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label="Choose a person", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Name, post, agency: what tells two people of one name apart."""
        parts = (obj.name, obj.post or obj.get_role_display(), obj.agency.name if obj.agency else "")
        return ", ".join(part for part in parts if part)


class ScopeForm(TodayForm):
    """The terms of reference and the timeframe that agencies look back over."""

    conditional = ("reason",)

    terms_of_reference = long_text(
        "Terms of reference",
        "Enter the terms of reference.",
        "What the review looks at, and what it leaves out. Use pseudonyms.",
        rows=10,
        longest=LONGEST_TERMS,
    )
    methodology = long_text(
        "How the review will be done",
        help_text="The methodology: how facts are gathered, who is heard, how the panel works.",
        longest=LONGEST_TERMS,
        is_required=False,
    )
    questions = long_text(
        "Questions that the rapid review left open",
        help_text="One a line. The key lines of enquiry begin with them.",
        longest=LONGEST_TERMS,
        is_required=False,
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

    reason = long_text(
        "Why they change",
        help_text="The terms that stood before are kept, and shown beside these.",
        rows=3,
        longest=LONGEST_REASON,
        is_required=False,
    )

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, review: Review, seen: str, carried: str = "", **kwargs: Any) -> None:
        names = ("terms_of_reference", "methodology", "questions", "timeframe_from", "timeframe_to")
        kwargs["initial"] = {name: getattr(review, name) for name in names} | {"seen": seen}
        super().__init__(*args, **kwargs)
        if review.scoped_at is None:
            del self.fields["reason"]
        if carried and review.scoped_at is None:
            self.initial["questions"] = carried
            self.fields["questions"].help_text = (
                "One a line. Those that the rapid review asked stand here already: keep, change or take out each. "
                "The key lines of enquiry begin with them."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("timeframe_from"), data.get("timeframe_to")
        if end and end > self.today:
            words = f"The timeframe can’t end in the future. Today is {clock.day_words(self.today)}."
            self.add_error("timeframe_to", words)
        if start and end and end < start:
            self.add_error("timeframe_to", "The timeframe ends before it begins. Check both days.")
        # Whoever began before there were any is told first that there are some now.
        is_change = bool(data.get("seen")) and "reason" in self.fields
        if is_change and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why the terms of reference change.")
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

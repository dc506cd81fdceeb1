"""What administrators may type in, and the sentences that say why not. Saving is in admin.py."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reviews import references
from reviews.models import PanelSeat, Review, Role, User


def last_administrator(person: User, *, role: str, is_active: bool) -> str | None:
    """Say why `person` may not get this role or state: an active administrator always remains."""
    if not person.is_administrator or (is_active and role == Role.ADMINISTRATOR):
        return None
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if others.exists():
        return None
    return "Not yet: this is the only active administrator. Make somebody else an administrator first."


class DatesForm(forms.ModelForm):
    """A row that begins and may end on a day."""

    first, last = "starts_on", "ends_on"

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        cleaned = super().clean() or {}
        start = cleaned.get(self.first) or getattr(self.instance, self.first, None)
        end = cleaned.get(self.last)
        if start and end and end < start:
            self.add_error(self.last, "The last day can’t be before the first.")
        return cleaned

    def said(self, name: str) -> Any:
        """Return what the form says, or what the row has where the form doesn't ask."""
        return self.cleaned_data.get(name) if name in self.fields else getattr(self.instance, name)


class PostingForm(DatesForm):
    """A posting; the same one is not open twice."""

    open_once: tuple[str, ...] = ("user", "area")
    twice = "This person already has this area. End that first."

    def clean(self) -> dict[str, Any]:
        """Refuse a second open posting of the same sort."""
        cleaned = super().clean()
        same = {name: self.said(name) for name in self.open_once}
        if self.said("ends_on") is None and None not in same.values():
            twins = self._meta.model.objects.filter(ends_on__isnull=True, **same).exclude(pk=self.instance.pk)
            if twins.exists():
                raise ValidationError(self.twice)
        return cleaned


class DelegateForm(PostingForm):
    """A delegation; a person decides for one partner only."""

    open_once = ("user",)
    twice = (
        "This person already decides for a safeguarding partner. End that first: each partner has its own."
    )


# Whoever has one of these roles acts for their own agency and for no other.
FOR_AN_AGENCY = (Role.AGENCY_AUTHOR, Role.AGENCY_APPROVER)


class PersonForm(forms.ModelForm):
    """An account."""

    class Meta:
        model = User
        fields = ["email", "name", "post", "role", "agency", "is_active"]

    def clean_email(self) -> str:
        """Return the address in small letters, as it is kept."""
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        """Refuse to leave the portal without an administrator, and those who act for an agency without one."""
        cleaned = super().clean() or {}
        if cleaned.get("role") in FOR_AN_AGENCY and not cleaned.get("agency"):
            self.add_error("agency", "Choose the agency: this person writes or signs off for it.")
        if not self.instance._state.adding and "role" in cleaned:
            before = User.objects.get(pk=self.instance.pk)
            refusal = last_administrator(
                before, role=cleaned["role"], is_active=bool(cleaned.get("is_active"))
            )
            if refusal:
                raise ValidationError(refusal)
        return cleaned


class SeatForm(DatesForm):
    """A seat on a panel; of the review, the administrator knows the reference."""

    first, last = "joined_on", "left_on"

    reference = forms.CharField(max_length=20, help_text="The review’s reference, for example SC-7K2Q-X9WD.")

    class Meta:
        model = PanelSeat
        fields = ["agency", "user", "is_chair", "joined_on", "left_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields.pop("reference", None)

    def clean_reference(self) -> str:
        """Look for the review; `cleaned_data` gets it as "review"."""
        reference = references.plain(self.cleaned_data["reference"])
        review = Review.objects.filter(case__reference=reference).first() if reference else None
        if review is None:
            raise ValidationError("No review has this reference. Copy it from the message that you got.")
        self.cleaned_data["review"] = review
        return reference

    def clean(self) -> dict[str, Any]:
        """Refuse a second seat for a person, and a second chair."""
        cleaned = super().clean()
        review = cleaned.get("review") if self.instance._state.adding else self.instance.review
        if review is None or self._is_wrong_handover() or self.said("left_on"):
            return cleaned
        others = PanelSeat.objects.filter(review=review, left_on__isnull=True).exclude(pk=self.instance.pk)
        if cleaned.get("user") and others.filter(user=cleaned["user"]).exists():
            self.add_error("user", "This person already has a seat on this panel.")
        if cleaned.get("is_chair") and others.filter(is_chair=True).exists():
            self.add_error(
                "is_chair", "The panel already has a chair. Take the chair from the other seat first."
            )
        if cleaned.get("user") and not self.said("joined_on"):
            self.add_error("joined_on", "Enter the day from which this person sits on the panel.")
        return cleaned

    def _is_wrong_handover(self) -> bool:
        """Refuse to put another person into a seat that has ended, or ends in the same step."""
        held_by = self.instance.user_id
        person = self.cleaned_data.get("user")
        if held_by is None or person is None or person.pk == held_by:
            return False
        if self.instance.left_on is not None:
            self.add_error("user", "The person in this seat has left. Add a seat for the next one.")
            return True
        if self.cleaned_data.get("left_on"):
            self.add_error("left_on", "Leave this empty: the seat goes to the new person today.")
            return True
        return False

"""Forms about a case itself. They say what is wrong with what was typed; who may do what is in access.py."""

import uuid
from datetime import date
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, PortalTimeField
from reviews import pseudonyms
from reviews.models import (
    Abuse,
    AgeBand,
    Area,
    Child,
    ChildrenSafe,
    HoldKind,
    OpeningPurpose,
    Outcome,
    Precision,
    SealedKind,
    User,
)

LONGEST_SUMMARY = 5_000


def _not_in_future(form: forms.Form, name: str, today: date, words: str) -> None:
    day = form.cleaned_data.get(name)
    if day and day > today:
        form.add_error(name, f"{words} can’t be in the future. Today is {clock.day_words(today)}.")


class LogCaseForm(PortalForm):
    """Everything that is asked when a case is logged. Identities come later, under seal."""

    conditional = ("incident_from", "incident_to", "both_limbs_on", "both_limbs_reason")

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    children_safe = forms.ChoiceField(
        label="Are other children safe now?",
        help_text="This portal is not a referral. If a child is at risk now, ring the front door or 999 first.",
        choices=ChildrenSafe.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether other children are safe now."},
    )
    children_safe_note = forms.CharField(
        label="Who is seeing to it", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    area = forms.ModelChoiceField(
        label="Area in which the incident happened",
        queryset=Area.objects.none(),
        empty_label="Choose an area",
        error_messages={
            "required": "Choose the area in which the incident happened.",
            "invalid_choice": "Choose one of the areas in the list.",
        },
    )
    referred_by = forms.CharField(
        label="Who told the partnership",
        help_text="An agency and a post, such as “on-call paediatrician”. No names of family here.",
        max_length=200,
        required=False,
    )
    incident_precision = forms.ChoiceField(
        label="When the incident happened",
        choices=Precision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how well the date of the incident is known."},
    )
    incident_from = PortalDateField(
        label="Day of the incident, or the first day of the period",
        help_text="For example 7 12 2026. Leave it empty if it is not known.",
        required=False,
    )
    incident_to = PortalDateField(label="Last day of the period (only for a period)", required=False)
    incident_time = PortalTimeField(
        label="Time of the incident, if known",
        help_text="On the 24-hour clock, for example 14:30.",
        required=False,
        error_messages={"invalid": "Enter the time of the incident like 14:30."},
    )
    aware_on = PortalDateField(
        label="Day the local authority became aware of the incident",
        help_text="For example 7 12 2026. The out-of-hours team counts.",
        error_messages={"required": "Enter the day the local authority became aware, for example 7 12 2026."},
    )
    aware_by = forms.CharField(
        label="Who in the local authority became aware", max_length=200, required=False
    )
    both_limbs_on = PortalDateField(
        label="Day the local authority knew of both the harm and suspected abuse or neglect (only if later)",
        help_text="The five working days start here. Leave it empty if it was the same day.",
        required=False,
    )
    both_limbs_reason = forms.CharField(
        label="Why that day (only if later)",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    abuse = forms.ChoiceField(
        label="Is abuse or neglect known or suspected?",
        choices=Abuse.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether abuse or neglect is known or suspected."},
    )
    outcome = forms.ChoiceField(
        label="What happened to the child?",
        help_text="A suspected suicide is a death.",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened to the child."},
    )
    pseudonym = forms.CharField(
        label="Pseudonym of the child",
        help_text="Such as “Child Wren”. Never the real name or initials. More children can be added next.",
        max_length=60,
        error_messages={"required": "Enter a pseudonym for the child, such as Child Wren."},
    )
    age_band = forms.ChoiceField(
        label="Age of the child",
        choices=AgeBand.choices,
        error_messages={"required": "Choose the child’s age."},
    )
    summary = forms.CharField(
        label="What happened, in a few sentences",
        help_text="Use the pseudonym. Real names, addresses and schools are kept apart, under seal.",
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what happened, in a few sentences."},
    )

    def __init__(self, *args: Any, areas: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.initial.setdefault("form_key", uuid.uuid4())
        self.initial.setdefault("age_band", AgeBand.NOT_KNOWN)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, words in (
            ("incident_from", "The day of the incident"),
            ("incident_to", "The last day of the period"),
            ("aware_on", "The day the local authority became aware"),
            ("both_limbs_on", "The day both were known"),
        ):
            _not_in_future(self, name, self.today, words)
        start, end, aware = data.get("incident_from"), data.get("incident_to"), data.get("aware_on")
        precision = data.get("incident_precision")
        is_dated = precision in {Precision.EXACT, Precision.ABOUT, Precision.PERIOD}
        if is_dated and not start and "incident_from" not in self.errors:
            self.add_error("incident_from", "Enter the day of the incident, or choose “Not known” above.")
        if precision == Precision.PERIOD and start and not end and "incident_to" not in self.errors:
            self.add_error("incident_to", "Enter the last day of the period.")
        if precision == Precision.UNKNOWN and (start or end):
            self.add_error("incident_precision", "Choose how well the date is known: you have entered one.")
        if precision in {Precision.EXACT, Precision.ABOUT} and end:
            self.add_error("incident_to", "Leave this empty, or choose “Over a period” above.")
        if start and end and end < start:
            self.add_error("incident_to", "The period ends before it begins. Check both days.")
        if start and aware and aware < start:
            self.add_error(
                "aware_on", "The local authority can’t have been aware before the incident. Check both days."
            )
        both = data.get("both_limbs_on")
        if both and aware and both < aware:
            self.add_error("both_limbs_on", "This day can’t be before the local authority became aware.")
        if both and aware and both > aware and not data.get("both_limbs_reason"):
            self.add_error("both_limbs_reason", "Enter why the five working days start on the later day.")
        return data


class ChildForm(PortalForm):
    """One more child of a case."""

    pseudonym = LogCaseForm.base_fields["pseudonym"]
    age_band = LogCaseForm.base_fields["age_band"]


class RenameForm(PortalForm):
    """Another pseudonym for a child."""

    pseudonym = LogCaseForm.base_fields["pseudonym"]


class SealForm(PortalForm):
    """What identifies people in the case. Nothing typed here is shown again except through an opening."""

    child = forms.ModelChoiceField(
        label="Whom is this about?",
        queryset=Child.objects.none(),
        required=False,
        empty_label="The whole case: practitioners, relatives, places",
    )
    given_name = forms.CharField(label="First and middle names", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    date_of_birth = PortalDateField(label="Date of birth", required=False)
    date_of_death = PortalDateField(label="Date of death", required=False)
    nhs_number = forms.CharField(label="NHS number", max_length=20, required=False)
    address = forms.CharField(
        label="Addresses, one a line",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    school = forms.CharField(
        label="Schools and nurseries, one a line",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    relative = forms.CharField(
        label="Relatives’ names, one a line",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    practitioner = forms.CharField(
        label="Practitioners’ names, one a line",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.CharField(
        label="Other places that would point to the family, one a line",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    PERSONAL = ("given_name", "family_name", "date_of_birth", "date_of_death", "nhs_number")

    def __init__(self, *args: Any, children: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["child"].queryset = children  # type: ignore[attr-defined]

    def clean_nhs_number(self) -> str:
        typed = "".join(self.cleaned_data["nhs_number"].split())
        if typed and not pseudonyms.is_nhs_number(typed):
            raise forms.ValidationError(
                "Check the NHS number: it has 10 digits, and the last one doesn’t fit the rest."
            )
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, words in (("date_of_birth", "The date of birth"), ("date_of_death", "The date of death")):
            _not_in_future(self, name, self.today, words)
        if (
            data.get("date_of_birth")
            and data.get("date_of_death")
            and data["date_of_death"] < data["date_of_birth"]
        ):
            self.add_error("date_of_death", "The date of death can’t be before the date of birth.")
        child = data.get("child")
        if not self.errors and not any(data.get(kind.value) for kind in SealedKind):
            raise forms.ValidationError("Enter at least one fact to seal.")
        if child is None and "child" not in self.errors and any(data.get(name) for name in self.PERSONAL):
            self.add_error("child", "Choose the child that these names, dates or numbers belong to.")
        if child is not None:
            clash = pseudonyms.clash(child.pseudonym, data.get("given_name", ""), data.get("family_name", ""))
            if clash:
                self.add_error("given_name" if data.get("given_name") else "family_name", clash)
        return data

    def items(self) -> list[tuple[SealedKind, str]]:
        """Return what was typed as (kind, words); lists become one item a line."""
        found: list[tuple[SealedKind, str]] = []
        for kind in SealedKind:
            value = self.cleaned_data.get(kind.value)
            if isinstance(value, date):
                found.append((kind, value.isoformat()))
            elif value:
                found.extend((kind, line.strip()) for line in value.splitlines() if line.strip())
        return found


class OpenForm(PortalForm):
    """Why somebody opens what is sealed."""

    purpose = forms.ChoiceField(
        label="Why do you need to see them?",
        choices=[choice for choice in OpeningPurpose.choices if choice[0] != OpeningPurpose.DISCLOSURE_CHECK],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why you need to see the identities."},
    )
    note = forms.CharField(
        label="In your own words (needed for another reason)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("purpose") == OpeningPurpose.OTHER and not data.get("note"):
            self.add_error("note", "Enter the reason in your own words.")
        return data


class HoldForm(PortalForm):
    """A hold with its proceeding, who was told, and when it is looked at again."""

    kind = forms.ChoiceField(
        label="What stands in the way?",
        choices=HoldKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what stands in the way."},
    )
    reason = forms.CharField(
        label="What it holds up, and why",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the hold holds up, and why."},
    )
    since = PortalDateField(label="Since", error_messages={"required": "Enter the day since when."})
    told = forms.CharField(
        label="Who was told, and when",
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    look_again_on = PortalDateField(
        label="Day to look at it again",
        error_messages={"required": "Enter the day to look at the hold again."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _not_in_future(self, "since", self.today, "The day since when")
        if data.get("look_again_on") and data["look_again_on"] <= self.today:
            self.add_error("look_again_on", "Choose a day after today to look at the hold again.")
        return data


class ReasonForm(PortalForm):
    """A reason, and nothing else."""

    reason = forms.CharField(
        label="Why",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reason."},
    )


class RecuseForm(ReasonForm):
    """Who is taken off the case, and why."""

    person = forms.ModelChoiceField(
        label="Who has the conflict of interest?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={
            "required": "Choose who has the conflict of interest.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )
    field_order = ("person", "reason")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class FindForm(PortalForm):
    """The filters of the list of cases."""

    marks_optional = False

    stage = forms.ChoiceField(label="Stage", required=False)
    area = forms.ModelChoiceField(
        label="Area", queryset=Area.objects.none(), required=False, empty_label="All areas"
    )

    def __init__(self, *args: Any, areas: Any, stages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "All stages"), *stages]  # type: ignore[attr-defined]
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

"""Forms about a child: what is known of them, and what they are called. Used at intake and on the case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import TextChoices

from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, Radios
from reviews.knowledge import access as knowledge
from reviews.models import AgeBand, Case, Ethnicity, Known, LegalStatus, Outcome, Placement, PlanStatus, Sex
from reviews.parted_forms import PartedForm

from .outcomes import contradiction

OLDEST = 24
# First and last year of age of each band.
YEARS: dict[str, tuple[int, int]] = {
    AgeBand.UNDER_1: (0, 0),
    AgeBand.FROM_1: (1, 4),
    AgeBand.FROM_5: (5, 10),
    AgeBand.FROM_11: (11, 15),
    AgeBand.FROM_16: (16, 17),
    AgeBand.FROM_18: (18, OLDEST),
}
# What a field holds when it was left out or left alone.
UNLESS_KNOWN = "not_known"


def band_of(years: int) -> str:
    """Return the age band of a child of so many years. Raises ValueError beyond 24."""
    for band, (first, last) in YEARS.items():
        if first <= years <= last:
            return band
    raise ValueError(f"No age band holds {years} years.")


def _pick(label: str, choices: type[TextChoices], help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help_text, choices=choices.choices, required=False, initial=UNLESS_KNOWN
    )


def _known(label: str, help_text: str = "", choices: type[TextChoices] = Known) -> forms.ChoiceField:
    field = _pick(label, choices, help_text)
    field.widget = Radios(choices=choices.choices, is_inline=True, is_small=True)
    return field


def _place(label: str, help_text: str = "", max_length: int = 120) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=max_length, required=False)


def pseudonym_field() -> forms.CharField:
    return forms.CharField(
        label="Pseudonym of the child",
        help_text="Such as “Child Wren”. Never the real name or initials.",
        max_length=60,
        error_messages={"required": "Enter a pseudonym for the child, such as Child Wren."},
    )


class ChildFactsForm(PartedForm):
    """What is known of a child. Everything may stay “Not known”; each answer fits the others.

    What happened to a child of a logged case is not asked: that is changed in reviews/knowledge/, for a reason.
    """

    marks_optional = False
    # Asked only where a case has several children
    conditional: ClassVar[tuple[str, ...]] = ("outcome",)
    named = {"age_years": "the age in years"}
    parts: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        (
            "The child",
            ("pseudonym", "outcome", "age_band", "age_years", "sex", "ethnicity", "is_disabled", "siblings"),
        ),
        (
            "Care, plans and orders",
            (
                "is_looked_after",
                "placement",
                "is_care_leaver",
                "child_in_need_plan",
                "child_protection_plan",
                "legal_status",
                "is_known_to_agencies",
            ),
        ),
        ("Where they live, and lived", ("home_area", "placing_area", "former_areas")),
    )

    short = {
        "outcome": "What happened",
        "age_band": "Age",
        "age_years": "Age in years",
        "sex": "Sex",
        "ethnicity": "Ethnicity",
        "is_disabled": "Disabled",
        "siblings": "Sibling of",
        "is_looked_after": "Looked after",
        "placement": "Placement",
        "is_care_leaver": "Care leaver",
        "child_in_need_plan": "Child-in-need plan",
        "child_protection_plan": "Child protection plan",
        "legal_status": "Legal status",
        "is_known_to_agencies": "Known to any agency",
        "home_area": "Home area",
        "placing_area": "Placing area",
        "former_areas": "Former areas",
    }

    age_band = forms.ChoiceField(
        label="Age of the child",
        choices=AgeBand.choices,
        initial=AgeBand.NOT_KNOWN,
        error_messages={"required": "Choose the child’s age."},
    )
    age_years = forms.IntegerField(
        label="Age in years, if you know it",
        help_text=f"0 for a baby under 1. At most {OLDEST}.",
        required=False,
        min_value=0,
        max_value=OLDEST,
    )
    sex = _known("Sex", choices=Sex)
    ethnicity = _pick("Ethnicity", Ethnicity)
    is_disabled = _known("Is the child disabled?")
    siblings = forms.MultipleChoiceField(
        label="Is a sibling of",
        help_text="Half-siblings and step-siblings too.",
        required=False,
        widget=Checkboxes(is_small=True),
    )
    is_looked_after = _known("Is the child looked after?", "At the time of the incident.")
    placement = _pick("Placement", Placement, "Of a looked-after child, at the time of the incident.")
    is_care_leaver = _known("Is the child a care leaver?")
    child_in_need_plan = _pick("Child-in-need plan", PlanStatus)
    child_protection_plan = _pick("Child protection plan", PlanStatus)
    legal_status = _pick("Legal status", LegalStatus)
    is_known_to_agencies = _known("Was the child known to any agency?")
    home_area = _place("Home area", "The council in whose area the child lives. It may be outside ours.")
    placing_area = _place("Placing area", "The council that placed the child, if that is another one.")
    former_areas = _place("Former areas", "Other councils in whose areas the child has lived.", 300)

    def __init__(
        self,
        *args: Any,
        others: Sequence[tuple[str, str]] = (),
        case_outcome: str = "",
        other_outcomes: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """`others` are the other children, as (key, pseudonym), `other_outcomes` their own outcomes or "".

        `case_outcome` is the case's (Outcome), empty while it is not answered. A child that is alone shares it.
        """
        super().__init__(*args, **kwargs)
        self.others = list(others)
        self.case_outcome, self.other_outcomes = case_outcome, list(other_outcomes)
        if self.others:
            self.fields["siblings"].choices = self.others  # type: ignore[attr-defined]
        else:
            del self.fields["siblings"]
        if self.others and "outcome" in self.fields:
            same = "The same as the case’s outcome"
            if case_outcome:
                same += f": {Outcome(case_outcome).label.lower()}"
            self.fields["outcome"].choices = [("", same), *Outcome.choices]  # type: ignore[attr-defined]
        else:
            self.fields.pop("outcome", None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and name != "outcome" and data.get(name) == "":
                data[name] = UNLESS_KNOWN
        data.setdefault("siblings", [])
        self._check_age(data)
        if data.get("is_looked_after") == Known.NO and data.get("placement") not in {
            None,
            Placement.NONE,
            Placement.NOT_KNOWN,
        }:
            self.add_error("placement", "Choose “Not placed”, or say above that the child was looked after.")
        return data

    def _check_age(self, data: dict[str, Any]) -> None:
        band, years = data.get("age_band"), data.get("age_years")
        if band == AgeBand.NOT_KNOWN and years is not None:
            band = data["age_band"] = band_of(years)
        elif band and years is not None and years not in range(*_half_open(band)):
            words = AgeBand(band).label
            self.add_error(
                "age_years", f"{years} doesn’t fit the age above, “{words}”. Change one of the two."
            )
        if band == AgeBand.FROM_18 and data.get("is_care_leaver") == Known.NO:
            self.add_error(
                "is_care_leaver", "Somebody of 18 or over is logged only as a care leaver. Check the age."
            )


class ChildForm(ChildFactsForm):
    """A child with a pseudonym that none of the others has, what is known of them, and what happened to them."""

    field_order: tuple[str, ...] = ("pseudonym", "outcome")

    pseudonym = pseudonym_field()
    outcome = forms.ChoiceField(
        label="What happened to this child?",
        help_text="As far as it is known. A suspected suicide is a death.",
        choices=Outcome.choices,
        required=False,
        widget=Radios(is_small=True),
    )

    def clean_pseudonym(self) -> str:
        typed = str(self.cleaned_data["pseudonym"])
        if any(typed.casefold() == other.strip().casefold() for _key, other in self.others):
            raise forms.ValidationError(
                f"This case has a child called {typed}. Use another pseudonym.", code="taken"
            )
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "outcome" not in self.fields:
            data["outcome"] = ""
        elif "outcome" in data:
            wrong = contradiction(self.case_outcome, [data["outcome"], *self.other_outcomes])
            if wrong:
                self.add_error("outcome", wrong)
        return data


class AddedChildForm(ChildForm):
    """A child that is added to a logged case: where it died, also since when the local authority knows of that."""

    field_order = ("pseudonym", "outcome", "death_known_on")
    named = {"age_years": "the age in years", "death_known_on": "the day the death was known"}
    parts = (
        ("The child", ("pseudonym", "outcome", "death_known_on", *ChildFactsForm.parts[0][1][2:])),
        *ChildFactsForm.parts[1:],
    )
    conditional = ("outcome", "death_known_on")

    death_known_on = PortalDateField(
        label="Day the local authority knew that this child had died",
        help_text="Leave it empty if the child is alive, or if the death was known with the incident.",
        required=False,
    )

    def __init__(self, *args: Any, case: Case, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.at = case, at
        if case.outcome != Outcome.DIED:
            del self.fields["death_known_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day = data.get("death_known_on")
        if day is not None:
            wrong = knowledge.wrong_death(self.case, data.get("pseudonym", "the child"), day, self.at)
            if (data.get("outcome") or self.case.outcome) != Outcome.DIED:
                wrong = "Leave this day empty, or say above that the child died."
            if wrong:
                self.add_error("death_known_on", wrong)
        return data


class RenameForm(PortalForm):
    """Another pseudonym for a child."""

    pseudonym = pseudonym_field()


def _half_open(band: str) -> tuple[int, int]:
    first, last = YEARS.get(band, (1, 0))
    return first, last + 1

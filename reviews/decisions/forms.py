"""Forms of the decision on a review. Those of test A are in reviews/criteria/, of the rapid review in its own noun."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews.dated_forms import DatedForm
from reviews.hearing import THE
from reviews.models import Criterion, PartnerRole, ReviewOutcome, Stand, StatutoryPartner
from reviews.parted_forms import PartedForm

from . import stands

YES_NO = [("yes", "Yes"), ("no", "No")]


def _yes_no(label: str, required: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": required},
    )


class ReviewDecisionForm(DatedForm, PartedForm):
    """Test B criterion by criterion, learning, the view on test C, the outcome, and where each partner stands."""

    # What a partner says may be left out or not, by where it stands
    conditional = tuple(
        f"{role}_{part}" for role in PartnerRole.values for part in ("stand", "given_as", "words")
    )

    is_learning_likely = _yes_no(
        "Is learning likely that will improve practice?",
        "Choose whether learning is likely that will improve practice.",
        "A judgement of its own, beside the criteria.",
    )
    learning_reason = long_text(
        "Why is that learning likely, or not?", "Enter why learning is likely, or not.", rows=3
    )
    is_national_view = _yes_no(
        "In your view, is the case complex or of national importance?",
        "Choose your view on whether the case is complex or of national importance.",
        "Only a view: the national Panel decides.",
    )
    national_reason = long_text(
        "Why, for that view?", "Enter why, for the view on national importance.", rows=3
    )
    outcome = forms.ChoiceField(
        label="The partners decide to",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the partners decide."},
    )
    rationale = long_text(
        "Why", "Enter why the partners decide this.", "Meeting test A does not make a review automatic."
    )
    decided_on = PortalDateField(
        label="Day of the decision",
        help_text="For a local review, its six months start here.",
        error_messages={"required": "Enter the day of the decision."},
    )

    def __init__(self, *args: Any, partners: Mapping[str, StatutoryPartner], **kwargs: Any) -> None:
        """`partners` are the bodies that act for the three partner roles, by role."""
        super().__init__(*args, **kwargs)
        weighed = []
        for criterion in Criterion:
            self.fields[f"{criterion.value}_met"] = _yes_no(
                f"{criterion.label}?", f"Choose yes or no: {criterion.label[0].lower()}{criterion.label[1:]}."
            )
            self.fields[f"{criterion.value}_reason"] = long_text(
                "Why, or why not?", f"Enter why: {criterion.label[0].lower()}{criterion.label[1:]}.", rows=2
            )
            weighed += [f"{criterion.value}_met", f"{criterion.value}_reason"]
        judged = ("is_learning_likely", "learning_reason", "is_national_view", "national_reason")
        headings: list[tuple[str, tuple[str, ...]]] = [
            ("What the regulations ask you to weigh", tuple(weighed)),
            ("Learning, and national importance", judged),
            ("The decision", ("outcome", "rationale", "decided_on")),
        ]
        for role, label in PartnerRole.choices:
            agency = partners[role].agency.name if role in partners else ""
            headings.append((f"{label}: {agency}" if agency else label, self._ask(role, agency or THE[role])))
        self.parts = tuple(headings)  # type: ignore[misc]  # which bodies act is known to this form alone
        self.order_fields([name for _heading, names in headings for name in names])

    def _ask(self, role: str, who: str) -> tuple[str, ...]:
        """Add what is asked about one partner, and return the names of those fields."""
        self.fields[f"{role}_stand"] = forms.ChoiceField(
            label=f"Where does {who} stand on this decision?",
            choices=Stand.choices,
            widget=Radios(is_inline=True),
            error_messages={"required": f"Choose where {THE[role]} stood."},
        )
        self.fields[f"{role}_given_as"] = forms.CharField(
            label=f"Who spoke for {who}?",
            help_text="Name and post, for example “Mina Farrow, deputy director”.",
            max_length=200,
            required=False,
        )
        self.fields[f"{role}_words"] = long_text(
            f"What {who} said",
            help_text="Needed unless it agrees. If it could not be heard: why, and what was tried. "
            "Kept word for word with the decision.",
            rows=2,
            is_required=False,
        )
        return (f"{role}_stand", f"{role}_given_as", f"{role}_words")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        meeting = self.case.rapid_review.meeting_on
        self.check_day("decided_on", "The decision", meeting, "the rapid review’s meeting")
        for name, sentence in stands.missing(self.said):
            if name not in self.errors:
                self.add_error(name, sentence)
        return data

    @property
    def said(self) -> dict[str, stands.Said]:
        """What each partner said, by role, as far as it was understood."""
        data = self.cleaned_data
        return {
            role: stands.Said(*(data.get(f"{role}_{part}", "") for part in ("stand", "given_as", "words")))
            for role in PartnerRole.values
        }

    def refuse(self, sentence: str) -> None:
        """Say at the first partner that doesn't agree why the decision can't be recorded yet."""
        role = next(role for role, one in self.said.items() if one.stand != Stand.AGREES)
        self.add_error(f"{role}_stand", sentence)

    def for_action(self) -> dict[str, Any]:
        """Return what the action takes: the criteria as one mapping, yes and no as booleans, what partners said."""
        data = dict(self.cleaned_data)
        criteria = {
            criterion.value: (
                data.pop(f"{criterion.value}_met") == "yes",
                data.pop(f"{criterion.value}_reason"),
            )
            for criterion in Criterion
        }
        for name in ("is_learning_likely", "is_national_view"):
            data[name] = data[name] == "yes"
        said = self.said
        for role in PartnerRole.values:
            for part in ("stand", "given_as", "words"):
                del data[f"{role}_{part}"]
        return {**data, "criteria": criteria, "said": said}


class CommissionForm(PortalForm):
    """Why the review is commissioned now."""

    reason = long_text("What is commissioned, and why now", "Enter what is commissioned, and why now.")


class ReopenForm(PortalForm):
    """Why the decision on a review is opened again."""

    reason = long_text(
        "What has changed, or what the national Panel asks for",
        "Enter what has changed, or what the national Panel asks for.",
        "Kept with the decision, which stays on record.",
    )

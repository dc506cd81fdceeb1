"""The form that says anew what is known of a case. What can't be so is said in access.py."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms

from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews.children.outcomes import contradiction
from reviews.models import Abuse, Case, Child, Outcome, User

from . import access, states
from .states import Known


class WhatIsKnownForm(PortalForm):
    """Both limbs of test A, each child's own outcome where there are several, the day of both limbs, and why.

    Begins with what holds. Source of the limbs: Children Act 2004, section 16C(1).
    """

    marks_optional = False
    named = {"both_limbs_on": "the day both were known"}

    abuse = forms.ChoiceField(
        label="Is abuse or neglect known or suspected?",
        choices=Abuse.choices,
        widget=Radios(hints={Abuse.SUSPECTED: "A suspicion with a reason is enough."}),
        error_messages={"required": "Choose whether abuse or neglect is known or suspected."},
    )
    outcome = forms.ChoiceField(
        label="Has a child died or been seriously harmed?",
        choices=Outcome.choices,
        widget=Radios(hints={Outcome.DIED: "A suspected suicide is a death."}),
        error_messages={"required": "Choose whether a child has died or been seriously harmed."},
    )
    both_limbs_on = PortalDateField(
        label="Day the local authority knew of both the harm and known or suspected abuse or neglect",
        help_text=(
            "The days to tell the national Panel count from here. If both are known only since this change, "
            "enter the day on which the second one was known."
        ),
        error_messages={"required": "Enter the day both were known, for example 7 12 2026."},
    )
    reason = long_text(
        "Why it changes",
        "Enter why it changes.",
        "What was found out, when, and from whom. Kept with what was known before. Pseudonyms only.",
        longest=2_000,
    )
    # The fingerprint of what the page showed; without it nothing was read
    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, case: Case, by: User, at: datetime, **kwargs: Any) -> None:
        self.case, self.by, self.at = case, by, at
        self.before = states.now(case)
        self.of_children = _fields_of_children(case)
        initial = {
            "abuse": case.abuse,
            "outcome": case.outcome,
            "both_limbs_on": case.both_limbs_on,
            "read": self.before.fingerprint,
        }
        initial |= {name: self.before.children[key] for name, (key, _field) in self.of_children.items()}
        self.deaths = _fields_of_deaths(case)
        initial |= {name: self.before.deaths.get(child.pk) for name, (child, _field) in self.deaths.items()}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields |= {name: field for name, (_key, field) in self.of_children.items()}
        self.fields |= {name: field for name, (_child, field) in self.deaths.items()}
        self.order_fields(["abuse", "outcome", *self.of_children, *self.deaths, "both_limbs_on", "reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "both_limbs_on" in data:
            wrong = access.wrong_day(self.case, data["both_limbs_on"], self.at)
            if wrong:
                self.add_error("both_limbs_on", wrong)
        if self.errors:
            return data
        contradicted = contradiction(data["outcome"], list(self.known.children.values()))
        if contradicted:
            # The children's own answers are asked right below the case's.
            self.add_error(next(iter(self.of_children), "outcome"), contradicted)
            return data
        self._check_deaths(data)
        if not self.errors and not states.is_said(self.case, self.known, data["reason"], self.by):
            unchanged = access.nothing_new(self.before, self.known)
            if unchanged:
                self.add_error("abuse", unchanged)
        return data

    def _check_deaths(self, data: dict[str, Any]) -> None:
        """Ask for the day on which each death was known: the telling of it counts from there."""
        for name, (child, _field) in self.deaths.items():
            day = data.get(name)
            was_asked = f"{name}_day" in self.data  # not of a child that was added meanwhile
            if child.pk not in self.known.died or not was_asked:
                continue
            if day is None:
                self.add_error(
                    name, f"Enter the day {child.pseudonym}’s death was known, for example 7 12 2026."
                )
            elif day != self.before.deaths.get(child.pk):
                wrong = access.wrong_death(self.case, child.pseudonym, day, self.at)
                if wrong:
                    self.add_error(name, wrong)

    @property
    def known(self) -> Known:
        """What is known from now on. A child that is alone shares the case's outcome."""
        data = self.cleaned_data
        children = dict.fromkeys(self.before.children, "")
        children |= {key: data.get(name, "") for name, (key, _field) in self.of_children.items()}
        known = Known(data["abuse"], data["outcome"], data["both_limbs_on"], children)
        days = {child.pk: data.get(name) for name, (child, _field) in self.deaths.items()}
        return replace(known, deaths={key: day for key in known.died if (day := days.get(key))})

    def refuse(self, sentence: str) -> None:
        """Say why it could not be saved. What holds by now is what the page shows, so it is read when sent again."""
        self.data = {**self.data, "read": self.before.fingerprint}
        self.add_error(None, sentence)


def _fields_of_deaths(case: Case) -> dict[str, tuple[Child, PortalDateField]]:
    """Return (child, question) by the name of its field: since when the authority knows that a child had died."""
    return {
        f"death_{child.pk}": (
            child,
            PortalDateField(
                label=f"Day the local authority knew that {child.pseudonym} had died",
                help_text=(
                    "Only if the child died. Where a death is told to national bodies, the days count from here."
                ),
                required=False,
            ),
        )
        for child in case.children.all()
    }


def _fields_of_children(case: Case) -> dict[str, tuple[Any, forms.ChoiceField]]:
    """Return (key, question) for each child by the name of its field; none where a child is alone."""
    children = list(case.children.all())
    if len(children) < 2:
        return {}
    choices = [("", "The same as the case’s outcome"), *Outcome.choices]
    return {
        f"child_{child.pk}": (
            child.pk,
            forms.ChoiceField(
                label=f"What happened to {child.pseudonym}?",
                choices=choices,
                required=False,
                widget=Radios(is_small=True),
            ),
        )
        for child in children
    }

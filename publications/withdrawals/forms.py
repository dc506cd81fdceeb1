"""Forms about what has its window. They say what is wrong with what was typed; who may is in access.py."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from publications.models import Holder, HolderKind, Instead, WithdrawalKind
from reviews.dated_forms import TodayForm
from reviews.models import User

MONTHS = ((12, "12 more months"), (6, "6 more months"), (3, "3 more months"))
OTHER_DAY = "day"


class ExtendForm(PortalForm):
    """How much longer a publication stays, and why."""

    conditional = ("day",)

    # The last day when the form was opened: sent twice, “12 more months” is said of another day the second time.
    stands = forms.DateField(widget=forms.HiddenInput)
    until = forms.ChoiceField(
        label="How long does it stay?",
        widget=Radios,
        error_messages={"required": "Choose how long it stays."},
    )
    day = PortalDateField(label="Its last day", required=False, help_text="For example 7 12 2027.")
    reason = long_text(
        "Reason",
        "Enter why it stays longer.",
        "Kept in the record, never shown in public. The family is told of an extension separately.",
        rows=3,
        longest=2_000,
    )

    def __init__(self, *args: Any, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            *(
                (str(months), f"{words}, until the end of {clock.day_words(clock.add_months(last, months))}")
                for months, words in MONTHS
            ),
            (OTHER_DAY, "Until another day"),
        ]
        self.initial.setdefault("until", str(MONTHS[0][0]))
        self.initial.setdefault("stands", last)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        until = data.get("until")
        if until == OTHER_DAY:
            if "day" not in self.errors and data.get("day") is None:
                self.add_error("day", "Enter its last day, for example 7 12 2027.")
            elif data.get("day") and data["day"] <= self.last:
                self.add_error("day", f"Enter a day after {clock.day_words(self.last)}, its last day now.")
            data["last"] = data.get("day")
        elif until:
            data["last"] = clock.add_months(self.last, int(until))
        return data


class WithdrawForm(TodayForm):
    """Why a publication is taken down before its last day, who approved it, and what follows."""

    kind = forms.ChoiceField(
        label="Why is it withdrawn?",
        choices=WithdrawalKind.choices,
        widget=Radios(
            hints={
                WithdrawalKind.COURT_ORDER: "Nobody gets a copy any more, and links that were sent stop working.",
                WithdrawalKind.IDENTIFICATION: "Nobody gets a copy any more, and links that were sent stop working.",
                WithdrawalKind.SAFETY: "Nobody gets a copy any more, and links that were sent stop working.",
            }
        ),
        error_messages={"required": "Choose why it is withdrawn."},
    )
    reason = long_text(
        "Reason",
        "Enter why it is withdrawn.",
        "What happened, and who was told. Kept in the record, never shown in public.",
        longest=2_000,
    )
    approver = forms.ModelChoiceField(
        label="Who approved it?",
        help_text="A safeguarding partner’s delegate: you, or whoever told you so.",
        queryset=User.objects.none(),
        empty_label="Choose a name",
        error_messages={
            "required": "Choose who approved it.",
            "invalid_choice": "Choose who approved it.",
        },
    )
    instead = forms.ChoiceField(
        label="What is published instead?",
        choices=Instead.choices,
        widget=Radios,
        initial=Instead.NOTHING,
        error_messages={"required": "Choose what is published instead."},
    )
    panel_told_on = PortalDateField(
        label="Day on which the national Panel and the Secretary of State were told",
        help_text="Leave it empty if they are still to be told. For example 7 12 2026.",
        required=False,
    )

    def __init__(self, *args: Any, approvers: Sequence[User], asks_for_panel: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approver"]
        field.queryset = User.objects.filter(pk__in=[person.pk for person in approvers])  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: person.name  # type: ignore[attr-defined]
        if not asks_for_panel:
            del self.fields["panel_told_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("panel_told_on"):
            self.check_day("panel_told_on", "The day on which they were told")
        return data


class ReinstateForm(PortalForm):
    """Why something goes back on the public site, and for how long."""

    reason = long_text(
        "Reason",
        "Enter why it goes back on the public site.",
        "Kept in the record, never shown in public. The family is told first.",
        rows=3,
        longest=2_000,
    )
    adds_days_back = forms.TypedChoiceField(
        label="Are the days off added to its window?",
        coerce=lambda value: value == "yes",
        choices=[("yes", "Yes"), ("no", "No, and the reason above says why not")],
        widget=Radios,
        initial="yes",
        error_messages={"required": "Choose whether the days off are added."},
    )


class HolderForm(TodayForm):
    """When somebody was asked to take it down, and when they had."""

    who = forms.CharField(label="Who exactly", max_length=200, required=False)
    asked_on = PortalDateField(label="Asked on", required=False, help_text="For example 7 12 2026.")
    done_on = PortalDateField(label="Gone on", required=False, help_text="For example 7 12 2026.")
    words = long_text("Note", rows=2, longest=1_000, is_required=False)

    def __init__(self, *args: Any, holder: Holder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].help_text = f"For {HolderKind(holder.kind).label.lower()}: a name or an office."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, words in (
            ("asked_on", "The day on which they were asked"),
            ("done_on", "The day it was gone"),
        ):
            if data.get(name):
                self.check_day(name, words)
        if data.get("asked_on") and data.get("done_on") and data["done_on"] < data["asked_on"]:
            self.add_error("done_on", "Enter a day that is not before the day on which they were asked.")
        return data

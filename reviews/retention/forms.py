"""Forms of keeping: a disposal hold, looking at one again, and the steps of a disposal."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews import references
from reviews.models import Area, Case, HoldCovers, HoldWhy, RecordKind, Theme

STAYS = "This stays after the disposal: no names, and nothing of the case."


class LookAgainForm(PortalForm):
    """A form with the day on which somebody looks at the hold again."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_look_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["look_again_on"]
        if day is not None and day <= self.today:
            raise forms.ValidationError(
                f"The day must be in the future. Today is {clock.day_words(self.today)}."
            )
        return day


class CaseHoldForm(LookAgainForm):
    """A disposal hold on one case."""

    why = forms.ChoiceField(
        label="Why nothing may be disposed of",
        choices=HoldWhy.choices,
        widget=Radios(),
        error_messages={"required": "Choose why nothing may be disposed of."},
    )
    reason = long_text(
        "What it is about",
        "Enter what it is about.",
        "Which inquiry, court or complaint, and who asked. Use pseudonyms.",
    )
    look_again_on = PortalDateField(
        label="Look at it again on",
        help_text="The hold doesn’t end on that day: it lasts until somebody lifts it.",
        error_messages={"required": "Enter the day on which somebody looks at it again."},
    )


class HoldForm(CaseHoldForm):
    """A disposal hold on what is of an area, on what carries a theme, or on a kind of record."""

    covers = forms.ChoiceField(
        label="What it covers",
        choices=[choice for choice in HoldCovers.choices if choice[0] != HoldCovers.CASE],
        widget=Radios(),
        error_messages={"required": "Choose what it covers."},
    )
    area = forms.ModelChoiceField(
        label="Area", queryset=Area.objects.none(), required=False, empty_label="Choose an area"
    )
    theme = forms.ModelChoiceField(
        label="Theme",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="Choose a theme",
        help_text="It covers each case and each publication that carries the theme, in a finding or a draft too.",
    )
    record_kind = forms.ChoiceField(
        label="Kind of record",
        choices=[("", "Choose a kind"), *RecordKind.choices],
        required=False,
    )
    field_order = ("covers", "area", "theme", "record_kind", "why", "reason", "look_again_on")
    conditional = ("area", "theme", "record_kind")

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas.order_by("name")  # type: ignore[attr-defined]
        self.fields["theme"].queryset = Theme.objects.order_by("name")  # type: ignore[attr-defined]
        help_text = (
            "Everybody who looks after keeping can read it, in any area: no names, and nothing of one case."
        )
        self.fields["reason"].help_text = help_text

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice covers, and forget what belongs to another choice."""
        data = super().clean() or self.cleaned_data
        wanted = {HoldCovers.AREA: "area", HoldCovers.THEME: "theme", HoldCovers.KIND: "record_kind"}
        words = {"area": "Choose the area.", "theme": "Choose the theme.", "record_kind": "Choose the kind."}
        for covers, name in wanted.items():
            if data.get("covers") != covers:
                data[name] = "" if name == "record_kind" else None
            elif not data.get(name) and name not in self.errors:
                self.add_error(name, words[name])
        return data


class ChangeHoldForm(LookAgainForm):
    """Keep a disposal hold and look again later, or lift it."""

    KEEP, LIFT = "keep", "lift"
    answer = forms.ChoiceField(
        label="Is the hold still needed?",
        choices=[(KEEP, "Yes, keep it and look again later"), (LIFT, "No, lift it")],
        widget=Radios(),
        error_messages={"required": "Choose whether the hold is still needed."},
    )
    look_again_on = PortalDateField(label="If it is kept: look at it again on", required=False)
    reason = long_text("If it is lifted: why", rows=3, is_required=False)
    conditional = ("look_again_on", "reason")

    def clean(self) -> dict[str, Any]:
        """Ask for the day or for the reason, whichever the answer needs."""
        data = super().clean() or self.cleaned_data
        if (
            data.get("answer") == self.KEEP
            and not data.get("look_again_on")
            and "look_again_on" not in self.errors
        ):
            self.add_error("look_again_on", "Enter the day on which somebody looks at it again.")
        if data.get("answer") == self.LIFT and not data.get("reason"):
            self.add_error("reason", "Enter why it is lifted.")
        return data


class ProposeForm(PortalForm):
    """The first half of a disposal."""

    reason = long_text("Why it can go now", "Enter why it can go now.", STAYS)


class ConfirmForm(PortalForm):
    """The second half: the reference is typed, so that nobody disposes of a case by a slip of the hand."""

    typed = forms.CharField(
        label="Type the reference of the case",
        help_text="It says that you have read what goes and what stays. What goes can’t be brought back.",
        max_length=20,
        error_messages={"required": "Type the reference of the case."},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if references.plain(typed) != self.case.reference:
            raise forms.ValidationError(
                "That is not the reference of this case. It stands above its heading."
            )
        return typed


class ConfirmRecordForm(PortalForm):
    """The second half, for what is no case: the word is typed, so that nothing goes by a slip of the hand."""

    WORD = "dispose"
    typed = forms.CharField(
        label=f"Type the word “{WORD}”",
        help_text="It says that you have read what goes and what stays. What goes can’t be brought back.",
        max_length=20,
        error_messages={"required": f"Type the word “{WORD}”."},
    )

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.strip(' “”"').lower() != self.WORD:
            raise forms.ValidationError(f"That is another word. Type “{self.WORD}”.")
        return typed


class DropForm(PortalForm):
    """Taking a proposed disposal back."""

    reason = long_text("Why it is taken back", "Enter why it is taken back.", rows=3)

"""The forms of learning: shared early, findings, recommendations, actions, their steps and their impact."""

from datetime import date
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, Radios, long_text
from reviews.dated_forms import DatedForm, TodayForm
from reviews.models import ActionState, Agency, Case, EvidenceKind, LearningAction, Response, Theme

from .across import Shown
from .states import FOLLOWS, step_words

# A change is looked at again when it has had time to fade (practice of partnerships).
LOOK_AGAIN_AFTER_MONTHS = (6, 12)


class _Many(forms.ModelMultipleChoiceField):
    """Checkboxes over rows, each shown by `words`."""

    def __init__(self, label: str, words: Any, help_text: str = "") -> None:
        super().__init__(
            queryset=Theme.objects.none(),
            label=label,
            help_text=help_text,
            required=False,
            widget=Checkboxes(is_small=True),
        )
        self.words = words

    def label_from_instance(self, obj: Any) -> str:
        return str(self.words(obj))


class EarlyLearningForm(DatedForm):
    """Learning that was shared before a report."""

    learning = long_text("What was learned", "Enter what was learned.", "Use pseudonyms.")
    reason = long_text(
        "Why it was shared now",
        "Enter why it was shared now.",
        "For example, other children could be at risk.",
    )
    shared_with = forms.CharField(
        label="With whom it was shared",
        max_length=300,
        error_messages={"required": "Enter with whom it was shared."},
    )
    shared_on = PortalDateField(
        label="Day it was shared", error_messages={"required": "Enter the day it was shared."}
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("shared_on", "The day it was shared")
        return data


class FindingForm(PortalForm):
    """What was found, and its themes."""

    title = forms.CharField(
        label="The finding in one sentence",
        max_length=200,
        error_messages={"required": "Enter the finding in one sentence."},
    )
    text = long_text("What was found", "Enter what was found.", "With what shows it. Use pseudonyms.", rows=8)
    themes = _Many("Themes", lambda theme: theme.name, "By which it is found again.")

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]


class RecommendationForm(PortalForm):
    """What should change, how it will be known, by when and by whom."""

    change = long_text(
        "What should change",
        "Enter what should change.",
        "So exactly that everybody would agree whether it has.",
    )
    measure = long_text(
        "How it will be known that it has",
        "Enter how it will be known that it has changed.",
        "What can be counted, seen or heard.",
        rows=3,
    )
    by_day = PortalDateField(label="By when", required=False)
    findings = _Many("Findings it follows from", lambda finding: f"{finding.number}. {finding.title}")
    owners = _Many("Agencies whose work it is", lambda agency: agency.name)
    other_owners = forms.CharField(
        label="Bodies outside the partnership whose work it is", max_length=300, required=False
    )

    def __init__(self, *args: Any, case: Case, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = case.findings.all()  # type: ignore[attr-defined]
        self.fields["owners"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("owners") and not data.get("other_owners"):
            self.add_error("owners", "Choose at least one agency, or enter a body outside the partnership.")
        return data


class ResponseForm(PortalForm):
    """What the safeguarding partners make of a recommendation."""

    response = forms.ChoiceField(
        label="The partners’ response",
        choices=Response.choices,
        widget=Radios(),
        error_messages={"required": "Choose the partners’ response."},
    )
    reason = long_text("Why", "Enter why.", "And what happens next, or instead.")


class ActionForm(TodayForm):
    """What is done, by whom and by when."""

    what = long_text("What will be done", "Enter what will be done.", rows=3)
    agency = forms.ModelChoiceField(
        label="Whose action it is",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="A body outside the partnership",
    )
    other_owner = forms.CharField(
        label="The body outside the partnership (only if it is one)", max_length=150, required=False
    )
    led_by = forms.CharField(
        label="Who leads it",
        help_text="Name and post.",
        max_length=200,
        error_messages={"required": "Enter who leads it, by name and post."},
    )
    due_on = PortalDateField(label="Due", error_messages={"required": "Enter the day it is due."})
    recommendations = _Many(
        "Recommendations it answers",
        lambda one: f"{one.number}. {one.change[:120]}",
        "None, if it was begun before there were any.",
    )

    conditional = ("other_owner",)

    def __init__(self, *args: Any, case: Case, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["recommendations"].queryset = case.recommendations.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("agency") and data.get("other_owner"):
            self.add_error("other_owner", "Leave this empty, or choose “A body outside the partnership”.")
        if not data.get("agency") and not data.get("other_owner") and "other_owner" not in self.errors:
            self.add_error("other_owner", "Enter the body, or choose an agency.")
        if data.get("due_on") and data["due_on"] < self.today:
            self.add_error("due_on", f"The action can’t be due before today, {clock.day_words(self.today)}.")
        return data


class StepForm(TodayForm):
    """How an action stands."""

    to_state = forms.ChoiceField(
        label="How it stands", widget=Radios(), error_messages={"required": "Choose how it stands."}
    )
    note = long_text(
        "What was done, what blocks it, or what shows that it is done",
        "Enter what was done, what blocks it, or what shows that it is done.",
    )
    due_on = PortalDateField(label="New day it is due, if it moves", required=False)
    document = forms.ModelChoiceField(
        label="Document that shows it",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="None",
        help_text="From the case’s documents.",
    )
    seen_state = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, one: LearningAction, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen_state": one.state}, **kwargs)
        follows = FOLLOWS[ActionState(one.state)]
        self.fields["to_state"].choices = [(state, step_words(one.state, state)) for state in follows]  # type: ignore[attr-defined]
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(f"The new day can’t be before today, {clock.day_words(self.today)}.")
        return day


class ImpactForm(TodayForm):
    """What was seen to have changed, and when it is looked at again."""

    kind = forms.ChoiceField(
        label="What shows it",
        choices=EvidenceKind.choices,
        widget=Radios(),
        error_messages={"required": "Choose what shows it."},
    )
    seen = long_text("What was seen", "Enter what was seen.", "Also if nothing has changed.")
    seen_on = PortalDateField(
        label="Day it was seen", error_messages={"required": "Enter the day it was seen."}
    )
    look_again_on = PortalDateField(
        label="Look again on", required=False, help_text="Six to twelve months later, so that it lasts."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("seen_on", "The day it was seen")
        seen_on, again = data.get("seen_on"), data.get("look_again_on")
        if seen_on and again:
            first, last = (clock.add_months(seen_on, months) for months in LOOK_AGAIN_AFTER_MONTHS)
            if not first <= again <= last:
                self.add_error(
                    "look_again_on",
                    f"Look again between {clock.day_words(first)} and {clock.day_words(last)}.",
                )
        return data


class FindActionsForm(PortalForm):
    """Whose actions are listed, and how they stand."""

    marks_optional = False

    agency = forms.ChoiceField(label="Agency", required=False)
    show = forms.ChoiceField(label="Show", choices=[("", "All actions"), *Shown.choices], required=False)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All agencies"), *agencies]  # type: ignore[attr-defined]

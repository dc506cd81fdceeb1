"""Forms of the disclosure check: letting hits stand, and finishing the check with what no check can find."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from cspr_portal.forms import Checkboxes, PortalForm, Radios, long_text
from publications import jigsaw


class ClearForm(PortalForm):
    """At which places one word may stand, and why."""

    card = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    places = forms.MultipleChoiceField(
        label="Where it may stand",
        widget=Checkboxes(is_small=True),
        error_messages={"required": "Tick each place at which it may stand."},
    )
    reason = long_text("Why it may stand", "Enter why this hit may stand.", rows=2, longest=1_000)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["places"]
        field.choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            field.widget = forms.MultipleHiddenInput()
            self.initial.setdefault("places", [choices[0][0]])


class ReadForm(PortalForm):
    """What the person found that the check cannot, question by question, and that they have read every line."""

    template_name = "publications/staff/jigsaw_form.html"
    conditional = tuple(f"{question.key}_reason" for question in jigsaw.QUESTIONS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in jigsaw.QUESTIONS:
            lowered = question.words[:1].lower() + question.words[1:]
            self.fields[question.key] = forms.ChoiceField(
                label=question.words,
                help_text=question.hint,
                choices=jigsaw.ANSWERS,
                widget=Radios(is_small=True),
                error_messages={"required": f"Choose what you found: {lowered}."},
            )
            self.fields[f"{question.key}_reason"] = long_text(
                f"Why, or what was changed: {lowered}", rows=2, longest=1_000, is_required=False
            )
        self.fields["has_read"] = forms.BooleanField(
            label="I have read every line, in the text and in each file",
            error_messages={"required": "Read every line, then tick that you have."},
        )

    @property
    def questions(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Yield each question with the field for its reason."""
        for question in jigsaw.QUESTIONS:
            yield self[question.key], self[f"{question.key}_reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for question in jigsaw.QUESTIONS:
            name = f"{question.key}_reason"
            if data.get(question.key) == jigsaw.LEFT and not data.get(name) and name not in self.errors:
                self.add_error(name, "Enter why it is left in.")
        return data

    def answers(self) -> dict[str, dict[str, str]]:
        """Return what was answered as the actions take it."""
        return {
            question.key: {
                "answer": self.cleaned_data[question.key],
                "reason": self.cleaned_data[f"{question.key}_reason"],
            }
            for question in jigsaw.QUESTIONS
        }

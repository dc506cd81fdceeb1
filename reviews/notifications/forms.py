"""Forms of what the local authority told whom. Which moments and numbers are wrong is said in access.py."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, PortalTimeField, Radios, long_text
from cspr_portal.words import listed
from reviews.children.outcomes import in_words
from reviews.dated_forms import DatedForm
from reviews.models import Case, Child, GuidanceEdition, Notification, Told

from . import access

LONGEST_NOTE = 2_000


def _note(label: str, help_text: str = "") -> forms.CharField:
    return long_text(label, help_text=help_text, rows=2, longest=LONGEST_NOTE, is_required=False)


def _reason(label: str, required: str, help_text: str = "") -> forms.CharField:
    return long_text(label, required, help_text, rows=3, longest=LONGEST_NOTE)


def _what_was_sent() -> forms.CharField:
    return long_text(
        "What was sent",
        "Enter what was sent, for example the online notification form.",
        "For example: the online notification form, with the minutes of the strategy meeting.",
        rows=2,
        longest=LONGEST_NOTE,
    )


def _children() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        label="Children on the notification",
        help_text="It has room for four. Name any others in the note. No child need be named.",
        queryset=Child.objects.none(),
        required=False,
        widget=Checkboxes,
        error_messages={"invalid_choice": "Choose children of this case from the list."},
    )


def _panel_reference() -> forms.CharField:
    return forms.CharField(
        label="The national Panel’s reference",
        help_text="It can be added later.",
        max_length=60,
        required=False,
    )


class NotificationForm(DatedForm):
    """What was sent to the national Panel, when and by whom, and which children are on it."""

    sent_on = PortalDateField(
        label="Day the notification was sent",
        help_text="For example 7 12 2026.",
        error_messages={"required": "Enter the day the notification was sent, for example 7 12 2026."},
    )
    sent_time = PortalTimeField(
        label="Time it was sent",
        help_text="On the 24-hour clock, for example 14:30.",
        required=False,
        error_messages={"invalid": "Enter the time it was sent like 14:30."},
    )
    sent_by = forms.CharField(
        label="Who sent it for the local authority",
        max_length=200,
        error_messages={"required": "Enter who sent the notification for the local authority."},
    )
    what_was_sent = _what_was_sent()
    children = _children()
    also_told = forms.MultipleChoiceField(
        label="Who else got it with the national Panel",
        required=False,
        widget=Checkboxes,
    )
    panel_reference = _panel_reference()
    note = _note("Note", "Children for whom there was no room, and anything else to remember.")

    def __init__(self, *args: Any, case: Case, at: datetime, edition: GuidanceEdition, **kwargs: Any) -> None:
        super().__init__(*args, case=case, today=clock.today(at), **kwargs)
        self.at = at
        _offer_children(self, case)
        children = list(case.children.all())
        if access.too_many(children) is None:
            self.initial.setdefault("children", [child.pk for child in children])
        open_ones = [told for told in access.TOLD_ONCE if access.told_before(case, told, "") is None]
        choices = [(told.value, _capital(access.name_of(told, "", edition))) for told in open_ones]
        self.fields["also_told"].choices = choices  # type: ignore[attr-defined]
        self.fields["also_told"].help_text = (
            f"The online form is copied to the {edition.department_name} and {edition.inspectorate_name}."
            " Tick those who have it."
        )
        if not choices:
            del self.fields["also_told"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, hour = data.get("sent_on"), data.get("sent_time")
        if day:
            wrong_day = access.wrong_moment(self.case, day, None, self.at)
            if wrong_day:
                self.add_error("sent_on", wrong_day)
            elif hour:
                wrong_hour = access.wrong_moment(self.case, day, hour, self.at)
                if wrong_hour:
                    self.add_error("sent_time", wrong_hour)
        _refuse_too_many(self)
        return data


class CorrectForm(PortalForm):
    """The reference and the note of a notification, and what was left empty on it; all else stays."""

    what_was_sent = _what_was_sent()
    children = _children()
    panel_reference = _panel_reference()
    note = _note("Note", "Children for whom there was no room, and anything else to remember.")

    def __init__(self, *args: Any, case: Case, notification: Notification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"panel_reference": notification.panel_reference, "note": notification.note}
        _offer_children(self, case)
        self.fields["what_was_sent"].required = False
        if notification.what_was_sent:
            del self.fields["what_was_sent"]
        if notification.children.exists():
            self.fields.pop("children", None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _refuse_too_many(self)
        return data


class WithdrawForm(DatedForm):
    """When the notification was withdrawn, and why."""

    withdrawn_on = PortalDateField(
        label="Day the notification was withdrawn",
        error_messages={"required": "Enter the day the notification was withdrawn, for example 7 12 2026."},
    )
    reason = _reason("Why", "Enter why the notification was withdrawn.", "As the national Panel was told it.")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, today=clock.today(at), **kwargs)
        self.at = at

    def clean_withdrawn_on(self) -> date:
        day: date = self.cleaned_data["withdrawn_on"]
        wrong = access.wrong_withdrawal(self.case, day, self.at)
        if wrong:
            raise forms.ValidationError(wrong)
        return day


class TellingForm(DatedForm):
    """Who else was told of the case, when and by whom."""

    conditional = ("who", "children")

    told = forms.ChoiceField(
        label="Who was told",
        widget=Radios(hints={Told.OTHER_AREA: "The area where a child lives, lived or is placed."}),
        error_messages={"required": "Choose who was told."},
    )
    who = forms.CharField(
        label="Which area, or who else",
        help_text="For another area, its name. For somebody else, their post and agency.",
        max_length=200,
        required=False,
    )
    children = forms.ModelMultipleChoiceField(
        label="Whose death they were told of",
        help_text="Each death is told of once. Tick nobody if it was not about a death.",
        queryset=Child.objects.none(),
        required=False,
        widget=Checkboxes,
        error_messages={"invalid_choice": "Choose children of this case from the list."},
    )
    told_on = PortalDateField(
        label="Day they were told",
        error_messages={"required": "Enter the day they were told, for example 7 12 2026."},
    )
    told_by = forms.CharField(
        label="Who told them, for the local authority",
        max_length=200,
        error_messages={"required": "Enter who told them, for the local authority."},
    )
    note = _note("Note")

    def __init__(self, *args: Any, case: Case, at: datetime, edition: GuidanceEdition, **kwargs: Any) -> None:
        super().__init__(*args, case=case, today=clock.today(at), **kwargs)
        self.at = at
        self.fields["told"].choices = [  # type: ignore[attr-defined]
            *((told.value, _capital(access.name_of(told, "", edition))) for told in access.TOLD_ONCE),
            (Told.OTHER_AREA.value, Told.OTHER_AREA.label),
            (Told.OTHER.value, Told.OTHER.label),
        ]
        died = access.who_died(case)
        if len(died) > 1:
            self.fields["children"].queryset = case.children.filter(  # type: ignore[attr-defined]
                pk__in=[child.pk for child in died]
            )
        else:
            del self.fields["children"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needs = {
            Told.OTHER_AREA.value: "Enter which area was told.",
            Told.OTHER.value: "Enter who else was told.",
        }
        told = data.get("told")
        if told in needs and "who" in data and not data["who"]:
            self.add_error("who", needs[told])
        self._check_deaths(data)
        return data

    def _check_deaths(self, data: dict[str, Any]) -> None:
        day, told = data.get("told_on"), data.get("told", "")
        named = list(data.setdefault("children", []))
        if day is not None:
            died = access.of_whom(self.case, day, named)
            wrong = access.wrong_day(self.case, day, self.at, died)
            if wrong:
                self.add_error("told_on", wrong)
        nobody = access.nobody_named(self.case, told, named)
        if nobody:
            self.add_error("children", nobody)


class EndToldForm(PortalForm):
    """Why the case ends here, and why somebody was not told, where that is so."""

    reason = _reason(
        "Why no review is required",
        "Enter why no review is required.",
        "Kept in the history of the case.",
    )
    why_not = _reason("Why they were not told", "Enter why they were not told, or record that they were.")

    def __init__(self, *args: Any, missing: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if missing:
            verb = "was" if len(missing) == 1 else "were"
            self.fields["why_not"].label = f"Why {listed(missing)} {verb} not told"
        else:
            del self.fields["why_not"]


def _offer_children(form: forms.Form, case: Case) -> None:
    """Offer the children of the case, several of them with what happened to each; without any, nothing is asked."""
    children = list(case.children.all())
    if not children:
        del form.fields["children"]
        return
    form.fields["children"].queryset = case.children.all()  # type: ignore[attr-defined]
    if len(children) > 1:
        form.fields["children"].widget.hints = {
            str(child.pk): in_words(child.outcome or case.outcome) for child in children
        }


def _refuse_too_many(form: forms.Form) -> None:
    too_many = access.too_many(list(form.cleaned_data.get("children") or []))
    if too_many:
        form.add_error("children", too_many)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]

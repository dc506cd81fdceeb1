"""Forms of the engagement: who takes part, what happened with them, why a contact is opened. They change nothing."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from cspr_portal.words import impossible_day
from reviews.dated_forms import TodayForm
from reviews.models import (
    Agreed,
    Child,
    EngagedWith,
    Engagement,
    EngagementOutcome,
    Known,
    Participant,
    ReportVersion,
)
from reviews.parted_forms import PartedForm

from . import states

LONGEST_NOTE = 20_000
LONGEST_WISH = 4_000
LONGEST_CONTACT = 1_000
NOBODY = "No names: say “the mother”, “a health visitor”."
PROMISE = "Change it when it moves; empty both when it was kept."


class EngagementForm(TodayForm):
    """What was offered to family or practitioners as a whole, and what came of it."""

    engaged_with = forms.ChoiceField(
        label="With whom?",
        choices=EngagedWith.choices,
        widget=Radios(is_inline=True),
        error_messages={"required": "Choose whether this is about family or practitioners."},
    )
    outcome = forms.ChoiceField(
        label="What came of it?",
        choices=[(one.value, one.label) for one in states.ASKED if one in states.OF_NOBODY],
        widget=Radios(),
        error_messages={"required": "Choose what came of it."},
    )
    happened_on = PortalDateField(
        label="Day",
        help_text="The day you met, or the day you heard or decided. For example 7 12 2026.",
        error_messages={"required": "Enter the day, for example 7 12 2026."},
    )
    note = long_text(
        "What was offered, and what they said",
        "Enter what was offered, and what they said.",
        f"{NOBODY} If it was not possible, say why and who decided it.",
        rows=6,
        longest=LONGEST_NOTE,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("happened_on", "The day")
        return data


class _Promise(PortalForm):
    """What both forms about one person ask of the next contact. `promised` is the day that stands already."""

    today: date
    promised: date | None = None

    def check_promise(self) -> None:
        """Put errors on a promise without its day, on a day without its promise, and on a new day that is over."""
        data = self.cleaned_data
        day, what = data.get("next_contact_on"), data.get("next_contact", "")
        if day and not what and "next_contact" not in self.errors:
            self.add_error("next_contact", "Enter what was promised.")
        if what and not day and "next_contact_on" not in self.errors:
            self.add_error(
                "next_contact_on", "Enter the day for which it was promised, for example 7 12 2026."
            )
        if day and day < self.today and day != self.promised:
            self.add_error("next_contact_on", "The day of the next contact can’t be before today.")


class ParticipantForm(_Promise, PartedForm):
    """A relative or a practitioner: what they are called here, how they are safe, what they want and were promised."""

    parts: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("Who they are", ("engaged_with", "called", "child")),
        ("Reaching them safely", ("contact", "reach_through", "must_not_know")),
        ("The police’s agreement", ("officer_agreed", "officer_agreed_on")),
        ("What they need", ("language", "needs_interpreter", "format_wanted")),
        ("What they want", ("own_pseudonym", "may_be_said", "must_not_be_said")),
        ("The next contact", ("next_contact_on", "next_contact")),
    )
    conditional = ("officer_agreed_on",)
    named: ClassVar[dict[str, str]] = {
        "called": "what everybody may call them",
        "contact": "the safe way to reach them",
        "must_not_know": "who must not know",
        "may_be_said": "what they are content to have included",
        "must_not_be_said": "what they do not want included",
        "reach_through": "through whom they are reached",
        "own_pseudonym": "their pseudonym",
    }

    engaged_with = forms.ChoiceField(
        label="Are they family or a practitioner?",
        choices=[(EngagedWith.FAMILY, "Family"), (EngagedWith.PRACTITIONERS, "Practitioner")],
        widget=Radios(is_inline=True),
        error_messages={"required": "Choose whether they are family or a practitioner."},
    )
    called = forms.CharField(
        label="What everybody may call them",
        help_text="Such as “The grandmother” or “Health visitor 2”. Never a real name.",
        max_length=80,
        error_messages={"required": "Enter what everybody may call them, such as “The grandmother”."},
    )
    child = forms.ModelChoiceField(
        label="Is this a child of the case?",
        help_text="For a surviving child.",
        queryset=Child.objects.none(),
        required=False,
        empty_label="No",
    )
    contact = long_text(
        "A safe way to reach them",
        help_text="Telephone, e-mail or address, and when. It is sealed: nobody sees it without giving a reason.",
        rows=3,
        longest=LONGEST_CONTACT,
        is_required=False,
    )
    reach_through = forms.CharField(
        label="Through whom they are reached",
        help_text="Such as the family liaison officer or an advocate. By post, not by name.",
        max_length=200,
        required=False,
    )
    must_not_know = long_text(
        "Who must not know that they take part",
        help_text="Shown to the coordinator, the partners and the Independent Reviewer only.",
        rows=2,
        longest=LONGEST_WISH,
        is_required=False,
    )
    officer_agreed = forms.ChoiceField(
        label="Does the senior investigating officer agree that they are spoken to?",
        choices=Agreed.choices,
        widget=Radios(is_small=True),
        initial=Agreed.NOT_NEEDED,
        error_messages={"required": "Choose whether the senior investigating officer agrees."},
    )
    officer_agreed_on = PortalDateField(label="Day the officer agreed, or refused", required=False)
    language = forms.CharField(label="Language", max_length=80, required=False)
    needs_interpreter = forms.ChoiceField(
        label="Do they need an interpreter?",
        choices=Known.choices,
        widget=Radios(is_inline=True, is_small=True),
        initial=Known.NOT_KNOWN,
        error_messages={"required": "Choose whether they need an interpreter."},
    )
    format_wanted = forms.CharField(
        label="Format they want",
        help_text="Such as easy read, audio or large print.",
        max_length=200,
        required=False,
    )
    own_pseudonym = forms.CharField(
        label="Pseudonym that they chose or accept",
        help_text="As the report will call them. Never a real name.",
        max_length=60,
        required=False,
    )
    may_be_said = long_text(
        "What they are content to have included", rows=3, longest=LONGEST_WISH, is_required=False
    )
    must_not_be_said = long_text(
        "What they do not want included", rows=3, longest=LONGEST_WISH, is_required=False
    )
    next_contact_on = PortalDateField(label="Day of the next contact they were promised", required=False)
    next_contact = forms.CharField(
        label="What was promised",
        help_text="Such as “Telephone call about the draft”.",
        max_length=200,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(
        self,
        *args: Any,
        children: QuerySet[Child],
        today: date,
        participant: Participant | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["child"].queryset = children  # type: ignore[attr-defined]
        self.kind = participant.engaged_with if participant else ""
        self.promised = participant.next_contact_on if participant else None
        if participant is None:
            del self.fields["seen"]
            return
        # What was recorded of them stays where it was recorded.
        del self.fields["engaged_with"]
        self.fields["seen"].required = True
        if self.kind == EngagedWith.PRACTITIONERS:
            del self.fields["child"]
        if participant.contact_id is not None:
            self.fields["contact"].label = "Another safe way to reach them"
            self.fields[
                "contact"
            ].help_text = "One is sealed. Leave this empty to keep it; what you enter takes its place."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind = self.kind or data.get("engaged_with")
        if data.get("child") is not None and kind == EngagedWith.PRACTITIONERS:
            self.add_error("child", "Choose “No”: a practitioner is no child of the case.")
        agreed, day = data.get("officer_agreed"), data.get("officer_agreed_on")
        if agreed == Agreed.YES and day is None and "officer_agreed_on" not in self.errors:
            self.add_error(
                "officer_agreed_on", "Enter the day on which the officer agreed, for example 7 12 2026."
            )
        if day is not None and agreed not in (Agreed.YES, Agreed.NO):
            self.add_error("officer_agreed_on", "Leave the day empty until the officer has answered.")
        wrong = impossible_day("The day of the officer’s answer", day, self.today) if day else None
        if wrong and "officer_agreed_on" not in self.errors:
            self.add_error("officer_agreed_on", wrong)
        self.check_promise()
        return data


class HappenedForm(_Promise, TodayForm):
    """What happened with one person, and what they were promised next."""

    conditional = ("version",)
    outcome = forms.ChoiceField(
        label="What happened?",
        choices=[(one.value, one.label) for one in states.ASKED],
        widget=Radios(is_small=True),
        error_messages={"required": "Choose what happened."},
    )
    version = forms.ModelChoiceField(
        label="Which numbered draft?",
        help_text="Only for a draft that they read or gave back.",
        queryset=ReportVersion.objects.none(),
        required=False,
        empty_label="No draft",
    )
    happened_on = PortalDateField(
        label="Day it happened",
        error_messages={"required": "Enter the day it happened, for example 7 12 2026."},
    )
    note = long_text(
        "What was offered or said, and how",
        "Enter what was offered or said, and how.",
        f"{NOBODY} If it was not possible, say why and who decided it.",
        rows=6,
        longest=LONGEST_NOTE,
    )
    next_contact_on = PortalDateField(
        label="Day of the next contact they were promised", help_text=PROMISE, required=False
    )
    next_contact = forms.CharField(label="What was promised", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        participant: Participant,
        versions: QuerySet[ReportVersion],
        is_closed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant
        self.promised = participant.next_contact_on
        offered = [one for one in states.ASKED if not is_closed or one in states.AFTER_CLOSING]
        self.fields["outcome"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        if versions:
            field = self.fields["version"]
            field.queryset = versions  # type: ignore[attr-defined]
            field.label_from_instance = lambda version: f"Draft {version.number}"  # type: ignore[attr-defined]
            return
        # Nothing has been written that anybody could read.
        del self.fields["version"]
        left = [(one.value, one.label) for one in offered if one not in states.OF_A_DRAFT]
        self.fields["outcome"].choices = left  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.check_day("happened_on", "The day")
        self.check_promise()
        is_of_a_draft = data.get("outcome") in states.OF_A_DRAFT
        if is_of_a_draft and data.get("version") is None and "version" not in self.errors:
            self.add_error("version", "Choose which numbered draft it was.")
        if data.get("version") is not None and not is_of_a_draft and "outcome" not in self.errors:
            self.add_error("version", "Choose “No draft”, or that they read or gave back a draft.")
        return data


class ReasonToReachForm(PortalForm):
    """Why somebody opens the safe way to reach a participant."""

    note = long_text("Why do you need it?", "Enter why you need it.", rows=3, longest=1_000)


def kept(participant: Participant, seen: str) -> dict[str, Any]:
    """Return what the form about a participant begins with. The sealed contact is never in it."""
    names = [name for name in ParticipantForm.base_fields if name not in ("engaged_with", "contact", "seen")]
    return {name: getattr(participant, name) for name in names} | {"seen": seen}


def title_of(one: Engagement) -> str:
    """Return what happened, in words: a draft with its number."""
    if one.version is not None:
        said = "Read draft" if one.outcome == EngagementOutcome.DRAFT_SHOWN else "Gave back draft"
        return f"{said} {one.version.number}"
    return str(one.get_outcome_display())

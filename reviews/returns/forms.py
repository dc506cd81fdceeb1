"""Forms of requests to agencies and of their returns. They change nothing; who may do what is in access.py."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, Radios, long_text
from reviews.dated_forms import TodayForm
from reviews.models import Agency, AgencyReturn, RequestPurpose, SealedKind, User

from .sheets import Group

LONGEST_ASKED = 5_000
LONGEST_REASON = 2_000
LONGEST_PART = 20_000
LONGEST_LIST = 10_000
LONGEST_NAME = 200
LARGEST_VERSION = 100_000
FURTHEST_MONTHS = 24

INVOLVED = "yes"
NOT_INVOLVED = "no"

USUAL_WORDS = (
    "Tell us what your agency knew of the people on the subject sheet, and what it did, in the last two years: "
    "the main contacts, the moments at which something might have gone differently, and what has been done "
    "since to keep children safe."
)
USUAL_WORDS_OF_A_REVIEW = (
    "Tell us what your agency knew of the people on the subject sheet, and what it did, in the review’s "
    "timeframe: the main contacts, the moments at which something might have gone differently, why things "
    "happened as they did, and what your agency has learned and does because of it."
)


def usual_words(purpose: RequestPurpose | None) -> str:
    """Return what agencies are asked for this purpose, unless the coordinator says it otherwise."""
    return USUAL_WORDS_OF_A_REVIEW if purpose == RequestPurpose.REVIEW else USUAL_WORDS


class ReasonForm(PortalForm):
    """A reason or a note, and nothing else. Where the agency reads it, the case's reference is refused."""

    def __init__(self, *args: Any, label: str, help_text: str = "", secret: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret
        self.fields["reason"] = long_text(label, help_text=help_text, longest=LONGEST_REASON)

    def clean_reason(self) -> str:
        return _without(self.secret, self.cleaned_data["reason"])


class DueForm(TodayForm):
    """Another due day."""

    due_on = PortalDateField(label="Day by which the return is due")

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(
                f"The day can’t be in the past. Today is {clock.day_words(self.today)}."
            )
        if day > clock.add_months(self.today, FURTHEST_MONTHS):
            raise forms.ValidationError(f"The day must be within {FURTHEST_MONTHS} months.")
        return day


class PersonField(forms.ModelChoiceField):
    """One person of an agency, shown with post and agency."""

    def label_from_instance(self, obj: User) -> str:
        return _about(obj)


class ChosenField(forms.MultipleChoiceField):
    """Several rows of those that are offered; its value is the rows. No key that was not offered is looked up."""

    widget = Checkboxes

    def offer(self, rows: Iterable[Any], label: Callable[[Any], str], hints: dict[str, str]) -> None:
        """Offer these rows, each with its label and, by its key, a hint."""
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [(key, label(row)) for key, row in self.rows.items()]
        self.widget.hints = hints

    def clean(self, value: Any) -> list[Any]:
        return [self.rows[key] for key in super().clean(value)]


class AuthorForm(PortalForm):
    """Who writes for an agency."""

    author = PersonField(
        label="Who writes the return?", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )
    marks_optional = False

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].queryset = people  # type: ignore[attr-defined]


class ApproverForm(PortalForm):
    """Who signs an agency's return off inside it."""

    approver = PersonField(
        label="Who signs the return off inside the agency?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody: the author sends it",
    )
    marks_optional = False

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"].queryset = people  # type: ignore[attr-defined]


class SheetForm(PortalForm):
    """What goes on a subject sheet: kinds of facts, never their words."""

    subjects = forms.MultipleChoiceField(
        label="What goes on the subject sheet?",
        help_text="The agency’s author opens it here, for a reason. Choose only what they need to find the right "
        "family in their records.",
        widget=Checkboxes(),
        error_messages={
            "required": "Choose what goes on the subject sheet: without it the agency can’t know whom it is asked about."
        },
    )
    before = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["subjects"], groups)


class AskForm(DueForm):
    """Which agencies are asked, who writes for them, what for, by when, and about whom."""

    purpose = forms.CharField(widget=forms.HiddenInput, max_length=20)
    agencies = ChosenField(
        label="Which agencies are asked?",
        error_messages={"required": "Choose at least one agency."},
    )
    authors = ChosenField(
        label="Who writes for them?",
        help_text="One person for each agency. Leave it out where you don’t know yet: the request waits until "
        "you name somebody.",
        required=False,
    )
    approvers = ChosenField(
        label="Who signs the returns off inside them?",
        help_text="One person for each agency, who reads the return before it is sent to you. Leave it out where "
        "the author sends the return alone.",
        required=False,
    )
    asked = long_text(
        "What are they asked?",
        help_text="Their authors read this. Leave names, places and the case’s reference out: they find the "
        "people on the subject sheet.",
        rows=6,
        longest=LONGEST_ASKED,
    )
    subjects = SheetForm.base_fields["subjects"]
    field_order = ("agencies", "authors", "approvers", "asked", "subjects", "due_on")

    def __init__(
        self,
        *args: Any,
        agencies: QuerySet[Agency],
        authors: QuerySet[User],
        approvers: QuerySet[User],
        groups: list[Group],
        lines: dict[Any, set[Any]],
        reference: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reference, self.lines = reference, lines
        involved = {str(agency.pk): "Involved in the case" for agency in agencies if agency.is_involved}  # type: ignore[attr-defined]
        self.fields["agencies"].offer(agencies, str, involved)  # type: ignore[attr-defined]
        for name, people in (("authors", authors), ("approvers", approvers)):
            self.fields[name].offer(people, _about, {})  # type: ignore[attr-defined]
            if not people:
                del self.fields[name]
        _offer(self.fields["subjects"], groups)
        # A case in which nothing is sealed yet has nothing to choose from; the sheet can be filled later.
        self.fields["subjects"].required = bool(groups)

    def clean_asked(self) -> str:
        return _without(self.reference, self.cleaned_data["asked"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        agencies = list(data.get("agencies") or [])
        authors = self._one_each("authors", agencies, data)
        self.chosen = [(agency, authors.get(agency.pk)) for agency in agencies]
        self.to_sign_off = self._one_each("approvers", agencies, data)
        return data

    def _one_each(self, name: str, agencies: list[Agency], data: dict[str, Any]) -> dict[UUID, User]:
        """The person chosen for each agency, by its key; what doesn't fit is said beside the field."""
        found: dict[UUID, User] = {}
        left = list(data.get(name) or [])
        for agency in agencies:
            theirs = [person for person in left if person.agency_id in self.lines[agency.pk]]
            if len(theirs) > 1:
                self.add_error(name, f"Choose one person for {agency.name}, not {len(theirs)}.")
            if theirs:
                found[agency.pk] = theirs[0]
            left = [person for person in left if person not in theirs]
        for person in left if agencies else []:
            self.add_error(
                name, f"Leave {person.name} out, or choose {person.agency} above: it is not asked."
            )
        return found


class OpenSheetForm(PortalForm):
    """Why an author opens the subject sheet."""

    reason = long_text(
        "Why do you open it?",
        "Enter why you open the subject sheet.",
        "For example: to find the family in our records.",
        rows=2,
        longest=500,
    )


# What only a return for the review has: there the agency looks at its own practice.
FOR_A_REVIEW = ("analysis", "agency_actions")
# What the form holds beside the texts.
NO_TEXT = ("expected_version", "was_involved")


def _part(label: str, help_text: str, rows: int) -> forms.CharField:
    return long_text(label, help_text=help_text, rows=rows, longest=LONGEST_PART, is_required=False)


class ReturnForm(PortalForm):
    """What an agency answers, as a draft: anything may be missing. What must be there to send it is a rule."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)
    was_involved = forms.ChoiceField(
        label="Was your agency involved with anybody on the subject sheet?",
        choices=[(INVOLVED, "Yes"), (NOT_INVOLVED, "No, we had no involvement")],
        widget=Radios(),
        required=False,
    )
    involvement = _part(
        "Your agency’s involvement",
        "What was known, when, and what was done. Use the pseudonyms of the subject sheet and say “the mother”, "
        "“a health visitor”: names go into the list of names.",
        10,
    )
    episodes = _part(
        "Key practice episodes",
        "The moments that mattered most: what happened, what was decided, and why it made sense at the time.",
        8,
    )
    analysis = _part(
        "Why things happened as they did",
        "What stood in the way and what helped: workload, information, guidance, supervision, how agencies "
        "worked together.",
        8,
    )
    safety = _part(
        "Immediate safety and early learning",
        "What has been done since to keep children safe, and what your agency has learned already.",
        5,
    )
    improvements = _part(
        "Possible improvements", "What your agency, or agencies together, could do better.", 5
    )
    agency_actions = _part(
        "What your agency does because of it",
        "Each action with who sees to it, by post and not by name, and by when.",
        5,
    )
    marks_optional = False

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if purpose != RequestPurpose.REVIEW:
            for name in FOR_A_REVIEW:
                del self.fields[name]

    @classmethod
    def parts(cls, purpose: str) -> list[tuple[str, str]]:
        """Return (name, label) of each text that a return for this purpose has, in the order of the form."""
        return [
            (name, str(field.label))
            for name, field in cls.base_fields.items()
            if name not in NO_TEXT and (purpose == RequestPurpose.REVIEW or name not in FOR_A_REVIEW)
        ]

    def texts(self) -> dict[str, Any]:
        """Return what was typed, as the return keeps it."""
        data = dict(self.cleaned_data)
        data["had_no_involvement"] = data.pop("was_involved") == NOT_INVOLVED
        return data


def typed_of(kept: AgencyReturn | None) -> dict[str, Any]:
    """Return a kept return as the form shows it."""
    if kept is None:
        return {"expected_version": 0}
    involved = INVOLVED if kept.involvement else ""
    return {
        "expected_version": kept.version,
        "was_involved": NOT_INVOLVED if kept.had_no_involvement else involved,
        "involvement": kept.involvement,
        "episodes": kept.episodes,
        "safety": kept.safety,
        "improvements": kept.improvements,
        "analysis": kept.analysis,
        "agency_actions": kept.agency_actions,
    }


def _names(label: str, help_text: str = "") -> forms.CharField:
    return long_text(f"{label}, one a line", help_text=help_text, longest=LONGEST_LIST, is_required=False)


class NamesForm(PortalForm):
    """Whom and what the return is about, by name. Nothing typed here is shown again."""

    practitioner = _names("Staff", "Everybody whom your return mentions, of your agency or another.")
    relative = _names("Relatives and others", "Family, friends, neighbours.")
    place = _names("Places", "Schools, streets, wards, clubs: whatever would point to the family.")
    marks_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in self.fields:
            longest = max((len(line) for line in data.get(name, "").splitlines()), default=0)
            if longest > LONGEST_NAME:
                self.add_error(name, f"Enter each on a line of its own: one line has {longest:,} characters.")
        if not self.errors and not self.names():
            raise forms.ValidationError("Enter at least one name.")
        return data

    def names(self) -> list[tuple[SealedKind, str]]:
        """Return what was typed as (kind, words), one item a line."""
        return [
            (SealedKind(name), line.strip())
            for name in self.fields
            for line in self.cleaned_data.get(name, "").splitlines()
            if line.strip()
        ]


def _about(person: User) -> str:
    return ", ".join(part for part in (person.name, person.post, str(person.agency)) if part)


def _offer(field: forms.Field, groups: list[Group]) -> None:
    choices = [(group.key, group.words) for group in groups]
    field.choices = choices  # type: ignore[attr-defined]
    field.widget.hints = {group.key: group.hint for group in groups if group.hint}


def _without(reference: str, text: str) -> str:
    if reference and reference.lower() in text.lower():
        raise forms.ValidationError("Leave the case’s reference out: the agency must not learn it.")
    return text

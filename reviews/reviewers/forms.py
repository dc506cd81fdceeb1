"""Forms of a reviewer's appointment, of the links that are declared, and of what is asked in writing."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews.dated_forms import TodayForm
from reviews.models import (
    DeclarationPoint,
    Document,
    Materials,
    ReviewerAppointment,
    ReviewerRequestKind,
    User,
)
from reviews.parted_forms import PartedForm

LONGEST_NOTE = 5_000
LONGEST_LINK = 2_000

# What there is to say of a link, point by point
ABOUT: dict[str, str] = {
    DeclarationPoint.WORKED: "where, as what and when",
    DeclarationPoint.CASE: "what they knew of the case, or how they worked with the family",
    DeclarationPoint.FAMILY: "how they are related, or know each other",
    DeclarationPoint.PEOPLE: "to whom, and how close they are",
    DeclarationPoint.MONEY: "in which agency, and what interest",
    DeclarationPoint.REVIEWS: "which review, and when",
    DeclarationPoint.OTHER: "what others might see as a conflict",
}


class ReviewerField(forms.ModelChoiceField):
    """One of the people who may be appointed, shown as name, post and agency."""

    def label_from_instance(self, obj: Any) -> str:
        """Name, post, agency: what tells two people of one name apart."""
        parts = (obj.name, obj.post or obj.get_role_display(), obj.agency.name if obj.agency else "")
        return ", ".join(part for part in parts if part)


class AppointForm(TodayForm, PartedForm):
    """Who is appointed as Independent Reviewer, what they declare point by point, and from when to when."""

    conditional = tuple(f"{point}_words" for point in DeclarationPoint.values)

    person = ReviewerField(
        queryset=User.objects.none(),
        empty_label="Choose a person",
        label="Independent Reviewer",
        help_text="People whose account is an Independent Reviewer’s, and confirmed.",
        error_messages={
            "required": "Choose the Independent Reviewer.",
            "invalid_choice": "Choose one of the people in the list.",
        },
    )
    experience = long_text(
        "Experience",
        "Enter the reviewer’s experience.",
        "Why they are an experienced safeguarding professional.",
        longest=LONGEST_NOTE,
    )
    declaration = long_text(
        "The declaration in their words",
        "Enter the declaration in the reviewer’s words.",
        longest=LONGEST_NOTE,
    )
    declared_on = PortalDateField(
        label="Day of the declaration",
        error_messages={"required": "Enter the day of the declaration, for example 7 12 2026."},
    )
    starts_on = PortalDateField(
        label="First day of the appointment",
        help_text="The case opens to them on this day, once a second person has checked the declaration.",
        error_messages={"required": "Enter the first day of the appointment, for example 7 12 2026."},
    )
    ends_on = PortalDateField(
        label="Last day of the appointment",
        help_text="The day after it, the case is no longer there for them.",
        error_messages={"required": "Enter the last day of the appointment, for example 7 7 2027."},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        answered: list[str] = []
        for point, label in DeclarationPoint.choices:
            self.fields[f"{point}_link"] = forms.ChoiceField(
                label=str(label),
                choices=[("none", "No link"), ("link", "A link")],
                widget=Radios(is_inline=True, is_small=True),
                error_messages={"required": f"Choose “No link” or “A link”: {_in_mid_sentence(str(label))}."},
            )
            self.fields[f"{point}_words"] = long_text(
                f"If there is a link: {ABOUT[point]}", rows=2, longest=LONGEST_LINK, is_required=False
            )
            answered += [f"{point}_link", f"{point}_words"]
        self.parts = (  # type: ignore[misc]  # the points are data, added to each form
            ("Who", ("person", "experience")),
            ("What they declare, point by point", tuple(answered)),
            ("The declaration as a whole", ("declaration", "declared_on")),
            ("The appointment", ("starts_on", "ends_on")),
        )
        self.order_fields([name for _heading, names in self.parts for name in names])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for point in DeclarationPoint.values:
            chosen, words = data.get(f"{point}_link"), data.get(f"{point}_words")
            if chosen == "link" and not words and f"{point}_words" not in self.errors:
                self.add_error(f"{point}_words", f"Enter the link: {ABOUT[point]}.")
            if chosen == "none" and words:
                self.add_error(f"{point}_words", "Choose “A link”, or empty what you typed about one.")
        start, end = data.get("starts_on"), data.get("ends_on")
        self.check_day("declared_on", "The declaration")
        if start and end and end < start:
            self.add_error("ends_on", "The appointment ends before it begins. Check both days.")
        elif end and end < self.today:
            today = clock.day_words(self.today)
            self.add_error("ends_on", f"The appointment would be over already. Today is {today}.")
        return data

    def for_action(self) -> dict[str, Any]:
        """Return what the action takes: the answers as one mapping, with the words of each link."""
        data = dict(self.cleaned_data)
        answers = {}
        for point in DeclarationPoint.values:
            del data[f"{point}_link"]
            answers[point] = data.pop(f"{point}_words")
        return {**data, "answers": answers}


class DecideLinksForm(PortalForm):
    """Whether a partner accepts the links that a reviewer declared, and why."""

    accepts = forms.ChoiceField(
        label="Does your partner accept what is declared?",
        choices=[("yes", "Yes, the appointment may go ahead"), ("no", "No, it may not")],
        widget=Radios(
            hints={
                "yes": "All three partners have to accept it before the declaration can be checked.",
                "no": "The appointment is stopped at once.",
            }
        ),
        error_messages={"required": "Choose whether your partner accepts what is declared."},
    )
    reasons = long_text(
        "Reasons",
        "Enter your partner’s reasons.",
        "For example why the review would, or would not, be seen as independent.",
        longest=LONGEST_NOTE,
    )

    def clean_accepts(self) -> bool:
        return self.cleaned_data["accepts"] == "yes"


class CheckDeclarationForm(PortalForm):
    """How the second person checked the declaration, and whether it is complete."""

    is_complete = forms.ChoiceField(
        label="Is the declaration complete?",
        choices=[("yes", "Yes"), ("no", "No, there is a link that was not declared")],
        widget=Radios(
            hints={
                "yes": "The case opens to the reviewer on the first day of the appointment.",
                "no": "The appointment is stopped at once.",
            }
        ),
        error_messages={"required": "Choose whether the declaration is complete."},
    )
    note = long_text(
        "How you checked it",
        "Enter how you checked the declaration.",
        "For example whom you asked, and what you looked up. If it is not complete: what you found.",
        longest=LONGEST_NOTE,
    )

    def clean_is_complete(self) -> bool:
        return self.cleaned_data["is_complete"] == "yes"


class ExtendForm(PortalForm):
    """Until when an appointment is extended, and why."""

    to_day = PortalDateField(
        label="New last day of the appointment",
        help_text="It holds at once. For example 7 10 2027.",
        error_messages={"required": "Enter the new last day of the appointment, for example 7 10 2027."},
    )
    reason = long_text(
        "Why the appointment is extended", "Enter why the appointment is extended.", longest=LONGEST_NOTE
    )

    def __init__(self, *args: Any, appointment: ReviewerAppointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends_on = appointment.ends_on

    def clean_to_day(self) -> date:
        day: date = self.cleaned_data["to_day"]
        if day <= self.ends_on:
            raise forms.ValidationError(
                f"The new last day must be after {clock.day_words(self.ends_on)}. "
                "To let the appointment end sooner, end it."
            )
        return day


class EndAppointmentForm(PortalForm):
    """Why an appointment ends."""

    reason = long_text("Why the appointment ends", "Enter why the appointment ends.", longest=LONGEST_NOTE)


class AskForm(TodayForm):
    """What the partners ask of a reviewer in writing, and by when."""

    kind = forms.ChoiceField(
        label="What do you ask for?",
        choices=ReviewerRequestKind.choices,
        widget=Radios(),
        error_messages={"required": "Choose what you ask for."},
    )
    asked = long_text(
        "Your request",
        "Enter your request.",
        "Say exactly what, and why. Use pseudonyms.",
        longest=LONGEST_NOTE,
    )
    answer_by = PortalDateField(
        label="Answer by", error_messages={"required": "Enter the day by which the reviewer is to answer."}
    )

    def __init__(self, *args: Any, appointment: ReviewerAppointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends_on = appointment.ends_on

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        if day < self.today:
            raise forms.ValidationError(
                f"The answer can’t be due before today, {clock.day_words(self.today)}."
            )
        if day > self.ends_on:
            raise forms.ValidationError(
                f"The appointment ends on {clock.day_words(self.ends_on)}, and nobody can reply after it. "
                "Choose a day until then, or extend the appointment first."
            )
        return day


class ReplyForm(PortalForm):
    """The reviewer's reply, and a document that goes with it."""

    reply = long_text("Your reply", "Enter your reply.", "Use pseudonyms.", rows=8)
    document = forms.ModelChoiceField(
        label="Document that goes with it",
        queryset=Document.objects.none(),
        required=False,
        empty_label="None",
        help_text="One that you added to the case’s documents.",
        error_messages={"invalid_choice": "Choose one of the documents in the list."},
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]


class MaterialsForm(PortalForm):
    """What became of what a reviewer had downloaded."""

    materials = forms.ChoiceField(
        label="What became of what you downloaded or printed?",
        choices=Materials.choices,
        widget=Radios(
            hints={
                Materials.RETURNED: "All of it went back to the partnership’s business unit.",
                Materials.DESTROYED: "Files are deleted, from mail and copies too, and paper is shredded.",
            }
        ),
        error_messages={"required": "Choose what became of what you downloaded or printed."},
    )


def _in_mid_sentence(label: str) -> str:
    return label[:1].lower() + label[1:]

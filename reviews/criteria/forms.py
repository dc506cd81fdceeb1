"""Forms of test A: a view, a view recorded as it was given, an absence, the decision, its reopening."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from cspr_portal import clock
from cspr_portal.forms import PortalDateField, PortalForm, Radios, long_text
from reviews.dated_forms import DatedForm
from reviews.hearing import THE, Seat
from reviews.models import Abuse, GivenHow, Outcome, PartnerRole, User, View

from .access import Speaker


class ViewForm(PortalForm):
    """One partner's view on test A, limb by limb. No answer is chosen beforehand.

    Source of the limbs: Children Act 2004, section 16C(1).
    """

    abuse = forms.ChoiceField(
        label="Is abuse or neglect known or suspected?",
        choices=Abuse.choices,
        widget=Radios(hints={Abuse.SUSPECTED: "A suspicion with a reason is enough."}),
        error_messages={"required": "Choose whether abuse or neglect is known or suspected."},
    )
    outcome = forms.ChoiceField(
        label="Has the child died or been seriously harmed?",
        choices=Outcome.choices,
        widget=Radios(
            hints={
                Outcome.DIED: "A suspected suicide is a death.",
                Outcome.SERIOUSLY_HARMED: (
                    "Serious or long-term impairment of health or development. Likely long-term harm counts, "
                    "and later recovery doesn’t undo it. The list is open."
                ),
            }
        ),
        error_messages={"required": "Choose whether the child has died or been seriously harmed."},
    )
    view = forms.ChoiceField(
        label="Your partner’s view: is this a serious child safeguarding case?",
        choices=View.choices,
        widget=Radios(
            hints={
                View.AGREES: "Both parts are there.",
                View.NEEDS_MORE: "Say below what is missing, and who can find it out.",
            }
        ),
        error_messages={"required": "Choose your partner’s view."},
    )
    reasons = long_text("Why", "Enter the reasons for the view.", "Kept word for word with the decision.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        both = data.get("abuse") in {Abuse.KNOWN, Abuse.SUSPECTED} and data.get("outcome") in {
            Outcome.DIED,
            Outcome.SERIOUSLY_HARMED,
        }
        if data.get("view") == View.AGREES and data.get("abuse") and data.get("outcome") and not both:
            self.add_error(
                "view", "“Met” needs both: abuse or neglect known or suspected, and death or serious harm."
            )
        return data


class RecordedViewForm(ViewForm, DatedForm):
    """A partner's view as it was given elsewhere: by whom, how, on which day, and where that can be seen."""

    person = forms.TypedChoiceField(
        label="Whose view is it?",
        widget=Radios(),
        error_messages={
            "required": "Choose whose view it is.",
            "invalid_choice": "Choose one of the people.",
        },
    )
    given_how = forms.ChoiceField(
        label="How it was given",
        choices=[choice for choice in GivenHow.choices if choice[0] != GivenHow.PORTAL],
        widget=Radios(),
        error_messages={"required": "Choose how the view was given."},
    )
    given_on = PortalDateField(
        label="Day on which it was given",
        error_messages={"required": "Enter the day on which the view was given."},
    )
    evidence = forms.CharField(
        label="Where that can be seen",
        help_text="For example “Minutes of 7 December, item 4”, or the date and subject of a mail.",
        max_length=300,
        error_messages={"required": "Enter where it can be seen that the view was given."},
    )

    def __init__(self, *args: Any, speakers: Sequence[Speaker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.speakers = {str(one.user.pk): one for one in speakers}
        person = self.fields["person"]
        assert isinstance(person, forms.TypedChoiceField)  # noqa: S101  # declared above
        person.choices = [(key, one.words) for key, one in self.speakers.items()]
        person.widget.hints = {key: one.about for key, one in self.speakers.items()}
        person.coerce = lambda key: self.speakers[key].user
        self.fields["view"].label = "The partner’s view: is this a serious child safeguarding case?"
        self.fields["view"].error_messages["required"] = "Choose the partner’s view."
        self.fields["reasons"].label = "The reasons, as they were given"
        self.order_fields(["person", "given_how", "given_on", "evidence", *ViewForm.base_fields])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_day("given_on", "The view", self.case.aware_on, "the local authority was aware")
        person: User | None = data.get("person") or None
        given_on: date | None = data.get("given_on")
        if person is not None and given_on is not None and not self.errors:
            speaker = self.speakers[str(person.pk)]
            if given_on < speaker.since:
                since = clock.day_words(speaker.since)
                words = f"{person.name} speaks for {THE[speaker.role]} since {since}. Choose who did before."
                self.add_error("given_on", words)
        return data


class AbsenceForm(PortalForm):
    """Which partner can give no view in time, and why."""

    partner_role = forms.ChoiceField(
        label="Which partner can give no view in time?",
        widget=Radios(),
        error_messages={
            "required": "Choose the partner that can give no view in time.",
            "invalid_choice": "Choose one of the partners in the list.",
        },
    )
    reason = long_text(
        "Why it can give none, and what was tried",
        "Enter why the partner can give no view in time, and what was tried.",
        "Whom you asked, delegate and deputies, and when. Kept with the decision.",
    )

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        silent = [seat.role for seat in seats if seat.view is None and seat.absence is None]
        field = self.fields["partner_role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        field.choices = [(role, PartnerRole(role).label) for role in silent]


class CriteriaDecisionForm(PortalForm):
    """The decision on test A."""

    is_met = forms.ChoiceField(
        label="The criteria are",
        choices=[("yes", "Met"), ("no", "Not met")],
        widget=Radios(
            hints={
                "yes": "Abuse or neglect is known or suspected, and the child has died or been seriously harmed.",
                "no": "The case ends here, and everything is kept.",
            }
        ),
        error_messages={"required": "Choose whether the criteria are met."},
    )
    rationale = long_text(
        "Why", "Enter why the criteria are met or not met.", "The national Panel may read this."
    )

    def clean_is_met(self) -> bool:
        return self.cleaned_data["is_met"] == "yes"


class ReopenForm(PortalForm):
    """Why the decision on the criteria is opened again."""

    reason = long_text(
        "What has changed",
        "Enter what has changed.",
        "The facts that are new, and where they come from. Kept with the decision, which stays on record.",
    )

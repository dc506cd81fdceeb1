"""Forms of the panel's meetings: calling, cancelling, the minutes, what became of a copy. They change nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import Checkboxes, PortalDateField, PortalForm, PortalTimeField, Radios, long_text
from reviews.models import Document, PanelSeat, Presence, Settled, User
from reviews.parted_forms import PartedForm

LONGEST_MINUTES = 50_000
LONGEST_AGENDA = 20_000


class _PapersField(forms.ModelMultipleChoiceField):
    """Documents of the case, each with a box to tick."""

    def label_from_instance(self, obj: Any) -> str:
        """Return title and ending: what tells a letter from its Word file."""
        return f"{obj.title} ({obj.extension})"


class MeetingForm(PortalForm):
    """When, where and for what a meeting is held, and its papers."""

    purpose = forms.CharField(
        label="What is the meeting for?",
        max_length=200,
        error_messages={"required": "Enter what the meeting is for."},
    )
    held_on = PortalDateField(
        label="Day",
        help_text="To record a meeting that was held already, enter its day. For example 7 12 2026.",
        error_messages={"required": "Enter the day of the meeting, for example 7 12 2026."},
    )
    starts_at = PortalTimeField(
        label="Hour", error_messages={"required": "Enter the hour at which it begins, for example 14:30."}
    )
    place = forms.CharField(
        label="Place",
        help_text="A room, or “online”. No link: calendars keep those.",
        max_length=200,
        error_messages={"required": "Enter the place, or “online”."},
    )
    agenda = long_text(
        "Agenda",
        help_text="One item a line. Use pseudonyms.",
        rows=8,
        longest=LONGEST_AGENDA,
        is_required=False,
    )
    papers = _PapersField(
        label="Papers",
        help_text="From the case’s documents. Legally privileged documents and court orders can’t be papers.",
        queryset=Document.objects.none(),
        required=False,
        widget=Checkboxes(is_small=True),
        error_messages={
            "invalid_choice": "Choose papers from the list.",
            "invalid_pk_value": "Choose papers from the list.",
        },
    )

    def __init__(self, *args: Any, papers: QuerySet[Document], not_before: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_before = not_before
        self.fields["papers"].queryset = papers  # type: ignore[attr-defined]
        if not papers.exists():
            self.fields["papers"].help_text = "There is no document on this case yet that could be a paper."

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        if day < self.not_before:
            raise forms.ValidationError(
                f"The panel can’t meet before the review was decided on, {clock.day_words(self.not_before)}."
            )
        return day


class CancelForm(PortalForm):
    """Why a meeting is not, or was not, held."""

    reason = long_text("Why is it cancelled?", "Enter why the meeting is cancelled.", rows=3, longest=2_000)


def field_of(seat: PanelSeat) -> str:
    """Return the name of the field about a seat: by its key, so that an answer is never read for another seat."""
    return f"seat_{seat.pk.hex}"


class MinutesForm(PartedForm):
    """Who was there for each seat of that day, and what was decided."""

    def __init__(
        self,
        *args: Any,
        seats: Sequence[tuple[PanelSeat, User | None]],
        sitting_in: Mapping[UUID, str],
        **kwargs: Any,
    ) -> None:
        """Take each seat with who had it that day, and who was named to sit in, in words by the seat's key."""
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.conditional = tuple(  # type: ignore[misc]  # the fields differ from panel to panel
            f"{field_of(seat)}_who" for seat, _holder in seats
        )
        parts = []
        for seat, holder in seats:
            names = (field_of(seat), f"{field_of(seat)}_who")
            who = holder.name if holder is not None else "nobody in this seat"
            named = sitting_in.get(seat.pk, "")
            self.fields[names[0]] = forms.ChoiceField(
                label=f"Who was there for {seat.agency.name}?",
                choices=[choice for choice in Presence.choices if holder or choice[0] != Presence.PRESENT],
                widget=Radios(is_inline=True, is_small=True),
                initial=Presence.SUBSTITUTE if named else None,
                error_messages={"required": f"Choose who was there for {seat.agency.name}."},
            )
            self.fields[names[1]] = forms.CharField(
                label="Who sat in",
                help_text="Name and post. Only if somebody sat in.",
                max_length=200,
                required=False,
                initial=named,
            )
            parts.append((f"{seat.agency.name}: {who}{', chair' if seat.is_chair and holder else ''}", names))
        self.fields["decisions"] = long_text(
            "What was decided",
            "Enter what was decided. If nothing was, say so.",
            "Decisions and who acts on them by when. Use pseudonyms.",
            rows=12,
            longest=LONGEST_MINUTES,
        )
        self.parts = (*parts, ("Decisions", ("decisions",)))  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for seat, _holder in self.seats:
            name = f"{field_of(seat)}_who"
            if name in self.errors or field_of(seat) not in data:
                continue
            sat_in = data[field_of(seat)] == Presence.SUBSTITUTE
            if sat_in and not data[name]:
                self.add_error(name, f"Enter who sat in for {seat.agency.name}.")
            if not sat_in and data[name]:
                self.add_error(name, f"Empty this, or choose “{Presence.SUBSTITUTE.label}”.")
        return data

    def attended(self) -> dict[UUID, tuple[str, str]]:
        """Return presence and who sat in, by the key of the seat."""
        data = self.cleaned_data
        return {
            seat.pk: (data[field_of(seat)], data[f"{field_of(seat)}_who"]) for seat, _holder in self.seats
        }


class SettleForm(PortalForm):
    """What became of a copy."""

    settled = forms.ChoiceField(
        label="What became of this copy?",
        choices=Settled.choices,
        widget=Radios(hints={"destroyed": "The reader says that the file, and every print of it, is gone."}),
        error_messages={"required": "Choose what became of this copy."},
    )

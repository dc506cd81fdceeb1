"""Forms of the key lines of enquiry: the line, its evidence, its answer. They change nothing."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.forms import PortalForm, Radios, long_text
from reviews.models import AgencyRequest, ChronologyEntry, Exactness

LONGEST_QUESTION = 2_000
LONGEST_ANSWER = 20_000
# So many events are offered at once; others are found by their words.
MOST_EVENTS = 30
LONGEST_SHOWN = 140


class KeyLineForm(PortalForm):
    """A key line of enquiry, why it is asked, and how it will be investigated."""

    question = long_text(
        "Key line of enquiry",
        "Enter the key line of enquiry.",
        "A question that the review answers. Use pseudonyms.",
        rows=3,
        longest=LONGEST_QUESTION,
    )
    why = long_text(
        "Why the review asks this",
        help_text="What in this case raises the question.",
        rows=3,
        longest=LONGEST_QUESTION,
        is_required=False,
    )
    method = long_text(
        "How it will be investigated",
        "Enter how it will be investigated.",
        "For example which records are read, and who is spoken to.",
        longest=LONGEST_ANSWER,
    )


class AnswerForm(PortalForm):
    """What the enquiry found."""

    answer = long_text("Answer", "Enter the answer to this key line.", rows=8, longest=LONGEST_ANSWER)


class FindForm(PortalForm):
    """Words by which an event of the chronology is found."""

    marks_optional = False
    find = forms.CharField(label="Find events by a word, or by the agency", max_length=100, required=False)


class EvidenceForm(PortalForm):
    """What bears on a key line: an event, an agency's return, or something in words."""

    entry = forms.ModelChoiceField(
        label="Event of the chronology",
        queryset=ChronologyEntry.objects.none(),
        required=False,
        widget=Radios(is_small=True),
        error_messages={"invalid_choice": "Choose an event that is not linked yet."},
    )
    agency_request = forms.ModelChoiceField(
        label="An agency’s accepted return",
        queryset=AgencyRequest.objects.none(),
        required=False,
        empty_label="No return",
        error_messages={"invalid_choice": "Choose an accepted return that is not linked yet."},
    )
    words = long_text(
        "What it shows, or other evidence in words",
        help_text="For example which part of the return, or what a practitioner told the review. Use pseudonyms.",
        rows=4,
        longest=LONGEST_QUESTION,
        is_required=False,
    )
    named = {"words": "what it shows"}
    conditional = ("words",)

    def __init__(
        self,
        *args: Any,
        entries: QuerySet[ChronologyEntry],
        offered: list[ChronologyEntry],
        returns: QuerySet[AgencyRequest],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if offered:
            # Any event of the review may be sent; only those that were found are drawn.
            self.fields["entry"].queryset = entries  # type: ignore[attr-defined]
            choices = [("", "No event"), *((str(one.pk), event_words(one)) for one in offered)]
            self.fields["entry"].widget.choices = choices
        else:
            del self.fields["entry"]
        if returns:
            field = self.fields["agency_request"]
            field.queryset = returns  # type: ignore[attr-defined]
            field.label_from_instance = return_words  # type: ignore[attr-defined]
        else:
            del self.fields["agency_request"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        entry, agency_request = data.get("entry"), data.get("agency_request")
        if entry is not None and agency_request is not None:
            self.add_error("agency_request", "Link the event and the return one after the other.")
        if not self.errors and entry is None and agency_request is None and not data.get("words"):
            many = len(self.fields) > 1
            self.add_error(
                "words", "Choose what to link, or enter the evidence." if many else "Enter the evidence."
            )
        return data


def event_words(entry: ChronologyEntry) -> str:
    """Return one line for an event: when, which agency's, and how it begins."""
    event = " ".join(entry.event.split())
    if len(event) > LONGEST_SHOWN:
        event = f"{event[:LONGEST_SHOWN].rsplit(' ', 1)[0]}…"
    return f"{when_words(entry)}, {entry.agency.name}: {event}"


def when_words(entry: ChronologyEntry) -> str:
    """Return when an event happened, as exactly as is known."""
    day = entry.happened_on
    month = f"{clock.MONTHS[day.month - 1]} {day.year}"
    return {
        Exactness.DAY: clock.day_words(day),
        Exactness.ABOUT_DAY: f"About {clock.day_words(day)}",
        Exactness.MONTH: month,
        Exactness.ABOUT_MONTH: f"About {month}",
        Exactness.YEAR: str(day.year),
    }[Exactness(entry.exactness)]


def return_words(one: AgencyRequest) -> str:
    """Return what a return is called: whose, and for what it was asked."""
    return f"{one.agency.name}, {one.get_purpose_display().lower()}"

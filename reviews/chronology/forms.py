"""Forms of the merged chronology: choosing events, typing one in, a reason, a comment. Those of a file: file_forms.py."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from cspr_portal.forms import PortalForm, Radios, long_text
from reviews.dated_forms import TodayForm
from reviews.models import Agency, ChronologyEntry, Significance

from .dates import EXAMPLES, Unreadable, parse_date
from .entries import when_of
from .keeping import LONGEST_SOURCE
from .rows import LONGEST_CELL, read_row

# The words of a file's column of significance stand before its practice comment.
LONGEST_COMMENT = 2 * LONGEST_CELL + 100
LONGEST_DATE = 200
AGENCY_FIRST = {"required": "Choose the agency."}


class FilterForm(TodayForm):
    """Which events are shown; a period may begin and end with a day, a month or a year."""

    marks_optional = False

    agency = forms.ModelChoiceField(
        label="Agency", queryset=Agency.objects.none(), required=False, empty_label="Every agency"
    )
    significance = forms.ChoiceField(
        label="Significance",
        required=False,
        choices=[
            ("", "Every event"),
            ("marked", "Significant and key events"),
            (Significance.KEY.value, "Key events only"),
        ],
    )
    from_day = forms.CharField(
        label="From (for example March 2021)",
        max_length=LONGEST_DATE,
        required=False,
        widget=forms.TextInput(attrs={"govuk_width": 10}),
    )
    to_day = forms.CharField(
        label="To", max_length=LONGEST_DATE, required=False, widget=forms.TextInput(attrs={"govuk_width": 10})
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_from_day(self) -> date | None:
        return self._day("from_day", is_last=False)

    def clean_to_day(self) -> date | None:
        return self._day("to_day", is_last=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        from_day, to_day = data.get("from_day"), data.get("to_day")
        if from_day and to_day and to_day < from_day:
            self.add_error("to_day", "The end of the period can’t be before its beginning.")
        return data

    def _day(self, name: str, *, is_last: bool) -> date | None:
        typed = self.cleaned_data[name]
        if not typed:
            return None
        try:
            when = parse_date(typed, today=self.today, serials_begin=None)
        except Unreadable as unreadable:
            raise forms.ValidationError("%(said)s", params={"said": unreadable.sentence}) from unreadable
        return when.last if is_last else when.first


class EventForm(TodayForm):
    """One event, with its date as exactly as it is known. The date comes out as `when`."""

    named = {"comment": "the practice comment", "date": "the date", "time": "the time"}

    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.none(),
        empty_label="Choose the agency",
        error_messages=AGENCY_FIRST,
    )
    date = forms.CharField(
        label="When it happened",
        help_text=f"As exactly as it is known, for example {EXAMPLES}.",
        max_length=LONGEST_DATE,
        error_messages={"required": f"Enter the date, for example {EXAMPLES}."},
        widget=forms.TextInput(attrs={"govuk_width": 20}),
    )
    time = forms.CharField(
        label="Time of day",
        help_text="By the 24-hour clock, for example 14:30.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"govuk_width": 10}),
    )
    event = long_text("What happened", "Enter what happened.", "Use pseudonyms.", rows=5)
    source = forms.CharField(
        label="Source",
        help_text="Where it is recorded, for example “Health visiting record”.",
        max_length=LONGEST_SOURCE,
        required=False,
    )
    significance = forms.ChoiceField(
        label="Significance",
        choices=Significance.choices,
        widget=Radios(),
        error_messages={"required": "Choose how significant the event is."},
    )
    comment = long_text(
        "Practice comment",
        help_text="What it shows about practice, in the agency’s view.",
        longest=LONGEST_COMMENT,
        is_required=False,
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agencies is None:
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    @staticmethod
    def kept(entry: ChronologyEntry) -> dict[str, str]:
        """Return what the form shows of an event as it stands."""
        when = when_of(entry)
        return {
            "date": when.date_words(),
            "time": when.time_words(),
            "event": entry.event,
            "source": entry.source,
            "significance": entry.significance,
            "comment": entry.practice_comment,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = {name: data.get(name, "") for name in ("date", "time")}
        row = read_row(typed, number=1, today=self.today)
        for name in typed:
            if name not in self.errors:
                for said in row.problems_of(name):
                    self.add_error(name, forms.ValidationError("%(said)s", params={"said": said}))
        data["when"] = row.when
        return data

    def said(self) -> dict[str, Any]:
        """Return what a valid form says of the event, as actions take it."""
        data = self.cleaned_data
        said = {name: data[name] for name in ("when", "event", "source", "significance")}
        return {**said, "practice_comment": data["comment"]}


class ChangeEventForm(EventForm):
    """An event that is there, changed by somebody who saw it as `seen` tells."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class RemoveEventForm(PortalForm):
    """Why an event is taken out."""

    reason = long_text(
        "Why it is taken out",
        "Enter why the event is taken out.",
        "The event stays in the record, with this reason. Write no names.",
        rows=3,
        longest=300,
    )


class CommentForm(PortalForm):
    """What somebody says to an event."""

    comment = long_text(
        "Your comment", "Enter your comment.", "It stands beside the event with your name. Use pseudonyms."
    )

"""Forms of a chronology's file: bringing it, its columns, mending its rows, confirming what was shown."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from cspr_portal.forms import Checkboxes, FileForm, PortalForm
from cspr_portal.sizes import MEGABYTE
from reviews.dated_forms import TodayForm
from reviews.documents.kinds import Unfit
from reviews.models import Agency
from reviews.version_form import LARGEST

from . import columns, entries, files, keeping
from .columns import NAMES, NEEDED, Columns
from .forms import AGENCY_FIRST, LONGEST_DATE
from .keeping import LONGEST_SOURCE, Content
from .rows import LONGEST_CELL
from .sentences import KINDS, MOST_BYTES, MOST_ROWS

# A browser sends no more than settings.DATA_UPLOAD_MAX_NUMBER_FIELDS inputs: seven for a row, and a few more.
ROWS_A_PAGE = 50
# Nor more than settings.DATA_UPLOAD_MAX_MEMORY_SIZE bytes: up to three for a character.
CHARACTERS_A_PAGE = 600_000
MOST_LEFT_OUT_SHOWN = 50
WORDS_MOVED = (
    "What the column of significance says in words was put at the head of the practice comment, and the event "
    "marked as significant."
)
TOGETHER = ("date", "time")


@dataclass(frozen=True)
class Brought:
    """A file as it was read: what it holds, what reading it found, and how to know it again."""

    content: Content
    notes: tuple[str, ...]
    sha256: str
    size: int


class BringForm(FileForm, TodayForm):
    """An agency, unless there is no choice, and its chronology's file.

    The file comes out read; its own name and its bytes are not kept.
    """

    agency = forms.ModelChoiceField(
        label="Whose chronology it is",
        queryset=Agency.objects.none(),
        empty_label="Choose the agency",
        error_messages=AGENCY_FIRST,
    )
    file = forms.FileField(
        label="File",
        help_text=f"{KINDS}, up to {MOST_BYTES // MEGABYTE} MB and {MOST_ROWS:,} rows.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.docx"}),
        error_messages={"required": "Choose the file."},
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agencies is None:
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean_file(self) -> Brought:
        """Return the file as it was read."""
        sent: UploadedFile = self.cleaned_data["file"]
        try:
            files.check_size(sent.size or 0)
            return read(sent.read(), today=self.today)
        except Unfit as unfit:
            raise forms.ValidationError("%(said)s", params={"said": unfit.sentence}) from unfit


def read(data: bytes, *, today: date) -> Brought:
    """Return what is in a chronology's file, or raise Unfit with the sentence what to do."""
    table = files.read(data)
    guess = columns.guess(table, today=today)
    content = keeping.begin(table, guess, today=today)
    notes = [*table.notes, *(guess.notes if guess.is_sure else ())]
    return Brought(content, tuple(notes), hashlib.sha256(data).hexdigest(), len(data))


def moved(content: Content) -> list[str]:
    """Return the note that words of significance go to the practice comment, where there are any."""
    is_so = any(entries.has_words_of_significance(one.row) for one in content.rows if not one.is_out)
    return [WORDS_MOVED] if is_so else []


def pages(content: Content) -> list[list[int]]:
    """Return the positions of the rows to be mended, as many on a page as a browser can send back; one page at least."""
    found: list[list[int]] = [[]]
    size = 0
    for at in content.bad:
        length = sum(map(len, content.rows[at].row.typed().values()))
        if found[-1] and (len(found[-1]) == ROWS_A_PAGE or size + length > CHARACTERS_A_PAGE):
            found.append([])
            size = 0
        found[-1].append(at)
        size += length
    return found


class ColumnsForm(PortalForm):
    """What each column of a file holds: for each field its column, by its place."""

    def __init__(self, data: Mapping[str, Any] | None, *, content: Content, version: int) -> None:
        initial: dict[str, Any] = {name: str(at) for name, at in content.columns.places().items()}
        super().__init__(data, initial=initial | {"version": version})
        self.content = content
        choices = [(str(at), heading) for at, heading in enumerate(content.headings)]
        for name, words in NAMES.items():
            is_needed = name in NEEDED
            self.fields[name] = forms.ChoiceField(
                label=f"Column with {words}",
                required=is_needed,
                choices=[("", "Choose the column" if is_needed else "None"), *choices],
                error_messages={"required": f"Choose the column with {words}."},
            )
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    marks_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            wrong = self.columns().problem(self.content.headings)
            if wrong:
                raise forms.ValidationError("%(said)s", params={"said": wrong})
        return data

    def columns(self) -> Columns:
        """Return the columns that were chosen."""
        typed = {name: self.cleaned_data[name] for name in NAMES}
        return columns.from_choice({name: int(at) if at else None for name, at in typed.items()})


class MendForm(PortalForm):
    """Rows that have problems, each with inputs for what is wrong with it; rows left out, and taken in again.

    `positions` are the rows that it is about, `given` what inputs each of them has.
    """

    marks_optional = False
    label_size = ""

    positions = forms.CharField(widget=forms.HiddenInput, max_length=600, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        content: Content,
        positions: Sequence[int],
        given: Mapping[int, Sequence[str]],
        left_out: Sequence[int],
    ) -> None:
        super().__init__(data)
        self.content, self.at, self.given = content, positions, given
        for at in positions:
            number = content.rows[at].row.number
            for name in given[at]:
                self.fields[f"r{at}_{name}"] = _input(name, number)
        if positions:
            self.fields["out"] = _rows("Leave these rows out", content, positions)
        if left_out:
            self.fields["back"] = _rows("Take these rows in after all", content, left_out)

    def typed(self) -> dict[int, dict[str, str]]:
        """Return what was typed into the rows, by position; of rows that are left out too."""
        return {
            at: {name: self.cleaned_data[f"r{at}_{name}"] for name in self.given[at]}
            for at in self.at
            if self.given[at]
        }

    def chosen(self, name: str) -> list[int]:
        """Return the rows that are left out ("out"), or taken in again ("back")."""
        return [int(at) for at in self.cleaned_data.get(name) or ()]


class ConfirmForm(PortalForm):
    """The mark of the comparison that the page showed, sent with the press of its button."""

    mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


def to_mend(content: Content, page: Sequence[int]) -> dict[int, list[str]]:
    """Return which inputs each of these rows has: those of the fields that have a problem; date and time together."""
    found = {}
    for at in page:
        bad = {problem.field for problem in content.rows[at].row.problems}
        bad |= set(TOGETHER) if bad & set(TOGETHER) else set()
        found[at] = [name for name in NAMES if name in bad]
    return found


def shown(content: Content, given: Mapping[int, Sequence[str]], version: int) -> dict[str, Any]:
    """Return the data of a form that shows the rows as they are."""
    data: dict[str, Any] = {"positions": ",".join(map(str, given)), "version": str(version)}
    for at, names in given.items():
        typed = content.rows[at].row.typed()
        data |= {f"r{at}_{name}": typed[name] for name in names}
    return data


def sent(content: Content, data: Mapping[str, Any]) -> dict[int, list[str]] | None:
    """Return which inputs of which rows a browser has sent; None where that can't be told."""
    words = str(data.get("positions", ""))
    parts = words.split(",") if words else []
    if len(parts) > ROWS_A_PAGE or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    positions = list(dict.fromkeys(int(part) for part in parts if len(part) < 6))
    if len(positions) != len(parts) or any(at >= len(content.rows) for at in positions):
        return None
    return {at: [name for name in NAMES if f"r{at}_{name}" in data] for at in positions}


def _input(name: str, number: int) -> forms.CharField:
    words = NAMES[name].removeprefix("the ")
    label = f"{words[:1].upper()}{words[1:]} in row {number}"
    longest = {"date": LONGEST_DATE, "time": 100, "source": LONGEST_SOURCE}.get(name, LONGEST_CELL)
    if name in TOGETHER:
        widget: forms.Widget = forms.TextInput(attrs={"govuk_width": 20 if name == "date" else 10})
    else:
        widget = forms.Textarea(attrs={"rows": 2 if name == "source" else 3})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget)


def _rows(label: str, content: Content, positions: Sequence[int]) -> forms.MultipleChoiceField:
    choices = [(str(at), f"Row {content.rows[at].row.number}") for at in positions]
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=Checkboxes(is_small=True)
    )

"""Which column holds what: guessed from headings in many wordings, and corrected by the person where it is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from cspr_portal.words import listed

from .dates import Unreadable, parse_date
from .sentences import quoted
from .tables import Line, Table

# The headings are looked for in this many lines from the top.
FIRST_LINES = 20
LONGEST_HEADING = 80
SAMPLE_LINES = 30

NAMES = {
    "date": "the date",
    "time": "the time",
    "event": "the event",
    "source": "the source",
    "significance": "the significance",
    "comment": "the practice comment",
}
NEEDED = ("date", "event")

# Headings as a whole, then words in them: the first field in the second table's order that has one takes the column.
WHOLE: dict[str, tuple[str, ...]] = {
    "date": ("when", "dates", "day", "date time", "date and time", "date of", "date from", "from"),
    "time": ("hour", "start time"),
    "event": (
        "what",
        "what happened",
        "details",
        "summary",
        "contact",
        "narrative",
        "entry",
        "involvement",
        "activity",
        "key event",
        "text",
        "notes",
    ),
    "source": ("where from", "reference", "record", "agency", "system", "organisation", "service", "file"),
    "significance": ("why it matters", "why does it matter", "so what", "impact"),
    "comment": ("reflections", "remarks", "observations", "view", "practice"),
}
TELLING: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})\b")
    for name, words in {
        "significance": "significance|relevance|why significant|importance",
        "comment": "comments?|commentary|analysis|appraisal|reflection|learning|good practice",
        "source": "sources?|record|recorded by|evidence|document|agency",
        "date": "date|when",
        "time": "time|hour",
        "event": "events?|descriptions?|incidents?|happened|details?|contact|summary|narrative|action|information",
    }.items()
}
# A date stands in rows, not in headings; "dd/mm/yyyy" may.
A_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}|\b(?:19|20)\d\d\b", re.ASCII)
# Dates that are about the record and not about the event.
OTHER_DATES = re.compile(r"\b(birth|dob|entered|recorded|updated|added|closed|end|to)\b")


@dataclass(frozen=True)
class Columns:
    """The place of each field's column, from 0; None where the file has none."""

    date: int | None = None
    time: int | None = None
    event: int | None = None
    source: int | None = None
    significance: int | None = None
    comment: int | None = None

    def places(self) -> dict[str, int]:
        """Return the fields that have a column, with its place."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: at for name, at in found.items() if at is not None}

    def problem(self, headings: Sequence[str]) -> str | None:
        """Return what is wrong with this choice, in one sentence or two, or None.

        A file needs a date and an event; no column can be two things, and none beyond `headings` can be chosen.
        """
        places = self.places()
        twice = [name for name, at in places.items() if list(places.values()).count(at) > 1]
        if twice:
            return f"The same column is chosen for {listed([NAMES[name] for name in twice])}. Choose one for each."
        beyond = [name for name, at in places.items() if not 0 <= at < len(headings)]
        if beyond:
            return f"Choose the column for {listed([NAMES[name] for name in beyond])} again."
        missing = [NAMES[name] for name in NEEDED if name not in places]
        if not missing:
            return None
        return (
            f"Choose the column for {listed(missing)}. The columns of the file are {quoted(list(headings))}. "
            "If none of them is right, add one to the file and choose the file again."
        )


@dataclass(frozen=True)
class Guess:
    """What the file's columns seem to be.

    `headings` names each column for the person; `first_line` is the place of the first line of rows in
    Table.lines. `is_sure` is False where there were no headings: then the person has to be asked.
    """

    columns: Columns
    headings: tuple[str, ...]
    first_line: int
    is_sure: bool
    notes: tuple[str, ...] = ()


def guess(table: Table, *, today: date) -> Guess:
    """Return which column of the table seems to hold what. `today` is London's, for telling dates."""
    at = heading_line(table.lines)
    if at is None:
        return _by_position(table, today)
    cells = table.lines[at].cells
    found = known_headings(cells)
    notes = []
    if at:
        notes.append(f"What stands above the headings in row {table.lines[at].number} was not read.")
    unread = [text for place, text in enumerate(cells) if text.strip() and place not in found.values()]
    if unread:
        notes.append(f"Not read: the {'column' if len(unread) == 1 else 'columns'} {quoted(unread)}.")
    headings = tuple(
        " ".join(text.split())[:LONGEST_HEADING] or f"Column {place}" for place, text in enumerate(cells, 1)
    )
    return Guess(Columns(**found), headings, at + 1, all(name in found for name in NEEDED), tuple(notes))


def heading_line(lines: Sequence[Line]) -> int | None:
    """Return the place of the line that holds most known headings, or None.

    Below the first line it must hold both a date and an event: a row of the chronology may use such words too.
    """
    best, most = None, 0
    for at, line in enumerate(lines[:FIRST_LINES]):
        if any(A_DATE.search(text) for text in line.cells):
            continue
        found = known_headings(line.cells)
        is_whole = all(name in found for name in NEEDED)
        if (is_whole or at == 0) and (score := len(found) + (len(NAMES) if is_whole else 0)) > most:
            best, most = at, score
    return best


def has_headings(lines: Sequence[Line]) -> bool:
    """Return whether the headings of a date and an event stand in one of the first lines."""
    at = heading_line(lines)
    return at is not None and all(name in known_headings(lines[at].cells) for name in NEEDED)


def known_headings(cells: Sequence[str]) -> dict[str, int]:
    """Return the fields whose headings stand in these cells, with the place of each.

    A field's own name counts before other headings of it, and these before words in a heading; then the first.
    """
    words = [_plain(text) for text in cells]
    found: dict[str, int] = {}
    for field in (_by_name, _by_heading, _by_word):
        for at, text in enumerate(words):
            name = field(text) if text and at not in found.values() else None
            if name and name not in found:
                found[name] = at
    return found


def _by_name(text: str) -> str | None:
    return text if text in NAMES else None


def _by_heading(text: str) -> str | None:
    return next((name for name, headings in WHOLE.items() if text in headings), None)


def _by_word(text: str) -> str | None:
    for name, telling in TELLING.items():
        if telling.search(text):
            return None if name == "date" and OTHER_DATES.search(text) else name
    return None


def _plain(text: str) -> str:
    """A heading in plain small letters, without what stands in brackets; nothing for a text that is none."""
    if len(text) > LONGEST_HEADING:
        return ""
    text = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", text.lower())
    return " ".join(re.sub(r"[^a-z]+", " ", text).split())


def _by_position(table: Table, today: date) -> Guess:
    """Without headings: the column with most dates is the date, the longest texts after it are the event."""
    lines = table.lines[:SAMPLE_LINES]
    dates = [sum(_is_date(line.cells[at], table, today) for line in lines) for at in range(table.width)]
    lengths = [sum(len(line.cells[at]) for line in lines) for at in range(table.width)]
    day = dates.index(max(dates)) if max(dates, default=0) else None
    others = [at for at in range(table.width) if at != day and lengths[at]]
    event = max(others, key=lambda at: lengths[at], default=None)
    examples = (
        next((line.cells[at] for line in table.lines if line.cells[at].strip()), "")
        for at in range(table.width)
    )
    headings = tuple(
        f"Column {at} ({quoted([text])})" if text else f"Column {at}" for at, text in enumerate(examples, 1)
    )
    note = "The file has no row of headings. Choose what each column holds."
    return Guess(Columns(date=day, event=event), headings, 0, is_sure=False, notes=(note,))


def _is_date(text: str, table: Table, today: date) -> bool:
    try:
        parse_date(text, today=today, serials_begin=table.serials_begin)
    except Unreadable:
        return False
    return True


def from_choice(chosen: Mapping[str, int | None]) -> Columns:
    """Return the columns that a person has chosen, by field; names that are no field are ignored."""
    return Columns(**{name: at for name, at in chosen.items() if name in NAMES})

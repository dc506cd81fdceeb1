"""The rows of a chronology: what the cells say, when it was, and what has to be mended before it can be kept."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cspr_portal.field_rules import tidy
from cspr_portal.fields import INVISIBLE, LONGEST_REASONING, UNSTORABLE
from reviews.documents.kinds import Unfit

from .columns import NAMES, Columns, known_headings
from .dates import EXCEL_BEGINS, Unreadable, parse_date
from .sentences import MOST_ROWS, NO_ROWS, TOO_MANY_ROWS
from .tables import Table
from .times import parse_time
from .when import Precision, When

LONGEST_CELL = LONGEST_REASONING
TEXTS = ("event", "source", "significance", "comment")
NO_EVENT = "Enter what happened."
A_TIME = "“{}” can’t be read as a time. Write it by the 24-hour clock, for example 14:30, and the rest in the event."
# Characters that show nothing and can't be stored; a decoder's mark for a letter that it could not read stays.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of a row, and what to do about it. `field` is a name of `columns.NAMES`."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One entry of a chronology. `when` is None as long as the date can't be read.

    `number` is the row's number in the file; `typed_date` and `typed_time` are what stands there.
    """

    when: When | None
    event: str
    source: str = ""
    significance: str = ""
    comment: str = ""
    problems: tuple[Problem, ...] = ()
    number: int = 0
    typed_date: str = ""
    typed_time: str = ""

    @property
    def is_fit(self) -> bool:
        """Whether it can be kept as it is."""
        return not self.problems

    @property
    def content(self) -> tuple[When | str | None, str, str, str, str]:
        """All that is said, without its place in the file."""
        return self.when or self.typed_date, self.event, self.source, self.significance, self.comment

    def typed(self) -> dict[str, str]:
        """Return the texts of a form that mends the row, by field."""
        return {
            "date": self.when.date_words() if self.when else self.typed_date,
            "time": self.when.time_words() if self.when and self.when.at else self.typed_time,
            **{name: getattr(self, name) for name in TEXTS},
        }

    def problems_of(self, field: str) -> tuple[str, ...]:
        """Return the sentences about one field."""
        return tuple(problem.sentence for problem in self.problems if problem.field == field)


def rows_of(table: Table, columns: Columns, first_line: int, *, today: date) -> tuple[Row, ...]:
    """Return the rows below the headings. `today` is London's; nothing that happened is later.

    Headings that are repeated on a later page are passed over. Raises Unfit for no rows and for more than MOST_ROWS.
    """
    places = columns.places()
    headings = table.lines[first_line - 1].cells if first_line else None
    found = []
    for line in table.lines[first_line:]:
        if headings and _same(line.cells, headings) and len(known_headings(line.cells)) > 1:
            continue
        typed = {name: line.cell(at) for name, at in places.items()}
        flaws = [
            Problem(name, said) for name, at in places.items() for place, said in line.flaws if place == at
        ]
        if not flaws and not any(text.strip(INVISIBLE) for text in typed.values()):
            continue
        found.append(
            read_row(typed, number=line.number, today=today, flaws=flaws, serials_begin=table.serials_begin)
        )
        if len(found) > MOST_ROWS:
            raise Unfit(TOO_MANY_ROWS)
    if not found:
        raise Unfit(NO_ROWS)
    return tuple(found)


def read_row(
    typed: Mapping[str, str],
    *,
    number: int,
    today: date,
    flaws: Iterable[Problem] = (),
    serials_begin: date | None = EXCEL_BEGINS,
) -> Row:
    """Return the row that these texts say, by field; also for what a person has typed to mend one.

    `flaws` are problems that the file itself had; they stand in place of what else is wrong with their field.
    """
    texts = {name: _text(typed.get(name, "")) for name in NAMES}
    flawed = {flaw.field: flaw for flaw in flaws}
    problems: dict[str, str] = {}
    when = None
    try:
        when = parse_date(texts["date"], today=today, serials_begin=serials_begin)
    except Unreadable as unreadable:
        problems["date"] = unreadable.sentence
    if texts["time"]:
        when, wrong = _with_time(when, texts["time"])
        if wrong:
            problems["time"] = wrong
    if not texts["event"]:
        problems["event"] = NO_EVENT
    for name in TEXTS:
        wrong = _unfit(name, texts[name])
        if wrong:
            problems[name] = wrong
    said = [
        flawed.get(name) or Problem(name, problems[name])
        for name in NAMES
        if name in problems or name in flawed
    ]
    return Row(
        when=when,
        problems=tuple(said),
        number=number,
        typed_date=texts["date"][:LONGEST_CELL],
        typed_time=texts["time"][:LONGEST_CELL],
        **{name: texts[name] for name in TEXTS},
    )


def _with_time(when: When | None, typed: str) -> tuple[When | None, str]:
    """The date with the time of a column of its own, and what is wrong with that time."""
    at = parse_time(typed)
    shown = " ".join(typed.split())
    if at is None:
        return when, A_TIME.format(shown if len(shown) <= 40 else f"{shown[:39]}…")
    if when is None or when.at == at:
        return when, ""
    if when.at is not None:
        return (
            when,
            f"The date says {when.time_words()} and the time {at:%H:%M}. Write the right one in one place.",
        )
    if when.precision.unit is not Precision.DAY:
        return when, "A time needs the day. Write the day, or leave the time out."
    return When(when.first, when.precision, at), ""


def _text(text: str) -> str:
    """The text with plain line ends, without what can't be seen or stored at all."""
    return _CONTROLS.sub("", tidy(text, is_text=True)).strip(INVISIBLE)


def _unfit(name: str, text: str) -> str:
    """What is wrong with a text that has to be kept, or nothing."""
    words = NAMES[name]
    subject = words[:1].upper() + words[1:]
    if len(text) > LONGEST_CELL:
        return f"{subject} must be {LONGEST_CELL:,} characters or fewer; it has {len(text):,}. Shorten it."
    found = UNSTORABLE.search(text)
    if found:
        before = " ".join(text[: found.start()].split())[-20:]
        where = f" after “{before}”" if before else " at the beginning"
        return f"{subject} has a character that was not readable{where}. Type it again."
    return ""


def _same(cells: tuple[str, ...], headings: tuple[str, ...]) -> bool:
    return [text.split() for text in cells] == [text.split() for text in headings]

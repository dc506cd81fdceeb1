"""What a file that waits holds: its rows as read and mended, kept as JSON until they are confirmed or thrown away.

Pure. The table itself is kept beside the rows until the first of them is mended, so that columns can be chosen anew.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any

from reviews.documents.kinds import Unfit

from .columns import NAMES, Columns, Guess
from .rows import LONGEST_CELL, Problem, Row, read_row, rows_of
from .tables import Line, Table
from .when import Precision, When

LONGEST_SOURCE = 300
# More than a spreadsheet's cell can hold. A longer one can't even be mended on a page: a browser could not send it.
LONGEST_READ = 40_000
TOO_LONG = (
    f"A cell in row {{}} has {{:,}} characters; {LONGEST_CELL:,} are kept. Shorten it, or put it into several rows, "
    "and choose the file again."
)
# What no database keeps within JSON: NUL and halves of surrogate pairs.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Waiting:
    """One row that waits. `version` is the file's when the row was last changed; `is_out`: left out by choice."""

    row: Row
    is_out: bool = False
    version: int = 0

    @property
    def is_bad(self) -> bool:
        """Whether somebody has to mend it or to leave it out."""
        return not self.is_out and not self.row.is_fit

    def differs(self, texts: Mapping[str, str]) -> bool:
        """Whether any of these texts, by field, is another than the row's."""
        typed = self.row.typed()
        return any(typed[name] != text for name, text in texts.items())


@dataclass(frozen=True)
class Content:
    """What a file holds. `rows` is empty until the columns are chosen; `table` is None once a row was mended."""

    headings: tuple[str, ...]
    first_line: int
    columns: Columns
    serials_begin: date | None
    table: Table | None
    rows: tuple[Waiting, ...] = field(default=())

    @property
    def bad(self) -> list[int]:
        """The positions of the rows that have to be mended or left out."""
        return [at for at, one in enumerate(self.rows) if one.is_bad]

    @property
    def left_out(self) -> list[int]:
        """The positions of the rows that were left out by choice."""
        return [at for at, one in enumerate(self.rows) if one.is_out]

    @property
    def fit(self) -> list[Row]:
        """The rows that can be kept as they are."""
        return [one.row for one in self.rows if not one.is_out and one.row.is_fit]


def begin(table: Table, guess: Guess, *, today: date) -> Content:
    """Return what a file holds that was just read; with its rows where its columns are sure. May raise Unfit."""
    content = Content(guess.headings, guess.first_line, guess.columns, table.serials_begin, table)
    return with_columns(content, guess.columns, today=today) if guess.is_sure else content


def with_columns(content: Content, columns: Columns, *, today: date, version: int = 0) -> Content:
    """Return the content with its rows read by these columns. Raises Unfit for none, and for a cell beyond all bounds.

    Raises ValueError when the table is no longer kept.
    """
    if content.table is None:
        raise ValueError("The rows of this file have been mended: its columns can’t be chosen again.")
    found = rows_of(content.table, columns, content.first_line, today=today)
    for row in found:
        length = max(len(text) for text in row.typed().values())
        if length > LONGEST_READ:
            raise Unfit(TOO_LONG.format(row.number, length))
    return replace(
        content, columns=columns, rows=tuple(Waiting(_bounded(row), version=version) for row in found)
    )


def mended(
    content: Content,
    typed: Mapping[int, Mapping[str, str]],
    *,
    out: Iterable[int] = (),
    back: Iterable[int] = (),
    version: int,
    today: date,
) -> Content:
    """Return the content with these texts in the rows at these positions, and rows left out or taken in again.

    A field that `typed` doesn't name stays as it is, with what is wrong with it.
    """
    rows = list(content.rows)
    for at, texts in typed.items():
        row = rows[at].row
        flaws = [problem for problem in row.problems if problem.field not in texts]
        read = read_row(
            {**row.typed(), **texts},
            number=row.number,
            today=today,
            flaws=flaws,
            serials_begin=content.serials_begin,
        )
        rows[at] = replace(rows[at], row=_bounded(read), version=version)
    for positions, is_out in ((out, True), (back, False)):
        for at in positions:
            rows[at] = replace(rows[at], is_out=is_out, version=version)
    return replace(content, table=None, rows=tuple(rows))


def to_json(content: Content) -> dict[str, Any]:
    """Return the content as plain lists and texts that every database keeps."""
    table = content.table
    return {
        "headings": [_clean(text) for text in content.headings],
        "first_line": content.first_line,
        "columns": content.columns.places(),
        "serials_begin": content.serials_begin.isoformat() if content.serials_begin else None,
        "lines": None
        if table is None
        else [[line.number, [_clean(text) for text in line.cells], line.flaws] for line in table.lines],
        "rows": [_row_to_json(one) for one in content.rows],
    }


def from_json(kept: Mapping[str, Any]) -> Content:
    """Return the content that `to_json` wrote."""
    begins = date.fromisoformat(kept["serials_begin"]) if kept["serials_begin"] else None
    table = None
    if kept["lines"] is not None:
        lines = (
            Line(number, tuple(cells), tuple((at, said) for at, said in flaws))
            for number, cells, flaws in kept["lines"]
        )
        table = Table(tuple(lines), (), begins)
    return Content(
        headings=tuple(kept["headings"]),
        first_line=kept["first_line"],
        columns=Columns(**kept["columns"]),
        serials_begin=begins,
        table=table,
        rows=tuple(_row_from_json(one) for one in kept["rows"]),
    )


def _bounded(row: Row) -> Row:
    """The row with a problem where its source is longer than what is kept of it."""
    if len(row.source) <= LONGEST_SOURCE or row.problems_of("source"):
        return row
    said = f"The source must be {LONGEST_SOURCE} characters or fewer; it has {len(row.source):,}. Shorten it."
    return replace(row, problems=(*row.problems, Problem("source", said)))


_TEXTS = ("event", "source", "significance", "comment", "typed_date", "typed_time")


def _row_to_json(one: Waiting) -> list[Any]:
    row = one.row
    when = row.when
    moment = (
        [when.first.isoformat(), when.precision.value, when.at.isoformat() if when.at else None]
        if when
        else None
    )
    problems = [[problem.field, problem.sentence] for problem in row.problems]
    texts = [_clean(getattr(row, name)) for name in _TEXTS]
    return [row.number, moment, texts, problems, one.is_out, one.version]


def _row_from_json(kept: list[Any]) -> Waiting:
    number, moment, texts, problems, is_out, version = kept
    when = None
    if moment is not None:
        first, precision, at = moment
        when = When(date.fromisoformat(first), Precision(precision), time.fromisoformat(at) if at else None)
    row = Row(
        when=when,
        problems=tuple(Problem(name, said) for name, said in problems if name in NAMES),
        number=number,
        **dict(zip(_TEXTS, texts, strict=True)),
    )
    return Waiting(row, is_out, version)


def _clean(text: str) -> str:
    return _UNSTORABLE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)

"""The picture of the working-day clocks C1, C1b and C2, as plain data for templates/components/clock_picture.html.

Geometry only: positions across are per cent of the span, as strings, so that the drawing reflows and its
words keep their size; positions down are pixels. When a clock is due is said in ``reviews.deadlines``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cspr_portal import clock
from reviews.deadlines import Clock

MOST_DAYS = 60
MOST_WEEKS_WITH_ALL_LABELS = 5

TOP = 24  # where the shaded days begin; the labels of the weeks stand above
ROW = 60  # one clock: its label and its cells
CELL_HEIGHT = 20
TEXTS_TOUCH_WITHIN = 22  # per cent: two texts nearer than this would run into each other
EDGE = 26  # per cent: a text so near an edge is set from its line inwards


@dataclass(frozen=True)
class Words:
    """One text under or above the days, at a line of the picture."""

    x: str
    y: int
    words: str
    anchor: str = "start"
    is_extra: bool = False  # left out on a narrow screen


@dataclass(frozen=True)
class Line:
    """One upright line."""

    x: str
    top: int
    bottom: int


@dataclass(frozen=True)
class Shade:
    """One day on which no clock runs: "off" for a weekend, "hol" for a bank holiday."""

    x: str
    kind: str


@dataclass(frozen=True)
class Cell:
    """One working day of a clock: "done" (met), "run" (gone by) or "left"."""

    x: str
    state: str


@dataclass(frozen=True)
class Row:
    """One clock: its label at its first cell, and its cells."""

    x: str
    label_y: int
    cells_y: int
    name: str
    rest: str  # left out on a narrow screen
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Picture:
    """Everything that the template draws."""

    title: str
    height: int
    day_width: str
    top: int
    shade_height: int
    bottom: int
    shades: tuple[Shade, ...]
    weeks: tuple[Words, ...]
    rows: tuple[Row, ...]
    today: Line | None
    early: tuple[Line, ...]
    notes: tuple[Words, ...]  # under the days, without today's
    today_words: Words | None


def calendar_picture(clocks: Sequence[Clock], today: date) -> Picture | None:
    """C1, C1b and C2 of ``clocks`` as they stand on ``today`` (London), or None when there is nothing to draw.

    Only clocks with a start and a due date are drawn; others are left to the table below the picture. None
    too when their span is over 60 days. Today's line is left out when showing it would need more than that.
    """
    drawn = [c for c in clocks if c.key in ("C1", "C1b", "C2") and c.starts and c.due]
    span = _span(drawn, today)
    if span is None:
        return None
    first, last = span
    days = (last - first).days + 1

    def across(day: date, part: float = 0) -> float:
        return 100 * ((day - first).days + part) / days

    bottom = TOP + ROW * len(drawn) + 2
    every_day = [first + timedelta(days=i) for i in range(days)]
    early = [
        (i, c, across(c.from_awareness, 1))
        for i, c in enumerate(drawn)
        if c.from_awareness and c.from_awareness != c.due and first <= c.from_awareness <= last
    ]
    now = across(today, 0.5) if first <= today <= last else None
    notes = _notes([(c, x) for _, c, x in early], now, bottom)
    lowest = max([bottom + 27, *(note.y for note in notes)])
    return Picture(
        title=f"Clocks from {_day_and_month(first)} to {clock.day_words(last)}",
        height=lowest + 3,
        day_width=_per_cent(100 / days),
        top=TOP,
        shade_height=bottom - TOP,
        bottom=bottom,
        shades=tuple(
            Shade(_per_cent(across(day)), "hol" if clock.bank_holiday_name(day) else "off")
            for day in every_day
            if not clock.is_working_day(day)
        ),
        weeks=_weeks([(day, across(day)) for day in every_day if day.weekday() == 0]),
        rows=tuple(
            Row(
                x=_per_cent(across(_counted_days(c)[0])),
                label_y=TOP + ROW * i + 18,
                cells_y=TOP + ROW * i + 26,
                name=c.short[0],
                rest=f"{c.short[1]}: {_row_words(c, today)}",
                cells=tuple(
                    Cell(_per_cent(across(day)), _cell_state(c, day, today)) for day in _counted_days(c)
                ),
            )
            for i, c in enumerate(drawn)
        ),
        today=Line(_per_cent(now), 20, bottom + 12) if now is not None else None,
        early=tuple(Line(_per_cent(x), TOP + ROW * i + 10, TOP + ROW * (i + 1) + 2) for i, _, x in early),
        notes=notes,
        today_words=(
            Words(_per_cent(now), bottom + 27, _today_words(drawn, today), _anchor(now))
            if now is not None
            else None
        ),
    )


def _span(drawn: list[Clock], today: date) -> tuple[date, date] | None:
    """From the first week's Monday to the last one's Friday, today included if it came after and fits."""
    if not drawn:
        return None
    bare = {day for c in drawn for day in (c.starts, c.due) if day}
    whole = bare | {day for c in drawn for day in (c.from_awareness, c.met_on) if day}
    for wanted in (whole | {max(today, min(bare))}, whole, bare):
        first = min(wanted) - timedelta(days=min(wanted).weekday())
        last = max(wanted) + timedelta(days=max(0, 4 - max(wanted).weekday()))
        if (last - first).days < MOST_DAYS:
            return first, last
    return None


def _counted_days(c: Clock) -> list[date]:
    """The working days of a clock: day 1 to its due day."""
    if c.starts is None or c.due is None:
        return []
    return [clock.add_working_days(c.starts, n) for n in range(1, c.length + 1)]


def _cell_state(c: Clock, day: date, today: date) -> str:
    if c.met_on is not None:
        return "done" if day <= c.met_on else "left"
    return "run" if day <= today else "left"


def _row_words(c: Clock, today: date) -> str:
    """ "sent on day 3 of 5", "told 2 working days late", "10 working days left"."""
    if c.met_on is None or c.starts is None or c.due is None:
        figure, unit, _ = c.figure_words(today)
        return f"{figure} {unit}"
    if c.met_on > c.due:
        late = c.count(c.due, c.met_on)
        return f"{c.verb} {late} {c.unit(late)} late" if late else f"{c.verb} late"
    return f"{c.verb} on day {max(0, c.count(c.starts, c.met_on))} of {c.length}"


def _today_words(drawn: list[Clock], today: date) -> str:
    """ "Today, day 5 of 15" of the clock that runs last; only "Today" when none does."""
    for c in reversed(drawn):
        if c.is_running and c.starts and c.due and c.starts < today <= c.due:
            return f"Today, day {c.count(c.starts, today)} of {c.length}"
    return "Today"


def _weeks(mondays: list[tuple[date, float]]) -> tuple[Words, ...]:
    """Each Monday's date; its month where it is new. In a long span every other one is an extra."""
    labels = []
    last_month = 0
    for i, (day, x) in enumerate(mondays):
        words = str(day.day) if day.month == last_month else f"{day.day} {clock.MONTHS[day.month - 1][:3]}"
        last_month = day.month
        is_extra = len(mondays) > MOST_WEEKS_WITH_ALL_LABELS and i % 2 == 1
        labels.append(Words(_per_cent(x), 14, words, is_extra=is_extra))
    return tuple(labels)


def _notes(early: list[tuple[Clock, float]], now: float | None, bottom: int) -> tuple[Words, ...]:
    """The words at the lines of the other readings, lower down where they would run into others."""
    notes: list[Words] = []
    taken = [(now, 0)] if now is not None else []
    for c, x in early:
        line = 0
        while any(line == other and abs(x - place) < TEXTS_TOUCH_WITHIN for place, other in taken):
            line += 1
        taken.append((x, line))
        words = "counted from awareness" if c.key == "C2" else "counted from the earlier day"
        y = bottom + 18 if line == 0 else bottom + 27 + 18 * line
        notes.append(Words(_per_cent(x), y, words, _anchor(x), is_extra=True))
    return tuple(notes)


def _anchor(x: float) -> str:
    if x < EDGE:
        return "start"
    return "end" if x > 100 - EDGE else "middle"


def _day_and_month(day: date) -> str:
    return f"{day.day} {clock.MONTHS[day.month - 1]}"


def _per_cent(x: float) -> str:
    return f"{x:.2f}%"

"""The statutory clocks C1 to C5: when each starts, when it is due, and the working in plain English.

Pure rules on London dates: no models, no database, no machine clock (``today`` is always passed in).
How days and months are counted lives in ``cspr_portal.clock``; which edition of the guidance is in force
is data elsewhere and reaches these rules as ``Periods``. A hold never changes anything here.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from cspr_portal import clock
from cspr_portal.words import listed

SOON_WORKING_DAYS = 3
DATES_WITHOUT_YEAR_FOR = timedelta(days=92)

NOTIFICATION = "notification"
AWARENESS = "awareness"

NO_FIGURE = "\u2013"  # a dash where a chip has no number to show


@dataclass(frozen=True)
class Periods:
    """The lengths of the five clocks in one edition of the guidance. Raises ValueError for absurd ones."""

    # C1. Children Act 2004 s.16C(1) for the duty; Working Together to Safeguard Children for the days.
    notify_working_days: int = 5
    # C2. The national Panel's guidance for safeguarding partners.
    rapid_review_working_days: int = 15
    # C3. Working Together: six months from the decision to initiate the review, to its publication.
    review_months: int = 6
    # C4. Working Together: a copy no later than seven working days before publication.
    copy_working_days: int = 7
    # C5. Publicly available for at least a year; that the report then leaves is the portal's policy.
    window_months: int = 12
    # C2's day 0. The Panel's guidance of June 2025: the day when the notification was sent ("notification").
    # Older practice counted from the day when the authority became aware ("awareness").
    rapid_review_starts_from: str = NOTIFICATION

    def __post_init__(self) -> None:
        lengths = (
            self.notify_working_days,
            self.rapid_review_working_days,
            self.review_months,
            self.copy_working_days,
        )
        if min(lengths) < 1:
            raise ValueError("Each period is at least 1.")
        if self.window_months < clock.LEAST_WINDOW_MONTHS:
            raise ValueError(f"The window is at least {clock.LEAST_WINDOW_MONTHS} months.")
        if self.rapid_review_starts_from not in (NOTIFICATION, AWARENESS):
            raise ValueError(f"The rapid review starts from {NOTIFICATION!r} or {AWARENESS!r}.")


@dataclass(frozen=True)
class Clock:
    """One statutory clock of one case, as it stands. All dates are London dates."""

    key: str  # "C1" to "C5", and "C1b": telling others of a death
    name: str  # what must be done: "Tell the national Panel"
    short: tuple[str, str]  # the same for the picture: the bold word and what may follow it
    length: int  # in working days (C1, C2, C4) or months (C3, C5)
    starts: date | None  # day 0; for C4, which counts back, the day of publication
    due: date | None  # due at the end of this day; for C5 the last day on the public site
    met_on: date | None = None
    working: str = ""  # how the due date comes about, whole sentences
    from_awareness: date | None = None  # the other reading's date, an earlier target
    second_reading: str = ""  # its sentence

    @property
    def counts_working_days(self) -> bool:
        """Whether days left are working days (C1, C1b, C2, C4) or calendar days (C3, C5)."""
        return self.key in ("C1", "C1b", "C2", "C4")

    @property
    def verb(self) -> str:
        """What has been done when it is met: "sent", "told" or "published"."""
        return {"C1b": "told", "C3": "published"}.get(self.key, "sent")

    @property
    def is_running(self) -> bool:
        """It has a due date and has not been met."""
        return self.due is not None and self.met_on is None

    @property
    def due_words(self) -> str:
        """The due date as a table shows it: "Mon 14 December 2026", or "None yet"."""
        return clock.weekday_words(self.due) if self.due else "None yet"

    def days_left(self, today: date) -> int | None:
        """Days from today (left out) to the due day; negative when over; None when it is not running."""
        if self.due is None or self.met_on is not None:
            return None
        return self.count(today, self.due)

    def state(self, today: date) -> str:
        """One of "none", "calm", "soon" (3 working days or fewer), "late", "done", "done_late".

        A publication window (C5) is never late: once its last day is over it is "done".
        """
        if self.met_on is not None:
            return "done_late" if self.due is not None and self.met_on > self.due else "done"
        if self.due is None:
            return "none"
        if today > self.due:
            return "done" if self.key == "C5" else "late"
        if clock.working_days_between(today, self.due) <= SOON_WORKING_DAYS:
            return "soon"
        return "calm"

    def figure_words(self, today: date) -> tuple[str, str, str]:
        """Big figure, unit and date for a chip: ("10", "working days left", "due Tue 5 January")."""
        state = self.state(today)
        if state == "none":
            return NO_FIGURE, "no clock", "not started"
        if self.key == "C5" and state == "done":
            return NO_FIGURE, "window over", f"until {_near(self.due, today)}"
        if state in ("done", "done_late"):
            return (
                NO_FIGURE,
                "done" if state == "done" else "done late",
                f"{self.verb} {_near(self.met_on, today)}",
            )
        days = self.days_left(today) or 0
        unit = self.unit(abs(days))
        if state == "late":
            return str(-days), f"{unit} over", f"was due {_near(self.due, today)}"
        if self.key == "C5":
            return str(days), f"{unit} left", f"until {_near(self.due, today)}"
        return str(days), f"{unit} left", f"due {_near(self.due, today)}"

    def tag_words(self, today: date) -> str:
        """The same as a short tag: "10 left", "4 over", "Done", "Done late", "Not started", "Window over"."""
        figure, unit, _ = self.figure_words(today)
        if self.state(today) == "none":
            return "Not started"
        return unit.capitalize() if figure == NO_FIGURE else f"{figure} {unit.rsplit(' ', 1)[1]}"

    def tag_kind(self, today: date) -> str:
        """The look's word for the tag's colour: calm, live, soon, late or quiet."""
        state = self.state(today)
        if self.key == "C5" and state == "done":
            return "quiet"
        return {"calm": "live", "soon": "soon", "late": "late", "done": "calm"}.get(state, "quiet")

    def count(self, start: date, end: date) -> int:
        """Days from start to end in this clock's own kind of day, signed."""
        if self.counts_working_days:
            return clock.working_days_between(start, end)
        return (end - start).days

    def unit(self, days: int) -> str:
        """ "working day", "working days", "day" or "days" for that many."""
        unit = "working day" if self.counts_working_days else "day"
        return unit if days == 1 else f"{unit}s"


def notify_panel(
    both_limbs_on: date | None,
    sent_on: date | None,
    periods: Periods,
    earlier_reading: date | None = None,
) -> Clock:
    """C1: the local authority tells the national Panel.

    Counts from the day when the authority had both limbs of the test (abuse or neglect known or suspected,
    and death or serious harm), as a person chose it; ``earlier_reading`` is the earlier day on which it
    might also be said to have been aware. Source: Children Act 2004 s.16C; Working Together.
    """
    days = periods.notify_working_days
    due = _due(both_limbs_on, days)
    early, second = None, ""
    if earlier_reading and (both_limbs_on is None or earlier_reading < both_limbs_on):
        early = _due(earlier_reading, days)
        second = _reading(f"Counted from the earlier day, {clock.weekday_words(earlier_reading)}", early)
    if both_limbs_on and due:
        working = f"Aware {clock.weekday_words(both_limbs_on)}, {_working_days(days, both_limbs_on, due)}."
    else:
        working = f"{_working_days(days)}, from the day when the local authority became aware."
    found = Clock(
        key="C1",
        name="Tell the national Panel",
        short=("Notify", " the national Panel"),
        length=days,
        starts=both_limbs_on,
        due=due,
        met_on=sent_on,
        working=working,
        from_awareness=early,
        second_reading=second,
    )
    return _with_outcome(found, "Sent")


def tell_of_death(
    starts: date, told_on: date | None, periods: Periods, whom: str, whose: str = "", is_later: bool = False
) -> Clock:
    """C1b: ``whom``, the Secretary of State and Ofsted, is told of a looked-after child's or care leaver's death.

    Counts from awareness, whatever is known of abuse or neglect; for a death that became known later from the
    day on which it did. ``told_on`` is the day when both had been told. ``whose``, " of the death of …",
    tells it from the case's other clocks of this kind. Source: Working Together; the days are those of the notification.
    """
    days, verb = periods.notify_working_days, "Death known" if is_later else "Aware"
    due = clock.add_working_days(starts, days)
    found = Clock(
        key="C1b",
        name=f"Tell {whom}{whose}",
        short=("Tell", whose or f" {whom}"),
        length=days,
        starts=starts,
        due=due,
        met_on=told_on,
        working=f"{verb} {clock.weekday_words(starts)}, {_working_days(days, starts, due)}.",
    )
    return _with_outcome(found, "Told")


def rapid_review(
    notified_on: date | None, aware_on: date | None, sent_on: date | None, periods: Periods
) -> Clock:
    """C2: the rapid review is sent to the national Panel.

    Counts from the day when the notification was sent (the Panel's guidance, June 2025); the count from
    awareness is shown beside it as an earlier target. Where ``periods`` says that it starts from
    awareness, the two change places in ``due`` and in the sentences.
    """
    days = periods.rapid_review_working_days
    from_awareness, from_notification = _due(aware_on, days), _due(notified_on, days)
    if periods.rapid_review_starts_from == AWARENESS:
        starts, due, verb, trigger = aware_on, from_awareness, "Aware", "the local authority became aware"
        second = _reading("Counted from the notification", from_notification)
    else:
        starts, due, verb, trigger = notified_on, from_notification, "Notified", "the notification is sent"
        second = _reading("Counted from awareness", from_awareness)
    if starts and due:
        working = f"{verb} {clock.weekday_words(starts)}, {_working_days(days, starts, due)}."
    else:
        working = f"{_working_days(days)}, from the day when {trigger}."
    found = Clock(
        key="C2",
        name="Send the rapid review",
        short=("Rapid review", ""),
        length=days,
        starts=starts,
        due=due,
        met_on=sent_on,
        working=working,
        from_awareness=from_awareness,
        second_reading=second,
    )
    return _with_outcome(found, "Sent")


def complete_review(decided_on: date | None, published_on: date | None, periods: Periods) -> Clock:
    """C3: the review is completed and published, calendar months after the decision to initiate it.

    The same day number, clamped to the month's end; a weekend does not move it. Source: Working Together.
    """
    months = periods.review_months
    due = clock.add_months(decided_on, months) if decided_on else None
    if decided_on and due:
        working = f"Decided {clock.weekday_words(decided_on)}, {_months(months)}"
        if due.day != decided_on.day:
            month = f"{clock.MONTHS[due.month - 1]} {due.year}"
            working += f"; {month} has no day {decided_on.day}, so its last day counts"
        working += "."
    else:
        working = f"{_months(months)}, from the day when a review is commissioned."
    found = Clock(
        key="C3",
        name="Complete and publish the review",
        short=("Review", " published"),
        length=months,
        starts=decided_on,
        due=due,
        met_on=published_on,
        working=working,
    )
    return _with_outcome(found, "Published")


def copy_to_panel(publish_on: date | None, sent_on: date | None, periods: Periods) -> Clock:
    """C4: a copy to the national Panel and the Secretary of State, counted back from publication.

    No later than that many working days before; the day of publication is day 0. Source: Working Together.
    """
    days = periods.copy_working_days
    due = _due(publish_on, -days)
    if publish_on and due:
        counted = _working_days(days, due, publish_on)
        working = f"Counted back from publication on {clock.weekday_words(publish_on)}, {counted}."
    else:
        working = f"{_working_days(days)} before the day of publication, which is not fixed yet."
    found = Clock(
        key="C4",
        name="Copy to the national Panel and the Secretary of State",
        short=("Copy", " to the national Panel"),
        length=days,
        starts=publish_on,
        due=due,
        met_on=sent_on,
        working=working,
    )
    return _with_outcome(found, "Sent")


def publication_window(published_on: date | None, periods: Periods) -> Clock:
    """C5: how long a report stays on the public site; ``due`` is its last full day there.

    Gone from 00:00 in London on the next day: see ``clock.withdrawn_from``.
    """
    months = periods.window_months
    due = clock.last_day_of_window(published_on, months) if published_on else None
    if published_on and due:
        gone = clock.weekday_words(due + timedelta(days=1))
        working = (
            f"Published {clock.weekday_words(published_on)}, {_months(months)}: on the public site until"
            f" the end of {clock.weekday_words(due)}, withdrawn at 00:00 on {gone}."
        )
    else:
        working = f"{_months(months)}, from the day of publication."
    return Clock(
        key="C5",
        name="Keep it on the public site",
        short=("Window", ""),
        length=months,
        starts=published_on,
        due=due,
        working=working,
    )


def five_clocks(
    *, aware: date | None, notified: date | None, decided: date | None, publish: date | None, periods: Periods
) -> list[Clock]:
    """C1 to C5 for dates alone, any of them None; ``publish`` is a plan, so nothing counts as published."""
    return [
        notify_panel(aware, notified, periods),
        rapid_review(notified, aware, None, periods),
        complete_review(decided, None, periods),
        copy_to_panel(publish, None, periods),
        publication_window(publish, periods),
    ]


def _with_outcome(found: Clock, verb: str) -> Clock:
    """The clock with what became of it as its last sentence: "Sent …, 2 working days to spare."."""
    if found.met_on is None:
        return found
    words = f"{verb} {clock.weekday_words(found.met_on)}"
    if found.due is not None:
        days = found.count(found.met_on, found.due)
        if days:
            words += f", {abs(days)} {found.unit(abs(days))} {'to spare' if days > 0 else 'late'}"
        else:
            words += ", late" if found.met_on > found.due else ", on the last day"
    return replace(found, working=f"{found.working} {words}.")


def _reading(words: str, day: date | None) -> str:
    return f"{words}: {clock.weekday_words(day)}." if day else ""


def _due(start: date | None, days: int) -> date | None:
    return clock.add_working_days(start, days) if start else None


def _months(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"


def _working_days(days: int, start: date | None = None, end: date | None = None) -> str:
    """ "15 working days; 25 and 28 December and 1 January are bank holidays", those strictly between."""
    words = "1 working day" if days == 1 else f"{days} working days"
    holidays = []
    if start and end:
        between = (start + timedelta(days=i) for i in range(1, (end - start).days))
        holidays = [day for day in between if clock.bank_holiday_name(day)]
    if not holidays:
        return words
    months = [
        f"{listed([str(day.day) for day in days_of_month])} {clock.MONTHS[month - 1]}"
        for (_, month), days_of_month in groupby(holidays, key=lambda day: (day.year, day.month))
    ]
    return f"{words}; {listed(months)} {'is a bank holiday' if len(holidays) == 1 else 'are bank holidays'}"


def _near(day: date | None, today: date) -> str:
    """A date beside today's: "today", without its year when it is close, else whole."""
    if day is None:
        return ""
    if day == today:
        return "today"
    return clock.weekday_words(day, year=abs(day - today) > DATES_WITHOUT_YEAR_FOR)

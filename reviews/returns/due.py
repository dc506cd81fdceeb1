"""When a return is due if nobody says otherwise, and how a due day stands. Pure: no models, no machine clock."""

from datetime import date

from cspr_portal import clock
from reviews.deadlines import SOON_WORKING_DAYS

# Working days that an agency gets, and that the rapid review keeps for itself: the portal's own practice.
USUAL_WORKING_DAYS = 5


def usual_day(today: date, rapid_review_due: date | None) -> date:
    """Return the day that a new request offers: 5 working days before the rapid review is due.

    Where that day has come or gone, or no rapid review runs, it is 5 working days from today, and if that
    would be too late for a rapid review that is still to come, the working day before it is due.
    """
    from_today = clock.add_working_days(today, USUAL_WORKING_DAYS)
    if rapid_review_due is None or rapid_review_due <= today:
        return from_today
    wanted = clock.add_working_days(rapid_review_due, -USUAL_WORKING_DAYS)
    if wanted > today:
        return wanted
    return min(from_today, max(clock.add_working_days(rapid_review_due, -1), today))


def figure(due_on: date, today: date) -> tuple[str, str, str]:
    """Return the due day of an open request for a chip: figure, unit and state ("3", "working days left", "soon")."""
    left = clock.working_days_between(today, due_on)
    unit = "working day" if abs(left) == 1 else "working days"
    if due_on < today:
        return str(-left), f"{unit} over", "late"
    return str(left), f"{unit} left", "soon" if left <= SOON_WORKING_DAYS else "calm"


def tag(due_on: date, today: date) -> tuple[str, str]:
    """Return the same as a short tag in words, with its kind: ("3 left", "soon"), ("Due today", "soon")."""
    count, unit, state = figure(due_on, today)
    if due_on == today:
        return "Due today", state
    return f"{count} {unit.rsplit(' ', 1)[1]}", state

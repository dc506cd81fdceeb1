"""The clocks of the worked example that tests draw and count with. No test lives here."""

from datetime import date

from hypothesis import strategies as st

from reviews import deadlines
from reviews.deadlines import Periods

PERIODS = Periods()
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def wren() -> list[deadlines.Clock]:
    """The two working-day clocks of a case: aware on 7 December 2026, notified on the 10th."""
    aware, notified = date(2026, 12, 7), date(2026, 12, 10)
    return [
        deadlines.notify_panel(aware, notified, PERIODS),
        deadlines.rapid_review(notified, aware, None, PERIODS),
    ]


def running(due_from: date) -> deadlines.Clock:
    """The clock of a notification that has not been sent, from the day of awareness."""
    return deadlines.notify_panel(due_from, None, PERIODS)

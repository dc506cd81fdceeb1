"""A publication's window in words and days. Pure: when it begins and ends is set in actions.py."""

from datetime import date, datetime, timedelta

from cspr_portal import clock


def last_day(closes_at: datetime) -> date:
    """Return the last full day in London of a window that ends at `closes_at` (00:00 on the next day)."""
    return clock.today(closes_at - timedelta(microseconds=1))


def moment_words(moment: datetime) -> str:
    """Return a moment as London's clocks show it: "7 July 2027, 10:00"."""
    there = clock.london(moment)
    return f"{clock.day_words(there.date())}, {there:%H:%M}"


def window_words(opens_at: datetime | None, closes_at: datetime | None) -> str:
    """Return "Open from … until the end of …", or an empty text before a day is set."""
    if opens_at is None or closes_at is None:
        return ""
    return f"Open from {moment_words(opens_at)} until the end of {clock.day_words(last_day(closes_at))}"

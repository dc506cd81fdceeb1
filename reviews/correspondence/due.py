"""Whether a letter wants an answer, from whom, and how late it is. Pure: a row and a day in, words out."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cspr_portal import clock
from reviews.models import Correspondence, Direction

SOON = 3  # working days, as for the clocks


@dataclass(frozen=True)
class State:
    """A letter's state: the words and colour of its tag, and a sentence for beside it ("" where none is needed)."""

    words: str
    kind: str
    sentence: str = ""


def state(letter: Correspondence, today: date) -> State:
    """Return how `letter` stands on `today`, a London day.

    What came in wants our answer, what went out wants theirs.
    """
    is_ours = letter.direction == Direction.IN
    if letter.answered_on is not None:
        return State("Answered", "calm", f"on {clock.day_words(letter.answered_on)}")
    if letter.due_on is None:
        return State("No answer due", "quiet")
    sentence = f"{'Our' if is_ours else 'Their'} answer is due on {clock.day_words(letter.due_on)}"
    days = (today - letter.due_on).days
    if days > 0:
        sentence = f"{'Our' if is_ours else 'Their'} answer was due on {clock.day_words(letter.due_on)}"
        return State(f"Overdue by {days} {'day' if days == 1 else 'days'}", "late", sentence)
    if days == 0:
        return State("Due today", "soon", sentence)
    is_soon = clock.working_days_between(today, letter.due_on) <= SOON
    return State("We owe an answer" if is_ours else "Answer awaited", "soon" if is_soon else "live", sentence)


def waiting() -> Q:
    """The letters that want an answer and have none."""
    return Q(answered_on__isnull=True, due_on__isnull=False)


def overdue(today: date) -> Q:
    """Those of them whose day has passed by `today`."""
    return Q(answered_on__isnull=True, due_on__lt=today)

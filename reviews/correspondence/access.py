"""Who may record, correct and remove a case's correspondence. Each rule returns its sentence, or None.

Everybody to whom the case is open reads the log; a linked document keeps its own rule.
"""

from datetime import datetime

from cspr_portal import clock
from reviews.models import Case, Correspondence, User
from reviews.standing import standing


def record(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record correspondence about `case`."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only the coordinator and the partners’ delegates may record correspondence."


def mark_answered(user: User, letter: Correspondence, at: datetime) -> str | None:
    """Say why `user` may not record that `letter` is answered."""
    refusal = change(user, letter, at)
    if refusal is None and letter.answered_on is not None:
        return f"Already: this was answered on {clock.day_words(letter.answered_on)}."
    return refusal


def change(user: User, letter: Correspondence, at: datetime) -> str | None:
    """Say why `user` may not correct the days of `letter`'s answer, or remove what was recorded by mistake."""
    refusal = record(user, letter.case, at)
    if refusal is None and letter.removed_at is not None:
        return f"Already: this was removed on {clock.day_words(clock.today(letter.removed_at))}."
    return refusal

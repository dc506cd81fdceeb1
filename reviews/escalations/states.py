"""How an escalation stands on a day, in words for lists. Computed, never stored."""

from datetime import date

from reviews.models import Escalation


def state_of(escalation: Escalation, today: date) -> tuple[str, str]:
    """Return how an escalation stands on `today` (in London): words, and the kind of tag."""
    if escalation.closed_at is not None:
        return "Answered", "calm"
    if escalation.answer_by < today:
        days = (today - escalation.answer_by).days
        return f"Overdue by {days} {'day' if days == 1 else 'days'}", "late"
    return "Waiting for an answer", "soon"

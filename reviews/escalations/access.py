"""Who may take a disagreement to a lead safeguarding partner, and record what came of it."""

from datetime import datetime

from reviews.models import Case, Escalation, User
from reviews.stages import Stage
from reviews.standing import standing


def raise_escalation(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not take a disagreement on `case` to a lead safeguarding partner."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may escalate a disagreement."
    return "Already: the case is closed." if case.stage == Stage.CLOSED else None


def record_outcome(user: User, case: Case, escalation: Escalation, at: datetime) -> str | None:
    """Say why `user` may not record the outcome of `escalation`, which is on `case`."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may record what came of it."
    if escalation.closed_at is not None:
        return "Already: the outcome is recorded."
    return None

"""Who may record our part in another partnership's review, and a handover of the lead. Each rule returns its sentence."""

from datetime import datetime

from reviews.models import Case, User
from reviews.stages import Stage
from reviews.standing import standing


def record_returned(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that our contribution was returned."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record that the contribution was returned."
    if not hasattr(case, "contribution"):
        return "Not yet: this case is no contribution to another partnership’s review."
    if case.contribution.returned_on is not None:
        return "Already: it is recorded that the contribution was returned."
    return None


def record_handover(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that the lead went to another partnership, or came from one."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator and the safeguarding partners may record a handover of the lead."
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed."
    return None

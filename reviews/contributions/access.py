"""Who may record our part in another partnership's review, and a handover of the lead. Each rule returns its sentence."""

from datetime import datetime

from reviews.decisions.access import is_review_decided
from reviews.models import Case, CaseKind, User
from reviews.stages import HANDED_OVER, Stage
from reviews.standing import standing


def record_returned(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that our contribution was returned."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record that the contribution was returned."
    if case.kind != CaseKind.CONTRIBUTION:
        return "Not yet: this case is no contribution to another partnership’s review."
    if case.contribution.returned_on is not None:
        return "Already: it is recorded that the contribution was returned."
    return None


def record_handover(user: User, case: Case, at: datetime, *, is_to_us: bool | None = None) -> str | None:
    """Say why `user` may not record that the lead came to us (`is_to_us`), went away, or either (None)."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator and the safeguarding partners may record a handover of the lead."
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed."
    return _why_it_stays(case) if is_to_us is False else None


def _why_it_stays(case: Case) -> str | None:
    """Say why the lead can't go to another partnership. Later it couldn't come back to where it left."""
    if case.kind == CaseKind.CONTRIBUTION:
        return "Already: another partnership leads this case."
    if hasattr(case, "review"):
        return "Already: the review is commissioned here, so its lead stays with us."
    if (Stage(case.stage), Stage.CONTRIBUTION) not in HANDED_OVER:
        return f"Already: the case is at “{case.get_stage_display()}”, so there is no lead to hand over."
    if is_review_decided(case):
        return (
            "Already: the decision on a review is recorded. Reopen it before the lead goes to another "
            "partnership."
        )
    return None

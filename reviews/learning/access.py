"""Who may record learning, respond to it and act on it. Each rule returns its sentence, or None.

Whoever has the case may read its learning: it does not wait for the report, and is nobody's secret there.
"""

from datetime import datetime

from django.db.models import QuerySet

from reviews.models import ActionState, Case, LearningAction, Recommendation, Theme, User
from reviews.stages import Stage
from reviews.standing import standing

from .states import FOLLOWS

CLOSED = "Already: the case is closed."


def find(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record a finding or a recommendation."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role or who.is_reviewer or who.is_chair:
        return CLOSED if case.stage == Stage.CLOSED else None
    return (
        "Only the coordinator, a partner’s delegate, the chair or the Independent Reviewer may record "
        "findings and recommendations."
    )


def act(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not share early learning, add an action, or say how one stands."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator and the partners’ delegates may record what is done about the learning."
    return CLOSED if case.stage == Stage.CLOSED else None


def change(user: User, recommendation: Recommendation, at: datetime) -> str | None:
    """Say why `user` may not change the words of a recommendation."""
    refusal = find(user, recommendation.case, at)
    if refusal is None and recommendation.responded_at is not None:
        return "Already: the safeguarding partners have responded to it, so its words stand."
    return refusal


def respond(user: User, recommendation: Recommendation, at: datetime) -> str | None:
    """Say why `user` may not record the partners' response to a recommendation."""
    refusal = act(user, recommendation.case, at)
    if refusal is None and recommendation.responded_at is not None:
        return "Already: the partners’ response is recorded."
    return refusal


def take_step(user: User, one: LearningAction, at: datetime, to_state: str = "") -> str | None:
    """Say why `user` may not say how an action stands, or take it to `to_state`."""
    refusal = act(user, one.case, at)
    if refusal is not None or not to_state:
        return refusal
    if to_state not in FOLLOWS[ActionState(one.state)]:
        return f"Already: action {one.number} is at “{one.get_state_display()}”."
    if to_state == ActionState.VERIFIED and who_did(one) == user.pk:
        return "Only somebody other than the person who said that it is done may verify it."
    return None


def who_did(one: LearningAction) -> int | None:
    """Return the key of whoever last said that the action is done, or None."""
    done = one.steps.filter(to_state=ActionState.DONE).order_by("-taken_at").first()
    return done.taken_by_id if done is not None else None


def themes() -> QuerySet[Theme]:
    """Return the controlled list of themes."""
    return Theme.objects.all()

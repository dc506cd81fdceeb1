"""Who may decide, notify and commission, and when. Each rule returns its sentence, or None."""

from datetime import datetime

from reviews.models import Case, PartnerRole, ReviewOutcome, User
from reviews.stages import Stage
from reviews.standing import partners_of, standing


def give_view(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not give a partner's view on test A."""
    if not standing(user, case, at).partner_role:
        return "Only the delegates of the area’s three safeguarding partners give a view."
    if case.stage != Stage.LOGGED:
        return "Already: the decision on the criteria has been recorded, so views are closed."
    return None


def decide_criteria(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the decision on test A, which needs the views of all three partners."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may record this decision."
    if case.stage != Stage.LOGGED:
        return "Already: the decision on the criteria has been recorded."
    given = set(case.partner_views.holding().values_list("partner_role", flat=True))
    missing = [label for role, label in PartnerRole.choices if role not in given]
    if missing:
        return f"Not yet: no view yet from {_joined(missing)}."
    unfilled = [label for role, label in PartnerRole.choices if role not in partners_of(case, at)]
    return f"Not yet: nobody acts as {_joined(unfilled)} in this area." if unfilled else None


def notify(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the notification. The duty is the local authority's, and no stage bars it."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role == PartnerRole.LOCAL_AUTHORITY):
        return "Only the local authority notifies: its delegate or the coordinator records it."
    if hasattr(case, "notification"):
        return "Already: the notification is recorded."
    return None


def hold_rapid_review(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the rapid review."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record the rapid review."
    if hasattr(case, "rapid_review"):
        return "Already: the rapid review is recorded."
    if case.stage != Stage.RAPID_REVIEW:
        return "Not yet: a rapid review follows when the criteria are met."
    return None


def send_rapid_review(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that the rapid review was sent to the national Panel."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record that the rapid review was sent."
    if not hasattr(case, "rapid_review"):
        return "Not yet: the rapid review has not been recorded."
    if case.rapid_review.sent_on:
        return "Already: it is recorded that the rapid review was sent."
    if not hasattr(case, "review_decision"):
        return "Not yet: the rapid review goes out with the decision on a review, which is not recorded."
    return None


def decide_review(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the decision on test B."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may record this decision."
    if hasattr(case, "review_decision"):
        return "Already: the decision on a review is recorded."
    if case.stage != Stage.RAPID_REVIEW:
        return "Not yet: this decision ends the rapid review, and the case is not there."
    if not hasattr(case, "rapid_review"):
        return "Not yet: the rapid review has not been recorded."
    return None


def record_answer(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record what the national Panel answered."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may record the national Panel’s answer."
    if not (hasattr(case, "rapid_review") and case.rapid_review.sent_on):
        return "Not yet: the rapid review has not been sent."
    return None


def commission(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not commission the review that was decided on."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may commission a review."
    if hasattr(case, "review"):
        return "Already: the review is commissioned."
    if not hasattr(case, "review_decision"):
        return "Not yet: the decision on a review has not been recorded."
    if case.review_decision.outcome != ReviewOutcome.CSPR:
        return "Already: the decision was not to hold a local review."
    return None


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]

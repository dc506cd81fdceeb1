"""Who may decide on a review and commission it, and when. Each rule returns its sentence, or None.

Test A, with the partners' views, is in reviews/criteria/; the rapid review in reviews/rapid_review/.
"""

from collections.abc import Mapping
from datetime import datetime

from cspr_portal import clock
from reviews.models import Case, DecisionKind, DecisionQuorum, ReviewOutcome, User
from reviews.stages import Stage
from reviews.standing import standing

from . import stands

# Where a decision on a review can still be taken back: nothing has been commissioned on it, nothing closed.
REOPENABLE = (Stage.RAPID_REVIEW, Stage.NO_REVIEW, Stage.NATIONAL)


def decide_review(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the decision on test B."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may record this decision."
    if is_review_decided(case):
        return "Already: the decision on a review is recorded."
    if case.stage != Stage.RAPID_REVIEW:
        return "Not yet: this decision ends the rapid review, and the case is not there."
    if case.held_rapid_review is None:
        return "Not yet: the rapid review has not been recorded."
    return None


def needed_for_review(at: datetime) -> int:
    """Return how many partners have to agree before a decision may be recorded at `at`: data, from a day on."""
    return DecisionQuorum.needed(DecisionKind.REVIEW, clock.today(at))


def decide_with(said: Mapping[str, stands.Said], at: datetime) -> str | None:
    """Say why no decision may be recorded, whichever way it goes, with what the partners `said`."""
    missing = stands.missing(said)
    return missing[0][1] if missing else stands.refusal_to_decide(said, needed_for_review(at))


def reopen_review(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not reopen the decision on test B: facts have changed, or the Panel asks to think again."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may reopen this decision."
    if case.review_decision is None:
        return "Not yet: the decision on a review has not been recorded."
    if case.review_decision.reopened_at is not None:
        return "Already: the decision on a review is open again."
    if hasattr(case, "review"):
        return "Already: the review is commissioned, so the decision on a review stands."
    if case.stage not in REOPENABLE:
        return f"Already: the case is at “{case.get_stage_display()}”, so the decision on a review stands."
    return None


def commission(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not commission the review that was decided on."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may commission a review."
    if hasattr(case, "review"):
        return "Already: the review is commissioned."
    if not is_review_decided(case):
        return "Not yet: the decision on a review has not been recorded."
    if case.review_decision is None or case.review_decision.outcome != ReviewOutcome.CSPR:
        return "Already: the decision was not to hold a local review."
    return None


def take_criteria_record(case: Case) -> str | None:
    """Say why nobody can print the record of the decision on test A. Whoever may open the case may read it."""
    if case.stage == Stage.CONTRIBUTION:
        return "Another partnership decides on the criteria of this case."
    if case.criteria_decision is None:
        return "Not yet: the decision on the criteria has not been recorded."
    return None


def take_review_record(case: Case) -> str | None:
    """Say why nobody can print the record of the decision on test B. Whoever may open the case may read it."""
    if case.stage == Stage.CONTRIBUTION:
        return "Another partnership decides on a review of this case."
    if case.review_decision is None:
        return "Not yet: the decision on a review has not been recorded."
    return None


def is_review_decided(case: Case) -> bool:
    """Return whether a decision on test B holds that has not been reopened."""
    return case.review_decision is not None and case.review_decision.reopened_at is None

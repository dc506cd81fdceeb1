"""The decision on test B, its reopening, commissioning. Nothing is edited later.

Test A, with the partners' views, is in reviews/criteria/; the rapid review in reviews/rapid_review/.
"""

from collections.abc import Mapping
from datetime import date, datetime

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import (
    Case,
    CriterionAnswer,
    PanelSeat,
    PartnerRole,
    PartnerStand,
    Review,
    ReviewDecision,
    ReviewOutcome,
    User,
)
from reviews.stage_moves import advance, lock
from reviews.stages import Stage
from reviews.standing import partners_of, standing

from . import access, stands


@action
def decide_review(
    case: Case,
    *,
    outcome: str,
    criteria: dict[str, tuple[bool, str]],
    is_learning_likely: bool,
    learning_reason: str,
    is_national_view: bool,
    national_reason: str,
    rationale: str,
    decided_on: date,
    said: Mapping[str, stands.Said],
    by: User,
    at: datetime,
) -> ReviewDecision:
    """Record the decision on test B with each criterion (key → met, reason), and the view on test C.

    `said` is where each of the three partners stands, by role; as many have to agree as the quorum of the day
    says. A local review is commissioned in a step of its own; the other outcomes move the case at once.
    """
    case = lock(case)
    check(access.decide_review(by, case, at))
    check(access.decide_with(said, at))
    decision = ReviewDecision.objects.create(
        case=case,
        outcome=outcome,
        is_learning_likely=is_learning_likely,
        learning_reason=learning_reason,
        is_national_view=is_national_view,
        national_reason=national_reason,
        rationale=rationale,
        decided_on=decided_on,
        decided_at=at,
        decided_by=by,
        decided_as=standing(by, case, at).words,
    )
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(decision=decision, criterion=criterion, is_met=is_met, reason=reason)
        for criterion, (is_met, reason) in criteria.items()
    )
    acting = partners_of(case, at)
    PartnerStand.objects.bulk_create(
        PartnerStand(
            decision=decision,
            partner_role=role,
            agency=acting[role].agency if role in acting else None,
            stand=said[role].stand,
            given_as=said[role].given_as,
            words=said[role].words,
        )
        for role in PartnerRole.values
    )
    case.review_decision = decision
    case.save(update_fields=["review_decision"])
    where = {role: one.stand for role, one in said.items()}
    record(by, "review.decided", case.reference, decision=outcome, **where)
    if outcome == ReviewOutcome.NO_REVIEW:
        advance(case, Stage.NO_REVIEW, by=by, at=at, reason="The partners decided on no further review.")
    if outcome == ReviewOutcome.NATIONAL:
        advance(
            case, Stage.NATIONAL, by=by, at=at, reason="The partners referred the case for a national review."
        )
    return decision


@action
def reopen_review(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Reopen the decision on test B: facts have changed, or the national Panel asks to think again.

    The decision stays on record, the case goes back to its rapid review, and a new decision follows.
    """
    case = lock(case)
    check(access.reopen_review(by, case, at))
    decision: ReviewDecision = case.review_decision  # type: ignore[assignment]  # access saw to it
    decision.reopened_at, decision.reopened_by, decision.reopen_reason = at, by, reason
    decision.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    record(by, "review.reopened", case.reference)
    if case.stage != Stage.RAPID_REVIEW:
        advance(case, Stage.RAPID_REVIEW, by=by, at=at, reason=reason)


@action
def commission_review(case: Case, *, reason: str, by: User, at: datetime) -> Review:
    """Commission the review: six months run from the decision, and its three statutory seats are there."""
    case = lock(case)
    check(access.commission(by, case, at))
    review = Review.objects.create(
        case=case,
        decided_on=case.review_decision.decided_on,  # type: ignore[union-attr]  # access.commission saw to it
        commissioned_at=at,
        commissioned_by=by,
    )
    PanelSeat.objects.bulk_create(
        PanelSeat(review=review, partner_role=role, agency=partner.agency)
        for role, partner in partners_of(case, at).items()
    )
    record(by, "review.commissioned", case.reference)
    advance(case, Stage.SCOPING, by=by, at=at, reason=reason)
    return review

"""The decisions on tests A and B, the notification, the rapid review, commissioning. Nothing is edited later."""

from datetime import date, datetime, time

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import (
    Case,
    CriteriaDecision,
    CriterionAnswer,
    NationalPanelAnswer,
    Notification,
    PanelSeat,
    PartnerView,
    RapidReview,
    Review,
    ReviewDecision,
    ReviewOutcome,
    User,
)
from reviews.stage_moves import advance, lock
from reviews.stages import Stage
from reviews.standing import partners_of, standing

from . import access


@action
def give_view(
    case: Case, *, abuse: str, outcome: str, view: str, reasons: str, by: User, at: datetime
) -> PartnerView:
    """Record the view of the partner for which `by` decides. An earlier view of it stays, superseded.

    The same form sent again returns the view that it gave before.
    """
    case = lock(case)
    check(access.give_view(by, case, at))
    who = standing(by, case, at)
    holding = case.partner_views.holding()
    if holding.filter(given_by=by).exclude(partner_role=who.partner_role).exists():
        raise NotYet(
            "Already: you gave the view of another partner on this case. One person speaks for one partner."
        )
    before = holding.filter(partner_role=who.partner_role)
    same = before.filter(given_by=by, abuse=abuse, outcome=outcome, view=view, reasons=reasons).first()
    if same is not None:
        return same
    before.update(superseded_at=at)
    given = PartnerView.objects.create(
        case=case,
        partner_role=who.partner_role,
        agency=partners_of(case, at)[who.partner_role].agency,
        abuse=abuse,
        outcome=outcome,
        view=view,
        reasons=reasons,
        given_at=at,
        given_by=by,
        given_as=who.words,
    )
    record(by, "criteria.view_given", case.reference, partner=who.partner_role, view=view)
    return given


@action
def decide_criteria(case: Case, *, is_met: bool, rationale: str, by: User, at: datetime) -> CriteriaDecision:
    """Record the decision on test A. Met leads to the rapid review; not met closes the case and keeps it."""
    case = lock(case)
    check(access.decide_criteria(by, case, at))
    decision = CriteriaDecision.objects.create(
        case=case,
        is_met=is_met,
        rationale=rationale,
        decided_at=at,
        decided_by=by,
        decided_as=standing(by, case, at).words,
    )
    record(by, "criteria.decided", case.reference, is_met=is_met)
    to_stage = Stage.RAPID_REVIEW if is_met else Stage.NOT_MET
    reason = "The criteria are met." if is_met else "The criteria are not met. The record is kept."
    advance(case, to_stage, by=by, at=at, reason=reason)
    return decision


@action
def record_notification(
    case: Case,
    *,
    sent_on: date,
    sent_by: str,
    by: User,
    at: datetime,
    sent_time: time | None = None,
    panel_reference: str = "",
    note: str = "",
) -> Notification:
    """Record that the local authority notified the national Panel: possible as soon as a case is logged."""
    case = lock(case)
    check(access.notify(by, case, at))
    notification = Notification.objects.create(
        case=case,
        sent_on=sent_on,
        sent_time=sent_time,
        sent_by=sent_by,
        panel_reference=panel_reference,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    record(by, "notification.recorded", case.reference)
    return notification


@action
def record_rapid_review(
    case: Case,
    *,
    meeting_on: date,
    attended_by: str,
    facts: str,
    early_learning: str,
    improvements: str,
    family_context: str,
    by: User,
    at: datetime,
) -> RapidReview:
    """Record the rapid review: its meeting and its written sections."""
    case = lock(case)
    check(access.hold_rapid_review(by, case, at))
    review = RapidReview.objects.create(
        case=case,
        meeting_on=meeting_on,
        attended_by=attended_by,
        facts=facts,
        early_learning=early_learning,
        improvements=improvements,
        family_context=family_context,
        recorded_at=at,
        recorded_by=by,
    )
    record(by, "rapid_review.recorded", case.reference)
    return review


@action
def record_rapid_review_sent(case: Case, *, sent_on: date, by: User, at: datetime) -> None:
    """Record that the rapid review went to the national Panel: the second clock stops."""
    case = lock(case)
    check(access.send_rapid_review(by, case, at))
    review = case.rapid_review
    review.sent_on, review.sent_recorded_at, review.sent_recorded_by = sent_on, at, by
    review.save(update_fields=["sent_on", "sent_recorded_at", "sent_recorded_by"])
    record(by, "rapid_review.sent", case.reference)


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
    by: User,
    at: datetime,
) -> ReviewDecision:
    """Record the decision on test B with each criterion (key → met, reason), and the view on test C.

    A local review is commissioned in a step of its own; the other outcomes move the case at once.
    """
    case = lock(case)
    check(access.decide_review(by, case, at))
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
    record(by, "review.decided", case.reference, outcome=outcome)
    if outcome == ReviewOutcome.NO_REVIEW:
        advance(case, Stage.NO_REVIEW, by=by, at=at, reason="The partners decided on no further review.")
    if outcome == ReviewOutcome.NATIONAL:
        advance(
            case, Stage.NATIONAL, by=by, at=at, reason="The partners referred the case for a national review."
        )
    return decision


@action
def record_panel_answer(
    case: Case, *, answer: str, answered_on: date, letter: str, note: str, by: User, at: datetime
) -> NationalPanelAnswer:
    """Record what the national Panel answered. A later answer stands beside the earlier one.

    The same form sent again returns the answer that it recorded before.
    """
    case = lock(case)
    check(access.record_answer(by, case, at))
    same = case.panel_answers.filter(answer=answer, answered_on=answered_on, letter=letter, note=note).first()
    if same is not None:
        return same
    given = NationalPanelAnswer.objects.create(
        case=case,
        answer=answer,
        answered_on=answered_on,
        letter=letter,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    record(by, "national_panel.answered", case.reference, answer=answer)
    return given


@action
def commission_review(case: Case, *, reason: str, by: User, at: datetime) -> Review:
    """Commission the review: six months run from the decision, and its three statutory seats are there."""
    case = lock(case)
    check(access.commission(by, case, at))
    review = Review.objects.create(
        case=case,
        decided_on=case.review_decision.decided_on,
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

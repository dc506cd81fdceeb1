"""What is done about test A: views given, recorded and confirmed, absences, the decision, and its reopening.

Nothing is edited: a correction, a later view and a new decision take the place of what stays on record.
"""

from datetime import date, datetime

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.decisions import actions as decisions
from reviews.models import Case, CriteriaDecision, GivenHow, PartnerAbsence, PartnerView, User
from reviews.stage_moves import advance, lock
from reviews.stages import Stage
from reviews.standing import partners_of, standing

from . import access


@action
def give_view(
    case: Case, *, abuse: str, outcome: str, view: str, reasons: str, by: User, at: datetime
) -> PartnerView:
    """Record the view of the partner for which `by` decides. An earlier view of it stays, superseded.

    The same form sent again returns the view that it gave before; the same words as in a view that was
    recorded for `by` confirm it. A recorded absence of the partner ends.
    """
    case = lock(case)
    check(access.give_view(by, case, at))
    said = {"abuse": abuse, "outcome": outcome, "view": view, "reasons": reasons}
    role = standing(by, case, at).partner_role
    same = case.partner_views.holding().filter(partner_role=role, given_by=by, **said).first()
    if same is not None:
        return same if same.is_confirmed else _confirm(case, same, by, at)
    given = _put(case, role, person=by, at=at, **said)
    record(by, "criteria.view_given", case.reference, partner=role, view=view)
    return given


@action
def record_view(
    case: Case,
    *,
    person: User,
    given_how: str,
    given_on: date,
    evidence: str,
    abuse: str,
    outcome: str,
    view: str,
    reasons: str,
    by: User,
    at: datetime,
) -> PartnerView:
    """Record the view that `person`, a partner's delegate or deputy, gave elsewhere on `given_on` (a London day).

    It counts from now on, and is shown as not confirmed until `person`, or another delegate or deputy of the
    partner, confirms or corrects it. The same form sent again returns the view that it recorded before.
    """
    case = lock(case)
    check(access.record_view_of(by, person, case, given_on, at))
    role = standing(person, case, at).partner_role
    said = {
        "abuse": abuse,
        "outcome": outcome,
        "view": view,
        "reasons": reasons,
        "given_how": given_how,
        "given_on": given_on,
        "evidence": evidence,
        "recorded_by": by,
    }
    same = case.partner_views.holding().filter(partner_role=role, given_by=person, **said).first()
    if same is not None:
        return same
    given = _put(case, role, person=person, at=at, **said)
    record(
        by,
        "criteria.view_recorded",
        case.reference,
        partner=role,
        view=view,
        person=str(person.pk),
        how=str(GivenHow(given_how)),
    )
    return given


@action
def confirm_view(case: Case, view: PartnerView, *, by: User, at: datetime) -> PartnerView:
    """Confirm a view as it was recorded: `by` decides for the same partner and stands behind it."""
    case = lock(case)
    view = case.partner_views.get(pk=view.pk)
    if view.confirmed_by_id == by.pk and view.superseded_at is None:
        return view
    check(access.confirm_view(by, case, view, at))
    return _confirm(case, view, by, at)


@action
def record_absence(case: Case, *, partner_role: str, reason: str, by: User, at: datetime) -> PartnerAbsence:
    """Record that a partner can give no view in time, and why: the decision needn't wait for it.

    The absence ends when the partner gives its view after all. The same form sent again changes nothing.
    """
    case = lock(case)
    holding = case.partner_absences.filter(partner_role=partner_role, ended_at__isnull=True)
    same = holding.filter(reason=reason, recorded_by=by).first()
    if same is not None:
        return same
    check(access.record_absence_of(by, case, partner_role, at))
    absence = PartnerAbsence.objects.create(
        case=case, partner_role=partner_role, reason=reason, recorded_at=at, recorded_by=by
    )
    record(by, "criteria.absence_recorded", case.reference, partner=partner_role)
    return absence


@action
def decide_criteria(case: Case, *, is_met: bool, rationale: str, by: User, at: datetime) -> CriteriaDecision:
    """Record the decision on test A. Met leads to the rapid review; not met closes the case and keeps it.

    “Met” needs as many partners who agree as the quorum of the day says (`access.decide_met`). A decision
    that was reopened stays as it is; the case points to the new one.
    """
    case = lock(case)
    check(access.decide_criteria(by, case, at))
    if is_met:
        check(access.decide_met(case, at))
    decision = CriteriaDecision.objects.create(
        case=case,
        is_met=is_met,
        rationale=rationale,
        decided_at=at,
        decided_by=by,
        decided_as=standing(by, case, at).words,
    )
    case.criteria_decision = decision
    case.save(update_fields=["criteria_decision"])
    record(by, "criteria.decided", case.reference, is_met=is_met)
    to_stage = Stage.RAPID_REVIEW if is_met else Stage.NOT_MET
    reason = "The criteria are met." if is_met else "The criteria are not met. The record is kept."
    advance(case, to_stage, by=by, at=at, reason=reason)
    return decision


@action
def reopen_criteria(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Reopen the decision on test A because facts have changed: the case goes back to where it is decided.

    The decision stays on record. One on a review that rests on it is reopened with it, before any review
    is commissioned. Notification and rapid review stay as they are, and no clock stops.
    """
    case = lock(case)
    check(access.reopen_criteria(by, case, at))
    on_review = case.review_decision
    if on_review is not None and on_review.reopened_at is None:
        decisions.reopen_review(case, reason=reason, by=by, at=at)
    decision = case.criteria_decision
    if decision is not None:
        decision.reopened_at, decision.reopened_by, decision.reopen_reason = at, by, reason
        decision.save(update_fields=["reopened_at", "reopened_by", "reopen_reason"])
    record(by, "criteria.reopened", case.reference)
    advance(case, Stage.LOGGED, by=by, at=at, reason=reason)


def _confirm(case: Case, view: PartnerView, by: User, at: datetime) -> PartnerView:
    view.confirmed_at, view.confirmed_by = at, by
    view.save(update_fields=["confirmed_at", "confirmed_by"])
    record(by, "criteria.view_confirmed", case.reference, partner=view.partner_role)
    return view


def _put(case: Case, role: str, *, person: User, at: datetime, **said: object) -> PartnerView:
    """Let a new view take the place of the partner's earlier one, and end its absence."""
    case.partner_views.holding().filter(partner_role=role).update(superseded_at=at)
    case.partner_absences.filter(partner_role=role, ended_at__isnull=True).update(ended_at=at)
    return PartnerView.objects.create(
        case=case,
        partner_role=role,
        agency=partners_of(case, at)[role].agency,
        given_at=at,
        given_by=person,
        given_as=standing(person, case, at).words,
        **said,
    )

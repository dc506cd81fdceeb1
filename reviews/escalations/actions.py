"""A disagreement taken to a lead safeguarding partner, and what came of it. No clock waits, nothing is barred."""

from datetime import date, datetime

from cspr_portal.refusals import check
from reviews.assignments import actions as assignments
from reviews.audit.recording import action, record
from reviews.models import Case, Escalation, User
from reviews.stage_moves import lock
from reviews.standing import standing

from . import access


@action
def raise_escalation(
    case: Case,
    *,
    about: str,
    reason: str,
    raised_to: str,
    answer_by: date,
    by: User,
    at: datetime,
    lead_partner: User | None = None,
) -> Escalation:
    """Record that a disagreement goes to a lead safeguarding partner, who is to answer by a day in London.

    `lead_partner` is their account, to which the case opens with it. The same form sent again returns the
    escalation that it raised before.
    """
    case = lock(case)
    check(access.raise_escalation(by, case, at))
    same = case.escalations.filter(
        closed_at__isnull=True,
        about=about,
        reason=reason,
        raised_to=raised_to,
        lead_partner=lead_partner,
        answer_by=answer_by,
        raised_by=by,
    ).first()
    if same is not None:
        return same
    if lead_partner is not None:
        check(access.no_lead_partner(case, lead_partner))
    escalation = Escalation.objects.create(
        case=case,
        about=about,
        reason=reason,
        raised_to=raised_to,
        lead_partner=lead_partner,
        answer_by=answer_by,
        raised_at=at,
        raised_by=by,
        raised_as=standing(by, case, at).words,
    )
    record(by, "escalation.raised", case.reference, about=about)
    assignments.assign_to_answer(escalation, by=by, at=at)
    return escalation


@action
def record_outcome(
    case: Case, escalation: Escalation, *, outcome: str, decided_on: date, by: User, at: datetime
) -> None:
    """Record what the lead safeguarding partner decided, and on which day in London.

    An account to which the case opened with the escalation loses it again.
    """
    case = lock(case)
    escalation = case.escalations.select_related("lead_partner").get(pk=escalation.pk)
    check(access.record_outcome(by, case, escalation, at))
    escalation.outcome, escalation.decided_on = outcome, decided_on
    escalation.closed_at, escalation.closed_by = at, by
    escalation.save(update_fields=["outcome", "decided_on", "closed_at", "closed_by"])
    record(by, "escalation.closed", case.reference, about=escalation.about)
    assignments.end_with_answer(escalation, by=by, at=at)

"""Our part in a review that another partnership leads, and the lead that goes to another partnership or comes from it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Unpack
from uuid import UUID

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.cases import actions as cases
from reviews.cases.actions import CaseFacts
from reviews.models import Area, Case, CaseKind, Contribution, Handover, User
from reviews.stage_moves import advance, lock
from reviews.stages import START, Stage

from . import access


@action
def log_contribution(
    *,
    by: User,
    at: datetime,
    form_key: UUID,
    area: Area,
    led_by: str,
    asked_on: date,
    due_on: date | None = None,
    note: str = "",
    harms: Iterable[str] = (),
    **facts: Unpack[CaseFacts],
) -> Case:
    """Log a case in which another partnership leads, with what it asked of us and by when, and return it.

    No clock of ours runs. Raises Refused outside the areas in which `by` may log.
    """
    kind = CaseKind.CONTRIBUTION
    case = cases.log_case(by=by, at=at, form_key=form_key, area=area, kind=kind, harms=harms, **facts)
    _contribution, is_new = Contribution.objects.get_or_create(
        case=case, defaults={"led_by": led_by, "asked_on": asked_on, "due_on": due_on, "note": note}
    )
    if is_new:
        record(by, "contribution.asked_for", case.reference)
    return case


@action
def record_returned(case: Case, *, returned_on: date, note: str, by: User, at: datetime) -> None:
    """Record that our contribution went to the partnership that leads, with a note that is added to the earlier one."""
    case = lock(case)
    check(access.record_returned(by, case, at))
    contribution = case.contribution
    contribution.returned_on = returned_on
    contribution.note = "\n\n".join(part for part in (contribution.note, note) if part)
    contribution.save(update_fields=["returned_on", "note"])
    record(by, "contribution.returned", case.reference)


@action
def record_handover(
    case: Case, *, is_to_us: bool, partnership: str, handed_over_on: date, reason: str, by: User, at: datetime
) -> Handover:
    """Record that the lead of the case went to another partnership, or came from it.

    Where the lead goes away the case becomes our contribution, and no clock of ours runs. Where it comes to us
    the case goes on from where it left, or begins with the criteria. A case that we lead already, because it
    was logged here after it had come to us, stays where it is. The same form sent again changes nothing more.
    """
    case = lock(case)
    check(access.record_handover(by, case, at))
    facts = {
        "is_to_us": is_to_us,
        "partnership": partnership,
        "handed_over_on": handed_over_on,
        "reason": reason,
    }
    newest = case.handovers.last()
    if newest is not None and all(getattr(newest, name) == value for name, value in facts.items()):
        return newest
    check(access.record_handover(by, case, at, is_to_us=is_to_us))
    handover = Handover.objects.create(case=case, recorded_at=at, recorded_by=by, **facts)
    record(by, "case.handed_over", case.reference, is_to_us=is_to_us)
    if not is_to_us:
        Contribution.objects.update_or_create(
            case=case,
            defaults={"led_by": partnership, "asked_on": handed_over_on, "due_on": None, "returned_on": None},
        )
        _change_lead(case, CaseKind.CONTRIBUTION, Stage.CONTRIBUTION, by=by, at=at, reason=reason)
    elif case.kind == CaseKind.CONTRIBUTION:
        left = case.stage_changes.filter(to_stage=Stage.CONTRIBUTION).exclude(from_stage="").first()
        back_to = Stage(left.from_stage) if left is not None else START
        _change_lead(case, CaseKind.INCIDENT, back_to, by=by, at=at, reason=reason)
    return handover


def _change_lead(case: Case, kind: CaseKind, stage: Stage, *, by: User, at: datetime, reason: str) -> None:
    case.kind = kind
    case.save(update_fields=["kind"])
    advance(case, stage, by=by, at=at, reason=reason)

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
from reviews.stage_moves import lock

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
    """Record that the lead of the case went to another partnership, or came from it. The stage stays as it is.

    The same form sent again returns the handover that it recorded before.
    """
    case = lock(case)
    check(access.record_handover(by, case, at))
    facts = {
        "is_to_us": is_to_us,
        "partnership": partnership,
        "handed_over_on": handed_over_on,
        "reason": reason,
    }
    same = case.handovers.filter(**facts).first()
    if same is not None:
        return same
    handover = Handover.objects.create(case=case, recorded_at=at, recorded_by=by, **facts)
    record(by, "case.handed_over", case.reference, is_to_us=is_to_us)
    return handover

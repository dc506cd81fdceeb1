"""The register of processes that run beside a case: added and changed."""

from datetime import date, datetime
from typing import Required, TypedDict, Unpack

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import Case, Proceeding, User
from reviews.stage_moves import lock

from . import access


class ProceedingFacts(TypedDict, total=False):
    """What the register holds of one process; days are days in London."""

    kind: Required[str]
    status: Required[str]
    led_by: str
    contact: str
    expected_end: date | None
    ended_on: date | None
    effect: str
    effect_on_people: str
    effect_on_publication: str


@action
def add_proceeding(case: Case, *, by: User, at: datetime, **facts: Unpack[ProceedingFacts]) -> Proceeding:
    """Add a process to the case's register. The same one sent again returns the one that is there."""
    case = lock(case)
    check(access.record_proceeding(by, case, at))
    same = case.proceedings.filter(**facts).first()
    if same is not None:
        return same
    found = Proceeding.objects.create(case=case, added_at=at, added_by=by, **facts)
    record(by, "case.proceeding_added", case.reference, kind=found.kind, status=found.status)
    return found


@action
def change_proceeding(
    case: Case, proceeding: Proceeding, *, by: User, at: datetime, **facts: Unpack[ProceedingFacts]
) -> None:
    """Bring a process of the case's register up to date."""
    case = lock(case)
    check(access.record_proceeding(by, case, at))
    case.proceedings.filter(pk=proceeding.pk).update(**facts, changed_at=at, changed_by=by)
    record(by, "case.proceeding_changed", case.reference, kind=facts["kind"], status=facts["status"])

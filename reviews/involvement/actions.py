"""What is recorded of the agencies that knew a child of a case."""

from datetime import datetime

from django.db.models import Q

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Agency, Case, InvolvedAgency, User
from reviews.stage_moves import lock, lock_part

from . import access


@action
def add_agency(
    case: Case, *, agency: Agency | None, other_name: str, involvement: str, by: User, at: datetime
) -> InvolvedAgency:
    """Record that an agency (one of ours, or another by its name) knew a child of the case, and how.

    Raises NotYet when the case has it already.
    """
    case = lock(case)
    check(access.record_agencies(by, case, at))
    name = agency.name if agency else other_name.strip()
    same = Q(agency__name__iexact=name) | Q(other_name__iexact=name)
    if case.involved_agencies.holding().filter(same).exists():
        raise NotYet(f"Already: {name} is on the list. Change how it was involved there.")
    involved = InvolvedAgency.objects.create(
        case=case,
        agency=agency,
        other_name="" if agency else name,
        involvement=involvement,
        added_at=at,
        added_by=by,
    )
    record(by, "case.agency_added", case.reference)
    return involved


@action
def change_agency(involved: InvolvedAgency, *, involvement: str, by: User, at: datetime) -> None:
    """Change the line that says how an agency was involved."""
    involved = lock_part(involved)
    check(access.change_agency(by, involved, at))
    involved.involvement = involvement
    involved.save(update_fields=["involvement"])
    record(by, "case.agency_changed", involved.case.reference)


@action
def remove_agency(involved: InvolvedAgency, *, reason: str, by: User, at: datetime) -> None:
    """Strike an agency out that was recorded by mistake. Its row stays with who, when and why.

    Raises NotYet when that has happened, and for an agency that has been asked for a return.
    """
    involved = lock_part(involved)
    check(access.remove_agency(by, involved, at))
    involved.removed_at, involved.removed_by, involved.remove_reason = at, by, reason
    involved.save(update_fields=["removed_at", "removed_by", "remove_reason"])
    record(by, "case.agency_removed", involved.case.reference, involved=str(involved.pk))

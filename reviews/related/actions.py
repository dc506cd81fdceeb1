"""Finding other cases of the same child, by marks that no word can be read from, and noting who looked."""

from datetime import datetime

from django.db.models import Q

from cspr_portal.refusals import check
from reviews import sealed
from reviews.audit.recording import action, changed, record
from reviews.models import BlindMark, Case, Child, RelatedCase, User
from reviews.stage_moves import lock

from . import access


@action
def find(child: Child, *, by: User, at: datetime) -> int:
    """Mark what is sealed of `child` and join its case to others with the same mark. Return how many were new.

    The caller has locked the child's case. Both sides get a row; what each person sees of it is in access.
    """
    marks = sealed.blind_marks(child)
    BlindMark.objects.bulk_create(
        (BlindMark(case=child.case, child=child, kind=kind, mark=mark) for kind, mark in sorted(marks)),
        ignore_conflicts=True,
    )
    if not marks:
        return 0
    same = Q(pk__in=[])
    for kind, mark in marks:
        same |= Q(kind=kind, mark=mark)
    found = BlindMark.objects.filter(same).exclude(case=child.case).select_related("case")
    known = set(child.case.related_cases.values_list("other", flat=True))
    new = {other.case: other.kind for other in found if other.case_id not in known}
    for other, kind in new.items():
        for one, another in ((child.case, other), (other, child.case)):
            RelatedCase.objects.create(case=one, other=another, kind=kind, found_at=at, found_by=by)
            record(by, "case.related_found", one.reference, kind=kind)
            changed(one.pk)
    return len(new)


@action
def mark_seen(case: Case, *, by: User, at: datetime) -> None:
    """Note that a coordinator of `case` has looked at the cases related to it."""
    case = lock(case)
    check(access.mark_seen(by, case, at))
    case.related_cases.filter(seen_at__isnull=True).update(seen_at=at, seen_by=by)
    record(by, "case.related_seen", case.reference)

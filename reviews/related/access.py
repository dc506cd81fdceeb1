"""Who sees that another case holds the same child: who may open it; else the coordinator learns whom to ask."""

from dataclasses import dataclass
from datetime import datetime

from reviews.models import Case, RelatedCase, User
from reviews.standing import standing, visible_to


@dataclass(frozen=True)
class Related:
    """One related case as one person may see it: `other` is None where they may only be told whom to ask."""

    row: RelatedCase
    other: Case | None


def mark_seen(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not note that the related cases have been looked at."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator notes that related cases have been looked at."
    if not case.related_cases.filter(seen_at__isnull=True).exists():
        return "Already: nobody has to look at related cases of this case."
    return None


def of(user: User, case: Case, at: datetime) -> list[Related]:
    """Return what `user`, to whom `case` is open, may know of related cases.

    A case outside their scope stays unknown to them, unless they coordinate this one: then they learn who
    found the match, and nothing else, so that the two can speak. Who found it is not told of what they can't see.
    """
    rows = list(case.related_cases.select_related("found_by__agency"))
    open_ones = visible_to(user, at).filter(pk__in=[row.other_id for row in rows])
    visible = {other.pk: other for other in open_ones.select_related("area").prefetch_related("children")}
    may_ask = standing(user, case, at).is_coordinator
    return [
        Related(row, visible.get(row.other_id))
        for row in rows
        if row.other_id in visible or (may_ask and row.found_by_id != user.pk)
    ]

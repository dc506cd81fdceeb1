"""Subject sheets: what is sealed in a case, grouped so that it can be chosen without a word of it being shown.

Words are opened in reviews.sealed only.
"""

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from cspr_portal import clock
from cspr_portal.words import listed
from reviews.models import AgencyRequest, Case, SealedItem, SealedKind

WHOLE_CASE = "case"
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Group:
    """All facts of one kind about one child, or about the whole case: how many there are, not what they say."""

    key: str
    words: str
    count: int

    @property
    def hint(self) -> str:
        return f"{self.count} of them" if self.count > 1 else ""


def groups(case: Case) -> list[Group]:
    """Return what may go on a sheet about `case`, child by child, the whole case last."""
    return _grouped(_on_the_case(case))


def groups_on(agency_request: AgencyRequest) -> list[Group]:
    """Return what is on the sheet of a request."""
    return _grouped(agency_request.subjects.all())


def items_of(case: Case, keys: Iterable[str]) -> list[SealedItem]:
    """Return the facts of the groups with these keys; a key that is none is left out."""
    wanted = set(keys)
    return [item for item in _on_the_case(case) if key_of(item.child_id, item.kind) in wanted]


def key_of(child: object, kind: str) -> str:
    """Return the key of the group of one kind of fact about a child, or (None) about the whole case."""
    return f"{child or WHOLE_CASE}:{kind}"


def mark(agency_request: AgencyRequest) -> int:
    """Return a mark of what is on the sheet now, by which a form knows that it was changed meanwhile."""
    keys = sorted(str(key) for key in agency_request.subjects.values_list("pk", flat=True))
    return int(hashlib.sha256(" ".join(keys).encode()).hexdigest()[:7], 16)


def pseudonyms_on(agency_request: AgencyRequest) -> list[str]:
    """Return the pseudonyms of the children on a sheet. Reads what was fetched with the request."""
    found = {item.child.pseudonym for item in agency_request.subjects.all() if item.child is not None}
    return sorted(found)


def about(agency_request: AgencyRequest) -> str:
    """Return by what people of the agency, who know of no case, tell one request from another: the pseudonyms."""
    return listed(pseudonyms_on(agency_request)) or "Return"


def as_read(words: str) -> str:
    """Return the words of a fact as people read them: dates are kept as 2019-03-14."""
    if not ISO_DATE.fullmatch(words):
        return words
    with suppress(ValueError):
        return clock.day_words(date.fromisoformat(words))
    return words


def _on_the_case(case: Case) -> QuerySet[SealedItem]:
    """What was sealed on the case itself: names that one agency gave in its return are no other agency's business."""
    on_the_case = case.sealed_items.filter(agency_return__isnull=True)
    # How somebody who takes part is safely reached is nobody's who writes a return.
    return on_the_case.exclude(kind=SealedKind.CONTACT)


def _grouped(items: QuerySet[SealedItem]) -> list[Group]:
    counted = items.order_by().values_list("child", "child__pseudonym", "kind").annotate(count=Count("pk"))
    places = {kind: place for place, kind in enumerate(SealedKind.values)}
    rows = sorted(counted, key=lambda row: (row[0] is None, row[1] or "", places[row[2]]))
    return [
        Group(key_of(child, kind), _words(pseudonym, kind), count) for child, pseudonym, kind, count in rows
    ]


def _words(pseudonym: str | None, kind: str) -> str:
    label = SealedKind(kind).label
    return f"{label} of {pseudonym}" if pseudonym else f"{label}, of the whole case"

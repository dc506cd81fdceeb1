"""Which disposal holds reach a record: by its kind, its cases, its area and its themes. Placing them is in actions.py.

A hold reaches further than it says: what would go with a case, or with a request, is held with it. Where the portal
can't tell of which area something is, or what it is about, each hold on an area or a theme reaches it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cspr_portal import clock
from reviews.areas import Way, way_of
from reviews.models import (
    AgencyReturn,
    Case,
    DisposalHold,
    Document,
    Engagement,
    Finding,
    InformationCase,
    RecordKind,
)

Cases = QuerySet[Case]
# Rows that carry the theme of a hold (an OuterRef) for one of these cases
Carriers = Callable[[Cases], QuerySet[Any]]
# Rows of a kind that would go with one of these cases
Within = Callable[[Cases], QuerySet[Any]]

_carriers: list[Carriers] = [
    lambda cases: Finding.themes.through.objects.filter(finding__case__in=cases, theme=OuterRef("theme")),
]
_within: dict[str, Within] = {
    RecordKind.RETURN: lambda cases: AgencyReturn.objects.filter(request__case__in=cases),
    RecordKind.ENGAGEMENT: lambda cases: Engagement.objects.filter(review__case__in=cases),
    RecordKind.DOCUMENT: lambda cases: Document.objects.filter(case__in=cases, removed_at__isnull=True),
    RecordKind.INFORMATION: lambda cases: InformationCase.objects.filter(case__in=cases),
}


def register(carriers: Iterable[Carriers], within: Mapping[Any, Within]) -> None:
    """Add what of another app carries the themes of cases, and which of its kinds go with a case."""
    _carriers.extend(one for one in carriers if one not in _carriers)
    _within.update(within)


def reaching(
    kinds: Iterable[str],
    cases: Cases,
    at: datetime,
    *,
    area: UUID | None = None,
    carried: Iterable[QuerySet[Any]] = (),
    of_whole_cases: bool = False,
    is_anywhere: bool = False,
    is_about_anything: bool = False,
) -> QuerySet[DisposalHold]:
    """Return the disposal holds that are not lifted and reach a record of these kinds, of `cases` and `area`.

    `carried` are the rows with the themes of the record itself; `of_whole_cases` says that the cases go with all that
    is theirs; `is_anywhere` that its area can't be known, and `is_about_anything` that its themes can't.
    """
    day = clock.today(at)
    covers = Q(record_kind__in=list(kinds)) | Q(case__in=cases) | Q(area__in=Way(cases.values("area"), day))
    if area is not None:
        covers |= Q(area__in=way_of(area, day))
    for rows in (*(carriers(cases) for carriers in _carriers), *carried):
        covers |= Q(Exists(rows))
    if of_whole_cases:
        for kind, within in _within.items():
            covers |= Q(record_kind=kind) & Q(Exists(within(cases)))
    if is_anywhere:
        covers |= Q(area__isnull=False)
    if is_about_anything:
        covers |= Q(theme__isnull=False)
    found = DisposalHold.objects.filter(covers, lifted_at__isnull=True)
    return found.select_related("area", "theme", "placed_by")

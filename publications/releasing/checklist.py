"""How far a publication's checklist is: what was recorded, what holds, and what is missing. Reads only.

Which steps there are is in needed.py, who may record them in access.py.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cspr_portal import clock
from cspr_portal.words import listed
from publications.models import HEAVY, Edition, Kind, Publication, ReleaseStep, StepKind
from publications.releasing.needed import COPY, OF_THE_EDITION, WORDS, needed
from reviews.models import CourtOrder, Proceeding, ProceedingStatus
from reviews.orders.holding import holds


@dataclass(frozen=True)
class Item:
    """One item of the checklist: the newest step recorded of it, and why that holds no more ("" where it holds)."""

    kind: StepKind
    step: ReleaseStep | None
    asks_again: str

    @property
    def is_seen_to(self) -> bool:
        return self.step is not None and not self.asks_again


def needs_copy(publication: Publication) -> bool:
    """Return whether a copy must go to the national Panel and the Secretary of State first (clock C4)."""
    is_report = publication.kind == Kind.CSPR and publication.version_of_id is None
    return is_report and publication.case_id is not None


def has_its_copy(publication: Publication) -> bool:
    """Return whether what stands approved was sent: a correction that changes the substance asks for a new copy."""
    return publication.pk in _with_their_copy([publication])


def kinds_of(publication: Publication) -> tuple[StepKind, ...]:
    """Return the steps that the publication needs before its day can be set."""
    is_of_a_case, is_version = publication.case_id is not None, publication.version_of_id is not None
    return needed(publication.kind, is_of_a_case=is_of_a_case, is_version=is_version)


def items(publication: Publication, at: datetime) -> list[Item]:
    """Return the items of the publication's checklist as they stand at `at`."""
    return _items(publication, _newest_steps([publication], at)[publication.pk])


def missing(publication: Publication, at: datetime) -> list[str]:
    """Return what is missing before the day can be set (COPY or kinds of step), or, once it is set, asked again."""
    return missing_of_all([publication], at)[publication.pk]


def missing_of_all(publications: Collection[Publication], at: datetime) -> dict[UUID, list[str]]:
    """Return for each publication, by its key, what `missing` says of it. One query for what was recorded."""
    steps = _newest_steps(publications, at) if publications else {}
    sent = _with_their_copy([one for one in publications if needs_copy(one)])
    return {one.pk: _missing(one, steps[one.pk], has_copy=one.pk in sent) for one in publications}


def not_yet(left: Sequence[str]) -> str | None:
    """Return the sentence that names what is missing, or None when nothing is."""
    return f"Not yet: nobody has recorded {listed([WORDS[one] for one in left])}." if left else None


def must_explain(publication: Publication, kind: str, at: datetime) -> str | None:
    """Say what an answer on `kind` must explain, or None: an order that holds, or a process that has not ended."""
    if kind == StepKind.NOT_IN_FULL:
        return "Say why the report is not published in full."
    case = publication.case
    if case is None:
        return None
    if kind == StepKind.ORDERS and case.court_orders.filter(holds(clock.today(at))).exists():
        return "Say how publication keeps to the court order that is in force."
    if kind == StepKind.PROCEEDINGS and case.proceedings.exclude(status=ProceedingStatus.ENDED).exists():
        return "Say why publication may go on while a process has not ended."
    return None


def _with_their_copy(publications: Collection[Publication]) -> set[UUID]:
    """Return the keys of those of which the edition that stands was sent, or an earlier one of the same substance."""
    sent = {
        one.pk for one in publications if one.edition_id is not None and one.copied_edition_id is not None
    }
    earlier = [one for one in publications if one.pk in sent and one.copied_edition_id != one.edition_id]
    if not earlier:
        return sent
    changed = Edition.objects.filter(
        publication__in=earlier,
        number__gt=F("publication__copied_edition__number"),
        draft__changes_substance=True,
    )
    return sent - set(changed.values_list("publication", flat=True))


def _missing(publication: Publication, steps: Mapping[str, ReleaseStep], *, has_copy: bool) -> list[str]:
    found = [item for item in _items(publication, steps) if not item.is_seen_to]
    asks_for_copy = needs_copy(publication) and not has_copy
    if publication.opens_at is not None:
        # What never was recorded before the day can't be any more; what held and does not is asked again.
        found = [item for item in found if item.step is not None]
        asks_for_copy = asks_for_copy and publication.copied_on is not None
    return [COPY] * asks_for_copy + [str(item.kind) for item in found]


def _items(publication: Publication, steps: Mapping[str, ReleaseStep]) -> list[Item]:
    found = []
    for kind in kinds_of(publication):
        step = steps.get(kind)
        found.append(Item(kind, step, _asks_again(publication, step) if step else ""))
    return found


def _newest_steps(publications: Collection[Publication], at: datetime) -> dict[UUID, dict[str, ReleaseStep]]:
    """Return the newest step of each kind, by publication, read with what has happened since it was recorded."""
    found: dict[UUID, dict[str, ReleaseStep]] = defaultdict(dict)
    for step in _with_what_came_since(ReleaseStep.objects.filter(publication__in=publications), at):
        found[step.publication_id].setdefault(step.kind, step)
    return found


def _with_what_came_since(steps: QuerySet[ReleaseStep], at: datetime) -> QuerySet[Any]:
    substance = Edition.objects.filter(
        publication=OuterRef("publication"),
        number__gt=OuterRef("edition__number"),
        draft__changes_substance=True,
    )
    orders = CourtOrder.objects.filter(
        holds(clock.today(at)), case=OuterRef("publication__case"), recorded_at__gt=OuterRef("recorded_at")
    )
    since = Q(added_at__gt=OuterRef("recorded_at")) | Q(changed_at__gt=OuterRef("recorded_at"))
    open_ones = Proceeding.objects.exclude(status=ProceedingStatus.ENDED)
    proceedings = open_ones.filter(since, case=OuterRef("publication__case"))
    return (
        steps.select_related("recorded_by", "edition")
        .defer(*HEAVY)
        .annotate(
            changed_since=Exists(substance), order_since=Exists(orders), process_since=Exists(proceedings)
        )
        .order_by("-recorded_at")
    )


def _asks_again(publication: Publication, step: Any) -> str:
    """Say why a recorded step holds no more, or nothing."""
    if step.kind in OF_THE_EDITION and step.edition_id != publication.edition_id:
        return f"It was recorded on edition {step.edition.number}, which is another text."
    if step.kind == StepKind.FAMILY and step.changed_since:
        return "A correction has changed the substance since."
    cancelled_at = publication.day_cancelled_at
    if step.kind == StepKind.FAMILY and cancelled_at is not None and step.recorded_at < cancelled_at:
        return "The day that they were told was cancelled since."
    if step.kind == StepKind.ORDERS and step.order_since:
        return "A court order was recorded since."
    if step.kind == StepKind.PROCEEDINGS and step.process_since:
        return "A process that has not ended was recorded or changed since."
    return ""

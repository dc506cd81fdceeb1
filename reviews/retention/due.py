"""When a case may be disposed of, with the working. Who may do it: access.py. What goes then: contents.py.

Nothing here opens a sealed date of birth: the youngest child's 25th birthday is taken at the latest day that the
age band allows, so a case may be kept longer than its period asks, and never shorter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from cspr_portal import clock
from reviews.models import (
    OF_CASES,
    AgeBand,
    Case,
    CaseKind,
    Child,
    DisposalHold,
    InformationRequest,
    Proceeding,
    ProceedingStatus,
    RecordKind,
    RetentionPeriod,
    StageChange,
    Trigger,
)
from reviews.stages import ENDS

from . import holds

GROWN_UP = 25
# The least age of each band, in years; who is unborn or of no known age may be born within the year.
LEAST_AGE: dict[str, int] = {
    AgeBand.UNBORN: -1,
    AgeBand.NOT_KNOWN: -1,
    AgeBand.UNDER_1: 0,
    AgeBand.FROM_1: 1,
    AgeBand.FROM_5: 5,
    AgeBand.FROM_11: 11,
    AgeBand.FROM_16: 16,
    AgeBand.FROM_18: 18,
}

_stops: list[Callable[[Case, datetime], str | None]] = []


def register_stop(function: Callable[[Case, datetime], str | None]) -> None:
    """Add a function (case, at) that says what of another app still forbids the disposal, or None."""
    if function not in _stops:
        _stops.append(function)


@dataclass(frozen=True)
class Working:
    """How long a case, or another record, is kept, and why: each step of the sum in words."""

    kind: str
    ended_on: date | None
    period: RetentionPeriod | None
    counts_from: date | None
    kept_until: date | None
    steps: list[str]

    @property
    def kind_words(self) -> str:
        return RecordKind(self.kind).label

    def is_over(self, today: date) -> bool:
        """Return whether the last day of the period has passed."""
        return self.kept_until is not None and self.kept_until < today


def kind_of(case: Case) -> str:
    """Return which kind of record `case` is, by what became of it."""
    if case.kind == CaseKind.CONTRIBUTION:
        return RecordKind.CONTRIBUTION
    if hasattr(case, "review"):
        return RecordKind.REVIEW
    return RecordKind.RAPID_REVIEW if hasattr(case, "rapid_review") else RecordKind.NOT_MET


def working(case: Case, periods: dict[str, RetentionPeriod], ended_at: datetime | None) -> Working:
    """Return the working for `case`, which came to its end at `ended_at`, by the periods in force (by kind)."""
    kind = kind_of(case)
    period = periods.get(kind)
    ended_on = clock.today(ended_at) if ended_at is not None and case.stage in ENDS else None
    steps = [f"Its kind: {_lower(RecordKind(kind).label)}."]
    if ended_on is None:
        return Working(
            kind, None, period, None, None, [*steps, "The case has not ended, so nothing counts yet."]
        )
    steps.append(f"The case ended on {clock.day_words(ended_on)}: {_lower(case.get_stage_display())}.")
    return counted(kind, period, ended_on, steps, case)


def counted(
    kind: str, period: RetentionPeriod | None, ended_on: date, steps: list[str], case: Case | None
) -> Working:
    """Return the working for what came to its end on `ended_on`; `steps` say so far. `case` is that of its children."""
    if period is None:
        steps.append("No period has been decided for its kind yet, so it is kept.")
        return Working(kind, ended_on, None, None, None, steps)
    if period.is_kept:
        steps.append(f"Its kind is kept without end: {period.authority}")
        return Working(kind, ended_on, period, None, None, steps)
    start = ended_on
    if period.counts_from == Trigger.YOUNGEST_25 and case is not None:
        birthday, words = _youngest_is_25(case, ended_on)
        steps.append(words)
        start = max(ended_on, birthday)
    until = clock.add_months(start, 12 * period.years + period.months)
    if (period.years, period.months) != (0, 0):
        start_words, until_words = clock.day_words(start), clock.day_words(until)
        steps.append(f"The period is {length_words(period)}: from {start_words} to {until_words}.")
    steps.append(
        f"Decided by {period.decided_by} on {clock.day_words(period.decided_on)}: {period.authority}"
    )
    steps.append(f"So it is kept until the end of {clock.day_words(until)}.")
    return Working(kind, ended_on, period, start, until, steps)


def of(case: Case, at: datetime) -> Working:
    """Return the working for one case at `at`, read afresh."""
    day = clock.today(at)
    ended = StageChange.objects.filter(case=case, to_stage=case.stage).first()
    return working(case, RetentionPeriod.in_force(day), ended.changed_at if ended else None)


def each_over(cases: QuerySet[Case], at: datetime) -> Iterator[tuple[Case, Working]]:
    """Yield those of `cases` whose period is over at `at`, with the working."""
    day = clock.today(at)
    periods = RetentionPeriod.in_force(day)
    if all(kind not in OF_CASES or period.is_kept for kind, period in periods.items()):
        return
    for case in ended(cases):
        found = working(case, periods, case.ended_at)
        if found.is_over(day):
            yield case, found


def ended(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Return those of `cases` that have ended, each with its children and `ended_at`, who ended first first."""
    last = StageChange.objects.filter(case=OuterRef("pk"), to_stage=OuterRef("stage"))
    found = cases.filter(stage__in=ENDS).annotate(ended_at=Subquery(last.values("changed_at")[:1]))
    found = found.select_related("area", "review", "rapid_review").prefetch_related("children")
    return found.order_by("ended_at", "pk")


def holds_on(case: Case, kind: str, at: datetime) -> QuerySet[DisposalHold]:
    """Return the disposal holds that reach `case`, which is of that kind, or something that would go with it."""
    return holds.reaching([kind], Case.objects.filter(pk=case.pk), at, of_whole_cases=True)


def stops(case: Case, at: datetime, kind: str) -> list[str]:
    """Return what forbids the disposal of `case` apart from its period, each as a sentence; none if nothing does."""
    held = ["A disposal hold covers the case."] if holds_on(case, kind, at).exists() else []
    return [*held, *open_matters(case), *public_still(case, at)]


def open_matters(case: Case) -> list[str]:
    """Return what about `case` is not over yet, each as a sentence."""
    found = []
    if case.open_hold_id is not None:
        found.append("The case is on hold. End the hold first.")
    if (
        Proceeding.objects.filter(case=case, ended_on__isnull=True)
        .exclude(status=ProceedingStatus.ENDED)
        .exists()
    ):
        found.append("Proceedings beside the case have no end recorded yet.")
    asked = InformationRequest.objects.filter(
        about__case=case, answered_on__isnull=True, withdrawn_at__isnull=True
    )
    if asked.exists():
        found.append("A request for information about the case is not answered yet.")
    return found


def public_still(case: Case, at: datetime) -> list[str]:
    """Return what other apps say against the disposal of anything of `case`."""
    return [words for stop in _stops if (words := stop(case, at)) is not None]


def length_words(period: RetentionPeriod) -> str:
    """Return how long a period is: "6 years and 3 months"."""
    parts = [(period.years, "year"), (period.months, "month")]
    return " and ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n) or "No time"


def _youngest_is_25(case: Case, ended_on: date) -> tuple[date, str]:
    """Return the latest day on which the youngest child turns 25, and the sentence that says how it was found.

    An age may have been changed at any time before the end, so each child is taken to be that old on that day.
    """
    children = list(case.children.all())
    if not children:
        day = clock.add_months(ended_on, 12 * (GROWN_UP + 1))
        return day, f"No child is named, so all are taken to be 25 by {clock.day_words(day)} at the latest."
    least, child = min(((_least_age(one), one) for one in children), key=lambda found: found[0])
    day = clock.add_months(ended_on, 12 * (GROWN_UP - least))
    return day, (
        f"The youngest child is recorded as {_age_words(child)}. Taken to be that old still when the case ended, "
        f"the child is 25 by {clock.day_words(day)} at the latest."
    )


def _least_age(child: Child) -> int:
    return child.age_years if child.age_years is not None else LEAST_AGE[child.age_band]


def _age_words(child: Child) -> str:
    if child.age_years is not None:
        return str(child.age_years)
    return "of no known age" if child.age_band == AgeBand.NOT_KNOWN else _lower(child.get_age_band_display())


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]

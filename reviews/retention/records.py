"""Records with a period of their own: parts of cases that may go before the rest, and what is no case.

Each kind says what came to its end, what would go and what stays, and how it is deleted; the kinds of this app are in
own_records.py. Periods, disposal holds, the two people and the stub are those of cases.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from cspr_portal import clock
from reviews.models import (
    PARTS_OF_CASES,
    Area,
    Case,
    Disposal,
    DisposalHold,
    RecordKind,
    RetentionPeriod,
    User,
)
from reviews.scope import Scope

from . import due, holds

# What stands where the words of something were that has gone.
GONE = "Disposed of when its period was over."


@dataclass(frozen=True)
class Subject:
    """One record that came to its end: what it is in words without a name, when it ended, and whose it is."""

    kind: str
    key: str
    row: Any
    words: str
    ended_on: date
    ended_words: str
    cases: tuple[Case, ...] = ()
    area: Area | None = None
    # Where it can be read by everybody who looks after its keeping
    url: str = ""

    @property
    def kind_words(self) -> str:
        return RecordKind(self.kind).label

    @property
    def case(self) -> Case | None:
        """The case of which it is a part; None for what is no part of a case."""
        return self.cases[0] if self.kind in PARTS_OF_CASES else None

    @property
    def reference(self) -> str:
        return self.case.reference if self.case is not None else ""


@dataclass(frozen=True)
class Kind:
    """What the portal knows of one kind of record. Rows are those that ended and of which something is left."""

    kind: RecordKind
    # All rows, and those of what a person holds; who ended first first
    rows: Callable[[datetime], QuerySet[Any]]
    theirs: Callable[[QuerySet[Any], Scope], QuerySet[Any]]
    subject: Callable[[Any], Subject]
    goes: Callable[[Subject], list[str]]
    stays: Callable[[Subject], list[str]]
    # Locks the row, so that nothing is added to it meanwhile; its cases are locked before
    lock: Callable[[Any], None]
    # Returns how many rows were deleted or emptied; the files go with the commit
    delete: Callable[[Subject, User, datetime], int]
    stops: Callable[[Subject, datetime], list[str]]
    # Rows with the themes of the record itself (OuterRef "theme"), and kinds that would go with it
    carried: Callable[[Subject], list[QuerySet[Any]]] = lambda subject: []
    with_it: Callable[[Subject], list[str]] = lambda subject: []


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Add kinds of record, when their app is ready."""
    _kinds.update({str(one.kind): one for one in kinds})


def known(kind: str) -> bool:
    """Return whether there is a kind of that word with records of its own."""
    return kind in _kinds


def of(kind: str) -> Kind:
    """Return the kind of that word. Raises KeyError for one that is of cases, of accounts, or none."""
    return _kinds[kind]


def find(kind: str, key: str, scope: Scope | None, at: datetime) -> Subject | None:
    """Return the record of that key as it stands at `at`, of what `scope` holds (None: of all); None if there is none."""
    found = of(kind)
    rows = found.rows(at) if scope is None else found.theirs(found.rows(at), scope)
    row = rows.filter(pk=key).first()
    return None if row is None else found.subject(row)


def working(subject: Subject, periods: dict[str, RetentionPeriod]) -> due.Working:
    """Return how long the record is kept by the periods in force, with each step of the sum."""
    steps = [f"Its kind: {subject.kind_words[:1].lower()}{subject.kind_words[1:]}.", subject.ended_words]
    period = periods.get(subject.kind)
    return due.counted(subject.kind, period, subject.ended_on, steps, subject.case)


def working_at(subject: Subject, at: datetime) -> due.Working:
    """Return the working at `at`, with the periods read afresh."""
    return working(subject, RetentionPeriod.in_force(clock.today(at)))


def each_over(scope: Scope, at: datetime, most: int) -> Iterator[tuple[Subject, due.Working]]:
    """Yield the records of what `scope` holds whose period is over at `at`, at `most` so many of each kind."""
    day = clock.today(at)
    periods = RetentionPeriod.in_force(day)
    for word, kind in _kinds.items():
        if word not in periods or periods[word].is_kept:
            continue
        subjects = map(kind.subject, kind.theirs(kind.rows(at), scope))
        found = ((one, working(one, periods)) for one in subjects)
        yield from islice(((one, sum_) for one, sum_ in found if sum_.is_over(day)), most)


def holds_on(subject: Subject, at: datetime) -> QuerySet[DisposalHold]:
    """Return the disposal holds that reach the record: by its own kind, or through the cases that it is of."""
    kind = of(subject.kind)
    cases = Case.objects.filter(pk__in=[case.pk for case in subject.cases])
    carried = kind.carried(subject)
    return holds.reaching(
        [subject.kind, *kind.with_it(subject), *map(due.kind_of, subject.cases)],
        cases,
        at,
        area=subject.area.pk if subject.area else None,
        carried=carried,
        is_anywhere=subject.area is None,
        is_about_anything=not (subject.cases or carried),
    )


def stops(subject: Subject, at: datetime) -> list[str]:
    """Return what forbids the disposal of the record apart from its period, each as a sentence."""
    held = ["A disposal hold covers it."] if holds_on(subject, at).exists() else []
    return [*held, *of(subject.kind).stops(subject, at)]


def open_disposal(subject: Subject) -> Disposal | None:
    """Return the disposal of the record that is proposed or confirmed, or None."""
    people = Disposal.objects.of_records().select_related("proposed_by", "confirmed_by")
    open_ones = people.filter(dropped_at__isnull=True, carried_out_at__isnull=True)
    return open_ones.filter(record_kind=subject.kind, record=subject.key).first()


def parts_of(case: Case, at: datetime) -> Iterator[tuple[Subject, due.Working]]:
    """Yield the parts of `case` for which a period of their own is decided, and of which something is left."""
    periods = RetentionPeriod.in_force(clock.today(at))
    for word in PARTS_OF_CASES:
        if word in periods:
            subject = find(word, str(case.pk), None, at)
            if subject is not None:
                yield subject, working(subject, periods)


def how_many(count: int, one: str, many: str) -> list[str]:
    """Return how many there are, in words, or nothing."""
    return [f"{count} {one if count == 1 else many}"] if count else []


def no_more(_subject: Subject, _at: datetime) -> list[str]:
    """Return nothing: the period and the holds are all that forbids it."""
    return []

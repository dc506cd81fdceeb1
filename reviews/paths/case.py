"""Reads a case for the rules of its path. Nothing is decided here, and nothing is changed."""

from datetime import datetime
from uuid import UUID

from django.db.models import Case as Chosen
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, When

from cspr_portal import clock
from reviews.knowledge import states
from reviews.models import (
    Abuse,
    AgeBand,
    Case,
    CaseKind,
    Child,
    Knowledge,
    Known,
    Outcome,
    ReviewOutcome,
    StageChange,
    Telling,
)
from reviews.stages import Stage

from .facts import DEATH, Age, Asked, ChildFacts, Death, Duty, Facts, Harm, Path, TellingFacts
from .rules import path, with_tellings

GROWN_FROM_YEARS = 18
# Under which name a child is read with the day on which that body was told of its death
DAYS_TOLD = {body: f"_told_{body.value}" for body in DEATH}
KNOWN: dict[str, bool] = {Known.YES: True, Known.NO: False}
ABUSE: dict[str, bool] = {Abuse.KNOWN: True, Abuse.SUSPECTED: True, Abuse.NEITHER: False}


def of_case(case: Case, *, counts_from_awareness: bool = False) -> Path:
    """Return what `case` asks for. Reads its children and the rows that hold on it, and no other.

    `counts_from_awareness` says whether the edition in force counts the rapid review from awareness.
    """
    return path(facts_of(case, counts_from_awareness=counts_from_awareness))


def asked_of(case: Case, found: Path | None = None) -> list[Asked]:
    """Return each duty of the case's path with the day it was first done. Reads the case's tellings."""
    found = found or of_case(case)
    notification = case.notification
    holds = notification is not None and notification.withdrawn_at is None
    return with_tellings(
        found.duties, tellings(case), notification.sent_on if notification and holds else None
    )


def told_of_deaths(case: Case, found: Path | None = None) -> list[Asked]:
    """Return each duty to tell of a death, with the day on which all those deaths had been told of, or None.

    Costs two queries where there is such a duty, unless the case's children were read `with_days_told`.
    """
    duties = [duty for duty in (found or of_case(case)).duties if duty.deaths]
    return with_tellings(duties, _of_deaths(case), None) if duties else []


def is_given_up(case: Case, duty: Duty) -> bool:
    """Return whether `case` ended as told with a reason why this was not: a death that is known later still is.

    Costs a query for a case that ended so, unless it was read `with_moments`.
    """
    if case.stage != Stage.TOLD:
        return False
    ended_at = case._ended_told_at if hasattr(case, "_ended_told_at") else _ended_told(case.pk).first()
    return duty.known_on is None or ended_at is None or duty.known_on <= clock.today(ended_at)


def tellings(case: Case) -> list[TellingFacts]:
    """Return who was told, of which deaths and on which day. Two queries."""
    return [
        TellingFacts(one.told, one.told_on, one.who, frozenset(str(child.pk) for child in one.children.all()))
        for one in case.tellings.prefetch_related("children")
    ]


def as_death(child: Child) -> Death:
    """Return a child's death as the rules speak of it."""
    return Death(str(child.pk), child.pseudonym, child.death_known_on)


def with_days_told() -> Prefetch:
    """Read with cases their children and when their deaths were told of, so that clocks cost no query more."""
    return Prefetch("children", children_with_days_told())


def children_with_days_told() -> QuerySet[Child]:
    """Return children, each with the day on which those who are told of a death first were of theirs, in DAYS_TOLD.

    A telling that names nobody is of the first deaths.
    """
    days = {}
    for body in DEATH:
        told = Telling.objects.filter(case=OuterRef("case"), told=body).order_by("told_on").values("told_on")
        names, names_nobody = Q(children=OuterRef("pk")), Q(children__isnull=True)
        days[DAYS_TOLD[body]] = Chosen(
            When(death_known_on__isnull=True, then=Subquery(told.filter(names | names_nobody)[:1])),
            default=Subquery(told.filter(names)[:1]),
        )
    return Child.objects.annotate(**days)


def with_moments(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Read with each case when its death was recorded, if that was after it was logged, and when it ended as told."""
    rows = Knowledge.objects.filter(case=OuterRef("pk"))
    alive = Knowledge.objects.filter(case=OuterRef(OuterRef("pk"))).exclude(outcome=Outcome.DIED)
    died = rows.filter(
        outcome=Outcome.DIED, set_at__gt=Subquery(alive.order_by("-set_at").values("set_at")[:1])
    )
    return cases.annotate(
        _death_recorded_at=Subquery(died.order_by("set_at").values("set_at")[:1]),
        _ended_told_at=Subquery(_ended_told(OuterRef("pk"))[:1]),
    )


def facts_of(case: Case, *, counts_from_awareness: bool = False) -> Facts:
    """Return the facts of `case` on which its path depends."""
    children = list(case.children.all())
    criteria, review, notification = case.criteria_decision, case.review_decision, case.notification
    is_withdrawn = notification is not None and notification.withdrawn_at is not None
    return Facts(
        children=tuple(_child(child) for child in children),
        has_abuse=ABUSE.get(case.abuse),
        harm=Harm(case.outcome),
        is_contribution=case.kind == CaseKind.CONTRIBUTION,
        is_met=criteria.is_met if criteria is not None and criteria.reopened_at is None else None,
        is_notified=notification is not None and not is_withdrawn,
        was_withdrawn=is_withdrawn,
        is_review_wanted=(
            review.outcome == ReviewOutcome.CSPR
            if review is not None and review.reopened_at is None
            else None
        ),
        is_commissioned=hasattr(case, "review"),
        other_areas=_other_areas(case, children),
        counts_from_awareness=counts_from_awareness,
        deaths_from=(
            states.first_deaths_from(case) if any(child.death_known_on for child in children) else None
        ),
    )


def _child(child: Child) -> ChildFacts:
    age = _age(child)
    is_care_leaver = KNOWN.get(child.is_care_leaver)
    if child.age_band == AgeBand.FROM_18 and is_care_leaver is None:
        # The band itself says so.
        is_care_leaver = True
    harm = Harm(child.outcome) if child.outcome else None
    return ChildFacts(
        child.pseudonym,
        age,
        KNOWN.get(child.is_looked_after),
        is_care_leaver,
        harm,
        key=str(child.pk),
        known_on=child.death_known_on,
    )


def _age(child: Child) -> Age:
    """Under 18 as soon as the years or the band say so: then test A must be decided."""
    is_band_grown = child.age_band == AgeBand.FROM_18
    is_band_known = child.age_band != AgeBand.NOT_KNOWN
    years = child.age_years
    if (years is not None and years < GROWN_FROM_YEARS) or (is_band_known and not is_band_grown):
        return Age.UNDER_18
    return Age.FROM_18 if is_band_grown or years is not None else Age.NOT_KNOWN


def _other_areas(case: Case, children: list[Child]) -> tuple[str, ...]:
    """The areas in which the children live or are placed, each once, but for the case's own."""
    found: dict[str, str] = {}
    for child in children:
        for name in (child.home_area, child.placing_area):
            if name.strip() and name.strip().casefold() != case.area.name.casefold():
                found.setdefault(name.strip().casefold(), name.strip())
    return tuple(found.values())


def _of_deaths(case: Case) -> list[TellingFacts]:
    """What tells of deaths: as read with the children, or else from the case's tellings."""
    children = list(case.children.all())
    if not all(hasattr(child, name) for child in children for name in DAYS_TOLD.values()):
        return tellings(case)
    return [
        TellingFacts(body, day, children=frozenset([str(child.pk)]))
        for child in children
        for body, name in DAYS_TOLD.items()
        if (day := getattr(child, name))
    ]


def _ended_told(case: UUID | OuterRef) -> QuerySet[StageChange, datetime]:
    """When a case ended as told, the latest first."""
    changes = StageChange.objects.filter(case=case, to_stage=Stage.TOLD)
    return changes.order_by("-changed_at").values_list("changed_at", flat=True)

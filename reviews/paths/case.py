"""Reads a case for the rules of its path. Nothing is decided here, and nothing is changed."""

from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery

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
    Telling,
)

from .facts import DEATH, Age, Asked, Body, ChildFacts, Facts, Harm, Path, TellingFacts
from .rules import path, with_tellings

GROWN_FROM_YEARS = 18
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
    tellings = [TellingFacts(one.told, one.told_on, one.who) for one in case.tellings.all()]
    return with_tellings(found.duties, tellings, notification.sent_on if notification and holds else None)


def with_days_told(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Read with each case when those who are told of a death first were, so that its clocks cost no query more.

    When the death was recorded, where that was after the case was logged, is read too.
    """
    days = {
        f"_told_{body.value}": Subquery(
            Telling.objects.filter(case=OuterRef("pk"), told=body).order_by("told_on").values("told_on")[:1]
        )
        for body in DEATH
    }
    rows = Knowledge.objects.filter(case=OuterRef("pk"))
    alive = Knowledge.objects.filter(case=OuterRef(OuterRef("pk"))).exclude(outcome=Outcome.DIED)
    died = rows.filter(
        outcome=Outcome.DIED, set_at__gt=Subquery(alive.order_by("-set_at").values("set_at")[:1])
    )
    return cases.annotate(**days, _death_recorded_at=Subquery(died.order_by("set_at").values("set_at")[:1]))


def death_recorded_at(case: Case) -> datetime | None:
    """Return when it was recorded that `case` is about a death, if that was after it was logged; else None.

    Costs a query unless the case was read `with_days_told`.
    """
    if hasattr(case, "_death_recorded_at"):
        found: datetime | None = case._death_recorded_at
        return found
    return states.death_recorded_at(case.knowledge.all())


def days_told(case: Case) -> dict[Body, date | None]:
    """Return the day on which each of those who are told of a death first was, or None.

    Costs a query unless the case was read `with_days_told`, or its tellings are prefetched.
    """
    if all(hasattr(case, f"_told_{body.value}") for body in DEATH):
        return {body: getattr(case, f"_told_{body.value}") for body in DEATH}
    tellings = list(case.tellings.all())
    return {body: min((one.told_on for one in tellings if one.told == body), default=None) for body in DEATH}


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
    )


def _child(child: Child) -> ChildFacts:
    age = _age(child)
    is_care_leaver = KNOWN.get(child.is_care_leaver)
    if child.age_band == AgeBand.FROM_18 and is_care_leaver is None:
        # The band itself says so.
        is_care_leaver = True
    harm = Harm(child.outcome) if child.outcome else None
    return ChildFacts(child.pseudonym, age, KNOWN.get(child.is_looked_after), is_care_leaver, harm)


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

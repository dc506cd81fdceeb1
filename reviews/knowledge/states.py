"""What was known of a case, and when: as it holds, as it held at a moment, and each change. Reading only.

The first row of `Knowledge` says what was known when the case was logged, and is written with the first change;
a case on which nothing changed has none. Who may change it is in access.py; what follows from it, in reviews/paths/.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from cspr_portal import clock
from reviews.children.outcomes import in_words
from reviews.models import Abuse, Case, Child, Knowledge, Outcome, User

DAY = "Day both were known"


@dataclass(frozen=True)
class Known:
    """The facts that may change after a case is logged. `children`: own outcome by key, "" for the case's.

    `deaths`: by key, for whoever died, the day in London on which the local authority knew of it.
    """

    abuse: str
    outcome: str
    both_limbs_on: date
    children: Mapping[UUID, str] = field(default_factory=dict)
    deaths: Mapping[UUID, date] = field(default_factory=dict)

    @property
    def died(self) -> list[UUID]:
        """The keys of the children who died, in the order of the children."""
        return [key for key, own in self.children.items() if (own or self.outcome) == Outcome.DIED]

    @property
    def fingerprint(self) -> str:
        """A short text, another one whenever a fact is: a page sends it back to say what it had shown."""
        children = sorted(f"{key}:{outcome}" for key, outcome in self.children.items())
        deaths = sorted(f"{key}:{day.isoformat()}" for key, day in self.deaths.items())
        facts = "|".join([self.abuse, self.outcome, self.both_limbs_on.isoformat(), *children, *deaths])
        return hashlib.sha256(facts.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Held:
    """What was known of a case at a moment, as its rows tell. The children's own outcomes are not in them."""

    abuse: str
    outcome: str
    both_limbs_on: date
    both_limbs_reason: str


@dataclass(frozen=True)
class Entry:
    """One line of the history: since when something was known, who said so, why, and what it changed."""

    at: datetime
    by: User
    reason: str
    # For each fact: what it is called, what was known before, what is known from then on
    changes: tuple[tuple[str, str, str], ...]
    # What was known when the case was logged, for the first entry
    logged: tuple[tuple[str, str], ...] = ()


def now(case: Case) -> Known:
    """Return what holds on `case`."""
    children = list(case.children.all())
    known = Known(
        case.abuse, case.outcome, case.both_limbs_on, {child.pk: child.outcome for child in children}
    )
    died = [child for child in children if child.pk in known.died]
    first = first_deaths_from(case) if any(child.death_known_on is None for child in died) else case.aware_on
    return replace(known, deaths={child.pk: child.death_known_on or first for child in died})


def at_moment(case: Case, moment: datetime) -> Held:
    """Return what was known of `case` at `moment`; before it was logged, what was known then."""
    rows = list(case.knowledge.all())
    if not rows:
        return Held(case.abuse, case.outcome, case.both_limbs_on, case.both_limbs_reason)
    past = [row for row in rows if row.set_at <= moment] or rows[:1]
    last = past[-1]
    of_the_day = [row.reason for row in past if row.both_limbs_on != row.earlier_both_limbs_on]
    return Held(last.abuse, last.outcome, last.both_limbs_on, (of_the_day or [past[0].reason])[-1])


def first_deaths_from(case: Case) -> date:
    """Return from which day the telling of a death counts that has no day of its own (in London).

    That is awareness of the incident; or the day on which it was recorded that the case is about a death at all.
    Costs a query unless the case was read `paths.with_moments`.
    """
    if hasattr(case, "_death_recorded_at"):
        recorded_at: datetime | None = case._death_recorded_at
    else:
        recorded_at = death_recorded_at(case.knowledge.all())
    return clock.today(recorded_at) if recorded_at else case.aware_on


def children_then(case: Case, moment: datetime, children: Iterable[Child]) -> None:
    """Set on `children` what was known of them at `moment`, from what they say now. Nothing is saved.

    Rows written before they kept it are undone as far as that follows from the case's own outcome.
    """
    children = list(children)
    later = [row for row in case.knowledge.all() if row.set_at > moment]
    if any(row.children_before is None for row in later):
        own = own_outcomes_then(
            at_moment(case, moment).outcome, case.outcome, [one.outcome for one in children]
        )
        for child, outcome in zip(children, own, strict=True):
            child.outcome = outcome
        return
    by_key = {str(child.pk): child for child in children}
    for row in reversed(later):
        for key, (outcome, known_on) in (row.children_before or {}).items():
            by_key[key].outcome = outcome
            by_key[key].death_known_on = date.fromisoformat(known_on) if known_on else None


def own_outcomes_then(then: str, now: str, own: Sequence[str]) -> list[str]:
    """Return the children's own outcomes while the case's was `then`, from those that they have `now`. Pure.

    Rows of long ago don't hold them, so only what follows from the case's own is undone: no child of a case had
    died before the case was about a death, and one had while it was.
    """
    if then == now:
        return list(own)
    if then == Outcome.DIED:
        return list(own) if "" in own else [""] * len(own)
    return ["" if outcome == Outcome.DIED else outcome for outcome in own]


def death_recorded_at(rows: Iterable[Knowledge]) -> datetime | None:
    """Return since when a case is known to be about a death, by its rows in order; None: since it was logged, or not."""
    since, was_alive = None, False
    for row in rows:
        if row.outcome != Outcome.DIED:
            since, was_alive = None, True
        elif was_alive and since is None:
            since = row.set_at
    return since


def is_decided_on_other_facts(case: Case) -> bool:
    """Whether the decision on test A that holds was made while something else was known of one of its limbs."""
    decision = case.criteria_decision
    if decision is None or decision.reopened_at is not None:
        return False
    held = at_moment(case, decision.decided_at)
    return (held.abuse, held.outcome) != (case.abuse, case.outcome)


def is_said(case: Case, known: Known, reason: str, by: User) -> bool:
    """Whether `by` said exactly this, for this reason, with the newest change: the same form sent again."""
    newest = case.knowledge.last()
    if newest is None or newest.set_by_id != by.pk or known != now(case):
        return False
    return newest.reason == reason or newest.reason.startswith(f"{reason}\n\n")


def history(case: Case) -> list[Entry]:
    """Return all that was known of `case`, the newest first, down to what was known when it was logged."""
    first, *rows = list(case.knowledge.select_related("set_by")) or [as_logged(case)]
    entries = [Entry(first.set_at, first.set_by, first.reason, (), _all(first))]
    for before, row in zip([first, *rows], rows, strict=False):
        entries.append(Entry(row.set_at, row.set_by, row.reason, _changes(before, row)))
    return entries[::-1]


def as_logged(case: Case) -> Knowledge:
    """Return the row, not saved, of what was known when `case` was logged. Only before anything changed."""
    return Knowledge(
        case=case,
        abuse=case.abuse,
        outcome=case.outcome,
        both_limbs_on=case.both_limbs_on,
        earlier_both_limbs_on=case.both_limbs_on,
        reason=case.both_limbs_reason,
        set_at=case.logged_at,
        set_by=case.logged_by,
    )


def _all(row: Knowledge) -> tuple[tuple[str, str], ...]:
    return (
        ("Abuse or neglect", Abuse(row.abuse).label),
        ("Outcome", in_words(row.outcome)),
        (DAY, clock.day_words(row.both_limbs_on)),
    )


def _changes(before: Knowledge, row: Knowledge) -> tuple[tuple[str, str, str], ...]:
    pairs = zip(_all(before), _all(row), strict=True)
    return tuple((name, was, now) for (name, was), (_name, now) in pairs if was != now)

"""What is done to the children of a case: added, their facts changed, renamed. Their identities are sealed elsewhere.

What happened to a child of a logged case changes with what is known of it, for a reason: reviews/knowledge/.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack
from uuid import UUID

from cspr_portal.refusals import NotYet, Refused, check
from reviews import guesses, sealed
from reviews.audit.recording import action, record
from reviews.cases import access
from reviews.knowledge import access as knowledge
from reviews.models import Case, Child, Outcome, User
from reviews.stage_moves import lock

from .outcomes import check_together

# One sentence for a name of anybody in the case, a part of it and the child's initials: it does not say which was hit.
REAL_NAME = (
    "This is too near to what is sealed in the case. Choose a pseudonym that has nothing of a real name."
)


class LastingFacts(TypedDict, total=False):
    """What the notification form asks about a child; what is left out is not known."""

    age_band: str
    age_years: int | None
    sex: str
    ethnicity: str
    is_disabled: str
    is_looked_after: str
    placement: str
    is_care_leaver: str
    child_in_need_plan: str
    child_protection_plan: str
    legal_status: str
    is_known_to_agencies: str
    home_area: str
    placing_area: str
    former_areas: str


class ChildFacts(LastingFacts, total=False):
    """The same, and what happened to the child; left out or empty, that is the case's outcome."""

    outcome: str


@action
def add_child(
    case: Case,
    *,
    pseudonym: str,
    by: User,
    at: datetime,
    siblings: Iterable[UUID | str] = (),
    death_known_on: date | None = None,
    **facts: Unpack[ChildFacts],
) -> Child:
    """Add a child under a pseudonym that no other child of the case has. Raises NotYet when one has it.

    Raises NotYet too when the child's own outcome contradicts the case's, and Refused for a name that is sealed in
    the case: a sibling's, say, and for a day on which its death can't have been known. `siblings` are the keys of
    other children of the case. `death_known_on` (a day in London) left out: it was known with the first death.
    """
    case = lock(case)
    check(access.add_child(by, case, at))
    pseudonym = pseudonym.strip()
    if case.children.filter(pseudonym__iexact=pseudonym).exists():
        raise NotYet(f"Already: this case has a child called {pseudonym}. Use another pseudonym.")
    check(guesses.too_many(by, at))
    if sealed.has_sealed_name(case, pseudonym):
        raise Refused(REAL_NAME)
    others = case.children.values_list("outcome", flat=True)
    check_together(case.outcome, [facts.get("outcome", ""), *others])
    if (facts.get("outcome") or case.outcome) != Outcome.DIED:
        death_known_on = None
    if death_known_on is not None:
        check(knowledge.wrong_death(case, pseudonym, death_known_on, at))
    child = Child.objects.create(
        case=case,
        pseudonym=pseudonym,
        death_known_on=death_known_on,
        added_at=at,
        added_by=by,
        **facts,
    )
    child.siblings.set(case.children.exclude(pk=child.pk).filter(pk__in=list(siblings)))
    record(by, "case.child_added", case.reference)
    return child


@action
def change_child(
    case: Case,
    child: Child,
    *,
    by: User,
    at: datetime,
    siblings: Iterable[UUID | str],
    **facts: Unpack[LastingFacts],
) -> list[str]:
    """Change what is known of a child, and which children of the case are its siblings; not what happened to it.

    Return the names of the facts that are different now; the audit log keeps the names alone.
    """
    case = lock(case)
    check(access.add_child(by, case, at))
    child = case.children.get(pk=child.pk)
    different = [name for name, value in facts.items() if getattr(child, name) != value]
    for name in different:
        setattr(child, name, facts[name])  # type: ignore[literal-required]
    child.save(update_fields=different)
    others = case.children.exclude(pk=child.pk).filter(pk__in=list(siblings))
    if set(others) != set(child.siblings.all()):
        child.siblings.set(others)
        different.append("siblings")
    if different:
        record(by, "case.child_changed", case.reference, facts=", ".join(sorted(different)))
    return different


@action
def rename_child(case: Case, child: Child, *, pseudonym: str, by: User, at: datetime) -> None:
    """Give a child of the case another pseudonym.

    Raises NotYet when another child of the case has it, Refused when it has a sealed name in it or spells the child's.
    """
    case = lock(case)
    check(access.add_child(by, case, at))
    pseudonym = pseudonym.strip()
    if case.children.exclude(pk=child.pk).filter(pseudonym__iexact=pseudonym).exists():
        raise NotYet(f"Already: this case has a child called {pseudonym}. Use another pseudonym.")
    check(guesses.too_many(by, at))
    if sealed.pseudonym_clash(case, pseudonym, child):
        raise Refused(REAL_NAME)
    case.children.filter(pk=child.pk).update(pseudonym=pseudonym)
    record(by, "case.child_renamed", case.reference)

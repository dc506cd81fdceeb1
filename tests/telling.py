"""Cases of which others are told: logged by the real actions, with the children's facts. No test lives here."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews import clocks
from reviews.audit.recording import action
from reviews.cases import actions as cases
from reviews.children import actions as children
from reviews.contributions import actions as contributions
from reviews.criteria import actions as criteria
from reviews.deadlines import Clock
from reviews.models import Case, CaseKind
from reviews.stages import Stage
from tests.deciding import today

LOOKED_AFTER = {
    "pseudonym": "Child Wren",
    "age_band": "5_to_10",
    "is_looked_after": "yes",
    "is_care_leaver": "no",
}
LEAVER_17 = {"pseudonym": "Child Wren", "age_years": 17, "is_looked_after": "no", "is_care_leaver": "yes"}
LEAVER_24 = {"pseudonym": "Robin", "age_band": "18_to_24", "age_years": 24, "is_looked_after": "no"}
CHILD = {"pseudonym": "Child Wren", "age_band": "5_to_10", "is_looked_after": "no", "is_care_leaver": "no"}


@action
def log(cast: Any, *who: dict[str, Any], days_ago: int = 0, **facts: Any) -> Case:
    """Log a case of these children, of which the council became aware so many days ago: a death without abuse."""
    aware_on = today() - timedelta(days=days_ago)
    at = clock.at_hour(aware_on, 9)
    known: dict[str, Any] = {
        "by": cast.coordinator,
        "at": at,
        "form_key": uuid.uuid4(),
        "area": cast.partnership.areas["Northmere"],
        "children_safe": "yes",
        "incident_precision": "unknown",
        "aware_on": aware_on,
        "abuse": "neither",
        "outcome": "died",
        "summary": "A death with a known illness.",
        **facts,
    }
    if known.pop("kind", CaseKind.INCIDENT) == CaseKind.CONTRIBUTION:
        case = contributions.log_contribution(led_by="Westmere partnership", asked_on=aware_on, **known)
    else:
        case = cases.log_case(**known)
    for child in who:
        children.add_child(case, by=cast.coordinator, at=at, **child)
    return Case.objects.get(pk=case.pk)


def decide(cast: Any, case: Case, is_met: bool) -> None:
    """The three views and the decision on the criteria, all of one mind."""
    at = clock.now()
    for person in (cast.la, cast.police, cast.icb):
        criteria.give_view(
            case,
            abuse="suspected" if is_met else "neither",
            outcome=case.outcome,
            view="agrees" if is_met else "disagrees",
            reasons="As the doctors have it.",
            by=person,
            at=at,
        )
    criteria.decide_criteria(
        case, is_met=is_met, rationale="As the three partners see it.", by=cast.coordinator, at=at
    )


def clocks_of(case: Case) -> dict[str, Clock]:
    """The clocks that run or have run, by their keys."""
    return {one.key: one for one in clocks.of_case(Case.objects.get(pk=case.pk))}


def not_running(case: Case) -> dict[str, str]:
    """The clocks that don't run, by their names, each with its reason."""
    return dict(clocks.not_running(Case.objects.get(pk=case.pk)))


def _found_not_met(walk: Walk) -> None:
    walk.notify()
    la, police, icb = walk.partners
    cast = SimpleNamespace(coordinator=walk.coordinator, la=la, police=police, icb=icb)
    decide(cast, walk.case, is_met=False)


def _of_a_grown_care_leaver(walk: Walk) -> None:
    child = walk.case.children.get()
    facts = {"age_band": "18_to_24", "is_care_leaver": "yes"}
    children.change_child(walk.case, child, siblings=(), by=walk.coordinator, at=walk.at, **facts)
    Case.objects.filter(pk=walk.case.pk).update(outcome="died")


# For the table in test_every_form.py: where each form stands, who fills it in, what must have happened first
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "notify": (Stage.LOGGED, "la", lambda walk: None),
    "correct_notification": (Stage.RAPID_REVIEW, "la", lambda walk: None),
    "withdraw_notification": (Stage.LOGGED, "coordinator", _found_not_met),
    "record_telling": (Stage.LOGGED, "la", lambda walk: None),
    "end_told": (Stage.LOGGED, "coordinator", _of_a_grown_care_leaver),
    "what_is_known": (Stage.RAPID_REVIEW, "la", lambda walk: None),
}

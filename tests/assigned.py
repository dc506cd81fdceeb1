"""People assigned to a case and advice on it, by the real actions, and the forms about both. No test."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.assignments import actions, advising
from reviews.models import Advice, Assignment, Case, User
from reviews.stages import Stage


def assign(case: Case, person: User, by: User, ends_on: date | None = None) -> Assignment:
    """Let the person read the case."""
    reason = "Scrutiny of this year’s reviews."
    return actions.assign(case, person, reason=reason, ends_on=ends_on, by=by, at=clock.now())


def advise(case: Case, person: User, words: str = "Hear the child before the draft.") -> Advice:
    """Record the scrutineer's advice on how the review is going."""
    return advising.give_advice(case, about="enquiry", advice=words, by=person, at=clock.now())


def advised(case: Case, cast: Any) -> None:
    """Assign a lead partner and a scrutineer, who advises."""
    assign(case, cast.lead_partner, cast.coordinator)
    assign(case, cast.scrutineer, cast.coordinator)
    advise(case, cast.scrutineer)


def _a_scrutineer(walk: Walk) -> None:
    assign(walk.case, walk.partnership["scrutineer"], walk.coordinator)


def _advice(walk: Walk) -> None:
    _a_scrutineer(walk)
    advise(walk.case, walk.partnership["scrutineer"])


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "assign": (Stage.LOGGED, "coordinator", lambda walk: None),
    "give_advice": (Stage.LOGGED, "scrutineer", _a_scrutineer),
    "respond_to_advice": (Stage.LOGGED, "icb", _advice),
}
# One press of a button and no field to fill in.
PLAIN = {"end_assignment"}


def keys(case: Case) -> dict[str, Any]:
    """The keys of what `advised` put there."""
    return {"assignment": case.assignments.first().pk, "advice": case.advice.first().pk}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    wanted = {"respond_to_advice": "advice", "end_assignment": "assignment"}.get(name)
    return {wanted: keys(case)[wanted]} if wanted else {}

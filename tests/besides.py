"""What stands beside a case (agencies involved, proceedings, a contribution), made by the real actions. No test."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.children import actions as children
from reviews.contributions import actions as contributions
from reviews.involvement import actions as involvement
from reviews.models import Area, Case, Precision, User
from reviews.proceedings import actions as proceedings
from reviews.stages import Stage


def put_beside(case: Case, by: User) -> None:
    """Add an agency of elsewhere, and an inquest."""
    at = clock.now()
    involvement.add_agency(
        case, agency=None, other_name="Lowdale Trust", involvement="Knew them.", by=by, at=at
    )
    proceedings.add_proceeding(case, kind="inquest", status="open", led_by="The coroner", by=by, at=at)


def contribution(area: Area, by: User, *, days_ago: int = 5) -> Case:
    """A case in which another partnership leads, asked of us some days ago."""
    at = clock.now()
    asked_on = clock.today(at) - timedelta(days=days_ago)
    case = contributions.log_contribution(
        by=by,
        at=at,
        form_key=uuid.uuid4(),
        area=area,
        led_by="Farholt Partnership",
        asked_on=asked_on,
        children_safe="yes",
        incident_precision=Precision.UNKNOWN,
        aware_on=asked_on,
        abuse="suspected",
        outcome="died",
        summary="They ask what our services knew.",
    )
    children.add_child(case, pseudonym="Child Wren", by=by, at=at)
    return case


def _beside(walk: Walk) -> None:
    put_beside(walk.case, walk.coordinator)


def _contribution(walk: Walk) -> None:
    walk.case = contribution(walk.area, walk.coordinator)


def nothing(walk: Walk) -> None:
    """Nothing has to happen first."""


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "change_child": (Stage.LOGGED, "la", nothing),
    "add_involved_agency": (Stage.LOGGED, "icb", nothing),
    "change_involved_agency": (Stage.LOGGED, "coordinator", _beside),
    "remove_involved_agency": (Stage.LOGGED, "police", _beside),
    "add_proceeding": (Stage.LOGGED, "police", nothing),
    "change_proceeding": (Stage.LOGGED, "coordinator", _beside),
    "contribution_returned": (Stage.LOGGED, "coordinator", _contribution),
    "record_handover": (Stage.LOGGED, "la", nothing),
}


def keys(case: Case) -> dict[str, Any]:
    """The keys of what `put_beside` put there."""
    return {
        "involved": case.involved_agencies.get().pk,
        "proceeding": case.proceedings.get().pk,
    }


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    if name == "change_child":
        return {"child": case.children.first().pk}
    wanted = {
        "change_involved_agency": "involved",
        "remove_involved_agency": "involved",
        "change_proceeding": "proceeding",
    }.get(name)
    return {wanted: keys(case)[wanted]} if wanted else {}

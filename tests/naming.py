"""A child's own name proposed by the real action, and its forms. No test lives here."""

from collections.abc import Callable
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from publications.models import OwnName
from publications.own_names import actions
from reviews.models import Case, Child, User
from reviews.stages import Stage

REASONS = {
    "family_wish": "The mother wishes it.",
    "lawfully_public": "A trial without restrictions.",
    "legal_advice": "Counsel, last week.",
}


def proposed(case: Case, by: User, child: Child | None = None) -> OwnName:
    """Propose the own name of `child`, or of the only child."""
    return actions.propose(case, child or case.children.get(), **REASONS, by=by, at=clock.now())


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], Any]]] = {
    "propose_own_name": (Stage.LOGGED, "coordinator", lambda walk: None),
    "end_own_name": (Stage.LOGGED, "coordinator", lambda walk: proposed(walk.case, walk.coordinator)),
}
# One press of a button and no field to fill in.
PLAIN = {"agree_own_name"}


def keys(case: Case) -> dict[str, Any]:
    """The key of what `proposed` put there."""
    return {"own_name": OwnName.objects.get(case=case).pk}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    return {} if name == "propose_own_name" else keys(case)

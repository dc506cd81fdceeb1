"""The forms of the rapid review and of the national Panel's answers, and what must have happened first. No test."""

from collections.abc import Callable
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import Case
from reviews.rapid_review import answers
from reviews.stages import Stage
from tests.deciding import answered, today


def challenged(walk: Walk) -> None:
    """The national Panel answers, and the partners challenge it."""
    answers.record_response(
        answered(walk.case, walk.coordinator),
        response="challenge",
        reason="Look at housing again.",
        responded_on=today(),
        by=walk.coordinator,
        at=clock.now(),
    )


def _answered(walk: Walk) -> None:
    answered(walk.case, walk.coordinator)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "rapid_review_meeting": (Stage.RAPID_REVIEW, "coordinator", lambda walk: None),
    "rapid_review_section": (Stage.RAPID_REVIEW, "coordinator", lambda walk: None),
    "bring_rapid_review": (Stage.RAPID_REVIEW, "coordinator", lambda walk: None),
    "respond_to_panel": (Stage.SCOPING, "icb", _answered),
    "challenge_followed": (Stage.SCOPING, "police", challenged),
}
# One press of a button and no field to fill in.
PLAIN = {"complete_rapid_review", "take_rapid_review"}


def keys(case: Case) -> dict[str, Any]:
    """The keys that these addresses need beside the reference."""
    answer = case.panel_answers.first()
    return {"key": "facts", **({"answer": answer.pk} if answer else {})}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    wanted = {"rapid_review_section": "key", "rapid_review_meeting": "", "bring_rapid_review": ""}.get(
        name, "answer"
    )
    return {wanted: keys(case)[wanted]} if wanted else {}

"""Learning on a case, by the real actions, and the forms about it. No test lives here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.learning import actions
from reviews.models import ActionState, Case, LearningAction, Theme, User
from reviews.stages import Stage
from tests import files


def learn(case: Case, by: User) -> None:
    """Add a finding, a recommendation and an action."""
    at = clock.now()
    due_on = clock.today(at) + timedelta(days=30)
    actions.add_finding(case, title="Nobody asked.", text="Each waited for the other.", by=by, at=at)
    actions.add_recommendation(
        case,
        findings=case.findings.all(),
        owners=(),
        by=by,
        at=at,
        change="One number to ring.",
        measure="Calls a month.",
        by_day=None,
        other_owners="The trust",
    )
    actions.add_action(
        case,
        by=by,
        at=at,
        what="Set it up.",
        agency=None,
        other_owner="The trust",
        led_by="Dana Reed, head of service",
        due_on=due_on,
    )


def brought_to(one: LearningAction, state: str, by: User, other: User) -> LearningAction:
    """Say that the action is done and, where `state` asks for it, let somebody else verify it."""
    at = clock.now()
    if state in (ActionState.DONE, ActionState.VERIFIED):
        actions.take_step(one, to_state="done", note="It is there.", seen_state=one.state, by=by, at=at)
    if state == ActionState.VERIFIED:
        actions.take_step(one, to_state="verified", note="Seen.", seen_state="done", by=other, at=clock.now())
    return one


def _learned(walk: Walk) -> None:
    """So that each form has something to choose from."""
    Theme.objects.get_or_create(name="Hearing the child", slug="hearing-the-child")
    files.papers(walk.case, walk.coordinator)
    learn(walk.case, walk.coordinator)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "share_early": (Stage.LOGGED, "la", lambda walk: None),
    "add_finding": (Stage.LOGGED, "coordinator", _learned),
    "change_finding": (Stage.LOGGED, "coordinator", _learned),
    "add_recommendation": (Stage.LOGGED, "coordinator", _learned),
    "change_recommendation": (Stage.LOGGED, "police", _learned),
    "respond_to_recommendation": (Stage.LOGGED, "icb", _learned),
    "add_action": (Stage.LOGGED, "coordinator", _learned),
    "record_step": (Stage.LOGGED, "coordinator", _learned),
    "record_impact": (Stage.LOGGED, "la", _learned),
}


def keys(case: Case) -> dict[str, Any]:
    """The keys of what `learn` put there."""
    return {
        "finding": case.findings.get().pk,
        "recommendation": case.recommendations.get().pk,
        "action": case.learning_actions.get().pk,
    }


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    wanted = {
        "change_finding": "finding",
        "change_recommendation": "recommendation",
        "respond_to_recommendation": "recommendation",
        "record_step": "action",
        "record_impact": "action",
    }.get(name)
    return {wanted: keys(case)[wanted]} if wanted else {}

"""What waits on a case because of its learning: late and blocked actions, what is to be verified or looked at again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from reviews.models import ActionState, Case, Turn
from reviews.report.access import AGREED_STAGES


def all_of(case: Case) -> Iterator[Turn]:
    """Yield what waits because of the learning of `case`, whatever its stage."""
    for one in case.learning_actions.prefetch_related("steps", "impacts"):
        about: dict[str, Any] = {"subject": one.pk, "sort_on": one.due_on}
        if one.state in (ActionState.OPEN, ActionState.UNDER_WAY):
            day_after = one.due_on + timedelta(days=1)
            yield Turn.of_coordinator(case, "late_action", shown_from=day_after, **about)
        elif one.state == ActionState.BLOCKED:
            yield Turn.of_coordinator(case, "blocked_action", **about)
        elif one.state == ActionState.DONE:
            done = [step for step in one.steps.all() if step.to_state == ActionState.DONE]
            yield from Turn.of_coordinator_and_partners(
                case, "verify_action", not_for_id=done[-1].taken_by_id, **about
            )
        impacts = list(one.impacts.all())
        if impacts and impacts[-1].look_again_on is not None:
            day = impacts[-1].look_again_on
            yield Turn.of_coordinator(case, "look_at_impact", subject=one.pk, sort_on=day, shown_from=day)
    # While the report is being written its recommendations still change.
    if case.stage in AGREED_STAGES or not hasattr(case, "review"):
        for key in case.recommendations.filter(responded_at__isnull=True).values_list("pk", flat=True):
            yield from Turn.of_coordinator_and_partners(case, "respond_to_recommendation", subject=key)

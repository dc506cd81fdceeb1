"""What a case's next steps lack, as the refusals say it. Kept with the case, so that its page need not ask again."""

from dataclasses import dataclass

from cspr_portal import clock
from reviews import paths, stage_moves
from reviews.criteria import access as criteria
from reviews.models import (
    Case,
)
from reviews.stages import Stage


@dataclass(frozen=True)
class Lack:
    """What one of a case's next steps lacks: the label of the step, the sentence, the stage a person would move to."""

    step: str
    sentence: str
    target: Stage | None = None


def what_is_missing(case: Case) -> list[Lack]:
    """Return what the case's next steps lack; nothing for one that may be taken."""
    at = clock.now()
    found: list[Lack] = []
    if case.stage == Stage.LOGGED and paths.of_case(case).needs_criteria:
        sentence = criteria.missing_for_criteria(case, at)
        if sentence is not None:
            found.append(Lack("Record the criteria decision", sentence))
    for target in stage_moves.next_by_hand(case):
        sentence = stage_moves.missing_for(case, target, at)
        if sentence is not None:
            found.append(Lack("Move the review on", sentence, target))
    return found

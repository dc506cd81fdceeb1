"""What happened to each child of a case, where that is not the same for all. Pure; who is told is in reviews/paths/.

A child without an outcome of its own shares the case's.
"""

from collections.abc import Sequence

from cspr_portal.refusals import NotYet
from reviews.models import Outcome


def in_words(outcome: str) -> str:
    """Return an outcome (Outcome) as it reads where it stands alone."""
    return "Not seriously harmed" if outcome == Outcome.NEITHER else str(Outcome(outcome).label)


def contradiction(case_outcome: str, children: Sequence[str]) -> str | None:
    """Say how the outcomes of a case's children contradict the case's own (Outcome; "" for the case's), or None.

    The case's outcome is the gravest. Nothing contradicts an outcome that is not answered yet.
    """
    if not case_outcome or not children:
        return None
    has_died = Outcome.DIED in [outcome or case_outcome for outcome in children]
    if has_died and case_outcome != Outcome.DIED:
        return (
            f"The case’s outcome is “{Outcome(case_outcome).label}”, so no child of it can have died. "
            "Change the case’s outcome first."
        )
    if not has_died and case_outcome == Outcome.DIED:
        return (
            "The case’s outcome is “Died”, so at least one of its children has died. "
            "Choose “Died” for whoever did, or leave them at the case’s outcome."
        )
    return None


def check_together(case_outcome: str, children: Sequence[str]) -> None:
    """Raise NotYet with the sentence when the outcomes contradict one another."""
    sentence = contradiction(case_outcome, children)
    if sentence is not None:
        raise NotYet(f"Not yet: {sentence[:1].lower()}{sentence[1:]}")

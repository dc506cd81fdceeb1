"""What may follow what in a learning action, and how it stands on a day. Pure."""

from datetime import date

from reviews.models import ActionState

# Verified by somebody else than who said that it is done; reopened when the change did not last.
FOLLOWS: dict[ActionState, tuple[ActionState, ...]] = {
    ActionState.OPEN: (ActionState.UNDER_WAY, ActionState.BLOCKED, ActionState.DONE),
    ActionState.UNDER_WAY: (ActionState.UNDER_WAY, ActionState.BLOCKED, ActionState.DONE),
    ActionState.BLOCKED: (ActionState.BLOCKED, ActionState.UNDER_WAY, ActionState.DONE),
    ActionState.DONE: (ActionState.VERIFIED, ActionState.UNDER_WAY),
    ActionState.VERIFIED: (ActionState.UNDER_WAY,),
}
# What still has to be done by its day.
RUNNING = (ActionState.OPEN, ActionState.UNDER_WAY, ActionState.BLOCKED)


def step_words(from_state: str, to_state: str) -> str:
    """Return what a step is called, as the choice of somebody who takes it."""
    if to_state == ActionState.UNDER_WAY and from_state == ActionState.UNDER_WAY:
        return "Record progress"
    if to_state == ActionState.BLOCKED and from_state == ActionState.BLOCKED:
        return "Still blocked"
    if to_state == ActionState.UNDER_WAY and from_state == ActionState.DONE:
        return "Not done yet: back to under way"
    if to_state == ActionState.UNDER_WAY and from_state == ActionState.VERIFIED:
        return "Reopen it: the change did not last"
    return {
        ActionState.UNDER_WAY: "Under way",
        ActionState.BLOCKED: "Blocked: it can’t go on",
        ActionState.DONE: "Done: with the evidence",
        ActionState.VERIFIED: "Verified: I have seen the evidence",
    }[ActionState(to_state)]


def look(state: str, due_on: date, today: date) -> tuple[str, str]:
    """Return how an action stands on `today` (in London): the words of its tag, and the kind of tag."""
    if state == ActionState.VERIFIED:
        return "Verified", "calm"
    if state == ActionState.DONE:
        return "Done, to be verified", "soon"
    days = (today - due_on).days
    late = f"{days} {'day' if days == 1 else 'days'} late"
    if state == ActionState.BLOCKED:
        return (f"Blocked, {late}" if days > 0 else "Blocked"), "hold"
    if days > 0:
        return late[:1].upper() + late[1:], "late"
    return ("Under way", "live") if state == ActionState.UNDER_WAY else ("Not begun", "quiet")

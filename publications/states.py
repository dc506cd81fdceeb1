"""The state of a publication at a moment, with its words and tone. Pure: dates and facts in, a state out.

Whether the public may see something is not decided here but by `Publication.objects.public(at)`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a publication stands, in the order of its way."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    OPEN = "open"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Look:
    """How a state is shown: its words, the tone of its tag, and whose turn it is."""

    words: str
    tone: str
    owner: str


LOOKS: dict[State, Look] = {
    State.DRAFT: Look("Draft", "soon", "The writer, then somebody else who checks it"),
    State.CHECKED: Look("Checked", "live", "A safeguarding partner, who approves it"),
    State.APPROVED: Look("Approved", "live", "The coordinator or the publisher, who sets the day"),
    State.SCHEDULED: Look("Scheduled", "live", "Nobody: it opens by itself"),
    State.OPEN: Look("Open", "calm", "Nobody: it leaves by itself"),
    State.ENDED: Look("Ended", "quiet", "Nobody: its window is over"),
    State.WITHDRAWN: Look("Withdrawn", "quiet", "Nobody: it was withdrawn early"),
}

# What would be open, or would open by itself, were the database not put back from a backup: see restoring/.
HELD = Look(
    "Held since a restore", "soon", "A coordinator, a delegate or the publisher, who looks at it first"
)


def state(
    *,
    is_checked: bool,
    is_approved: bool,
    opens_at: datetime | None,
    closes_at: datetime | None,
    withdrawn_at: datetime | None,
    at: datetime,
) -> State:
    """Return the state at `at` of a publication whose newest draft is, or is not, checked and approved.

    An early withdrawal that comes after the end of the window can't be: the window had ended by itself.
    """
    if withdrawn_at is not None and withdrawn_at <= at:
        return State.WITHDRAWN
    if opens_at is not None and closes_at is not None:
        if at < opens_at:
            return State.SCHEDULED
        return State.OPEN if at < closes_at else State.ENDED
    if is_approved:
        return State.APPROVED
    return State.CHECKED if is_checked else State.DRAFT

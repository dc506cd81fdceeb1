"""What somebody wrote who asked for a copy, sealed and opened again. Who may open it is in access.py."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from cspr_portal import clock
from publications.models import CopyRequest
from reviews import sealed

KEPT_MONTHS = 6
PURPOSES = (
    ("work", "My work"),
    ("family", "My family"),
    ("research", "Research or study"),
    ("other", "Something else"),
)


@dataclass(frozen=True)
class Asked:
    """What was written, and once a link was sent the address to which it went."""

    name: str
    email: str
    other_way: str
    looking_for: str
    why: str = ""
    purpose: str = ""
    sent_to: str = ""

    @property
    def purpose_words(self) -> str:
        return dict(PURPOSES).get(self.purpose, "")


def close(asked: Asked) -> bytes:
    """Return what was written as it is kept."""
    return sealed.seal_words(json.dumps(asdict(asked)))


def disclose(copy_request: CopyRequest) -> Asked:
    """Return what was written. Raises sealed.Unreadable when none of the keys opens it."""
    return Asked(**json.loads(sealed.open_words(copy_request.sealed)))


def readable_until(received_at: datetime) -> datetime:
    """Return the moment from which nobody reads it: 00:00 in London on the same day number six months on."""
    return clock.start_of_day(clock.add_months(clock.today(received_at), KEPT_MONTHS))

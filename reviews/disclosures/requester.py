"""What tells who a private person is that asks: sealed, opened for a reason, each opening recorded.

A coroner or a court has no need of it: they stand in the register by body and role.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from cspr_portal.refusals import NotYet, check
from reviews import sealed
from reviews.audit.recording import action
from reviews.models import InformationRequest, User

from . import access
from .recording import lock, record_on


@dataclass(frozen=True)
class Requester:
    """A person who asks: their name, how the answer reaches them, and in whose name they ask, where for another."""

    name: str
    reach: str = ""
    acts_for: str = ""

    @property
    def is_anybody(self) -> bool:
        return bool(self.name or self.reach or self.acts_for)


def close(person: Requester) -> bytes:
    """Return what tells who the person is, sealed; nothing for nobody."""
    return sealed.seal_words(json.dumps(asdict(person))) if person.is_anybody else b""


@action
def seal(request: InformationRequest, person: Requester, *, by: User, at: datetime) -> None:
    """Seal who asks, in place of what was sealed before."""
    request = lock(request)
    check(access.go_on(by, request, at))
    request.sealed = close(person)
    request.save(update_fields=["sealed"])
    record_on(request, by, "information.requester_sealed")


@action
def disclose(request: InformationRequest, *, purpose: str, by: User, at: datetime) -> Requester:
    """Return who asks: one audited opening with its purpose.

    Raises Refused, NotYet when nothing is sealed, sealed.Unreadable when no key fits.
    """
    check(access.work(by, request, at))
    if not request.sealed:
        raise NotYet("Not yet: nobody has sealed who asks.")
    record_on(request, by, "information.requester_opened", purpose=purpose)
    return Requester(**json.loads(sealed.open_words(request.sealed)))

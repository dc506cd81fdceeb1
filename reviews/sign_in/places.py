"""Where somebody is signed in, and ending that: by themselves, or by an administrator. It holds from the next request.

Of a browser its family and the kind of machine are known, since when and until when it was used: no network address.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from reviews.audit.recording import action, record
from reviews.models import StaffSession, User

from . import sessions, trail
from .browsers import UNKNOWN


@dataclass(frozen=True)
class Place:
    """A browser in which somebody is signed in."""

    key: UUID
    browser: str
    since: datetime
    last_used: datetime
    is_this: bool


def places(user: User, here: SessionBase, at: datetime) -> list[Place]:
    """Return where `user` is signed in at `at`: the session `here` first, then the one used last."""
    found = [
        place
        for row in StaffSession.objects.filter(user=user)
        if (place := _place(row, user, here, at)) is not None
    ]
    return sorted(found, key=lambda place: (not place.is_this, -place.last_used.timestamp()))


@action
def end_one(user: User, key: UUID) -> bool:
    """End one session of the user's own and return whether there was such a one."""
    ended, _ = StaffSession.objects.filter(user=user, pk=key).delete()
    if ended:
        record(user, "session.ended", person=str(user.pk), sessions=ended)
    return bool(ended)


@action
def end_all(person: User, *, by: User, here: SessionBase | None = None) -> int:
    """End the sessions of `person`, but for `here`, and return how many were ended."""
    doomed = StaffSession.objects.filter(user=person)
    if here is not None and here.session_key:
        doomed = doomed.exclude(pk=sessions.row_key(here.session_key))
    ended, _ = doomed.delete()
    record(by, "session.ended", person=str(person.pk), sessions=ended)
    return ended


def _place(row: StaffSession, user: User, here: SessionBase, at: datetime) -> Place | None:
    facts = sessions.SessionStore().decode(row.session_data)
    if not constant_time_compare(facts.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None  # a new password has ended it
    since, last_used = (
        datetime.fromtimestamp(facts.get(name, 0), UTC) for name in (trail.SIGNED_IN_AT, trail.SEEN_AT)
    )
    if at - last_used >= timedelta(minutes=settings.IDLE_MINUTES):
        return None
    if at - since >= timedelta(hours=settings.LONGEST_HOURS):
        return None
    is_this = row.pk == sessions.row_key(here.session_key or "")
    return Place(row.pk, facts.get(trail.BROWSER, UNKNOWN), since, last_used, is_this)

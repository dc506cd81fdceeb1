"""What lets somebody in and may have been used, or taken back, since the backup: it ends with the restore.

The backup knows it as it was then: a recovery code that has been used would work once more. Sessions, and forms that
wait, are in no backup. Passwords, apps and security keys stay, so that nobody is kept out who has theirs.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from publications.models import CopyLink
from reviews.audit.recording import action, record
from reviews.models import User


@dataclass(frozen=True)
class Ended:
    """How many invitations, people's sets of recovery codes and links to copies have ended."""

    invitations: int
    recovery_codes: int
    copy_links: int


@action
def end_ways_in(at: datetime) -> Ended:
    """End them all at `at`, and say how many there were."""
    codes = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES)
    links = CopyLink.objects.filter(ended_at__isnull=True, expires_at__gt=at)
    ended = Ended(
        invitations=User.objects.filter(invited_at__isnull=False).update(invited_at=None),
        recovery_codes=codes.delete()[0],
        copy_links=links.update(expires_at=at),
    )
    record(
        None,
        "restore.ways_in_ended",
        invitations=ended.invitations,
        recovery_codes=ended.recovery_codes,
        copy_links=ended.copy_links,
    )
    return ended

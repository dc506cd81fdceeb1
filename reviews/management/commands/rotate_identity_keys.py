"""`manage.py rotate_identity_keys`: seals everything again under the newest key of IDENTITY_KEYS.

Put the new key first, restart, run this, and only then take the old key away.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reviews import key_rotation, sealed
from reviews.audit.recording import action
from reviews.sign_in import keeping


class Command(BaseCommand):
    help = "Encrypts sealed identities and second factors again under the newest key, all or none."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            identities, factors = _rotate()
        except (sealed.Unreadable, keeping.Unreadable) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.stdout.write(
            f"Under the newest key now: {identities} sealed items and {factors} second factors."
        )


@action
def _rotate() -> tuple[int, int]:
    return key_rotation.rotate(), keeping.rotate()

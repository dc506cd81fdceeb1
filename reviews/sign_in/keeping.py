"""How the secrets of second factors are kept: encrypted with the keys that also seal identities."""

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from reviews.audit.recording import action, record

# Where allauth keeps codes that don't follow from a seed: recovery.py keeps their hashes there.
CODES = "migrated_codes"


class Unreadable(Exception):
    """None of the keys in IDENTITY_KEYS opens a second factor's secret."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.IDENTITY_KEYS])


def close(text: str) -> str:
    """Return `text` encrypted under the newest key."""
    return _box().encrypt(text.encode()).decode()


def disclose(closed: str) -> str:
    """Return what `closed` holds. Raises Unreadable (an empty secret would have guessable codes)."""
    try:
        return _box().decrypt(closed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("A second factor opens with none of the keys in IDENTITY_KEYS.") from error


@action
def rotate() -> int:
    """Encrypt every second factor's secret again under the newest key and return how many there were.

    Raises Unreadable, and then changes nothing, when one opens with none of the keys.
    """
    box = _box()
    count = 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        try:
            for name in ("secret", "seed"):
                if name in factor.data:
                    factor.data[name] = box.rotate(factor.data[name].encode()).decode()
            if CODES in factor.data:
                factor.data[CODES] = [box.rotate(one.encode()).decode() for one in factor.data[CODES]]
        except InvalidToken as error:
            raise Unreadable("A second factor opens with none of the keys in IDENTITY_KEYS.") from error
        factor.save(update_fields=["data"])
        count += 1
    record(None, "second_factor.rotated", items=count)
    return count

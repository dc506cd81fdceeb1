"""Recovery codes, hashed once they have been shown: from then on nobody can read them, with the portal's keys or without.

allauth derives a set of codes from a seed. After the one page that shows them the seed is given up for a salted hash
of each, kept as allauth keeps codes that came from elsewhere; what is typed is hashed before allauth compares.
"""

import hashlib
import secrets

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from reviews.models import User

from . import keeping


@transaction.atomic
def keep_hashed(user: User) -> None:
    """Give up the seed of the person's codes for a hash of each that is unused, if they have been shown."""
    codes = _codes_of(user, is_locked=True)
    if codes is None or "seed" not in codes.data or not codes.wrap().did_view:
        return
    salt, work = secrets.token_hex(16), settings.RECOVERY_CODE_WORK
    hashes = [_hashed(code, salt, work) for code in codes.wrap().get_unused_codes()]
    codes.data = {
        "salt": salt,
        "work": work,
        keeping.CODES: [keeping.close(one) for one in hashes],
        "viewed_at": codes.data["viewed_at"],
    }
    codes.save(update_fields=["data"])


def as_kept(user: User, typed: str) -> str:
    """Return what a recovery code that was `typed` is kept as; anything else as it is.

    A hash itself opens nothing: it is far longer than what the forms take.
    """
    code = normalize_user_code(typed)
    if len(code) != app_settings.RECOVERY_CODE_DIGITS:
        return typed
    codes = _codes_of(user)
    if codes is None or "salt" not in codes.data:
        return typed
    return _hashed(code, codes.data["salt"], codes.data["work"])


def _codes_of(user: User, *, is_locked: bool = False) -> Authenticator | None:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return (found.select_for_update() if is_locked else found).first()


def _hashed(code: str, salt: str, work: int) -> str:
    return hashlib.scrypt(code.encode(), salt=salt.encode(), n=work, r=8, p=1, maxmem=2**26).hex()

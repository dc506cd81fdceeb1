"""Who may sign in at all, and who needs a second factor. What a role may do is no matter of this module."""

import hashlib
from itertools import count

from allauth.mfa.models import Authenticator
from django.conf import settings

from reviews.models import User

DEMONSTRATION_DOMAIN = "@demo.invalid"
# Recovery codes are no second factor: they come with the first one, and go with the last.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_of_demonstration(user: User) -> bool:
    """Return whether the account is one of the demonstration's fictional people."""
    return user.email.lower().endswith(DEMONSTRATION_DOMAIN)


def may_sign_in(user: User) -> bool:
    """Return whether the account is in use. The demonstration's people exist while DEMO is on only."""
    return user.is_active and (settings.DEMO or not is_of_demonstration(user))


def person_with(email: str) -> User | None:
    """Return the account with the address, in small letters as accounts keep it."""
    return User.objects.filter(email=email).first()


def needs_second_factor(user: User) -> bool:
    """Return whether a password alone is too little: always, but for the demonstration's people."""
    return not (settings.DEMO and is_of_demonstration(user))


def has_second_factor(user: User) -> bool:
    """Return whether an authenticator app or a security key is set up for the account."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def has_app(user: User) -> bool:
    """Return whether an authenticator app is set up for the account."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def keys_of(user: User) -> list[Authenticator]:
    """Return the account's security keys, the oldest first."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def mark_of(key: Authenticator) -> str:
    """Return what stands for a key in an address: it counts nothing, and isn't what the key is known by."""
    known_by = key.wrap().authenticator_data.credential_data.credential_id
    return hashlib.sha256(known_by).hexdigest()[:16]


def name_for_next_key(user: User) -> str:
    """Return a name for a key that was given none."""
    names = {key.wrap().name for key in keys_of(user)}
    return next(name for number in count(1) if (name := f"Security key {number}") not in names)


def why_key_stays(user: User, key: Authenticator) -> str | None:
    """Return why the key can't be removed: it may not be the last second factor of somebody who needs one."""
    others = Authenticator.objects.filter(user=user, type__in=FACTORS).exclude(pk=key.pk)
    if needs_second_factor(user) and not others.exists():
        return "Not yet: this key is your only second factor. Add another key or set up an app first."
    return None


def recovery_codes_left(user: User) -> int:
    """Return how many of the account's recovery codes have not been used."""
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0

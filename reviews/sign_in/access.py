"""Who may sign in at all, and who needs a second factor. What a role may do is no matter of this module."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from reviews.models import User

DEMONSTRATION_DOMAIN = "@demo.invalid"


def is_of_demonstration(user: User) -> bool:
    """Return whether the account is one of the demonstration's fictional people."""
    return user.email.lower().endswith(DEMONSTRATION_DOMAIN)


def may_sign_in(user: User) -> bool:
    """Return whether the account is in use. The demonstration's people exist while DEMO is on only."""
    return user.is_active and (settings.DEMO or not is_of_demonstration(user))


def needs_second_factor(user: User) -> bool:
    """Return whether a password alone is too little: always, but for the demonstration's people."""
    return not (settings.DEMO and is_of_demonstration(user))


def has_second_factor(user: User) -> bool:
    """Return whether an authenticator app is set up for the account."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def recovery_codes_left(user: User) -> int:
    """Return how many of the account's recovery codes have not been used."""
    codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes else 0

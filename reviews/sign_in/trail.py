"""What sign-in leaves in the audit log, and in the session: allauth and Django tell of it by signals.

Signals are used at this boundary only, because the code that acts is a library's.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from cspr_portal import clock
from reviews.audit.recording import note
from reviews.models import User
from reviews.requests import StaffRequest

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SECOND_FACTOR_OF = "second_factor_of"


def seconds_now() -> int:
    """The present moment in whole seconds since 1970, as sessions keep it."""
    return int(clock.now().timestamp())


def has_passed(request: HttpRequest) -> bool:
    """Return whether this very session gave (or set up) the second factor of the person signed in.

    An older session of somebody who knew the password only stays shut when another one sets a factor up.
    """
    return request.session.get(SECOND_FACTOR_OF) == str(request.user.pk)


def app_set_up(request: StaffRequest) -> None:
    """Note that an app was set up in this session, which gets a new key and counts as having given a code."""
    request.session.cycle_key()
    request.session[SECOND_FACTOR_OF] = str(request.user.pk)
    note(request.user, "second_factor.set_up")


def listen() -> None:
    """Connect the functions below. Harmless when called twice."""
    for signal, function in (
        (auth.user_logged_in, _signed_in),
        (auth.user_logged_out, _signed_out),
        (account.password_changed, _password_changed),
        (account.password_reset, _password_reset),
        (mfa.authenticator_used, _factor_used),
        (mfa.authentication_failed, _code_refused),
    ):
        signal.connect(function, dispatch_uid=f"sign_in.{function.__name__}")


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = seconds_now()
    has_code = request.session.get(SECOND_FACTOR_OF) == str(user.pk)
    note(user, "sign_in.done", second_factor=has_code)


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        note(user, "sign_out.done")


def _password_changed(user: User, **kwargs: Any) -> None:
    note(user, "password.changed")


def _password_reset(user: User, **kwargs: Any) -> None:
    note(user, "password.set_by_mail")


def _factor_used(
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    reauthenticated: bool = False,
    **kwargs: Any,
) -> None:
    request.session[SECOND_FACTOR_OF] = str(user.pk)
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        left = len(authenticator.wrap().get_unused_codes())
        note(user, "recovery_code.used", left=left)
        get_adapter().send_notification_mail("mfa/email/recovery_code_used", user, {"left": left})
    if reauthenticated:
        note(user, "sign_in.confirmed")


def _code_refused(user: User, **kwargs: Any) -> None:
    note(user, "second_factor.refused", outcome="denied")

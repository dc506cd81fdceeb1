"""What sign-in leaves in the audit log, and in the session: allauth and Django tell of it by signals.

Signals are used at this boundary only, because the code that acts is a library's.
"""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from cspr_portal import clock
from reviews.audit.recording import note
from reviews.models import User
from reviews.requests import StaffRequest

from .browsers import browser_words

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SECOND_FACTOR_OF = "second_factor_of"
VOUCHED_FOR = "vouched_for"
BROWSER = "browser"
# In the record of coming through the organisation's own sign-in: when the person signed in there.
SHOWN_AT = "shown_at"


def seconds_now() -> int:
    """The present moment in whole seconds since 1970, as sessions keep it."""
    return int(clock.now().timestamp())


def has_passed(request: HttpRequest) -> bool:
    """Return whether this very session gave (or set up) the second factor of the person signed in.

    An older session of somebody who knew the password only stays shut when another one sets a factor up.
    """
    return request.session.get(SECOND_FACTOR_OF) == str(request.user.pk) or is_vouched_for(request)


def is_vouched_for(request: HttpRequest) -> bool:
    """Return whether the second factor was given to the organisation's own sign-in, whose word counts."""
    return request.session.get(VOUCHED_FOR) == str(request.user.pk)


def vouched_for(request: HttpRequest, user: User) -> None:
    """Note that the organisation's own sign-in has asked this person for a second factor."""
    request.session[VOUCHED_FOR] = str(user.pk)


def proved_at(request: HttpRequest) -> int:
    """Return when this session's person last proved who they are, in seconds since 1970: at sign-in, or since.

    Who came through the organisation's own sign-in proved it when they signed in there, which may be hours before.
    """
    records = get_authentication_records(request, request.user)
    proofs = [record.get(SHOWN_AT, record["at"]) for record in records]
    return int(max(proofs, default=request.session.get(SIGNED_IN_AT, 0)))


def factor_set_up(request: StaffRequest, verb: str) -> None:
    """Note that a second factor was set up in this session, which gets a new key and counts as having given it."""
    request.session.cycle_key()
    request.session[SECOND_FACTOR_OF] = str(request.user.pk)
    note(request.user, verb)


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
    request.session[BROWSER] = browser_words(request.headers.get("User-Agent", ""))
    has_code = str(user.pk) in (request.session.get(SECOND_FACTOR_OF), request.session.get(VOUCHED_FOR))
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

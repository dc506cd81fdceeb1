"""Watches over each signed-in request: limits of the session, accounts in use, the second factor."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url

from reviews.audit.recording import note
from reviews.models import User

from . import trail
from .access import has_second_factor, may_sign_in, needs_second_factor

# What somebody may open who has signed in with a password and has no second factor yet.
SETTING_UP = frozenset(
    {"mfa_activate_totp", "activation_picture", "account_reauthenticate", "account_login", "account_logout"}
)
SIGN_IN_PAGES = "/accounts/"
# The time of the last request is written at most this often, so that not every picture writes the session.
SECONDS_BETWEEN_WRITES = 15


class SecondFactorMiddleware:
    """Ends sessions that have run out and keeps those without a second factor to the page that sets it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        trail.listen()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request pass (None), or answer it. Public pages never touch the session here."""
        is_open = not getattr(view, "login_required", True)
        if is_open and not request.path.startswith(SIGN_IN_PAGES):
            return None
        if not request.user.is_authenticated:
            return None
        ended = _why_ended(request)
        if ended:
            note(request.user, f"session.{ended}", outcome="denied")
            request.session.flush()
            request.user = AnonymousUser()
            return (
                None
                if is_open
                else redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
            )
        now = trail.seconds_now()
        if now - request.session[trail.SEEN_AT] >= SECONDS_BETWEEN_WRITES:
            request.session[trail.SEEN_AT] = now
        match = request.resolver_match
        if not needs_second_factor(request.user) or (match and match.view_name in SETTING_UP):
            return None
        return None if has_second_factor(request.user) else redirect("mfa_activate_totp")


def _why_ended(request: HttpRequest) -> str | None:
    """Say why the session is over, or None. Sets the times in a session that has none yet."""
    session = request.session
    now = trail.seconds_now()
    signed_in_at = session.get(trail.SIGNED_IN_AT)
    if signed_in_at is None:
        signed_in_at = session[trail.SIGNED_IN_AT] = now
    seen_at = session.get(trail.SEEN_AT)
    if seen_at is None:
        seen_at = session[trail.SEEN_AT] = now
    user: User = request.user  # type: ignore[assignment]
    if now - seen_at >= settings.IDLE_MINUTES * 60:
        return "idle"
    if now - signed_in_at >= settings.SESSION_COOKIE_AGE:
        return "too_long"
    if not may_sign_in(user):
        return "account_closed"
    if needs_second_factor(user) and has_second_factor(user) and not trail.has_passed(request):
        return "without_second_factor"
    return None

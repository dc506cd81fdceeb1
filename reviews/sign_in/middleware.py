"""Watches over each signed-in request: limits of the session, accounts in use, the second factor, a proof lately."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url

from reviews.audit.recording import note
from reviews.models import User

from . import kept_forms, trail, weighty
from .access import has_second_factor, may_sign_in, needs_second_factor

# What somebody may open who has signed in with a password and has no second factor yet.
SETTING_UP = frozenset(
    {
        "mfa_activate_totp",
        "activation_picture",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "sign_in_by_provider",
        "back_from_provider",
        "account_login",
        "account_logout",
    }
)
SIGN_IN_PAGES = "/accounts/"
# The time of the last request is written at most this often, so that not every picture writes the session.
SECONDS_BETWEEN_WRITES = 15
# Why a session ends by itself: then a form that comes late is kept for whoever sent it.
RAN_OUT = frozenset({"idle", "too_long"})


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
            return _sign_in_first(request, keeps=ended in RAN_OUT, is_open=is_open)
        now = trail.seconds_now()
        if _is_a_click(request) and now - request.session[trail.SEEN_AT] >= SECONDS_BETWEEN_WRITES:
            request.session[trail.SEEN_AT] = now
        match = request.resolver_match
        is_setting_up = match is not None and match.view_name in SETTING_UP
        needs_one = (
            needs_second_factor(request.user) and not is_setting_up and not trail.is_vouched_for(request)
        )
        if needs_one and not has_second_factor(request.user):
            return redirect("mfa_activate_totp")
        if weighty.needs_proof(request):
            return _prove_first(request)
        kept_forms.arrived(request)
        return None


def _is_a_click(request: HttpRequest) -> bool:
    """Return whether a person opens a page or sends a form: what a page asks for by itself keeps no session alive.

    Browsers say so of each request; where none does, it counts as a person's.
    """
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _sign_in_first(request: HttpRequest, *, keeps: bool, is_open: bool = False) -> HttpResponse | None:
    """End the session and send to the sign-in page; a form that was sent is kept for the same person, if it may be."""
    key = ""
    if keeps and kept_forms.may_keep(request):
        key = kept_forms.keep(request, request.user, was_signed_out=True)  # type: ignore[arg-type]
    kept_forms.forget(request)
    request.session.flush()
    request.user = AnonymousUser()
    if is_open:
        return None
    target = request.get_full_path()
    if key:
        kept_forms.put(request, key)
        target = resolve_url("continue_form")
    return redirect_to_login(target, resolve_url(settings.LOGIN_URL))


def _prove_first(request: HttpRequest) -> HttpResponse | None:
    """Send to the page that asks for password or code; a form that was sent is kept meanwhile."""
    user: User = request.user  # type: ignore[assignment]
    note(user, "sign_in.asked_again", outcome="denied")
    if not get_adapter().get_reauthentication_methods(user):
        # Somebody whose password is elsewhere (single sign-on) proves it by signing in again.
        return _sign_in_first(request, keeps=True)
    target = (
        request.get_full_path()
        if weighty.may_be_opened(request)
        else resolve_url(settings.LOGIN_REDIRECT_URL)
    )
    if kept_forms.may_keep(request):
        kept_forms.put(request, kept_forms.keep(request, user, was_signed_out=False))
        target = resolve_url("continue_form")
    return redirect_to_login(target, resolve_url("account_reauthenticate"))


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
    if now - signed_in_at >= settings.LONGEST_HOURS * 60 * 60:
        return "too_long"
    if not may_sign_in(user):
        return "account_closed"
    if needs_second_factor(user) and has_second_factor(user) and not trail.has_passed(request):
        return "without_second_factor"
    return None

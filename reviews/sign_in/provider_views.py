"""Signing in through an organisation's own sign-in: there, and back. What is believed of it is in provider.py."""

import logging
from http import HTTPStatus
from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cspr_portal import errors
from reviews.audit.recording import note
from reviews.models import User

from . import actions, provider, trail
from .access import may_sign_in, person_with

log = logging.getLogger(__name__)

BEGUN = METHOD = "identity_provider"
# Seconds for which somebody may take to sign in there.
LONGEST_AWAY = 15 * 60
REFUSED = "You could not be signed in that way. Try again, or ask your administrator for a password."


class SignInView(account.LoginView):
    """The sign-in page, with the way through the organisation where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "provider": settings.IDENTITY_PROVIDER}


sign_in = SignInView.as_view()


@login_not_required
@require_safe
def go_there(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to the provider; somebody who is signed in goes there to show again who they are."""
    _only_with_provider(request)
    if not ratelimit.consume(request, action="login"):
        return errors.handler429(request)
    begun = provider.begin()
    is_again = request.user.is_authenticated
    try:
        there = provider.address_to_sign_in(begun, back=_back(request), again=is_again)
    except provider.NotBelieved as reason:
        return _refused(request, None, reason)
    request.session[BEGUN] = {
        **begun,
        "at": trail.seconds_now(),
        "next": get_next_redirect_url(request) or "",
        "again": str(request.user.pk) if is_again else "",
    }
    return redirect(there)


@login_not_required
@require_safe
def come_back(request: HttpRequest) -> HttpResponseBase:
    """Sign in the one whose address the provider has verified. All that it refuses gets the same answer."""
    _only_with_provider(request)
    if not ratelimit.consume(request, action="login"):
        return errors.handler429(request)
    begun = request.session.pop(BEGUN, None)
    if begun is None or trail.seconds_now() - begun["at"] > LONGEST_AWAY:
        return _refused(request, None, "The browser began nothing, or took too long.")
    here = str(request.user.pk) if request.user.is_authenticated else ""
    if here != begun["again"]:
        return _refused(request, None, "Somebody else has signed in meanwhile.", begun["next"])
    try:
        claims = provider.claims_of(begun, answer=request.GET.dict(), back=_back(request))
    except provider.NotBelieved as reason:
        return _refused(request, None, reason, begun["next"])
    email = provider.email_of(claims)
    person = person_with(email) if email else None
    if person is None or not may_sign_in(person) or here not in ("", str(person.pk)):
        return _refused(
            request, person, "No account in use has the address, or not the one signed in.", begun["next"]
        )
    if not actions.tie(person, provider.known_as(claims)):
        return _refused(request, person, "The account is tied to somebody else there.", begun["next"])
    shown_at = min(provider.signed_in_at(claims), trail.seconds_now())
    if here:
        return _again(request, person, shown_at, begun)
    note(person, "sign_in.by_provider")
    record_authentication(request, person, method=METHOD, **{trail.SHOWN_AT: shown_at})
    to = begun["next"] or None
    if not provider.gave_second_factor(claims):
        return perform_login(request, Login(user=person, redirect_url=to))
    trail.vouched_for(request, person)
    get_adapter().login(request, person)
    return redirect(to or settings.LOGIN_REDIRECT_URL)


def _again(request: HttpRequest, person: User, shown_at: int, begun: dict[str, Any]) -> HttpResponseBase:
    """Somebody who is signed in has signed in there once more, after they were asked to."""
    if shown_at < begun["at"] - provider.CLOCKS_DIFFER:
        return _refused(request, person, "The provider did not ask again.", begun["next"])
    record_authentication(request, person, method=METHOD, reauthenticated=True, **{trail.SHOWN_AT: shown_at})
    note(person, "sign_in.confirmed")
    return redirect(begun["next"] or settings.LOGIN_REDIRECT_URL)


def _only_with_provider(request: HttpRequest) -> None:
    if settings.IDENTITY_PROVIDER is None:
        raise Http404


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("back_from_provider"))


def _refused(request: HttpRequest, person: User | None, reason: object, next_page: str = "") -> HttpResponse:
    """Say so: on the sign-in page, or, to somebody who is signed in, on a page that asks nothing by itself."""
    log.warning("Signing in by the provider was refused: %s", reason)
    note(person, "sign_in.failed", outcome="denied")
    if request.user.is_authenticated:
        context = {"provider": settings.IDENTITY_PROVIDER, "next_page": next_page}
        return render(request, "account/not_proved.html", context, status=HTTPStatus.FORBIDDEN)
    messages.error(request, REFUSED)
    return redirect("account_login")

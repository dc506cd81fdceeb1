"""Pages of sign-in that allauth lacks or answers differently. Its own views are routed in urls.py."""

from time import perf_counter, sleep
from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic.edit import FormView

from cspr_portal import clock
from reviews.audit.recording import note
from reviews.models import User
from reviews.requests import StaffRequest

from . import actions, places, recovery, trail
from .access import has_app, has_second_factor, keys_of, needs_second_factor, recovery_codes_left
from .forms import pending_secret

NO_CODES = (
    "None. Make new ones now, and keep them apart from your phone. "
    "They end when they are used, and when the portal is put back from a backup."
)


@login_not_required
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Ask, then sign out; the browser is told to forget the pages it kept."""
    response = account.logout(request)
    if request.method == "POST":
        # Not "cookies": that would sign people out of the council's other services on the same domain.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def your_account(request: StaffRequest) -> HttpResponse:
    """Show the person's own account: role, password, second factors, recovery codes, where they are signed in."""
    user = request.user
    role = f"{user.get_role_display()}, {user.agency}" if user.agency else user.get_role_display()
    if not user.acts_as(user.role):
        role += ". A coordinator has to confirm it before anything opens for you."
    facts = [
        {"key": "Name", "value": user.name},
        {"key": "E-mail address", "value": user.email},
        {"key": "Role", "value": role[:1].upper() + role[1:]},
        _fact("Password", "Set", "account_change_password", "Change your password")
        if user.has_usable_password()
        else _fact("Password", "None", "account_reset_password", "Ask for a link to choose one"),
        *_factors(user),
    ]
    where = places.places(user, request.session, clock.now())
    return render(request, "account/your_account.html", {"facts": facts, "places": where})


def _factors(user: User) -> list[dict[str, str]]:
    """The rows about app, security keys and recovery codes."""
    none = "Not set up" if needs_second_factor(user) else "Not needed by an account of the demonstration"
    keys = [key.wrap().name for key in keys_of(user)]
    rows = [
        _fact("Authenticator app", "Set up", "mfa_deactivate_totp", "Set up another app")
        if has_app(user)
        else _fact("Authenticator app", "Not set up" if keys else none, "mfa_activate_totp", "Set up an app"),
        _fact("Security keys", "\n".join(keys), "mfa_list_webauthn", "Add, name or remove keys")
        if keys
        else _fact("Security keys", "None", "mfa_add_webauthn", "Add a key"),
    ]
    if has_second_factor(user):
        number = recovery_codes_left(user)
        left = f"{number} not used yet" if number else NO_CODES
        rows.append(_fact("Recovery codes", left, "mfa_generate_recovery_codes", "Make new codes"))
    return rows


def _fact(key: str, value: str, url_name: str, link_words: str) -> dict[str, str]:
    return {"key": key, "value": value, "url": reverse(url_name), "link_words": link_words}


@require_safe
def activation_picture(request: StaffRequest) -> HttpResponse:
    """Draw the QR code of the authenticator app that is being set up."""
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, pending_secret(request.session)))
    return HttpResponse(picture, content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


@login_not_required
def ask_for_link(request: HttpRequest) -> HttpResponseBase:
    """Mail a link for a new password; where there is no account the answer takes as long, and says the same."""
    began = perf_counter()
    response = account.password_reset(request)
    if request.method == "POST":
        sleep(max(0, settings.LINK_TAKES - (perf_counter() - began)))
    return response


@require_safe
def your_recovery_codes(request: StaffRequest) -> HttpResponseBase:
    """Show the recovery codes once; from then on only their hashes are kept."""
    response = recovery_codes.view_recovery_codes(request)
    recovery.keep_hashed(request.user)
    return response


def no_password_yet(request: HttpRequest) -> HttpResponse:
    """Send somebody who never had a password to the page that mails a link."""
    return redirect("account_reset_password")


class SetUpAppView(ActivateTOTPView):
    """Set up an authenticator app."""

    request: StaffRequest

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            trail.factor_set_up(self.request, "second_factor.set_up")
        return response


class ReplaceAppView(SetUpAppView):
    """Set up another authenticator app. The old one works until the new one has proved itself."""

    @method_decorator(reauthentication_required(app="allauth.mfa"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not has_app(self.request.user):
            return redirect("mfa_activate_totp")
        # Past ActivateTOTPView's own, which turns away whoever has an app already.
        return FormView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            actions.remove_app(self.request.user)
            return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "is_replacing": True}


class NewCodesView(recovery_codes.GenerateRecoveryCodesView):
    """Make new recovery codes; the ones before stop working."""

    request: StaffRequest

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            note(self.request.user, "recovery_codes.made")
        return response


set_up_app = SetUpAppView.as_view()
replace_app = ReplaceAppView.as_view()
new_codes = NewCodesView.as_view()

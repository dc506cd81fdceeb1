"""allauth's adapters: where sign-in differs from the library. Who may sign in is in access.py."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cspr_portal import errors
from reviews.audit.recording import note
from reviews.models import User

from . import keeping, weighty
from .access import may_sign_in

log = logging.getLogger(__name__)

FAILURE = "The e-mail address and password do not match. Check both."
WRONG_CODE = "The code is not right, or it has been used already. Enter the newest code from your app."
PASSWORD_FAULTS = {
    "password_too_short": "Enter a password of 15 characters or more. Spaces count.",
    "password_too_common": "Choose a password that is harder to guess: this one is on public lists.",
    "password_too_similar": "Choose a password that is not like your name or your e-mail address.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up, with one answer to every failure and a trace of each in the audit log."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": FAILURE,
        "enter_current_password": "The password is not right. Enter the one that you use now.",
        "incorrect_password": "The password is not right. Enter it again.",
        "invalid_password_reset": "The link has been used or is too old. Ask for a new one.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are made by administrators."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Return False: there are pages only, whatever a request's headers ask for."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts apart for each name of the site, so that a site with two names gives twice as many tries.
        return str(credentials.get("email", "")).lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. After too many, right and wrong passwords get the same page (429)."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            note(_person(credentials), "sign_in.throttled", outcome="denied")
            raise ImmediateHttpResponse(errors.handler429(request)) from error

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the person, or None; an account not in use fails exactly as a wrong password does."""
        self.pre_authenticate(request, **credentials)
        # A closed account is None here already: allauth would take it from its stash and say that it is closed.
        user: User | None = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if user is not None and may_sign_in(user):
            self._rollback_login_failed_rl_usage()
            return user
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a trace: the account where there is one, never the address that was typed."""
        verb = "sign_in.not_confirmed" if request.user.is_authenticated else "sign_in.failed"
        note(_person(credentials), verb, outcome="denied")

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign the person in, unless the account was closed between password and code."""
        if not may_sign_in(user):
            clear_login(request)
            note(user, "sign_in.failed", outcome="denied")
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Send back to the sign-in page; `authenticate` refuses closed accounts before this."""
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the person's own page."""
        return redirect("mfa_index").url

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether password or code are asked for again: not soon after signing in, or after the last time."""
        return not weighty.is_proved(context.request)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return the ways in which this person shows again who they are: also through their organisation."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        provider = settings.IDENTITY_PROVIDER
        if provider and user.is_authenticated and user.email.rpartition("@")[2].lower() in provider.domains:
            words = f"Use {provider.name} instead"
            ways.append({"id": "provider", "description": words, "url": reverse("sign_in_by_provider")})
        return ways

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Return the password, or say what to do instead."""
        try:
            return super().clean_password(password, user)
        except ValidationError as error:
            faults = [
                ValidationError(PASSWORD_FAULTS.get(fault.code or "", fault.messages[0]))
                for fault in error.error_list
            ]
            raise ValidationError(faults) from error

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, and carry on when the mail server can't be reached: the step itself has been taken."""
        context = {**context, "partnership": settings.PARTNERSHIP}
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            log.error("Mail %s was not sent: %s", template_prefix, type(error).__name__)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are kept encrypted."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Return the secret as it is kept."""
        return keeping.close(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raises keeping.Unreadable when no key fits."""
        return keeping.disclose(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whose keys they are: those of this host name, under which a browser alone offers them."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.PARTNERSHIP["short_name"]}

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code as SVG on a white ground, which a camera needs on a dark page too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")


def _person(credentials: dict[str, Any]) -> User | None:
    return User.objects.filter(email=str(credentials.get("email", "")).lower()).first()

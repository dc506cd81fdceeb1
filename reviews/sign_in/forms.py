"""The forms of sign-in: allauth's, in the portal's words and look."""

import hashlib
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django import forms
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.core.exceptions import ValidationError

from cspr_portal import errors
from cspr_portal.forms import PortalFormMixin
from reviews.audit.recording import note
from reviews.models import User

from . import keeping, recovery
from .access import may_sign_in
from .adapters import WRONG_CODE

LONGEST_CODE = 20
APP_OR_RECOVERY = "The 6 digits that your authenticator app shows, or a recovery code."
GOOD_PASSWORD = "15 characters or more. Three or four words that you don’t use together elsewhere work well."  # noqa: S105


def _email() -> forms.CharField:
    """An address that is not checked for its shape: a wrong one gets the answer that any other gets."""
    attrs = {"type": "email", "autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}
    return forms.CharField(label="E-mail address", max_length=254, widget=forms.TextInput(attrs))


def _password(label: str, autocomplete: str, hint: str = "") -> forms.CharField:
    attrs = {"autocomplete": autocomplete}
    return forms.CharField(label=label, strip=False, help_text=hint, widget=forms.PasswordInput(attrs))


def _code(label: str, hint: str = "") -> forms.CharField:
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "govuk_width": 10,
        "spellcheck": "false",
    }
    return forms.CharField(
        label=label, max_length=LONGEST_CODE, help_text=hint, widget=forms.TextInput(attrs)
    )


class SignInForm(PortalFormMixin, account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"login": _email(), "password": _password("Password", "current-password")}

    def clean(self) -> dict[str, Any] | None:
        """Look for the account. The one message for every failure stands at the password."""
        try:
            return super().clean()
        except ValidationError as error:
            self.add_error("password", error)
            return self.cleaned_data


class ForgottenPasswordForm(PortalFormMixin, account.ResetPasswordForm):
    """The address to which a link goes, if it has an account; the page doesn't say whether it has."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _email()

    def clean_email(self) -> str:
        """Return the address; `users` are those with an account in use."""
        email = super().clean_email()
        self.users = [user for user in self.users if may_sign_in(user)]
        return email.lower()

    def save(self, request: Any, **kwargs: Any) -> str:
        """Send the link, and leave a trace."""
        for user in self.users:
            note(user, "password.link_asked_for")
        return super().save(request, **kwargs)


class _TwiceForm(PortalFormMixin):
    """A new password, typed twice."""

    named = {"password1": "a new password", "password2": "the new password again"}

    def clean(self) -> dict[str, Any]:
        """Return what was typed; the two have to be the same."""
        cleaned: dict[str, Any] = forms.Form.clean(self) or {}  # type: ignore[arg-type]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "The two passwords differ. Enter the new password again.")
        return cleaned


def _dress_twice(form: forms.Form) -> None:
    form.fields["password1"].label = "New password"
    form.fields["password1"].help_text = GOOD_PASSWORD
    form.fields["password2"].label = "New password again"
    for name in ("password1", "password2"):
        form.fields[name].widget.attrs.pop("placeholder", None)


class NewPasswordForm(_TwiceForm, account.ResetPasswordKeyForm):
    """A new password, by the link in a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_twice(self)


class ChangePasswordForm(_TwiceForm, account.ChangePasswordForm):
    """A new password, by somebody who knows the present one."""

    named = {**_TwiceForm.named, "oldpassword": "the password that you use now"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password("Password that you use now", "current-password")
        _dress_twice(self)


class PasswordAgainForm(PortalFormMixin, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password("Password", "current-password")


class _OnceForm(PortalFormMixin):
    """Takes a code once, and none after too many wrong ones."""

    user: User

    def clean_code(self) -> str:
        """Return the code. Raises ValidationError for a wrong or used one."""
        self.cleaned_data["code"] = recovery.as_kept(self.user, self.cleaned_data["code"])  # type: ignore[attr-defined]
        try:
            code = super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            if error.code in {"too_many_login_attempts", "rate_limited"}:
                note(self.user, "second_factor.throttled", outcome="denied")
                raise ImmediateHttpResponse(errors.handler429(context.request)) from error
            raise
        # allauth remembers a used code for one step only; with a step's tolerance it would work again.
        seconds = settings.MFA_TOTP_TOLERANCE * 2 * 30 + 30
        if not cache.add(self._key(code), True, timeout=seconds):
            note(self.user, "second_factor.refused", outcome="denied")
            raise ValidationError(WRONG_CODE, code="incorrect_code")
        return code

    def _key(self, code: str) -> str:
        digest = hashlib.sha256(normalize_user_code(code).encode()).hexdigest()
        return f"code-used:{self.user.pk}:{digest}"


class CodeForm(_OnceForm, mfa.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("Code", APP_OR_RECOVERY)


class CodeAgainForm(_OnceForm, mfa.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("Code", APP_OR_RECOVERY)


class ActivateCodeForm(_OnceForm, totp.ActivateTOTPForm):
    """The first code of a new authenticator app, which proves that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        kept = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        # allauth has put a secret in clear into the session; ours is kept closed, and outlives a reload.
        session[SECRET_SESSION_KEY] = kept
        self.secret = pending_secret(session)
        self.fields["code"] = _code("Code", "The 6 digits that your app shows now.")

    @property
    def secret_parts(self) -> list[str]:
        """The key in groups of four, between which a narrow page may break it."""
        return [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]


def pending_secret(session: SessionBase) -> str:
    """Return the secret that is being set up in this session, a new one where there is none."""
    kept = session.get(SECRET_SESSION_KEY)
    if kept:
        try:
            return keeping.disclose(kept)
        except keeping.Unreadable:
            pass
    secret = generate_totp_secret()
    session[SECRET_SESSION_KEY] = keeping.close(secret)
    return secret

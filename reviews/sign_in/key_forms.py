"""Forms of security keys: adding one, naming it, and using it at sign-in or before something that matters.

What a key says is checked by the library; here is what the portal answers when it doesn't fit.
"""

import json
from typing import Any

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.core.exceptions import ValidationError

from cspr_portal import errors
from cspr_portal.forms import PortalForm
from reviews.audit.recording import note
from reviews.models import User

LONGEST_NAME = 60
# A key's answer is some hundred bytes, one with a maker's certificates some thousand.
LONGEST_ANSWER = 20_000
# What the library makes of answers that no key gives.
NOT_A_KEYS_ANSWER = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    InvalidSignature,
    UnsupportedAlgorithm,
)

NO_ANSWER = "Your browser sent nothing from a key. Security keys need JavaScript; a code works without it."
NOT_ADDED = "The key was not added. Try again from the start of this page."
NOT_KNOWN = "The key is not one of this account, or its answer came too late. Try again, or use a code."


def _name() -> forms.CharField:
    return forms.CharField(
        label="Name of the key",
        max_length=LONGEST_NAME,
        required=False,
        help_text="So that you know which is which, for example “blue one on my key ring”.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class _KeyForm(PortalForm):
    """What a key answered, as the browser's script writes it into a field that nobody sees."""

    credential = forms.CharField(required=False, widget=forms.HiddenInput)
    refusal = NOT_KNOWN

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Return what was sent, with the key's answer checked. One message for all that doesn't fit."""
        data = super().clean() or self.cleaned_data
        typed = data.get("credential") or ""
        if not typed:
            raise ValidationError(NO_ANSWER)
        try:
            # The library takes a whole number in the place of bytes for how many there are: some gigabytes of them.
            answer = json.loads(typed, parse_int=float) if len(typed) <= LONGEST_ANSWER else None
            if not isinstance(answer, dict):
                raise ValidationError(self.refusal)
            self.check_answer(answer)
        # allauth's own refusals among them: a ValidationError is none of these, but says the wrong words.
        except (*NOT_A_KEYS_ANSWER, ValidationError) as error:
            note(self.user, "security_key.refused", outcome="denied")
            raise ValidationError(self.refusal) from error
        return data

    def check_answer(self, answer: dict[str, Any]) -> None:
        """Raise one of NOT_A_KEYS_ANSWER, or ValidationError, for an answer that doesn't fit the question."""
        raise NotImplementedError


class AddKeyForm(_KeyForm):
    """A new key, which has just signed what the page asked it to."""

    name = _name()
    refusal = NOT_ADDED
    marks_optional = False

    def check_answer(self, answer: dict[str, Any]) -> None:
        auth.parse_registration_response(answer)
        auth.complete_registration(answer)
        self.answer = answer


class KeyForm(_KeyForm):
    """A key of the account as the second step of signing in."""

    is_again = False
    found: Authenticator

    def clean(self) -> dict[str, Any]:
        try:
            self.forget_tries = check_rate_limit(self.user)
        except ValidationError as error:
            note(self.user, "second_factor.throttled", outcome="denied")
            raise ImmediateHttpResponse(errors.handler429(context.request)) from error
        return super().clean()

    def check_answer(self, answer: dict[str, Any]) -> None:
        auth.parse_authentication_response(answer)
        self.found = auth.complete_authentication(self.user, answer)
        self.forget_tries()

    def save(self) -> None:
        """Note in the session that the key was used."""
        post_authentication(context.request, self.found, reauthenticated=self.is_again)


class KeyAgainForm(KeyForm):
    """A key of the account once more, before something that matters."""

    is_again = True


class NameKeyForm(PortalForm):
    """Another name for a key."""

    name = _name()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

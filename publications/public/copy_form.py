"""The form in which anybody asks for a copy, and what stands in for a cookie against forged ones.

Public pages set no cookie, so the form carries a signed key of its own: it is worth one request, and a form that
this site did not give out has none. Nobody is signed in here, so there is nothing that another site could borrow.
"""

import uuid
from urllib.parse import urlsplit

from django import forms
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from cspr_portal.forms import PortalForm, Radios, long_text
from publications.copies.words import PURPOSES, Asked

SIGNER = Signer(salt="publications.public.copy_form")


class AskForm(PortalForm):
    """Who asks, how they are answered, and what for."""

    key = forms.CharField(widget=forms.HiddenInput)
    looking_for = long_text(
        "What are you looking for?",
        "Enter what you are looking for.",
        "The name or initials used in the report, or what it was about, and about when it was published. Do not write "
        "the real name of a child, even if you know it.",
        rows=4,
        longest=2_000,
    )
    why = long_text("What do you need it for?", rows=3, longest=1_000, is_required=False)
    purpose = forms.ChoiceField(
        label="Which of these is it for?", choices=PURPOSES, widget=Radios(is_small=True), required=False
    )
    name = forms.CharField(
        label="Your name", max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="We answer here. Give one that nobody reads who should not know.",
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    other_way = long_text(
        "Or a telephone number, or a postal address",
        help_text="If you have no e-mail, or prefer another way.",
        rows=3,
        longest=400,
        is_required=False,
    )
    conditional = ("email", "other_way")

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if {"email", "other_way"} & set(self.errors) or data.get("email") or data.get("other_way"):
            return data
        self.add_error("email", "Enter an e-mail address, or a telephone number or postal address below.")
        return data

    @property
    def asked(self) -> Asked:
        """What was written, once it is valid."""
        return Asked(**{name: self.cleaned_data[name] for name in self.fields if name != "key"})


def new_key() -> str:
    """Return a signed key for one form."""
    return SIGNER.sign(uuid.uuid4().hex)


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """Return the key of the form that was sent, or None for one that this site did not give out or that was forged.

    A browser says from which site a form comes; another site's is refused even with a key.
    """
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.get_host():
        return None
    try:
        return uuid.UUID(SIGNER.unsign(request.POST.get("key", "")))
    except (BadSignature, ValueError):
        return None

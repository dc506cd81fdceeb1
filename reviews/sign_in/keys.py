"""Security keys (WebAuthn): adding, naming and removing one, and using one. Their rules are in access.py."""

import json
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import BaseReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth, flows
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.requests import StaffRequest

from . import access, trail
from .key_forms import AddKeyForm, KeyAgainForm, KeyForm, NameKeyForm


@require_safe
def your_keys(request: StaffRequest) -> HttpResponse:
    """List the person's own keys."""
    keys = [{"mark": access.mark_of(key), "row": key} for key in access.keys_of(request.user)]
    return render(request, "mfa/webauthn/authenticator_list.html", {"keys": keys})


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def add_key(request: StaffRequest) -> HttpResponse:
    """Add a key; with the first second factor come recovery codes, shown next."""
    person = request.user
    form = AddKeyForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"] or access.name_for_next_key(person)
        with transaction.atomic():
            _, codes = flows.add_authenticator(request, name=name, credential=form.answer)
            trail.factor_set_up(request, "security_key.added")
        return redirect("mfa_view_recovery_codes" if codes else "mfa_list_webauthn")
    return render(
        request,
        "mfa/webauthn/add_form.html",
        {
            "form": form,
            "question": json.dumps(auth.begin_registration(person, False), default=dict),
            "is_first_factor": not access.has_second_factor(person),
        },
    )


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def name_key(request: StaffRequest, mark: str) -> HttpResponse:
    """Give a key another name."""
    key = _own_key(request, mark)
    form = NameKeyForm(request.POST or None, initial={"name": key.wrap().name})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            flows.rename_authenticator(request, key, form.cleaned_data["name"])
            note(request.user, "security_key.renamed")
        return redirect("mfa_list_webauthn")
    return render(request, "mfa/webauthn/edit_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")
def remove_key(request: StaffRequest, mark: str) -> HttpResponse:
    """Ask, then remove a key; never the last second factor of somebody who needs one."""
    key = _own_key(request, mark)
    refusal = access.why_key_stays(request.user, key)
    if request.method == "POST":
        check(refusal)
        with transaction.atomic():
            flows.remove_authenticator(request, key)
            note(request.user, "security_key.removed")
        return redirect("mfa_list_webauthn")
    context = {"name": key.wrap().name, "refusal": refusal}
    return render(request, "mfa/webauthn/authenticator_confirm_delete.html", context)


def _own_key(request: StaffRequest, mark: str) -> Authenticator:
    for key in access.keys_of(request.user):
        if access.mark_of(key) == mark:
            return key
    raise Http404


def _question_for(request: StaffRequest | Any, user: Any) -> str:
    """What the browser asks the person's keys; the answer has to fit what the session remembers of it."""
    return json.dumps(auth.begin_authentication(user), default=dict)


class SecondStepView(AuthenticateView):
    """The second step of signing in: by a code, or by a key where the account has one."""

    webauthn_form: KeyForm | None

    def get_webauthn_form_class(self) -> type[KeyForm]:
        return KeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        key_form = self.webauthn_form if access.keys_of(user) else None
        # allauth's own question, which has to be the last one that is asked, is asked by this class instead.
        self.webauthn_form = None
        data = super().get_context_data(**kwargs)
        data["has_app"] = access.has_app(user)
        if not data["has_app"] and data["form"]:
            data["form"].fields["code"].help_text = "One of your recovery codes."
        if key_form is not None:
            data["key_form"] = key_form
            data["question"] = _question_for(self.request, user)
            data["has_errors"] = bool(key_form.errors)
        return data


class KeyAgainView(BaseReauthenticateView):
    """A key once more, before something that matters."""

    form_class = KeyAgainForm
    template_name = "mfa/webauthn/reauthenticate.html"
    request: StaffRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: KeyAgainForm) -> HttpResponseBase:
        form.save()
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _question_for(self.request, self.request.user)
        return {**super().get_context_data(**kwargs), "question": question}


second_step = SecondStepView.as_view()
key_again = KeyAgainView.as_view()

"""The pages behind an invitation: the link from the mail, and choosing the first password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock

from . import invitations
from .forms import NewPasswordForm

NAME = "invitation"


@login_not_required
@require_safe
def invitation(request: HttpRequest, who: str, seal: str) -> HttpResponse:
    """Take the link's seal out of the address, so that no history and no header carries it on."""
    if invitations.invited(who, seal, clock.now()) is None:
        return _over(request)
    request.session[NAME] = [who, seal]
    return redirect("accept_invitation")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Choose the first password. Then comes sign-in, and a second factor before anything else."""
    who, seal = request.session.get(NAME) or ("", "")
    person = invitations.invited(who, seal, clock.now())
    if person is None:
        return _over(request)
    form: Any = NewPasswordForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        if not invitations.accept(who, seal, form.cleaned_data["password1"]):
            return _over(request)
        # Whoever was signed in here before is another person, or nobody.
        request.session.flush()
        messages.success(request, "Your password is saved. Sign in with it to set up your second lock.")
        return redirect("account_login")
    return render(request, "account/accept_invitation.html", {"form": form, "person": person})


def _over(request: HttpRequest) -> HttpResponse:
    """Say that there is no such invitation (any more), the same for all reasons."""
    request.session.pop(NAME, None)
    return render(request, "account/invitation_over.html", status=410)

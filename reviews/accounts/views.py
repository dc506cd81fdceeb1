"""Pages for administrators: the accounts that somebody has to look at once a year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.models import User
from reviews.requests import StaffRequest

from . import access, actions

A_PAGE = 25


@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    """List the accounts that are due, with what helps to decide."""
    at = clock.now()
    check(access.look(request.user))
    page = Paginator(access.due(at), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "person": one,
            "why_not": access.needed(request.user, one, at),
            "stays_open": access.close(request.user, one),
        }
        if one.pk == request.user.pk
        else {"person": one, "why_not": None, "stays_open": None}
        for one in page
    ]
    note(request.user, "opened.accounts", accounts=page.paginator.count)
    return render(request, "reviews/accounts/accounts.html", {"rows": rows, "page": page})


@require_POST
def keep_account(request: StaffRequest, person: int) -> HttpResponse:
    """Note that an account is still needed."""
    check(access.look(request.user))
    found = get_object_or_404(User, pk=person)
    actions.keep_account(found, by=request.user, at=clock.now())
    messages.success(request, f"Noted: {found.name} still needs the account. It comes up again in a year.")
    return redirect("accounts")


@require_POST
def close_account(request: StaffRequest, person: int) -> HttpResponse:
    """Close an account."""
    check(access.look(request.user))
    found = get_object_or_404(User, pk=person)
    actions.close_account(found, by=request.user)
    messages.success(request, f"The account of {found.name} is closed, from now.")
    return redirect("accounts")

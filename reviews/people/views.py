"""Pages for coordinators: what waits to be confirmed, and everybody with an account."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.requests import StaffRequest

from . import access, actions


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List what waits to be confirmed, then everybody."""
    at = clock.now()
    check(access.look(request.user))
    note(request.user, "opened.people")
    context = {"waiting": access.waiting(request.user, at), "people": access.people()}
    return render(request, "reviews/people/people.html", context)


@require_POST
def confirm(request: StaffRequest, kind: str, key: str) -> HttpResponse:
    """Confirm one thing, in one step."""
    at = clock.now()
    check(access.look(request.user))
    subject = access.find(request.user, kind, key, at)
    actions.CONFIRM[kind](subject, by=request.user, at=at)
    person = getattr(subject, "user", subject)
    messages.success(request, f"Confirmed for {person.name}. It holds from now.")
    return redirect("people")

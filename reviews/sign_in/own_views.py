"""Pages about being signed in: ending one's own sessions, and going on with a form that was kept meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reviews.requests import StaffRequest

from . import kept_forms, places


@require_POST
def end_session(request: StaffRequest, session: UUID) -> HttpResponse:
    """End one of the person's own sessions."""
    if not places.end_one(request.user, session):
        raise Http404
    messages.success(request, "That session has ended. Whoever uses that browser has to sign in again.")
    return redirect("mfa_index")


@require_POST
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    """End all of the person's own sessions but the one that asks for it."""
    places.end_all(request.user, by=request.user, here=request.session)
    messages.success(request, "You are signed out everywhere but here.")
    return redirect("mfa_index")


@require_http_methods(["GET", "HEAD", "POST"])
def continue_form(request: StaffRequest) -> HttpResponse:
    """Offer to go on with the form that was sent before proof or sign-in was asked for; or (POST) throw it away."""
    if request.method == "POST":
        kept_forms.forget(request)
        messages.success(request, "What you had typed is wiped. Nothing was saved.")
        return redirect("needs")
    kept = kept_forms.of(request)
    if kept is None:
        messages.warning(request, "There is nothing to go on with: what had been typed is no longer kept.")
        return redirect("needs")
    return render(request, "account/continue_form.html", {"kept": kept})

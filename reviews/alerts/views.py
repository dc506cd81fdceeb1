"""Pages for auditors and coordinators: the alerts, and saying what came of one."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.models import Role
from reviews.requests import StaffRequest

from . import access, actions, words
from .forms import LookedForm

ALERTS_A_PAGE = 25


@require_safe
def alerts(request: StaffRequest) -> HttpResponse:
    """List the alerts: those that wait first, then what was looked at, the newest first."""
    check(access.look(request.user))
    found = access.visible_to(request.user, clock.now()).select_related("person", "other", "looked_by")
    found = found.order_by(F("looked_at").desc(nulls_first=True), "-raised_at", "pk")
    page = Paginator(found, ALERTS_A_PAGE).get_page(request.GET.get("page"))
    note(request.user, "opened.alerts")
    context = {"page": page, "rows": [(one, words.title(one)) for one in page]}
    return render(request, "reviews/alerts/alerts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show one alert with what to ask, and take in a sentence what was found."""
    at = clock.now()
    check(access.look(request.user))
    one = access.found(request.user, key, at)
    form = LookedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.close(one, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Thank you. What you found is kept with the alert.")
        return redirect("alerts")
    if request.method != "POST":
        note(request.user, "opened.alert")
    context = {
        "alert": one,
        "form": form,
        "title": words.title(one),
        "what_to_do": words.what_to_do(one),
        "is_auditor": request.user.role == Role.AUDITOR,
    }
    return render(request, "reviews/alerts/alert.html", context)

"""Pages about the agencies that knew a child of the case: all of them, adding, changing and removing one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.models import Case, InvolvedAgency
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions
from .forms import InvolvedAgencyForm, InvolvementForm, RemoveAgencyForm


@require_safe
def involved_agencies(request: StaffRequest, reference: str) -> HttpResponse:
    """List the agencies that are known to be involved, each with how; at the end those that were removed."""
    at = clock.now()
    case = open_case(request, reference, at)
    context = {
        "case": case,
        "agencies": case.involved_agencies.holding().select_related("agency"),
        "removed": case.involved_agencies.filter(removed_at__isnull=False)
        .select_related("agency", "removed_by")
        .order_by("removed_at"),
        "asked": access.asked(case, at),
        "refusal": access.record_agencies(request.user, case, at),
    }
    return render(request, "reviews/involvement/involved_agencies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_involved_agency(request: StaffRequest, reference: str) -> HttpResponse:
    """Add an agency that knew a child of the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_agencies(request.user, case, at))
    form = InvolvedAgencyForm(request.POST or None, offered=access.agencies_on(clock.today(at)))
    if request.method == "POST" and form.is_valid():
        try:
            involved = actions.add_agency(case, by=request.user, at=at, **form.cleaned_data)
        except NotYet as refusal:
            name = "agency" if form.cleaned_data["agency"] else "other_name"
            form.add_error(name, refusal.beside_a_field)
        else:
            messages.success(request, f"{involved.name} is added.")
            return redirect("involved_agencies", case.reference)
    return render(request, "reviews/involvement/add_involved_agency.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_involved_agency(request: StaffRequest, reference: str, involved: UUID) -> HttpResponse:
    """Change how an agency was involved."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _open(case, involved)
    check(access.change_agency(request.user, found, at))
    form = InvolvementForm(request.POST or None, initial={"involvement": found.involvement})
    if request.method == "POST" and form.is_valid():
        actions.change_agency(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"How {found.name} was involved is changed.")
        return redirect("involved_agencies", case.reference)
    context = {"case": case, "form": form, "involved": found}
    return render(request, "reviews/involvement/change_involved_agency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_involved_agency(request: StaffRequest, reference: str, involved: UUID) -> HttpResponse:
    """Strike out an agency that was recorded by mistake, with a reason."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _open(case, involved)
    check(access.remove_agency(request.user, found, at))
    form = RemoveAgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.remove_agency(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"{found.name} is removed.")
        return redirect("involved_agencies", case.reference)
    context = {"case": case, "form": form, "involved": found}
    return render(request, "reviews/involvement/remove_involved_agency.html", context)


def _open(case: Case, key: UUID) -> InvolvedAgency:
    found: InvolvedAgency = get_object_or_404(case.involved_agencies.select_related("agency"), pk=key)
    found.case = case
    return found

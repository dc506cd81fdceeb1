"""Pages of test A: the partners' views, absences, the decision on the criteria, and its reopening."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews import hearing
from reviews.models import PartnerRole, PartnerView
from reviews.requests import StaffRequest
from reviews.standing import open_case, standing

from . import access, actions, forms


@require_http_methods(["GET", "HEAD", "POST"])
def give_view(request: StaffRequest, reference: str) -> HttpResponse:
    """Give the view of the partner for which one decides, or correct what was recorded for it."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.give_view(request.user, case, at))
    role = standing(request.user, case, at).partner_role
    holding = hearing.now(case).views.get(role)
    recorded = holding if holding is not None and not holding.is_confirmed else None
    form = forms.ViewForm(request.POST or None, initial=_as_typed(recorded))
    if request.method == "POST" and form.is_valid():
        actions.give_view(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your view is recorded.")
        return redirect("case", case.reference)
    context = {"case": case, "form": form, "the_partner": hearing.THE[role], "recorded": recorded}
    return render(request, "reviews/criteria/give_view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_view(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the view that a partner gave in a meeting, by mail or by telephone."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_view(request.user, case, at))
    speakers = access.speakers(case, at)
    form = forms.RecordedViewForm(request.POST or None, case=case, today=clock.today(at), speakers=speakers)
    if request.method == "POST" and form.is_valid():
        view = actions.record_view(case, by=request.user, at=at, **form.cleaned_data)
        words = f"The view is recorded for {view.given_by.name}. It counts, and waits to be confirmed."
        messages.success(request, words)
        return redirect("case", case.reference)
    context = {"case": case, "form": form, "seats": hearing.now(case).seats}
    return render(request, "reviews/criteria/record_view.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_view(request: StaffRequest, reference: str, view: UUID) -> HttpResponse:
    """Confirm a view that was recorded for one's partner: one press of the button."""
    at = clock.now()
    case = open_case(request, reference, at)
    recorded = get_object_or_404(
        case.partner_views.select_related("agency", "given_by", "recorded_by", "confirmed_by"), pk=view
    )
    check(access.confirm_view(request.user, case, recorded, at))
    if request.method == "POST":
        actions.confirm_view(case, recorded, by=request.user, at=at)
        messages.success(request, "The view is confirmed.")
        return redirect("case", case.reference)
    return render(request, "reviews/criteria/confirm_view.html", {"case": case, "view": recorded})


@require_http_methods(["GET", "HEAD", "POST"])
def record_absence(request: StaffRequest, reference: str) -> HttpResponse:
    """Record that a partner can give no view in time."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_absence(request.user, case, at))
    form = forms.AbsenceForm(request.POST or None, seats=hearing.now(case).seats)
    if request.method == "POST" and form.is_valid():
        absence = actions.record_absence(case, by=request.user, at=at, **form.cleaned_data)
        label = PartnerRole(absence.partner_role).label
        messages.success(request, f"It is recorded that there is no view in time: {label}.")
        return redirect("case", case.reference)
    return render(request, "reviews/criteria/record_absence.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def decide_criteria(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the decision on test A, with what the three partners have said beside the form."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.decide_criteria(request.user, case, at))
    not_met_yet = access.decide_met(case, at)
    form = forms.CriteriaDecisionForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["is_met"] and not_met_yet is not None:
            form.add_error("is_met", not_met_yet)
            status = 409
        else:
            decision = actions.decide_criteria(case, by=request.user, at=at, **form.cleaned_data)
            words = "met. The rapid review is next." if decision.is_met else "not met. The record is kept."
            messages.success(request, f"The decision is recorded: the criteria are {words}")
            return redirect("case", case.reference)
    said = hearing.now(case)
    context = {
        "case": case,
        "form": form,
        "said": said,
        "dissents": said.differing(is_met=True),
        "needed": access.needed_for_met(at),
        "not_met_yet": not_met_yet,
        "reopened": case.criteria_decision,
    }
    return render(request, "reviews/criteria/decide_criteria.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_criteria(request: StaffRequest, reference: str) -> HttpResponse:
    """Reopen the decision on test A because facts have changed."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.reopen_criteria(request.user, case, at))
    form = forms.ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen_criteria(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(
            request,
            "The decision on the criteria is open again. The earlier one is kept, and the clocks run on.",
        )
        return redirect("case", case.reference)
    context = {"case": case, "form": form, "decision": case.criteria_decision}
    return render(request, "reviews/criteria/reopen_criteria.html", context)


def _as_typed(view: PartnerView | None) -> dict[str, Any]:
    """Return what a correction begins with: the words that were recorded. Otherwise nothing is chosen."""
    if view is None:
        return {}
    return {name: getattr(view, name) for name in ("abuse", "outcome", "view", "reasons")}

"""Pages of the people assigned to a case, and of the advice that a scrutineer gives on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.forms import PortalForm
from cspr_portal.refusals import Refused, check
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, advising, forms
from .states import state_of, until


@require_safe
def assignments(request: StaffRequest, reference: str) -> HttpResponse:
    """List who is assigned to the case, since when, by whom, why and until when; those who read it now come first."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = list(case.assignments.select_related("user__agency", "assigned_by", "ended_by"))
    found.sort(key=lambda one: access.is_over(one, at))
    recused = set(case.recusals.values_list("user", flat=True))
    context = {
        "case": case,
        "rows": [
            (
                one,
                state_of(one, one.user_id in recused, at),
                until(one),
                access.end(request.user, case, one, at) is None,
            )
            for one in found
        ],
        "refusal": access.assign(request.user, case, at),
    }
    return render(request, "reviews/assignments/assignments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: StaffRequest, reference: str) -> HttpResponse:
    """Let a lead safeguarding partner, a scrutineer or a legal adviser read the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.assign(request.user, case, at))
    # What is sent may name somebody who was assigned a moment ago: the action knows whether by the same form.
    people = access.assignable(case) if request.method == "POST" else access.to_offer(case, at)
    form = forms.AssignForm(request.POST or None, people=people, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.assign(case, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("person", refusal.beside_a_field)
        else:
            messages.success(request, f"{made.user.name} can read the case from now on.")
            return redirect("assignments", case.reference)
    context = {"case": case, "form": form, "is_anybody_there": people.exists()}
    return render(request, "reviews/assignments/assign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_assignment(request: StaffRequest, reference: str, assignment: UUID) -> HttpResponse:
    """End an assignment, in one step after a last look."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.assignments.select_related("user", "assigned_by"), pk=assignment)
    check(access.end(request.user, case, found, at))
    is_own = found.user_id == request.user.pk
    if request.method == "POST":
        actions.end(case, found, by=request.user, at=at)
        words = "You are" if is_own else f"{found.user.name} is"
        messages.success(request, f"The assignment has ended. {words} no longer assigned to the case.")
        return redirect("needs") if is_own else redirect("assignments", case.reference)
    context = {"case": case, "form": PortalForm(), "assignment": found, "is_own": is_own}
    return render(request, "reviews/assignments/end_assignment.html", context)


@require_safe
def advice(request: StaffRequest, reference: str) -> HttpResponse:
    """Show all advice on the case with the responses; what waits for one comes first."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.read_advice(request.user, case, at))
    found = list(case.advice.select_related("given_by", "responded_by"))
    found.sort(key=lambda one: one.responded_at is not None)
    context = {
        "case": case,
        "rows": [(one, access.respond_to_advice(request.user, case, one, at) is None) for one in found],
        "may_give": access.give_advice(request.user, case, at) is None,
    }
    return render(request, "reviews/assignments/advice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_advice(request: StaffRequest, reference: str) -> HttpResponse:
    """Record advice on the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.give_advice(request.user, case, at))
    form = forms.AdviceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        advising.give_advice(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your advice is recorded. The coordinator is asked for a response.")
        return redirect("advice", case.reference)
    return render(request, "reviews/assignments/give_advice.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def respond_to_advice(request: StaffRequest, reference: str, advice: UUID) -> HttpResponse:
    """Record what the partners make of advice."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.read_advice(request.user, case, at))
    found = get_object_or_404(case.advice.select_related("given_by"), pk=advice)
    check(access.respond_to_advice(request.user, case, found, at))
    form = forms.ResponseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        advising.respond_to_advice(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The response is recorded.")
        return redirect("advice", case.reference)
    context = {"case": case, "form": form, "advice": found}
    return render(request, "reviews/assignments/respond_to_advice.html", context)

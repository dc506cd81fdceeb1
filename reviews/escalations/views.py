"""Pages of the escalations on a case: the list, a new one, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms
from .states import state_of


@require_safe
def escalations(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was escalated, to whom and by when, with what came of it; what is overdue comes first."""
    at = clock.now()
    case = open_case(request, reference, at)
    today = clock.today(at)
    found = list(case.escalations.select_related("raised_by", "closed_by"))
    found.sort(key=lambda one: (one.closed_at is not None, one.answer_by))
    context = {
        "case": case,
        "rows": [
            (one, state_of(one, today), access.record_outcome(request.user, case, one, at) is None)
            for one in found
        ],
        "refusal": access.raise_escalation(request.user, case, at),
    }
    return render(request, "reviews/escalations/escalations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_escalation(request: StaffRequest, reference: str) -> HttpResponse:
    """Take a disagreement to a lead safeguarding partner."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.raise_escalation(request.user, case, at))
    form = forms.EscalationForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.raise_escalation(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The escalation is recorded. The clocks run on.")
        return redirect("escalations", case.reference)
    return render(request, "reviews/escalations/raise_escalation.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def record_outcome(request: StaffRequest, reference: str, escalation: UUID) -> HttpResponse:
    """Record what came of an escalation."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.escalations.select_related("raised_by"), pk=escalation)
    check(access.record_outcome(request.user, case, found, at))
    form = forms.OutcomeForm(request.POST or None, case=case, today=clock.today(at), escalation=found)
    if request.method == "POST" and form.is_valid():
        actions.record_outcome(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The outcome is recorded.")
        return redirect("escalations", case.reference)
    context = {"case": case, "form": form, "escalation": found}
    return render(request, "reviews/escalations/record_outcome.html", context)

"""Pages of the escalations on a case: the list, a new one, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.requests import StaffRequest
from reviews.standing import open_case, visible_to

from . import access, actions, forms
from .states import state_of


@require_safe
def escalations(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was escalated, to whom and by when, with what came of it; what is overdue comes first."""
    at = clock.now()
    case = open_case(request, reference, at)
    today = clock.today(at)
    found = list(case.escalations.select_related("raised_by", "closed_by", "lead_partner"))
    found.sort(key=lambda one: (one.closed_at is not None, one.answer_by))
    context = {
        "case": case,
        "rows": [
            (
                one,
                state_of(one, today),
                access.record_outcome(request.user, case, one, at) is None,
                access.is_asked(request.user, case, one, at),
            )
            for one in found
        ],
        "reading": access.reading(case, at) if any(one.lead_partner_id for one in found) else set(),
        "refusal": access.raise_escalation(request.user, case, at),
    }
    return render(request, "reviews/escalations/escalations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def raise_escalation(request: StaffRequest, reference: str) -> HttpResponse:
    """Take a disagreement to a lead safeguarding partner."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.raise_escalation(request.user, case, at))
    people = access.lead_partners(case)
    form = forms.EscalationForm(request.POST or None, lead_partners=people, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.raise_escalation(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The escalation is recorded. The clocks run on.")
        return redirect("escalations", case.reference)
    return render(request, "reviews/escalations/raise_escalation.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def record_outcome(request: StaffRequest, reference: str, escalation: UUID) -> HttpResponse:
    """Record what came of an escalation: the lead safeguarding partner themselves, or somebody for them."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.escalations.select_related("raised_by"), pk=escalation)
    check(access.record_outcome(request.user, case, found, at))
    is_asked = access.is_asked(request.user, case, found, at)
    form = forms.OutcomeForm(request.POST or None, case=case, today=clock.today(at), escalation=found)
    if request.method == "POST" and form.is_valid():
        actions.record_outcome(case, found, by=request.user, at=at, **form.cleaned_data)
        if is_asked and not visible_to(request.user, at).filter(pk=case.pk).exists():
            messages.success(request, "Your decision is recorded. The case is no longer open to you.")
            return redirect("needs")
        messages.success(request, "The outcome is recorded.")
        return redirect("escalations", case.reference)
    context = {"case": case, "form": form, "escalation": found, "is_asked": is_asked}
    return render(request, "reviews/escalations/record_outcome.html", context)

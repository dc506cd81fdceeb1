"""Pages about who leads a case: what we are asked to contribute, that it was returned, and handovers of the lead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions
from .forms import HandoverForm, ReturnedForm


@require_safe
def lead(request: StaffRequest, reference: str) -> HttpResponse:
    """Show who leads the case: what another partnership asked of us, and each handover."""
    at = clock.now()
    case = open_case(request, reference, at)
    context = {
        "case": case,
        "contribution": getattr(case, "contribution", None),
        "handovers": case.handovers.select_related("recorded_by"),
        "may_return": access.record_returned(request.user, case, at) is None,
        "refusal": access.record_handover(request.user, case, at),
    }
    return render(request, "reviews/contributions/lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_returned(request: StaffRequest, reference: str) -> HttpResponse:
    """Record that our contribution went to the partnership that leads."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_returned(request.user, case, at))
    form = ReturnedForm(request.POST or None, case=case, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_returned(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "It is recorded that our contribution was returned.")
        return redirect("lead", case.reference)
    return render(request, "reviews/contributions/contribution_returned.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def record_handover(request: StaffRequest, reference: str) -> HttpResponse:
    """Record that the lead went to another partnership, or came from one."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_handover(request.user, case, at))
    form = HandoverForm(request.POST or None, case=case, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_handover(case, by=request.user, at=at, **form.for_action())
        messages.success(request, "The handover of the lead is recorded.")
        return redirect("lead", case.reference)
    context = {
        "case": case,
        "form": form,
        "stays": access.record_handover(request.user, case, at, is_to_us=False),
    }
    return render(request, "reviews/contributions/record_handover.html", context)

"""Pages of the decision on a review, and the record of all decisions.

Test A, with the partners' views, is in reviews/criteria/; the rapid review in reviews/rapid_review/.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews import record as whole_record
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms


@require_http_methods(["GET", "HEAD", "POST"])
def decide_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the decision on test B and the view on test C."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.decide_review(request.user, case, at))
    form = forms.ReviewDecisionForm(request.POST or None, case=case, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.decide_review(case, by=request.user, at=at, **form.for_action())
        messages.success(request, "The decision on a review is recorded.")
        return redirect("case", case.reference)
    return render(request, "reviews/decisions/decide_review.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def commission(request: StaffRequest, reference: str) -> HttpResponse:
    """Commission the review."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.commission(request.user, case, at))
    form = forms.CommissionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.commission_review(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(
            request, "The review is commissioned. The three statutory seats of its panel are there."
        )
        return redirect("case", case.reference)
    context = {"case": case, "form": form, "decision": case.review_decision}
    return render(request, "reviews/decisions/commission.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Reopen the decision on a review."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.reopen_review(request.user, case, at))
    form = forms.ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen_review(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The decision on a review is open again. The earlier one is kept.")
        return redirect("case", case.reference)
    context = {"case": case, "form": form, "decision": case.review_decision}
    return render(request, "reviews/decisions/reopen_review.html", context)


@require_safe
def record(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the views and decisions on the case in full, with all that came before them, to read or to print."""
    at = clock.now()
    case = open_case(request, reference, at)
    context = {"case": case, "today": clock.today(at), **whole_record.of_case(request.user, case, at)}
    return render(request, "reviews/decisions/record.html", context)

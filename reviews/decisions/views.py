"""Pages of the decision on a review, and the record of all decisions.

Test A, with the partners' views, is in reviews/criteria/; the rapid review in reviews/rapid_review/.
"""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews import record as whole_record
from reviews.learning import earlier
from reviews.models import Case, User
from reviews.requests import StaffRequest
from reviews.standing import open_case, partners_of, standing

from . import access, actions, forms, stands


@require_http_methods(["GET", "HEAD", "POST"])
def decide_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the decision on test B and the view on test C."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.decide_review(request.user, case, at))
    form = forms.ReviewDecisionForm(
        request.POST or None,
        case=case,
        today=clock.today(at),
        partners=partners_of(case, at),
        initial=_speaks_for(request.user, case, at),
    )
    not_agreed = None
    if request.method == "POST" and form.is_valid():
        not_agreed = access.decide_with(form.said, at)
        if not_agreed is None:
            actions.decide_review(case, by=request.user, at=at, **form.for_action())
            messages.success(request, "The decision on a review is recorded.")
            return redirect("case", case.reference)
        form.refuse(not_agreed)
    context = {
        "case": case,
        "form": form,
        "who_must_agree": stands.who_must_agree(access.needed_for_review(at)),
        "not_agreed": not_agreed,
        "earlier": earlier.beside(case, request.user, at),
    }
    status = 200 if not_agreed is None else 409
    return render(request, "reviews/decisions/decide_review.html", context, status=status)


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


def _speaks_for(user: User, case: Case, at: datetime) -> dict[str, str]:
    """Return the name and post of a delegate or deputy, for the partner for which they speak; else nothing."""
    role = standing(user, case, at).partner_role
    named = ", ".join(part for part in (user.name, user.post) if part)
    return {f"{role}_given_as": named} if role else {}

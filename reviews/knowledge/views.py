"""Pages of what is known of a case: changing it, and what was known, and when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.criteria import access as criteria
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms, states


@require_http_methods(["GET", "HEAD", "POST"])
def what_is_known(request: StaffRequest, reference: str) -> HttpResponse:
    """Change what is known of a case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.change_what_is_known(request.user, case, at))
    form = forms.WhatIsKnownForm(request.POST or None, case=case, by=request.user, at=at)
    status = 200
    if request.method == "POST" and form.is_valid():
        said = {"known": form.known, "reason": form.cleaned_data["reason"], "read": form.cleaned_data["read"]}
        try:
            actions.change_what_is_known(case, by=request.user, at=at, **said)
        except NotYet as refusal:
            form.refuse(refusal.beside_a_field)
            status = refusal.status
        else:
            messages.success(request, "What is known is changed. The clocks and what is asked for follow it.")
            return redirect("what_was_known", case.reference)
    context = {"case": case, "form": form}
    return render(request, "reviews/knowledge/what_is_known.html", context, status=status)


@require_safe
def what_was_known(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was known of a case, and when; and that the decision on test A rests on something else."""
    at = clock.now()
    case = open_case(request, reference, at)
    is_other = states.is_decided_on_other_facts(case)
    context = {
        "case": case,
        "entries": states.history(case),
        "may_change": access.change_what_is_known(request.user, case, at) is None,
        "decision": case.criteria_decision if is_other else None,
        "refusal_to_reopen": criteria.reopen_criteria(request.user, case, at) if is_other else None,
    }
    return render(request, "reviews/knowledge/what_was_known.html", context)

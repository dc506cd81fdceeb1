"""The page of cases that hold the same child."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions


@require_http_methods(["GET", "HEAD", "POST"])
def related(request: StaffRequest, reference: str) -> HttpResponse:
    """Show related cases as the person may see them; a coordinator notes that they have been looked at."""
    at = clock.now()
    case = open_case(request, reference, at)
    if request.method == "POST":
        actions.mark_seen(case, by=request.user, at=at)
        messages.success(request, "It is noted that you have looked at the related cases.")
        return redirect("case", case.reference)
    context = {
        "case": case,
        "found": access.of(request.user, case, at),
        "may_mark": access.mark_seen(request.user, case, at) is None,
    }
    return render(request, "reviews/related/related.html", context)

"""The page for a case's coordinator that says who looked at it. Reading it is recorded as every opening is."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cspr_portal import clock
from cspr_portal.pace import searches
from cspr_portal.refusals import check
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access
from .forms import PersonForm

DAYS_A_PAGE = 20


@require_safe
@searches
def case_openings(request: StaffRequest, reference: str) -> HttpResponse:
    """List who looked at the case on which day and at what, the newest first."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.read(request.user, case, at))
    form = PersonForm(request.GET or None, people=access.people(case))
    person = form.cleaned_data["person"] if form.is_bound and form.is_valid() else ""
    page = Paginator(access.days(case, person), DAYS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "form": form,
        "page": page,
        "visits": access.visits(case, page),
        "query": urlencode({"person": person}) if person else "",
        "is_search": bool(person),
    }
    return render(request, "reviews/openings/case_openings.html", context)

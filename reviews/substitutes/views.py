"""Pages on which somebody is named to sit in for a seat of the review's panel, and on which that ends."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.forms import PortalForm
from cspr_portal.refusals import Refused, check
from reviews.panel.access import look, substitutes
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms


@require_http_methods(["GET", "HEAD", "POST"])
def name_substitute(request: StaffRequest, reference: str, seat: UUID) -> HttpResponse:
    """Name somebody who sits in for a seat for a while."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(look(request.user, case, at))
    place = get_object_or_404(case.review.seats.select_related("agency", "user"), pk=seat)
    check(access.name(request.user, case, place, at))
    people = access.people_to_sit_in(case, place, request.user)
    form = forms.SubstituteForm(request.POST or None, people=people, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.name_substitute(case, place, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("person", refusal.beside_a_field)
        else:
            days = f"from {clock.day_words(made.starts_on)} to {clock.day_words(made.ends_on)}"
            messages.success(request, f"{made.user.name} sits in for {place.agency.name} {days}.")
            return redirect("panel", case.reference)
    context = {"case": case, "form": form, "seat": place, "is_anybody_there": people.exists()}
    return render(request, "reviews/substitutes/name_substitute.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_substitute(request: StaffRequest, reference: str, substitute: UUID) -> HttpResponse:
    """End it before its last day, in one step after a last look."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(look(request.user, case, at))
    found = get_object_or_404(substitutes(case), pk=substitute)
    check(access.end(request.user, found, case, at))
    is_own = found.user_id == request.user.pk
    if request.method == "POST":
        actions.end_substitute(case, found, by=request.user, at=at)
        words = "You no longer sit" if is_own else f"{found.user.name} no longer sits"
        messages.success(request, f"{words} in for {found.seat.agency.name}.")
        # Somebody who sat in may not know of the case from now on.
        return redirect("needs") if is_own else redirect("panel", case.reference)
    context = {"case": case, "form": PortalForm(), "substitute": found, "is_own": is_own}
    return render(request, "reviews/substitutes/end_substitute.html", context)

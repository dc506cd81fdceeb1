"""Pages of a review's terms and its panel. Who may do what is in access.py."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.meetings.access import next_meeting
from reviews.models import Case, PanelSeat
from reviews.people.actions import confirm_seat
from reviews.requests import StaffRequest
from reviews.standing import open_case
from reviews.substitutes.access import end as end_refusal
from reviews.substitutes.access import is_over

from . import access, actions, agreed_terms, carried, forms


@require_safe
def terms(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the terms of reference as they stand, those that stood before, and what changed from each to the next."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    changes = agreed_terms.changes(case.review)
    context = {
        "case": case,
        "review": case.review,
        "number": len(changes) + 1,
        "changes": changes,
        "refusal": access.scope(request.user, case, at),
    }
    return render(request, "reviews/panel/terms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scope(request: StaffRequest, reference: str) -> HttpResponse:
    """Set the terms of reference and the timeframe.

    What comes too late (somebody else set other terms meanwhile) stays on the page, beside what stands there now.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.scope(request.user, case, at))
    beside: dict[str, Any] = {
        "review": case.review,
        "seen": actions.mark(case.review),
        "carried": carried.questions(case),
        "today": clock.today(at),
    }
    form = forms.ScopeForm(request.POST or None, **beside)
    now, status = None, 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_scope(case, by=request.user, at=at, **form.cleaned_data)
        except NotYet as refusal:
            case.refresh_from_db()
            check(access.scope(request.user, case, at))
            now, status = case.review, 409
            beside["review"] = now
            form = forms.ScopeForm({**request.POST.dict(), "seen": actions.mark(now)}, **beside)
            form.add_error("terms_of_reference", refusal.beside_a_field)
        else:
            messages.success(request, "The terms of reference and the timeframe are set.")
            return redirect("case", case.reference)
    context = {"case": case, "form": form, "now": now}
    return render(request, "reviews/panel/scope.html", context, status=status)


@require_safe
def panel(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the panel: its seats, who sits in them, and what may be changed."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    seats = case.review.seats.select_related("agency", "user", "confirmed_by")
    substitutes = list(access.substitutes(case))
    context = {
        "sitting_in": [
            (one, one.starts_on <= clock.today(at), end_refusal(request.user, one, case, at) is None)
            for one in substitutes
            if not is_over(one, at)
        ],
        "sat_in": [one for one in substitutes if is_over(one, at)],
        "meeting": next_meeting(case, at),
        "case": case,
        "refusal": access.set_up_panel(request.user, case, at),
        "seats": [seat for seat in seats if seat.left_on is None],
        "left": [seat for seat in seats if seat.left_on is not None],
    }
    return render(request, "reviews/panel/panel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def fill_seat(request: StaffRequest, reference: str, seat: UUID) -> HttpResponse:
    """Put a person into a seat, in place of whoever sits there."""
    at = clock.now()
    case = open_case(request, reference, at)
    place = _seat(request, case, seat, at)
    check(access.fill_seat(request.user, case, place, at))
    form = forms.FillSeatForm(request.POST or None, people=access.people_for_seat(case, place))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        actions.fill_seat(case, place, person, by=request.user, at=at)
        messages.success(request, f"{person.name} sits on the panel for {place.agency.name}.")
        return redirect("panel", case.reference)
    return render(request, "reviews/panel/fill_seat.html", {"case": case, "form": form, "seat": place})


@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a member to the panel."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.set_up_panel(request.user, case, at))
    form = forms.AddMemberForm(
        request.POST or None, people=access.people_for_seat(case), agencies=access.agencies_for_member(at)
    )
    if request.method == "POST" and form.is_valid():
        person, agency = form.cleaned_data["person"], form.cleaned_data["agency"]
        actions.add_member(case, agency, person, by=request.user, at=at)
        messages.success(request, f"{person.name} joins the panel for {agency.name}.")
        return redirect("panel", case.reference)
    return render(request, "reviews/panel/add_member.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_panel_seat(request: StaffRequest, reference: str, seat: UUID) -> HttpResponse:
    """Confirm somebody who was put into a seat in the Django admin."""
    at = clock.now()
    case = open_case(request, reference, at)
    place = _seat(request, case, seat, at)
    check(access.confirm_seat(request.user, case, place, at))
    form = forms.PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        confirm_seat(place, by=request.user, at=at)
        messages.success(request, f"{_name(place)} is confirmed on the panel.")
        return redirect("panel", case.reference)
    return render(
        request, "reviews/panel/confirm_panel_seat.html", {"case": case, "form": form, "seat": place}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def choose_chair(request: StaffRequest, reference: str, seat: UUID) -> HttpResponse:
    """Make a member the chair."""
    at = clock.now()
    case = open_case(request, reference, at)
    place = _seat(request, case, seat, at)
    check(access.choose_chair(request.user, case, place, at))
    form = forms.PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.choose_chair(case, place, by=request.user, at=at)
        messages.success(request, f"{_name(place)} is the chair of the panel.")
        return redirect("panel", case.reference)
    chair = case.review.seats.filter(is_chair=True, left_on__isnull=True).select_related("user").first()
    context = {"case": case, "form": form, "seat": place, "chair": chair}
    return render(request, "reviews/panel/choose_chair.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_seat(request: StaffRequest, reference: str, seat: UUID) -> HttpResponse:
    """Let a member leave the panel."""
    at = clock.now()
    case = open_case(request, reference, at)
    place = _seat(request, case, seat, at)
    check(access.leave_seat(request.user, case, place, at))
    form = forms.PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_seat(case, place, by=request.user, at=at)
        messages.success(request, f"{_name(place)} has left the panel.")
        # Somebody who lets themselves leave may not know of the case from now on.
        return redirect("needs") if place.user_id == request.user.pk else redirect("panel", case.reference)
    return render(request, "reviews/panel/end_seat.html", {"case": case, "form": form, "seat": place})


def _seat(request: StaffRequest, case: Case, seat: UUID, at: datetime) -> PanelSeat:
    check(access.look(request.user, case, at))
    return get_object_or_404(case.review.seats.select_related("agency", "user"), pk=seat)


def _name(seat: PanelSeat) -> str:
    return seat.user.name if seat.user else seat.agency.name

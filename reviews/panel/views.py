"""Pages of a review's terms, its panel and its Independent Reviewer. Who may do what is in access.py."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.models import Case, PanelSeat, ReviewerAppointment
from reviews.people.actions import confirm_seat
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms


@require_http_methods(["GET", "HEAD", "POST"])
def scope(request: StaffRequest, reference: str) -> HttpResponse:
    """Set the terms of reference and the timeframe."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.scope(request.user, case, at))
    form = forms.ScopeForm(request.POST or None, review=case.review, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.set_scope(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The terms of reference and the timeframe are set.")
        return redirect("case", case.reference)
    return render(request, "reviews/panel/scope.html", {"case": case, "form": form})


@require_safe
def panel(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the panel: its seats, who sits in them, and what may be changed."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    seats = case.review.seats.select_related("agency", "user", "confirmed_by")
    context = {
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


@require_safe
def reviewer(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the Independent Reviewer's appointments with their declarations."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    found = case.review.appointments.select_related("user__agency", "appointed_by", "checked_by", "ended_by")
    context = {
        "case": case,
        "refusal": access.appoint(request.user, case, at),
        "rows": [_about(request, case, appointment, at) for appointment in found],
    }
    return render(request, "reviews/panel/reviewer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the appointment of an Independent Reviewer with the declaration of independence."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.appoint(request.user, case, at))
    people = access.people_for_appointment(case)
    form = forms.AppointForm(request.POST or None, people=people, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        appointment = actions.appoint_reviewer(case, by=request.user, at=at, **form.cleaned_data)
        if appointment.has_no_link:
            messages.success(
                request, "The appointment is recorded. A second person checks the declaration next."
            )
        else:
            messages.warning(
                request, "It is recorded that a link is declared. The appointment can’t go ahead."
            )
        return redirect("reviewer", case.reference)
    return render(request, "reviews/panel/appoint.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def check_declaration(request: StaffRequest, reference: str, appointment: UUID) -> HttpResponse:
    """Record that a second person checked the reviewer's declaration."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _appointment(request, case, appointment, at)
    check(access.check_declaration(request.user, case, found, at))
    form = forms.CheckDeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.check_declaration(case, found, by=request.user, at=at, **form.cleaned_data)
        first_day = clock.day_words(found.starts_on)
        opens = "now" if found.starts_on <= clock.today(at) else f"on {first_day}"
        messages.success(request, f"The declaration is checked. The case opens to {found.user.name} {opens}.")
        return redirect("reviewer", case.reference)
    context = {"case": case, "form": form, "appointment": found}
    return render(request, "reviews/panel/check_declaration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_appointment(request: StaffRequest, reference: str, appointment: UUID) -> HttpResponse:
    """End an appointment now."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _appointment(request, case, appointment, at)
    check(access.end_appointment(request.user, case, found, at))
    form = forms.EndAppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_appointment(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The appointment of {found.user.name} has ended.")
        return redirect("reviewer", case.reference)
    context = {"case": case, "form": form, "appointment": found}
    return render(request, "reviews/panel/end_appointment.html", context)


def _seat(request: StaffRequest, case: Case, seat: UUID, at: datetime) -> PanelSeat:
    check(access.look(request.user, case, at))
    return get_object_or_404(case.review.seats.select_related("agency", "user"), pk=seat)


def _appointment(request: StaffRequest, case: Case, appointment: UUID, at: datetime) -> ReviewerAppointment:
    check(access.look(request.user, case, at))
    return get_object_or_404(case.review.appointments.select_related("user"), pk=appointment)


def _name(seat: PanelSeat) -> str:
    return seat.user.name if seat.user else seat.agency.name


def _about(
    request: StaffRequest, case: Case, appointment: ReviewerAppointment, at: datetime
) -> dict[str, Any]:
    words, kind = _state(appointment, clock.today(at))
    checking = access.check_declaration(request.user, case, appointment, at)
    return {
        "appointment": appointment,
        "words": words,
        "kind": kind,
        "may_check": checking is None,
        # What is over, or somebody else's to do, needs no sentence here.
        "why_no_check": checking if appointment.checked_at is None and appointment.ended_at is None else None,
        "may_end": access.end_appointment(request.user, case, appointment, at) is None,
    }


def _state(appointment: ReviewerAppointment, today: date) -> tuple[str, str]:
    """Return where an appointment stands on a day, in words, and the kind of tag for it."""
    if appointment.ended_at is not None:
        return f"Ended on {clock.day_words(clock.today(appointment.ended_at))}", "quiet"
    if not appointment.has_no_link:
        return "Can’t go ahead: a link is declared", "late"
    if appointment.checked_at is None:
        return "Waiting for the declaration to be checked", "soon"
    if appointment.ends_on < today:
        return f"Over since {clock.day_words(appointment.ends_on)}", "quiet"
    if appointment.starts_on > today:
        return f"Begins on {clock.day_words(appointment.starts_on)}", "live"
    return f"In post until {clock.day_words(appointment.ends_on)}", "calm"

"""Pages of a review's Independent Reviewers, and the one that stays to a reviewer after the end.

Who may do what is in access.py.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import check
from cspr_portal.words import listed
from reviews.audit.opening import opened, out_of_scope
from reviews.models import Case, ReviewerAppointment
from reviews.requests import StaffRequest
from reviews.standing import open_case, standing

from . import access, actions, asking, forms, states


@require_safe
def reviewer(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the Independent Reviewers: each appointment with its declaration, its end, and what was asked in writing."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    found = case.review.appointments.select_related("user__agency", "appointed_by", "checked_by", "ended_by")
    found = found.prefetch_related(
        "answers",
        "link_decisions__decided_by",
        "extensions__extended_by",
        "requests__asked_by",
        "requests__document",
    )
    context = {
        "case": case,
        "refusal": access.appoint(request.user, case, at),
        "rows": [_about(request, case, appointment, at) for appointment in found],
    }
    return render(request, "reviews/reviewers/reviewer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the appointment of an Independent Reviewer with the declaration of independence."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.appoint(request.user, case, at))
    people = access.people_for_appointment(case, at)
    form = forms.AppointForm(request.POST or None, people=people, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        facts = form.for_action()
        undeclared = access.undeclared(case, facts["person"], facts["answers"], at)
        if undeclared is None:
            appointment = actions.appoint_reviewer(case, by=request.user, at=at, **facts)
            if appointment.has_no_link:
                words = "The appointment is recorded. A second person checks the declaration next."
            else:
                words = "The appointment is recorded. Each partner decides on the declared link next."
            messages.success(request, words)
            return redirect("reviewer", case.reference)
        form.add_error("worked_link", undeclared)
    return render(request, "reviews/reviewers/appoint.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def decide_links(request: StaffRequest, reference: str, appointment: UUID) -> HttpResponse:
    """Say whether one's partner accepts the links that a reviewer declared."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _appointment(request, case, appointment, at)
    check(access.decide_links(request.user, case, found, at))
    form = forms.DecideLinksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = actions.decide_links(case, found, by=request.user, at=at, **form.cleaned_data)
        if decision.accepts:
            messages.success(request, "It is recorded that your partner accepts the declared link.")
        else:
            messages.warning(request, f"The appointment of {found.user.name} is stopped.")
        return redirect("reviewer", case.reference)
    return render(request, "reviews/reviewers/decide_links.html", {"form": form, **_declared(case, found)})


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
        if form.cleaned_data["is_complete"]:
            first_day = clock.day_words(found.starts_on)
            opens = "now" if found.starts_on <= clock.today(at) else f"on {first_day}"
            words = f"The declaration is checked. The case opens to {found.user.name} {opens}."
            messages.success(request, words)
        else:
            messages.warning(request, f"The appointment of {found.user.name} is stopped.")
        return redirect("reviewer", case.reference)
    return render(
        request,
        "reviews/reviewers/check_declaration.html",
        {"form": form, **_declared(case, found)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extend_appointment(request: StaffRequest, reference: str, appointment: UUID) -> HttpResponse:
    """Move the last day of an appointment."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _appointment(request, case, appointment, at)
    check(access.extend(request.user, case, found, at))
    form = forms.ExtendForm(request.POST or None, appointment=found)
    if request.method == "POST" and form.is_valid():
        made = actions.extend_appointment(case, found, by=request.user, at=at, **form.cleaned_data)
        day = clock.day_words(made.to_day)
        messages.success(request, f"The appointment of {found.user.name} lasts until {day} now.")
        return redirect("reviewer", case.reference)
    context = {"case": case, "form": form, "appointment": found}
    return render(request, "reviews/reviewers/extend_appointment.html", context)


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
    return render(request, "reviews/reviewers/end_appointment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_reviewer(request: StaffRequest, reference: str, appointment: UUID) -> HttpResponse:
    """Ask a reviewer in writing for information or a draft."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _appointment(request, case, appointment, at)
    check(access.ask(request.user, case, found, at))
    form = forms.AskForm(request.POST or None, appointment=found, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        asking.ask_reviewer(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The request waits for {found.user.name}.")
        return redirect("reviewer", case.reference)
    context = {"case": case, "form": form, "appointment": found}
    return render(request, "reviews/reviewers/ask_reviewer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reply_to_request(request: StaffRequest, reference: str, asked: UUID) -> HttpResponse:
    """Reply to what the partners asked in writing."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    found = get_object_or_404(access.requests_of(case), pk=asked)
    check(access.reply(request.user, case, found, at))
    documents = access.documents_for_reply(request.user, case)
    form = forms.ReplyForm(request.POST or None, documents=documents)
    if request.method == "POST" and form.is_valid():
        asking.reply_to_request(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your reply is recorded.")
        return redirect("reviewer", case.reference)
    context = {"case": case, "form": form, "asked": found, "has_documents": documents.exists()}
    return render(request, "reviews/reviewers/reply_to_request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def materials(request: StaffRequest, appointment: UUID) -> HttpResponse:
    """Let a reviewer whose appointment is over say what became of what they downloaded. No case is known here."""
    at = clock.now()
    found = access.own_appointment(request.user, appointment, at)
    if found is None:
        out_of_scope(request)
    request.case_reference = found.review.case.reference
    opened(request, found.review.case.reference)
    check(access.confirm_materials(request.user, found, at))
    form = forms.MaterialsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.confirm_materials(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "What became of it is recorded. Nothing more is asked of you.")
        return redirect("needs")
    context = {
        "form": form,
        "reference": found.review.case.reference,
        "first_day": found.starts_on,
        "last_day": states.last_day(found),
    }
    return render(request, "reviews/reviewers/materials.html", context)


def _appointment(request: StaffRequest, case: Case, appointment: UUID, at: datetime) -> ReviewerAppointment:
    check(access.look(request.user, case, at))
    found = case.review.appointments.select_related("user__agency", "appointed_by")
    return get_object_or_404(found.prefetch_related("answers", "link_decisions__decided_by"), pk=appointment)


def _declared(case: Case, appointment: ReviewerAppointment) -> dict[str, Any]:
    """Return what the pages about a declaration show."""
    return {
        "case": case,
        "appointment": appointment,
        "answers": states.answers_of(appointment),
        "places": states.places(appointment) if not appointment.has_no_link else [],
    }


def _about(
    request: StaffRequest, case: Case, appointment: ReviewerAppointment, at: datetime
) -> dict[str, Any]:
    user, today = request.user, clock.today(at)
    words, kind = states.look(appointment, today)
    is_over, end = states.is_over(appointment, today), states.last_day(appointment)
    checking, who = access.check_declaration(user, case, appointment, at), standing(user, case, at)
    is_waiting = appointment.checked_at is None and not is_over
    answers = states.answers_of(appointment)
    return {
        "appointment": appointment,
        "words": words,
        "kind": kind,
        "answers": answers,
        "links": [answer for answer in answers if answer.has_link],
        "places": [] if appointment.has_no_link else states.places(appointment),
        "awaited": listed(states.awaited(appointment)),
        "asked": [
            (
                one,
                states.look_at_request(one, end, is_over, today),
                access.reply(user, case, one, at) is None and not is_over,
            )
            for one in appointment.requests.all()
        ],
        "is_over": is_over,
        "is_asked_for_papers": is_over and states.has_opened(appointment),
        "may_decide": access.decide_links(user, case, appointment, at) is None,
        "may_check": checking is None,
        # What is over, or somebody else's to do, needs no sentence here.
        "why_no_check": checking if is_waiting and (who.is_coordinator or who.partner_role) else None,
        "may_extend": appointment.checked_at is not None
        and access.extend(user, case, appointment, at) is None,
        "may_ask": access.ask(user, case, appointment, at) is None,
        "may_end": access.end_appointment(user, case, appointment, at) is None,
    }

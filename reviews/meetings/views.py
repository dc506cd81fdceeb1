"""Pages of the meetings of a review's panel. Those of the pack and its copies are in pack_views.py."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.documents.access import visible
from reviews.models import Case, Meeting
from reviews.requests import StaffRequest
from reviews.stages import Stage
from reviews.standing import open_case

from . import access, actions, forms, quorum, states


@require_safe
def meetings(request: StaffRequest, reference: str) -> HttpResponse:
    """List the panel's meetings, those to come first."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    today = clock.today(at)
    found = [(one, states.look(one, today)) for one in access.meetings(case)]
    coming = [row for row in found if row[0].held_on >= today and _is_open(row[0])]
    context = {
        "case": case,
        "coming": coming[::-1],
        "past": [row for row in found if row not in coming],
        "refusal": access.call(request.user, case, at),
    }
    return render(request, "reviews/meetings/meetings.html", context)


@require_safe
def meeting(request: StaffRequest, reference: str, meeting: UUID) -> HttpResponse:
    """Show one meeting: agenda, papers, who was there, what was decided, and whose copies of its pack are out."""
    at = clock.now()
    case, found = meeting_of(request, reference, meeting, at)
    today, user = clock.today(at), request.user
    # What somebody may not know of among the documents is not named here either, however it came to be a paper.
    chosen = visible(user, case, at).filter(meetings=found)
    readable = set(access.papers_of(found, case).values_list("pk", flat=True))
    attendances = found.attendances.select_related("seat__agency").order_by(
        "-seat__partner_role", "seat__agency__name"
    )
    is_closed = case.stage == Stage.CLOSED
    copies = found.copies.select_related("reader", "settled_by")
    context = {
        "case": case,
        "meeting": found,
        "look": states.look(found, today),
        "papers": [(paper, paper.pk in readable) for paper in chosen.order_by("title")],
        "attendances": attendances,
        "quorum": quorum.words(states.attended(found)) if found.minuted_at else "",
        "is_quorate": not quorum.missing(states.attended(found)),
        "copies": [(copy, states.look_of_copy(copy, is_closed)) for copy in copies],
        "may_change": access.change(user, case, found, at) is None,
        "may_cancel": access.cancel(user, case, found, at) is None,
        "minute_refusal": access.minute(user, case, found, at),
        "may_call": access.call(user, case, at) is None,
        "may_take": access.take_pack(user, case, found, at) is None,
        "may_settle": any(access.settle(user, case, copy, at) is None for copy in copies),
    }
    return render(request, "reviews/meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def call_meeting(request: StaffRequest, reference: str) -> HttpResponse:
    """Call a meeting of the panel."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.call(request.user, case, at))
    form = forms.MeetingForm(
        request.POST or None, papers=access.papers(case), not_before=case.review.decided_on
    )
    if request.method == "POST" and form.is_valid():
        made = actions.call_meeting(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The meeting on {clock.day_words(made.held_on)} is called.")
        return redirect("meeting", case.reference, made.pk)
    return render(request, "reviews/meetings/call_meeting.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_meeting(request: StaffRequest, reference: str, meeting: UUID) -> HttpResponse:
    """Change a meeting before it is held."""
    at = clock.now()
    case, found = meeting_of(request, reference, meeting, at)
    check(access.change(request.user, case, found, at))
    names = ("purpose", "held_on", "starts_at", "place", "agenda")
    kept: dict[str, Any] = {name: getattr(found, name) for name in names}
    kept["papers"] = access.papers_of(found, case)
    form = forms.MeetingForm(
        request.POST or None,
        initial=kept,
        papers=access.papers(case),
        not_before=case.review.decided_on,
    )
    if request.method == "POST" and form.is_valid():
        actions.change_meeting(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The meeting is changed. The portal tells nobody: let the panel know.")
        return redirect("meeting", case.reference, found.pk)
    context = {"case": case, "form": form, "meeting": found}
    return render(request, "reviews/meetings/change_meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_meeting(request: StaffRequest, reference: str, meeting: UUID) -> HttpResponse:
    """Cancel a meeting that has no minutes."""
    at = clock.now()
    case, found = meeting_of(request, reference, meeting, at)
    check(access.cancel(request.user, case, found, at))
    form = forms.CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_meeting(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The meeting is cancelled. The portal tells nobody: let the panel know.")
        return redirect("meeting", case.reference, found.pk)
    context = {"case": case, "form": form, "meeting": found}
    return render(request, "reviews/meetings/cancel_meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def minute_meeting(request: StaffRequest, reference: str, meeting: UUID) -> HttpResponse:
    """Record the minutes. Whoever comes second keeps what they typed on the page, and sees that others stand."""
    at = clock.now()
    case, found = meeting_of(request, reference, meeting, at)
    refusal, status = access.minute(request.user, case, found, at), 200
    if refusal != access.MINUTED or request.method != "POST":
        check(refusal)
    seats = [(seat, quorum.holder_on(seat, found.held_on)) for seat in access.seats_at(case, found)]
    named = {key: actions.person_words(person) for key, person in access.sitting_in(found).items()}
    form = forms.MinutesForm(request.POST or None, seats=seats, sitting_in=named)
    if request.method == "POST" and form.is_valid():
        attended, decisions = form.attended(), form.cleaned_data["decisions"]
        try:
            actions.minute_meeting(
                case, found, attended=attended, decisions=decisions, by=request.user, at=at
            )
        except NotYet as late:
            form.add_error(None, late.beside_a_field)
            status = 409
        else:
            messages.success(request, "The minutes are recorded.")
            return redirect("meeting", case.reference, found.pk)
    context = {"case": case, "form": form, "meeting": found}
    return render(request, "reviews/meetings/minute_meeting.html", context, status=status)


def meeting_of(request: StaffRequest, reference: str, meeting: UUID, at: datetime) -> tuple[Case, Meeting]:
    """Return the case that an address names, and its meeting. Raises Http404 as `open_case` does."""
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    return case, get_object_or_404(access.meetings(case), pk=meeting)


def _is_open(meeting: Meeting) -> bool:
    return meeting.cancelled_at is None and meeting.minuted_at is None

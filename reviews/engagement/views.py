"""Pages of the engagement: who takes part, what happened with each, and the safe way to reach them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import Refused, check
from reviews import sealed
from reviews.audit.recording import note
from reviews.guesses import REFUSED
from reviews.models import Case, EngagedWith, Participant
from reviews.requests import StaffRequest
from reviews.stages import Stage
from reviews.standing import open_case

from . import access, actions, forms, states


@require_safe
def engagement(request: StaffRequest, reference: str) -> HttpResponse:
    """Show who of the family and of the practitioners takes part, how it stands, and what is out with them."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    people = case.review.participants.select_related("child").prefetch_related("engagements__version")
    rows = [_row(one) for one in people]
    of_nobody = list(case.review.engagements.filter(participant=None).select_related("recorded_by"))
    groups = [
        {
            "key": kind.value,
            "heading": kind.label,
            "people": [row for row in rows if row["person"].engaged_with == kind],
            "as_a_whole": [one for one in of_nobody if one.engaged_with == kind],
        }
        for kind in EngagedWith
    ]
    context = {
        "case": case,
        "groups": groups,
        "drafts": [(row["person"], *out) for row in rows for out in row["drafts"]],
        "refusal": access.record_engagement(request.user, case, at),
    }
    return render(request, "reviews/engagement/engagement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_engagement(request: StaffRequest, reference: str) -> HttpResponse:
    """Record engagement with the family or with practitioners as a whole."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_engagement(request.user, case, at))
    form = forms.EngagementForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_engagement(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The engagement is recorded.")
        return redirect("engagement", case.reference)
    return render(request, "reviews/engagement/record_engagement.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def add_participant(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a relative or a practitioner whom the review wants to hear."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_engagement(request.user, case, at))
    form = forms.ParticipantForm(request.POST or None, children=case.children.all(), today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_participant(case, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            _name_refused(request, case, form, refusal)
        else:
            messages.success(request, f"{added.called} is added.")
            return redirect("participant", case.reference, added.pk)
    return render(request, "reviews/engagement/add_participant.html", {"case": case, "form": form})


@require_safe
def participant(request: StaffRequest, reference: str, participant: UUID) -> HttpResponse:
    """Show one participant: what keeps them safe, what they want, and what happened, as a timeline."""
    at = clock.now()
    case, found = _participant(request, reference, participant, at)
    happened = list(found.engagements.select_related("version", "recorded_by"))
    context = {
        "case": case,
        "person": found,
        "look": states.look(happened),
        "officer": states.officer_words(found),
        "drafts": states.drafts_out(happened),
        "happened": [(one, forms.title_of(one)) for one in reversed(happened)],
        "may_see_private": access.see_private(request.user, case, at),
        "may_open": sealed.refusal_to_open_contact(request.user, case, found, at) is None,
        "refusal": access.record_engagement(request.user, case, at),
        "may_record": access.keep_contact(request.user, case, at) is None,
    }
    return render(request, "reviews/engagement/participant.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_participant(request: StaffRequest, reference: str, participant: UUID) -> HttpResponse:
    """Change what is kept of a participant. What was changed meanwhile is shown beside what was typed."""
    at = clock.now()
    case, found = _participant(request, reference, participant, at)
    check(access.record_engagement(request.user, case, at))
    initial = forms.kept(found, actions.mark(found))
    beside: dict[str, Any] = {
        "children": case.children.all(),
        "today": clock.today(at),
        "participant": found,
        "initial": initial,
    }
    form = forms.ParticipantForm(request.POST or None, **beside)
    context: dict[str, Any] = {"case": case, "person": found}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_participant(case, found, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            found.refresh_from_db()
            newest = actions.mark(found)
            if form.cleaned_data["seen"] == newest:
                _name_refused(request, case, form, refusal)
            else:
                # What was typed stays; sent again it is saved over what the page now shows.
                form = forms.ParticipantForm({**request.POST.dict(), "seen": newest}, **beside)
                form.add_error(None, refusal.beside_a_field)
                context["now"] = _differences(form, found)
                status = 409
        else:
            messages.success(
                request, f"What is kept of {states.mid_sentence(form.cleaned_data['called'])} is changed."
            )
            return redirect("participant", case.reference, found.pk)
    context["form"] = form
    return render(request, "reviews/engagement/change_participant.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def record_with(request: StaffRequest, reference: str, participant: UUID) -> HttpResponse:
    """Record what happened with a participant."""
    at = clock.now()
    case, found = _participant(request, reference, participant, at)
    check(access.keep_contact(request.user, case, at))
    promise = {"next_contact_on": found.next_contact_on, "next_contact": found.next_contact}
    form = forms.HappenedForm(
        request.POST or None,
        initial=promise,
        participant=found,
        versions=case.review.report_versions.defer("text"),
        is_closed=case.stage == Stage.CLOSED,
        today=clock.today(at),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_with(case, found, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("outcome", refusal.sentence)
            status = refusal.status
        else:
            messages.success(request, "It is recorded.")
            return redirect("participant", case.reference, found.pk)
    context = {"case": case, "form": form, "person": found, "officer": states.officer_words(found)}
    return render(request, "reviews/engagement/record_with.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def open_contact(request: StaffRequest, reference: str, participant: UUID) -> HttpResponse:
    """Open the safe way to reach a participant, for a stated reason. It is shown once, in the answer to the form."""
    at = clock.now()
    case, found = _participant(request, reference, participant, at)
    check(sealed.refusal_to_open_contact(request.user, case, found, at))
    form = forms.ReasonToReachForm(request.POST or None)
    context = {"case": case, "form": form, "person": found}
    if request.method == "POST" and form.is_valid():
        try:
            words = sealed.open_contact(case, found, by=request.user, at=at, **form.cleaned_data)
        except sealed.Unreadable:
            form.add_error(None, "The server’s keys don’t open this. Tell your administrator.")
        else:
            return render(request, "reviews/engagement/contact.html", {**context, "words": words})
    return render(request, "reviews/engagement/open_contact.html", context)


def _participant(
    request: StaffRequest, reference: str, participant: UUID, at: datetime
) -> tuple[Case, Participant]:
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    people = case.review.participants.select_related("child", "contact", "added_by", "changed_by")
    return case, get_object_or_404(people, pk=participant)


def _row(person: Participant) -> dict[str, Any]:
    happened = list(person.engagements.all())
    return {
        "person": person,
        "look": states.look(happened),
        "officer": states.officer_words(person),
        "drafts": states.drafts_out(happened),
    }


def _name_refused(request: StaffRequest, case: Case, form: forms.ParticipantForm, refusal: Refused) -> None:
    is_pseudonym = refusal.sentence == actions.REAL_PSEUDONYM
    if refusal.sentence in (actions.REAL_NAME, actions.REAL_PSEUDONYM):
        note(request.user, REFUSED, case.reference, outcome="denied")
    form.add_error("own_pseudonym" if is_pseudonym else "called", refusal.beside_a_field)


def _differences(form: forms.ParticipantForm, person: Participant) -> list[tuple[str, str]]:
    """What stands there now, field by field, where it is not what was typed."""
    found = []
    now = forms.kept(person, "")
    for name, field in form.fields.items():
        if name in ("seen", "contact") or name not in now:
            continue
        value = form.cleaned_data.get(name) if name in form.cleaned_data else None
        if value != now[name]:
            words = (
                clock.day_words(now[name])
                if name.endswith("_on") and now[name]
                else str(now[name] or "Empty")
            )
            chosen = dict(getattr(field, "choices", ()))
            found.append((str(field.label), str(chosen.get(now[name], words))))
    return found

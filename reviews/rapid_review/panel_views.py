"""Pages on which the rapid review leaves for the national Panel, and on what comes back. Writing it is in views.py."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.models import NationalPanelAnswer
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, answers, forms


@require_http_methods(["GET", "HEAD", "POST"])
def rapid_review_sent(request: StaffRequest, reference: str) -> HttpResponse:
    """Record that the rapid review was sent."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.send(request.user, case, at))
    form = forms.SentForm(request.POST or None, case=case, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_rapid_review_sent(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "It is recorded that the rapid review was sent.")
        return redirect("case", case.reference)
    return render(request, "reviews/rapid_review/rapid_review_sent.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def panel_answer(request: StaffRequest, reference: str) -> HttpResponse:
    """Record the national Panel's answer."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_answer(request.user, case, at))
    form = forms.PanelAnswerForm(request.POST or None, case=case, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        answers.record_panel_answer(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The national Panel’s answer is recorded.")
        return redirect("case", case.reference)
    return render(request, "reviews/rapid_review/panel_answer.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def respond_to_panel(request: StaffRequest, reference: str, answer: UUID) -> HttpResponse:
    """Record whether the partners agree with the national Panel's answer or challenge it."""
    at = clock.now()
    found = _open(request, reference, answer, at)
    check(access.respond(request.user, found, at))
    form = forms.ResponseForm(request.POST or None, answer=found, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        answers.record_response(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The partners’ response is recorded.")
        return redirect("decisions", found.case.reference)
    return _render(request, found, "respond_to_panel", form)


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_followed(request: StaffRequest, reference: str, answer: UUID) -> HttpResponse:
    """Record what followed the partners' challenge."""
    at = clock.now()
    found = _open(request, reference, answer, at)
    check(access.record_followed(request.user, found, at))
    form = forms.FollowedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers.record_followed(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "What followed the challenge is recorded.")
        return redirect("decisions", found.case.reference)
    return _render(request, found, "challenge_followed", form)


def _open(request: StaffRequest, reference: str, answer: UUID, at: datetime) -> NationalPanelAnswer:
    case = open_case(request, reference, at)
    found: NationalPanelAnswer = get_object_or_404(case.panel_answers, pk=answer)
    found.case = case
    return found


def _render(
    request: StaffRequest, answer: NationalPanelAnswer, name: str, form: forms.PortalForm
) -> HttpResponse:
    context = {"case": answer.case, "answer": answer, "form": form}
    return render(request, f"reviews/rapid_review/{name}.html", context)

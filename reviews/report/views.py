"""Pages of the enquiry, the engagement, the report with its agreement, and the stage moves.

Who may do what is in access.py and in reviews.stage_moves. What the public reads is not drawn here.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews import stage_moves
from reviews.models import Case, ReportVersion
from reviews.requests import StaffRequest
from reviews.standing import open_case, standing

from . import access, actions, forms, ledger


@require_safe
def enquiry(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the key lines of enquiry, each with its method and its answer."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    lines = case.review.key_lines.select_related("added_by", "answered_by")
    context = {
        "case": case,
        "refusal": access.add_key_line(request.user, case, at),
        "rows": [(line, access.answer_key_line(request.user, case, line, at) is None) for line in lines],
    }
    return render(request, "reviews/report/enquiry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_key_line(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a key line of enquiry."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.add_key_line(request.user, case, at))
    form = forms.KeyLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_key_line(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The key line of enquiry is added.")
        return redirect("enquiry", case.reference)
    return render(request, "reviews/report/add_key_line.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def answer_key_line(request: StaffRequest, reference: str, line: UUID) -> HttpResponse:
    """Answer a key line of enquiry."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    found = get_object_or_404(case.review.key_lines, pk=line)
    check(access.answer_key_line(request.user, case, found, at))
    form = forms.AnswerForm(request.POST or None, initial={"answer": found.answer})
    if request.method == "POST" and form.is_valid():
        actions.answer_key_line(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The answer is recorded.")
        return redirect("enquiry", case.reference)
    return render(request, "reviews/report/answer_key_line.html", {"case": case, "form": form, "line": found})


@require_safe
def engagement(request: StaffRequest, reference: str) -> HttpResponse:
    """Show what was offered to the family and to practitioners, and what came of it."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    context = {
        "case": case,
        "refusal": access.record_engagement(request.user, case, at),
        "engagements": case.review.engagements.select_related("recorded_by"),
    }
    return render(request, "reviews/report/engagement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_engagement(request: StaffRequest, reference: str) -> HttpResponse:
    """Record engagement with the family or with practitioners."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record_engagement(request.user, case, at))
    form = forms.EngagementForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_engagement(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The engagement is recorded.")
        return redirect("engagement", case.reference)
    return render(request, "reviews/report/record_engagement.html", {"case": case, "form": form})


@require_safe
def report(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the newest version of the report, and where everybody stands on it."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    return _version(request, case, None, at)


@require_safe
def report_version(request: StaffRequest, reference: str, number: int) -> HttpResponse:
    """Show one version of the report, and where everybody stood on it."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    return _version(request, case, number, at)


@require_http_methods(["GET", "HEAD", "POST"])
def write_report(request: StaffRequest, reference: str) -> HttpResponse:
    """Write the next version of the report, beginning from the newest one.

    A text that comes too late (somebody wrote meanwhile, or the case has moved on) stays on the page.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    form = forms.ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            version = actions.write_report(case, by=request.user, at=at, **form.cleaned_data)
        except NotYet as refusal:
            return _kept_report(request, case, form.cleaned_data["text"], refusal.sentence, at)
        messages.success(request, f"Version {version.number} is written.")
        return redirect("report", case.reference)
    check(access.write_report(request.user, case, at))
    newest = case.review.report_versions.first()
    if "expected_number" in form.errors:
        # Without the number nobody knows which version the text began from: show both.
        words = "Compare your text with the newest version, and write again."
        return _kept_report(request, case, form.data.get("text", ""), words, at)
    if not form.is_bound:
        form = forms.ReportForm(
            initial={"text": newest.text if newest else "", "expected_number": newest.number if newest else 0}
        )
    context = {"case": case, "form": form, "next_number": newest.number + 1 if newest else 1}
    return render(request, "reviews/report/write_report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agree_report(request: StaffRequest, reference: str) -> HttpResponse:
    """Say where one stands on the newest version: a member of the panel, or a partner, by the stage.

    What comes too late (a newer version is there, or the case has moved on) stays on the page.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    form = forms.AgreementForm(request.POST if request.method == "POST" else None)
    if "number" in form.errors:
        raise BadRequest
    newest = case.review.report_versions.select_related("written_by").first()
    if newest is not None and form.is_valid():
        data = dict(form.cleaned_data)
        version = get_object_or_404(case.review.report_versions, number=data.pop("number"))
        try:
            actions.give_agreement(case, version, by=request.user, at=at, **data)
        except NotYet as refusal:
            form = forms.AgreementForm({**data, "number": newest.number})
            form.add_error("view", refusal.sentence)
            return _agreement(request, case, newest, form, at, status=409)
        messages.success(request, f"Where you stand on version {version.number} is recorded.")
        return redirect("report", case.reference)
    check(access.agree(request.user, case, at))
    if newest is not None and not form.is_bound:
        form = forms.AgreementForm(initial={"number": newest.number})
    return _agreement(request, case, newest, form, at)


@require_http_methods(["GET", "HEAD", "POST"])
def move_on(request: StaffRequest, reference: str) -> HttpResponse:
    """Move the review to its next stage, or back to the draft. What is not possible yet says why."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(stage_moves.refusal_to_look(request.user, case, at))
    choices = [
        (stage, stage_moves.refusal_to_move(request.user, case, at, stage))
        for stage in stage_moves.next_by_hand(case)
    ]
    open_stages = [stage for stage, refusal in choices if refusal is None]
    form = forms.MoveForm(request.POST or None, case=case, open_stages=open_stages)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            stage_moves.move_on(case, by=request.user, at=at, **form.cleaned_data)
        except NotYet as refusal:
            # What was chosen stays chosen, so that it can be sent again when what is missing is there.
            wanted = form.cleaned_data["to_stage"]
            still = [stage for stage, _ in choices if stage in open_stages or stage == wanted]
            form = forms.MoveForm(request.POST, case=case, open_stages=still)
            form.add_error("to_stage", refusal.sentence)
            status = 409
        else:
            messages.success(request, f"The case is at “{form.cleaned_data['to_stage'].label}” now.")
            return redirect("case", case.reference)
    refused = [(stage.label, refusal) for stage, refusal in choices if refusal is not None]
    context = {"case": case, "form": form, "is_open": bool(open_stages) or form.is_bound, "refused": refused}
    return render(request, "reviews/report/move_on.html", context, status=status)


def _version(request: StaffRequest, case: Case, number: int | None, at: datetime) -> HttpResponse:
    versions = case.review.report_versions.select_related("written_by")
    newest = versions.first()
    shown = newest if number is None else get_object_or_404(versions, number=number)
    context: dict[str, Any] = {
        "case": case,
        "version": shown,
        "newest": newest,
        "versions": versions,
        "ledgers": ledger.of(shown, at) if shown else [],
        "acts": [
            {"label": label, "url": reverse(name, args=[case.reference]), "reason": refusal}
            for label, name, refusal in (
                ("Write the next version", "write_report", access.write_report(request.user, case, at)),
                ("Say where you stand", "agree_report", access.agree(request.user, case, at, shown)),
            )
            # What is somebody else's to do, or done, needs no sentence here.
            if refusal is None or refusal.startswith("Not yet:")
        ],
    }
    return render(request, "reviews/report/report.html", context)


def _agreement(
    request: StaffRequest,
    case: Case,
    version: ReportVersion | None,
    form: forms.AgreementForm,
    at: datetime,
    status: int = 200,
) -> HttpResponse:
    speaks_for = ledger.speaker(case, standing(request.user, case, at))
    context = {"case": case, "form": form, "version": version, "speaks_for": speaks_for}
    return render(request, "reviews/report/agree_report.html", context, status=status)


def _kept_report(request: StaffRequest, case: Case, text: str, words: str, at: datetime) -> HttpResponse:
    newest = case.review.report_versions.select_related("written_by").first()
    number = newest.number if newest else 0
    form = forms.ReportForm({"text": text, "expected_number": number})
    form.add_error("text", words)
    context = {"case": case, "form": form, "next_number": number + 1, "newest": newest}
    return render(request, "reviews/report/write_report.html", context, status=409)

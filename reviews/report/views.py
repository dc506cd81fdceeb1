"""Pages of the report with its agreement, two versions side by side, and the stage moves.

Who may do what is in access.py and in reviews.stage_moves. Writing it is in writing_views.py, Word files are in
word_views.py, comments on passages in passage_views.py. What the public reads is not drawn here.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from cspr_portal.text import CleanHtml
from reviews import stage_moves
from reviews.learning.states import look
from reviews.models import Case, PassageComment, ReportVersion
from reviews.requests import StaffRequest
from reviews.stages import Stage
from reviews.standing import open_case, standing

from . import access, actions, compare, forms, ledger, parts, pictures
from .blocks import of_report
from .passages import places


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


@require_safe
def compare_report(request: StaffRequest, reference: str) -> HttpResponse:
    """Show two versions side by side: the last two, or those that the address names (?from=2&to=5)."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    versions = case.review.report_versions.select_related("written_by")
    numbers = sorted(versions.values_list("number", flat=True))
    last = {"from": str(numbers[-2]), "to": str(numbers[-1])} if len(numbers) > 1 else {}
    chosen = {name: request.GET.get(name, last.get(name, "")) for name in ("from", "to")}
    form = forms.CompareForm(chosen, numbers=numbers)
    context: dict[str, Any] = {"case": case, "form": form, "has_two": bool(last)}
    if last and form.is_valid():
        old = versions.get(number=form.cleaned_data["from_number"])
        new = versions.get(number=form.cleaned_data["to_number"])
        rows = compare.compare(of_report(pictures.html_of(old)), of_report(pictures.html_of(new)))
        context |= {
            "old": old,
            "new": new,
            "names": (f"version {old.number}", f"version {new.number}"),
            "stretches": compare.stretches(rows),
            "counts": compare.counts(rows),
        }
    return render(request, "reviews/report/compare_report.html", context)


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
    left = stage_moves.not_verified(case) if Stage.CLOSED in open_stages else []
    form = forms.MoveForm(
        request.POST or None, case=case, open_stages=open_stages, has_open_actions=bool(left)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            stage_moves.move_on(case, by=request.user, at=at, **form.cleaned_data)
        except NotYet as refusal:
            # What was chosen stays chosen, so that it can be sent again when what is missing is there.
            wanted = form.cleaned_data["to_stage"]
            still = [stage for stage, _ in choices if stage in open_stages or stage == wanted]
            form = forms.MoveForm(request.POST, case=case, open_stages=still, has_open_actions=bool(left))
            form.add_error("to_stage", refusal.sentence)
            status = 409
        else:
            messages.success(request, f"The case is at “{form.cleaned_data['to_stage'].label}” now.")
            return redirect("case", case.reference)
    refused = [(stage.label, refusal) for stage, refusal in choices if refusal is not None]
    today = clock.today(at)
    context = {
        "case": case,
        "form": form,
        "is_open": bool(open_stages) or form.is_bound,
        "refused": refused,
        "left": [(one, look(one.state, one.due_on, today)) for one in left],
    }
    return render(request, "reviews/report/move_on.html", context, status=status)


def _version(request: StaffRequest, case: Case, number: int | None, at: datetime) -> HttpResponse:
    versions = case.review.report_versions.defer("text").select_related("written_by")
    newest = case.review.report_versions.select_related("written_by").first()
    shown = newest if number is None else get_object_or_404(versions, number=number)
    refusals = {
        "write_report": access.write_report(request.user, case, at),
        "agree_report": access.agree(request.user, case, at, shown),
    }
    context: dict[str, Any] = {
        "case": case,
        "version": shown,
        "newest": newest,
        "versions": versions,
        "acts": [
            {"label": label, "url": reverse(name, args=[case.reference]), "reason": refusals[of]}
            for label, name, of in (
                ("Write the next version", "write_report", "write_report"),
                ("Take the next version from a Word file", "bring_report", "write_report"),
                ("Say where you stand", "agree_report", "agree_report"),
            )
            # What is somebody else's to do, or done, needs no sentence here, and no sentence stands twice.
            if refusals[of] is None or (name == of and str(refusals[of]).startswith("Not yet:"))
        ],
    }
    if shown is not None:
        html = pictures.html_of(shown)
        context |= {
            "html": html,
            "parts": parts.look_for(shown.text),
            "ledgers": ledger.of(shown, at),
            "disagreements": ledger.disagreements_before(shown),
            "comments": _comments(request, case, shown, html, at),
            "may_comment": access.comment(request.user, case, at) is None,
        }
    return render(request, "reviews/report/report.html", context)


def _comments(
    request: StaffRequest, case: Case, version: ReportVersion, html: CleanHtml, at: datetime
) -> list[tuple[int, PassageComment, bool]]:
    """Return (number of the paragraph, comment, whether this person may answer it), in the order of the text."""
    found = list(version.passage_comments.select_related("given_by", "answered_by"))
    if not found:
        return []
    where = places(html)
    rows = [(where.of(one.passage), one, access.answer(request.user, case, one, at) is None) for one in found]
    return sorted(rows, key=lambda row: (row[0], row[1].given_at))


def _agreement(
    request: StaffRequest,
    case: Case,
    version: ReportVersion | None,
    form: forms.AgreementForm,
    at: datetime,
    status: int = 200,
) -> HttpResponse:
    speaks_for = ledger.speaker(case, standing(request.user, case, at))
    html = pictures.html_of(version) if version is not None else ""
    context = {"case": case, "form": form, "version": version, "html": html, "speaks_for": speaks_for}
    return render(request, "reviews/report/agree_report.html", context, status=status)

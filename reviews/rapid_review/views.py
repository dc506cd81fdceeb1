"""Pages of the rapid review: its pieces as a task list, each piece, completing it, reading it, the Word file.

Sending it, and what the national Panel answers, is in panel_views.py.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.attachments import WORD, attachment
from cspr_portal.pace import makes_a_file
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import note
from reviews.models import Case, RequestPurpose
from reviews.requests import StaffRequest
from reviews.returns import access as returns
from reviews.standing import open_case
from reviews.version_form import VersionForm

from . import access, actions, forms, summary, word
from .saving import Piece, answer


@require_safe
def rapid_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the pieces of the rapid review, each with how far it is; once it is complete, the whole of it to read."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.read(request.user, case, at))
    review = access.begun(case)
    context: dict[str, Any] = {
        "case": case,
        "review": review,
        "why_no_word": access.download(request.user, case, at),
    }
    if case.held_rapid_review is not None:
        context["parts"] = access.written(case)
        return render(request, "reviews/rapid_review/held.html", context)
    context |= {
        "tasks": summary.tasks(case, at),
        "missing": access.missing_sentence(case, at),
        **_returns(case),
    }
    return render(request, "reviews/rapid_review/rapid_review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def rapid_review_meeting(request: StaffRequest, reference: str) -> HttpResponse:
    """Save the day of the meeting and who attended, any number of times."""
    at = clock.now()
    case = open_case(request, reference, at)
    piece = Piece(
        heading="The meeting",
        build=lambda data: forms.MeetingForm(data, case=case, today=clock.today(at)),
        kept=lambda: forms.MeetingForm.kept(access.newest(case)),
        save=lambda data: actions.save_meeting(case, by=request.user, at=at, **data),
    )
    return answer(request, case, piece, at)


@require_http_methods(["GET", "HEAD", "POST"])
def rapid_review_section(request: StaffRequest, reference: str, key: str) -> HttpResponse:
    """Save one section, any number of times, beside the returns of agencies that were accepted."""
    at = clock.now()
    case = open_case(request, reference, at)
    section = access.sections(case, at).filter(key=key).first()
    if section is None:
        raise Http404
    piece = Piece(
        heading=section.heading,
        build=lambda data: forms.SectionForm(data, section=section),
        kept=lambda: forms.SectionForm.kept(access.texts(case).get(section.key, "")),
        save=lambda data: actions.save_section(case, section, by=request.user, at=at, **data),
        beside=_returns(case),
    )
    return answer(request, case, piece, at)


@require_http_methods(["GET", "HEAD", "POST"])
def complete_rapid_review(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the rapid review as it is written, and record exactly that as complete."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.complete(request.user, case, at))
    review, status = case.rapid_review, 200
    form = VersionForm(initial={"version": review.version})
    if request.method == "POST":
        try:
            read = VersionForm(request.POST).read
            actions.complete_rapid_review(case, version=read, by=request.user, at=at)
        except NotYet as refusal:
            case = open_case(request, reference, at)
            check(access.complete(request.user, case, at))
            review, status = case.rapid_review, 409
            form = VersionForm.anew(review.version, refusal.beside_a_field)
        else:
            messages.success(request, "The rapid review is recorded. The decision on a review is next.")
            return redirect("case", case.reference)
    context = {
        "case": case,
        "review": review,
        "form": form,
        "parts": access.written(case),
        "still_missing": _returns(case)["missing_returns"],
    }
    return render(request, "reviews/rapid_review/complete_rapid_review.html", context, status=status)


@require_safe
@makes_a_file
def rapid_review_word(request: StaffRequest, reference: str) -> HttpResponse:
    """Give the rapid review as a Word file, marked with who took it and when."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.download(request.user, case, at))
    review = case.rapid_review
    parts = [(part.section.heading, part.text) for part in access.written(case)]
    texts = parts if review.recorded_at else access.to_write(case, at)
    body = word.document(case, review, texts, reader=request.user.name, at=at)
    note(request.user, "rapid_review.downloaded", case.reference, version=review.version)
    name = f"{case.reference}-rapid-review{'' if review.recorded_at else '-draft'}.docx"
    return attachment(body, name, WORD)


def _returns(case: Case) -> dict[str, Any]:
    """What agencies returned for the rapid review, and whose return is still to come."""
    return {
        "accepted": returns.accepted_returns(case, RequestPurpose.RAPID_REVIEW),
        "missing_returns": returns.missing_returns(case, RequestPurpose.RAPID_REVIEW),
    }

"""Pages and PDFs of the records of the two decisions, for the file. What they hold is put together in papers.py."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cspr_portal import clock
from cspr_portal.attachments import PDF, attachment
from cspr_portal.pace import makes_a_file
from cspr_portal.pdf.staff import staff_pdf
from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.models import Case
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, papers


@require_safe
def criteria_record(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the record of the decision on test A as it is printed for the file."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.take_criteria_record(case))
    context = {"made_at": at, "today": clock.today(at), **papers.of_criteria(case)}
    return render(request, "reviews/decisions/criteria_record.html", context)


@require_safe
@makes_a_file
def criteria_record_pdf(request: StaffRequest, reference: str) -> HttpResponse:
    """Give the record of the decision on test A as a PDF to keep."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.take_criteria_record(case))
    return _download(request, case, papers.of_criteria(case), "criteria", at)


@require_safe
def review_record(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the record of the decision on test B, with the view on test C, as it is printed for the file."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.take_review_record(case))
    context = {"made_at": at, "today": clock.today(at), **papers.of_review(case)}
    return render(request, "reviews/decisions/review_record.html", context)


@require_safe
@makes_a_file
def review_record_pdf(request: StaffRequest, reference: str) -> HttpResponse:
    """Give the record of the decision on test B, with the view on test C, as a PDF to keep."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.take_review_record(case))
    return _download(request, case, papers.of_review(case), "review", at)


def _download(
    request: StaffRequest, case: Case, context: dict[str, Any], decision: str, at: datetime
) -> HttpResponse:
    """Make the PDF, which is slow and outside any transaction, and note that it is handed out."""
    made = staff_pdf(
        f"reviews/decisions/{decision}_record_pdf.html",
        context,
        title=f"Record of decision, {case.reference}",
        reference=case.reference,
        reader=request.user.name,
        at=at,
    )
    note(request.user, "decision_record.downloaded", case.reference, decision=decision)
    return attachment(made, f"{case.reference}-{decision}.pdf", PDF)

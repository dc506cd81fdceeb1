"""Comments in a Word copy of the report come in as comments on passages: the file is read, and each is taken by choice.

Comments that are typed, and the reviewer's answers, are in passage_views.py.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from cspr_portal.word_in import MOST_REMARKS
from reviews.audit.recording import note
from reviews.models import Case, ReportVersion
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, pictures
from .passages import Places, places
from .remark_forms import PASSAGE, BringCommentsForm, TakeCommentsForm


@require_http_methods(["GET", "HEAD", "POST"])
def bring_comments(request: StaffRequest, reference: str, number: int) -> HttpResponse:
    """Read the comments of a Word copy, and show each at its passage. Nothing is kept yet."""
    at = clock.now()
    case, version, where = _open(request, reference, number, at)
    check(access.comment(request.user, case, at))
    is_sent = request.method == "POST"
    form = BringCommentsForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        places=where,
        number=version.number,
    )
    if not form.is_valid():
        context = {"case": case, "version": version, "form": form}
        return render(request, "reviews/report/bring_comments.html", context)
    stand, others = form.cleaned_data["file"]
    note(request.user, "report.comments_read", case.reference, number=version.number)
    take = TakeCommentsForm(
        keys=list(range(1, len(stand) + 1)),
        places=where,
        number=version.number,
        initial=TakeCommentsForm.inputs(stand, request.user.name),
    )
    return _show(request, case, version, take, others=others)


@require_http_methods(["GET", "HEAD", "POST"])
def take_comments(request: StaffRequest, reference: str, number: int) -> HttpResponse:
    """Keep the comments that were chosen, all of them or none.

    Without a file there is nothing to show: whoever only opens the address is led to where one is chosen.
    """
    at = clock.now()
    case, version, where = _open(request, reference, number, at)
    if request.method != "POST":
        check(access.comment(request.user, case, at))
        return redirect("bring_comments", case.reference, version.number)
    keys = [key for key in range(1, MOST_REMARKS + 1) if f"{PASSAGE}{key}" in request.POST]
    form = TakeCommentsForm(request.POST, keys=keys, places=where, number=version.number)
    if form.is_valid():
        chosen = form.chosen()
        try:
            actions.comment_on_passages(version, chosen, by=request.user, at=at)
        except NotYet as refusal:
            form.add_error(None, refusal.beside_a_field)
            return _show(request, case, version, form, status=409)
        are = "comments are" if len(chosen) > 1 else "comment is"
        messages.success(request, f"{len(chosen)} {are} kept with the version.")
        return redirect(f"{reverse('report_version', args=[case.reference, version.number])}#comments")
    check(access.comment(request.user, case, at))
    return _show(request, case, version, form)


def _open(
    request: StaffRequest, reference: str, number: int, at: datetime
) -> tuple[Case, ReportVersion, Places]:
    """The case, the version of its report, and where its words stand."""
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    version = get_object_or_404(case.review.report_versions.select_related("review__case"), number=number)
    return case, version, places(pictures.html_of(version))


def _show(
    request: StaffRequest,
    case: Case,
    version: ReportVersion,
    form: TakeCommentsForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"case": case, "version": version, "form": form, **more}
    return render(request, "reviews/report/take_comments.html", context, status=status)

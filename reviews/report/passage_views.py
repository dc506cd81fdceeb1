"""Pages of comments on passages of the report: saying something to one, and the reviewer's answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import check
from reviews.models import Case, ReportVersion
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms, pictures
from .passages import places


@require_http_methods(["GET", "HEAD", "POST"])
def comment_on_report(request: StaffRequest, reference: str, number: int) -> HttpResponse:
    """Say something to a passage of one version."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.comment(request.user, case, at))
    version = get_object_or_404(case.review.report_versions.select_related("review__case"), number=number)
    html = pictures.html_of(version)
    form = forms.CommentForm(request.POST or None, places=places(html), number=version.number)
    if request.method == "POST" and form.is_valid():
        actions.comment_on_passage(version, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your comment is kept with the passage.")
        return _to_comments(case, version)
    context = {"case": case, "form": form, "version": version, "html": html}
    return render(request, "reviews/report/comment_on_report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_comment(request: StaffRequest, reference: str, passage: UUID) -> HttpResponse:
    """Answer a comment on a passage."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    found = get_object_or_404(access.comments(case), pk=passage)
    check(access.answer(request.user, case, found, at))
    form = forms.AnswerCommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_comment(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your answer is kept with the comment.")
        return _to_comments(case, found.version)
    return render(
        request, "reviews/report/answer_comment.html", {"case": case, "form": form, "comment": found}
    )


def _to_comments(case: Case, version: ReportVersion) -> HttpResponse:
    return redirect(f"{reverse('report_version', args=[case.reference, version.number])}#comments")

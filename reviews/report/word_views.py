"""The report from Word and to Word: a file read into the form of the next version, a version as a file.

What the file holds that a report can't is found in cspr_portal.word_in; who may do what is in access.py.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.attachments import WORD, attachment
from cspr_portal.pace import makes_a_file
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import note
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, brought, brought_pictures, forms, picture_actions, pictures, word
from .writing_views import page


@require_http_methods(["GET", "HEAD", "POST"])
def bring_report(request: StaffRequest, reference: str) -> HttpResponse:
    """Read a Word file, and answer with the form of the next version, filled with its text.

    Nothing is saved yet but its pictures, made anew, which wait beside the text for words that say what they show.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.write_report(request.user, case, at))
    is_sent = request.method == "POST"
    form = forms.BringForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    newest = case.review.report_versions.first()
    number = newest.number if newest else 0
    context = {"case": case, "form": form, "next_number": number + 1}
    if not form.is_valid():
        return render(request, "reviews/report/bring_report.html", context)
    file = form.cleaned_data["file"]
    note(request.user, "report.word_read", case.reference)
    taken, refused = brought_pictures.made_anew(file.pictures, file.text, pictures.known(case.review))
    text = file.text
    if taken:
        try:
            marks = picture_actions.keep_pictures(case, taken, by=request.user, at=at)
        except NotYet as refusal:
            form.add_error("file", refusal.beside_a_field)
            return render(request, "reviews/report/bring_report.html", context, status=409)
        text = brought_pictures.named(text, marks)
    found = brought.with_pictures(file, taken, refused)
    carried = brought.sealed(found, case, request.user)
    return page(request, case, text, number, carried, found, is_from_word=True)


@require_safe
@makes_a_file
def report_version_word(request: StaffRequest, reference: str, number: int) -> HttpResponse:
    """Give one version of the report as a Word file, marked with who took it and when."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    version = get_object_or_404(case.review.report_versions, number=number)
    body = word.document(case, version, reader=request.user.name, at=at)
    note(request.user, "report.downloaded", case.reference, number=version.number)
    return attachment(body, f"{case.reference}-report-version-{version.number}.docx", WORD)

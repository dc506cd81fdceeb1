"""The page on which the report's next version is written, with the pictures that are put into it.

Who may write is in access.py; how a Word file gets into the form, in word_views.py.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from cspr_portal.text import pictures_of
from reviews.models import Case
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, brought, picture_actions, pictures
from .picture_actions import NewPicture
from .writing_forms import PUT_IN, ReportForm

FOUND_IS_LOST = (
    "What was found in the Word file can’t be kept with this text: the page is more than a day old, or was changed. "
    "Write the version without it, or bring the file again."
)
TO_COMPARE = "Compare your text with the newest version, and write again."


@require_http_methods(["GET", "HEAD", "POST"])
def write_report(request: StaffRequest, reference: str) -> HttpResponse:
    """Write the next version of the report, beginning from the newest one, or put pictures into its text.

    A text that comes too late (somebody wrote meanwhile, or the case has moved on) stays on the page.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    is_sent = request.method == "POST"
    if not is_sent or not hasattr(case, "review"):
        check(access.write_report(request.user, case, at))
        newest = case.review.report_versions.first()
        text, number = (newest.text, newest.number) if newest else ("", 0)
        return page(request, case, text, number)
    form = form_of(case, request.POST, request.FILES)
    carried = form.data.get("carried", "")
    found = brought.opened(carried, case, request.user) if carried else []
    if form.is_valid() and found is not None:
        return _sent(request, case, form, found, at)
    check(access.write_report(request.user, case, at))
    if "expected_number" in form.errors:
        # Without the number nobody knows which version the text began from: show both.
        return _kept(request, case, form.data, TO_COMPARE)
    if found is None:
        return _kept(request, case, form.data, FOUND_IS_LOST)
    return _shown(request, case, form, found)


def form_of(case: Case, *sent: Any, **more: Any) -> ReportForm:
    """Return the form, with the pictures that the report has and its text doesn't show."""
    data = sent[0] if sent else more.get("initial", {})
    rows = pictures.offered(case.review, data.get("text") or "")
    return ReportForm(*sent, offered=rows, known=_names(case), **more)


def page(
    request: HttpRequest,
    case: Case,
    text: str,
    number: int,
    carried: str = "",
    found: Sequence[str] = (),
    **more: Any,
) -> HttpResponse:
    """Show the form with `text`, which began from the version of that `number`. Nothing is kept."""
    initial = {"text": text, "expected_number": number, "carried": carried}
    return _shown(request, case, form_of(case, initial=initial), found, **more)


def _sent(
    request: StaffRequest, case: Case, form: ReportForm, found: Sequence[str], at: datetime
) -> HttpResponse:
    """Do what the pressed button says with a form that is valid."""
    data = form.cleaned_data
    kept = {name: data[name] for name in ("text", "expected_number", "carried")}
    try:
        kept["text"] = _settled(request, case, form, at)
        if pictures.fault(kept["text"], _names(case)):
            return _shown(request, case, form_of(case, kept), found)
        if PUT_IN in request.POST:
            return page(
                request, case, kept["text"], kept["expected_number"], kept["carried"], found, is_put=True
            )
        version = actions.write_report(
            case,
            text=kept["text"],
            expected_number=kept["expected_number"],
            taken_from_word=found,
            by=request.user,
            at=at,
        )
    except NotYet as refusal:
        return _kept(request, case, kept, refusal.sentence)
    messages.success(request, f"Version {version.number} is written.")
    return redirect("report", case.reference)


def _settled(request: StaffRequest, case: Case, form: ReportForm, at: datetime) -> str:
    """The text with the pictures that are put into it. A picture is kept now, whatever becomes of the text."""
    data = form.cleaned_data
    added, left_out = form.chosen()
    new = NewPicture(data["picture"], data["alt"], data["place"]) if data["picture"] else None
    text: str = data["text"]
    if not (added or left_out or new):
        return text
    return picture_actions.settle_pictures(
        case, text, new=new, added=added, left_out=left_out, by=request.user, at=at
    )


def _names(case: Case) -> set[str]:
    return set(case.review.report_pictures.values_list("name", flat=True))


def _kept(request: StaffRequest, case: Case, data: Any, words: str) -> HttpResponse:
    """Show the newest version beside what was typed, and why that was not kept."""
    newest = case.review.report_versions.select_related("written_by").first()
    number = newest.number if newest else 0
    carried = data.get("carried", "")
    found = brought.opened(carried, case, request.user) if carried else []
    kept = {"text": data.get("text", ""), "expected_number": number, "carried": carried if found else ""}
    form = form_of(case, kept)
    form.add_error("text", words)
    html = pictures.html_of(newest) if newest else ""
    return _shown(request, case, form, found or [], status=409, newest=newest, newest_html=html)


def _shown(
    request: HttpRequest,
    case: Case,
    form: ReportForm,
    found: Sequence[str],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    text = str(form["text"].value() or "")
    newest = case.review.report_versions.only("number").first()
    context = {
        "case": case,
        "form": form,
        "found": found,
        "next_number": newest.number + 1 if newest else 1,
        "shown": [(name, alt) for name, alt in pictures_of(text) if name in form.known],
        "put_in": PUT_IN,
        **more,
    }
    return render(request, "reviews/report/write_report.html", context, status=status)

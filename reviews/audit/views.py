"""The auditors' pages: reading the log, downloading it, checking its chain. All of it is recorded itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cspr_portal import clock
from cspr_portal.pace import makes_a_file, searches
from cspr_portal.refusals import check
from reviews.requests import StaffRequest

from . import access, exporting, verification
from .forms import ExportForm, FindRowsForm
from .recording import note


@require_safe
@searches
def audit(request: StaffRequest) -> HttpResponse:
    """List rows of the log, newest first, by what was looked for."""
    check(access.read(request.user))
    form = FindRowsForm(request.GET or None)
    wanted = dict(form.cleaned_data) if form.is_bound and form.is_valid() else {}
    before, after = wanted.pop("before", None), wanted.pop("after", None)
    is_wrong = form.is_bound and not form.is_valid()
    page = access.Page([], None, None)
    if not is_wrong:
        page = access.page(access.rows(**wanted), before=before, after=after)
    asked = access.search_words(**wanted)
    note(request.user, "audit.read", rows=len(page.rows), **asked)
    context = {
        "form": form,
        "lines": access.lines(page.rows),
        "older": _turned(request.GET, before=page.older),
        "newer": _turned(request.GET, after=page.newer),
        "is_first": before is None and after is None,
        "is_search": bool(asked),
        "last_check": access.last_check(),
        "is_noted_outside": access.is_noted_outside(),
        "not_noted": access.NOT_NOTED,
    }
    return render(request, "reviews/audit/audit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: StaffRequest) -> HttpResponseBase:
    """Ask which rows, and send them as a file that can be checked without the portal."""
    check(access.read(request.user))
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _sent(request, form.cleaned_data)
    if request.method != "POST":
        note(request.user, "opened.export_audit")
    context = {"form": form, "newest": exporting.newest()}
    return render(request, "reviews/audit/export.html", context)


@makes_a_file
def _sent(request: StaffRequest, wanted: dict[str, Any]) -> Any:
    at = clock.now()
    what = exporting.extent(wanted["first"], wanted["last"], wanted["form"], at)
    note(request.user, "audit.exported", first=what.first, last=what.last, form=wanted["form"])
    name = f"audit-log-{clock.today(at).isoformat()}-rows-{what.first}-to-{what.last}.zip"
    return StreamingHttpResponse(
        exporting.stream(what, at),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
def verify(request: StaffRequest) -> HttpResponse:
    """Check the chain of the whole log, and its end against what was noted outside the database."""
    check(access.read(request.user))
    verdict = verification.verify()
    access.checked(request.user, verdict)
    words = f"{access.verdict_words(verdict)} {access.anchor_words(verdict)}"
    if verdict.is_whole:
        messages.success(request, words)
    else:
        messages.error(request, words)
    return redirect("audit")


def _turned(query: QueryDict, *, before: int | None = None, after: int | None = None) -> str:
    """Return the query of another page of the same search; empty where there is none."""
    turned = query.copy()
    turned.pop("before", None)
    turned.pop("after", None)
    for name, number in (("before", before), ("after", after)):
        if number is not None:
            turned[name] = str(number)
            return turned.urlencode()
    return ""

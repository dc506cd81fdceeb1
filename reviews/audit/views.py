"""The auditors' pages: reading the log and checking its chain. Both are recorded themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cspr_portal.pace import searches
from cspr_portal.refusals import check
from reviews.requests import StaffRequest

from . import access, verification
from .forms import FindRowsForm
from .recording import note


@require_safe
@searches
def audit(request: StaffRequest) -> HttpResponse:
    """List rows of the log, newest first, by what was looked for."""
    check(access.read(request.user))
    form = FindRowsForm(request.GET or None)
    wanted = dict(form.cleaned_data) if form.is_bound and form.is_valid() else {}
    before = wanted.pop("before", None)
    is_wrong = form.is_bound and not form.is_valid()
    found, next_before = ([], None) if is_wrong else access.page(access.rows(**wanted), before)
    asked = access.search_words(**wanted)
    note(request.user, "audit.read", rows=len(found), **asked)
    older = request.GET.copy()
    older["before"] = str(next_before or "")
    context = {
        "form": form,
        "lines": access.lines(found),
        "older": older.urlencode() if next_before else "",
        "is_first": before is None,
        "is_search": bool(asked),
    }
    return render(request, "reviews/audit/audit.html", context)


@require_POST
def verify(request: StaffRequest) -> HttpResponse:
    """Check the chain of the whole log."""
    check(access.read(request.user))
    verdict = verification.verify()
    note(request.user, "audit.verified", sound=verdict.sound, is_sound=verdict.fault is None)
    if verdict.fault is None:
        messages.success(request, access.verdict_words(verdict))
    else:
        messages.error(request, access.verdict_words(verdict))
    return redirect("audit")

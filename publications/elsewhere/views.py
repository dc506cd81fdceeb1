"""The page of where else a case's report was published: what is recorded, and recording it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import check
from publications.elsewhere import access, actions
from publications.elsewhere.forms import ElsewhereForm
from reviews.requests import StaffRequest
from reviews.standing import open_case


@require_http_methods(["GET", "HEAD", "POST"])
def published_elsewhere(request: StaffRequest, reference: str) -> HttpResponse:
    """Show by whom the case's report was published, and record it."""
    at = clock.now()
    case = open_case(request, reference, at)
    refusal = access.record(request.user, case, at)
    if request.method == "POST":
        check(refusal)
    form = ElsewhereForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        kept = actions.record_elsewhere(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Recorded: published by {kept.body}.")
        return redirect("case", case.reference)
    context = {
        "case": case,
        "form": form,
        "refusal": refusal,
        "rows": case.published_elsewhere.select_related("recorded_by"),
        "today": clock.today(at),
    }
    return render(request, "publications/elsewhere/published_elsewhere.html", context)

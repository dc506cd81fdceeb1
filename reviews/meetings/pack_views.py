"""Pages of a meeting's pack: taking one's own numbered copy, and ticking off what became of one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.attachments import PDF, attachment
from cspr_portal.forms import PortalForm
from cspr_portal.pace import makes_a_file
from cspr_portal.refusals import check
from reviews.requests import StaffRequest

from . import access, copies, forms
from .views import meeting_of


@require_http_methods(["GET", "HEAD", "POST"])
@makes_a_file
def take_pack(request: StaffRequest, reference: str, meeting: UUID) -> HttpResponse:
    """Say what a copy means, and give one when it is asked for: each is numbered and recorded."""
    at = clock.now()
    case, found = meeting_of(request, reference, meeting, at)
    check(access.take_pack(request.user, case, found, at))
    if request.method != "POST":
        context = {
            "case": case,
            "meeting": found,
            "form": PortalForm(),
            "papers": access.papers_of(found, case),
            "own": found.copies.filter(reader=request.user, settled_at__isnull=True),
        }
        return render(request, "reviews/meetings/take_pack.html", context)
    copy, made = copies.take(case, found, by=request.user, at=at)
    return attachment(made, f"{case.reference}-meeting-{found.held_on:%Y-%m-%d}-copy-{copy.number}.pdf", PDF)


@require_http_methods(["GET", "HEAD", "POST"])
def settle_copy(request: StaffRequest, reference: str, meeting: UUID, number: int) -> HttpResponse:
    """Tick off that a copy was returned or destroyed."""
    at = clock.now()
    case, found = meeting_of(request, reference, meeting, at)
    copy = get_object_or_404(found.copies.select_related("reader"), number=number)
    check(access.settle(request.user, case, copy, at))
    form = forms.SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        copies.settle(case, copy, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"Copy {copy.number} is ticked off.")
        return redirect("meeting", case.reference, found.pk)
    context = {"case": case, "form": form, "meeting": found, "copy": copy}
    return render(request, "reviews/meetings/settle_copy.html", context)

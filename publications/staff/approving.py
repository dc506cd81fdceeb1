"""The step of reading the checked draft and approving it: these words and files, and no others, are served."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.pdf.apart import TooMuch
from cspr_portal.refusals import NotYet, check
from publications import access, actions, jigsaw, progress, themes
from publications.freezing import freeze
from publications.staff.forms import ApproveForm
from publications.staff.opening import open_publication
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def approve_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read the checked draft and approve it: these words, and no others, are what will be served."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    check(access.approve(request.user, draft, at))
    form = ApproveForm(request.POST or None, initial={"number": draft.number})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["number"] != draft.number:
            raise NotYet(f"Already: draft {draft.number} was written while you were reading. Read that one.")
        try:
            frozen = freeze(draft)
        except TooMuch as error:
            raise NotYet(
                "Not yet: its PDF can’t be made within the time and memory that one may take."
            ) from error
        actions.approve(draft, frozen, by=request.user, at=at)
        messages.success(request, f"Draft {draft.number} is approved and frozen. Its day can be set.")
        return redirect("manage_publication", publication.pk)
    checked = progress.check_of(draft)
    context = {
        "publication": publication,
        "draft": draft,
        "check": checked,
        "answers": jigsaw.as_words(checked.jigsaw) if checked else [],
        "rendered": progress.rendered(draft),
        "themes": list(themes.chosen(draft)),
        "form": form,
    }
    return render(request, "publications/staff/approve_publication.html", context)

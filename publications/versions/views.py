"""The page that prepares another form of a text. Its drafts, check and approval have the pages of any text."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import check
from publications import progress
from publications.staff.opening import open_publication
from publications.versions import access, actions
from publications.versions.forms import VersionDraftForm
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new_version(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Prepare an easy read, a translation, a version in British Sign Language or a recording."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.create(request.user, publication, at))
    draft = progress.newest_draft(publication)
    form = VersionDraftForm(
        request.POST or None, initial={"title": draft.title, "care_note": draft.care_note}
    )
    if request.method == "POST" and form.is_valid():
        version = actions.create_version(publication, **form.words(), by=request.user, at=at)
        messages.success(request, "The first draft is saved. Somebody else checks it next.")
        return redirect("manage_publication", version.pk)
    context = {"publication": publication, "draft": draft, "form": form}
    return render(request, "publications/versions/new_version.html", context)

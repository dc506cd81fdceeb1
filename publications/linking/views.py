"""The page on which publications are linked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import check
from publications import progress
from publications.linking import actions
from publications.linking.forms import LinkForm
from publications.staff.opening import open_publication
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def link_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose what stands beside a publication."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(actions.refusal(request.user, publication, at))
    choices = actions.choices(request.user, publication, at)
    titles = {
        stands.publication.pk: f"{stands.draft.title}, {stands.publication.get_kind_display()}"
        for stands in progress.of_all(choices, at, "-publication__created_at")
    }
    typed = request.POST if request.method == "POST" else None
    form = LinkForm(typed, choices=choices, titles=titles, initial={"others": publication.linked.all()})
    if form.is_valid():
        actions.link(publication, form.cleaned_data["others"], by=request.user, at=at)
        messages.success(request, "The links are kept.")
        return redirect("manage_publication", publication.pk)
    context = {"publication": publication, "draft": progress.newest_draft(publication), "form": form}
    return render(request, "publications/linking/link.html", context)

"""The pages after a restore: what is held, and one of these as the public would see it, to be confirmed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import attachments as handing_out
from cspr_portal import clock
from cspr_portal.refusals import check
from cspr_portal.text import CleanHtml
from publications import access
from publications.files import CARD_NAME, COVER_NAME, PDF_NAME
from publications.models import AttachmentKind
from publications.restoring import confirming
from publications.restoring.forms import ConfirmForm
from publications.staff.opening import open_publication
from publications.windows import window_words
from publications.withdrawals import access as withdrawals
from reviews.audit.recording import note
from reviews.requests import StaffRequest

# What the portal made for an edition, in words.
MADE_HERE = {PDF_NAME: "The PDF", COVER_NAME: "The cover", CARD_NAME: "The picture for links to it"}


@require_safe
def after_restore(request: StaffRequest) -> HttpResponse:
    """List what is held since the database was put back, and what the restore withdrew again."""
    at = clock.now()
    if not request.user.acts_as(*access.STAFF_ROLES):
        raise Http404
    note(request.user, "opened.after_restore")
    context = {
        "held": confirming.for_person(request.user, at),
        "withdrawn": confirming.withdrawn_again(request.user, at),
    }
    return render(request, "publications/restoring/after_restore.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_after_restore(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show what is held as the public would see it, and let it be public again."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(confirming.refusal(request.user, publication, at))
    edition = publication.edition
    if edition is None:
        raise Http404
    form = ConfirmForm(request.POST or None, initial={"edition": edition.pk})
    timed = publication.version_of or publication
    if request.method == "POST" and form.is_valid():
        confirming.confirm(publication, edition=form.cleaned_data["edition"], by=request.user, at=at)
        messages.success(
            request, f"You have confirmed {edition.title}. It is shown again as its window says."
        )
        return redirect("after_restore")
    context = {
        "publication": publication,
        "edition": edition,
        "rendered": {"html": CleanHtml(edition.body_html)},
        "themes": [theme.name for theme in publication.themes.all()],
        "files": [
            (MADE_HERE.get(one.name) or one.title or one.name, one)
            for one in edition.files.exclude(kind=AttachmentKind.PICTURE).defer("content")
        ],
        "window": window_words(timed.opens_at, timed.closes_at),
        "stays": withdrawals.withdraw(request.user, publication, at),
        "form": form,
    }
    return render(request, "publications/restoring/confirm_after_restore.html", context)


@require_safe
def held_file(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    """Hand out a file of the edition that would be served; pictures stand in its text."""
    publication = open_publication(request, pk, clock.now())
    found = publication.edition.files.filter(name=name).first() if publication.edition else None
    if found is None:
        raise Http404
    if found.kind == AttachmentKind.PICTURE:
        return handing_out.guarded(HttpResponse(bytes(found.content), content_type=found.media_type))
    return handing_out.attachment(bytes(found.content), found.name, found.media_type)

"""The pages of the files that go out with a text: what goes out, adding, taking out, looking at one, reading a scan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import attachments as handing_out
from cspr_portal import clock
from cspr_portal.refusals import Refused, check
from publications import access as publications
from publications import actions as drafting
from publications import progress
from publications.attachments import access, actions
from publications.attachments.forms import AddForm, KindForm, ReadingForm, TakeOutForm
from publications.attachments.taking_in import take_in
from publications.models import Attachment, AttachmentKind, Draft, Publication
from publications.staff.opening import open_publication
from reviews.audit.recording import note
from reviews.documents.scanning import ScanRefused
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def publication_files(request: StaffRequest, pk: UUID) -> HttpResponse:
    """List what goes out with the newest draft, and ask what to add."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    form = KindForm(request.POST or None)
    refusal = publications.write(request.user, publication, at)
    full = access.full(request.user, publication, at)
    if request.method == "POST":
        check(refusal or full)
        if form.is_valid():
            return redirect("add_publication_file", publication.pk, form.cleaned_data["kind"])
    files = list(draft.attachments.select_related("added_by", "reading__read_by").defer("content"))
    is_to_be_read = any(one.needs_reading for one in files)
    second = publications.clear_hit(request.user, draft, at) if is_to_be_read else None
    context = {
        "publication": publication,
        "draft": draft,
        "form": form,
        "files": [(one, access.read_by_another(request.user, one) or second) for one in files],
        "refusal": refusal,
        "full": full,
    }
    return render(request, "publications/attachments/files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_publication_file(request: StaffRequest, pk: UUID, kind: str) -> HttpResponse:
    """Add a file, a picture or a link to the next draft."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    if kind not in AttachmentKind.values:
        raise Http404
    check(publications.write(request.user, publication, at) or access.full(request.user, publication, at))
    draft = progress.newest_draft(publication)
    form = AddForm(
        request.POST or None,
        request.FILES or None,
        kind=AttachmentKind(kind),
        text=draft.text,
        publication=publication,
        initial={"expected_number": draft.number},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _add(form, publication, draft, request, at)
        except drafting.Overtaken:
            raise
        except Refused as refusal:
            form.add_error("file" if "file" in form.fields else None, refusal.beside_a_field)
        else:
            messages.success(request, "It is added. The new draft needs a new check and a new approval.")
            return redirect("publication_files", publication.pk)
    context = {"publication": publication, "draft": draft, "form": form, "what": AttachmentKind(kind).label}
    return render(request, "publications/attachments/add_file.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_out_publication_file(request: StaffRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Leave a file out of what goes out next."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    attachment = _going_out(draft, file)
    check(publications.write(request.user, publication, at))
    form = TakeOutForm(
        request.POST or None, publication=publication, initial={"expected_number": draft.number}
    )
    if request.method == "POST" and form.is_valid():
        actions.take_out(
            attachment,
            expected_number=form.cleaned_data["expected_number"],
            by=request.user,
            at=at,
            **form.correction(),
        )
        messages.success(
            request, "It does not go out any more. The new draft needs a new check and approval."
        )
        return redirect("publication_files", publication.pk)
    context = {"publication": publication, "draft": draft, "form": form, "file": attachment}
    return render(request, "publications/attachments/take_out_file.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def read_publication_file(request: StaffRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Record that a person has read a scan, because no machine can check it."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    attachment = _going_out(draft, file)
    attachment.publication = publication
    check(access.record_reading(request.user, attachment, at))
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.record_reading(attachment, words=form.cleaned_data["words"], by=request.user, at=at)
        messages.success(request, "Your reading is recorded, with your name.")
        return redirect("publication_files", publication.pk)
    context = {"publication": publication, "draft": draft, "form": form, "file": attachment}
    return render(request, "publications/attachments/read_file.html", context)


@require_safe
def publication_file_copy(request: StaffRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Hand out a file as it would go out, to be looked at."""
    publication = open_publication(request, pk, clock.now())
    found = publication.attachments.exclude(sha256="").filter(pk=file).first()
    if found is None:
        raise Http404
    return handing_out.attachment(bytes(found.content), found.name, found.media_type)


@require_safe
def draft_picture(request: StaffRequest, pk: UUID, name: str) -> HttpResponse:
    """Show a picture of the newest draft, beside the pages that show its text."""
    publication = open_publication(request, pk, clock.now())
    found = publication.attachments.filter(kind=AttachmentKind.PICTURE, name=name).first()
    if found is None:
        raise Http404
    return handing_out.guarded(HttpResponse(bytes(found.content), content_type=found.media_type))


def _add(form: AddForm, publication: Publication, draft: Draft, request: StaffRequest, at: datetime) -> None:
    """Take the file in, which is slow, and then let it go out with the next draft."""
    data = form.cleaned_data
    common: dict[str, Any] = {"expected_number": data["expected_number"], "by": request.user, "at": at}
    common |= form.correction()
    if form.kind == AttachmentKind.VIDEO:
        actions.add_file(publication, None, kind=form.kind, words=form.words(), **common)
        return
    title = data.get("title") or draft.title
    try:
        taken = take_in(form.kind, data["file"], title=title, publication=publication)
    except ScanRefused as refusal:
        key = str(publication.pk)
        note(request.user, "publication.file_refused", key, outcome="denied", why=refusal.why)
        raise
    if form.kind == AttachmentKind.PICTURE:
        actions.add_picture(publication, taken, alt=data["alt"], place=data["place"], **common)
    else:
        actions.add_file(publication, taken, kind=form.kind, words=form.words(), **common)


def _going_out(draft: Draft, key: UUID) -> Attachment:
    """Return a file that goes out with the newest draft. Raises Http404 for any other."""
    found = draft.attachments.select_related("reading").defer("content").filter(pk=key).first()
    if found is None:
        raise Http404
    return found

"""Pages of a case's documents: the list, adding one, its bytes, removing one."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.attachments import guarded
from cspr_portal.refusals import Refused, check
from reviews.audit.recording import note
from reviews.models import Document, DocumentClass
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms, storing
from .kinds import KINDS

DOCUMENTS_A_PAGE = 25
LONGEST_NAME = 60


@require_safe
def documents(request: StaffRequest, reference: str) -> HttpResponse:
    """List the case's documents, the newest first; those that were removed say so."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = access.visible(request.user, case, at).select_related("added_by", "removed_by")
    page = Paginator(found.order_by("-added_at", "pk"), DOCUMENTS_A_PAGE).get_page(request.GET.get("page"))
    rows = []
    for document in page:
        document.case = case
        may_remove = access.remove(request.user, document, at) is None
        rows.append((document, KINDS[document.extension].words, may_remove))
    refusal = access.add(request.user, case, at) or access.full(request.user, case, at)
    has_third = any(may_remove or document.removed_at for document, _kind, may_remove in rows)
    context = {"case": case, "page": page, "rows": rows, "has_third": has_third, "refusal": refusal}
    return render(request, "reviews/documents/documents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_document(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a document to the case."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.add(request.user, case, at) or access.full(request.user, case, at))
    classes = access.classes_to_add(request.user, case, at)
    is_sent = request.method == "POST"
    form = forms.AddDocumentForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        classes=classes,
    )
    if form.is_valid():
        try:
            document = actions.add_document(case, by=request.user, at=at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("file", refusal.beside_a_field)
        else:
            messages.success(request, f"“{document.title}” is on the case.")
            return redirect("documents", case.reference)
    context = {"case": case, "form": form, "is_privileged": classes == [DocumentClass.PRIVILEGED]}
    return render(request, "reviews/documents/add_document.html", context)


@require_safe
def document(request: StaffRequest, reference: str, document: UUID) -> HttpResponseBase:
    """Give the document's bytes as a download, once they are proved to be those that were added.

    They are given whole: a request for a part of them gets all.
    """
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.documents, pk=document)
    found.case = case
    check(access.read(request.user, found, at))
    try:
        file = storing.opened(found)
    except storing.Damaged as damaged:
        note(
            request.user,
            "document.damaged",
            case.reference,
            outcome="denied",
            document=str(found.pk),
            fault=str(damaged.fault),
        )
        context = {"case": case, "document": found, "is_missing": damaged.fault == storing.Fault.MISSING}
        return render(request, "reviews/documents/damaged.html", context, status=409)
    try:
        note(request.user, "document.opened", case.reference, document=str(found.pk))
    except BaseException:
        file.close()
        raise
    response = FileResponse(file, as_attachment=True, filename=_name(found), content_type=found.media_type)
    response.headers["Accept-Ranges"] = "none"
    return guarded(response)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_document(request: StaffRequest, reference: str, document: UUID) -> HttpResponse:
    """Remove a document with a reason: its file goes, its entry stays."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = get_object_or_404(case.documents.select_related("added_by"), pk=document)
    found.case = case
    check(access.remove(request.user, found, at))
    form = forms.RemoveDocumentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.remove_document(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"“{found.title}” is removed.")
        return redirect("documents", case.reference)
    context = {"case": case, "form": form, "document": found}
    return render(request, "reviews/documents/remove_document.html", context)


def _name(document: Document) -> str:
    """The name that a download suggests: reference, title in plain letters, ending. Never a name that was sent."""
    words = slugify(document.title)[:LONGEST_NAME].strip("-_") or "document"
    mark = "-privileged" if document.document_class == DocumentClass.PRIVILEGED else ""
    return f"{document.case.reference}{mark}-{words}.{document.extension}"

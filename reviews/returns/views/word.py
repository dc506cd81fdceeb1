"""The return form to Word and from Word, for the request's author. As in writing.py, no page here gets the case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.attachments import WORD, attachment
from cspr_portal.pace import makes_a_file
from cspr_portal.refusals import check
from reviews.audit.recording import note
from reviews.authorship import open_request
from reviews.models import AgencyRequest, AgencyReturn
from reviews.requests import StaffRequest

from .. import access, forms, word, writing
from ..word_forms import BringReturnForm
from . import pages


@require_safe
@makes_a_file
def return_word(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Give the return form as a Word file with what is written so far, marked with who took it and when."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    check(access.write(request.user, found, at))
    kept = writing.newest(found)
    body = word.document(found, _form(found, kept), reader=request.user.name, at=at)
    version = kept.version if kept else 0
    note(request.user, "return.downloaded", found.case.reference, request=str(found.pk), version=version)
    return attachment(body, f"return-form-{word.key(found).lower()}-draft-{version}.docx", WORD)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_return(request: StaffRequest, agency_request: UUID) -> HttpResponse:
    """Read a Word file, and answer with the return's own form, filled with its text. Nothing is saved yet."""
    at = clock.now()
    found = open_request(request, agency_request, at)
    check(access.write(request.user, found, at))
    kept = writing.newest(found)
    is_sent = request.method == "POST"
    form = BringReturnForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        agency_request=found,
        kept=_form(found, kept),
    )
    if not form.is_valid():
        return pages.show(request, found, "bring_return", form=form)
    brought: word.Brought = form.cleaned_data["file"]
    note(request.user, "return.word_read", found.case.reference, request=str(found.pk))
    return pages.show(
        request,
        found,
        "brought_return",
        form=_form(found, kept, brought.initial),
        sentences=brought.sentences,
        left=brought.left,
        newest=None if kept is None or brought.is_of_newest else kept,
    )


def _form(
    found: AgencyRequest, kept: AgencyReturn | None, initial: dict[str, Any] | None = None
) -> forms.ReturnForm:
    """The return's form as it is shown, with what is kept or with these inputs."""
    return forms.ReturnForm(purpose=found.purpose, initial=initial or forms.typed_of(kept))

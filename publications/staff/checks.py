"""The disclosure check of a draft: the text with its hits in place, clearing one, and finishing the check."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from publications import access, actions, checking, progress
from publications.models import Draft
from publications.staff.forms import ClearForm, ReadForm
from publications.staff.marked import marked
from publications.staff.opening import open_publication
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Run the check on the newest draft. Its forms clear a hit with a reason, or finish the check."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    refused_clearing, read_form = None, ReadForm()
    if request.method == "POST" and "fingerprint" in request.POST:
        check(access.clear_hit(request.user, draft, at))
        form = ClearForm(request.POST)
        if form.is_valid():
            actions.clear_hit(draft, by=request.user, at=at, **form.cleaned_data)
            messages.success(request, "The hit is cleared, with your name and the reason.")
            return redirect("disclosure_check", publication.pk)
        refused_clearing = request.POST["fingerprint"]
    elif request.method == "POST":
        check(access.finish_check(request.user, draft, at))
        read_form = ReadForm(request.POST)
        if read_form.is_valid():
            actions.finish_check(draft, by=request.user, at=at)
            messages.success(
                request, f"The check of draft {draft.number} is finished. A partner approves it next."
            )
            return redirect("manage_publication", publication.pk)
    findings = checking.run(draft, by=request.user, at=at)
    rows = [(found, _clear_form(request, found, refused_clearing)) for found in findings.open]
    may_write = access.write(request.user, publication, at) is None
    context = {
        "publication": publication,
        "draft": draft,
        "check": progress.check_of(draft),
        "findings": findings,
        "texts": marked(findings),
        "rows": rows,
        "forms": [read_form, *(form for _, form in rows if form.is_bound)],
        "has_errors": refused_clearing is not None or bool(read_form.errors),
        "clear_refusal": access.clear_hit(request.user, draft, at),
        "read_form": read_form,
        "finish_refusal": access.finish_check(request.user, draft, at) or checking.open_hits(findings),
        "may_write": may_write,
        # Whoever takes a suggestion becomes an author, so it is offered to nobody who could check the draft.
        "may_suggest": may_write and draft.written_by_id == request.user.pk,
        "at": at,
    }
    return render(request, "publications/staff/disclosure_check.html", context)


@require_POST
def use_suggestion(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put a hit's suggestion in its place, as the next draft. Whoever does so becomes that draft's author."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.write(request.user, publication, at))
    draft = progress.newest_draft(publication)
    findings = checking.run(draft, by=request.user, at=at)
    wanted = request.POST.get("hit", "")
    found = next((one for one in findings.open if one.fingerprint == wanted and one.hit.suggestion), None)
    if found is None:
        raise NotYet("Already: the text has changed, and this hit is not in it any more.")
    texts = _with_suggestion(draft, found)
    written = actions.write_draft(publication, expected_number=draft.number, by=request.user, at=at, **texts)
    messages.success(request, f"“{found.hit.suggestion}” stands there now, in draft {written.number}.")
    return redirect("disclosure_check", publication.pk)


def _clear_form(request: StaffRequest, found: checking.Found, refused: str | None) -> ClearForm:
    """Return the form under one hit; the one that was refused keeps what was typed and says what is wrong."""
    data = request.POST if refused == found.fingerprint else None
    return ClearForm(data, initial={"fingerprint": found.fingerprint}, auto_id=f"hit-{found.number}-%s")


def _with_suggestion(draft: Draft, found: checking.Found) -> dict[str, Any]:
    texts = {name: getattr(draft, name) for name in checking.FIELDS}
    hit = found.hit
    old = texts[hit.field]
    texts[hit.field] = old[: hit.start] + hit.suggestion + old[hit.end :]
    return texts

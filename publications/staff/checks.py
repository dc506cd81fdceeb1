"""The disclosure check of a draft: the text with its hits in place, clearing some, and finishing the check."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from publications import access, actions, checking, jigsaw, progress, runs
from publications.disclosure.mending import mended, mending
from publications.staff.cards import Card, cards, cleared
from publications.staff.check_forms import ClearForm, ReadForm
from publications.staff.marked import marked
from publications.staff.opening import open_publication
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def disclosure_check(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Run the check on the newest draft. Its forms clear hits with a reason, or finish the check."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    refused_card, read_form = None, ReadForm()
    if request.method == "POST" and "reason" in request.POST:
        check(access.clear_hit(request.user, draft, at))
        wanted = request.POST.getlist("places")
        form = ClearForm(request.POST, choices=[(fingerprint, "") for fingerprint in wanted])
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            made = actions.clear_hits(draft, fingerprints=wanted, reason=reason, by=request.user, at=at)
            words = "The hit is" if len(made) == 1 else f"{len(made)} hits are"
            messages.success(request, f"{words} cleared, with your name and the reason.")
            return redirect("disclosure_check", publication.pk)
        refused_card = request.POST.get("card", "")
    elif request.method == "POST":
        check(access.finish_check(request.user, draft, at))
        read_form = ReadForm(request.POST)
        if read_form.is_valid():
            actions.finish_check(draft, jigsaw=read_form.answers(), by=request.user, at=at)
            messages.success(
                request, f"The check of draft {draft.number} is finished. A partner approves it next."
            )
            return redirect("manage_publication", publication.pk)
    runs.begin(publication, by=request.user, at=at)
    findings = checking.run(draft, by=request.user, at=at)
    rows = [(card, _clear_form(request, card, refused_card)) for card in cards(findings)]
    may_write = access.write(request.user, publication, at) is None
    finished = progress.check_of(draft)
    context = {
        "publication": publication,
        "draft": draft,
        "check": finished,
        "answers": jigsaw.as_words(finished.jigsaw) if finished else [],
        "findings": findings,
        "texts": marked(findings),
        "rows": rows,
        "cleared": list(cleared(findings)),
        "forms": [read_form, *(form for _, form in rows if form.is_bound)],
        "has_errors": refused_card is not None or bool(read_form.errors),
        "clear_refusal": access.clear_hit(request.user, draft, at),
        "read_form": read_form,
        "finish_refusal": access.finish_check(request.user, draft, at)
        or checking.open_hits(findings)
        or checking.unread_file(draft),
        "may_write": may_write,
        # Whoever takes a suggestion becomes an author, so it is offered to nobody who could check the draft.
        "may_suggest": may_write and draft.written_by_id == request.user.pk,
        "own_texts": list(checking.FIELDS),
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
    runs.begin(publication, by=request.user, at=at)
    findings = checking.run(draft, by=request.user, at=at)
    wanted = request.POST.get("hit", "")
    found = next((one for one in findings.open if one.fingerprint == wanted and one.hit.suggestion), None)
    if found is None or found.hit.field not in checking.FIELDS:
        raise NotYet("Already: the text has changed, and this hit is not in it any more.")
    texts: dict[str, Any] = {name: getattr(draft, name) for name in checking.FIELDS}
    words = mending(texts[found.hit.field], found.hit)[2]
    texts[found.hit.field] = mended(texts[found.hit.field], found.hit)
    again = {name: getattr(draft, name) for name in ("correction_reason", "changes_substance")}
    written = actions.write_draft(
        publication, expected_number=draft.number, by=request.user, at=at, **texts, **again
    )
    messages.success(request, f"“{words}” stands there now, in draft {written.number}.")
    return redirect("disclosure_check", publication.pk)


def _clear_form(request: StaffRequest, card: Card, refused: str | None) -> ClearForm:
    """Return the form under one word; the one that was refused keeps what was typed and says what is wrong."""
    data = request.POST if refused == card.key else None
    return ClearForm(
        data, choices=card.choices, initial={"card": card.key}, auto_id=f"hit-{card.first.number}-%s"
    )

"""Pages of the key lines of enquiry: the lines with their evidence and answers, and the forms about one line."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.pace import searches
from cspr_portal.refusals import NotYet, check
from reviews.models import Case, ChronologyEntry, KeyLine, KeyLineEvidence, Review
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, forms


@require_safe
def enquiry(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the key lines of enquiry, each with why and how it is asked, its evidence and its answer."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    lines = list(
        case.review.key_lines.select_related("added_by", "answered_by").prefetch_related(
            "evidence__entry__agency", "evidence__agency_request__agency", "evidence__added_by"
        )
    )
    may_add = access.add_key_line(request.user, case, at)
    asked = {line.question for line in lines}
    left = [(number, words) for number, words in _left(case.review) if words not in asked]
    context = {
        "case": case,
        "refusal": may_add,
        "rows": [_row(request, case, line, at) for line in lines],
        "left": left,
    }
    return render(request, "reviews/enquiry/enquiry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_key_line(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a key line of enquiry; `?left=2` begins with the second question that the rapid review left."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.add_key_line(request.user, case, at))
    asked = dict(_left(case.review)).get(request.GET.get("left", ""), "")
    initial = {"question": asked, "why": "The rapid review left this question."} if asked else {}
    form = forms.KeyLineForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.add_key_line(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The key line of enquiry is added.")
        return redirect("enquiry", case.reference)
    return render(request, "reviews/enquiry/add_key_line.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_key_line(request: StaffRequest, reference: str, line: UUID) -> HttpResponse:
    """Change the words of a key line of enquiry that has no answer yet."""
    at = clock.now()
    case, found = _line(request, reference, line, at)
    check(access.change_key_line(request.user, case, found, at))
    kept = {"question": found.question, "why": found.why, "method": found.method}
    form = forms.KeyLineForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        actions.change_key_line(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The key line of enquiry is changed.")
        return _to(case, found)
    context = {"case": case, "form": form, "line": found}
    return render(request, "reviews/enquiry/change_key_line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_key_line(request: StaffRequest, reference: str, line: UUID) -> HttpResponse:
    """Answer a key line of enquiry."""
    at = clock.now()
    case, found = _line(request, reference, line, at)
    check(access.answer_key_line(request.user, case, found, at))
    form = forms.AnswerForm(request.POST or None, initial={"answer": found.answer})
    if request.method == "POST" and form.is_valid():
        actions.answer_key_line(case, found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The answer is recorded.")
        return _to(case, found)
    context = {"case": case, "form": form, "line": found, "evidence": _evidence(request, case, found, at)[0]}
    return render(request, "reviews/enquiry/answer_key_line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@searches
def link_evidence(request: StaffRequest, reference: str, line: UUID) -> HttpResponse:
    """Link an event of the chronology, an accepted return or something in words to a key line.

    `?find=` narrows the events that are offered: a chronology can have thousands.
    """
    at = clock.now()
    case, found = _line(request, reference, line, at)
    check(access.link_evidence(request.user, case, at))
    entries = access.entries_for(found)
    find = forms.FindForm(request.GET or None)
    wanted = find.cleaned_data["find"].strip() if find.is_valid() else ""
    matching = entries.filter(Q(event__icontains=wanted) | Q(agency__name__icontains=wanted))
    offered = list((matching if wanted else entries)[: forms.MOST_EVENTS])
    is_cut = len(offered) == forms.MOST_EVENTS
    offered += _chosen(request, entries, offered)
    form = forms.EvidenceForm(
        request.POST or None,
        entries=entries,
        offered=offered,
        returns=access.returns_for(request.user, case, found, at),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.link_evidence(case, found, by=request.user, at=at, **form.cleaned_data)
        except NotYet as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            messages.success(request, "The evidence is linked.")
            return _to(case, found)
    context = {
        "case": case,
        "form": form,
        "line": found,
        "find": find,
        "wanted": wanted,
        "has_events": bool(offered) or entries.exists(),
        "is_cut": is_cut,
        "most": forms.MOST_EVENTS,
        "offered": offered,
    }
    return render(request, "reviews/enquiry/link_evidence.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_evidence(request: StaffRequest, reference: str, line: UUID, evidence: UUID) -> HttpResponse:
    """Take evidence off its key line, after asking once."""
    at = clock.now()
    case, found = _line(request, reference, line, at)
    shown = _readable(
        request, case, at, found.evidence.select_related("entry__agency", "agency_request__agency")
    )
    one = get_object_or_404(shown, pk=evidence)
    check(access.remove_evidence(request.user, case, one, at))
    if request.method == "POST":
        actions.remove_evidence(case, one, by=request.user, at=at)
        messages.success(request, "The evidence is removed from the key line.")
        return _to(case, found)
    context = {"case": case, "line": found, "one": _shown(one)}
    return render(request, "reviews/enquiry/remove_evidence.html", context)


def _chosen(
    request: StaffRequest, entries: QuerySet[ChronologyEntry], offered: list[ChronologyEntry]
) -> list[ChronologyEntry]:
    """Return the event that was sent, where the page would not draw it again: what was chosen stays chosen."""
    try:
        key = UUID(request.POST.get("entry", ""))
    except ValueError:
        return []
    return [] if any(one.pk == key for one in offered) else list(entries.filter(pk=key))


def _line(request: StaffRequest, reference: str, line: UUID, at: datetime) -> tuple[Case, KeyLine]:
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    return case, get_object_or_404(case.review.key_lines.select_related("review"), pk=line)


def _row(request: StaffRequest, case: Case, line: KeyLine, at: datetime) -> dict[str, Any]:
    evidence, hidden = _evidence(request, case, line, at)
    return {
        "line": line,
        "evidence": evidence,
        "hidden": hidden,
        "may_answer": access.answer_key_line(request.user, case, line, at) is None,
        "may_change": access.change_key_line(request.user, case, line, at) is None,
        "may_link": access.link_evidence(request.user, case, at) is None,
    }


def _evidence(
    request: StaffRequest, case: Case, line: KeyLine, at: datetime
) -> tuple[list[dict[str, Any]], int]:
    """Return the evidence that the reader may see, and how many pieces are from returns that are not theirs to read."""
    may_read = access.may_read_returns(request.user, case, at)
    every = list(line.evidence.all())
    seen = [one for one in every if may_read or one.agency_request_id is None]
    rows = [
        _shown(one) | {"may_remove": access.remove_evidence(request.user, case, one, at) is None}
        for one in seen
    ]
    return rows, len(every) - len(seen)


def _readable(request: StaffRequest, case: Case, at: datetime, evidence: Any) -> Any:
    may_read = access.may_read_returns(request.user, case, at)
    return evidence if may_read else evidence.filter(agency_request__isnull=True)


def _shown(one: KeyLineEvidence) -> dict[str, Any]:
    label = "Evidence in words"
    if one.entry is not None:
        gone = " (no longer in the chronology)" if one.entry.gone_at else ""
        label = f"{forms.event_words(one.entry)}{gone}"
    elif one.agency_request is not None:
        label = f"Return of {forms.return_words(one.agency_request)}"
    return {"one": one, "label": label}


def _left(review: Review) -> list[tuple[str, str]]:
    """Return the questions that the rapid review left, one a line, numbered from 1."""
    lines = [line.strip().lstrip("-•*").strip() for line in review.questions.splitlines()]
    return [(str(number), line) for number, line in enumerate((line for line in lines if line), 1)]


def _to(case: Case, line: KeyLine) -> HttpResponse:
    return redirect(f"{reverse('enquiry', args=[case.reference])}#line-{line.pk}")

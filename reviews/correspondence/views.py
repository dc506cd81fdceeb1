"""Pages of a case's correspondence: the log with its filters, recording, answering, correcting and removing a letter."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.pace import searches
from cspr_portal.refusals import NotYet, check
from reviews.documents import actions as documents
from reviews.models import Case, Correspondence
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, due, forms

LETTERS_A_PAGE = 25


@require_safe
@searches
def correspondence(request: StaffRequest, reference: str) -> HttpResponse:
    """List the case's correspondence by what is asked for: the newest first, what was removed last."""
    at = clock.now()
    case = open_case(request, reference, at)
    today = clock.today(at)
    form = forms.FindCorrespondenceForm(request.GET or None)
    found = _asked_for(case, form.cleaned_data if form.is_valid() else {}, today)
    found = found.select_related("document", "recorded_by", "removed_by")
    found = found.order_by(F("removed_at").asc(nulls_first=True), "-happened_on", "-recorded_at", "pk")
    page = Paginator(found, LETTERS_A_PAGE).get_page(request.GET.get("page"))
    refusal = access.record(request.user, case, at)
    linkable = documents.linked(case, [letter.document_id for letter in page], by=request.user, at=at)
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "case": case,
        "form": form,
        "page": page,
        "rows": [
            (letter, due.state(letter, today), letter.document if letter.document_id in linkable else None)
            for letter in page
        ],
        "query": kept.urlencode(),
        "is_search": form.is_bound and any(kept.values()),
        "overdue": case.correspondence.holding().filter(due.overdue(today)).count(),
        "refusal": refusal,
    }
    return render(request, "reviews/correspondence/correspondence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_correspondence(request: StaffRequest, reference: str) -> HttpResponse:
    """Record a letter, mail or call."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.record(request.user, case, at))
    form = forms.RecordCorrespondenceForm(
        request.POST if request.method == "POST" else None,
        documents=documents.to_link(case, by=request.user, at=at),
        today=clock.today(at),
    )
    if form.is_valid():
        letter = actions.record_correspondence(case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"“{letter.subject}” is recorded.")
        return redirect("correspondence", case.reference)
    return render(request, "reviews/correspondence/record_correspondence.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def mark_answered(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Record that a letter is answered."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _open(case, letter)
    check(access.mark_answered(request.user, found, at))
    today = clock.today(at)
    form = forms.AnsweredForm(request.POST if request.method == "POST" else None, letter=found, today=today)
    if form.is_valid():
        try:
            actions.mark_answered(found, by=request.user, at=at, **form.cleaned_data)
        except NotYet as refusal:
            form.add_error("answered_on", refusal.beside_a_field)
        else:
            messages.success(request, f"“{found.subject}” is marked as answered.")
            return redirect("correspondence", case.reference)
    context = {"case": case, "form": form, "letter": found, "state": due.state(found, today)}
    return render(request, "reviews/correspondence/mark_answered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_days(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Put right the day by which an answer is due, and the day on which it was given."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _open(case, letter)
    check(access.change(request.user, found, at))
    # What isn't a form at all says nothing of the days: only one that was sent empty takes them away.
    form = forms.CorrectDaysForm(request.POST or None, letter=found, today=clock.today(at))
    if form.is_valid():
        actions.correct_days(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"The days of “{found.subject}” are corrected.")
        return redirect("correspondence", case.reference)
    context = {"case": case, "form": form, "letter": found}
    return render(request, "reviews/correspondence/correct_days.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_correspondence(request: StaffRequest, reference: str, letter: UUID) -> HttpResponse:
    """Strike out what was recorded by mistake, with a reason."""
    at = clock.now()
    case = open_case(request, reference, at)
    found = _open(case, letter)
    check(access.change(request.user, found, at))
    form = forms.RemoveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.remove(found, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, f"“{found.subject}” is removed.")
        return redirect("correspondence", case.reference)
    context = {"case": case, "form": form, "letter": found}
    return render(request, "reviews/correspondence/remove_correspondence.html", context)


def _open(case: Case, key: UUID) -> Correspondence:
    found: Correspondence = get_object_or_404(case.correspondence, pk=key)
    found.case = case
    return found


def _asked_for(case: Case, asked: dict[str, Any], today: date) -> QuerySet[Correspondence]:
    """The letters of the case that the filters ask for; without any, those that were removed too."""
    show = asked.get("show")
    found: QuerySet[Correspondence] = case.correspondence.holding() if show else case.correspondence.all()
    if show == "waiting":
        found = found.filter(due.waiting())
    elif show == "overdue":
        found = found.filter(due.overdue(today))
    elif show == "answered":
        found = found.filter(answered_on__isnull=False)
    return found.filter(party=asked["party"]) if asked.get("party") else found

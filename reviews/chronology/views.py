"""Pages of the merged chronology: the timeline, an event typed in, changed, taken out, commented on; the CSV.

The pages of an agency's file are in file_views.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import note
from reviews.models import Case, ChronologyEntry, Significance
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, export, forms
from .entries import chosen, in_order, live, row_of, when_of
from .order import Entry

EVENTS_A_PAGE = 100
TONES = {Significance.KEY: "stage", Significance.SIGNIFICANT: "live"}


@dataclass(frozen=True)
class Shown:
    """An event with its date in words and the kind of its tag (empty: no tag)."""

    entry: ChronologyEntry
    words: str
    tone: str


@require_safe
def chronology(request: StaffRequest, reference: str) -> HttpResponse:
    """Show the merged timeline: the events that fit, a hundred at a time, each with its comments."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    form, found = _filtered(request, case, at)
    found = in_order(found).select_related("agency").prefetch_related("comments__given_by")
    page = Paginator(found, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    refusal = access.keep(request.user, case, at)
    context = {
        "case": case,
        "form": form,
        "page": page,
        "years": _by_year(page.object_list),
        "query": query.urlencode(),
        "is_filtered": not form.is_valid() or any(form.cleaned_data.values()),
        "waiting": access.waiting(case),
        "refusal": refusal,
        "may_comment": access.comment(request.user, case, at) is None,
    }
    return render(request, "reviews/chronology/chronology.html", context)


@require_safe
def chronology_csv(request: StaffRequest, reference: str) -> HttpResponse:
    """Give the events that fit as a CSV file; the download is recorded."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    _form, found = _filtered(request, case, at)
    entries = in_order(found).select_related("agency")
    rows = [Entry(entry.agency.name, entry.place, row_of(entry)) for entry in entries]
    body = export.to_csv(rows)
    note(request.user, "chronology.downloaded", case.reference, events=len(rows))
    headers = {
        "Content-Disposition": f'attachment; filename="{case.reference}-chronology.csv"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(body, content_type=export.MEDIA_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def add_event(request: StaffRequest, reference: str) -> HttpResponse:
    """Type one event in."""
    at = clock.now()
    case = open_case(request, reference, at)
    check(access.keep(request.user, case, at))
    form = forms.EventForm(
        request.POST if request.method == "POST" else None,
        initial={"significance": Significance.ORDINARY.value},
        agencies=access.agencies_of(case),
        today=clock.today(at),
    )
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        entry = actions.add_event(case, agency=agency, by=request.user, at=at, **form.said())
        messages.success(request, f"The event of {when_of(entry).date_words()} is in the chronology.")
        return redirect("chronology", case.reference)
    return render(request, "reviews/chronology/add_event.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_event(request: StaffRequest, reference: str, entry: UUID) -> HttpResponse:
    """Change an event. What comes too late (somebody changed it meanwhile) stays on the page beside the newer words."""
    at = clock.now()
    case, found = _entry(request, reference, entry, at)
    check(access.change(request.user, found, case, at))
    today, status, newer = clock.today(at), 200, None
    kept = forms.ChangeEventForm.kept(found) | {"seen": actions.mark(found)}
    data = request.POST if request.method == "POST" else None
    form = forms.ChangeEventForm(data, initial=kept, agencies=None, today=today)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            actions.change_event(found, case, seen=seen, by=request.user, at=at, **form.said())
        except NotYet as refusal:
            found = case.review.chronology.select_related("agency", "changed_by").get(pk=found.pk)
            check(access.change(request.user, found, case, at))
            status, newer = 409, Shown(found, when_of(found).words(), "")
            anew = request.POST.copy()
            anew["seen"] = actions.mark(found)
            form = forms.ChangeEventForm(anew, agencies=None, today=today)
            form.add_error(
                None, f"{refusal.beside_a_field} Your words are still here: save them, or leave them."
            )
        else:
            messages.success(request, "The event is changed.")
            return _to(case, found)
    context = {"case": case, "form": form, "entry": found, "newer": newer}
    return render(request, "reviews/chronology/change_event.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_event(request: StaffRequest, reference: str, entry: UUID) -> HttpResponse:
    """Take an event out of the chronology, with a reason."""
    at = clock.now()
    case, found = _entry(request, reference, entry, at)
    check(access.change(request.user, found, case, at))
    form = forms.RemoveEventForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.remove_event(found, case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The event is taken out of the chronology.")
        return redirect("chronology", case.reference)
    context = {"case": case, "form": form, "event": Shown(found, when_of(found).words(), "")}
    return render(request, "reviews/chronology/remove_event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_event(request: StaffRequest, reference: str, entry: UUID) -> HttpResponse:
    """Comment on an event."""
    at = clock.now()
    case, found = _entry(request, reference, entry, at)
    check(access.comment_on(request.user, found, case, at))
    form = forms.CommentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.comment(found, case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your comment stands beside the event.")
        return _to(case, found)
    event = Shown(found, when_of(found).words(), "")
    comments = found.comments.select_related("given_by")
    context = {"case": case, "form": form, "event": event, "comments": comments}
    return render(request, "reviews/chronology/comment_event.html", context)


def _filtered(request: StaffRequest, case: Case, at: datetime) -> tuple[forms.FilterForm, Any]:
    """The form that chooses events, and the events; none where the form can't be understood."""
    agencies = access.agencies_shown(case)
    form = forms.FilterForm(request.GET, agencies=agencies, today=clock.today(at))
    entries = live(case.review)
    return form, chosen(entries, **form.cleaned_data) if form.is_valid() else entries.none()


def _by_year(entries: Iterable[ChronologyEntry]) -> list[tuple[int, list[Shown]]]:
    shown = [
        Shown(entry, when_of(entry).words(), TONES.get(Significance(entry.significance), ""))
        for entry in entries
    ]
    return [(year, list(those)) for year, those in groupby(shown, lambda one: one.entry.happened_on.year)]


def _entry(request: StaffRequest, reference: str, entry: UUID, at: datetime) -> tuple[Case, ChronologyEntry]:
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    return case, get_object_or_404(case.review.chronology.select_related("agency"), pk=entry)


def _to(case: Case, entry: ChronologyEntry) -> HttpResponse:
    """Go to the event on its page of the timeline."""
    before = list(in_order(live(case.review)).values_list("pk", flat=True))
    page = before.index(entry.pk) // EVENTS_A_PAGE + 1 if entry.pk in before else 1
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{reverse('chronology', args=[case.reference])}{query}#event-{entry.pk}")

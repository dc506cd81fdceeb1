"""Pages of the merged chronology: the timeline, an event typed in, changed, taken out, commented on; the CSV.

The pages of an agency's file are in file_views.py, those of an agency's author in own_views.py.
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
from django.views.decorators.http import require_http_methods, require_safe

from cspr_portal import clock
from cspr_portal.attachments import attachment
from cspr_portal.pace import makes_a_file, searches
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import note
from reviews.models import Case, ChronologyEntry, Significance
from reviews.requests import StaffRequest
from reviews.standing import open_case

from . import access, actions, doors, export, forms
from .doors import Door
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
@searches
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
        "years": by_year(page.object_list),
        "query": query.urlencode(),
        "is_filtered": not form.is_valid() or any(form.cleaned_data.values()),
        "waiting": access.waiting(case.review.chronology_files.all()),
        "refusal": refusal,
        "may_comment": access.comment(request.user, case, at) is None,
    }
    return render(request, "reviews/chronology/chronology.html", context)


@require_safe
@makes_a_file
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
    return attachment(body, f"{case.reference}-chronology.csv", export.MEDIA_TYPE)


@require_http_methods(["GET", "HEAD", "POST"])
def add_event(request: StaffRequest, reference: str) -> HttpResponse:
    """Type one event in."""
    at = clock.now()
    return add(request, doors.by_case(request, reference, at), at)


@require_http_methods(["GET", "HEAD", "POST"])
def change_event(request: StaffRequest, reference: str, entry: UUID) -> HttpResponse:
    """Change an event. What comes too late (somebody changed it meanwhile) stays on the page beside the newer words."""
    at = clock.now()
    return change(request, doors.by_case(request, reference, at), entry, at)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_event(request: StaffRequest, reference: str, entry: UUID) -> HttpResponse:
    """Take an event out of the chronology, with a reason."""
    at = clock.now()
    return remove(request, doors.by_case(request, reference, at), entry, at)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_event(request: StaffRequest, reference: str, entry: UUID) -> HttpResponse:
    """Comment on an event."""
    at = clock.now()
    door = doors.by_case(request, reference, at)
    case, found = door.case, _entry(door, entry)
    check(access.comment_on(request.user, found, case, at))
    form = forms.CommentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.comment(found, case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "Your comment stands beside the event.")
        return to_event(door, found)
    event = Shown(found, when_of(found).words(), "")
    comments = found.comments.select_related("given_by")
    context = {"case": case, "form": form, "event": event, "comments": comments}
    return render(request, "reviews/chronology/comment_event.html", context)


# The same forms by either way: own_views.py opens them by a request


def add(request: StaffRequest, door: Door, at: datetime) -> HttpResponse:
    """Answer the form that adds an event."""
    check(door.refusal(request.user, at))
    form = forms.EventForm(
        request.POST if request.method == "POST" else None,
        initial={"significance": Significance.ORDINARY.value},
        agencies=door.agencies(),
        today=clock.today(at),
    )
    if form.is_valid():
        agency = door.agency(form.cleaned_data.get("agency"))
        entry = actions.add_event(door.case, agency=agency, by=request.user, at=at, **form.said())
        messages.success(request, f"The event of {when_of(entry).date_words()} is in the chronology.")
        return redirect(door.url("chronology"))
    return render(request, "reviews/chronology/add_event.html", {**door.context(), "form": form})


def change(request: StaffRequest, door: Door, key: UUID, at: datetime) -> HttpResponse:
    """Answer the form that changes an event."""
    found = _entry(door, key)
    check(door.refusal(request.user, at))
    check(access.change(request.user, found, door.case, at))
    today, status, newer = clock.today(at), 200, None
    kept = forms.ChangeEventForm.kept(found) | {"seen": actions.mark(found)}
    data = request.POST if request.method == "POST" else None
    form = forms.ChangeEventForm(data, initial=kept, agencies=None, today=today)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            actions.change_event(found, door.case, seen=seen, by=request.user, at=at, **form.said())
        except NotYet as refusal:
            found = door.all_entries().select_related("agency", "changed_by").get(pk=found.pk)
            check(access.change(request.user, found, door.case, at))
            status, newer = 409, Shown(found, when_of(found).words(), "")
            anew = request.POST.copy()
            anew["seen"] = actions.mark(found)
            form = forms.ChangeEventForm(anew, agencies=None, today=today)
            form.add_error(
                None, f"{refusal.beside_a_field} Your words are still here: save them, or leave them."
            )
        else:
            messages.success(request, "The event is changed.")
            return to_event(door, found)
    context = {**door.context(), "form": form, "entry": found, "newer": newer}
    return render(request, "reviews/chronology/change_event.html", context, status=status)


def remove(request: StaffRequest, door: Door, key: UUID, at: datetime) -> HttpResponse:
    """Answer the form that takes an event out."""
    found = _entry(door, key)
    check(door.refusal(request.user, at))
    check(access.change(request.user, found, door.case, at))
    form = forms.RemoveEventForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.remove_event(found, door.case, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The event is taken out of the chronology.")
        return redirect(door.url("chronology"))
    context = {**door.context(), "form": form, "event": Shown(found, when_of(found).words(), "")}
    return render(request, "reviews/chronology/remove_event.html", context)


def _filtered(request: StaffRequest, case: Case, at: datetime) -> tuple[forms.FilterForm, Any]:
    """The form that chooses events, and the events; none where the form can't be understood."""
    agencies = access.agencies_shown(case)
    form = forms.FilterForm(request.GET, agencies=agencies, today=clock.today(at))
    entries = live(case.review)
    return form, chosen(entries, **form.cleaned_data) if form.is_valid() else entries.none()


def by_year(entries: Iterable[ChronologyEntry]) -> list[tuple[int, list[Shown]]]:
    """Return the events, which are in order, under their years."""
    shown = [
        Shown(entry, when_of(entry).words(), TONES.get(Significance(entry.significance), ""))
        for entry in entries
    ]
    return [(year, list(those)) for year, those in groupby(shown, lambda one: one.entry.happened_on.year)]


def _entry(door: Door, key: UUID) -> ChronologyEntry:
    return get_object_or_404(door.all_entries().select_related("agency"), pk=key)


def to_event(door: Door, entry: ChronologyEntry) -> HttpResponse:
    """Go to the event on its page of the timeline."""
    before = list(in_order(door.entries()).values_list("pk", flat=True))
    page = before.index(entry.pk) // EVENTS_A_PAGE + 1 if entry.pk in before else 1
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{door.url('chronology')}{query}#event-{entry.pk}")

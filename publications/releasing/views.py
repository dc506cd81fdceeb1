"""The pages before the day of publication: the copy to the national Panel, and the day and hour."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock
from cspr_portal.refusals import check
from publications import runs
from publications.models import Publication
from publications.releasing import access, actions
from publications.releasing.checklist import needs_copy
from publications.releasing.forms import LATER, CancelDayForm, CopyForm, PublishForm
from publications.staff.opening import open_publication
from publications.windows import moment_words, window_words
from reviews import sealed
from reviews.anniversaries import CLOSE
from reviews.deadlines import copy_to_panel, publication_window
from reviews.models import Case, GuidanceEdition, ProceedingStatus, User
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def record_copy(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record the day on which the approved text went to the national Panel and the Secretary of State."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.record_copy(request.user, publication, at))
    form = CopyForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_copy(publication, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The copy is recorded.")
        return redirect("release_checklist", publication.pk)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "form": form,
        "working_days": GuidanceEdition.in_force(clock.today(at)).copy_working_days,
    }
    return render(request, "publications/staff/record_copy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Choose when it opens, see what follows from the day, and confirm it."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.publish(request.user, publication, at))
    form = PublishForm(
        request.POST or None, at=at, initial={"when": LATER, "day": _suggested_day(publication, at)}
    )
    context: dict[str, Any] = {"publication": publication, "edition": publication.edition, "form": form}
    if request.method == "POST" and form.is_valid():
        opens_at = form.opens_at
        if "confirmed" in request.POST:
            published = actions.publish(publication, opens_at=opens_at, by=request.user, at=at)
            words = window_words(published.opens_at, published.closes_at)
            messages.success(request, f"The day is set. {words}.")
            return redirect("manage_publication", publication.pk)
        context |= _what_follows(publication, opens_at, by=request.user, at=at) | {"is_now": opens_at == at}
        return render(request, "publications/staff/confirm_publication.html", context)
    return render(request, "publications/staff/publish_publication.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_day(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the day of publication back before it has come."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.cancel_day(request.user, publication, at))
    form = CancelDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_day(publication, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The day is cancelled. Nothing opens before another day is set.")
        return redirect("manage_publication", publication.pk)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "form": form,
        "window": window_words(publication.opens_at, publication.closes_at),
    }
    return render(request, "publications/releasing/cancel_day.html", context)


def _suggested_day(publication: Publication, at: datetime) -> date:
    """Return the first working day on which publication would keep to clock C4, or the next working day."""
    tomorrow = clock.add_working_days(clock.today(at), 1)
    if publication.copied_on is None or not needs_copy(publication):
        return tomorrow
    days = GuidanceEdition.in_force(clock.today(at)).copy_working_days
    day = max(tomorrow, clock.add_working_days(publication.copied_on, days))
    # A copy sent at a weekend counts from the next working day, as the clock counts back from publication.
    while clock.add_working_days(day, -days) < publication.copied_on:
        day = clock.add_working_days(day, 1)
    return day


def _what_follows(publication: Publication, opens_at: datetime, *, by: User, at: datetime) -> dict[str, Any]:
    """Return the working of C4 and C5 for the chosen day, and what to think of before confirming it."""
    day = clock.today(opens_at)
    periods = GuidanceEdition.in_force(day).periods
    copy = copy_to_panel(day, publication.copied_on, periods) if needs_copy(publication) else None
    warnings = []
    if (
        copy is not None
        and copy.due is not None
        and publication.copied_on
        and publication.copied_on > copy.due
    ):
        warnings.append(
            f"The copy went to the national Panel on {clock.day_words(publication.copied_on)}. For this day it was "
            f"due by {clock.weekday_words(copy.due)}."
        )
    if not clock.is_working_day(day):
        name = clock.bank_holiday_name(day) or "a weekend"
        warnings.append(
            f"{clock.weekday_words(day)} is {name}: fewer people can answer questions, or help a family."
        )
    if publication.case is not None:
        # Day after day could be tried until the answer changes: whoever may not know the dates has few tries.
        runs.begin(publication, by=by, at=at)
        warnings += _warnings_of_the_case(publication.case, day, by=by, at=at)
    return {
        "opens": moment_words(opens_at),
        "window": publication_window(day, periods),
        "copy": copy,
        "warnings": warnings,
        "today": clock.today(at),
    }


def _warnings_of_the_case(case: Case, day: date, *, by: User, at: datetime) -> list[str]:
    """Return what speaks against the day in the case itself, never which date it is (practice 21)."""
    warnings = []
    if sealed.is_near_a_family_date(case, day, by=by, at=at):
        warnings.append(
            f"{clock.weekday_words(day)} is within a week of a date that matters to the family. Ask the family, or "
            "whoever speaks with them, before you set it."
        )
    open_ones = case.proceedings.exclude(status=ProceedingStatus.ENDED)
    if open_ones.filter(expected_end__range=(day - CLOSE, day + CLOSE)).exists():
        warnings.append(
            f"{clock.weekday_words(day)} is within a week of a listed hearing, or of the end of another process. Ask "
            "whoever leads it first."
        )
    return warnings

"""The steps that let a text out or take it down: approving, the copy, the day of publication, early withdrawal."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cspr_portal import clock, text
from cspr_portal.refusals import NotYet, check
from publications import access, actions, progress
from publications.freezing import freeze
from publications.models import Publication
from publications.staff.forms import LATER, ApproveForm, CopyForm, PublishForm, WithdrawForm
from publications.staff.opening import open_publication
from publications.windows import moment_words, window_words
from reviews.deadlines import copy_to_panel, publication_window
from reviews.models import GuidanceEdition
from reviews.requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def approve_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read the checked draft and approve it: these words, and no others, are what will be served."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    draft = progress.newest_draft(publication)
    check(access.approve(request.user, draft, at))
    form = ApproveForm(request.POST or None, initial={"number": draft.number})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["number"] != draft.number:
            raise NotYet(f"Already: draft {draft.number} was written while you were reading. Read that one.")
        actions.approve(draft, freeze(draft), by=request.user, at=at)
        messages.success(request, f"Draft {draft.number} is approved and frozen. Its day can be set.")
        return redirect("manage_publication", publication.pk)
    context = {
        "publication": publication,
        "draft": draft,
        "check": progress.check_of(draft),
        "rendered": text.render(draft.text),
        "form": form,
    }
    return render(request, "publications/staff/approve_publication.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record_copy(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record the day on which the approved text went to the national Panel and the Secretary of State."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.record_copy(request.user, publication, at))
    form = CopyForm(request.POST or None, today=clock.today(at))
    if request.method == "POST" and form.is_valid():
        actions.record_copy(publication, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "The copy is recorded. The day of publication can be set.")
        return redirect("manage_publication", publication.pk)
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
        context |= _what_follows(publication, opens_at, at) | {"is_now": opens_at == at}
        return render(request, "publications/staff/confirm_publication.html", context)
    return render(request, "publications/staff/publish_publication.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_publication(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a publication down before its last day."""
    at = clock.now()
    publication = open_publication(request, pk, at)
    check(access.withdraw(request.user, publication, at))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_early(publication, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, "It is withdrawn. Its addresses show the notice that it is gone.")
        return redirect("manage_publication", publication.pk)
    context = {
        "publication": publication,
        "edition": publication.edition,
        "form": form,
        "window": window_words(publication.opens_at, publication.closes_at),
        "is_open": publication.opens_at is not None and publication.opens_at <= at,
    }
    return render(request, "publications/staff/withdraw_publication.html", context)


def _suggested_day(publication: Publication, at: datetime) -> date:
    """Return the first working day on which publication would keep to clock C4, or the next working day."""
    tomorrow = clock.add_working_days(clock.today(at), 1)
    if publication.copied_on is None or not access.needs_copy(publication):
        return tomorrow
    days = GuidanceEdition.in_force(clock.today(at)).copy_working_days
    day = max(tomorrow, clock.add_working_days(publication.copied_on, days))
    # A copy sent at a weekend counts from the next working day, as the clock counts back from publication.
    while clock.add_working_days(day, -days) < publication.copied_on:
        day = clock.add_working_days(day, 1)
    return day


def _what_follows(publication: Publication, opens_at: datetime, at: datetime) -> dict[str, Any]:
    """Return the working of C4 and C5 for the chosen day, and what to think of before confirming it."""
    day = clock.today(opens_at)
    periods = GuidanceEdition.in_force(day).periods
    copy = copy_to_panel(day, publication.copied_on, periods) if access.needs_copy(publication) else None
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
    return {
        "opens": moment_words(opens_at),
        "window": publication_window(day, periods),
        "copy": copy,
        "warnings": warnings,
        "today": clock.today(at),
    }

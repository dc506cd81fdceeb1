"""The first staff page: what needs the person who is signed in, and nothing else."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cspr_portal import clock, desk
from reviews.audit.recording import note
from reviews.requests import StaffRequest
from reviews.scope import keep_scope

from . import waiting

TASKS_A_PAGE = 25


@require_safe
def needs(request: StaffRequest) -> HttpResponse:
    """Show what waits for the person: overdue, within a week, later; the nearest clock first."""
    at = clock.now()
    today = clock.today(at)
    keep_scope(request.user, at)
    everything = waiting.Waiting(waiting.turns_of(request.user, at), desk.tasks(request.user, at))
    page: Page[Any] = Paginator(everything, TASKS_A_PAGE).get_page(  # type: ignore[arg-type]
        request.GET.get("page")
    )
    rows = waiting.in_words(list(page), request.user, at)
    groups = [(heading, list(tasks)) for heading, tasks in groupby(rows, lambda task: _group(task, today))]
    note(request.user, "opened.needs")
    context = {
        "groups": groups,
        "count": page.paginator.count,
        "has_more": everything.has_more,
        "page": page,
    }
    return render(request, "reviews/needs/needs.html", context)


@require_safe
def what_we_record(request: StaffRequest) -> HttpResponse:
    """Say what the audit log keeps, and that it is for safety and not for blame."""
    return render(request, "reviews/needs/what_we_record.html")


def _group(task: desk.Task, today: date) -> str:
    if task.due and task.due < today:
        return "Overdue"
    return "Within a week" if task.due and task.due <= today + timedelta(days=7) else "Later"

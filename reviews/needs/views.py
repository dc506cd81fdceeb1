"""The first staff page: what needs the person who is signed in, and nothing else."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cspr_portal import clock, desk
from reviews.requests import StaffRequest


@require_safe
def needs(request: StaffRequest) -> HttpResponse:
    """Show what waits for the person: overdue, within a week, later; the nearest clock first."""
    at = clock.now()
    today = clock.today(at)
    tasks = desk.tasks(request.user, at)
    overdue = [task for task in tasks if task.due and task.due < today]
    soon = [task for task in tasks if task.due and today <= task.due <= today + timedelta(days=7)]
    later = [task for task in tasks if task not in overdue and task not in soon]
    groups = [("Overdue", overdue), ("Within a week", soon), ("Later", later)]
    context = {"groups": [group for group in groups if group[1]], "count": len(tasks)}
    return render(request, "reviews/needs/needs.html", context)


@require_safe
def what_we_record(request: StaffRequest) -> HttpResponse:
    """Say what the audit log keeps, and that it is for safety and not for blame."""
    return render(request, "reviews/needs/what_we_record.html")

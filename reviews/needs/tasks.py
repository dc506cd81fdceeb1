"""What waits for a person on the cases that they may see, computed from data each time."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews import clocks
from reviews.models import Case, ReviewerAppointment, User
from reviews.panel import access as panel
from reviews.stages import ENDS
from reviews.standing import standing, visible_to
from reviews.steps import STEPS


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield what waits for `user` at `at`, in no order."""
    cases = visible_to(user, at).exclude(stage__in=ENDS)
    cases = cases.select_related(
        "area", "criteria_decision", "notification", "rapid_review", "review", "review_decision"
    ).prefetch_related("children", "holds")
    for case in cases:
        for step in STEPS:
            if step.shown(case) and step.is_waiting(user, case, at):
                yield _task(case, step.task, step.label, reverse(step.url_name, args=[case.reference]), at)
        yield from _held(user, case, at)
        yield from _unchecked(user, case, at)


def _held(user: User, case: Case, at: datetime) -> Iterator[Task]:
    today = clock.today(at)
    for hold in case.holds.all():
        if hold.ended_at is None and hold.look_again_on <= today and standing(user, case, at).is_coordinator:
            url = reverse("end_hold", args=[case.reference])
            yield _task(case, "look at the hold again", "Look again", url, at)


def _unchecked(user: User, case: Case, at: datetime) -> Iterator[Task]:
    if not hasattr(case, "review"):
        return
    waiting = ReviewerAppointment.objects.filter(
        review=case.review, checked_at__isnull=True, ended_at__isnull=True, has_no_link=True
    )
    for appointment in waiting:
        if panel.check_declaration(user, case, appointment, at) is None:
            url = reverse("check_declaration", args=[case.reference, appointment.pk])
            yield _task(case, "check the reviewer’s declaration", "Check the declaration", url, at)


def _task(case: Case, what: str, verb: str, url: str, at: datetime) -> Task:
    today = clock.today(at)
    running = clocks.running(clocks.of_case(case))
    about = f"{case.reference} · {case.area.name} · {case.get_stage_display()}"
    hold = next((hold for hold in case.holds.all() if hold.ended_at is None), None)
    if hold is not None:
        about += f" · On hold: {hold.get_kind_display().lower()}, since {clock.day_words(hold.since)}"
    title = f"{case.title}: {what}"
    if running is None:
        return Task(title, url, about, verb)
    figure, unit, due_words = running.figure_words(today)
    state = running.state(today)
    if hold is not None and state == "late":
        state, unit = "hold", f"{unit}, on hold"
    return Task(title, url, f"{about} · {running.name}", verb, running.due, state, figure, unit, due_words)

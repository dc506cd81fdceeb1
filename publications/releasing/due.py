"""What of the checklists waits for somebody: before a day is set, and again when something changed after it was."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from cspr_portal.words import listed
from publications.models import Edition
from publications.progress import Progress
from publications.releasing import checklist
from publications.releasing.needed import WORDS
from publications.states import State
from reviews.models import CourtOrder, Proceeding
from reviews.orders.holding import holds

WITH_A_DAY = (State.SCHEDULED, State.OPEN)
MOST_NAMED = 3


def may_be_asked_again(at: datetime) -> Q:
    """Return the condition that something came after a publication's day was set: a text, an order, a process."""
    editions = Edition.objects.filter(publication=OuterRef("pk"), approved_at__gt=OuterRef("scheduled_at"))
    orders = CourtOrder.objects.filter(
        holds(clock.today(at)), case=OuterRef("case"), recorded_at__gt=OuterRef("scheduled_at")
    )
    since = Q(added_at__gt=OuterRef("scheduled_at")) | Q(changed_at__gt=OuterRef("scheduled_at"))
    processes = Proceeding.objects.filter(since, case=OuterRef("case"))
    came = Q(Exists(editions)) | Q(Exists(orders)) | Q(Exists(processes))
    return Q(closes_at__gt=at, withdrawn_at__isnull=True, version_of__isnull=True) & came


def left_of_all(listed_ones: Iterable[Progress], at: datetime) -> dict[UUID, list[str]]:
    """Return what is missing on the checklists of those that are approved or have their day, in one query."""
    due = [
        one.publication
        for one in listed_ones
        if one.state in (State.APPROVED, *WITH_A_DAY) and one.publication.version_of_id is None
    ]
    return checklist.missing_of_all(due, at)


def task(stands: Progress, left: Sequence[str]) -> Task:
    """Return the task of seeing to what is missing, which it names."""
    has_its_day = stands.state in WITH_A_DAY
    title = stands.draft.title
    words = [WORDS[kind] for kind in left]
    if len(words) > MOST_NAMED + 1:
        words = [*words[:MOST_NAMED], f"{len(words) - MOST_NAMED} more"]
    return Task(
        title=f"See again to what “{title}” needs" if has_its_day else f"See to what “{title}” needs",
        url=reverse("release_checklist", args=[stands.publication.pk]),
        about=f"{'Asked again:' if has_its_day else 'Nobody has recorded'} {listed(words)}.",
        verb="See what is missing",
    )

"""The unfinished intakes that wait for whoever may go on with them, for the page "What needs me"."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews.models import User

from . import access

MOST_TASKS = 20


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield one task for each intake that is neither logged nor dropped. It has no clock before it is logged."""
    for intake in access.unfinished(user, at).select_related("area", "started_by")[:MOST_TASKS]:
        begun = clock.day_words(clock.today(intake.started_at))
        yield Task(
            title="A case that is not logged yet",
            url=reverse("intake", args=[intake.pk]),
            about=f"{intake.area.name} · begun by {intake.started_by.name} on {begun}",
            verb="Go on",
        )

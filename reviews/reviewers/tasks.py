"""What waits for a reviewer whose appointment is over, for the page "What needs me". It says nothing of the case."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews.models import Role, User

from . import access, states


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield one task for each appointment of `user` that is over, until they have said what became of papers."""
    if not user.acts_as(Role.REVIEWER):
        return  # nobody else has an appointment, and their page asks nothing for it
    today = clock.today(at)
    for one in access.own_appointments(user, at):
        if one.materials_at is None and states.is_over(one, today):
            days = f"{clock.day_words(one.starts_on)} to {clock.day_words(states.last_day(one))}"
            yield Task(
                title="Say what became of what you downloaded",
                url=reverse("materials", args=[one.pk]),
                about=f"{one.review.case.reference} · Your appointment, {days}",
                verb="Say what became of it",
            )

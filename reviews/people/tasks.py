"""What waits for a coordinator about people, for the page "What needs me"."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cspr_portal.desk import Task
from reviews.models import User

from . import access


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield one task when there is something that `user` may confirm at `at`."""
    if access.look(user) is not None:
        return
    if not access.something_waits(user, at):
        return
    count = sum(row.reason is None for row in access.waiting(user, at))
    if count:
        about = (
            "One entry by an administrator waits" if count == 1 else f"{count} entries by administrators wait"
        )
        yield Task("Confirm people", reverse("people"), about, "See who waits")

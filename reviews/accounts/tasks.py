"""What waits for an administrator, for the page "What needs me": accounts to look through."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cspr_portal.desk import Task
from reviews.models import User

from . import access


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield one task for an administrator while there are accounts that nobody has looked at in time."""
    if access.look(user) is not None:
        return  # nobody else's page asks for it
    count = access.due(at).count()
    if count:
        about = "One account waits" if count == 1 else f"{count} accounts wait"
        yield Task("Look through the accounts", reverse("accounts"), about, "See which")

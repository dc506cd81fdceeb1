"""How often one person may try within an hour what could confirm a guess at something sealed.

Tries are counted in the audit log, where each has its row (practice 25): a refusal of a real name, and a run of the
disclosure check (publications/runs.py).
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from reviews.models import AuditRow, User

REFUSED = "refused.pseudonym"
MOST = 10
AN_HOUR = timedelta(hours=1)


def within_the_hour(user: User, verb: str, at: datetime, **more: str) -> QuerySet[AuditRow]:
    """Return the rows of what `user` did under `verb` since the hour before `at`."""
    return AuditRow.objects.filter(actor=str(user.pk), verb=verb, at__gt=at - AN_HOUR, **more)


def too_many(user: User, at: datetime) -> str | None:
    """Say that no more names are compared for `user` now, or None."""
    if within_the_hour(user, REFUSED, at).count() < MOST:
        return None
    return (
        f"Not yet: {MOST} names have been refused to you within an hour, because they are real or near to it. "
        "Try again in an hour, with a name that has nothing to do with the family."
    )

"""How many names may be refused to one person within an hour: each refusal of a real name could confirm a guess.

They are counted in the audit log, where each has its row (practice 25).
"""

from datetime import datetime, timedelta

from reviews.models import AuditRow, User

REFUSED = "refused.pseudonym"
MOST = 10
AN_HOUR = timedelta(hours=1)


def too_many(user: User, at: datetime) -> str | None:
    """Say that no more names are compared for `user` now, or None."""
    refused = AuditRow.objects.filter(actor=str(user.pk), verb=REFUSED, at__gt=at - AN_HOUR)
    if refused.count() < MOST:
        return None
    return (
        f"Not yet: {MOST} names have been refused to you within an hour, because they are real or near to it. "
        "Try again in an hour, with a name that has nothing to do with the family."
    )

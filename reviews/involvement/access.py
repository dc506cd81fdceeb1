"""Who may record which agencies were involved in a case, and which of ours there are. Each rule returns its sentence."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from reviews.models import Agency, Case, User
from reviews.standing import standing


def agencies_on(day: date) -> QuerySet[Agency]:
    """Return our agencies that exist on `day` (a day in London), by name."""
    return Agency.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def record_agencies(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record which agencies were involved in `case`, and how."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role:
        return None
    return "Only the coordinator and the safeguarding partners may record which agencies were involved."

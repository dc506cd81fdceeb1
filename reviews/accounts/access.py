"""Which accounts are due to be looked through, and who says that one is still needed or closes it.

Once a year somebody looks at each account; one that nobody ever used comes up after a month. What a role opens is no
matter of this module, and no case is.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from cspr_portal import clock
from reviews.admin_forms import last_administrator
from reviews.models import Role, User

MONTHS = 12
DAYS_UNUSED = 30
NOT_YOUR_OWN = "Only another administrator may say this of your own account."


def look(user: User) -> str | None:
    """Say why `user` may not look through the accounts."""
    return None if user.acts_as(Role.ADMINISTRATOR) else "Only an administrator looks through the accounts."


def due(at: datetime) -> QuerySet[User]:
    """Return the open accounts that somebody has to look at, those that waited longest first."""
    a_year_ago = clock.start_of_day(clock.add_months(clock.today(at), -MONTHS))
    found = User.objects.filter(is_active=True).annotate(looked_at=Coalesce("needed_at", "made_at"))
    never_used = Q(last_login__isnull=True, looked_at__lte=at - timedelta(days=DAYS_UNUSED))
    is_due = Q(looked_at__isnull=True) | Q(looked_at__lte=a_year_ago) | never_used
    return found.filter(is_due).select_related("agency", "needed_by").order_by("looked_at", "name", "pk")


def needed(by: User, person: User, at: datetime) -> str | None:
    """Say why `by` may not say that the account of `person` is still needed."""
    refusal = look(by)
    if refusal:
        return refusal
    if by.pk == person.pk and _other_administrators(by):
        return NOT_YOUR_OWN
    if not person.is_active:
        return f"Already: the account of {person.name} is closed."
    if not due(at).filter(pk=person.pk).exists():
        return f"Already: somebody has looked at the account of {person.name}."
    return None


def close(by: User, person: User) -> str | None:
    """Say why `by` may not close the account of `person`."""
    refusal = look(by)
    if refusal:
        return refusal
    if not person.is_active:
        return f"Already: the account of {person.name} is closed."
    if by.pk == person.pk and _other_administrators(by):
        return NOT_YOUR_OWN
    return last_administrator(person, role=person.role, is_active=False)


def _other_administrators(person: User) -> bool:
    return User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk).exists()

"""Who sees an alert, and who may say that it was looked at: auditors, and coordinators of the areas it concerns."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews.models import Alert, Role, User
from reviews.standing import areas_coordinated

ROLES = (Role.AUDITOR, Role.COORDINATOR)


def look(user: User) -> str | None:
    """Say why `user` sees no alerts at all."""
    return None if user.acts_as(*ROLES) else "Only auditors and coordinators look at alerts."


def visible_to(user: User, at: datetime) -> QuerySet[Alert]:
    """Return the alerts that `user` may look at: never one about themselves."""
    if look(user) is not None:
        return Alert.objects.none()
    others = Alert.objects.exclude(person=user)
    if user.role == Role.AUDITOR:
        return others
    areas = Alert.areas.through.objects.filter(alert=OuterRef("pk"))
    mine = areas.filter(area__in=areas_coordinated(user, at).values("pk"))
    return others.filter(~Exists(areas) | Exists(mine))


def found(user: User, key: UUID, at: datetime) -> Alert:
    """Return the alert with that key. Raises Http404 for one that is none of theirs, as for none at all."""
    about = ("person", "other", "looked_by")
    alert = visible_to(user, at).filter(pk=key).select_related(*about).first()
    if alert is None:
        raise Http404
    return alert


def close(user: User, alert: Alert, at: datetime) -> str | None:
    """Say why `user` may not say that `alert` was looked at."""
    if alert.looked_at is not None:
        return "Already: somebody has said what they found."
    if not visible_to(user, at).filter(pk=alert.pk).exists():
        return "Only an auditor or a coordinator whom it is not about says what they found."
    return None


def people_to_tell(alert: Alert, at: datetime) -> list[User]:
    """Return the auditors and coordinators who may look at `alert` and whose account is in use."""
    people = User.objects.filter(role__in=ROLES, is_active=True).order_by("pk")
    return [person for person in people if visible_to(person, at).filter(pk=alert.pk).exists()]


def waiting(user: User, at: datetime) -> tuple[QuerySet[Alert], str] | None:
    """Return the alert that waits longest for `user` and its field of when; None for people who look at none."""
    if look(user) is not None:
        return None
    open_ones = visible_to(user, at).filter(looked_at__isnull=True)
    return Alert.objects.filter(pk__in=open_ones.order_by("raised_at").values("pk")[:1]), "raised_at"


def task(_key: UUID, raised_at: datetime, at: datetime) -> Task:
    """Return the one task that all waiting alerts are."""
    return Task(
        title="Look at an alert",
        url=reverse("alerts"),
        about=f"Waiting longest: since {clock.day_words(clock.today(raised_at))}",
        verb="See what it is",
        due=clock.today(at),
        state="soon",
        figure="!",
        unit="to look at",
        due_words="today, if you can",
    )

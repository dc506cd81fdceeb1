"""The task that what is held after a restore is on the page "What needs me", for those who may confirm some of it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from publications import access
from publications.models import Publication
from publications.restoring import confirming
from reviews.models import User


def waiting(user: User, at: datetime) -> tuple[QuerySet[Publication], str] | None:
    """Return what is held longest of what `user` may know of, and its field of when; None for others."""
    if not user.acts_as(*access.STAFF_ROLES):
        return None
    found = confirming.held(at).filter(pk__in=access.visible_to(user, at).order_by().values("pk"))
    return found.filter(pk__in=found.order_by("held_since", "pk").values("pk")[:1]), "held_since"


def tasks(user: User, at: datetime) -> Iterator[Task]:
    """Yield one task, however many there are, for somebody who may confirm one of them."""
    theirs = [one.publication for one in confirming.for_person(user, at) if one.refusal is None]
    if not theirs:
        return
    since = clock.today(min(one.held_since for one in theirs if one.held_since))
    one_of_many = "One publication is" if len(theirs) == 1 else f"{len(theirs)} publications are"
    yield Task(
        title="Look at what is held after a restore",
        url=reverse("after_restore"),
        about=f"{one_of_many} shown to nobody until somebody has looked",
        verb="See which",
        due=since,
        state="late",
        figure=str(len(theirs)),
        unit="held",
        due_words=f"since {clock.weekday_words(since, year=False)}",
    )

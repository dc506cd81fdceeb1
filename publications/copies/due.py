"""By when a request for a copy is answered, how that looks, and the task that it is on the page "What needs me"."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from publications.copies import access
from publications.models import CopyRequest, CopyState
from reviews.models import User
from reviews.returns.due import figure

# What the public page promises.
WORKING_DAYS = 10


class Look(NamedTuple):
    """How a request stands: its words, the tone of its tag, and a sentence."""

    words: str
    tone: str
    sentence: str = ""


def due_on(received_at: datetime) -> date:
    """Return the day in London by which a request is answered."""
    return clock.add_working_days(clock.today(received_at), WORKING_DAYS)


def in_order(found: QuerySet[CopyRequest], at: datetime) -> QuerySet[CopyRequest]:
    """Return them with those that can be answered first, the longest waiting at the top; then the newest."""
    waits = When(state=CopyState.WAITING, words_until__gt=at, then=Value(0))
    place = Case(waits, default=Value(1), output_field=IntegerField())
    oldest_first = Case(When(state=CopyState.WAITING, words_until__gt=at, then="received_at"))
    return found.order_by(place, oldest_first, "-received_at", "pk")


def look(copy_request: CopyRequest, today: date, *, is_readable: bool) -> Look:
    """Return how a request stands on `today`."""
    if copy_request.state == CopyState.SENT:
        return Look("Sent", "calm")
    if copy_request.state == CopyState.DECLINED:
        return Look("Declined", "quiet")
    if not is_readable:
        return Look("Not answered", "quiet", "What was written is deleted.")
    day = due_on(copy_request.received_at)
    state = figure(day, today)[2]
    words = f"Answer by {clock.weekday_words(day, year=False)}"
    return Look("Waits", "live" if state == "calm" else state, words)


def waiting(user: User, at: datetime) -> tuple[QuerySet[CopyRequest], str] | None:
    """Return the request that waits longest and its field of when, for people who answer them; None for others.

    What waits belongs to no publication yet, so all coordinators and publishers see it. It is one task however many
    there are: nobody outside can fill the page "What needs me".
    """
    if not user.acts_as(*access.ROLES):
        return None
    found = CopyRequest.objects.filter(state=CopyState.WAITING, words_until__gt=at)
    return found.filter(pk__in=found.order_by("received_at").values("pk")[:1]), "received_at"


def task(_key: UUID, received_at: datetime, at: datetime) -> Task:
    """Return the task that the longest waiting request is, with its clock."""
    day = due_on(received_at)
    count, unit, state = figure(day, clock.today(at))
    return Task(
        title="Somebody asked for a copy",
        url=reverse("copy_requests"),
        about=f"Waiting longest: received {clock.day_words(clock.today(received_at))}",
        verb="Read and answer",
        due=day,
        state=state,
        figure=count,
        unit=unit,
        due_words=f"answer by {clock.weekday_words(day, year=False)}",
    )

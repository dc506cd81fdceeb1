"""What of the register waits for somebody on the page "What needs me": answers to give, and answers to decide."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews.models import InformationDecision, InformationRequest, Role, User
from reviews.returns.due import figure

from . import access, due

MOST_TASKS = 50


def waiting(user: User, at: datetime) -> tuple[QuerySet[InformationRequest], str] | None:
    """Return one request that may wait for `user`, and its field of when: whether `of` is to be asked at all."""
    if not user.acts_as(Role.COORDINATOR, Role.DELEGATE):
        return None
    found = _open(user, at)
    return InformationRequest.objects.filter(pk__in=found.order_by().values("pk")[:1]), "recorded_at"


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield a task for each open request that waits for `user`. One query.

    The coordinators see to all of them; a delegate is asked to decide what somebody else has prepared.
    """
    found = _open(user, at)
    for request in found.select_related("area").order_by(F("sort_on").asc(nulls_last=True), "pk")[
        :MOST_TASKS
    ]:
        task = _task(request, user, at)
        if task is not None:
            yield task


def _open(user: User, at: datetime) -> QuerySet[InformationRequest]:
    """Open requests with who prepared their answer and when it was decided; a delegate's are those to decide."""
    holding = InformationDecision.objects.filter(request=OuterRef("pk"), set_aside_at__isnull=True)
    found = access.visible_to(user, at).filter(answered_on__isnull=True, withdrawn_at__isnull=True)
    found = found.annotate(
        prepared=Subquery(holding.values("prepared_by")[:1]),
        decided=Subquery(holding.values("decided_at")[:1]),
    )
    if user.role == Role.DELEGATE:
        found = found.filter(prepared__isnull=False, decided__isnull=True)
    return found


def _task(request: InformationRequest, user: User, at: datetime) -> Task | None:
    prepared, decided = vars(request)["prepared"], vars(request)["decided"]
    url_name, verb, words = "information_request", "See the request", "answer it"
    if prepared is not None and decided is None:
        if prepared == user.pk:
            return None
        url_name, verb, words = "decide_information", "Read and decide", "decide the answer"
    elif decided is not None:
        verb, words = "Record what was sent", "send the answer that was decided"
        url_name = "record_information_reply"
    day, today = due.of(request).day, clock.today(at)
    title = f"Request for information, {request.get_kind_display()}: {words}"
    url = reverse(url_name, args=[request.pk])
    about = f"{request.area.name} · Received {clock.day_words(request.received_on)}"
    if day is None:
        return Task(title, url, about, verb)
    count, unit, state = figure(day, today)
    due_words = f"{'was due' if day < today else 'due'} {clock.weekday_words(day, year=False)}"
    return Task(title, url, about, verb, day, state, count, unit, due_words)

"""When an alert is raised: at the very reading or deed, from the audit log, with no job that would have to run.

What counts as an alert is here; who looks at one is in access.py. Security case G08, docs/adr/0025.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cspr_portal import clock
from reviews.audit.recording import Event, action, record
from reviews.models import Alert, AlertKind, Area, AuditHead, AuditRow, Case, OpeningPurpose, User

from . import mails

AN_HOUR = timedelta(hours=1)
CASES = "SC-"  # what each reference begins with
GIVES_ACCESS = {
    "coordinator_area.added",
    "coordinator_area.changed",
    "delegate.added",
    "delegate.changed",
    "panel.seat.added",
    "panel.seat.changed",
    "person.added",
    "statutory_partner.added",
    "statutory_partner.changed",
}
# Fields of an account that decide what may be opened with it, and by whom.
OF_ACCESS = {"role", "email", "agency"}

# Which cases who opened within the hour, as far as this process knows: a case that is opened again needs no new
# count, because it was counted when it was first opened. It never decides that there is no alert.
_opened: OrderedDict[tuple[str, str], datetime] = OrderedDict()
_lock = Lock()


def watch(events: list[Event]) -> None:
    """Raise what alerts the events call for. Called in the transaction of an action, and after each single note."""
    for event in events:
        if event.outcome != "done" or event.actor == "server":
            continue
        if event.verb.startswith("opened.") and event.reference.startswith(CASES):
            _opened_case(event)
        elif event.verb == "sealed.opened":
            _opened_sealed(event)
        elif event.verb == "person.confirmed_on_server":
            _raise(AlertKind.CONFIRMED_ON_SERVER, event, other=event.detail["person"])
        elif event.verb == "second_factor.removed":
            _raise(AlertKind.FACTOR_REMOVED, event, other=event.detail["person"])
        elif _gives_access(event):
            _raise(AlertKind.ACCESS_GIVEN, event, is_once_until_looked_at=True)


def not_noted() -> None:
    """Raise the alert that the log's end could not be noted outside the database, unless one is there already."""
    waiting = Alert.objects.filter(kind=AlertKind.NOT_NOTED, looked_at__isnull=True)
    if not waiting.exists():
        _not_noted(waiting)


def forget() -> None:
    """Begin to count anew, as a new process does."""
    with _lock:
        _opened.clear()


@action
def _not_noted(waiting: QuerySet[Alert]) -> None:
    AuditHead.objects.select_for_update().get()
    if not waiting.exists():
        _keep(Alert(kind=AlertKind.NOT_NOTED, raised_at=clock.now()))


def _opened_case(event: Event) -> None:
    at = clock.now()
    with _lock:
        while _opened and not at - AN_HOUR < next(iter(_opened.values())) <= at:
            _opened.popitem(last=False)
        if (event.actor, event.reference) in _opened:
            return
    # By two columns that have an index: the rest is told from what they find.
    found = _within_the_hour(event, at).filter(verb__startswith="opened.", reference__startswith=CASES)
    references = set(found.values_list("reference", flat=True).distinct()) | {event.reference}
    if len(references) > settings.CASES_AN_HOUR:
        areas = Area.objects.filter(pk__in=Case.objects.filter(reference__in=references).values("area"))
        _raise(AlertKind.MANY_CASES, event, count=len(references), areas=areas)
    with _lock:
        _opened[event.actor, event.reference] = at


def _opened_sealed(event: Event) -> None:
    if event.detail.get("purpose") == OpeningPurpose.DISCLOSURE_CHECK:
        return  # a run of the check, which shows nobody a word that their text does not hold
    earlier = _within_the_hour(event, clock.now()).filter(verb="sealed.opened")
    count = earlier.exclude(detail__purpose=OpeningPurpose.DISCLOSURE_CHECK).count() + 1
    if count > settings.SEALED_AN_HOUR:
        areas = Area.objects.filter(pk__in=Case.objects.filter(reference=event.reference).values("area"))
        _raise(AlertKind.MANY_SEALED, event, count=count, areas=areas)


def _gives_access(event: Event) -> bool:
    if event.verb == "person.changed":
        return bool(OF_ACCESS & set(str(event.detail.get("fields", "")).split(", ")))
    return event.verb in GIVES_ACCESS


def _within_the_hour(event: Event, at: datetime) -> QuerySet[AuditRow]:
    return AuditRow.objects.filter(actor=event.actor, at__gt=at - AN_HOUR, outcome="done")


@action
def _raise(
    kind: AlertKind,
    event: Event,
    *,
    other: Any = None,
    count: int = 0,
    areas: QuerySet[Area] | None = None,
    is_once_until_looked_at: bool = False,
) -> None:
    """Keep the alert, record it, and send it when all is committed. What is counted is told once an hour."""
    # Not FOR UPDATE: rows that name the person may be added meanwhile. Two at once come one after the other.
    person = User.objects.select_for_update(no_key=True).get(pk=event.actor)
    at = clock.now()
    earlier = Alert.objects.filter(kind=kind, person=person, raised_at__gt=at - AN_HOUR)
    if is_once_until_looked_at:
        earlier = earlier.filter(looked_at__isnull=True)
    if (count or is_once_until_looked_at) and earlier.exists():
        return
    _keep(Alert(kind=kind, person=person, other_id=other, count=count, raised_at=at), areas)


def _keep(alert: Alert, areas: QuerySet[Area] | None = None) -> None:
    alert.save(force_insert=True)
    if areas is not None:
        alert.areas.set(areas)
    record(None, "alert.raised", kind=str(alert.kind), person=str(alert.person_id or ""))
    send: Callable[[], None] = partial(mails.send, alert)
    transaction.on_commit(send, robust=True)

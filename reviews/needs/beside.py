"""What waits beside the cases, for the page "What needs me": intakes not logged yet, and people to confirm.

Other apps add what is rarely there, so that it is asked for in the same question.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, UUIDField, Value
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from reviews.intake import access as intakes
from reviews.models import User
from reviews.people import access as people

MOST_TASKS = 20
INTAKE, PEOPLE = "intake", "people"


class Added(NamedTuple):
    """What is added: the one row that waits for somebody at a moment, by key and since when, and its task.

    Or, where each of several is a task: `all_of_them`, which is asked for only if there is such a row.
    """

    waiting: Callable[[User, datetime], tuple[QuerySet[Any], str] | None]
    task: Callable[[UUID, datetime, datetime], Task] | None
    all_of_them: Callable[[User, datetime], Iterator[Task]] | None = None


_added: dict[str, Added] = {}


def register(kind: str, added: Added) -> None:
    """Add what another app's people may have waiting, under a word of its own."""
    _added[kind] = added


def of(user: User, at: datetime) -> Iterator[Task]:
    """Yield a task for each intake that is neither logged nor dropped, and one where there is somebody to confirm.

    It has no clock before it is logged. All are asked for at once: mostly there is none.
    """
    shown = ("pk", "area__name", "started_by__name", "started_at", "changed_at", Value(INTAKE))
    found = intakes.unfinished(user, at).order_by().values_list(*shown)
    others: list[QuerySet[Any, Any]] = []
    if people.look(user) is None:
        entry = (Value(None, UUIDField()), Value(""), Value(""), Value(at), Value(at), Value(PEOPLE))
        others.append(people.something_waits(user, at).order_by().values_list(*entry))
    for kind, added in _added.items():
        waiting = added.waiting(user, at)
        if waiting is not None:
            row = ("pk", Value(""), Value(""), waiting[1], Value(at), Value(kind))
            others.append(waiting[0].order_by().values_list(*row))
    if others:
        found = found.union(*others, all=True)
    rows = list(found.order_by("-changed_at")[: MOST_TASKS + len(others)])
    for key, *_, since, _at, kind in rows:
        if kind == PEOPLE:
            yield from _confirm(user, at)
        elif kind in _added:
            added = _added[kind]
            if added.task is not None:
                yield added.task(key, since, at)
            if added.all_of_them is not None:
                yield from added.all_of_them(user, at)
    for key, area, begun_by, started_at, *_ in [row for row in rows if row[-1] == INTAKE][:MOST_TASKS]:
        begun = clock.day_words(clock.today(started_at))
        yield Task(
            title="A case that is not logged yet",
            url=reverse("intake", args=[key]),
            about=f"{area} · begun by {begun_by} on {begun}",
            verb="Go on",
        )


def _confirm(user: User, at: datetime) -> Iterator[Task]:
    count = sum(row.reason is None for row in people.waiting(user, at))
    if count:
        about = (
            "One entry by an administrator waits" if count == 1 else f"{count} entries by administrators wait"
        )
        yield Task("Confirm people", reverse("people"), about, "See who waits")

"""The same answer again, for as long as the database holds exactly what it held. It decides nothing.

Each request asks PostgreSQL what it has committed so far: one short question. While that is what it was when an
answer was given, and no publication has opened or left since, nothing that the answer was made of can be different.
As soon as anybody has changed anything at all, the one door is asked as if no answer had ever been given. SQLite
can't say, so there the door is asked each time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from cspr_portal import clock
from cspr_portal.one_statement import Part, Statement, Texts, facts, moment, rows, state
from cspr_portal.prepared import MOMENT, Kind
from publications.models import Publication
from publications.public import headers, memory

# The moments by which `Publication.objects.public(at)` and what has gone go.
EDGES = ("opens_at", "closes_at", "withdrawn_at")


@dataclass(frozen=True)
class Told:
    """What the door has said of the moment `since`. It would say the same until just before `until`, as long as the
    database's state is the same (None: not known)."""

    texts: Texts
    state: str | None
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Given:
    """An answer that was given, with when something on it leaves next."""

    told: Told
    body: bytes
    headers: tuple[tuple[str, str], ...]
    changes_at: datetime | None


class Door:
    """A statement that asks the one door, and for how long its answer will do.

    `build` and the kinds are those of a Statement; the moment `at` is there already.
    """

    def __init__(self, build: Callable[..., Sequence[Part]], **kinds: Kind) -> None:
        def with_edges(*shape: Any, at: datetime, **values: Any) -> list[Part]:
            return [*build(*shape, at=at, **values), *(_next(name, at) for name in EDGES)]

        self._statement = Statement(with_edges, at=MOMENT, **kinds)

    def __call__(self, *shape: Any, at: datetime, **values: Any) -> Told:
        """Return what the door says at `at`."""
        texts, committed = self._statement.with_state(*shape, at=at, **values)
        edges = [moment(one["at"]) for text in texts[-len(EDGES) :] for one in facts(text)]
        midnight = clock.start_of_day(clock.today(at) + timedelta(days=1))  # front doors go by the day
        return Told(texts[: -len(EDGES)], committed, at, min([midnight, *edges]))


def given(request: HttpRequest, at: datetime) -> HttpResponse | None:
    """Return the answer that this address got before, if it would get the same at `at`."""
    kept = memory.answers.get(address(request))
    if kept is None or not kept.told.since <= at < kept.told.until or state() != kept.told.state:
        return None
    response = HttpResponse(kept.body, headers=dict(kept.headers))
    return headers.keep_until(response, kept.changes_at, at)


def keep(
    request: HttpRequest,
    told: Told,
    response: HttpResponse,
    changes_at: datetime | None,
    *,
    is_settled: bool = True,
) -> HttpResponse:
    """Return the answer, and keep it for `given`. `is_settled`: it is made of what the door told, and of nothing else
    that ever changes."""
    if told.state is not None and is_settled:
        body = response.content
        memory.answers.keep(
            address(request), Given(told, body, tuple(response.headers.items()), changes_at), len(body)
        )
    return headers.keep_until(response, changes_at, told.since)


def _next(name: str, at: datetime) -> Part:
    return rows(Publication.objects.filter(**{f"{name}__gt": at}).order_by(name)[:1], at=name)


def address(request: HttpRequest) -> tuple[str | None, str, str]:
    """Return which address was asked for, without its question."""
    return request.scheme, request.get_host(), request.path

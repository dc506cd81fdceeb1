"""What a page is made of, read in one statement: several queries, each answered as one JSON text of its rows.

All of it is of one moment. A page that is made of these texts and nothing else is the same whenever the texts are.
What is asked is written with the ORM, where it belongs; nothing of any table stands here.
"""

import json
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from cspr_portal.prepared import MOMENT, Kind, Places

# The rows stand in the order of their query: both databases feed an aggregate in the order of its subquery.
ROWS = {
    "postgresql": "(SELECT coalesce(json_agg(a.fact), '[]')::text FROM ({sql}) a)",
    "sqlite": "(SELECT json_group_array(json(a.fact)) FROM ({sql}) a)",
}
COUNT = {
    "postgresql": "(SELECT count(*)::text FROM ({sql}) a)",
    "sqlite": "(SELECT CAST(count(*) AS TEXT) FROM ({sql}) a)",
}
NOTHING = {True: "'0'", False: "'[]'"}

# The server plans a statement anew each time while it thinks that knowing the moment would help. It can't look into a
# query within, and so keeps its plan: planning takes it five times as long as reading.
MARKS = {MOMENT: "(SELECT ${}::timestamptz)"}
PLAIN = re.compile(
    "[a-z_]*"
)  # words of ours, such as the names of facts, that may stand in the statement itself

Texts = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One of the queries. Made by `rows` or `count`."""

    queryset: QuerySet[Any, Any]
    is_count: bool

    def sql(self, vendor: str) -> tuple[str, tuple[Any, ...]]:
        """Return the expression that answers this part in one text, with its parameters."""
        try:
            sql, params = self.queryset.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        except EmptyResultSet:
            return NOTHING[self.is_count], ()
        return (COUNT if self.is_count else ROWS)[vendor].format(sql=sql), tuple(params)


def rows(queryset: QuerySet[Any, Any], **facts: Any) -> Part:
    """Ask for the rows: a JSON list of objects, each fact the field (or expression) that it names."""
    return Part(queryset.values(fact=JSONObject(**facts)), is_count=False)


def count(queryset: QuerySet[Any, Any]) -> Part:
    """Ask how many rows there are; of a slice, as many as are in it."""
    return Part(queryset.values("pk"), is_count=True)


def ask(*parts: Part) -> Texts:
    """Return one JSON text for each part."""
    return _answer(*_written(parts))


class Statement:
    """The same for a statement that comes again: worked out once for each shape, as `Prepared` does.

    `build` gets what makes the shape by position and the values by name, and returns the parts.
    """

    def __init__(self, build: Callable[..., Sequence[Part]], **kinds: Kind) -> None:
        self._build, self._kinds, self._places = build, kinds, Places(kinds)
        self._plans: dict[Hashable, tuple[str, tuple[Any, ...], dict[int, str]]] = {}

    def __call__(self, *shape: Hashable, **values: Any) -> Texts:
        """Return one JSON text for each part."""
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = self._worked_out(shape)
        sql, params, places = plan
        return _read(sql, self._places.filled(params, places, values))

    def _worked_out(self, shape: tuple[Hashable, ...]) -> tuple[str, tuple[Any, ...], dict[int, str]]:
        sql, params, places = self._places.found(lambda made_up: _written(self._build(*shape, **made_up)))
        if connections[DEFAULT_DB_ALIAS].vendor != "postgresql":
            return sql, params, places
        kept: list[Any] = []
        numbers: dict[Any, int] = {}
        marks = []
        for place, param in enumerate(params):
            name = places.get(place)
            if name is None and isinstance(param, str) and PLAIN.fullmatch(param):
                marks.append(f"'{param}'")
                continue
            key = name or (type(param), param)
            if key not in numbers:
                kept.append(param)
                numbers[key] = len(kept)
            marks.append(MARKS.get(self._kinds[name], "${}") if name else "${}")
            marks[-1] = marks[-1].format(numbers[key])
        return sql % tuple(marks), tuple(kept), {numbers[name] - 1: name for name in set(places.values())}


def facts(text: str) -> list[dict[str, Any]]:
    """Return the rows of a part's text."""
    found: list[dict[str, Any]] = json.loads(text)
    return found


def moment(written: str) -> datetime:
    """Return a moment as either database writes it into JSON: with its offset, or in UTC without one."""
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def whole(value: Any) -> Any:
    """Return the value of a JSON field: SQLite hands it out as a text within the text."""
    return json.loads(value) if isinstance(value, str) else value


def _written(parts: Sequence[Part]) -> tuple[str, tuple[Any, ...]]:
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    written = [part.sql(vendor) for part in parts]
    return (
        "SELECT " + ", ".join(sql for sql, _ in written),
        tuple(param for _, params in written for param in params),
    )


def _answer(sql: str, params: Sequence[Any]) -> Texts:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        found: Texts = cursor.fetchone()
        return found


def _read(sql: str, params: Sequence[Any]) -> Texts:
    """Run a statement that is worked out. Since it only reads, it is its own check of a connection kept open."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return _answer(sql, params)
    was_open, connection.health_check_done = connection.connection is not None, True
    try:
        return _read_once(connection, sql, params)
    except (OperationalError, InterfaceError):
        if not was_open or connection.in_atomic_block:
            raise
        connection.close()
        return _read_once(connection, sql, params)


def _read_once(connection: Any, sql: str, params: Sequence[Any]) -> Texts:
    """Ask PostgreSQL in its own words: looking for Django's places in so long a text would take longer than to ask."""
    from psycopg import RawCursor

    connection.ensure_connection()
    if connection.queries_logged:  # Django's own logging can't read such a statement
        connection.queries_log.append({"sql": sql, "time": ""})
    with connection.wrap_database_errors, connection.make_cursor(RawCursor(connection.connection)) as cursor:
        cursor.execute(sql, params)
        found: Texts = cursor.fetchone()
        return found

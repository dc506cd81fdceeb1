"""What a page is made of, read in one statement: several queries, each answered as one JSON text of its rows.

All of it is of one moment. A page that is made of these texts and nothing else is the same whenever the texts are.
What is asked is written with the ORM, where it belongs; nothing of any table stands here.

PostgreSQL also says what it has committed so far (`state`): while that is the same, so is all that is in it.
"""

import itertools
import json
import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.backends.signals import connection_created
from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.dispatch import receiver

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

# Which transactions a statement sees, in which database, and since when the server runs. The same snapshot of the same
# server sees the same rows: a transaction that commits leaves the snapshot's list, or moves its end. (A commit that a
# crash could take back would break that; `synchronous_commit` has to be on, as it is unless somebody turns it off.)
# Not so on a standby, whose snapshots leave out which transactions are under way: it says nothing.
STATE = (
    "CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text || ' ' || current_database() || ' '"
    " || extract(epoch from pg_postmaster_start_time())::text END"
)

Texts = tuple[str, ...]

# Which statements a connection keeps prepared, and under which names.
_prepared: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()
_numbers = itertools.count()

# How many connections this process has opened. A server that broke down without being started again gives the numbers of
# transactions that were lost to new ones, but keeps no connection: what it said before is no state of today's.
_opened = [0]


@receiver(connection_created)
def _count_connection(**_about: Any) -> None:
    _opened[0] += 1


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
        return self.with_state(*shape, **values)[0]

    def with_state(self, *shape: Hashable, **values: Any) -> tuple[Texts, str | None]:
        """Return one JSON text for each part, and the `state` of the database that they were read from."""
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = self._worked_out(shape)
        sql, params, places = plan
        filled = self._places.filled(params, places, values)
        connection: Any = connections[DEFAULT_DB_ALIAS]
        if connection.vendor != "postgresql":
            return _answer(sql, filled), None
        # Counted before: an answer that took a new connection is worth no more than one of the old.
        opened = _opened[0]
        *texts, committed = _read(connection, sql, filled)
        return tuple(texts), None if connection.in_atomic_block else _state(committed, opened)

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
        return (
            f"{sql % tuple(marks)}, {STATE}",
            tuple(kept),
            {numbers[name] - 1: name for name in set(places.values())},
        )


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


def state() -> str | None:
    """Return what the database has committed so far. None: it can't say, or this is within a transaction."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        return None
    (committed,) = _read(connection, f"SELECT {STATE}", ())
    return _state(committed, _opened[0])


def _state(committed: str, opened: int) -> str | None:
    """Return what the server said, and that so many connections had been opened; None when it said nothing."""
    return f"{opened} {committed}" if committed else None


def _read(connection: Any, sql: str, params: Sequence[Any]) -> Texts:
    """Ask PostgreSQL in its own words. Since it only reads, it is its own check of a connection kept open."""
    was_open, connection.health_check_done = connection.connection is not None, True
    try:
        return _read_once(connection, sql, params)
    except (DatabaseError, InterfaceError):
        if not was_open or connection.in_atomic_block or not _is_lost(connection):
            raise
        connection.close()
        return _read_once(connection, sql, params)


def _is_lost(connection: Any) -> bool:
    """Whether the server has gone. A statement that took too long leaves a connection that is well."""
    from psycopg import pq

    return connection.connection is None or connection.connection.pgconn.status != pq.ConnStatus.OK


def _read_once(connection: Any, sql: str, params: Sequence[Any]) -> Texts:
    """Run a statement that the connection keeps prepared.

    It goes past psycopg's cursors, as a public page asks nothing else: a cursor takes longer than the database.
    """
    connection.ensure_connection()
    if connection.queries_logged:  # Django's own logging can't read such a statement
        connection.queries_log.append({"sql": sql, "time": ""})
    with connection.wrap_database_errors:
        server, written = connection.connection.pgconn, [_written_out(param) for param in params]
        if (
            connection.in_atomic_block
        ):  # where a statement that has been lost would be the end of the transaction
            return _texts(server.exec_params(sql.encode(), written))
        return _prepared_texts(connection.connection, server, sql, written)


def _prepared_texts(connection: Any, server: Any, sql: str, written: list[bytes]) -> Texts:
    from psycopg import errors

    names = _prepared.setdefault(connection, {})
    if sql in names:
        try:
            return _texts(server.exec_prepared(names[sql], written))
        except errors.InvalidSqlStatementName:  # psycopg lets go of all that is prepared after a rollback
            names.clear()
    name = f"portal_{next(_numbers)}".encode()
    _checked(server.prepare(name, sql.encode()))
    names[sql] = name
    return _texts(server.exec_prepared(name, written))


def _texts(result: Any) -> Texts:
    """Return the one row of an answer."""
    _checked(result)
    return tuple((result.get_value(0, column) or b"").decode() for column in range(result.nfields))


def _checked(result: Any) -> None:
    """Raise what psycopg would when the server's answer is an error."""
    from psycopg import errors, pq

    if result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
        raise errors.error_from_result(result)


def _written_out(param: Any) -> bytes:
    """Return a value as PostgreSQL reads it from a text."""
    return (param.isoformat() if isinstance(param, date) else str(param)).encode()

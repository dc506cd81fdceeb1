"""What a fixture has once built by real actions, put back row by row the next time: building it takes long.

Something is put back only where nothing but fixtures has written since the test began, and only onto what it
was built on, so nothing comes to be that actions could not have made. No test lives here.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from reviews.models import AuditHead

Row = tuple[Any, ...]
Rows = dict[type[Model], dict[Row, None]]

# What only reads, or only marks a place to come back to
HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE")


@dataclass
class Change:
    """The rows of one table that a building changed or removed, by key, and those that it added or changed."""

    model: type[Model]
    gone: list[Any]
    added: list[Row]


@dataclass
class Snapshot:
    """What a building did to the tables, and what its builder wants kept."""

    changes: list[Change]
    kept: Any


class _Base:
    """What the database of the running test holds, as far as fixtures alone wrote to it."""

    def __init__(self) -> None:
        self.built: list[Hashable] = []
        self.writes = self.writes_then = 0

    def count(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Run a statement, having counted it when it may write."""
        if not sql.startswith(HARMLESS):
            self.writes += 1
        return execute(sql, *rest)

    def is_as_built(self) -> bool:
        return self.writes == self.writes_then

    def add(self, key: Hashable) -> None:
        self.built.append(key)
        self.writes_then = self.writes


_taken: dict[Hashable, Snapshot] = {}
_first: list[Change] = []
_base = _Base()


@contextmanager
def from_first_rows() -> Iterator[None]:
    """Begin a test with the rows that the migrations add, and watch what it writes after them.

    A test that commits leaves an emptied database to the next one: the rows come back as they were.
    """
    global _base
    _base = _Base()
    if not _first:
        _first.extend(_difference({}, _everything()))
    elif not AuditHead.objects.exists():
        _put_back(_first)
    with connection.execute_wrapper(_base.count):
        yield


def built_once(key: Hashable, build: Callable[[], Any]) -> Any:
    """Return what `build` returned, having built it now, or having put back what building it did before."""
    if not _base.is_as_built():
        return build()
    key = (key, *settings.IDENTITY_KEYS, settings.MATCH_KEY)
    whole = (*_base.built, key)
    if whole in _taken:
        _put_back(_taken[whole].changes)
    else:
        before = _everything()
        kept = build()
        _taken[whole] = Snapshot(_difference(before, _everything()), kept)
    _base.add(key)
    return _taken[whole].kept


def _everything() -> Rows:
    rows: Rows = {}
    with connection.cursor() as cursor:
        for app in ("reviews", "publications"):
            for model in apps.get_app_config(app).get_models(include_auto_created=True):
                cursor.execute(f"SELECT {_columns(model)} FROM {_name(model._meta.db_table)}")
                rows[model] = dict.fromkeys(cursor.fetchall())
    return rows


def _difference(before: Rows, after: Rows) -> list[Change]:
    changes = []
    for model, rows in after.items():
        there = before.get(model, {})
        key = model._meta.concrete_fields.index(model._meta.pk)
        gone = [row[key] for row in there if row not in rows]
        added = [row for row in rows if row not in there]
        if gone or added:
            changes.append(Change(model, gone, added))
    return changes


def _put_back(changes: list[Change]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:  # rows name one another: checked at the end
        for change in changes:
            table, key = _name(change.model._meta.db_table), _name(change.model._meta.pk.column)
            if change.gone:
                marks = ", ".join(["%s"] * len(change.gone))
                cursor.execute(f"DELETE FROM {table} WHERE {key} IN ({marks})", change.gone)
            if change.added:
                marks = ", ".join(["(" + ", ".join(["%s"] * len(change.added[0])) + ")"] * len(change.added))
                values = [_written(value) for row in change.added for value in row]
                cursor.execute(f"INSERT INTO {table} ({_columns(change.model)}) VALUES {marks}", values)


def _written(value: Any) -> Any:
    """An hour as the database takes it: SQLite has no type for it, and gives it as one all the same."""
    return connection.ops.adapt_timefield_value(value) if isinstance(value, time) else value


def _columns(model: type[Model]) -> str:
    return ", ".join(_name(field.column) for field in model._meta.concrete_fields)


def _name(name: str) -> str:
    return connection.ops.quote_name(name)

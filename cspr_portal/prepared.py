"""Queries whose SQL is worked out once: for one with many parts, Django takes longer than the database does.

What such a query asks is written with the ORM, where it belongs; nothing of any table stands here.
"""

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True)
class Kind:
    """What a value is: the field that says how the database wants it, and made-up ones that find its places."""

    field: Any
    made_up: Callable[[int], Any]


KEY = Kind(models.UUIDField(), lambda number: UUID(int=number))
NUMBER = Kind(models.BigIntegerField(), lambda number: number)
DAY = Kind(models.DateField(), lambda number: date(1900 + number, 1, 1))
MOMENT = Kind(models.DateTimeField(), lambda number: datetime(1900 + number, 1, 1, tzinfo=UTC))
TEXT = Kind(models.CharField(), lambda number: f"made up {number}")


class Places:
    """Where the values of a query stand among its parameters, found by working it out with made-up ones."""

    def __init__(self, kinds: dict[str, Kind]) -> None:
        self._kinds = kinds

    def found(
        self, write: Callable[[dict[str, Any]], tuple[str, Sequence[Any]]]
    ) -> tuple[str, tuple[Any, ...], dict[int, str]]:
        """Return the SQL that `write` makes of values, its parameters, and which value stands in which place.

        Where the parameters of two sets of made-up values differ, there the values are. ValueError says when the
        SQL depends on a value, or when something is worked out from one.
        """
        first, second = (
            {name: kind.made_up(2 * number + turn) for number, (name, kind) in enumerate(self._kinds.items())}
            for turn in (1, 2)
        )
        sql, params = write(first)
        other_sql, other_params = write(second)
        if sql != other_sql:
            raise ValueError("The SQL of a prepared query depends on a value.")
        names = {
            (self._adapted(name, first[name]), self._adapted(name, second[name])): name for name in first
        }
        places = {}
        for place, pair in enumerate(zip(params, other_params, strict=True)):
            if pair[0] != pair[1]:
                if pair not in names:
                    raise ValueError("A prepared query works something out of a value.")
                places[place] = names[pair]
        return sql, tuple(params), places

    def filled(
        self, params: Sequence[Any], places: dict[int, str], values: dict[str, Any]
    ) -> tuple[Any, ...]:
        """Return the parameters with these values in their places."""
        adapted = {name: self._adapted(name, values[name]) for name in set(places.values())}
        whole = list(params)
        for place, name in places.items():
            whole[place] = adapted[name]
        return tuple(whole)

    def _adapted(self, name: str, value: Any) -> Any:
        connection = connections[DEFAULT_DB_ALIAS]
        return self._kinds[name].field.get_db_prep_value(value, connection)


@dataclass(frozen=True)
class _Plan:
    """A query that is worked out: its SQL and parameters, and which value stands in which of their places."""

    queryset: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    places: dict[int, str]


class Prepared:
    """A query whose SQL depends on its shape alone, and within a shape only its values differ.

    `build` gets what makes the shape by position and the values by name, and returns the query. It may use a
    value as it is and may work nothing out of it: ValueError says so when a shape is first asked for.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **kinds: Kind) -> None:
        self._build, self._places = build, Places(kinds)
        self._plans: dict[Hashable, _Plan] = {}

    def __call__(self, *shape: Hashable, **values: Any) -> QuerySet[Any]:
        """Return the query of that shape with these values. It is there to be read: it can't be built upon."""
        plan = self._plans.get(shape) or self._plans.setdefault(shape, self._worked_out(shape))
        params = self._places.filled(plan.params, plan.places, values)
        compiler: Any = copy(plan.compiler)  # the plan's own is everybody's, and a connection is one thread's
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *args, **kwargs: (plan.sql, params)
        found = plan.queryset.all()
        found.query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
        return found

    def _worked_out(self, shape: tuple[Hashable, ...]) -> _Plan:
        kept: list[tuple[QuerySet[Any], SQLCompiler]] = []

        def write(made_up: dict[str, Any]) -> tuple[str, Sequence[Any]]:
            queryset = self._build(*shape, **made_up)
            compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            kept.append((queryset, compiler))
            return compiler.as_sql()

        sql, params, places = self._places.found(write)
        return _Plan(*kept[0], sql, params, places)

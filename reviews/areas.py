"""Which area took over which: whoever works for an area has the cases of those that ended in it.

Old records keep the name of their own area. The same for agencies is in authorship.py.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler

from reviews.models import Area


class _Line(Subquery):
    """Areas' keys, and those reached from them step by step along successors, from the day after an area's last.

    Each area comes once, so a circle that was entered by mistake ends. Part of the query that asks for it: areas
    that merged cost a page no question of their own.
    """

    def __init__(self, keys: QuerySet[Any], day: date) -> None:
        super().__init__(keys.order_by())
        self.day = day

    def as_sql(self, compiler: SQLCompiler, connection: Any, *rest: Any, **more: Any) -> Any:
        """Return the statement and its parameters; the day follows those of the first keys."""
        sql, params = super().as_sql(compiler, connection, *rest, **more)
        return sql, (*params, connection.ops.adapt_datefield_value(self.day))


class Covered(_Line):
    """The areas that a query names by their keys, and all that had ended in one of them by a day."""

    template = (
        "(WITH RECURSIVE line (id) AS (%(subquery)s UNION SELECT old.id FROM reviews_area old"
        " JOIN line ON old.successor_id = line.id WHERE old.ends_on < %%s) SELECT id FROM line)"
    )


class Way(_Line):
    """The areas that a query names by their keys, and all that had taken one of them over by a day."""

    template = (
        "(WITH RECURSIVE line (id) AS (%(subquery)s UNION SELECT old.successor_id FROM reviews_area old"
        " JOIN line ON old.id = line.id WHERE old.ends_on < %%s AND old.successor_id IS NOT NULL)"
        " SELECT id FROM line)"
    )


def covered_by(keys: QuerySet[Any], day: date) -> QuerySet[Area]:
    """Return the areas whose keys the query gives, and those that had ended in one of them by `day` (in London)."""
    return Area.objects.filter(pk__in=Covered(keys, day))


def way_of(area: Any, day: date) -> Way:
    """Return the keys of `area` and of those that had taken it over by `day`; `area` is a key or an OuterRef."""
    return Way(Area.objects.filter(pk=area).values("pk"), day)

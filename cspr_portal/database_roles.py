"""What PostgreSQL's role of the web processes may do with each table, worked out from the models.

A model says of itself that its rows are only ever added (`is_only_added`) or that it is one row that changes
(`is_one_row`); all others are ordinary. A table that no model has gets no right at all. docs/deployment.md has the use.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import connection

ORDINARY = "SELECT, INSERT, UPDATE, DELETE"
ONLY_ADDED = "SELECT, INSERT"
ONE_ROW = "SELECT, UPDATE"
ONLY_READ = "SELECT"


@dataclass
class Rights:
    """The tables by what may be done with them."""

    tables: dict[str, list[str]] = field(default_factory=dict)

    def give(self, rights: str, table: str) -> None:
        """Add a table, once."""
        named = self.tables.setdefault(rights, [])
        if table not in named:
            named.append(table)


def rights() -> Rights:
    """Return what the web's role may do with which tables."""
    found = Rights()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        kind = ORDINARY
        if getattr(model, "is_only_added", False):
            kind = ONLY_ADDED
        elif getattr(model, "is_one_row", False):
            kind = ONE_ROW
        found.give(kind, model._meta.db_table)
    for cache in settings.CACHES.values():
        if cache["BACKEND"].endswith("DatabaseCache"):
            found.give(ORDINARY, str(cache["LOCATION"]))
    found.give(ONLY_READ, "django_migrations")
    return found


def statements(web: str) -> Iterator[str]:
    """Yield the statements that give the role `web` its rights and take all others from it, one transaction.

    They are for the owner of the tables, after each migration. Said again they change nothing.
    """
    role = connection.ops.quote_name(web)
    yield "BEGIN;"
    yield f"GRANT USAGE ON SCHEMA public TO {role};"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};"
    for kind, tables in rights().tables.items():
        named = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
        yield f"GRANT {kind} ON {named} TO {role};"
    yield "COMMIT;"

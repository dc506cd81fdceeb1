"""The rows of all tables as lines of text, and back: the same text for the same rows, whichever database holds them.

A line is a JSON list of a row's values in the order of its table's fields; moments are UTC, bytes base 64. Lines stand
in the order of their keys, so the SHA-256 of a table's lines is the table's.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, models

from cspr_portal.backup.refusing import NotDone

MANY = 2_000
FEW = 10  # of rows that hold files
A_LOT = 8 * 1024 * 1024


@dataclass(frozen=True)
class Table:
    """A table of the portal with the fields that its lines hold."""

    name: str
    model: type[models.Model]
    fields: list["models.Field[Any, Any]"]

    @property
    def field_names(self) -> list[str]:
        return [field.attname for field in self.fields]

    def with_fields(self, names: list[str]) -> "Table":
        """Return the table with its fields in that order. Raises NotDone when these aren't its fields."""
        by_name = {field.attname: field for field in self.fields}
        if sorted(names) != sorted(by_name):
            raise NotDone(f"The table {self.name} has other fields than it had when the backup was made.")
        return Table(self.name, self.model, [by_name[name] for name in names])


def tables(apps: Apps) -> list[Table]:
    """Return the tables of all models but those of NOT_IN_BACKUPS, by name."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.label not in settings.NOT_IN_BACKUPS:
            found[meta.db_table] = Table(meta.db_table, model, list(meta.local_concrete_fields))
    return [found[name] for name in sorted(found)]


def unknown_tables(apps: Apps) -> list[str]:
    """Return the tables of the database that neither a model, nor Django, nor a model's own index accounts for."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    known |= {"django_migrations", settings.CACHES["default"]["LOCATION"]}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "sqlite":  # full-text indexes: triggers fill them
            cursor.execute("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")
            known |= {name for (name,) in cursor.fetchall()}
    return sorted(there - known)


def lines(table: Table) -> Iterator[tuple[bytes, str | None]]:
    """Yield each row's line, and the name of the file that has to lie beside the database for it (None: none).

    That is what a field `stored_name` holds, unless `removed_at` says that the file went.
    """
    holds_bytes = any(isinstance(field, models.BinaryField) for field in table.fields)
    found = table.model._base_manager.order_by("pk").values_list(*table.field_names)
    for row in found.iterator(chunk_size=FEW if holds_bytes else MANY):
        named = dict(zip(table.field_names, row, strict=True))
        is_there = named.get("removed_at") is None
        yield line([_plain(value) for value in row]), (named.get("stored_name") if is_there else None)


def line(values: list[Any]) -> bytes:
    """Return values as a line, in one form only."""
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def checksum(table: Table) -> tuple[int, str]:
    """Return how many rows the table has now, and the SHA-256 of their lines."""
    found, count = sha256(), 0
    for text, _ in lines(table):
        found.update(text)
        count += 1
    return count, found.hexdigest()


def load(table: Table, content: bytes) -> None:
    """Add the rows of these lines."""
    for batch in _batches(content.splitlines()):
        table.model._base_manager.bulk_create(
            table.model(
                **{field.attname: _value(field, one) for field, one in zip(table.fields, row, strict=True)}
            )
            for row in map(json.loads, batch)
        )


def _batches(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size > A_LOT or len(batch) >= MANY:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if value is None or isinstance(value, (str, int, float, list, dict)):
        return value
    raise NotDone(f"A backup can’t keep a value of the type {type(value).__name__}.")


def _value(field: "models.Field[Any, Any]", plain: Any) -> Any:
    while field.remote_field is not None:
        field = field.target_field  # type: ignore[attr-defined]
    if plain is None or isinstance(field, models.JSONField):
        return plain
    if isinstance(field, models.BinaryField):
        return base64.b64decode(plain)
    return field.to_python(plain)

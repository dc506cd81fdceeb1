"""Puts a backup into an empty database and an empty storage: all of it, as it was, or nothing."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cspr_portal.backup import archive, rows
from cspr_portal.backup.archive import Key, Readable
from cspr_portal.backup.checking import NOT_WHOLE, Checked, pieces
from cspr_portal.backup.making import FILES, files
from cspr_portal.backup.refusing import NotDone


def refuse_unless_empty() -> None:
    """Raise NotDone when the database has a table, or the storage a file: nothing that is there is ever replaced."""
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise NotDone("The database isn’t empty. A backup is put back into a new one, before migrating.")
    if next(files(""), None) is not None:
        raise NotDone("The folder for added files isn’t empty. A backup is put back into a new one.")


def refuse_unless_known(checked: Checked) -> None:
    """Raise NotDone for a backup that a newer release made: this one doesn't know all that is in it."""
    loader = MigrationExecutor(connection).loader
    for node in checked.migrations:
        if node not in loader.graph.nodes:
            raise NotDone(
                f"The backup was made by another release: this one doesn’t know {node[0]} {node[1]}. "
                "Put it back with the release that made it, or a later one."
            )


def put_back(path: Path, key: Key, checked: Checked) -> None:
    """Fill the empty database and storage from a checked backup, compare every checksum, and migrate to this release.

    Raises NotDone when anything differs: then no row and no file of it is left, but the empty tables are.
    """
    executor = MigrationExecutor(connection)
    apps = executor.migrate(checked.migrations).apps
    tables = {table.name: table for table in rows.tables(apps)}
    if set(tables) != set(checked.tables):
        raise NotDone(NOT_WHOLE)
    tables = {name: table.with_fields(checked.fields[name]) for name, table in tables.items()}
    kept: list[str] = []
    try:
        with transaction.atomic():
            for (
                table
            ) in tables.values():  # what migrations fill in by themselves is in the backup, as it was then
                table.model._base_manager.all()._raw_delete(using=connection.alias)
            for name, content in archive.read(path, key):
                if name.startswith(FILES):
                    kept.append(_keep(name, content, checked))
                elif name.startswith("rows/"):
                    table_name, text = name.split("/")[1], content.read()
                    if sha256(text).hexdigest() != checked.members.get(name):
                        raise NotDone(NOT_WHOLE)
                    rows.load(tables[table_name], text)
            for name, table in tables.items():
                count, found = rows.checksum(table)
                if {"rows": count, "sha256": found} != checked.tables[name]:
                    raise NotDone(f"The table {name} isn’t what it was when the backup was made.")
            _count_on(tables)
    except BaseException:
        for stored in kept:
            default_storage.delete(stored)
        raise
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _keep(member: str, content: Readable, checked: Checked) -> str:
    """Keep a file under the name that it had, read it again, and return the name."""
    name = member.removeprefix(FILES)
    try:
        stored = default_storage.save(name, _OneWay(content, name))
    except (OSError, SuspiciousOperation) as error:
        raise NotDone("A file of the backup could not be kept.") from error
    found = sha256()
    with default_storage.open(stored) as file:
        for piece in file.chunks():
            found.update(piece)
    if stored != name or found.hexdigest() != checked.members.get(member):
        default_storage.delete(stored)
        raise NotDone(NOT_WHOLE)
    return stored


class _OneWay(File):
    """A file of an archive: read once, from its beginning."""

    def __init__(self, content: Readable, name: str) -> None:
        super().__init__(None, name)
        self._content = content

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        return pieces(self._content)


def _count_on(tables: dict[str, rows.Table]) -> None:
    """Let the database number new rows after those that it has now."""
    from django.core.management.color import no_style

    models = [table.model for table in tables.values()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)

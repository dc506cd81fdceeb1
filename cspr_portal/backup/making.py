"""Makes a backup: the database as it is at one moment, then the files, because a file is kept before its row."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from cspr_portal.backup import archive, folder, rows
from cspr_portal.backup.archive import Archive, Key
from cspr_portal.backup.refusing import NotDone
from cspr_portal.storage import reach_the_disk

FORMAT = 1
HEAD = "head.json"
MANIFEST = "manifest.json"
FILES = "files/"
A_PART = 8 * 1024 * 1024


@dataclass(frozen=True)
class Made:
    """A backup that was made. `lacking` are names of files that rows name and the storage doesn't have."""

    path: Path
    key: str
    sha256: str
    rows: int
    files: int
    lacking: list[str]


def make(into: Path, keys: list[Key], at: datetime) -> Made:
    """Write a backup of the database at this moment, and of the files, into a checked folder. Raises NotDone.

    It appears under its name when it is whole and on the disk; only this account can read it.
    """
    head = {"format": FORMAT, "key": str(uuid4()), "at": at.isoformat(), "migrations": _migrations()}
    unknown = rows.unknown_tables(apps)
    if unknown:
        raise NotDone(f"The database has a table that no backup would hold: {unknown[0]}.")
    tables = rows.tables(apps)
    head["tables"] = {table.name: table.field_names for table in tables}
    path = into / folder.name_of(str(head["key"]), at)
    unfinished = path.with_name(path.name + ".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            out = _Counting(file)
            with archive.written(out, keys, at) as written:  # type: ignore[arg-type]
                written.add(HEAD, rows.line([head]))
                named, summary = _add_tables(written, tables)
                files = _add_files(written)
                written.add(MANIFEST, json.dumps({"members": written.members, "tables": summary}).encode())
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        reach_the_disk(into)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    lacking = sorted(name for name in named - files if not default_storage.exists(name))
    count = sum(one["rows"] for one in summary.values())
    return Made(path, str(head["key"]), out.found.hexdigest(), count, len(files), lacking)


class _Counting:
    """Writes through to a file and works out the SHA-256 of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.found = sha256()

    def write(self, piece: bytes) -> int:
        self.found.update(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        self._file.flush()


def _migrations() -> list[list[str]]:
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(leaves):
        raise NotDone(
            "The database waits for migrations: run manage.py migrate first, or use the release before."
        )
    return [list(leaf) for leaf in leaves]


def _add_tables(written: Archive, tables: list[rows.Table]) -> tuple[set[str], dict[str, dict[str, Any]]]:
    """Add all tables as they are at one moment; return the files that rows name, and each table's checksum."""
    named: set[str] = set()
    summary = {}
    with _one_moment():
        for table in tables:
            found, count, part, number = sha256(), 0, bytearray(), 0
            for text, file in rows.lines(table):
                found.update(text)
                count += 1
                part += text
                if file is not None:
                    named.add(file)
                if len(part) > A_PART:
                    number += 1
                    written.add(f"rows/{table.name}/{number:06}", bytes(part))
                    part.clear()
            if part:
                written.add(f"rows/{table.name}/{number + 1:06}", bytes(part))
            summary[table.name] = {"rows": count, "sha256": found.hexdigest()}
    return named, summary


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the database as it is now, whatever others write meanwhile, and keep nobody from writing."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _add_files(written: Archive) -> set[str]:
    """Add all files of the storage and return their names. One that goes meanwhile went with its row."""
    added = set()
    for name in files(""):
        try:
            file = default_storage.open(name)
        except FileNotFoundError:
            continue
        with file:
            written.add_file(FILES + name, file, file.size)
        added.add(name)
    return added


def files(inside: str) -> Iterator[str]:
    """Yield the names of all files in the storage, in a folder and those below it."""
    try:
        folders, names = default_storage.listdir(inside)
    except FileNotFoundError:
        return
    before = f"{inside}/" if inside else ""
    yield from (before + name for name in sorted(names) if name)
    for each in sorted(folders):
        yield from files(before + each)

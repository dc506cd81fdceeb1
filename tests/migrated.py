"""One database that went through all migrations, and test databases that begin as copies of it. No test lives here.

Going through them takes twenty seconds and the copy none. On SQLite the database stays in build/ for the next runs. Its
name says what it was made from, so another migration or another release of a package never meets an old one; and Django
runs `migrate` on the copy as well, as on every test database.
"""

import fcntl
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

FOLDER = settings.BASE_DIR / "build" / "test-databases"


def made_meanwhile() -> subprocess.Popen[bytes]:
    """Begin to make that database in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "tests.migrated"], cwd=settings.BASE_DIR)


@contextmanager
def copied() -> Iterator[None]:
    """Let the test database that is made meanwhile be such a copy."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first process makes it, and others wait for it
        name = f"migrated_{_made_from()}"
        if connection.vendor == "postgresql":
            _make_on_the_server(name)
        else:
            _make_file(name)
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        yield
        return
    # It is there as long as somebody is connected to it, and nobody else is yet.
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
        with closing(sqlite3.connect(_file(name))) as file:
            file.backup(memory)
        yield


def _made_from() -> str:
    """Every migration of every app, and every package by its release."""
    whole = sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("**/*.py")):
            whole.update(f"{app.label} {path.name}\n".encode() + path.read_bytes())
    packages = {f"{package.name} {package.version}" for package in distributions()}
    whole.update("\n".join([sys.version, sqlite3.sqlite_version, *sorted(packages)]).encode())
    return whole.hexdigest()[:20]


def _make_on_the_server(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return
        cursor.execute(f"DROP DATABASE IF EXISTS {name}_half")
        cursor.execute(f"CREATE DATABASE {name}_half")
        _migrate(re.sub(r"/[^/?]*(?=\?|$)", f"/{name}_half", os.environ["DATABASE_URL"], count=1))
        cursor.execute(f"ALTER DATABASE {name}_half RENAME TO {name}")


def _make_file(name: str) -> None:
    if _file(name).exists():
        return
    for old in FOLDER.glob("migrated_*"):
        old.unlink()
    half = _file(f"{name}_half")
    _migrate(f"sqlite:///{half}")
    with closing(sqlite3.connect(half)) as file:
        file.execute("PRAGMA journal_mode=DELETE")  # a database in memory has no log beside it
    half.rename(_file(name))


def _file(name: str) -> Path:
    return FOLDER / f"{name}.sqlite3"


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        check=True,
    )


if __name__ == "__main__":
    django.setup()
    with copied():
        pass

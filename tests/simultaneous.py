"""Many hands at one moment: a database that threads share, and requests that start together. No test lives here."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import Client, RequestFactory

from reviews.models import AuditRow, User

TOKEN = "a" * 32

Wish = tuple[User, str, dict[str, str]]
Answer = tuple[int, str]


@pytest.fixture
def real_database(transactional_db: None, tmp_path: Any) -> Iterator[None]:
    """On SQLite the test's database lies in a file, as in real life: threads can't share the one in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as file:
        memory.backup(file)
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "portal.sqlite3")
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name


@pytest.fixture
def at_once(real_database: None) -> Callable[..., list[Answer]]:
    """Return a function that sends all wishes (who, where, what) at one moment and returns (status, where to)."""

    def send_all(*wishes: Wish) -> list[Answer]:
        sessions = [session_of(user) for user, _url, _typed_in in wishes]
        handler, barrier = WSGIHandler(), Barrier(len(wishes))

        def send(number: int) -> Answer:
            _user, url, typed_in = wishes[number]
            cookie = f"session={sessions[number]}; csrf={TOKEN}"
            data = typed_in | {"csrfmiddlewaretoken": TOKEN}
            request = RequestFactory().post(url, data, headers={"cookie": cookie})
            found: list[Answer] = []

            def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> None:
                found.append((int(status[:3]), dict(headers).get("Location", "")))

            try:
                barrier.wait(timeout=20)
                response = handler(request.environ, start)
                response.close()
            finally:
                connections.close_all()
            return found[0]

        with ThreadPoolExecutor(len(wishes)) as pool:
            return list(pool.map(send, range(len(wishes))))

    return send_all


def session_of(user: User) -> str:
    browser = Client()
    browser.force_login(user)
    browser.get("/staff/what-we-record/")  # the cheapest page with a session
    return browser.cookies["session"].value


def rows(verb: str) -> int:
    """How often the audit log says that this was done."""
    return AuditRow.objects.filter(verb=verb, outcome="done").count()

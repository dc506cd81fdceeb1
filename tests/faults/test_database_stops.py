"""A PostgreSQL that stops, is killed, has no connection left or keeps a lock, under two workers that serve.

Each test brings its own server, so one run of them is enough for both databases.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults.machines import ROOT, Answer, Portal, Postgres, environment, until, visitors

pytestmark = [pytest.mark.exhaustive, pytest.mark.same_with_each_database]

REPORT = "/published/the-long-report/"
PAGES = ("/", "/published/", "/published/?q=part", REPORT, f"{REPORT}report.pdf", "/published/feed.atom")


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        server.start()
        subprocess.run(
            [sys.executable, "-m", "tests.faults.prepare"], cwd=ROOT, env=environment(server.url), check=True
        )
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="module")
def portal(postgres: Postgres) -> Iterator[Portal]:
    served = Portal(environment(postgres.url))
    yield served
    served.end()


@pytest.fixture(autouse=True)
def _it_runs_again(postgres: Postgres) -> Iterator[None]:
    yield
    if not (postgres.folder / "data" / "postmaster.pid").exists():
        postgres.start()


def of_both_workers(portal: Portal, path: str) -> list[Answer]:
    """What each of the two workers answers now."""
    found: dict[str, Answer] = {}
    begun = time.monotonic()
    while len(found) < 2:
        assert time.monotonic() - begun < 20, "One of the workers doesn't answer."
        answer = portal.get(path)
        found[answer.headers["X-Worker"]] = answer
    return list(found.values())


def well(portal: Portal) -> bool:
    return all(answer.status == 200 for path in PAGES for answer in of_both_workers(portal, path))


def says_try_again(answer: Answer) -> bool:
    """The house's own page, quickly, kept by nobody, with no word of what is wrong."""
    assert answer.headers["Cache-Control"] == "no-store" and int(answer.headers["Retry-After"]) > 0
    assert b"just now</h1>" in answer.body and b"999" in answer.body
    assert not any(told in answer.body for told in (b"Traceback", b"postgres", b"socket"))
    return answer.status == 503 and answer.seconds < 1


def test_f01_every_page_says_try_again_while_it_is_stopped_and_is_back_after_it(
    postgres: Postgres, portal: Portal
) -> None:
    """F01: nothing stale from a worker's memory, nothing empty, no 500; back within five seconds."""
    until(lambda: well(portal))
    with visitors(portal, *PAGES) as answers:
        until(lambda: len(answers) > 50)
        postgres.stop()
        stopped = len(answers)
        until(lambda: len(answers) > stopped + 100)
    assert {answer.status for answer in answers} == {200, 503}
    for path in PAGES:
        assert all(map(says_try_again, of_both_workers(portal, path))), path
    assert portal.get("/healthz").body.strip() == b"not ok"
    postgres.start()
    assert until(lambda: well(portal)) < 5
    assert "Traceback" not in str([answer.body for answer in answers])


def test_f05_a_withdrawal_that_was_kept_is_there_after_the_power_went(
    postgres: Postgres, portal: Portal
) -> None:
    """F05, D04: both workers say gone at the next request, and after the database was killed and started again."""
    [[slug]] = postgres.ask("SELECT slug FROM publications_publication WHERE kind = 'brief' LIMIT 1")
    path = f"/published/{slug}/"
    assert {answer.status for answer in of_both_workers(portal, path)} == {200}
    [[kept]] = postgres.ask("SHOW synchronous_commit")
    assert kept == "on"
    postgres.ask(
        f"UPDATE publications_publication SET withdrawn_at = now(), withdrawn_by_id = created_by_id WHERE slug = '{slug}'"
    )
    assert {answer.status for answer in of_both_workers(portal, path)} == {410}
    postgres.kill()
    assert {answer.status for answer in of_both_workers(portal, path)} == {503}
    postgres.start()
    until(lambda: portal.get("/healthz").status == 200)
    found = [portal.get(path) for _ in range(20)]
    assert {answer.status for answer in found} <= {410, 503} and found[-1].status == 410
    assert str(slug).encode() not in portal.get("/published/feed.atom").body
    until(lambda: well(portal))


def test_f07_a_database_without_a_connection_left_is_waited_for(postgres: Postgres, portal: Portal) -> None:
    """F07: 503 while others hold all connections, and 200 once they let go."""
    until(lambda: well(portal))
    held: list[psycopg.Connection] = []
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
    postgres.ask(end)
    try:
        with pytest.raises(psycopg.OperationalError):
            while True:
                held.append(psycopg.connect(host=str(postgres.folder), dbname="postgres"))
        for path in PAGES:
            assert all(map(says_try_again, of_both_workers(portal, path))), path
    finally:
        for connection in held:
            connection.close()
    assert until(lambda: well(portal)) < 5


def test_f07_whoever_waits_for_a_lock_or_a_slow_statement_is_told_to_try_again(
    postgres: Postgres,
) -> None:
    """F07, F09: the limits hold for what serves, and not for commands; it draws no PDF in its own process."""
    asked = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
    shown = (
        "import django; django.setup(); from django.db import connection as c; k = c.cursor(); "
        f'from cspr_portal.pdf import apart; k.execute("{asked}"); print(*k.fetchone(), apart.ALWAYS)'
    )
    variables = environment(postgres.url, DJANGO_SETTINGS_MODULE="cspr_portal.settings")
    for before, said in (("", "0 0 False"), ("import cspr_portal.wsgi; ", "5s 30s True")):
        done = subprocess.run(
            [sys.executable, "-c", before + shown], cwd=ROOT, env=variables, capture_output=True, text=True
        )
        assert done.stdout.strip() == said, done.stderr
    quick = {"DATABASE_URL": f"{postgres.url}?options=-c%20lock_timeout%3D200ms"}
    portal = Portal({**variables, **quick})
    try:
        with psycopg.connect(host=str(postgres.folder), dbname="postgres") as keeper:
            keeper.execute("LOCK TABLE publications_publication IN ACCESS EXCLUSIVE MODE")
            assert all(map(says_try_again, of_both_workers(portal, REPORT)))
            assert all(map(says_try_again, of_both_workers(portal, "/published/")))
        assert until(lambda: well(portal)) < 5
    finally:
        portal.end()


def change_tables(postgres: Postgres, change: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.change_tables", change],
        cwd=ROOT,
        env=environment(postgres.url),
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def columns(postgres: Postgres) -> set[object]:
    found = postgres.ask(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'publications_publication'"
    )
    return {name for (name,) in found}


def test_f06_a_new_release_with_a_migration_goes_up_and_back_and_no_visitor_notices(
    postgres: Postgres, portal: Portal
) -> None:
    """F06: a migration that fails, one that doesn't, a restart, and all of it back, under load: 0 answers but 200."""
    until(lambda: well(portal))
    old = portal.workers()
    with visitors(portal, *PAGES) as answers:
        assert change_tables(postgres, "fail") == 1
        assert "shelf" not in columns(postgres)
        for change, is_there in (("add", True), ("remove", False)):
            assert change_tables(postgres, change) == 0
            assert ("shelf" in columns(postgres)) == is_there
            seen = len(answers)
            until(lambda seen=seen: len(answers) > seen + 50)
            portal.stop()
            portal.start()
            seen = len(answers)
            until(lambda seen=seen: len(answers) > seen + 50)
    assert not set(old) & set(portal.workers())
    assert [(answer.status, answer.body[:80]) for answer in answers if answer.status != 200] == []
    assert len(answers) > 200
    slowest_while_serving = sorted(answer.seconds for answer in answers)[
        -9
    ]  # but for who waited for a restart
    assert slowest_while_serving < 2


def test_f03_workers_and_master_that_are_killed_under_load_leave_a_portal_that_serves(portal: Portal) -> None:
    """F03: a worker is replaced, a master is started again as systemd does; whoever was cut off asks again."""
    with visitors(portal, *PAGES) as answers:
        for _ in range(3):
            [victim, _other] = portal.workers()
            os.kill(victim, signal.SIGKILL)
            until(lambda victim=victim: victim not in portal.workers() and len(portal.workers()) == 2)
        orphans = portal.workers()
        portal.process.kill()
        portal.process.wait(timeout=20)
        until(lambda: not any(Path(f"/proc/{one}").exists() for one in orphans))
        portal.start()
        seen = len(answers)
        until(lambda: len(answers) > seen + 50)
    assert {answer.status for answer in answers} <= {200, 0}  # 0: cut off in the middle
    assert well(portal)

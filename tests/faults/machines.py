"""A PostgreSQL and a gunicorn of a test's own, to be stopped, killed and started again. No test lives here."""

import http.client
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30


def until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until it is so and return how many seconds that took; after `seconds`, fail."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < seconds, f"Not so within {seconds} seconds."
        time.sleep(0.02)
    return time.monotonic() - begun


class Postgres:
    """A server in a temporary folder, with PostgreSQL's own settings as to what is kept, reached by a socket."""

    def __init__(self) -> None:
        found = subprocess.check_output([ROOT / "tools" / "with_postgres", "--where"], text=True)
        self.programs, self.folder = Path(found.strip()), Path(tempfile.mkdtemp(prefix="portal-", dir="/tmp"))
        self.url = f"postgres:///{self.folder}/postgres"
        self._as_server = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self._as_server:
            shutil.chown(self.folder, "postgres")
        who = subprocess.check_output(["id", "-un"], text=True).strip()
        words = ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        self._run("initdb", "-D", "data", f"--username={who}", *words)

    def start(self) -> None:
        listens = f"-k {self.folder} -c listen_addresses='' -c autovacuum=off -c max_connections=30"
        self._run("pg_ctl", "start", "-D", "data", "-s", "-w", "-l", "server.log", "-o", listens)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-D", "data", "-s", "-w", "-m", "immediate")

    def kill(self) -> None:
        """End all its processes at once, as a power cut does, and wait until they are gone."""
        master = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        family = [master, *children(master)]
        os.kill(master, signal.SIGSTOP)
        for process in [*family[1:], master]:
            os.kill(process, signal.SIGKILL)
        until(lambda: not any(Path(f"/proc/{process}").exists() for process in family))

    def remove(self) -> None:
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Run a statement as the server's administrator and return its rows."""
        with psycopg.connect(host=str(self.folder), dbname="postgres", autocommit=True) as connection:
            cursor = connection.execute(sql)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *words: str) -> None:
        command = [*self._as_server, str(self.programs / program), *words]
        log = self.folder.with_name(f"{self.folder.name}.log")
        with log.open("w") as out:  # a pipe would be held open by the server
            done = subprocess.run(command, cwd=self.folder, stdout=out, stderr=out, check=False, timeout=60)
        said = log.read_text()
        log.unlink()
        assert done.returncode == 0, said


def children(process: int) -> list[int]:
    """The processes that this one has started and that are still there."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in found.split()]


def environment(database: str, **more: str) -> dict[str, str]:
    """The variables of a portal on that database, and nothing of a developer's."""
    printed = subprocess.check_output([ROOT / "tools" / "fresh_settings"], text=True)
    given = dict(word.split("=", 1) for word in shlex.split(printed))
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **given, "DATABASE_URL": database, "ENV_FILE": os.devnull, "DEBUG": "0", **more}


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    headers: dict[str, str]
    seconds: float


class Portal:
    """gunicorn with two workers, as docs/deployment.md says. Its socket is kept by us, as systemd keeps it there."""

    def __init__(self, variables: dict[str, str], *more: str) -> None:
        self.variables, self._more = variables, more
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._socket.getsockname()[1]
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  it lasts as long as the server
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload"]
        words += ["--no-control-socket", "--log-level", "error", "--bind", f"fd://{self._socket.fileno()}"]
        words += self._more
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "tests.faults.application:application", *words],
            cwd=ROOT,
            env=self.variables,
            stderr=self._log,
            pass_fds=[self._socket.fileno()],
        )
        until(lambda: len(self.workers()) == 2, 60)

    def stop(self) -> None:
        """Let it finish what it does, and wait until it is gone."""
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)

    def get(self, path: str, **headers: str) -> Answer:
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=headers)
            found = connection.getresponse()
            body = found.read()
            return Answer(found.status, body, dict(found.getheaders()), time.monotonic() - begun)
        finally:
            connection.close()

    def workers(self) -> list[int]:
        return children(self.process.pid)

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read().decode()

    def end(self) -> None:
        self.stop()
        self._socket.close()
        self._log.close()


@contextmanager
def visitors(portal: Portal, *paths: str, number: int = 4) -> Iterator[list[Answer]]:
    """Let visitors ask for these pages, one after the other, until the block ends; what came back is in the list."""
    answers: list[Answer] = []
    over = Event()

    def read() -> None:
        while not over.is_set():
            for path in paths:
                try:
                    answers.append(portal.get(path))
                except OSError as error:
                    answers.append(Answer(0, repr(error).encode(), {}, 0))

    threads = [Thread(target=read) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)

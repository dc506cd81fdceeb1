"""Killing a process in the middle of a request: at the n-th thing that it asks of database or disk. No test."""

import os
import random
import signal
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection, connections

Deed = Callable[[], Any]

WRITES = ("INSERT", "UPDATE", "DELETE")
PASSING = ("reviews_audit", "reviews_staffsession", "django_session")


class _Doomed:
    """Counts what the process asks for, and kills it when its time has come."""

    def __init__(self, at: int | None, *, after_the_commit: bool, tell: int) -> None:
        self.at, self.after_the_commit, self.tell = at, after_the_commit, tell
        self.count, self.has_written = 0, False

    def step(self) -> None:
        self.count += 1
        if self.count == self.at:
            self.die()

    def die(self) -> None:
        os.write(self.tell, struct.pack("i", self.count))
        os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.step()
        if sql.startswith(WRITES) and not any(table in sql for table in PASSING):
            self.has_written = True
        return execute(sql, *rest)

    def committing(self, commit: Callable[[], Any]) -> Callable[[], Any]:
        def committed() -> None:
            self.step()
            if self.has_written and self.at is None and not self.after_the_commit:
                self.die()
            commit()
            if self.has_written and self.after_the_commit:
                self.die()

        return committed

    @contextmanager
    def watched(self) -> Iterator[None]:
        from cspr_portal import storage

        reach = storage.reach_the_disk

        def reached(path: Any) -> None:
            self.step()
            reach(path)

        with (
            connection.execute_wrapper(self.statement),
            patch.object(connection, "_commit", self.committing(connection._commit)),
            patch.object(storage, "reach_the_disk", reached),
        ):
            yield


def _killed(deed: Deed, at: int | None, *, after_the_commit: bool = False) -> int:
    """Do the deed in a process of its own that is killed; return how many steps it had taken. It must be killed."""
    connections.close_all()
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            doomed = _Doomed(at, after_the_commit=after_the_commit, tell=tell)
            with doomed.watched():
                deed()
        finally:
            os._exit(1)  # it should not have come to its end
    os.close(tell)
    _, status = os.waitpid(child, 0)
    steps = os.read(hear, 4)
    os.close(hear)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, "The deed came to its end."
    return int(struct.unpack("i", steps)[0])


def before_the_commit(deed: Deed, times: int, seed: int) -> Iterator[int]:
    """Kill the deed so many times: in the last moment before its commit, and at points chosen by the seed before it.

    Yields after each, for the caller to look at what it left.
    """
    last = _killed(deed, None)
    yield last
    for at in sorted(random.Random(seed).sample(range(1, last), times - 1)):
        yield _killed(deed, at)


def after_the_commit(deed: Deed) -> None:
    """Kill the deed in the first moment after its commit, before anybody is answered."""
    _killed(deed, None, after_the_commit=True)

"""What a process keeps of pages and files that it has made or read, so that it needn't again. It decides nothing.

A page or a file is looked up by exactly what the one door has just answered for this request: every fact that a page
shows, or the SHA-256 of a file. When any of it changes, so does the key, and what is kept is not found any more.
Answers are looked up by their address, and again.py asks the database whether they still hold.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

MEGABYTE = 1024 * 1024


class Memory(Generic[T]):
    """The things that were used last, up to `most` bytes together. One that takes a quarter of that is not kept."""

    def __init__(self, most: int) -> None:
        self._most, self._held = most, 0
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        """Return what is kept under `key`, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, thing: T, size: int) -> None:
        """Keep `thing`, of `size` bytes, and let go of what has not been used for longest."""
        if size > self._most // 4:
            return
        with self._lock:
            _, before = self._kept.pop(key, (None, 0))
            self._kept[key] = (thing, size)
            self._held += size - before
            while self._held > self._most:
                _, (_, freed) = self._kept.popitem(last=False)
                self._held -= freed

    def forget(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._kept.clear()
            self._held = 0


# Answers as they went out, for again.py. Pages and files, whose bytes they share, outlive a change of something else.
answers: Memory[Any] = Memory(12 * MEGABYTE)
# A page: its HTML, what its headers say of time, and True.
pages: Memory[tuple[bytes, Any, bool]] = Memory(6 * MEGABYTE)
files: Memory[bytes] = Memory(12 * MEGABYTE)

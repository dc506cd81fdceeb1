"""Reads the words of one file, whatever it is, for the disclosure check. Nothing is kept, and nothing is checked here.

PDF, Word files and pictures are opened by unpacking.py in a process whose memory and time have an end.
"""

import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cspr_portal import limited
from cspr_portal.sizes import MEGABYTE
from publications.carriers import unpacking
from publications.carriers.unpacking import DAYS, MOST_LETTERS

LARGEST_FILE = 50 * MEGABYTE
PATIENCE = 60
MEMORY = 900 * MEGABYTE
CPU_SECONDS = 25
TEXT = "text"
BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "word"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
)
ENDINGS = {".pdf": "pdf", ".docx": "word", ".png": "picture", ".jpg": "picture", ".jpeg": "picture"}
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8"))
BROKEN = "it is damaged, or takes too long to read"
SAID = {
    "broken": BROKEN,
    "locked": "it is locked with a password",
    "pages": "it has no pages, or too many",
    "no text": "there is no text in it, as in a scan: a person has to read it",
    "no word": "it is no Word document",
    "bomb": "it unpacks to far more than its size",
    "letters": "it has more text than can be checked at once",
    "pixels": "the picture in it is too large",
}


class CannotRead(Exception):
    """The file can't be read. Its words say why, as they fit after the file's name and a colon."""


@dataclass(frozen=True)
class Part:
    """One part of a file: where it is ("text", "page 3", "bookmarks") and its words."""

    name: str
    words: str

    @property
    def is_of_the_file(self) -> bool:
        """Whether it holds days on which the file was made: only a case's own days count in them."""
        return self.name == DAYS


@dataclass(frozen=True)
class Read:
    """All parts of a file; and in sentences what in it no machine can read."""

    parts: list[Part]
    unread: list[str]


def read_file(path: Path) -> Read:
    """Read the file at `path`. Raises CannotRead: it isn't there, is no file, or nothing can be read out of it."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise CannotRead("it is no file")
        if facts.st_size > LARGEST_FILE:
            raise CannotRead(f"it has more than {LARGEST_FILE // MEGABYTE} MB")
        with path.open("rb") as opened:
            data = opened.read(LARGEST_FILE)
    except FileNotFoundError as error:
        raise CannotRead("there is no such file") from error
    except (OSError, ValueError) as error:
        raise CannotRead("it can’t be opened") from error
    return read_bytes(data, path.suffix.lower())


def read_bytes(data: bytes, ending: str = "") -> Read:
    """Read a file's bytes by what they are; `ending` is what its name claims (".pdf"). Raises CannotRead."""
    kind = next((kind for beginning, kind in BEGINNINGS if data.startswith(beginning)), TEXT)
    claimed = ENDINGS.get(ending, kind)
    if claimed != kind:
        raise CannotRead(f"it is no {ending.removeprefix('.').upper()} file")
    if kind == TEXT:
        return Read([Part(TEXT, _text(data))], [])
    return _unpacked(kind, data)


def _text(data: bytes) -> str:
    coding = next((coding for mark, coding in MARKS if data.startswith(mark)), "utf-8")
    try:
        words = data.decode(coding)
    except UnicodeDecodeError:
        words = data.decode("cp1252", "replace")
    if "\x00" in words:
        raise CannotRead("it is no text, PDF or Word file")
    if len(words) > MOST_LETTERS:
        raise CannotRead(SAID["letters"])
    return words


def _unpacked(kind: str, data: bytes) -> Read:
    made = limited.result_of(
        unpacking.unpacked, data, kind, memory=MEMORY, cpu_seconds=CPU_SECONDS, patience=PATIENCE
    )
    if made is None:
        raise CannotRead(BROKEN)
    said: dict[str, Any] = json.loads(made)
    if "fault" in said:
        raise CannotRead(SAID.get(said["fault"], BROKEN))
    return Read([Part(name, words) for name, words in said["parts"]], said["unread"])

"""The audit log's end, noted outside the database too: a line a row in a file that is only added to (AUDIT_ANCHOR).

Whoever owns the database can cut the log's end off, or put it all back to an earlier state, and mend the head: the
chain is whole again, and this file is not. Comparing the two is in verification.py, what happens when a line can't
be written in reviews/alerts. docs/adr/0025 has the reasons.
"""

import os
import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from reviews.models import AuditHead, AuditRow

LINE = re.compile(rb"([1-9]\d{0,17}) ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT[\d:.]{8,15}\+00:00)\n?")
# A line is far shorter. What is longer is no line, and is not read into memory whole.
LONGEST_LINE = 200


class Noted(NamedTuple):
    """A line of the file: the number and the hash of a row, and when it was written (UTC, ISO with offset)."""

    sequence: int
    hash: str
    at: str


def is_on() -> bool:
    """Return whether the log's end is noted outside the database."""
    return bool(settings.AUDIT_ANCHOR)


def in_lines(rows: Iterable[AuditRow]) -> str:
    """Return a line for each row."""
    return "".join(
        f"{row.sequence} {row.hash} {row.at.astimezone(UTC).isoformat(timespec='microseconds')}\n"
        for row in rows
    )


def write(lines: str) -> None:
    """Add the lines to the file in one write, so that processes that write at once don't mix. Raises OSError.

    The file is opened anew each time: it may have been moved aside, and a process may have been forked. It is not
    waited for until it is on the disk: what a power cut takes from its end leaves the rows before it compared.
    """
    data = lines.encode()
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(settings.AUDIT_ANCHOR, flags, 0o600)
    try:
        if os.write(descriptor, data) != len(data):
            raise OSError("The line was written in part only.")
    finally:
        os.close(descriptor)


def read(path: Path) -> Iterator[Noted | None]:
    """Yield the lines of a file one by one, None for each that is none of ours. Raises OSError."""
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            found = LINE.fullmatch(line)
            if found is None:
                while line and not line.endswith(b"\n"):
                    line = file.readline(LONGEST_LINE)
                yield None
            else:
                yield Noted(int(found[1]), found[2].decode(), found[3].decode())


def head_line() -> str:
    """Return the log's end as a line of the file, for keeping elsewhere by hand; empty for a log without rows."""
    row = AuditRow.objects.filter(sequence=AuditHead.objects.get().sequence).first()
    return in_lines([row]) if row else ""

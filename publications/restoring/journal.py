"""The journal of withdrawals: a file outside the database with all that must stay away if it is put back from a backup.

Each line is an audit row of one of the verbs below, in codes and keys: no name, title or reason. It is written as the
last thing before the row is kept. What could not be written then is added by the next backup. Whoever takes something
down is never held up by this file: that it goes matters more. Who reads the lines is replaying.py.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from reviews.models import AuditRow

log = logging.getLogger(__name__)

BACKUP_MADE = "backup.made"
PUT_BACK = "restore.done"
# What takes a publication off the site, or makes what the backup holds of it the wrong one to serve.
OF_PUBLICATIONS = {
    "publication.withdrawn_early",
    "publication.withdrawn_again",
    "publication.reinstated",
    "publication.approved",
    "publication.approval_voided",
    "publication.scheduled",
    "publication.day_cancelled",
}
LINK_ENDED = "copy.link_ended"
DOCUMENT_REMOVED = "document.removed"
# What a person has to do again: each closes something to somebody, or changes what may be published.
BY_HAND = {
    "assignment.ended",
    "case.recused",
    "information.copy_removed",
    "order.recorded",
    "own_name.ended",
    "panel.member_left",
    "password.changed",
    "password.set_by_mail",
    "person.changed",
    "person.closed",
    "person.name_taken_off",
    "retention.disposed",
    "retention.hold_placed",
    "retention.record_carried_out",
    "reviewer.appointment_ended",
    "second_factor.removed",
    "security_key.removed",
}
KEPT = {BACKUP_MADE, PUT_BACK, LINK_ENDED, DOCUMENT_REMOVED} | OF_PUBLICATIONS | BY_HAND


@dataclass(frozen=True)
class Line:
    """A line of the journal: which audit row it is, and what that says."""

    sequence: int
    hash: str
    at: datetime
    actor: str
    verb: str
    reference: str
    detail: dict[str, Any]


def witness(rows: list[AuditRow]) -> None:
    """Write the lines of audit rows that are kept next. What can't be written is logged, and holds nothing up."""
    if not settings.WITHDRAWALS_JOURNAL:
        return
    kept = [row for row in rows if row.verb in KEPT and row.outcome == "done"]
    if not kept:
        return
    try:
        _write(kept)
    except OSError as error:
        log.error(
            "WITHDRAWALS_JOURNAL could not be written: %s. The next backup adds it.", type(error).__name__
        )


def mend() -> int:
    """Add the lines that are missing for rows that the audit log has, and say how many. Raises OSError."""
    path = Path(settings.WITHDRAWALS_JOURNAL)
    known = {line.hash for line in read(path)} if path.exists() else set()
    kept = AuditRow.objects.filter(verb__in=KEPT, outcome="done").order_by("sequence")
    missing = [row for row in kept.iterator() if row.hash not in known]
    if missing:
        _write(missing)
    return len(missing)


def read(path: Path) -> list[Line]:
    """Return the lines of a journal in their order; half a line, which a power cut can leave, is left out.

    Raises OSError when it can't be read.
    """
    return [line for text in path.read_bytes().splitlines() if (line := _line(text)) is not None]


def _line(text: bytes) -> Line | None:
    try:
        said = json.loads(text)
        return Line(**{**said, "at": datetime.fromisoformat(said["at"])})
    except (ValueError, TypeError, KeyError):
        return None


def _write(rows: Iterable[AuditRow]) -> None:
    texts = [
        json.dumps(
            {
                "sequence": row.sequence,
                "hash": row.hash,
                "at": row.at.astimezone(UTC).isoformat(),
                "actor": row.actor,
                "verb": row.verb,
                "reference": row.reference,
                "detail": row.detail,
            }
        )
        for row in rows
    ]
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.open(settings.WITHDRAWALS_JOURNAL, flags, 0o600)
    with os.fdopen(handle, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        # A line begins on a line of its own even where the one before it broke off.
        file.write("".join(f"\n{text}\n" for text in texts).encode())
        file.flush()
        os.fsync(file.fileno())

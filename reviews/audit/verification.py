"""Checks the audit log's chain of hashes, and the file outside the database against it. Writing is in recording.py."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.conf import settings

from reviews.models import AuditHead, AuditRow

from . import anchor
from .anchor import Noted
from .recording import canonical, fingerprint

LINES_AT_ONCE = ROWS_AT_ONCE = 2000


@dataclass(frozen=True)
class Verdict:
    """How many rows are sound, and the first that is not, with what is wrong (None: all are sound).

    `lines` is how many rows the file outside the database notes, None where there is no file to compare with;
    `last` the newest of them; `unread` how many of its lines are none of the portal's.
    """

    sound: int
    bad_sequence: int | None
    fault: str | None
    lines: int | None = None
    last: Noted | None = None
    unread: int = 0
    file_fault: str = ""

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is wrong: neither with the chain nor with what was noted of it."""
        return self.fault is None and not self.file_fault


def verify(path: Path | None = None) -> Verdict:
    """Walk the chain, compare it with the file outside the database, and return the first fault of both.

    `path`: another file to compare with than AUDIT_ANCHOR. Rows that others append meanwhile are walked too.
    """
    if path is None and anchor.is_on():
        path = Path(settings.AUDIT_ANCHOR)
    verdict = _chain()
    return verdict if path is None else _compared(verdict, path)


def _chain() -> Verdict:
    """The head is read before the rows that lead to it."""
    previous = "0" * 64
    expected = 1
    while True:
        head = AuditHead.objects.get()
        for row in _rows(expected, head.sequence):
            fault = _fault(row, expected, previous)
            if fault is not None:
                return Verdict(expected - 1, min(row.sequence, expected), fault)
            previous = row.hash
            expected += 1
        if (head.sequence, head.hash) != (expected - 1, previous):
            return Verdict(expected - 1, expected, "Rows at the end are missing, or the head was changed.")
        has_more = AuditRow.objects.filter(sequence__gt=head.sequence).exists()
        if not has_more:
            return Verdict(expected - 1, None, None)
        if AuditHead.objects.get().sequence == head.sequence:
            return Verdict(expected - 1, expected, "There are rows after the head of the chain.")


def _rows(first: int, last: int) -> Iterator[AuditRow]:
    """Yield the rows in order, some at a time: one statement for all would be ended as one that takes too long."""
    while True:
        found = AuditRow.objects.filter(sequence__gte=first, sequence__lte=last).order_by("sequence")
        some = list(found[:ROWS_AT_ONCE])
        yield from some
        if len(some) < ROWS_AT_ONCE:
            return
        first = some[-1].sequence + 1


def _compared(verdict: Verdict, path: Path) -> Verdict:
    """Add to the verdict what the file says. The earlier of two faults is named: what follows it proves nothing."""
    first: tuple[int, str] | None = None
    lines = unread = 0
    last: Noted | None = None
    try:
        for some in _in_batches(anchor.read(path)):
            noted = [one for one in some if one is not None]
            unread += len(some) - len(noted)
            lines += len(noted)
            hashes = _hashes(noted)
            for one in noted:
                if last is None or one.sequence > last.sequence:
                    last = one
                fault = _against(one, hashes.get(one.sequence))
                if fault is not None and (first is None or one.sequence < first[0]):
                    first = (one.sequence, fault)
    except FileNotFoundError:
        if verdict.sound == 0 and verdict.fault is None:
            return replace(verdict, lines=0)
        return replace(verdict, file_fault="the file outside the database is not there")
    except OSError:
        return replace(verdict, file_fault="the file outside the database can’t be read")
    if first is not None and (verdict.bad_sequence is None or first[0] < verdict.bad_sequence):
        verdict = Verdict(first[0] - 1, *first)
    return replace(verdict, lines=lines, last=last, unread=unread)


def _against(noted: Noted, kept: str | None) -> str | None:
    if kept is None:
        return "The row was noted outside the database, and is missing."
    return None if kept == noted.hash else "The row is not the one that was noted outside the database."


def _hashes(noted: list[Noted]) -> dict[int, str]:
    keys = [one.sequence for one in noted]
    return dict(AuditRow.objects.filter(sequence__in=keys).values_list("sequence", "hash"))


def _in_batches(lines: Iterator[Noted | None]) -> Iterator[list[Noted | None]]:
    while some := list(islice(lines, LINES_AT_ONCE)):
        yield some


def _fault(row: AuditRow, expected: int, previous: str) -> str | None:
    if row.sequence != expected:
        return "The row is missing."
    if row.previous_hash != previous:
        return "The row doesn't follow the one before it."
    if fingerprint(canonical(row)) != row.hash:
        return "The row was changed after it was written."
    return None

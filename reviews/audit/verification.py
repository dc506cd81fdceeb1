"""Checks the audit log's chain of hashes. Writing it is in recording.py."""

from dataclasses import dataclass

from reviews.models import AuditHead, AuditRow

from .recording import canonical, fingerprint


@dataclass(frozen=True)
class Verdict:
    """How many rows are sound, and the first that is not, with what is wrong (None: all are sound)."""

    sound: int
    bad_sequence: int | None
    fault: str | None


def verify() -> Verdict:
    """Walk the chain from its first row to its head and return the first fault, if there is one."""
    previous = "0" * 64
    expected = 1
    for row in AuditRow.objects.order_by("sequence").iterator(chunk_size=2000):
        if row.sequence != expected:
            return Verdict(expected - 1, expected, "The row is missing.")
        if row.previous_hash != previous:
            return Verdict(expected - 1, row.sequence, "The row doesn't follow the one before it.")
        if fingerprint(canonical(row)) != row.hash:
            return Verdict(expected - 1, row.sequence, "The row was changed after it was written.")
        previous = row.hash
        expected += 1
    head = AuditHead.objects.get()
    if (head.sequence, head.hash) != (expected - 1, previous):
        return Verdict(expected - 1, expected, "Rows at the end are missing, or the head was changed.")
    return Verdict(expected - 1, None, None)

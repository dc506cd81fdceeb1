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
    """Walk the chain from its first row to its head and return the first fault, if there is one.

    Rows that others append meanwhile are walked too: the head is read before the rows that lead to it.
    """
    previous = "0" * 64
    expected = 1
    while True:
        head = AuditHead.objects.get()
        rows = AuditRow.objects.filter(sequence__gte=expected, sequence__lte=head.sequence).order_by(
            "sequence"
        )
        for row in rows.iterator(chunk_size=2000):
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


def _fault(row: AuditRow, expected: int, previous: str) -> str | None:
    if row.sequence != expected:
        return "The row is missing."
    if row.previous_hash != previous:
        return "The row doesn't follow the one before it."
    if fingerprint(canonical(row)) != row.hash:
        return "The row was changed after it was written."
    return None

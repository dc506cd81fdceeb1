"""The audit log as a file that can be checked without the portal: its rows, and the program that checks them.

Everything is made while it is sent, some rows at a time. Who may have it is in access.py.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from reviews.chronology.neutral import neutralised
from reviews.models import AuditHead, AuditRow, User

from .recording import canonical

FORMS = [("csv", "CSV, for a spreadsheet"), ("jsonl", "JSON lines, for a program")]
COLUMNS = (
    "sequence",
    "at",
    "actor",
    "actor_role",
    "verb",
    "reference",
    "outcome",
    "detail",
    "request",
    "previous_hash",
    "hash",
)
ROWS_AT_ONCE = 1000
VERIFIER = Path(settings.BASE_DIR) / "tools" / "verify_audit_export"
READ_ME = """The audit log of the portal: rows {first} to {last}, downloaded on {at}.

{name} has the rows, oldest first. Times are UTC. People are numbers: accounts.csv has the names that the accounts
had on the day of the download; it is no part of the chain. In the CSV a cell that a spreadsheet might take for a
formula begins with an apostrophe, which is no part of the row.

To check that no row was changed, put in, taken out or put in another order, with Python 3.9 or newer and nothing else:

    python3 verify_audit_export.py

It says in one sentence whether the rows are whole, and ends with status 0 if they are. That they are the rows that
were written, it shows together with something that was kept elsewhere: with lines of the file that the portal writes
outside its database (--anchor FILE), or with a line that `manage.py audit anchor` printed (--head "NUMBER HASH").
"""


@dataclass(frozen=True)
class Extent:
    """Which rows are exported: their numbers, and what they join on to on either side."""

    first: int
    last: int
    facts: dict[str, Any]


def newest() -> int:
    """Return the number of the log's newest row; 0 for a log without rows."""
    return AuditHead.objects.get().sequence


def extent(first: int | None, last: int | None, form: str, at: datetime) -> Extent:
    """Return what an export of rows `first` to `last` (None: from the first, to the newest) has to say of itself."""
    head = AuditHead.objects.get()
    first, last = first or 1, min(last or head.sequence, head.sequence)
    around = (first - 1, first, last, last + 1)
    near = {row.sequence: row for row in AuditRow.objects.filter(sequence__in=around)}
    before = near[first].previous_hash if first in near else ""
    facts = {
        "what": "Rows of the audit log of a CSPR portal",
        "version": 1,
        "form": form,
        "exported_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "first": first,
        "last": last,
        "before": {"sequence": first - 1, "hash": before},
        "end": {"sequence": last, "hash": near[last].hash if last in near else ""},
        "after": {"sequence": last + 1, "hash": near[last + 1].hash} if last + 1 in near else None,
        "head": {"sequence": head.sequence, "hash": head.hash},
    }
    return Extent(first, last, facts)


def stream(what: Extent, at: datetime) -> Iterator[bytes]:
    """Yield a zip of the rows, what it says of itself, the accounts' names, and the program that checks it."""
    form = what.facts["form"]
    name = f"audit.{form}"
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        words = {"first": what.first, "last": what.last, "name": name}
        read_me = READ_ME.format(at=what.facts["exported_at"], **words)
        for small, content in (
            ("READ-ME.txt", read_me.encode()),
            ("manifest.json", json.dumps(what.facts, indent=2).encode()),
            ("verify_audit_export.py", VERIFIER.read_bytes()),
            ("accounts.csv", _accounts()),
        ):
            archive.writestr(_entry(small, at), content)
        lines = _csv(what) if form == "csv" else _json_lines(what)
        with archive.open(_entry(name, at), "w", force_zip64=True) as file:
            for some in lines:
                file.write(some)
                if pipe.size > 65_536:
                    yield pipe.take()
    yield pipe.take()


def _csv(what: Extent) -> Iterator[bytes]:
    """Yield the rows as UTF-8 with a mark, every cell in quotation marks, no cell a formula."""
    yield _cells([COLUMNS]).encode("utf-8-sig")
    for some in _rows(what):
        yield _cells([[_text(row[name]) for name in COLUMNS] for row in some]).encode()


def _json_lines(what: Extent) -> Iterator[bytes]:
    for some in _rows(what):
        yield "".join(f"{_json(row)}\n" for row in some).encode()


def _rows(what: Extent) -> Iterator[list[dict[str, Any]]]:
    last = what.first - 1
    while True:
        found = AuditRow.objects.filter(sequence__gt=last, sequence__lte=what.last).order_by("sequence")
        some = list(found[:ROWS_AT_ONCE])
        if not some:
            return
        last = some[-1].sequence
        yield [canonical(row) | {"hash": row.hash} for row in some]


def _accounts() -> bytes:
    people = User.objects.order_by("pk").values_list("pk", "name", "role")
    rows = [("account", "name", "role"), *([_text(value) for value in row] for row in people)]
    return _cells(rows).encode("utf-8-sig")


def _cells(rows: Any) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _text(value: Any) -> str:
    return neutralised(_json(value) if isinstance(value, dict) else str(value))


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


class _Pipe(io.RawIOBase):
    """Takes what the zip writes and gives it away in pieces: it is never there as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken, self.parts, self.size = b"".join(self.parts), [], 0
        return taken

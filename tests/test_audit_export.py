"""The audit log as a file: whole stretches, checked by a program that knows nothing of the portal. Group G."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cspr_portal import clock
from reviews.audit import anchor, exporting
from reviews.audit.recording import note
from reviews.models import AuditRow

pytestmark = pytest.mark.django_db
PAGE = "/staff/audit/export/"
FORMULA = "=1+1"


@pytest.fixture
def auditor(cast: Any, as_user: Any) -> Client:
    for number in range(6):
        note(cast.la, "document.opened", f"SC-{number}", kind="a “word”, \n'", title=FORMULA)
    note(cast.la, FORMULA, "+SC", outcome="denied")
    return as_user(cast.auditor)


def downloaded(browser: Client, folder: Path, **typed: str) -> Path:
    """What the page sends, unpacked."""
    response = browser.post(PAGE, {"form": "csv"} | typed)
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith('attachment; filename="audit-log-')
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def checked(folder: Path, *more: str) -> tuple[int, str]:
    """What the program in the zip says, run by itself without the portal and its packages."""
    command = [sys.executable, "-I", "-S", str(folder / "verify_audit_export.py"), *more]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env={}, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_g07_what_was_downloaded_is_verified_without_the_portal(
    auditor: Client, cast: Any, tmp_path: Path, form: str
) -> None:
    newest = AuditRow.objects.latest("sequence").sequence
    folder = downloaded(auditor, tmp_path, form=form)
    status, said = checked(folder)
    assert (status, said.split(",")[0]) == (0, f"The rows are whole: {newest}"), said
    text = (folder / f"audit.{form}").read_text("utf-8-sig")
    assert text.count("+00:00") == newest and "Z" + "\n" not in text
    own = AuditRow.objects.get(verb="audit.exported")
    assert own.sequence == newest + 1 and own.detail == {"first": 1, "last": newest, "form": form}
    assert cast.la.name in (folder / "accounts.csv").read_text("utf-8-sig")
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, newest + 1)]
        assert not any(
            cell.lstrip(" \n'\"").startswith(("=", "+", "@"))
            for row in rows
            for cell in row
            if cell[0:1] != "'"
        )
        assert any(row[4:6] == [f"'{FORMULA}", "'+SC"] for row in rows), "I03"


def change(lines: list[str]) -> None:
    lines[3] = lines[3].replace('"reference":"SC-', '"reference":"SC-X')


def take_out(lines: list[str]) -> None:
    del lines[3]


def swap(lines: list[str]) -> None:
    lines[3], lines[4] = lines[4], lines[3]


def cut(lines: list[str]) -> None:
    del lines[3:]


def spoil(lines: list[str]) -> None:
    lines[3] = lines[3][:40]


@pytest.mark.parametrize("tamper", [change, take_out, swap, cut, spoil])
def test_g07_a_changed_file_is_found_at_its_first_row(
    auditor: Client, tmp_path: Path, tamper: Callable[[list[str]], None]
) -> None:
    newest = AuditRow.objects.latest("sequence").sequence
    folder = downloaded(auditor, tmp_path, form="jsonl", first=str(newest - 6), last=str(newest - 1))
    assert checked(folder)[0] == 0
    path = folder / "audit.jsonl"
    lines = path.read_text().splitlines()
    assert len(lines) == 6
    tamper(lines)
    path.write_text("\n".join(lines) + "\n")
    status, said = checked(folder)
    assert status == 1 and said.startswith(f"The rows are broken at row {newest - 3}:"), said


def test_g07_what_was_kept_elsewhere_is_compared(auditor: Client, tmp_path: Path) -> None:
    folder = downloaded(auditor, tmp_path)
    last = json.loads((folder / "manifest.json").read_text())["last"]
    rows = list(AuditRow.objects.filter(sequence__lte=last).order_by("sequence"))
    kept = tmp_path / "kept.txt"
    kept.write_text(anchor.in_lines(rows[-3:]))
    status, said = checked(folder, "--anchor", str(kept))
    assert status == 0 and said.rstrip().endswith("Noted elsewhere too: 3.")
    another = anchor.in_lines(rows[-2:-1]).replace(rows[-2].hash, "0" * 64)
    status, said = checked(folder, "--head", another.strip())
    assert status == 1 and f"row {rows[-2].sequence}: another one was noted elsewhere" in said
    later = f"{last + 1} {'a' * 64} 2020-01-01T00:00:00.000000+00:00"
    status, said = checked(folder, "--head", later)
    assert status == 1 and f"row {last + 1}: it was noted elsewhere, and is missing" in said
    assert checked(tmp_path / "..", str(tmp_path / "nothing"))[0] == 2


def test_only_auditors_download_and_only_rows_that_there_are(
    auditor: Client, cast: Any, as_user: Any
) -> None:
    for person in (cast.coordinator, cast.la, cast.administrator, cast.publisher):
        for answer in (as_user(person).get(PAGE), as_user(person).post(PAGE, {"form": "csv"})):
            assert answer.status_code == 403
    assert not AuditRow.objects.filter(verb="audit.exported").exists()
    page = auditor.post(PAGE, {"form": "csv", "first": "9", "last": "8"}).content.decode()
    assert "or higher" in page
    assert auditor.get(PAGE).status_code == 200


def test_it_is_made_while_it_is_sent(cast: Any, monkeypatch: Any) -> None:
    """A log of any length: a piece goes out before the last row was read."""
    for number in range(40):
        note(cast.la, "document.opened", f"SC-{number}", some="".join(map(chr, range(1000, 9000))))
    monkeypatch.setattr(exporting, "ROWS_AT_ONCE", 4)
    at = clock.now()
    read: list[int] = []
    rows = exporting._rows
    monkeypatch.setattr(
        exporting, "_rows", lambda what: (read.append(some[-1]["sequence"]) or some for some in rows(what))
    )
    what = exporting.extent(None, None, "jsonl", at)
    pieces = exporting.stream(what, at)
    next(pieces)
    assert read and read[-1] < what.last
    assert len(b"".join(pieces)) > 0 and read[-1] == what.last


@pytest.mark.same_with_each_database
def test_the_program_needs_nothing_but_the_standard_library() -> None:
    text = Path(settings.BASE_DIR, "tools", "verify_audit_export").read_text()
    modules = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert modules <= set(sys.stdlib_module_names)

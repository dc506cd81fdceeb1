"""The end of the audit log outside the database: what it finds that the chain alone can't, and that it never stands in
the way. Group G."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from cspr_portal import environment
from reviews.alerts import raising
from reviews.audit import access, anchor
from reviews.audit.recording import canonical, fingerprint, note
from reviews.audit.verification import verify
from reviews.models import Alert, AlertKind, AuditHead, AuditRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.AUDIT_ANCHOR = str(tmp_path / "elsewhere" / "audit.log")
    (tmp_path / "elsewhere").mkdir()
    return Path(settings.AUDIT_ANCHOR)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    @contextmanager
    def run() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return run


@pytest.fixture
def log(cast: Any, file: Path, committed: Any) -> list[AuditRow]:
    with committed():
        for number in range(8):
            note(cast.la, "document.opened", f"SC-{number}")
    return list(AuditRow.objects.order_by("sequence"))


def mend(sequence: int) -> None:
    """Write the chain anew from a row on, as whoever owns the database can."""
    previous = (
        AuditRow.objects.filter(sequence=sequence - 1).values_list("hash", flat=True).first() or "0" * 64
    )
    for row in AuditRow.objects.filter(sequence__gte=sequence).order_by("sequence"):
        row.previous_hash = previous
        row.hash = previous = fingerprint(canonical(row))
        row.save()
    last = AuditRow.objects.latest("sequence")
    AuditHead.objects.update(sequence=last.sequence, hash=last.hash)


def test_a_line_a_row_is_written_once_the_rows_are_kept(log: list[AuditRow], file: Path, capsys: Any) -> None:
    lines = file.read_text().splitlines()
    assert [line.split()[:2] for line in lines] == [[str(row.sequence), row.hash] for row in log[-8:]]
    assert all(line.endswith("+00:00") for line in lines)
    assert file.stat().st_mode & 0o777 == 0o600
    call_command("audit", "verify")
    said = capsys.readouterr().out
    assert (
        f"compared with 8 rows that were noted outside the database, the last of them row {len(log)}" in said
    )
    call_command("audit", "anchor")
    assert capsys.readouterr().out.split()[0] == str(len(log) + 1), "that it was checked is a row too"


def cut_the_end(rows: list[AuditRow]) -> AuditRow:
    AuditRow.objects.filter(sequence__gt=rows[-4].sequence).delete()
    AuditHead.objects.update(sequence=rows[-4].sequence, hash=rows[-4].hash)
    return rows[-3]


def put_back_and_go_on(rows: list[AuditRow]) -> AuditRow:
    cut_the_end(rows)
    for _ in range(5):
        note(None, "sign_in.failed", outcome="denied")
    return rows[-3]


def change_and_mend(rows: list[AuditRow]) -> AuditRow:
    AuditRow.objects.filter(pk=rows[-5].pk).update(actor="7")
    mend(rows[-5].sequence)
    return rows[-5]


def take_out_and_mend(rows: list[AuditRow]) -> AuditRow:
    AuditRow.objects.filter(pk=rows[-4].pk).delete()
    for row in rows[-3:]:
        AuditRow.objects.filter(pk=row.pk).update(sequence=row.sequence - 1)
    mend(rows[-4].sequence)
    return rows[-4]


@pytest.mark.parametrize("tamper", [cut_the_end, put_back_and_go_on, change_and_mend, take_out_and_mend])
def test_g04_what_a_mended_chain_hides_is_found_at_its_first_row(
    log: list[AuditRow], settings: Any, capsys: Any, tamper: Callable[[list[AuditRow]], AuditRow]
) -> None:
    bad = tamper(log).sequence
    path, settings.AUDIT_ANCHOR = settings.AUDIT_ANCHOR, ""
    assert verify().is_whole, "the chain alone is whole again"
    settings.AUDIT_ANCHOR = path
    assert verify().bad_sequence == bad
    with pytest.raises(SystemExit):
        call_command("audit", "verify")
    assert capsys.readouterr().err.startswith(f"The audit log is broken at row {bad}:")


def test_g04_the_screen_says_so_until_it_is_whole_again(
    log: list[AuditRow], cast: Any, as_user: Any, settings: Any
) -> None:
    browser = as_user(cast.auditor)
    assert "It has not been checked yet." in browser.get("/staff/audit/").content.decode()
    page = browser.post("/staff/audit/verify/", follow=True).content.decode()
    assert "compared with 8 rows" in page and "Whole" in page and f"by {cast.auditor.name}" in page
    bad = change_and_mend(log).sequence
    page = browser.post("/staff/audit/verify/", follow=True).content.decode()
    assert "Not whole" in page and f"the first bad row is {bad}" in page
    settings.AUDIT_ANCHOR = ""
    assert "AUDIT_ANCHOR is empty" in browser.get("/staff/audit/").content.decode()
    assert "AUDIT_ANCHOR is empty" in access.anchor_words(verify())


def test_a_file_that_is_gone_or_spoilt_is_said(log: list[AuditRow], file: Path) -> None:
    with file.open("ab") as spoilt:
        spoilt.write(b"\xff\x00 nothing of ours" * 1000 + b"\n12 abc\n")
    verdict = verify()
    assert verdict.is_whole and verdict.unread == 2 and verdict.lines == 8
    file.unlink()
    assert not verify().is_whole and "is not there" in access.anchor_words(verify())


def test_g03_a_file_that_cannot_be_written_stops_nobody_and_raises_one_alert(
    cast: Any, file: Path, committed: Any, mailoutbox: list[Any]
) -> None:
    file.parent.rmdir()
    for number in range(3):
        with committed():
            note(cast.la, "document.opened", f"SC-{number}")
    assert AuditRow.objects.filter(verb="document.opened").count() == 3
    assert Alert.objects.get().kind == AlertKind.NOT_NOTED
    assert mailoutbox and all("SC-" not in mail.body for mail in mailoutbox)
    told = {address for mail in mailoutbox for address in mail.to}
    assert cast.auditor.email in told and cast.coordinator.email in told and cast.la.email not in told


def test_g04_twenty_writers_at_once_neither_fork_the_chain_nor_mix_the_lines(
    cast: Any, real_database: None, file: Path
) -> None:
    def write(number: int) -> None:
        try:
            for _ in range(5):
                note(cast.la, "document.opened", f"SC-{number}")
        finally:
            connections.close_all()

    before = AuditRow.objects.count()
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(write, range(20)))
    verdict = verify()
    assert verdict.is_whole and verdict.sound == before + 100
    assert (verdict.lines, verdict.unread) == (100, 0)
    raising.forget()


@pytest.mark.same_with_each_database
def test_f12_a_path_that_is_no_file_of_its_own_stops_the_start(
    tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    served = tmp_path / "static"
    for typed in ("audit.log", str(tmp_path), str(served / "audit.log")):
        monkeypatch.setenv("AUDIT_ANCHOR", typed)
        with pytest.raises(SystemExit):
            environment.audit_anchor(environment.environ.Env(), [served])
        assert "AUDIT_ANCHOR" in capsys.readouterr().err
    monkeypatch.setenv("AUDIT_ANCHOR", str(tmp_path / "audit.log"))
    assert environment.audit_anchor(environment.environ.Env(), [served]) == str(tmp_path / "audit.log")
    monkeypatch.delenv("AUDIT_ANCHOR")
    assert environment.audit_anchor(environment.environ.Env(), [served]) == ""
    assert anchor.LINE.fullmatch(b"1 " + b"a" * 64 + b" 2026-07-07T12:00:00.000000+00:00\n")

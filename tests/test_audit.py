"""The audit log: who reads it, what it tells, and what finds a row that was tampered with. Group G."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from cspr_portal import clock
from reviews.audit.recording import action, note, record
from reviews.audit.verification import verify
from reviews.models import AuditHead, AuditRow, User

pytestmark = pytest.mark.django_db
PAGE = "/staff/audit/"


@pytest.fixture
def auditor(cast, as_user) -> Client:
    return as_user(cast.auditor)


def table(client: Client, **query: str) -> list[str]:
    """The rows of the page's table, as text."""
    page = client.get(PAGE, query).content.decode()
    rows = re.findall(r"<tr class=\"govuk-table__row\">(.*?)</tr>", page, flags=re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.mark.parametrize(
    "account",
    ["coordinator", "la", "panel_member", "agency_author", "reviewer", "publisher", "administrator"],
)
def test_only_auditors_read_the_log(cast, as_user, account: str) -> None:
    browser = as_user(getattr(cast, account))
    for answer in (browser.get(PAGE), browser.post(f"{PAGE}verify/")):
        assert answer.status_code == 403
        assert "Only an auditor may read the audit log." in answer.content.decode()


def test_an_unconfirmed_auditor_reads_nothing(as_user) -> None:
    person = User.objects.create_user("new@demo.invalid", None, name="New One", role="auditor")
    assert as_user(person).get(PAGE).status_code == 403


def test_nobody_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


def test_g02_reading_the_log_is_recorded(cast, auditor: Client) -> None:
    auditor.get(PAGE, {"outcome": "denied"})
    row = AuditRow.objects.get(verb="audit.read")
    assert row.actor == str(cast.auditor.pk) and row.detail["for_outcome"] == "denied"


def test_a15_the_page_changes_nothing_else(auditor: Client) -> None:
    auditor.get(PAGE)
    before = AuditRow.objects.count()
    assert auditor.post(PAGE).status_code == 405
    assert AuditRow.objects.count() == before


def test_rows_show_names_and_newest_first(cast, auditor: Client) -> None:
    note(cast.coordinator, "case.logged", "SC-BCDF-GHJK")
    note(None, "sign_in.failed", outcome="denied")
    rows = table(auditor)
    assert "Nobody known" in rows[0] and "Sign in: failed" in rows[0] and "Refused" in rows[0]
    assert cast.coordinator.name in rows[1] and "SC-BCDF-GHJK" in rows[1]


def test_rows_are_found_by_person_step_reference_outcome_and_day(cast, auditor: Client) -> None:
    with time_machine.travel(datetime(2026, 7, 7, 23, 30, tzinfo=UTC)):  # already 8 July in London
        note(cast.coordinator, "case.logged", "SC-BCDF-GHJK")
    note(cast.la, "case.opened", "SC-BCDF-GHJL", outcome="denied")
    logged, opened = "Case: logged", "Case: opened"
    for query, found in (
        ({"actor": str(cast.coordinator.pk), "verb": "case.logged"}, logged),
        ({"verb": "case.opened"}, opened),
        ({"reference": " sc-bcdf-ghjk "}, logged),
        ({"outcome": "denied"}, opened),
        ({"day_day": "8", "day_month": "7", "day_year": "2026"}, logged),
    ):
        rows = table(auditor, **query)
        assert len(rows) == 1 and found in rows[0], query
    assert table(auditor, day_day="7", day_month="7", day_year="2026") == []


def test_a_wrong_search_is_answered_in_words(auditor: Client) -> None:
    page = auditor.get(PAGE, {"day_day": "30", "day_month": "2", "day_year": "2026", "actor": "999999"})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    for before in ("x", "-1", "9" * 30, "0"):
        assert auditor.get(PAGE, {"before": before}).status_code == 200


def test_i06_a_typed_name_is_not_kept(auditor: Client) -> None:
    auditor.get(PAGE, {"reference": "ZZCANARY Quarrington"})
    assert "ZZCANARY" not in str(list(AuditRow.objects.values()))
    assert AuditRow.objects.get(verb="audit.read").detail["for_reference"] == "other"


def test_long_logs_come_in_pages(cast, auditor: Client) -> None:
    for number in range(120):
        note(cast.la, "case.opened", f"SC-{number}")
    seen: list[str] = []
    query = {"verb": "case.opened"}
    page = auditor.get(PAGE, query).content.decode()
    for _ in range(5):
        seen += re.findall(r"SC-(\d+)<", page)
        older = re.search(r'rel="next" href="\?([^"]+)"', page)
        if older is None:
            break
        page = auditor.get(f"{PAGE}?{older[1].replace('&amp;', '&')}").content.decode()
    assert seen == [str(number) for number in reversed(range(120))]


def test_g05_what_is_logged_is_shown_escaped(cast, auditor: Client) -> None:
    note(cast.la, "case.opened", "<script>alert(1)</script>", kind="=1+1\x1b[31m")
    page = auditor.get(PAGE).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_g03_a_step_that_fails_leaves_no_row(cast) -> None:
    @action
    def fails() -> None:
        record(cast.la, "case.logged")
        raise ValueError

    before = AuditRow.objects.count()
    with pytest.raises(ValueError):
        fails()
    assert AuditRow.objects.count() == before


def test_a_row_outside_an_action_is_refused(cast) -> None:
    with pytest.raises(RuntimeError):
        record(cast.la, "case.logged")


# The chain


@pytest.fixture
def log(cast) -> list[AuditRow]:
    for number in range(6):
        note(cast.la, "case.opened", f"SC-{number}")
    return list(AuditRow.objects.order_by("sequence"))


def test_a_whole_log_is_found_whole(log, auditor: Client, capsys) -> None:
    call_command("audit", "verify")
    assert capsys.readouterr().out.startswith("The audit log is whole: ")
    page = auditor.post("/staff/audit/verify/", follow=True).content.decode()
    assert "The audit log is whole" in page
    assert AuditRow.objects.filter(verb="audit.verified").exists()


def change(rows: list[AuditRow]) -> None:
    AuditRow.objects.filter(pk=rows[-4].pk).update(actor="7")


def take_out(rows: list[AuditRow]) -> None:
    AuditRow.objects.filter(pk=rows[-4].pk).delete()


def cut_the_end(rows: list[AuditRow]) -> None:
    AuditRow.objects.filter(pk__gte=rows[-3].pk).delete()


def swap(rows: list[AuditRow]) -> None:
    AuditRow.objects.filter(pk=rows[-4].pk).update(reference="SC-5")
    AuditRow.objects.filter(pk=rows[-1].pk).update(reference="SC-2")


def put_in(rows: list[AuditRow]) -> None:
    last = rows[-1]
    AuditRow.objects.create(
        sequence=last.sequence + 1,
        at=clock.now(),
        actor="7",
        actor_role="delegate",
        verb="case.opened",
        outcome="done",
        previous_hash=last.hash,
        hash="0" * 64,
    )


@pytest.mark.parametrize(
    ("tamper", "bad"), [(change, -4), (take_out, -4), (cut_the_end, -3), (swap, -4), (put_in, None)]
)
def test_g04_tampering_is_found_at_its_first_row(
    log: list[AuditRow], capsys, tamper, bad: int | None
) -> None:
    first_bad = log[-1].sequence + 1 if bad is None else log[bad].sequence
    tamper(log)
    assert verify().bad_sequence == first_bad
    with pytest.raises(SystemExit) as stop:
        call_command("audit", "verify")
    assert stop.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith(f"The audit log is broken at row {first_bad}:") and len(said.splitlines()) == 1


def test_g04_a_head_that_was_set_back_is_found(log) -> None:
    AuditHead.objects.update(sequence=log[-2].sequence, hash=log[-2].hash)
    assert verify().fault is not None

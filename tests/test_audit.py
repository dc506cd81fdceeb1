"""The audit log: who reads it, what it tells, and what finds a row that was tampered with. Group G."""

import re
from datetime import UTC, datetime
from itertools import chain

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from cspr_portal import clock
from reviews.audit.recording import action, canonical, note, record, within_request
from reviews.audit.verification import verify
from reviews.models import AuditHead, AuditRow, User
from reviews.stages import Stage
from tests.conftest import PASSWORD

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
    assert "Nobody known" in rows[0] and "Signing in failed" in rows[0] and "Refused" in rows[0]
    assert cast.coordinator.name in rows[1] and "SC-BCDF-GHJK" in rows[1]


def test_rows_are_found_by_person_kind_step_outcome_reference_address_and_days(cast, auditor: Client) -> None:
    with time_machine.travel(datetime(2026, 7, 7, 23, 30, tzinfo=UTC)):  # already 8 July in London
        note(cast.coordinator, "case.logged", "SC-BCDF-GHJK")
    with within_request({"id": "1", "session": "", "from": "192.0.2.7"}):
        note(cast.la, "sealed.opened", "SC-BCDF-GHJL", outcome="denied")
    logged, opened = "The case was logged", "Sealed identities were opened"
    for query, found in (
        ({"actor": str(cast.coordinator.pk), "verb": "case.logged"}, logged),
        ({"verb": "sealed.opened"}, opened),
        ({"kind": "sealed"}, opened),
        ({"kind": "cases"}, logged),
        ({"address": "192.0.2.7"}, opened),
        ({"reference": " sc-bcdf-ghjk "}, logged),
        ({"outcome": "denied"}, opened),
        (days("8 7 2026", "8 7 2026"), logged),
        (days("", "8 7 2026"), logged),
        (days("9 7 2026", "") | {"kind": "sealed"}, opened),
    ):
        rows = table(auditor, **query)
        assert len(rows) == 1 and found in rows[0], query
    assert table(auditor, **days("7 7 2026", "7 7 2026")) == []
    assert "No row fits." in auditor.get(PAGE, days("7 7 2026", "7 7 2026")).content.decode()


def days(since: str, until: str) -> dict[str, str]:
    """Two days as the form's inputs have them."""
    parts = ("day", "month", "year")
    typed = {"since": since.split() or [""] * 3, "until": until.split() or [""] * 3}
    return {
        f"{name}_{part}": value
        for name, values in typed.items()
        for part, value in zip(parts, values, strict=True)
    }


def test_a_wrong_search_is_answered_in_words(auditor: Client) -> None:
    page = auditor.get(PAGE, days("30 2 2026", "") | {"actor": "999999", "address": "a name"})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    page = auditor.get(PAGE, days("9 7 2026", "8 7 2026"))
    assert "or later" in page.content.decode()
    for before in ("x", "-1", "9" * 30, "0"):
        assert auditor.get(PAGE, {"before": before}).status_code == 200


def test_i06_a_typed_name_is_not_kept(auditor: Client) -> None:
    auditor.get(PAGE, {"reference": "ZZCANARY Quarrington"})
    assert "ZZCANARY" not in str(list(AuditRow.objects.values()))
    assert AuditRow.objects.get(verb="audit.read").detail["for_reference"] == "other"


def test_long_logs_come_in_pages_both_ways(cast, auditor: Client) -> None:
    for number in range(120):
        note(cast.la, "order.read", f"SC-{number}")

    def turn(page: str, way: str) -> str | None:
        other = re.search(rf'rel="{way}" href="\?([^"]+)"', page)
        return other and auditor.get(f"{PAGE}?{other[1].replace('&amp;', '&')}").content.decode()

    pages: list[str] = []
    page: str | None = auditor.get(PAGE, {"verb": "order.read"}).content.decode()
    while page is not None and len(pages) < 9:
        pages.append(page)
        page = turn(page, "next")
    shown = [re.findall(r"SC-(\d+)<", page) for page in pages]
    assert list(chain.from_iterable(shown)) == [str(number) for number in reversed(range(120))]
    back = turn(pages[-1], "prev")
    assert back is not None and re.findall(r"SC-(\d+)<", back) == shown[-2]
    first = turn(back, "prev")
    assert first is not None and re.findall(r"SC-(\d+)<", first) == shown[0]
    assert turn(first, "prev") is None and turn(first, "next") is not None


def test_g05_what_is_logged_is_shown_escaped(cast, auditor: Client) -> None:
    note(cast.la, "case.opened", "<script>alert(1)</script>", kind="=1+1\x1b[31m")
    page = auditor.get(PAGE).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_g05_what_a_browser_says_of_itself_makes_one_short_row(auditor: Client, settings) -> None:
    settings.BEHIND_PROXY = True
    loud = "x\x1b[31m|=1+1 " * 80_000
    before = AuditRow.objects.count()
    auditor.get("/staff/", headers={"user-agent": loud, "x-forwarded-for": f"ZZCANARY\n, {loud}"})
    row = AuditRow.objects.latest("sequence")
    assert AuditRow.objects.count() == before + 1
    assert len(str(canonical(row))) < 700 and len(row.request["from"]) <= 45
    assert "ZZCANARY" not in str(canonical(row))


def test_e13_the_log_has_the_address_that_the_proxy_names(auditor: Client, settings) -> None:
    for is_behind, noted in ((False, "198.51.100.4"), (True, "192.0.2.7")):
        settings.BEHIND_PROXY = is_behind
        headers = {"x-forwarded-for": "203.0.113.9, 192.0.2.7"}
        auditor.get(PAGE, REMOTE_ADDR="198.51.100.4", headers=headers)
        assert AuditRow.objects.latest("sequence").request["from"] == noted


def test_g06_the_log_of_a_whole_case_holds_nothing_of_it(cast, make_case) -> None:
    """A15: nor does an auditor read it there."""
    case = make_case(Stage.PRE_PUBLICATION).case
    rows = AuditRow.objects.filter(reference=case.reference)
    assert rows.count() > 40
    kept = str(list(AuditRow.objects.values()))
    told = ["Zebedee", "Quarrington", "2019-03-14", "9434765919", "Quillmoor", "Tarrow", "badly hurt"]
    for word in [*told, "small worries", "Child Wren", cast.la.name, cast.la.email, PASSWORD]:
        assert word not in kept, word


def test_g02_settings_lockouts_new_passwords_and_downloads_are_recorded(
    cast, client: Client, admin: Client, auditor: Client
) -> None:
    area = cast.partnership.areas["Northmere"]
    typed = {"name": area.name, "front_door_telephone": "01632 960111", "out_of_hours_telephone": ""}
    starts = {"starts_on": area.starts_on.isoformat(), "former_names": "", "ends_on": "", "successor": ""}
    assert admin.post(f"/admin/reviews/area/{area.pk}/change/", typed | starts).status_code == 302
    for _ in range(11):
        client.post("/accounts/login/", {"login": cast.la.email, "password": "not-the-right-password"})
    client.post("/accounts/password/reset/", {"email": cast.la.email})
    assert auditor.post(f"{PAGE}export/", {"form": "csv", "first": "1", "last": "2"}).status_code == 200
    auditor.get(PAGE, {"outcome": "denied"})
    auditor.post(f"{PAGE}verify/")
    done = set(AuditRow.objects.values_list("verb", "outcome"))
    for verb, outcome in (
        ("area.changed", "done"),
        ("sign_in.failed", "denied"),
        ("sign_in.throttled", "denied"),
        ("password.link_asked_for", "done"),
        ("audit.exported", "done"),
        ("audit.read", "done"),
        ("audit.verified", "done"),
    ):
        assert (verb, outcome) in done, verb
    changed = AuditRow.objects.get(verb="area.changed")
    assert "front_door_telephone" in changed.detail["fields"] and "01632" not in str(changed.detail)


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

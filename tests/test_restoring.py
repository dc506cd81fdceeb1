"""What was taken down after a backup stays down when the database is put back from it (D25)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from cspr_portal import clock
from publications.copies.actions import end_link
from publications.models import CopyLink, Publication, Withdrawal
from publications.restoring import journal, replaying
from publications.restoring.journal import Line
from publications.withdrawals import actions as withdrawals
from reviews.audit.recording import action, record
from reviews.audit.verification import verify
from reviews.models import AuditRow
from tests import copying
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

BACKUP = "a2e0b6de-0000-4000-8000-000000000001"


@pytest.fixture(autouse=True)
def _a_journal(settings: Any, tmp_path: Path) -> None:
    settings.WITHDRAWALS_JOURNAL = str(tmp_path / "journal")


@action
def back_up() -> None:
    record(None, journal.BACKUP_MADE, backup=BACKUP)


def lost(*doings: Callable[[], object]) -> list[Line]:
    """Do these things after a backup, lose the database and put it back; return what the journal says of them."""
    back_up()
    with transaction.atomic():
        for do in doings:
            do()
        transaction.set_rollback(True)
    lines = replaying.since_backup([the_journal()], BACKUP)
    assert lines is not None
    return lines


def the_journal() -> list[Line]:
    return journal.read(Path(settings.WITHDRAWALS_JOURNAL))


def answers(publication: Publication) -> int:
    return Client().get(f"/published/{build.fresh(publication).slug}/").status_code


def test_d25_a_withdrawal_that_the_backup_lacks_is_done_again(cast: Any) -> None:
    """D25: it is gone in every outlet, as it was withdrawn, by whom and when; done twice, nothing more happens."""
    goes, stays = build.opened(cast, title="One"), build.opened(cast, title="Two")
    lines = lost(lambda: build.withdraw(cast, goes, "safety"))
    assert [line.verb for line in lines] == ["publication.withdrawn_early"] and answers(goes) == 200
    done = replaying.repeat(lines, backup=BACKUP, at=clock.now())
    assert (done.withdrawn, done.held, done.by_hand) == (1, 0, [])
    assert (answers(goes), answers(stays)) == (410, 200)
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.kind, withdrawal.withdrawn_by, withdrawal.withdrawn_at) == (
        "safety",
        cast.la,
        lines[0].at,
    )
    assert withdrawal.holders.count() > 1
    assert str(build.fresh(goes).slug) not in Client().get("/published/feed.atom").content.decode()
    assert replaying.repeat(lines, backup=BACKUP, at=clock.now()).withdrawn == 0
    assert verify().fault is None
    # A later backup knows of it, and so does a restore from that.
    assert replaying.since_backup([the_journal()], BACKUP) == []


def test_d25_what_a_machine_can_not_do_again_is_held_or_named(cast: Any, make_case: Any) -> None:
    """A correction made after the backup: the old text isn't served. Who left a case: a person is told to see to it."""
    corrected, put_back = build.opened(cast, title="One"), build.opened(cast, title="Two")
    case = make_case().case

    def correct() -> None:
        build.rewrite(
            cast,
            corrected,
            summary="Two services heard parts of the same worry.",
            correction_reason="A slip.",
        )
        build.check(cast, corrected)
        build.approve(cast, corrected)

    def withdraw_and_reinstate() -> None:
        build.withdraw(cast, put_back)
        facts = {"reason": "The hearing is over.", "adds_days_back": False}
        withdrawals.reinstate(build.fresh(put_back), **facts, by=cast.police, at=clock.now())

    @action
    def recuse() -> None:
        record(cast.coordinator, "case.recused", case.reference)

    done = replaying.repeat(lost(correct, withdraw_and_reinstate, recuse), backup=BACKUP, at=clock.now())
    assert [(line.verb, line.reference) for line in done.by_hand] == [("case.recused", case.reference)]
    assert answers(corrected) == 503
    assert answers(put_back) == 410


def test_d25_a_link_to_a_copy_that_was_ended_stays_dead(
    cast: Any, as_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    publication = build.opened(cast, kind="scr", title="Child Zzwren")
    address = copying.link_to(as_user(cast.publisher), publication, django_capture_on_commit_callbacks)
    link = CopyLink.objects.get()
    lines = lost(lambda: end_link(link, by=cast.publisher, at=clock.now()))
    assert Client().get(address).status_code == 200
    assert replaying.repeat(lines, backup=BACKUP, at=clock.now()).links == 1
    assert Client().get(address).status_code == 404
    assert CopyLink.objects.get().ended_by == cast.publisher


def test_d25_without_a_journal_all_is_closed_until_a_named_person_has_looked(
    cast: Any, as_user: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """D25: page and PDF answer 503, no outlet names them, a day that comes opens nothing; one by one they are let go."""
    first, second = build.opened(cast, title="One"), build.opened(cast, title="Two")
    ended = build.withdrawn(cast, title="Three")
    assert replaying.since_backup([], BACKUP) is None
    assert replaying.since_backup([the_journal()], BACKUP) is None  # it doesn't go back to that backup
    assert replaying.repeat(None, backup=BACKUP, at=clock.now()).held == 2
    for path in (
        f"/published/{first.slug}/",
        f"/published/{first.slug}/report.pdf",
        f"/published/{first.slug}/cover",
    ):
        response = Client().get(path)
        assert response.status_code == 503 and response.headers["Cache-Control"] == "no-store"
    for outlet in ("/", "/published/", "/published/feed.atom", "/published/catalogue.json", "/sitemap.xml"):
        assert str(first.slug) not in Client().get(outlet).content.decode()
    assert answers(ended) == 410
    assert Client().get("/published/never-was/").status_code == 404
    assert (
        "Held since a restore"
        in as_user(cast.publisher).get(f"/staff/publications/{first.pk}/").content.decode()
    )

    call_command("confirm_after_restore")
    assert str(first.pk) in (listed := capsys.readouterr().out) and str(second.pk) in listed
    for by, why in ((cast.auditor.email, "Only a coordinator"), ("", "--by EMAIL")):
        with pytest.raises(CommandError, match=why):
            call_command("confirm_after_restore", str(first.pk), by=by)
    call_command("confirm_after_restore", str(first.pk), by=cast.la.email)
    assert (answers(first), answers(second)) == (200, 503)
    for key, why in (
        (str(first.pk), "Already: it isn’t held"),
        (BACKUP, "No publication has"),
        ("x", "keys"),
    ):
        with pytest.raises(CommandError, match=why):
            call_command("confirm_after_restore", str(second.pk), key, by=cast.la.email)
    assert answers(second) == 503  # all that are named, or none
    row = AuditRow.objects.get(verb="publication.confirmed_after_restore")
    assert (row.actor, row.reference) == (str(cast.la.pk), str(first.pk))


def test_d25_a_withdrawal_never_waits_for_its_journal_and_the_next_backup_mends_it(
    cast: Any, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is in codes and keys alone, for its owner alone; what could not be written is added later."""
    back_up()
    publication = build.opened(cast, title="Zzcanary")
    kept = settings.WITHDRAWALS_JOURNAL
    settings.WITHDRAWALS_JOURNAL = str(tmp_path / "not-there" / "journal")
    build.withdraw(cast, publication)
    assert answers(publication) == 410 and "could not be written" in caplog.text
    settings.WITHDRAWALS_JOURNAL = kept
    with Path(kept).open("ab") as file:
        file.write(b'{"sequence": 1, "ha')  # a power cut
    assert journal.mend() == 1 and journal.mend() == 0
    text = Path(kept).read_text()
    assert "publication.withdrawn_early" in text and str(publication.pk) in text
    assert Path(kept).stat().st_mode & 0o777 == 0o600
    for told in (
        "Zzcanary",
        "Somebody could be recognised",
        cast.la.email,
        cast.la.name,
        str(publication.slug),
    ):
        assert told not in text
    assert all(json.loads(line) for line in text.splitlines() if line.endswith("}"))


@pytest.mark.same_with_each_database
def test_d25_every_verb_of_the_journal_is_one_that_is_recorded() -> None:
    """A verb that is renamed may not fall out of the journal unseen."""
    folders = [settings.BASE_DIR / name for name in ("reviews", "publications")]
    sources = [path for folder in folders for path in folder.rglob("*.py") if "restoring" not in path.parts]
    text = "".join(path.read_text() for path in sources)
    known = {"person.changed", journal.PUT_BACK, journal.BACKUP_MADE}  # the admin puts the first together
    assert [verb for verb in sorted(journal.KEPT - known) if f'"{verb}"' not in text] == []
    assert 'kind = "person"' in text

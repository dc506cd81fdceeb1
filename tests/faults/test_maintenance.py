"""Maintenance: the public site stays up, nothing is written, and everybody is told so in words."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cspr_portal import maintenance
from tests import copying, typed
from tests import publication_builders as build
from tests.reading import address, everything_but_the_audit_log, words
from tests.simultaneous import rows

pytestmark = pytest.mark.django_db

TEN = datetime(2027, 7, 7, 9, tzinfo=UTC)  # ten o'clock in London


@pytest.fixture(autouse=True)
def _a_file_of_its_own(settings: Any, tmp_path: Path) -> None:
    settings.MAINTENANCE_FILE = str(tmp_path / "within" / "maintenance")


def test_f13_visitors_read_on_and_nothing_is_written_until_it_is_over(
    cast: Any, make_case: Any, as_user: Any, time_machine: Any, capsys: Any
) -> None:
    """F13: staff pages, sign-in and every form say until when, without asking the database; then all goes on."""
    time_machine.move_to(TEN, tick=False)
    case, publication = make_case().case, build.opened(cast)
    browser, visitor = as_user(cast.police), Client()
    public = [
        "/",
        "/published/",
        f"/published/{publication.slug}/",
        f"/published/{publication.slug}/report.pdf",
    ]
    reads = ["/staff/", address(case), "/accounts/login/", "/admin/", "/copy/word/"]
    writes = [
        (address(case, "view/"), typed.view()),
        ("/accounts/login/", {"login": "a@demo.invalid", "password": "a"}),
        (copying.ASK, copying.typed()),
    ]
    call_command("maintenance", "on", until="11:30")
    assert "closed until about 11:30" in capsys.readouterr().out and rows("maintenance.began") == 1
    before = everything_but_the_audit_log()
    with CaptureQueriesContext(connection) as asked:
        for reader in (browser, visitor):
            closed = [reader.get(path) for path in reads] + [reader.post(path, data) for path, data in writes]
            for response in closed:
                assert (response.status_code, response.headers["Retry-After"]) == (503, "5400")
                page = words(response)
                assert "The portal is closed for maintenance" in page and "at about 11:30" in page
                assert "A notification of a serious incident does not wait" in page and "999" in page
                assert response.headers["Cache-Control"] == "no-store"
    assert len(asked) == 0
    assert [visitor.get(path).status_code for path in public] == [200] * 4
    assert everything_but_the_audit_log() == before
    time_machine.move_to(TEN.replace(hour=11), tick=False)
    late = visitor.get("/staff/")
    assert "as soon as we are done" in words(late) and late.headers["Retry-After"] == "600"
    call_command("maintenance", "off")
    call_command("maintenance", "off")
    assert rows("maintenance.ended") == 1 and not maintenance.is_on()
    assert browser.post(*writes[0]).status_code == 302


def test_what_is_no_time_of_day_begins_nothing(capsys: Any) -> None:
    for wrong in ("24:00", "noon", "9"):
        with pytest.raises(CommandError, match="such as 14:00"):
            call_command("maintenance", "on", until=wrong)
    call_command("maintenance", "status")
    assert capsys.readouterr().out == "The portal is open.\n"

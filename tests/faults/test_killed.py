"""A process that is killed while it approves, publishes, withdraws or takes a file in: all of it happened, or nothing."""

import hashlib
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from publications.models import EditionFile, Publication
from reviews.audit.verification import verify
from reviews.documents import storing
from reviews.models import Document
from tests import files
from tests import publication_builders as build
from tests.faults import killing
from tests.reading import address, everything_but_the_audit_log
from tests.simultaneous import rows

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
    pytest.mark.exhaustive,
]

KILLS = 8  # of each of four deeds, the last of them after its commit
SEED = 20_261_123


def state() -> dict[str, list[str]]:
    """All rows but the audit log's and the sessions', which each request may move on."""
    found = everything_but_the_audit_log()
    found.pop("StaffSession", None)
    return found


def served(publication: Publication, outlet: str = "") -> int:
    return Client().get(f"/published/{build.fresh(publication).slug or 'nothing'}/{outlet}").status_code


def test_f03_whoever_is_killed_while_publishing_leaves_all_of_it_or_nothing(cast: Any, as_user: Any) -> None:
    """F03: 24 kills; nothing public without its row, every file is the one that was approved, the chain holds."""
    publication = build.checked(cast)
    withdrawal = {"kind": "other", "reason": "A hearing.", "approver": str(cast.la.pk), "instead": "nothing"}
    deeds = [
        (cast.police, "approve/", {"number": "1", "has_read": "on"}, "publication.approved", 404),
        (cast.publisher, "publish/", {"when": "now", "confirmed": "yes"}, "publication.scheduled", 200),
        (cast.la, "withdraw/", withdrawal, "publication.withdrawn_early", 410),
    ]
    before_it = 404
    for turn, (person, step, typed, verb, after_it) in enumerate(deeds):
        if step == "publish/":
            build.see_to_everything(cast, publication)
        where, browser = f"/staff/publications/{publication.pk}/{step}", as_user(person)

        def deed(browser: Client = browser, where: str = where, typed: dict[str, str] = typed) -> None:
            browser.post(where, typed)

        before = state()
        for point in killing.before_the_commit(deed, KILLS - 1, SEED + turn):
            assert state() == before, (step, point)
            assert (rows(verb), verify().fault) == (0, None), (step, point)
            assert served(publication) == before_it, (step, point)
        killing.after_the_commit(deed)
        assert (rows(verb), verify().fault) == (1, None)
        assert (served(publication), served(publication, "report.pdf")) == (after_it, after_it)
        for file in EditionFile.objects.all():
            assert hashlib.sha256(bytes(file.content)).hexdigest() == file.sha256
        assert browser.post(where, typed).status_code in {403, 409}  # sent again, it has happened already
        assert rows(verb) == 1
        before_it = after_it


def test_f03_whoever_is_killed_while_taking_a_file_in_leaves_a_document_or_nothing(
    cast: Any, make_case: Any, as_user: Any, media: Path, tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    """F03, F02, F05: 8 kills; no row without its file, what no row names is swept, nothing stays in temporary folders."""
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(waiting)
    monkeypatch.setattr(tempfile, "tempdir", str(waiting))
    case = make_case().case
    browser = as_user(cast.coordinator)
    sent = files.pdf(pages=3)

    def deed() -> None:
        browser.post(address(case, "documents/add/"), files.typed(data=sent))

    before = state()
    for point in killing.before_the_commit(deed, KILLS - 1, SEED):
        assert state() == before, point
        assert (rows("document.added"), verify().fault) == (0, None), point
        assert not any(waiting.iterdir()), point
    storing.sweep(clock.now() + timedelta(hours=2))
    assert files.on_disk(media) == []
    killing.after_the_commit(deed)
    document = Document.objects.get()
    storing.sweep(clock.now() + timedelta(hours=2))
    [path] = files.on_disk(media)
    assert path.relative_to(media).as_posix() == document.stored_name and path.read_bytes() == sent
    assert hashlib.sha256(sent).hexdigest() == document.sha256
    assert (rows("document.added"), list(storing.faults()), verify().fault) == (1, [], None)
    assert not any(waiting.iterdir())

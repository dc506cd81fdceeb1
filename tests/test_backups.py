"""A backup and the way back: all of it and nothing more, for whoever holds the key alone (F11, D25)."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from cspr_portal import clock
from cspr_portal.backup import archive, checking, making, rows
from cspr_portal.backup.folder import delete_old, name_of
from cspr_portal.backup.refusing import NotDone
from publications.models import Publication
from reviews.documents.actions import remove_document
from reviews.models import Document
from tests import files
from tests import publication_builders as build
from tests.faults.machines import ROOT, environment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
    pytest.mark.exhaustive,
]

# What a restore itself adds to: its own audit row, and what it does again.
MOVES_ON = {
    "reviews_auditrow",
    "reviews_audithead",
    "reviews_document",
    "publications_publication",
    "publications_withdrawal",
    "publications_holder",
}


@pytest.fixture
def keys(tmp_path: Path, settings: Any) -> Path:
    """The file with the private key; the portal is told the public one."""
    private, public = archive.new_key()
    settings.BACKUP_KEYS = [public]
    settings.WITHDRAWALS_JOURNAL = str(tmp_path / "journal")
    file = tmp_path / "key"
    file.write_text(f"# for tests\n{private}\n")
    return file


@pytest.fixture
def other_database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the same kind as the test's."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'put-back.sqlite3'}"
        return
    name = f"put_back_{uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(variables: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


def path_of(publication: Publication) -> str:
    return f"/published/{publication.slug}/"


def test_f11_what_is_put_back_on_an_empty_machine_is_what_was_there(
    cast: Any, make_case: Any, as_user: Any, keys: Path, media: Path, other_database: str, tmp_path: Path
) -> None:
    """F11, D25: rows and files equal by their checksums, unreadable without the key; what was withdrawn stays gone."""
    case = make_case(pseudonym="Child Zzcanary").case
    browser = as_user(cast.coordinator)
    files.add(browser, case)
    files.add(browser, case, title="Another letter")
    stays = build.opened(cast, title="Listening")
    goes = build.opened(cast, title="What nobody asked")
    cache.set("ZZCANARY", "ZZCANARY")
    before = {table.name: rows.checksum(table) for table in rows.tables(apps)}

    call_command("backup", str(tmp_path / "backups"), keep_days=30)
    [made] = (tmp_path / "backups").iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert b"Zzcanary" not in made.read_bytes()
    checked = checking.check(made, archive.private_key(keys))
    told = {name: (table["rows"], table["sha256"]) for name, table in checked.tables.items()}
    assert told == before
    assert checked.files == len(files.on_disk(media)) == 2
    for closed in (
        "django_session",
        "reviews_staffsession",
        "reviews_keptform",
        "house_cache",
        "reviews_waitingmail",
    ):
        assert closed not in checked.tables

    build.withdraw(cast, goes, "identification")
    removed = Document.objects.get(title="Another letter")
    remove_document(removed, reason="Brought by mistake.", by=cast.coordinator, at=clock.now())
    kept = {path.relative_to(media): path.read_bytes() for path in files.on_disk(media)}
    assert len(kept) == 1

    variables = environment(other_database, MEDIA_ROOT=str(tmp_path / "put-back"))
    command = ["manage.py", "restore", str(made), "--key", str(keys), "--journal", str(tmp_path / "journal")]
    done = run(variables, *command)
    assert done.returncode == 0, done.stderr
    assert "1 withdrawals, 0 links to copies ended, 1 documents removed" in done.stdout
    assert "Held" not in done.stdout
    looked = run(
        variables, "-m", "tests.restored", path_of(stays), path_of(goes), f"{path_of(goes)}report.pdf"
    )
    found = json.loads(looked.stdout)
    assert found["answers"] == {path_of(stays): 200, path_of(goes): 410, f"{path_of(goes)}report.pdf": 410}
    assert found["fault"] is None
    equal = {name for name, (count, text) in found["tables"].items() if before.get(name) == (count, text)}
    assert set(before) - equal <= MOVES_ON
    assert {
        path.relative_to(tmp_path / "put-back"): path.read_bytes()
        for path in files.on_disk(tmp_path / "put-back")
    } == kept
    again = run(variables, *command)
    assert again.returncode == 1 and "The database isn’t empty." in again.stderr


def test_f11_what_is_not_whole_not_ours_or_too_new_is_refused_before_anything_is_touched(
    keys: Path, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F11: one changed byte anywhere, a missing end, another key, a newer release, a database that holds something."""
    default_storage.save("documents/aa/one", ContentFile(b"A letter."))
    call_command("backup", str(tmp_path / "backups"))
    [made] = (tmp_path / "backups").iterdir()
    key = archive.private_key(keys)
    checked = checking.check(made, key)
    content = made.read_bytes()
    spoilt = tmp_path / "spoilt"
    for where in (0, 60, 150, len(content) // 2, len(content) - 1):
        spoilt.write_bytes(content[:where] + bytes([content[where] ^ 1]) + content[where + 1 :])
        with pytest.raises(NotDone):
            checking.check(spoilt, key)
    for length in (0, 100, len(content) // 2, len(content) - 1):
        spoilt.write_bytes(content[:length])
        with pytest.raises(NotDone):
            checking.check(spoilt, key)
    other = tmp_path / "other"
    call_command("backup", "new-key", str(other))
    with pytest.raises(CommandError, match="This key doesn’t open the backup"):
        call_command("restore", str(made), key=str(other))
    with pytest.raises(CommandError, match="The database isn’t empty"):
        call_command("restore", str(made), key=str(keys))
    call_command("restore", str(made), key=str(keys), dry_run=True)
    newer = checking.Checked(**{**vars(checked), "migrations": [("reviews", "0999_of_next_year")]})
    monkeypatch.setattr(checking, "check", lambda *_: newer)
    with pytest.raises(
        CommandError, match="another release: this one doesn’t know reviews 0999_of_next_year"
    ):
        call_command("restore", str(made), key=str(keys))


def test_f11_a_made_up_archive_of_somebody_who_has_the_public_key_is_compared_too(
    keys: Path, settings: Any, tmp_path: Path
) -> None:
    """What an archive holds has to be what it says that it holds, whoever wrote it."""
    made = tmp_path / "made"
    head = {"format": 1, "key": "k", "at": "2027-01-01", "migrations": [], "tables": {"t": ["id"]}}
    whole = {"t": {"rows": 1, "sha256": sha256(b"[1]\n").hexdigest()}}

    def write(line: bytes, tables: dict[str, Any]) -> None:
        with (
            made.open("wb") as out,
            archive.written(out, archive.public_keys(settings.BACKUP_KEYS), clock.now()) as into,
        ):
            into.add(making.HEAD, rows.line([head]))
            into.add("rows/t/000001", line)
            into.add(making.MANIFEST, json.dumps({"members": into.members, "tables": tables}).encode())

    key = archive.private_key(keys)
    write(b"[1]\n", whole)
    assert checking.check(made, key).rows == 1
    for line, tables in ((b"[2]\n", whole), (b"[1]\n[1]\n", whole), (b"[1]\n", {})):
        write(line, tables)
        with pytest.raises(NotDone, match="isn’t whole"):
            checking.check(made, key)


def test_f11_old_backups_go_and_the_folder_is_its_owners_alone(
    keys: Path, media: Path, settings: Any, tmp_path: Path
) -> None:
    """Deleted on schedule, by the day in their names; never the one just made, and nothing that isn't a backup."""
    folder = tmp_path / "backups"
    folder.mkdir(mode=0o700)
    at = clock.now()
    ages = {days: folder / name_of(f"{days:08x}", at - days * timedelta(days=1)) for days in (1, 29, 31, 400)}
    for file in (*ages.values(), folder / "notes.txt", folder / (ages[29].name + ".part")):
        file.touch()
    assert delete_old(folder, days=30, kept=ages[400], at=at) == 2
    assert {file.name for file in folder.iterdir()} == {
        ages[1].name,
        ages[29].name,
        ages[400].name,
        "notes.txt",
    }
    folder.chmod(0o750)
    for where in (folder, media / "backups", settings.BASE_DIR / "static" / "backups", settings.BASE_DIR):
        with pytest.raises(CommandError, match="folder"):
            call_command("backup", str(where))
    settings.BACKUP_KEYS = [keys.read_text().splitlines()[1]]
    folder.chmod(0o700)
    with pytest.raises(CommandError, match="no public key"):
        call_command("backup", str(folder))


def test_f11_every_table_is_in_a_backup_or_left_out_on_purpose() -> None:
    """A table that somebody adds is kept without a word; one that no model knows stops the backup, not the restore."""
    assert rows.unknown_tables(apps) == []
    kept = {table.model for table in rows.tables(apps)}
    for table in rows.tables(apps):
        for field in table.fields:
            if field.remote_field is not None:
                assert field.remote_field.model in kept, (
                    f"{table.name}.{field.name} points at what no backup holds"
                )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE zz_unknown (id integer)")
    try:
        assert rows.unknown_tables(apps) == ["zz_unknown"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE zz_unknown")

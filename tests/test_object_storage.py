"""Files in a bucket that several machines share: the promises are those of a disk."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from cspr_portal.backup import archive, checking
from cspr_portal.backup.making import files as all_files
from reviews.documents import storing
from reviews.models import Document
from tests import bucket, files
from tests.reading import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(settings: Any) -> Iterator[bucket.Bucket]:
    """The portal's files lie in a bucket."""
    with bucket.served() as made:
        options = {
            "bucket_name": bucket.NAME,
            "endpoint_url": made.address,
            "access_key": "k",
            "secret_key": "s",
        }
        backend = "cspr_portal.object_storage.ObjectFiles"
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": options}}
        yield made


def test_c11_a_document_lies_under_a_random_name_and_comes_through_the_portal_alone(
    cast: Any, make_case: Any, as_user: Any, there: bucket.Bucket
) -> None:
    """C11, F04: added, read, found missing, removed and swept as on a disk; no link to it is ever signed."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    assert files.add(browser, case).status_code == 302
    document = Document.objects.get()
    assert there.objects == {document.stored_name: files.pdf()}
    assert re.fullmatch(r"documents/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}", document.stored_name)
    shown = browser.get(address(case, f"documents/{document.pk}/"))
    assert b"".join(shown) == files.pdf()
    assert all("Signature=" not in path and "acl" not in path for _verb, path, _headers in there.asked)
    assert all("x-amz-acl" not in {name.lower() for name in headers} for _verb, _path, headers in there.asked)
    with pytest.raises(NotImplementedError):
        default_storage.url(document.stored_name)
    there.objects["documents/zz/left"] = b"left over"  # since February 2027, says the bucket
    assert sorted(all_files("")) == sorted(there.objects)
    assert storing.sweep(datetime(2027, 2, 2, tzinfo=UTC)) == 1
    assert set(there.objects) == {document.stored_name}
    there.objects[document.stored_name] += b" "
    assert [fault for _document, fault in storing.faults()] == ["changed"]
    del there.objects[document.stored_name]
    assert [fault for _document, fault in storing.faults()] == ["missing"]


def test_f04_a_storage_that_does_not_answer_is_said_and_leaves_nothing(
    cast: Any, make_case: Any, as_user: Any, there: bucket.Bucket
) -> None:
    """F04: the page says so beside the file, no row is kept."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    there.fault = 503
    page = words(files.add(browser, case))
    assert "The file could not be stored, so nothing was kept." in page
    there.fault = 0
    assert not Document.objects.exists() and not there.objects


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("real_database")
def test_f11_a_backup_holds_the_files_of_the_bucket(
    there: bucket.Bucket, settings: Any, tmp_path: Path
) -> None:
    private, public = archive.new_key()
    settings.BACKUP_KEYS = [public]
    (tmp_path / "key").write_text(private)
    there.objects["documents/aa/bb/one"] = b"A letter."
    call_command("backup", str(tmp_path / "backups"))
    [made] = (tmp_path / "backups").iterdir()
    checked = checking.check(made, archive.private_key(tmp_path / "key"))
    assert [name for name in checked.members if name.startswith("files/")] == ["files/documents/aa/bb/one"]

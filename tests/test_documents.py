"""Adding a document to a case: who may, under which name, how large, how often, and what a failure leaves behind."""

import os
import stat
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.test import Client

from cspr_portal import clock
from cspr_portal.uploads import BoundedUpload
from reviews.documents import actions, storing
from reviews.documents.examining import examine
from reviews.models import AuditRow, Document
from tests import files
from tests.files import add
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024


def send(browser: Client, case, name: str):
    """Add a PDF under a name that goes over the wire as it is."""
    sent = files.body(name.encode(), files.pdf(), title="Letter from the coroner", document_class="ordinary")
    return browser.post(
        address(case, "documents/add/"), sent, content_type="multipart/form-data; boundary=border"
    )


# Adding


def test_a_document_is_kept_under_a_random_name_and_its_own_is_forgotten(cast, make_case, as_user, media):
    """C05, C11: nothing on disk, in the row or on the page tells the name that the file was sent under."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case, "documents/add/")))
    assert 'enctype="multipart/form-data"' in page and "up to 20 MB" in page
    response = browser.post(
        address(case, "documents/add/"), files.typed("Zebedee Quarrington.pdf"), follow=True
    )
    document = Document.objects.get()
    assert "“Letter from the coroner” is on the case." in words(response)
    [path] = files.on_disk(media)
    assert path.relative_to(media).as_posix() == document.stored_name
    assert path.read_bytes() == files.pdf()
    kept = [
        str(path),
        words(response),
        repr(Document.objects.values_list()),
        repr(AuditRow.objects.values_list()),
    ]
    assert not any("Zebedee" in each or "letter.pdf" in each for each in kept)
    assert (document.added_by, document.scan) == (cast.coordinator, "not_scanned")


def test_files_and_folders_are_for_the_servers_account_alone(cast, make_case, as_user, media):
    add(as_user(cast.coordinator), make_case().case)
    [path] = files.on_disk(media)
    assert len(path.relative_to(media).parts) == 4  # documents, two levels of folders, the file
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in path.relative_to(media).parents[:-1]:
        assert stat.S_IMODE((media / folder).stat().st_mode) == 0o700


def test_the_folder_of_files_is_at_no_address(cast, make_case, as_user, media):
    """C11."""
    add(as_user(cast.coordinator), make_case().case)
    name = Document.objects.get().stored_name
    for prefix in (
        "/",
        "/media/",
        "/uploads/",
        "/static/",
        "/static/../",
        "/static/%2e%2e/var/media/",
        "/var/media/",
    ):
        for browser in (Client(), as_user(cast.coordinator)):
            assert browser.get(prefix + name).status_code == 404, prefix


def test_c11_nothing_of_the_portals_own_lies_at_an_address(client, cast, as_user):
    """Settings, database, code, history and backups, by every way round: for anybody what nonsense is."""
    names = ".env .git/config db.sqlite3 var/portal.sqlite3 backup.sql manage.py cspr_portal/settings.py portal.tar.age"
    ways = "/ /static/../ /static/../../ /static/%2e%2e/%2e%2e/ /static// /static/..%2f..%2f /static/..\\..\\"
    ways += " /look/..%2f /look/../ /media/ /./ /staff/../ /published/../"
    nonsense = client.get("/nothing/here/").content
    for browser in (client, as_user(cast.administrator)):
        for way in ways.split():
            for name in names.split():
                response = browser.get(f"{way}{name}")
                assert (response.status_code, response.content) == (404, nonsense), f"{way}{name}"


@pytest.mark.parametrize(
    "name",
    [
        "letter.pdf",
        "../../etc/passwd.pdf",
        "..\\..\\boot.pdf",
        "/etc/passwd",
        "CON.pdf",
        "-rf.pdf",
        "\u202efdp.exe",
        "a" * 300 + ".pdf",
        "💥.pdf",
        'a";filename="b.html',
        "a\x00.pdf",
        "%0d%0aSet-Cookie: x.pdf",
    ],
)
def test_no_name_leads_anywhere(cast, make_case, as_user, media, name):
    """C05: whatever a file is called, it lies below the folder, and its title is what was typed."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    assert send(browser, case, name).status_code == 302
    document = Document.objects.get()
    assert files.on_disk(media) == [media / document.stored_name]
    download = browser.get(address(case, f"documents/{document.pk}/"))
    assert download.headers["Content-Disposition"] == (
        f'attachment; filename="{case.reference}-letter-from-the-coroner.pdf"'
    )
    assert b"".join(download.streaming_content) == files.pdf()


@pytest.mark.parametrize("name", ["", "..", ".", "/", "../..", "\u202e"])
def test_a_file_without_any_name_is_no_file(cast, make_case, as_user, media, name):
    response = send(as_user(cast.coordinator), make_case().case, name)
    assert response.context["form"].errors["file"] == ["Choose the file."]
    assert files.on_disk(media) == []


def test_what_is_missing_is_named_and_what_was_typed_is_kept(cast, make_case, as_user, media):
    case = make_case().case
    browser = as_user(cast.coordinator)
    response = browser.post(address(case, "documents/add/"), {"title": "Minutes"})
    page = words(response)
    for sentence in ("Choose who may open the document.", "Choose the file."):
        assert sentence in page
    assert 'value="Minutes"' in page
    again = add(browser, case, title="", document_class="privileged")
    assert again.context["form"].errors == {
        "title": ["Enter the title."],
        "file": ["Choose the file again: your browser does not keep it."],
    }
    assert not Document.objects.exists() and files.on_disk(media) == []


# How large, how often


def test_the_limit_is_to_the_byte_and_the_sentence_says_both_sizes(cast, make_case, as_user, media, settings):
    """C03: what is too large never reaches the disk, and what was typed stays."""
    settings.FILE_LIMIT = 3 * MEGABYTE
    case = make_case().case
    browser = as_user(cast.coordinator)
    whole = b"a" * settings.FILE_LIMIT
    assert add(browser, case, name="a.txt", data=whole, title="Just fits").status_code == 302
    before = everything_but_the_audit_log()
    response = add(browser, case, name="a.txt", data=whole + b"a" * MEGABYTE, title="Too much")
    assert response.context["form"].errors["file"] == [
        "The file must have 3 MB or less; it has 4.0 MB. Split it, or save it smaller, and choose that."
    ]
    assert 'value="Too much"' in words(response)
    assert everything_but_the_audit_log() == before
    assert len(files.on_disk(media)) == 1
    one_more = add(browser, case, name="a.txt", data=whole + b"a")
    assert "The file must have 3 MB or less" in words(one_more)


def test_what_is_absurdly_large_is_not_even_read(cast, make_case, as_user, media, settings):
    """C03, E02."""
    settings.FILE_LIMIT = MEGABYTE
    case = make_case().case
    response = add(as_user(cast.coordinator), case, name="a.txt", data=b"a" * (7 * MEGABYTE))
    assert response.status_code == 400 and "choose a smaller file" in words(response)
    assert not Document.objects.exists() and files.on_disk(media) == []


def test_nobody_signed_in_or_not_fills_the_disk_through_another_form(client, tmp_path, settings, monkeypatch):
    """C03: every address drops what is over the limit."""
    settings.FILE_LIMIT = MEGABYTE
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    taken = []
    monkeypatch.setattr(
        BoundedUpload,
        "upload_complete",
        lambda self: taken.append(0 if self.file.closed else os.fstat(self.file.fileno()).st_size),
    )
    for size, kept in ((MEGABYTE, MEGABYTE), (3 * MEGABYTE, 0)):
        response = client.post("/accounts/login/", {"file": files.upload("a.txt", b"a" * size)})
        assert response.status_code == 200
        assert taken.pop() == kept
        assert files.on_disk(tmp_path) == []


def test_too_much_text_beside_the_file_is_refused_as_a_whole(cast, make_case, as_user, media):
    """E02: the limit for typed text stands beside the one for files."""
    case = make_case().case
    response = add(
        as_user(cast.coordinator), case, title="x" * (django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    )
    assert response.status_code == 400
    long_title = add(as_user(cast.coordinator), case, title="x" * 151)
    assert "it has 151." in words(long_title)
    assert not Document.objects.exists() and files.on_disk(media) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\n\r\n%PDF-",
        b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''%ff.pdf\r\n\r\nx\r\n--b--\r\n",
        b"\xff\xfe\x00--b--",
    ],
)
def test_a_broken_body_is_no_fault(cast, make_case, as_user, media, body):
    """E07."""
    case = make_case().case
    response = as_user(cast.coordinator).post(
        address(case, "documents/add/"), body, content_type="multipart/form-data; boundary=b"
    )
    assert response.status_code in {200, 400}
    assert not Document.objects.exists() and files.on_disk(media) == []


def test_sent_twice_it_is_one_document_with_one_row_and_one_file(cast, make_case, as_user, media):
    """E09, C08: the same bytes under the same title."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    for _time in range(3):
        assert add(browser, case, title=" Letter  from the coroner").status_code == 302
    assert Document.objects.count() == len(files.on_disk(media)) == 1
    assert AuditRow.objects.filter(verb="document.added").count() == 1
    assert add(browser, case, title="A copy").status_code == 302
    assert add(browser, case, name="a.txt", data=b"Other bytes").status_code == 302
    assert Document.objects.count() == len(files.on_disk(media)) == 3


def test_the_same_file_under_another_class_is_refused_and_not_silently_ordinary(
    cast, make_case, as_user, media
):
    case = make_case().case
    browser = as_user(cast.coordinator)
    add(browser, case)
    response = add(browser, case, document_class="privileged")
    assert "This file is on the case under this title as “Ordinary”. Remove that one first" in words(response)
    assert Document.objects.count() == len(files.on_disk(media)) == 1


# Who


@pytest.mark.parametrize(
    ("person", "status"), [("coordinator", 302), ("police", 302), ("reviewer", 302), ("panel_member", 403)]
)
def test_who_may_add_an_ordinary_document(cast, case, as_user, media, person, status):
    browser = as_user(getattr(cast, person))
    assert add(browser, case).status_code == status
    assert Document.objects.exists() == bool(files.on_disk(media)) == (status == 302)
    if status == 403:
        assert "Only the coordinator, a partner’s delegate, the chair" in words(add(browser, case))
        assert "Add a document" not in words(browser.get(address(case, "documents/")))


def test_the_reviewer_is_not_offered_privilege_and_can_not_take_it(cast, case, as_user, media):
    browser = as_user(cast.reviewer)
    assert "document_class" not in browser.get(address(case, "documents/add/")).context["form"].fields
    add(browser, case, document_class="privileged")
    assert Document.objects.get().document_class == "ordinary"


def test_the_action_asks_again_whatever_the_page_has_let_through(cast, case, media):
    """A11."""
    for person, document_class in (
        ("panel_member", "ordinary"),
        ("reviewer", "privileged"),
        ("outsider", "ordinary"),
    ):
        with pytest.raises(actions.scanning.Refused):
            actions.add_document(
                case,
                file=examine(files.upload("a.pdf", files.pdf()), MEGABYTE),
                title="Mine",
                document_class=document_class,
                by=getattr(cast, person),
                at=clock.now(),
            )
    assert not Document.objects.exists() and files.on_disk(media) == []


def test_a_form_without_its_token_adds_nothing(cast, make_case, media):
    """B15."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coordinator)
    assert add(browser, make_case().case).status_code == 403
    assert files.on_disk(media) == []


# What goes wrong


def test_a_row_that_is_not_committed_takes_its_file_with_it(cast, make_case, as_user, media, monkeypatch):
    """F02: the database fails between the file and the row."""
    case = make_case().case

    def fail(*args, **kwargs):
        assert len(files.on_disk(media)) == 1
        raise RuntimeError("the database went away")

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(RuntimeError):
        add(as_user(cast.coordinator), case)
    assert not Document.objects.exists() and files.on_disk(media) == []


def test_a_full_disk_is_said_beside_the_file_and_leaves_nothing(cast, make_case, as_user, media, monkeypatch):
    """F04."""
    case = make_case().case

    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cspr_portal.storage.reach_the_disk", full)
    response = add(as_user(cast.coordinator), case)
    assert response.status_code == 200
    assert "The file could not be stored, so nothing was kept." in words(response)
    assert not Document.objects.exists() and files.on_disk(media) == []


def test_a_file_that_no_row_names_is_swept_and_no_other(cast, make_case, as_user, media):
    """F02, F03: what a crash between file and row leaves, and what could not be deleted."""
    case = make_case().case
    add(as_user(cast.coordinator), case)
    default_storage.save("documents/ab/cd/orphan", files.upload("x", b"x"))
    at = clock.now()
    assert storing.sweep(at) == 0  # an upload may be under way
    assert storing.sweep(at + timedelta(hours=2)) == 1
    assert [path.relative_to(media).as_posix() for path in files.on_disk(media)] == [
        Document.objects.get().stored_name
    ]

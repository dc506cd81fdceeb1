"""Opening a case's documents: to whom, with which headers and which row, and what a damaged file says."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from reviews.audit.verification import verify
from reviews.models import AuditRow, Document
from tests import files
from tests.reading import address, words

pytestmark = pytest.mark.django_db

CANARY = b"ZZCANARY-7f3a1c in the bytes"
PRIVILEGED = (
    "Only the coordinator, the partners’ delegates and a legal adviser may open or add legally "
    "privileged documents."
)
RECUSED = ("la", "panel_member", "reviewer")


@pytest.fixture
def added(case, cast, as_user, media):
    """Return a function that adds a document to the case and returns it: `added(document_class="privileged")`."""

    def add(person: str = "coordinator", **changes) -> Document:
        typed_in = files.typed("note.txt", CANARY, **changes)
        response = as_user(getattr(cast, person)).post(address(case, "documents/add/"), typed_in)
        assert response.status_code == 302
        return Document.objects.latest("added_at")

    return add


def at(document: Document, rest: str = "") -> str:
    return address(document.case, f"documents/{document.pk}/{rest}")


def body(response) -> bytes:
    """The bytes that came; reading them to their end closes the file."""
    return b"".join(response.streaming_content)


def test_the_bytes_come_whole_with_headers_that_let_a_browser_do_nothing(cast, added, as_user):
    """C07, H03: an attachment of the right type, which no browser guesses about, draws or keeps."""
    document = added(title="Coroner’s letter: “Child Wren” / März 2027")
    response = as_user(cast.panel_member).get(at(document))
    assert response.status_code == 200
    assert body(response) == CANARY
    headers = response.headers
    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Length"] == str(len(CANARY))
    name = f"{document.case.reference}-coroners-letter-child-wren-marz-2027.txt"
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not {"ETag", "Last-Modified", "Expires"} & set(headers)


@pytest.mark.parametrize("title", ['a"; filename="b.html', "a\r\nSet-Cookie: x=1", "..", "💥", "x" * 150])
def test_no_title_breaks_the_header(cast, added, as_user, title):
    """C05: the name of a download is made of plain letters only."""
    response = as_user(cast.coordinator).get(at(added(title=title)))
    assert body(response) == CANARY
    name = response.headers["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')
    assert name.isascii() and len(name) < 100
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert name.startswith("SC-") and name.endswith(".txt")


def test_head_says_the_same_without_the_bytes(cast, added, as_user):
    document = added()
    browser = as_user(cast.coordinator)
    whole, head = browser.get(at(document)), browser.head(at(document))
    assert body(whole) == CANARY
    assert head.status_code == 200 and body(head) == b""
    assert dict(head.headers) == dict(whole.headers)


def test_a_part_of_a_file_is_not_given_but_the_whole(cast, added, as_user):
    document = added()
    headers = {
        "range": "bytes=0-3",
        "if-none-match": "*",
        "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT",
    }
    response = as_user(cast.coordinator).get(at(document), headers=headers)
    assert response.status_code == 200
    assert response.headers["Accept-Ranges"] == "none"
    assert body(response) == CANARY


# To whom


def test_outside_the_scope_there_is_no_file(cast, added, as_user, client):
    """A02, A04: the same 404 as for a document that never was, and no byte of it."""
    document = added()
    for person in ("outsider", "agency_author", "auditor", "administrator", "publisher", "reviewer_2"):
        browser = as_user(getattr(cast, person))
        response = browser.get(at(document))
        nowhere = browser.get(at(document).replace(document.case.reference, "SC-BCDF-GHJK"))
        assert (response.status_code, response.content) == (404, nowhere.content), person
        assert CANARY not in response.content
        for name in (document.stored_name, document.sha256, document.title):
            assert browser.get(f"/staff/cases/{document.case.reference}/documents/{name}").status_code == 404
    signed_out = client.get(at(document))
    assert signed_out.status_code == 302
    assert signed_out.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("person", RECUSED)
def test_who_is_recused_loses_the_documents_with_the_case(cast, added, as_user, person):
    document = added()
    browser = as_user(getattr(cast, person))
    assert body(browser.get(at(document))) == CANARY
    as_user(cast.coordinator).post(
        address(document.case, "recuse/"),
        {"person": str(getattr(cast, person).pk), "reason": "A friend of the family."},
    )
    for rest in (
        "documents/",
        "documents/add/",
        f"documents/{document.pk}/",
        f"documents/{document.pk}/remove/",
    ):
        assert browser.get(address(document.case, rest)).status_code == 404, rest


def test_privileged_documents_are_for_partners_and_coordinator_alone(cast, added, as_user):
    """Practice 17: marked where they may be opened; elsewhere unseen, and refused with the reason."""
    document = added(document_class="privileged", title="Counsel’s opinion")
    for person in ("coordinator", "la", "police", "icb"):
        browser = as_user(getattr(cast, person))
        page = words(browser.get(address(document.case, "documents/")))
        assert "Counsel’s opinion" in page and "Legally privileged" in page, person
        response = browser.get(at(document))
        assert (
            f"{document.case.reference}-privileged-counsels-opinion.txt"
            in response.headers["Content-Disposition"]
        )
        assert body(response) == CANARY, person
    for person in ("panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        page = words(browser.get(address(document.case, "documents/")))
        assert "Counsel" not in page and "rivileged" not in page and document.sha256 not in page, person
        for method, rest in (("get", ""), ("head", ""), ("get", "remove/"), ("post", "remove/")):
            response = getattr(browser, method)(at(document, rest), {"reason": "So."})
            assert response.status_code == 403, (person, method, rest)
            assert method == "head" or PRIVILEGED in words(response), (person, method, rest)
            assert CANARY not in response.content and "Counsel" not in words(response)
        denied = AuditRow.objects.filter(
            verb="refused.document", outcome="denied", actor=str(getattr(cast, person).pk)
        )
        assert denied.count() == 2


def test_a_delegate_keeps_privileged_documents_also_with_a_seat_on_the_panel(cast, added, as_user):
    document = added(document_class="privileged")
    assert document.case.review.seats.filter(user=cast.police).exists()
    response = as_user(cast.police).get(at(document))
    assert body(response) == CANARY


# In the log


def test_each_opening_leaves_its_row_with_the_key_and_nothing_of_the_document(cast, added, as_user):
    """G01, G06."""
    document = added(title="ZZCANARY-title")
    browser = as_user(cast.panel_member)
    for method in ("get", "head"):
        body(getattr(browser, method)(at(document)))
    rows = AuditRow.objects.filter(verb="document.opened")
    assert [(row.actor, row.reference, row.detail) for row in rows] == [
        (str(cast.panel_member.pk), document.case.reference, {"document": str(document.pk)})
    ] * 2
    assert "ZZCANARY" not in repr(list(AuditRow.objects.values_list()))
    assert verify().fault is None


# Damaged and missing


def lose(path: Path) -> None:
    path.unlink()


def change_one_byte(path: Path) -> None:
    path.write_bytes(b"X" + path.read_bytes()[1:])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(
    ("harm", "fault", "heading"),
    [
        (lose, "missing", "The file is missing"),
        (change_one_byte, "changed", "The file is damaged"),
        (cut, "changed", "The file is damaged"),
    ],
)
def test_a_damaged_or_missing_file_is_said_with_whom_to_tell(
    cast, added, as_user, media, settings, harm, fault, heading
):
    """Not a byte of it is given out, it is no 500, and the log and the server's own check name it."""
    settings.PARTNERSHIP = settings.PARTNERSHIP | {"email": "portal@demo.invalid"}
    document = added()
    call_command("documents", "verify")
    harm(media / document.stored_name)
    browser = as_user(cast.coordinator)
    response = browser.get(at(document))
    page = words(response)
    assert response.status_code == 409
    assert f"{heading}</h1>" in page
    assert str(document.pk) in page and "portal@demo.invalid" in page
    assert CANARY not in response.content
    assert browser.head(at(document)).status_code == 409
    row = AuditRow.objects.filter(verb="document.damaged").first()
    assert (row.outcome, row.detail) == ("denied", {"document": str(document.pk), "fault": fault})
    assert not AuditRow.objects.filter(verb="document.opened").exists()


def test_the_servers_own_check_names_every_fault_and_no_title(cast, added, media, capsys):
    sound, lost, removed = added(title="Sound"), added(title="ZZCANARY"), added(title="Gone")
    (media / lost.stored_name).unlink()
    Document.objects.filter(pk=removed.pk).update(
        removed_at=removed.added_at, removed_by=cast.coordinator, remove_reason="So."
    )
    (media / removed.stored_name).unlink()
    with pytest.raises(SystemExit) as ended:
        call_command("documents", "verify")
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.err == f"{lost.case.reference} {lost.pk}: the file is missing.\n"
    call_command("documents", "sweep")
    assert capsys.readouterr().out == "Files that no document names, deleted: 0.\n"
    assert [path.name for path in files.on_disk(media)] == [Path(sound.stored_name).name]


def test_what_asks_for_a_document_in_other_ways_is_refused(cast, added, as_user):
    """E14."""
    document = added()
    browser = as_user(cast.coordinator)
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(browser, method)(at(document)).status_code == 405, method
    assert reverse("document", args=[document.case.reference, document.pk]) == at(document)

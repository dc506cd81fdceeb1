"""Files that go out with a text: cleaned, checked and approved with it, and the form that adds them."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cspr_portal import clock
from cspr_portal.pdf.tagged import tagged_pdf
from publications import actions, progress
from publications.jigsaw import nothing_of_the_kind
from publications.models import Attachment, Publication
from tests import publication_builders as build

pytestmark = pytest.mark.django_db


def address(publication: Publication, step: str = "") -> str:
    return f"/staff/publications/{publication.pk}/{step}"


def png(colour: str = "teal") -> SimpleUploadedFile:
    """A picture with a canary in its EXIF and behind its end."""
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "CANARYEXIF"
    Image.new("RGB", (400, 300), colour).save(made, "PNG", exif=exif)
    return SimpleUploadedFile("Real Name.png", made.getvalue() + b"CANARYTAIL")


def pdf(words: str = "A checklist.") -> SimpleUploadedFile:
    return SimpleUploadedFile("Real Name.pdf", build.pdf_of(words))


def add(browser: Client, publication: Publication, kind: str, **typed: Any) -> Any:
    number = str(progress.newest_draft(publication).number)
    return browser.post(
        address(publication, f"files/new/{kind}/"), {"expected_number": number} | typed, follow=True
    )


def test_each_kind_goes_out_with_the_text(cast: Any, as_user: Any) -> None:
    """From the form to the public page: a picture, a cover, a plan, a video with its words."""
    publication = build.drafted(cast, kind="response", text="## One\n\nWords.\n\n## Two\n\nMore.")
    browser = as_user(cast.publisher)
    chosen = browser.post(address(publication, "files/"), {"kind": "picture"})
    assert chosen["Location"] == address(publication, "files/new/picture/")
    form = browser.get(chosen["Location"]).content.decode()
    assert "At the end of “One”" in form and 'enctype="multipart/form-data"' in form
    place = form.split("At the end of “One”")[0].rsplit('value="', 1)[1].split('"')[0]
    add(browser, publication, "picture", file=png(), alt="A path between trees.", place=place)
    add(browser, publication, "cover", file=png("navy"), alt="A blue field.")
    add(browser, publication, "plan", file=pdf("What changes. CANARYPLAN"), title="Action plan")
    add(
        browser,
        publication,
        "video",
        url="https://video.example/1",
        title="Listening, in two minutes",
        transcript="Hello. CANARYSPOKEN",
    )
    listed = browser.get(address(publication, "files/")).content.decode()
    for words in ("A path between trees.", "A blue field.", "Action plan", "Listening, in two minutes"):
        assert words in listed
    assert "Real Name" not in listed
    draft = progress.newest_draft(publication)
    assert draft.number == 5 and "One\n\nWords.\n\n![A path" in draft.text
    preview = browser.get(address(publication, "preview/")).content.decode()
    name = publication.attachments.get(kind="picture").name
    assert f'<img src="files/{name}"' in preview
    assert browser.get(address(publication, f"preview/files/{name}")).status_code == 200
    build.check(cast, publication)
    build.approve(cast, publication)
    build.set_day(cast, publication)
    page = Client().get(f"/published/{build.fresh(publication).slug}/")
    for words in ("A path between trees.", "Action plan", "https://video.example/1", "CANARYSPOKEN"):
        assert words in page.content.decode()
    base = page.request["PATH_INFO"]
    served = {url: Client().get(base + url) for url in (f"files/{name}", "cover", "files/action-plan.pdf")}
    for url, answer in served.items():
        assert answer.status_code == 200, url
        for canary in (b"CANARYEXIF", b"CANARYTAIL", b"Real Name"):
            assert canary not in answer.content
    assert served["cover"]["Content-Type"] == "image/png"
    for hidden in ("files/listening-in-two-minutes.link", "files/report.pdf", "files/Real Name.pdf"):
        assert Client().get(base + hidden).status_code == 404


def test_any_change_of_files_voids_check_and_approval(cast: Any, as_user: Any) -> None:
    """A13: files are as much a part of what is approved as the text."""
    publication = build.approved(cast)
    browser = as_user(cast.publisher)
    add(browser, publication, "document", file=pdf(), title="A checklist")
    assert build.fresh(publication).edition is None
    build.check(cast, publication)
    build.approve(cast, publication)
    edition = build.fresh(publication).edition
    assert edition is not None and edition.files.filter(name="a-checklist.pdf").exists()
    file = publication.attachments.get()
    out = browser.post(address(publication, f"files/{file.pk}/take-out/"), {"expected_number": "2"})
    assert out.status_code == 302 and build.fresh(publication).edition is None
    assert progress.newest_draft(publication).attachments.count() == 0
    assert Attachment.objects.filter(pk=file.pk).exists()


def test_what_a_file_is_is_told_by_its_content(cast: Any, as_user: Any) -> None:
    """C01, C10: what can't go out is refused beside its field, what was typed is kept, nothing is stored."""
    publication = build.drafted(cast)
    browser = as_user(cast.publisher)
    for kind, content, words in (
        ("document", b"<html><script>%PDF-1.7", {"title": "A checklist"}),
        ("document", b"", {"title": "A checklist"}),
        ("cover", b"%PDF-1.7", {"alt": "A cover"}),
        ("picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", {"alt": "A cover", "place": "end"}),
    ):
        page = add(browser, publication, kind, file=SimpleUploadedFile("x.pdf", content), **words)
        assert page.status_code == 200 and b"govuk-error-summary" in page.content, (kind, content)
        assert next(iter(words.values())) in page.content.decode()
    assert (
        "Say in words what the picture shows."
        in add(browser, publication, "picture", file=png(), place="end").content.decode()
    )
    assert not Attachment.objects.exists() and progress.newest_draft(publication).number == 1


def test_a_finished_report_stands_in_for_the_portals_pdf(cast: Any, as_user: Any) -> None:
    """Practice 24: with a reason, and through the same check and approval."""
    publication = build.drafted(cast, kind="scr", title="An earlier review")
    browser = as_user(cast.publisher)
    missing = add(browser, publication, "report", file=pdf("Their words. CANARYTHEIRS"), title="Review")
    assert "Enter why a finished PDF goes out" in missing.content.decode()
    add(
        browser,
        publication,
        "report",
        file=pdf("Their words. CANARYTHEIRS"),
        title="Review",
        reason="Another area led it.",
    )
    build.check(cast, publication)
    build.approve(cast, publication)
    build.set_day(cast, publication)
    publication = build.fresh(publication)
    attachment = publication.attachments.get()
    served = Client().get(f"/published/{publication.slug}/report.pdf")
    assert served.content == bytes(attachment.content)
    found = Client().get("/published/?q=CANARYTHEIRS").content.decode()
    assert "An earlier review" in found


def test_nobody_else_sees_or_changes_files(cast: Any, as_user: Any) -> None:
    publication = build.drafted(cast)
    build.with_files(cast, publication)
    file = publication.attachments.get(kind="document")
    for step in ("files/", "files/new/cover/", f"files/{file.pk}/", f"files/{file.pk}/take-out/"):
        assert as_user(cast.panel_member).get(address(publication, step)).status_code == 404
    assert as_user(cast.la).get(address(publication, f"files/{file.pk}/")).status_code == 200
    assert as_user(cast.la).post(address(publication, "files/"), {"kind": "cover"}).status_code == 403
    other = build.drafted(cast, title="Another")
    assert as_user(cast.la).get(address(other, f"files/{file.pk}/")).status_code == 404


def test_what_no_machine_can_check_waits_for_a_person(cast: Any, as_user: Any) -> None:
    """C10, D17: hidden text is named, and the check isn't finished before somebody else has read every line."""
    publication = build.drafted(cast)
    page = '<html lang="en"><title>x</title><p>Words.</p><p class="unseen">CANARYWHITE is here</p></html>'
    made = tagged_pdf(page, stylesheet=".unseen { color: white }", title="x", author="x")
    hidden = SimpleUploadedFile("x.pdf", made)
    add(as_user(cast.publisher), publication, "document", file=hidden, title="A checklist")
    file = publication.attachments.get(kind="document")
    listed = as_user(cast.second_coordinator).get(address(publication, "files/")).content.decode()
    assert "CANARYWHITE is here" in listed and "Record that you read it" in listed
    draft = progress.newest_draft(publication)
    with pytest.raises(Exception, match="no machine can check"):
        actions.finish_check(draft, by=cast.second_coordinator, at=clock.now(), jigsaw=nothing_of_the_kind())
    url = address(publication, f"files/{file.pk}/read/")
    typed = {"words": "Names, dates, places: none.", "has_read": "on"}
    assert as_user(cast.publisher).post(url, typed).status_code == 403
    assert as_user(cast.second_coordinator).post(url, typed).status_code == 302
    build.check(cast, publication)
    assert progress.check_of(progress.newest_draft(publication)) is not None

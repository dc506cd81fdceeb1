"""The pack of a meeting: one numbered copy for each reader and download, marked on every page, ticked off in the end."""

import hashlib
import io
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.conf import settings

from cspr_portal import clock
from cspr_portal.pdf import binding, sheets
from reviews.documents import actions as documents
from reviews.documents import storing
from reviews.documents.examining import examine
from reviews.meetings import copies, pack
from reviews.models import AuditRow, CourtOrder, DocumentClass, PackCopy
from tests import files
from tests.assigned import assign
from tests.convened import call, day_of, minute, of, sit_in
from tests.engaging import event
from tests.reading import address, words
from tests.reading_pdfs import all_bytes, page_texts, text_of

pytestmark = pytest.mark.django_db


def written(*texts: str) -> bytes:
    """A PDF with a page for each text, a script, a link out and an attachment."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for text in texts:
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(f"BT /F1 30 Tf 60 700 Td ({text}) Tj ET".encode())
            out = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://demo.invalid/out")
            link = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=out
            )
            page.Annots = pikepdf.Array([pdf.make_indirect(link)])
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")
        pdf.attachments["secret.txt"] = b"attached words"
        pdf.docinfo["/Author"] = "Zebedee Quarrington"
        pdf.save(made)
    return made.getvalue()


def paper(case, by, title, data=None, name="letter.pdf", document_class=DocumentClass.ORDINARY):
    return documents.add_document(
        case,
        file=examine(
            files.upload(name, data or written(f"{title} one", f"{title} two")), settings.FILE_LIMIT
        ),
        title=title,
        document_class=document_class,
        by=by,
        at=clock.now(),
    )


def height_of(pdf: bytes, wanted: str) -> float:
    """How far above the lower edge of the last page the words begin, in points."""
    opened = pypdfium2.PdfDocument(pdf)
    page = opened[len(opened) - 1]
    read = page.get_textpage()
    try:
        index, _count = read.search(wanted).get_next()
        return read.get_charbox(index)[1]
    finally:
        read.close()
        page.close()
        opened.close()


@pytest.fixture
def meeting(cast, case):
    """A meeting with a PDF of two pages, a Word file and an event in the chronology; nothing privileged is a paper."""
    paper(case, cast.coordinator, "Alpha")
    paper(case, cast.coordinator, "Minutes of strategy", files.word(), "minutes.docx")
    event(case, cast.coordinator, "A visit at home.", source="Case notes")
    return call(case, cast.coordinator, 1)


def download(browser, meeting):
    response = browser.post(of(meeting, "pack/"))
    assert response.status_code == 200, words(response)
    return response


def test_every_page_carries_the_marking_the_reference_the_number_and_the_reader(cast, case, as_user, meeting):
    copies.PackCopy.objects.create(
        meeting=meeting, number=1, reader=cast.la, taken_at=clock.now(), sha256="0" * 64
    )
    response = download(as_user(cast.panel_member), meeting)
    pages = page_texts(response.content)
    for number, page in enumerate(pages, 1):
        for wanted in (
            "OFFICIAL-SENSITIVE",
            f"{case.reference} · Copy 2",
            "Nadia Quill",
            f"Page {number} of {len(pages)}",
        ):
            assert wanted in page, (number, wanted, page)
    whole = "\n".join(pages)
    for wanted in ("Matters arising", "Minutes of strategy", "Read in the portal", "A visit at home."):
        assert wanted in whole, wanted
    for line in case.review.key_lines.all():
        assert line.question.split()[-1] in whole
    assert "Alpha one" in pages[-2] and "Alpha two" in pages[-1]
    assert "Paper 1: Alpha" in pages[-2] and "Its page 2 of 2" in pages[-1]
    # Upright and in its place: what stands high on the paper's page stands high on the sheet.
    assert 500 < height_of(response.content, "Alpha two") < 700


def test_a_download_is_a_numbered_copy_that_is_recorded(cast, case, as_user, meeting):
    for number, person in enumerate((cast.reviewer, cast.reviewer, cast.la), 1):
        response = download(as_user(person), meeting)
        copy = PackCopy.objects.get(number=number)
        assert copy.reader == person and copy.meeting == meeting
        assert copy.sha256 == hashlib.sha256(response.content).hexdigest()
        assert f"copy-{number}.pdf" in response.headers["Content-Disposition"]
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Cache-Control"] == "no-store"
        assert f"Copy {number}" in text_of(response.content)
    rows = AuditRow.objects.filter(verb="meeting.pack_taken", reference=case.reference)
    assert sorted(row.detail["number"] for row in rows) == [1, 2, 3]
    # The paper that is bound in was opened with each of them.
    opened = AuditRow.objects.filter(verb="document.opened", actor=str(cast.la.pk))
    assert [row.detail["document"] for row in opened] == [str(case.documents.get(title="Alpha").pk)]
    page = words(as_user(cast.coordinator).get(of(meeting)))
    assert "Ingrid Solway" in page and "Tick off" in page


def test_looking_at_the_page_takes_no_copy(cast, as_user, meeting):
    page = words(as_user(cast.coordinator).get(of(meeting, "pack/")))
    assert "Download my copy" in page and not PackCopy.objects.exists()


@pytest.mark.parametrize("person", ["coordinator", "icb", "panel_member", "reviewer", "hospital_author"])
def test_panel_partners_reviewer_coordinator_and_substitutes_take_one(cast, case, as_user, meeting, person):
    sit_in(case, cast.hospital_author, cast.coordinator)
    download(as_user(getattr(cast, person)), meeting)
    assert PackCopy.objects.get().reader == getattr(cast, person)


@pytest.mark.parametrize("person", ["scrutineer", "lead_partner"])
def test_people_assigned_to_the_case_take_none(cast, case, as_user, meeting, person):
    assign(case, getattr(cast, person), cast.coordinator)
    for method in ("get", "post"):
        refused = getattr(as_user(getattr(cast, person)), method)(of(meeting, "pack/"))
        assert refused.status_code == 403 and "Only the review’s panel" in words(refused)
    assert not PackCopy.objects.exists()


@pytest.mark.parametrize("person", ["outsider", "agency_author", "hospital_author"])
def test_who_has_not_the_case_finds_no_pack(cast, as_user, meeting, person):
    browser = as_user(getattr(cast, person))
    for url in (of(meeting, "pack/"), of(meeting, "copies/1/")):
        assert browser.get(url).status_code == browser.post(url).status_code == 404
    assert not PackCopy.objects.exists()


def test_nothing_privileged_and_no_file_of_a_court_order_is_in_it(cast, case, as_user, meeting):
    """A paper that became one of them since it was chosen is left out as well."""
    ordered = paper(case, cast.coordinator, "Gamma")
    secret = paper(case, cast.coordinator, "Delta", document_class=DocumentClass.PRIVILEGED)
    meeting.papers.add(ordered, secret)
    facts = {"court": "Family Court", "scope": "No names.", "protects": "X", "recorded_by": cast.coordinator}
    CourtOrder.objects.create(
        case=case, document=ordered, title="Order", made_on=day_of(), recorded_at=clock.now(), **facts
    )
    whole = text_of(download(as_user(cast.coordinator), meeting).content)
    assert "Alpha one" in whole
    assert "Gamma" not in whole and "Delta" not in whole


def test_scripts_links_attachments_and_metadata_of_a_paper_stay_behind(cast, as_user, meeting):
    """C12: the pack holds a paper's pages, and nothing else that it carried."""
    made = all_bytes(download(as_user(cast.coordinator), meeting).content)
    for hidden in (b"app.alert", b"demo.invalid/out", b"attached words", b"Quarrington", b"/JavaScript"):
        assert hidden not in made, hidden


def test_a_paper_whose_file_is_damaged_or_too_long_is_read_in_the_portal(cast, as_user, meeting, monkeypatch):
    monkeypatch.setattr(pack, "MOST_PAGES", 1)
    assert "Alpha one" not in text_of(download(as_user(cast.coordinator), meeting).content)

    def damaged(document):
        raise storing.Damaged(storing.Fault.CHANGED)

    monkeypatch.setattr(pack, "MOST_PAGES", 200)
    monkeypatch.setattr(storing, "opened", damaged)
    whole = text_of(download(as_user(cast.coordinator), meeting).content)
    assert "Alpha one" not in whole and "1. Alpha" in whole


@pytest.mark.parametrize("data", [b"no PDF", files.pdf(password="x"), b""])
def test_what_is_no_open_pdf_is_not_bound(data):
    assert sheets.cleaned(data, 10) is None


def test_a_page_without_a_sheet_is_refused():
    with pytest.raises(ValueError, match="more pages"):
        binding.bound(files.pdf(2), [written("A", "B")])


def test_a_long_chronology_is_cut_to_what_is_marked_and_says_so(cast, case, as_user, meeting, monkeypatch):
    monkeypatch.setattr(pack, "MOST_EVENTS", 2)
    for number in range(3):
        event(case, cast.coordinator, f"Ordinary {number}.")
    event(case, cast.coordinator, "The turning point.", significance="key")
    whole = " ".join(text_of(download(as_user(cast.coordinator), meeting).content).split())
    assert "The turning point." in whole and "Ordinary 1" not in whole
    assert "has 5 events. Here are the 1 that are marked as key or significant; 4 are read in" in whole


def test_a_number_that_went_to_somebody_else_meanwhile_is_not_given_twice(cast, case, meeting, monkeypatch):
    """The PDF is made outside the transaction: when its number is taken, it is made again with the next."""
    made = pack.Pack.pdf

    def overtaken(self, *, number, reader, at):
        if number == 1:
            PackCopy.objects.create(meeting=meeting, number=1, reader=cast.la, taken_at=at, sha256="0" * 64)
        return made(self, number=number, reader=reader, at=at)

    monkeypatch.setattr(pack.Pack, "pdf", overtaken)
    copy, data = copies.take(case, meeting, by=cast.icb, at=clock.now())
    assert copy.number == 2 and "Copy 2" in text_of(data)


@pytest.mark.parametrize("settled", ["returned", "destroyed"])
def test_a_copy_is_ticked_off_once_by_the_coordinator_or_the_chair(cast, as_user, meeting, settled):
    PackCopy.objects.create(meeting=meeting, number=1, reader=cast.la, taken_at=clock.now(), sha256="0" * 64)
    url = of(meeting, "copies/1/")
    for person in ("la", "panel_member", "reviewer"):
        refused = as_user(getattr(cast, person)).post(url, {"settled": settled})
        assert refused.status_code == 403 and "Only the coordinator or the chair" in words(refused)
    browser = as_user(cast.police)
    assert "Choose what became of this copy." in words(browser.post(url, {}))
    page = words(browser.post(url, {"settled": settled}, follow=True))
    assert settled.capitalize() in page and "Tick off" not in page
    assert browser.post(url, {"settled": "returned"}).status_code == 409
    assert browser.get(of(meeting, "copies/2/")).status_code == 404
    assert AuditRow.objects.get(verb="meeting.copy_settled").detail["settled"] == settled


def test_after_the_case_is_closed_no_copy_goes_out_and_those_out_are_named(cast, case, as_user, meeting):
    PackCopy.objects.create(meeting=meeting, number=1, reader=cast.la, taken_at=clock.now(), sha256="0" * 64)
    assert "Still out" not in words(as_user(cast.coordinator).get(of(meeting)))
    type(case).objects.filter(pk=case.pk).update(stage="closed")
    browser = as_user(cast.coordinator)
    assert "Still out" in words(browser.get(of(meeting)))
    assert browser.post(of(meeting, "pack/")).status_code == 409
    assert browser.post(of(meeting, "copies/1/"), {"settled": "returned"}).status_code == 302


def test_missing_minutes_wait_for_the_coordinator_and_the_chair(cast, case, as_user, meeting, time_machine):
    def waiting(person):
        return "record the minutes of a meeting" in words(as_user(person).get("/staff/"))

    assert not waiting(cast.coordinator)
    time_machine.move_to(clock.at_hour(meeting.held_on + timedelta(days=1), 9))
    assert waiting(cast.coordinator) and waiting(cast.police)
    assert not waiting(cast.panel_member) and not waiting(cast.la)
    minute(as_user(cast.coordinator), meeting)
    assert not waiting(cast.coordinator) and not waiting(cast.police)
    assert "Record" in words(as_user(cast.coordinator).get(address(case)))

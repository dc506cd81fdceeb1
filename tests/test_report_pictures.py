"""Pictures of a report: from Word or added by hand, shown with words that say what they show, out to Word and back."""

import io
import re

import pytest
from docx import Document
from docx.shared import Cm

from cspr_portal.pictures import NOT_A_PICTURE, cleaned
from cspr_portal.text import pictures_of
from reviews.models import AuditRow
from reviews.stages import Stage
from tests import pictured, word_files
from tests.reading import address, everything_but_the_audit_log, words
from tests.reporting import bring, word
from tests.reviewing import next_version

pytestmark = pytest.mark.django_db

SHOWS = "Two boxes <side by side> & an *arrow* [between] them"


@pytest.fixture
def case(make_case):
    return make_case(Stage.DRAFTING).case


def with_two_pictures(document):
    document.add_heading("What happened", level=1)
    paragraph = document.add_paragraph("The plan was drawn early.")
    for content in (pictured.plan(), pictured.photograph()):
        shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Cm(3))
        shape._inline.docPr.set("descr", "Canary proposal")
    document.add_paragraph("And then changed.")


def typed(response, **changes):
    """What the form holds, as a browser sends it, with these changes."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None} | changes


def images(response):
    return re.findall(
        r'<p><img src="(files/[^"]+)" alt="([^"]*)" width="(\d+)" height="(\d+)"></p>',
        response.content.decode(),
    )


def test_a_word_files_pictures_wait_until_they_are_described_and_come_back_as_they_are(cast, case, as_user):
    browser, write = as_user(cast.reviewer), address(case, "report/write/")
    response = bring(browser, case, word(with_two_pictures))
    page = words(response)
    assert "2 pictures came with the file." in page
    assert "It stood under “What happened”, after “The plan was drawn early.”" in page
    assert not images(response)
    first, second = response.context["form"].offered
    assert response.context["form"][f"alt_{first.name}"].value() == "Canary proposal"
    assert b"Canary" not in bytes(first.content) and b"Canary" not in bytes(second.content)
    assert AuditRow.objects.get(verb="report.pictures_kept", reference=case.reference).detail["count"] == 2

    # Nobody else may know of a picture that waits.
    panel, outsider = as_user(cast.panel_member), as_user(cast.outsider)
    beside = address(case, f"report/files/{first.name}")
    assert browser.get(beside).status_code == 200
    assert panel.get(beside).status_code == outsider.get(beside).status_code == 404

    sent = typed(response)
    for changes, sentence in (
        ({f"do_{first.name}": "add", f"alt_{first.name}": " "}, "Enter what the picture shows"),
        ({"put": "yes"}, "Choose the picture, or say what becomes of one that waits."),
    ):
        assert sentence in words(browser.post(write, sent | changes))
    assert not case.review.report_versions.exists()
    choices = {f"do_{first.name}": "add", f"alt_{first.name}": SHOWS, f"do_{second.name}": "leave"}
    put = browser.post(write, sent | choices | {"put": "yes"})
    text = put.context["form"]["text"].value()
    assert pictures_of(text) == [(first.name, SHOWS)]
    assert "The plan was drawn early.\n\n![" in text and second.name not in text
    assert not case.review.report_pictures.filter(name=second.name).exists()
    assert not case.review.report_versions.exists()
    assert "Version 1 is written." in words(browser.post(write, typed(put), follow=True))

    # Everybody who reads the version sees it; it can do nothing, and no cache keeps it.
    for rest in ("report/", "report/1/", "report/1/comment/"):
        shown = (
            panel.get(address(case, rest))
            if "comment" not in rest
            else as_user(cast.coordinator).get(address(case, rest))
        )
        ((src, _alt, width, height),) = images(shown)
        assert SHOWS in words(shown)
        assert (int(width), int(height)) == (first.width, first.height) == (60, 40)
        served = panel.get(address(case, rest + src))
        assert served.content == cleaned(pictured.plan()).content
        assert served.headers["Content-Type"] == "image/png"
        assert (
            served.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
        )
        assert (served.headers["X-Content-Type-Options"], served.headers["Cache-Control"]) == (
            "nosniff",
            "no-store",
        )
        assert outsider.get(address(case, rest + src)).status_code == 404
    assert panel.get(address(case, f"report/2/files/{first.name}")).status_code == 404
    row = AuditRow.objects.filter(verb="opened.version_picture", reference=case.reference).last()
    assert row.actor == str(cast.panel_member.pk)

    # Out to Word with its words, and back without a question; a second version is compared with it.
    out = panel.get(address(case, "report/1/word/")).content
    (inline,) = Document(io.BytesIO(out)).inline_shapes
    assert inline._inline.docPr.get("descr") == SHOWS
    back = bring(browser, case, pictured.file(out, "report.docx"))
    assert "A picture is the one that the report has already" in words(back)
    assert back.context["form"].offered == []
    assert back.context["form"]["text"].value().strip() == case.review.report_versions.get().text.strip()
    changed = back.context["form"]["text"].value().replace("Two boxes", "Three boxes")
    browser.post(write, typed(back, text=changed))
    compared = words(panel.get(address(case, "report/compare/")))
    assert "Picture: " in compared and "Three" in compared
    assert case.review.report_pictures.get().described.startswith("Three boxes")


def test_a_picture_is_added_by_hand_and_a_conflict_loses_nothing(cast, case, as_user):
    next_version(case, "## One\n\nFirst.\n\n## Two\n\nSecond.", cast.reviewer)
    browser, write = as_user(cast.reviewer), address(case, "report/write/")
    page = browser.get(write)
    place = next(key for key, label in page.context["form"].fields["place"].choices if "“One”" in label)
    before = everything_but_the_audit_log()
    for changes, sentence in (
        ({"picture": pictured.file(pictured.plan()), "alt": ""}, "Enter what the picture shows"),
        ({"alt": "A plan."}, "Choose the picture that these words are about."),
        ({"picture": pictured.file(b"<html>"), "alt": "A plan."}, NOT_A_PICTURE),
        (
            {"text": "![x](picture:picture-bbbbbb.png)"},
            "a picture that this report doesn’t have: picture-bbbbbb.png",
        ),
    ):
        response = browser.post(write, typed(page) | changes)
        assert response.status_code == 200
        assert sentence in words(response), sentence
    assert everything_but_the_audit_log() == before

    sent = typed(page, alt="A plan.", place=place) | {"picture": pictured.file(pictured.photograph())}
    next_version(case, "## One\n\nWritten meanwhile.", cast.reviewer)
    late = browser.post(write, sent)
    assert late.status_code == 409
    picture = case.review.report_pictures.get()
    mark = f"![A plan.](picture:{picture.name})"
    assert picture.name.endswith(".jpg")
    assert late.context["form"]["text"].value() == f"## One\n\nFirst.\n\n{mark}\n\n## Two\n\nSecond."
    assert "Written meanwhile." in words(late)
    inline = typed(late, text=f"## One\n\nFirst {mark}")
    assert f"Put an empty line before and after the line that names {picture.name}" in words(
        browser.post(write, inline)
    )
    assert browser.post(write, typed(late)).status_code == 302
    assert case.review.report_versions.first().text.count(mark) == 1
    assert case.review.report_pictures.get().first_version == case.review.report_versions.first()


def test_a_text_that_is_being_agreed_takes_no_picture(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    sent = {"text": "Late.", "expected_number": "1", "alt": "A plan.", "place": "end", "put": "yes"}
    browsers = ((as_user(cast.reviewer), 409), (as_user(cast.coordinator), 403))
    before = everything_but_the_audit_log()
    for browser, status in browsers:
        picture = pictured.file(pictured.plan())
        refused = browser.post(address(case, "report/write/"), sent | {"picture": picture})
        assert refused.status_code == status
    assert everything_but_the_audit_log() == before


@pytest.mark.exhaustive
def test_a_real_files_picture_goes_through_libreoffice_and_stays_the_same(cast, case, as_user, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    browser = as_user(cast.reviewer)
    made = word_files.by_libreoffice(word_files.report(), tmp_path / "in")
    response = bring(browser, case, pictured.file(made, "report.docx"))
    (waiting,) = response.context["form"].offered
    assert waiting.stood_under == "The first conversation" and waiting.stood_after == "The plan:"
    sent = typed(response) | {f"do_{waiting.name}": "add", f"alt_{waiting.name}": "A black plan."}
    assert browser.post(address(case, "report/write/"), sent).status_code == 302
    version = case.review.report_versions.get()
    assert f"The plan:\n\n![A black plan.](picture:{waiting.name})\n\n" in version.text
    out = browser.get(address(case, "report/1/word/")).content
    back = bring(browser, case, pictured.file(word_files.resaved(out, tmp_path / "out"), "report.docx"))
    assert back.context["form"].offered == []
    assert pictures_of(back.context["form"]["text"].value()) == [(waiting.name, "A black plan.")]

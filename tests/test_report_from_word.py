"""The report comes from a Word file by way of the form, and goes out as one that can come back."""

import io

import pytest
from django.test import Client
from docx import Document

from cspr_portal import clock
from cspr_portal.word_in import read_word
from reviews import word_upload
from reviews.models import AuditRow
from reviews.stages import Stage
from tests import files
from tests.reading import address, everything_but_the_audit_log, words
from tests.reporting import bring, word
from tests.reviewing import next_version

pytestmark = pytest.mark.django_db

COMMENTED = """## What happened

In the **spring** each *service* saw something,[^1] and [wrote](https://example.org/a) it down.

1. First
2. Second
   - inner **one**

Between.

1. Anew

### A table

| Who | When |
| --- | --- |
| School | *March* |
| GP |  |

> Nobody asked.
>
> — Mother, in a letter

[^1]: A note on that."""


@pytest.fixture
def case(make_case):
    return make_case(Stage.DRAFTING).case


def carried_by(response):
    """What the form carries of the Word file, signed."""
    return response.context["form"]["carried"].value()


def with_what_is_hidden(document):
    document.core_properties.author = "Canary Author"
    document.core_properties.comments = "Canary"
    document.add_heading("What happened", level=1)
    run = document.add_paragraph().add_run("Hidden canary words.")
    run.font.hidden = True


def test_the_file_fills_the_form_and_nothing_is_saved_before_the_button(cast, case, as_user):
    browser = as_user(cast.reviewer)
    assert "Take version 1 from a Word file" in words(browser.get(address(case, "report/word/")))
    before = everything_but_the_audit_log()
    response = bring(browser, case, word(with_what_is_hidden))
    assert everything_but_the_audit_log() == before
    page = words(response)
    assert response.status_code == 200
    assert "A piece of hidden text is left out." in page
    assert "## Systemic reasons" in page and "One number to ring." in page
    assert "anary" not in page and "Quarrington" not in page
    assert f'action="{address(case, "report/write/")}"' in page
    form = response.context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed["text"] += "\n\nOne more sentence."
    saved = browser.post(address(case, "report/write/"), typed, follow=True)
    assert "Version 1 is written." in words(saved)
    version = case.review.report_versions.get()
    assert version.text.endswith("One more sentence.")
    assert "A piece of hidden text is left out." in version.taken_from_word
    shown = words(as_user(cast.coordinator).get(address(case, "report/1/")))
    assert "Taken from a Word file" in shown and "A piece of hidden text is left out." in shown


def test_the_findings_stay_through_an_error_and_a_conflict(cast, case, as_user):
    browser = as_user(cast.reviewer)
    carried = carried_by(bring(browser, case, word(with_what_is_hidden)))
    empty = browser.post(
        address(case, "report/write/"), {"text": " ", "expected_number": "0", "carried": carried}
    )
    assert "Enter the text of the report." in words(empty)
    assert "A piece of hidden text is left out." in words(empty)
    next_version(case, "Written meanwhile.", cast.reviewer)
    late = {"text": "From Word.", "expected_number": "0", "carried": carried}
    response = browser.post(address(case, "report/write/"), late)
    assert response.status_code == 409
    assert "From Word." in words(response) and "Written meanwhile." in words(response)
    assert "A piece of hidden text is left out." in words(response)
    again = {"text": "From Word.", "expected_number": "1", "carried": carried_by(response)}
    assert browser.post(address(case, "report/write/"), again).status_code == 302
    assert case.review.report_versions.first().taken_from_word


def test_findings_cannot_be_made_up_or_carried_to_another_case(cast, case, make_case, as_user):
    browser = as_user(cast.reviewer)
    carried = carried_by(bring(browser, case, word()))
    other = make_case(Stage.DRAFTING, pseudonym="Child Plover").case
    for where, what in ((case, "made:up"), (case, carried[:-1] + "~"), (other, carried)):
        form = {"text": "Typed for hours.", "expected_number": "0", "carried": what}
        response = browser.post(address(where, "report/write/"), form)
        assert response.status_code == 409
        assert "can’t be kept with this text" in words(response)
        assert "Typed for hours." in words(response)
        assert not where.review.report_versions.exists()
        again = {**form, "carried": carried_by(response)}
        assert again["carried"] == ""
    assert browser.post(address(case, "report/write/"), again).status_code == 302
    assert case.review.report_versions.get().taken_from_word == []


def test_only_the_reviewer_brings_a_file_and_only_while_drafting(cast, case, make_case, as_user):
    browsers = [as_user(person) for person in (cast.coordinator, cast.la, cast.panel_member)]
    before = everything_but_the_audit_log()
    for browser in browsers:
        assert browser.get(address(case, "report/word/")).status_code == 403
        assert bring(browser, case, word()).status_code == 403
    assert everything_but_the_audit_log() == before
    assert as_user(cast.outsider).get(address(case, "report/word/")).status_code == 404
    later = make_case(Stage.PANEL_AGREEMENT, pseudonym="Child Plover").case
    assert bring(as_user(cast.reviewer), later, word()).status_code == 409


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Just text.", "is not a Word file"),
        (b"PK\x03\x04broken", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
        (b"", "empty"),
    ],
)
def test_what_is_no_word_file_is_said_beside_the_field(cast, case, as_user, data, sentence):
    file = io.BytesIO(data)
    file.name = "report.docx"
    response = bring(as_user(cast.reviewer), case, file)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert "There is a problem" in words(response)
    assert not case.review.report_versions.exists()


def test_a_file_that_is_too_large_is_not_read(cast, case, as_user, monkeypatch):
    monkeypatch.setattr(word_upload, "LARGEST_WORD_FILE", 1_000)
    monkeypatch.setattr(word_upload, "read_word", lambda data: pytest.fail("it was read"))
    response = bring(as_user(cast.reviewer), case, word())
    assert "The file must have 0 MB or less; it has" in words(response)


def test_a_text_beyond_a_reports_length_is_refused_and_nothing_kept(cast, case, as_user):
    file = word(lambda document: [document.add_paragraph("So it was. " * 4_000) for _ in range(10)])
    browser = as_user(cast.reviewer)
    before = everything_but_the_audit_log()
    response = bring(browser, case, file)
    assert "and a report 400,000 or fewer. Nothing of it was kept." in words(response)
    assert everything_but_the_audit_log() == before


def test_a_version_goes_out_as_a_word_file_that_comes_back_the_same(cast, case, as_user, time_machine):
    next_version(case, COMMENTED, cast.reviewer)
    at = clock.now()
    time_machine.move_to(at, tick=False)
    response = as_user(cast.panel_member).get(address(case, "report/1/word/"))
    assert response.status_code == 200
    assert f"{case.reference}-report-version-1.docx" in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-store"
    head = "\n".join(one.text for one in Document(io.BytesIO(response.content)).sections[0].header.paragraphs)
    assert "OFFICIAL-SENSITIVE" in head and "Report, version 1" in head
    assert f"Copy for {cast.panel_member.name}, " in head
    assert read_word(response.content).markdown.strip() == COMMENTED
    row = AuditRow.objects.filter(verb="report.downloaded", reference=case.reference).get()
    assert row.actor == str(cast.panel_member.pk)


def test_who_may_not_read_the_report_gets_no_file(cast, case, as_user):
    next_version(case, "A text.", cast.reviewer)
    assert as_user(cast.outsider).get(address(case, "report/1/word/")).status_code == 404
    assert as_user(cast.reviewer).get(address(case, "report/2/word/")).status_code == 404
    assert Client().get(address(case, "report/1/word/")).status_code == 302
    assert not AuditRow.objects.filter(verb="report.downloaded").exists()


def test_a_document_with_macros_is_refused(cast, case, as_user):
    file = io.BytesIO(files.office(files.WORD, "word/document.xml", **{"word/vbaProject.bin": b"x"}))
    file.name = "report.docx"
    response = bring(as_user(cast.reviewer), case, file)
    assert response.context["form"].errors["file"]

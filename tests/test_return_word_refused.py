"""A file that can't be the return form, or says nothing: a clear sentence beside the field, and nothing is lost."""

import io

import pytest
from docx import Document

from reviews import word_upload
from tests import asking, files, word_files
from tests.asking import SAID, asked, theirs
from tests.filled_in import as_file, filled, named, send
from tests.reading import everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

BRING, WORD = "return/from-word/", "return/word/"


@pytest.fixture
def found(cast, rapid):
    """A request with a draft."""
    made = asked(rapid, cast)
    asking.saved(made)
    return made


@pytest.fixture
def author(cast, as_user):
    """The author's browser."""
    return as_user(cast.agency_author)


def refused(browser, found, file) -> str:
    """What is said of the file; nothing is changed by it."""
    before = everything_but_the_audit_log()
    response = send(browser, theirs(found, BRING), file)
    assert response.status_code == 200
    assert everything_but_the_audit_log() == before
    page = words(response)
    assert "There is a problem" in page and "Quarrington" not in page
    assert "Read the file" in page
    return str(response.context["form"].errors["file"])


def locked() -> bytes:
    """What Word saves with a password, as far as the portal looks."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"Just text.", "is not a Word document"),
        (b"PK\x03\x04broken", "opened"),
        (locked(), "password"),
        (files.office(files.WORD, "word/document.xml", **{"word/vbaProject.bin": b"x"}), "macros"),
        (b"", "empty"),
    ],
)
def test_what_is_no_word_file_is_said_beside_the_field(found, author, data, sentence):
    assert sentence in refused(author, found, named(data))


def test_a_file_that_is_too_large_is_not_read(found, author, monkeypatch):
    monkeypatch.setattr(word_upload, "LARGEST_WORD_FILE", 1_000)
    monkeypatch.setattr(word_upload, "read_word", lambda data: pytest.fail("it was read"))
    assert "The file must have 0 MB or less; it has" in refused(
        author, found, named(word_files.paragraph("A"))
    )


def test_a_word_file_without_one_heading_of_the_form_is_refused(found, author):
    said = refused(author, found, named(word_files.paragraph("Dear coordinator", SAID)))
    assert "None of the headings of the return form is in this file." in said


def test_a_form_with_nothing_written_is_refused(found, author):
    document = Document(io.BytesIO(author.get(theirs(found, WORD)).content))
    for one in document.paragraphs:
        if one.style.name == "Normal":
            one.clear()
    assert "Nothing is written under the headings of this file." in refused(author, found, as_file(document))


def test_no_file_at_all_is_said(found, author):
    response = author.post(theirs(found, BRING), {"file": "text"})
    assert "Choose the Word file." in words(response)


def test_a_text_longer_than_the_form_holds_stays_on_the_page(found, author):
    file = filled(author.get(theirs(found, WORD)), {"Possible improvements": "So it was. " * 2_000})
    response = send(author, theirs(found, BRING), file)
    form = response.context["form"]
    typed = {name: form[name].value() for name in form.fields}
    answer = author.post(theirs(found, "return/"), typed)
    assert answer.status_code == 200
    assert "20,000" in str(answer.context["form"].errors["improvements"])
    assert "So it was. So it was." in words(answer)

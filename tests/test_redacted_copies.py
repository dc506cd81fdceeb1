"""A redacted copy in which something can't be seen is refused, with the pages and the reason and never the words."""

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from reviews.models import AuditRow
from tests import cleaning_files, files, registering, word_files
from tests.cleaning_files import line
from tests.reading import everything_but_the_audit_log, words
from tests.registering import at
from tests.test_cleaning_hidden import OVER, PHOTO, SEEN, document

pytestmark = pytest.mark.django_db
SECRET = "Zebedee Quill"
SCAN = b"q 595 0 0 842 0 0 cm /Photo Do Q\n"
BOX = b"0 g " + OVER


def pdf(*pages: bytes) -> bytes:
    """A PDF of these pages, on which ordinary words stand too."""
    return cleaning_files.saved(document(*pages))


def scan(*over: bytes) -> bytes:
    """A PDF of one picture, with what is drawn after it."""
    made = document(b"")
    made.pages[0].obj.Contents = made.make_stream(SCAN + b"".join(over))
    return cleaning_files.saved(made)


def marked() -> bytes:
    """One with a redaction that was marked and never applied."""
    made = document(line(SECRET, 700))
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=Array([60, 695, 260, 715]))
    made.pages[0].obj.Annots = Array([mark])
    return cleaning_files.saved(made)


def carrying() -> bytes:
    """One with an attached file and a comment."""
    made = document(b"")
    made.attachments["notes.txt"] = pikepdf.AttachedFileSpec(made, SECRET.encode(), filename="notes.txt")
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 20, 20]), Contents=SECRET)
    made.pages[0].obj.Annots = Array([note])
    return cleaning_files.saved(made)


def word(inside: str) -> bytes:
    """A Word file whose one paragraph holds this."""
    return word_files.with_body(word_files.para(inside))


def test_c02_a10_a_redacted_copy_in_which_something_cannot_be_seen_is_refused_and_not_kept(
    cast: Any, make_case: Any, as_user: Any, media: Any
) -> None:
    request = registering.received(cast.coordinator, make_case().case)
    browser = as_user(cast.coordinator)
    assert "A PDF in which something can’t be seen is refused" in words(
        browser.get(at(request, "copies/add/"))
    )
    behind = b"".join(line(f"{SECRET} recognised {number}", 700 - 20 * number, "3 Tr") for number in range(9))
    hidden, covered = line(SECRET, 700, "1 g"), line(SECRET, 700) + BOX
    refused = {
        "boxed.pdf": (
            pdf(covered, b"", hidden, covered),
            "pdf_hidden",
            "Pages 1 and 4: text under a box or a picture; page 3: text in the colour of what is behind it. Apply",
        ),
        "scan.pdf": (scan(behind), "pdf_hidden", "Page 1: words behind the picture of a page"),
        "boxed-scan.pdf": (scan(BOX), "pdf_hidden", "Page 1: "),
        "marked.pdf": (marked(), "pdf_unfit", "redactions that were marked but not applied"),
        "carrying.pdf": (carrying(), "pdf_hidden", "In the file: comments and attached files."),
        "changed.docx": (
            word(f"{word_files.run('Seen.')}<w:del>{word_files.run(SECRET)}</w:del>"),
            "word_hidden",
            "This Word file holds tracked changes",
        ),
    }
    before = everything_but_the_audit_log()
    for name, (data, why, sentence) in refused.items():
        answer = browser.post(
            at(request, "copies/add/"), {"title": "Redacted", "file": files.upload(name, data)}
        )
        page = words(answer)
        assert answer.status_code == 200 and sentence in page and "not kept" in page, (name, page)
        assert "Zebedee" not in page and "Quill" not in page, name
        row = AuditRow.objects.filter(verb="information.copy_refused").latest("sequence")
        assert (row.outcome, row.detail) == ("denied", {"request": str(request.pk), "why": why}), name
    assert AuditRow.objects.filter(verb="information.copy_refused").count() == len(refused)
    assert everything_but_the_audit_log() == before and not [one for one in media.rglob("*") if one.is_file()]

    passing = {
        "redacted.pdf": pdf(BOX, PHOTO + SEEN),
        "scan.pdf": scan(),
        "minutes.docx": word(word_files.run("All of it is seen.")),
    }
    for name, data in passing.items():
        answer = browser.post(at(request, "copies/add/"), {"title": name, "file": files.upload(name, data)})
        assert answer.status_code == 302, (name, words(answer))
    assert set(request.copies.values_list("title", flat=True)) == set(passing)

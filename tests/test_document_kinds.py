"""Which files may be added to a case: told by their content, whatever they are called, and refused with what to do."""

import hashlib
import io
import struct
import subprocess
import sys
import zipfile

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from reviews.documents import kinds, opening
from reviews.documents.examining import examine
from reviews.models import Document
from tests import files
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'\xef\xbb\xbf<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
MACRO_TYPES = (
    '<Types><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
)
HIDDEN_MACRO = (
    f'<Types><Override PartName="/word/document.xml" ContentType="{files.WORD}"/>'
    '<Default Extension="x" ContentType="application/vnd.ms-office.&#118;baProject"/></Types>'
)
ENTITIES = (
    '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    f'<Types><Override PartName="/word/document.xml" ContentType="{files.WORD}"/><x>&b;</x></Types>'
)
LOCKED_ODT = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"


def lying_zip() -> bytes:
    """A Word file whose list says that a part of ten megabytes has ten bytes."""
    made = bytearray(files.word_with("word/big.xml", bytes(10_000_000)))
    at = made.rfind(b"PK\x01\x02", 0, made.rfind(b"word/big.xml"))
    struct.pack_into("<L", made, at + 24, 10)
    return bytes(made)


def locked_zip() -> bytes:
    """A Word file whose parts say that they are encrypted."""
    made = bytearray(files.word())
    at = -1
    while (at := made.find(b"PK\x01\x02", at + 1)) >= 0:
        made[at + 8] |= 1
    return bytes(made)


def polyglot(first: bytes) -> bytes:
    """A zip behind another file."""
    made = io.BytesIO(first)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("hidden.exe", EXE)
    return made.getvalue()


BAD = {
    "nothing in it": ("letter.pdf", lambda: b"", kinds.EMPTY),
    "a web page called PDF": ("letter.pdf", lambda: HTML, kinds.MARKUP),
    "a web page called text": ("letter.txt", lambda: HTML, kinds.MARKUP),
    "a web page with a PDF later": ("letter.pdf", lambda: HTML + files.pdf(), kinds.MARKUP),
    "a PDF that begins late": ("letter.pdf", lambda: b"\n" + files.pdf(), kinds.NOT_ALLOWED),
    "a PDF by its first bytes only": ("letter.pdf", lambda: b"%PDF-1.7\n" + HTML, kinds.BROKEN),
    "half a PDF": ("letter.pdf", lambda: files.pdf()[:-40], kinds.BROKEN),
    "a PDF with a long tail": ("letter.pdf", lambda: files.pdf() + HTML + bytes(2000), kinds.BROKEN),
    "a PDF without pages": ("letter.pdf", lambda: files.pdf(0), kinds.BROKEN),
    "a PDF of 5,001 pages": ("letter.pdf", lambda: files.pdf(5001), kinds.TOO_MANY_PAGES),
    "a PDF with a password": ("letter.pdf", lambda: files.pdf(1, "secret"), kinds.LOCKED),
    "a PDF that is a bomb": ("letter.pdf", files.pdf_bomb, kinds.BROKEN),
    "a PDF with a zip behind it": ("letter.pdf", lambda: polyglot(files.pdf()), kinds.TWO_IN_ONE),
    "a picture with a zip behind it": ("a.png", lambda: polyglot(files.picture("PNG")), kinds.TWO_IN_ONE),
    "half a picture": ("plan.png", lambda: files.picture("PNG", 900, 900)[:400], kinds.BROKEN),
    "half a photograph": ("plan.jpg", lambda: files.picture("JPEG", 900, 900)[:900], kinds.BROKEN),
    "a picture that is a bomb": (
        "plan.png",
        lambda: files.picture("PNG", 30_000, 30_000),
        kinds.TOO_MANY_PIXELS,
    ),
    "a drawing called picture": ("plan.png", lambda: SVG, kinds.MARKUP),
    "a moving picture": ("plan.png", lambda: b"GIF89a" + bytes(40), kinds.NOT_ALLOWED),
    "a program called PDF": ("letter.pdf", lambda: EXE, kinds.NOT_ALLOWED),
    "a program called text": ("letter.txt", lambda: EXE, kinds.NOT_TEXT),
    "a plain zip": ("letter.docx", lambda: files.zipped({"a.exe": EXE}), kinds.NOT_ALLOWED),
    "a zip called PDF": ("letter.pdf", lambda: files.zipped({"a.txt": b"a"}), kinds.NOT_ALLOWED),
    "half a zip": ("minutes.docx", lambda: files.word()[:-30], kinds.BROKEN),
    "a zip with a wrong sum": (
        "minutes.docx",
        lambda: files.word().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x08\x00", b"PK\x01\x02" + bytes(8)),
        kinds.BROKEN,
    ),
    "macros, by name": (
        "minutes.docx",
        lambda: files.word_with("word/vbaProject.bin", b"macro"),
        kinds.MACROS,
    ),
    "docm renamed docx": (
        "minutes.docx",
        lambda: files.office("", "word/document.xml", types=MACRO_TYPES),
        kinds.MACROS,
    ),
    "macros under another name": (
        "minutes.docx",
        lambda: files.office("", "word/document.xml", types=HIDDEN_MACRO, **{"word/a.x": b"macro"}),
        kinds.MACROS,
    ),
    "macros in a sheet": (
        "rota.xlsx",
        lambda: files.office(files.EXCEL, "xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": b"<x/>"}),
        kinds.MACROS,
    ),
    "macros in OpenDocument": (
        "note.odt",
        lambda: files.open_document(**{"Basic/script-lc.xml": b"<x/>"}),
        kinds.MACROS,
    ),
    "OpenDocument with a password": (
        "note.odt",
        lambda: files.open_document(manifest=LOCKED_ODT),
        kinds.LOCKED,
    ),
    "an OpenDocument drawing": (
        "note.odt",
        lambda: files.open_document("application/vnd.oasis.opendocument.graphics"),
        kinds.NOT_ALLOWED,
    ),
    "Word with a password, as a zip": ("minutes.docx", locked_zip, kinds.LOCKED),
    "Word of 2003, or with a password": ("minutes.docx", lambda: OLE, kinds.OLD_OFFICE),
    "a zip bomb": ("minutes.docx", lambda: files.word_with("word/big.xml", bytes(30_000_000)), kinds.BOMB),
    "a zip bomb that lies": ("minutes.docx", lying_zip, kinds.BROKEN),
    "too many parts": (
        "minutes.docx",
        lambda: files.office(files.WORD, "word/document.xml", **{f"word/{n}": b"" for n in range(10_001)}),
        kinds.BOMB,
    ),
    "a part that leads out": (
        "minutes.docx",
        lambda: files.word_with("../../etc/cron.d/x", b"x"),
        kinds.BROKEN,
    ),
    "an XML bomb": (
        "minutes.docx",
        lambda: files.office("", "word/document.xml", types=ENTITIES),
        kinds.BROKEN,
    ),
    "no XML at all": (
        "minutes.docx",
        lambda: files.office("", "word/document.xml", types="<Types"),
        kinds.BROKEN,
    ),
    "text with a NUL": ("note.txt", lambda: b"A note.\x00", kinds.NOT_TEXT),
    "text of 16 bits": ("note.txt", lambda: "A note.".encode("utf-16"), kinds.NOT_TEXT),
    "text of no encoding": ("note.txt", lambda: b"A note \x81\x8d.", kinds.NOT_TEXT),
    "rich text": ("note.txt", lambda: rb"{\rtf1\ansi A note.}", kinds.MARKUP),
    "a script": ("note.txt", lambda: b"#!/bin/sh\nrm -rf /\n", kinds.MARKUP),
    "text called PDF": ("note.pdf", lambda: b"A note.", kinds.NOT_ALLOWED),
    "text with two endings": ("note.txt.html", lambda: b"A note.", kinds.NOT_ALLOWED),
    "an e-mail without a sender": ("mail.eml", lambda: b"Subject: x\n\nText.", kinds.NOT_AN_EMAIL),
    "a note called e-mail": ("mail.eml", lambda: b"Only a note.", kinds.NOT_AN_EMAIL),
}


@pytest.mark.parametrize(("name", "make", "ending"), files.GOOD.values(), ids=files.GOOD.keys())
def test_each_kind_is_taken_and_known_by_its_content(cast, make_case, as_user, name, make, ending):
    case = make_case().case
    data = make()
    response = as_user(cast.coordinator).post(address(case, "documents/add/"), files.typed(name, data))
    assert response.status_code == 302, response.context["form"].errors
    document = Document.objects.get()
    assert document.extension == ending
    assert document.media_type == kinds.KINDS[ending].media_type
    assert (document.size, document.sha256) == (len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(("name", "make", "sentence"), BAD.values(), ids=BAD.keys())
def test_each_other_file_is_refused_with_what_to_do_and_nothing_is_kept(
    cast, make_case, as_user, media_root, name, make, sentence
):
    """C01, C02, C04, C10: by content, in a sentence, and nothing left on disk."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    before, lying = everything_but_the_audit_log(), files.on_disk(media_root)
    response = browser.post(address(case, "documents/add/"), files.typed(name, make()))
    assert response.status_code == 200
    assert response.context["form"].errors["file"] == [sentence]
    page = words(response)
    assert sentence in page
    assert 'value="Letter from the coroner"' in page
    assert everything_but_the_audit_log() == before
    assert files.on_disk(media_root) == lying


@pytest.mark.parametrize("name", ["letter.exe", "letter.pdf.exe", "letter", ".pdf", "letter.docx", "a.html"])
def test_a_wrong_ending_makes_a_pdf_no_worse(cast, make_case, as_user, name):
    """C01: the content counts, and the ending that a download gets comes from it."""
    case = make_case().case
    assert (
        as_user(cast.coordinator).post(address(case, "documents/add/"), files.typed(name)).status_code == 302
    )
    assert Document.objects.get().extension == "pdf"


@pytest.mark.exhaustive
def test_a_bomb_takes_a_process_of_its_own_and_no_more_than_its_share(tmp_path):
    """C04: a megabyte that unpacks to far more ends with the reader, within its limits."""
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(files.pdf_bomb())
    program = (
        "import pathlib, resource, sys; from reviews.documents import opening;"
        "print(opening.state_of('pdf', pathlib.Path(sys.argv[1]).read_bytes()));"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(bomb)], capture_output=True, text=True, check=True, timeout=30
    )
    state, megabytes = done.stdout.split()
    assert state == opening.BROKEN
    assert int(megabytes) < 700


@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0"]),
)
@limits(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_garbage_is_refused_with_a_sentence_or_is_text(data, start):
    sent = files.upload("note.txt", start + data)
    try:
        found = examine(sent, 1_000_000)
    except kinds.Unfit as unfit:
        assert unfit.sentence.startswith("The ") and unfit.sentence.endswith(".")
    else:
        assert found.kind.extension == "txt"
        assert b"\x00" not in start + data

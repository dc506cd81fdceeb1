"""Files as people send them, whole and hostile, and what is typed with them. No test lives here."""

import io
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from docx import Document as WordDocument
from PIL import Image

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.correspondence import actions as letters
from reviews.documents import actions as documents
from reviews.documents.examining import examine
from reviews.models import Case, Direction, DocumentClass, Party, User
from reviews.stages import Stage
from tests.reading import address

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
ODT = "application/vnd.oasis.opendocument.text"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{type}"/>{more}</manifest:manifest>'
)
EML = (
    b"From: Coroner's officer <officer@demo.invalid>\r\nTo: panel@demo.invalid\r\n"
    b"Date: Mon, 7 Dec 2026 10:00:00 +0000\r\nSubject: Inquest\r\n\r\nThe inquest opens in March.\r\n"
)


def zipped(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(main_type: str, main: str, **more: str | bytes) -> bytes:
    """The least that an Office file is: a list of types, a relation, the main part."""
    types = f'<Override PartName="/{main}" ContentType="{main_type}"/>'
    return zipped(
        {
            "[Content_Types].xml": more.pop("types", "")
            or f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>',
            "_rels/.rels": "<Relationships/>",
            main: "<document/>",
            **more,
        }
    )


def word_with(part: str, content: bytes) -> bytes:
    """A Word file with one more part."""
    return office(WORD, "word/document.xml", **{part: content})


def open_document(media_type: str = ODT, manifest: str = "", **more: str | bytes) -> bytes:
    """An OpenDocument file."""
    return zipped(
        {
            "mimetype": media_type,
            "META-INF/manifest.xml": MANIFEST.format(type=media_type, more=manifest),
            "content.xml": "<office/>",
            **more,
        },
        zipfile.ZIP_STORED,
    )


@cache
def pdf(pages: int = 1, password: str = "") -> bytes:
    """A PDF of empty pages."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _number in range(pages):
            document.add_blank_page(page_size=(595, 842))
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(made, encryption=encryption)
    return made.getvalue()


@cache
def pdf_bomb(megabytes: int = 900) -> bytes:
    """A PDF of about a megabyte whose list of objects unpacks to far more than a reader should take."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _number in range(megabytes)) + packer.flush()
    body = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    start = len(body)
    head = (
        b"3 0 obj\n<< /Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n"
    )
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return body + head % len(packed) + packed + end % start


@cache
def word() -> bytes:
    """A Word file as Word would save it."""
    made = io.BytesIO()
    document = WordDocument()
    document.add_paragraph("Minutes of the meeting.")
    document.save(made)
    return made.getvalue()


@cache
def picture(kind: str, width: int = 40, height: int = 30) -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new("1" if width * height > 1_000_000 else "RGB", (width, height)).save(made, kind)
    return made.getvalue()


# One of each kind that may be added: the name it is sent under, its bytes, and the ending it gets.
GOOD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "PDF": ("letter.pdf", pdf, "pdf"),
    "Word": ("minutes.docx", word, "docx"),
    "Excel": ("rota.xlsx", lambda: office(EXCEL, "xl/workbook.xml"), "xlsx"),
    "PowerPoint": ("talk.pptx", lambda: office(POWERPOINT, "ppt/presentation.xml"), "pptx"),
    "OpenDocument": ("note.odt", open_document, "odt"),
    "PNG": ("plan.png", lambda: picture("PNG"), "png"),
    "JPEG": ("photo.JPEG", lambda: picture("JPEG"), "jpg"),
    "text": ("note.txt", lambda: "A note – with a dash.\n".encode(), "txt"),
    "Windows text": ("note.txt", lambda: "A note – with a dash.\r\n".encode("cp1252"), "txt"),
    "text with a mark": ("note.TXT", lambda: "\ufeffA note.".encode(), "txt"),
    "CSV": ("chronology.csv", lambda: b"day,what\n2026-12-07,seen\n", "csv"),
    "e-mail": ("message.eml", lambda: EML, "eml"),
}


def upload(name: str, data: bytes, media_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(name, data, content_type=media_type)


def typed(name: str = "letter.pdf", data: bytes | None = None, **changes: Any) -> dict[str, Any]:
    """A whole form to add a document: a PDF, unless another file is given."""
    return {
        "title": "Letter from the coroner",
        "document_class": "ordinary",
        "file": upload(name, pdf() if data is None else data),
        **changes,
    }


def add(browser: Client, case: Case, **changes: Any) -> HttpResponse:
    """Send the form that adds a document."""
    return browser.post(address(case, "documents/add/"), typed(**changes))


def on_disk(folder: Path) -> list[Path]:
    """All files below the folder."""
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def body(name: bytes, data: bytes, **fields: str) -> bytes:
    """A form with a file as it goes over the wire, its name untouched (a test client would tidy it)."""
    parts = [
        b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (key.encode(), value.encode())
        for key, value in fields.items()
    ]
    parts.append(b'Content-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s' % (name, data))
    return b"".join(b"--border\r\n" + part + b"\r\n" for part in parts) + b"--border--\r\n"


def papers(case: Case, by: User) -> None:
    """Put a document and a letter on the case."""
    at = clock.now()
    documents.add_document(
        case,
        file=examine(upload("letter.pdf", pdf()), settings.FILE_LIMIT),
        title="Letter from the coroner",
        document_class=DocumentClass.ORDINARY,
        by=by,
        at=at,
    )
    letters.record_correspondence(
        case,
        direction=Direction.IN,
        party=Party.CORONER,
        happened_on=clock.today(at),
        subject="Request for papers",
        due_on=clock.today(at) + timedelta(days=14),
        by=by,
        at=at,
    )


def _papers(walk: Walk) -> None:
    papers(walk.case, walk.coordinator)


# Forms of documents and letters: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "add_document": (Stage.LOGGED, "coordinator", lambda walk: None),
    "remove_document": (Stage.LOGGED, "coordinator", _papers),
    "record_correspondence": (Stage.LOGGED, "police", _papers),
    "mark_answered": (Stage.LOGGED, "coordinator", _papers),
    "correct_days": (Stage.LOGGED, "la", _papers),
    "remove_correspondence": (Stage.LOGGED, "coordinator", _papers),
}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    if name in {"document", "remove_document"}:
        return {"document": case.documents.first().pk}
    if name in {"mark_answered", "correct_days", "remove_correspondence"}:
        return {"letter": case.correspondence.first().pk}
    return {}

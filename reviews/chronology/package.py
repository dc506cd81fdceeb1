"""Looks into an Excel or Word file before any reader of its content does: nothing in it may run, swell or lead out."""

import io
import re
import zipfile

from reviews.documents import office
from reviews.documents.kinds import BOMB as DOCUMENT_BOMB
from reviews.documents.kinds import BROKEN, NOT_ALLOWED, Unfit
from reviews.documents.kinds import MACROS as DOCUMENT_MACROS

from .sentences import LINKS, MACROS, NOT_A_TABLE, STRICT, TOO_MUCH

MOST_XML = 80 * 1024 * 1024
# Tags cost a reader its time, whatever their size. Word writes some forty for a cell.
MOST_TAGS = 3_000_000
MOST_TAGS_OF = {"xl/styles.xml": 100_000, "xl/sharedstrings.xml": 1_000_000}
XML_ENDINGS = (".xml", ".rels", ".vml")
OTHER_FILES = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/")
# Office writes UTF-8. In another encoding a document type would not show as the bytes below.
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(?:spreadsheetml|wordprocessingml)/main")
BEGINNING = 4096


def kind_of(data: bytes) -> str:
    """Return "xlsx" or "docx" for bytes that begin as a zip does, or raise Unfit with what to do."""
    try:
        kind = office.extension_of(io.BytesIO(data))
    except Unfit as unfit:
        ours = {NOT_ALLOWED: NOT_A_TABLE, DOCUMENT_MACROS: MACROS, DOCUMENT_BOMB: TOO_MUCH}
        raise Unfit(ours.get(unfit.sentence, unfit.sentence)) from unfit
    if kind not in ("xlsx", "docx"):
        raise Unfit(NOT_A_TABLE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check(archive)
    return kind


def _check(archive: zipfile.ZipFile) -> None:
    size = tags = 0
    for part in archive.infolist():
        name = part.filename.lower()
        if name.startswith(OTHER_FILES):
            raise Unfit(LINKS)
        if name.endswith(".svg"):
            continue
        content = archive.read(part)
        is_xml = _BEGINS.match(content) is not None
        if name.endswith(XML_ENDINGS) and content and (not is_xml or b"\x00" in content):
            raise Unfit(BROKEN)
        if not is_xml:
            continue
        if _TYPE.search(content):
            raise Unfit(BROKEN)
        if _STRICT.search(content, 0, BEGINNING):
            raise Unfit(STRICT)
        found = content.count(b"<")
        size, tags = size + len(content), tags + found
        if size > MOST_XML or tags > MOST_TAGS or found > MOST_TAGS_OF.get(name, MOST_TAGS):
            raise Unfit(TOO_MUCH)

"""Which kind of Office file a zip is: whole, without macros, password or bomb. Nothing is unpacked onto a disk."""

import zipfile
from typing import IO

from lxml import etree

from cspr_portal import zips
from cspr_portal.sizes import MEGABYTE

from .kinds import BOMB, BROKEN, LOCKED, MACROS, NOT_ALLOWED, Unfit

MOST_PARTS = 10_000
MOST_UNPACKED = 200 * MEGABYTE
LONGEST_LIST = 5 * MEGABYTE
CHUNK = 64 * 1024

CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument"
MAIN_PARTS = {
    f"{_MAIN}.wordprocessingml.document.main+xml": "docx",
    f"{_MAIN}.spreadsheetml.sheet.main+xml": "xlsx",
    f"{_MAIN}.presentationml.presentation.main+xml": "pptx",
}
SAID = {
    zips.Fault.BOMB: BOMB,
    zips.Fault.LOCKED: LOCKED,
    zips.Fault.BROKEN: BROKEN,
    zips.Fault.ACTIVE: MACROS,
}
ODT = b"application/vnd.oasis.opendocument.text"
ODT_SCRIPTS = ("basic/", "scripts/", "dialogs/")
MANIFEST = "META-INF/manifest.xml"


def extension_of(file: IO[bytes]) -> str:
    """Return "docx", "xlsx", "pptx" or "odt" for a file that begins as a zip does, or raise Unfit."""
    try:
        with zipfile.ZipFile(file) as archive:
            wrong = zips.fault(archive, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
            if wrong is not None:
                raise Unfit(SAID[wrong])
            _unpack_all(archive)
            names = set(archive.namelist())
            if CONTENT_TYPES in names:
                return _microsoft(archive, names)
            if archive.infolist() and archive.infolist()[0].filename == "mimetype":
                return _open_document(archive, names)
    except Unfit:
        raise
    except Exception as error:
        # A zip made to hurt breaks the readers of zip and XML in a dozen ways; all of them mean the same here.
        raise Unfit(BROKEN) from error
    raise Unfit(NOT_ALLOWED)


def _unpack_all(archive: zipfile.ZipFile) -> None:
    """Read every part once: its sum has to be right, and its size no more than the list says."""
    for part in archive.infolist():
        with archive.open(part) as opened:
            while opened.read(CHUNK):
                pass


def _microsoft(archive: zipfile.ZipFile, names: set[str]) -> str:
    types = _types(archive)
    if any(map(zips.is_active, types.values())):
        raise Unfit(MACROS)
    found = {MAIN_PARTS[each] for part, each in types.items() if each in MAIN_PARTS and part in names}
    if len(found) != 1 or "_rels/.rels" not in names:
        raise Unfit(NOT_ALLOWED)
    return found.pop()


def _types(archive: zipfile.ZipFile) -> dict[str, str]:
    """The type of each part that the list of types names; ".bin" stands for all parts of that ending."""
    found = {}
    for element in _xml(archive, CONTENT_TYPES):
        name = element.get("PartName", "").lstrip("/") or f".{element.get('Extension', '')}"
        found[name] = element.get("ContentType", "")
    return found


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> str:
    if archive.read("mimetype") != ODT or MANIFEST not in names:
        raise Unfit(NOT_ALLOWED)
    if any(name.lower().startswith(ODT_SCRIPTS) for name in names):
        raise Unfit(MACROS)
    if any(etree.QName(each).localname == "encryption-data" for each in _xml(archive, MANIFEST).iter("*")):
        raise Unfit(LOCKED)
    if "content.xml" not in names:
        raise Unfit(BROKEN)
    return "odt"


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """The part as XML. Entities stay unread, nothing is fetched, and a document type is refused."""
    if archive.getinfo(name).file_size > LONGEST_LIST:
        raise Unfit(BOMB)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(archive.read(name), parser)
    if root.getroottree().docinfo.doctype:
        raise Unfit(BROKEN)
    return root

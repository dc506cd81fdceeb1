"""Which kind of Office file a zip is: whole, without macros, password or bomb. Nothing is unpacked onto a disk."""

import zipfile
from typing import IO

from lxml import etree

from .kinds import BOMB, BROKEN, LOCKED, MACROS, NOT_ALLOWED, Unfit

MOST_PARTS = 10_000
MOST_UNPACKED = 200 * 1024 * 1024
# XML packs to a tenth, seldom to a fiftieth; what holds little may pack better.
MOST_RATIO = 100
LITTLE = 5 * 1024 * 1024
LONGEST_LIST = 5 * 1024 * 1024
CHUNK = 64 * 1024
ENCRYPTED = 0x1

CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument"
MAIN_PARTS = {
    f"{_MAIN}.wordprocessingml.document.main+xml": "docx",
    f"{_MAIN}.spreadsheetml.sheet.main+xml": "xlsx",
    f"{_MAIN}.presentationml.presentation.main+xml": "pptx",
}
# Words in the type of a part that can run: VBA, macro-enabled documents, Excel 4 macro sheets, ActiveX.
ACTIVE_TYPES = ("vba", "macro", "activex")
ACTIVE_NAMES = ("vbaproject", "vbadata", "/macrosheets/", "/activex/")
ODT = b"application/vnd.oasis.opendocument.text"
ODT_SCRIPTS = ("basic/", "scripts/", "dialogs/")
MANIFEST = "META-INF/manifest.xml"


def extension_of(file: IO[bytes]) -> str:
    """Return "docx", "xlsx", "pptx" or "odt" for a file that begins as a zip does, or raise Unfit."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive)
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


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse by the zip's own list, before anything is unpacked."""
    parts = archive.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise Unfit(BOMB)
    if unpacked > LITTLE and unpacked > MOST_RATIO * packed:
        raise Unfit(BOMB)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unfit(LOCKED)
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        raise Unfit(BROKEN)
    if any(word in f"/{name}" for name in names for word in ACTIVE_NAMES):
        raise Unfit(MACROS)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _unpack_all(archive: zipfile.ZipFile) -> None:
    """Read every part once: its sum has to be right, and its size no more than the list says."""
    for part in archive.infolist():
        with archive.open(part) as opened:
            while opened.read(CHUNK):
                pass


def _microsoft(archive: zipfile.ZipFile, names: set[str]) -> str:
    types = _types(archive)
    if any(word in each.lower() for each in types.values() for word in ACTIVE_TYPES):
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

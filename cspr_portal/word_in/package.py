"""A Word file as a package: what is not one, or is made to hurt, is refused here before anything of it is read.

Only the parts that are asked for are unpacked, in memory and to a limit: XML, and pictures for who wants them.
"""

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

from cspr_portal import zips
from cspr_portal.refusals import Refused
from cspr_portal.sizes import MEGABYTE
from cspr_portal.zips import OLE, ZIP

LARGEST_FILE = 20 * MEGABYTE
MOST_PARTS = 5_000
MOST_UNPACKED = 100 * MEGABYTE
LARGEST_XML = 20 * MEGABYTE
MOST_TAGS = 1_000_000  # in those parts; a hundred pages that Word has cut into many runs have a third of that
DEEPEST = 100  # elements within each other; a picture in a group in a text box in a table makes about forty

LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
CONTENT_TYPES = "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# "Strict Open XML", one of Word's ways to save, names the same elements differently.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/": b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}

EMPTY_FILE = "The file is empty. Choose another."
TOO_LARGE = "The Word file must have {limit} MB or less. Take out its pictures, save it and choose that copy."
NOT_WORD = "The file is not a Word document. Save it in Word as .docx and choose that copy."
OLD_WORD = "The file is in Word’s old format, .doc. Save it in Word as .docx and choose that copy."
LOCKED = "The file is locked with a password. Save a copy without one and choose that copy."
MACROS = (
    "The file has macros or other programs in it. Save it in Word as .docx, not .docm, and choose that copy."
)
BOMB = "The file unpacks to far more than its size. Open it in Word, save it again and choose that copy."
BROKEN = "The file can’t be opened: it is damaged or not complete. Open it in Word, save it again and choose that copy."
TOO_DEEP = "Tables or boxes stand within each other too many times in the file. Simplify it in Word and choose that copy."
TOO_LONG = "The file has more text than a report can hold. Split it and choose a part."
NOTHING_IN_IT = "There is no text in the file that can be taken in. Choose another."
SAID = {
    zips.Fault.BOMB: BOMB,
    zips.Fault.LOCKED: LOCKED,
    zips.Fault.BROKEN: BROKEN,
    zips.Fault.ACTIVE: MACROS,
}


class NotReadable(Refused):
    """The file is not taken in; `sentence` says why and what to do. It belongs beside the form's field."""


@dataclass(frozen=True)
class Relation:
    """What a part points to: a part's name or, for what lies outside, an address; its kind is a last word."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """The parts of one Word file. Making one refuses what isn't a Word file with NotReadable."""

    def __init__(self, data: bytes) -> None:
        if not data:
            raise NotReadable(EMPTY_FILE)
        if len(data) > LARGEST_FILE:
            raise NotReadable(TOO_LARGE.format(limit=LARGEST_FILE // MEGABYTE))
        if data.startswith(OLE):
            raise NotReadable(LOCKED if LOCKED_STREAM in data else OLD_WORD)
        if not data.startswith(ZIP):
            raise NotReadable(NOT_WORD)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:
            # A zip made to hurt breaks its reader in a dozen ways; all of them mean the same here.
            raise NotReadable(BROKEN) from error
        wrong = zips.fault(self._archive, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
        if wrong is not None:
            raise NotReadable(SAID[wrong])
        self._parts = {part.filename: part for part in self._archive.infolist()}
        self._unpacked = self._tags = 0
        self.types = self._types()
        self.main = self._main_part()
        self.relations = self.relations_of(self.main)

    def xml(self, name: str) -> etree._Element | None:
        """The part as XML, or None when there is none. Entities stay unread and nothing is fetched."""
        if name not in self._parts:
            return None
        data = self._read(name)
        for strict, usual in STRICT.items():
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise NotReadable(TOO_DEEP if "depth" in str(error) else BROKEN) from error
        if root.getroottree().docinfo.doctype:
            raise NotReadable(BROKEN)
        _check_depth(root)
        return root

    def part_of_kind(self, kind: str) -> etree._Element | None:
        """The part that the main one points to as its "styles", "footnotes" and so on, as XML; None if none."""
        for relation in self.relations.values():
            if relation.kind == kind and not relation.is_outside:
                return self.xml(relation.target)
        return None

    def relations_of(self, part: str) -> dict[str, Relation]:
        """What the part points to, by the id that it uses."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in [] if root is None else root.iter("{*}Relationship"):
            target, is_outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relation(kind, target, is_outside)
        return found

    def picture(self, name: str, most: int) -> bytes:
        """The bytes of a picture's part; none where there is no such part, or where it has more than `most`."""
        if name not in self._parts:
            return b""
        try:
            with self._archive.open(name) as opened:
                data = opened.read(most + 1)
        except Exception:  # what is wrong with one picture is no reason to refuse the text
            return b""
        return data if len(data) <= most else b""

    def size(self, name: str) -> int:
        """The unpacked size of a part in bytes, as the package says it; 0 when there is no such part."""
        return self._parts[name].file_size if name in self._parts else 0

    def names(self, *starts: str) -> list[str]:
        """The names of the parts that begin so."""
        return [name for name in self._parts if name.startswith(starts)]

    def _types(self) -> dict[str, str]:
        root = self.xml(CONTENT_TYPES)
        if root is None:
            raise NotReadable(NOT_WORD)
        types = {}
        for element in root:
            name = element.get("PartName", "").lstrip("/") or f".{element.get('Extension', '').lower()}"
            types[name] = element.get("ContentType", "")
        if any(map(zips.is_active, types.values())):
            raise NotReadable(MACROS)
        return types

    def _main_part(self) -> str:
        for relation in self.relations_of("").values():
            is_there = relation.target in self._parts and not relation.is_outside
            if relation.kind == "officeDocument" and is_there:
                if self.types.get(relation.target) == MAIN_TYPE:
                    return relation.target
                break
        raise NotReadable(NOT_WORD)

    def _read(self, name: str) -> bytes:
        """Unpack a part, of which the zip's list may have lied."""
        left = LARGEST_XML - self._unpacked
        try:
            with self._archive.open(name) as opened:
                data = opened.read(left + 1)
        except Exception as error:
            raise NotReadable(BROKEN) from error
        self._unpacked += len(data)
        self._tags += data.count(b"<")
        # A tree takes far more memory than its text, by its elements.
        if len(data) > left or self._tags > MOST_TAGS:
            raise NotReadable(TOO_LONG)
        return data


def _check_depth(root: etree._Element) -> None:
    depth = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise NotReadable(TOO_DEEP)

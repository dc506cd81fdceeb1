"""Reads all words out of a PDF, a Word file or a picture, hidden ones too.

Run by reading.py in a process of its own (see cspr_portal/limited.py), it knows nothing of Django or the settings. What
it says is JSON: `parts`, each with its name and words, and `unread`, what in the file no machine can read.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

MOST_PAGES = 5_000
MOST_PARTS = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_LETTERS = 1_000_000
MOST_PIXELS = 50_000_000
DEEPEST = 60
# In these stand the days on which a file was made: nobody's words, so only a case's own days count in them.
DAYS = "days in the file’s properties"

PDF_WORDS = {
    *(
        "/Alt",
        "/ActualText",
        "/E",
        "/T",
        "/TU",
        "/TM",
        "/V",
        "/DV",
        "/Contents",
        "/Title",
        "/Author",
        "/Subject",
    ),
    *(
        "/Keywords",
        "/Creator",
        "/Producer",
        "/URI",
        "/F",
        "/UF",
        "/Desc",
        "/RC",
        "/Subj",
        "/JS",
        "/Name",
        "/Company",
    ),
}
PDF_DAY = re.compile(r"^D:(\d{4})(\d\d)?(\d\d)?")
MARK_UP = re.compile(r"<[^>]{0,2000}>")
# What programs number their files by: digits that are nobody's.
SERIAL = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
DAY_MARKUP = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+\-]\d\d:\d\d)?")
# Word: text that stands in its paragraph, and attributes that hold words.
RUNS = {"t", "delText", "instrText", "delInstrText"}
SAYING = {
    "descr",
    "title",
    "alt",
    "author",
    "initials",
    "Target",
    "tooltip",
    "string",
    "statusText",
    "helpText",
}
NAMING = {
    "cNvPr",
    "docPr",
    "docVar",
    "bookmarkStart",
    "name",
    "alias",
    "tag",
    "default",
    "control",
    "fldChar",
}
WORD_DAYS = {"created", "modified", "lastPrinted", "date"}
EXIF, GPS = 0x8769, 0x8825


class Unreadable(Exception):
    """The file can't be read; its word is one of those in reading.SAID."""


def pdf(data: bytes) -> Iterator[tuple[str, str]]:
    """Every page's text, then bookmarks, properties, and the words inside objects that no page shows."""
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("locked" if "password" in str(error).lower() else "broken") from error
    if not 0 < len(document) <= MOST_PAGES:
        raise Unreadable("pages")
    has_text, pictures = False, []
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage().get_text_range()
        if words.strip():
            has_text = True
            yield f"page {number + 1}", words
        elif any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5)):
            pictures.append(str(number + 1))
        page.close()
    if not has_text:
        raise Unreadable("no text")
    if pictures:
        yield UNREAD, f"Nobody but a person can read page {', '.join(pictures)}: a picture without text."
    yield "bookmarks", "\n".join(one.get_title() for one in document.get_toc(max_depth=20))
    document.close()
    yield from _pdf_objects(data)


def _pdf_objects(data: bytes) -> Iterator[tuple[str, str]]:
    import pikepdf

    said: dict[str, None] = {}
    days: dict[str, None] = {}

    def look(thing: Any, depth: int) -> None:
        if depth > DEEPEST:
            raise Unreadable("broken")
        if isinstance(thing, pikepdf.Array):
            for one in list(thing):
                if not getattr(one, "is_indirect", False):
                    look(one, depth + 1)
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            for key, value in dict(thing.items()).items():
                if isinstance(value, pikepdf.String):
                    words = str(value)
                    if found := PDF_DAY.match(words):
                        days["-".join(part for part in found.groups() if part)] = None
                    elif key in PDF_WORDS or depth == 0:
                        said[words] = None
                elif not getattr(value, "is_indirect", False):
                    look(value, depth + 1)

    with pikepdf.open(io.BytesIO(data)) as document:
        for thing in document.objects:
            look(thing, 0)
            if isinstance(thing, pikepdf.Stream) and thing.get("/Type") in ("/Metadata", "/EmbeddedFile"):
                is_file = thing.get("/Type") == "/EmbeddedFile"
                content = bytes(thing.read_bytes())
                if is_file and b"\x00" in content:
                    yield UNREAD, "A file that is attached to it can’t be read. Take it out."
                    continue
                words = content.decode("utf-8", "replace")
                yield from _marked_up("attached file" if is_file else "properties", words)
        for key, value in dict(document.docinfo.items()).items():
            said[f"{key[1:]}: {value}"] = None
    yield (
        "properties and descriptions",
        "\n".join(one for one in said if not PDF_DAY.search(one.split(": ")[-1])),
    )
    yield DAYS, "\n".join(days)


def _marked_up(name: str, words: str) -> Iterator[tuple[str, str]]:
    """What stands between tags and in their attributes, the days apart."""
    days = DAY_MARKUP.findall(words)
    words = SERIAL.sub("", DAY_MARKUP.sub("", words))
    attributes = "\n".join(re.findall(r"=\s*[\"']([^\"'<>]{1,2000})[\"']", words))
    between = "\n".join(line.strip() for line in MARK_UP.sub("\n", words).splitlines() if line.strip())
    yield name, between
    yield f"{name}, attributes", "\n".join(line for line in attributes.splitlines() if "://" not in line)
    yield DAYS, "\n".join(day[:10] for day in days)


def word(data: bytes) -> Iterator[tuple[str, str]]:
    """Every part of a Word file: text, notes, comments, what was deleted, headers, properties, pictures' EXIF."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except Exception as error:
        raise Unreadable("broken") from error
    if not any(part.filename.startswith("word/") for part in parts):
        raise Unreadable("no word")
    if len(parts) > MOST_PARTS:
        raise Unreadable("bomb")
    left = MOST_UNPACKED
    for part in parts:
        if part.flag_bits & 1:
            raise Unreadable("locked")
        with archive.open(part) as opened:
            content = opened.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Unreadable("bomb")
        name = part.filename
        if name.endswith((".xml", ".rels", ".vml")):
            yield from _xml(name, content)
        elif content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
            yield from ((f"{name}, {one}", words) for one, words in picture(content))
        elif (
            content and not name.endswith("/") and not content.startswith((b"GIF8", b"BM", b"II*", b"MM\x00"))
        ):
            yield UNREAD, f"A part of it can’t be read: {name.rsplit('/')[-1][:60]}."


def _xml(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("broken") from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable("broken")
    text: list[str] = []
    deleted: list[str] = []
    said: list[str] = []
    days: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            said.append(element.text or "")
            continue
        local = etree.QName(element).localname
        if event == "start":
            words = element.text or ""
            if local in ("tab", "br", "cr"):
                text.append(" " if local == "tab" else "\n")
            elif local in ("noBreakHyphen", "softHyphen"):
                text.append("-" if local == "noBreakHyphen" else "\u00ad")
            elif local in WORD_DAYS and name.startswith("docProps/"):
                days.append(words[:10])
            elif words.strip() or local in RUNS:
                (deleted if local.startswith("del") else text).append(words)
                if local not in RUNS:
                    text.append("\n")
            for key, value in element.attrib.items():
                named = etree.QName(key).localname
                if named in SAYING or (local in NAMING and named in ("name", "val")):
                    said.append(str(value))
        elif local == "p":
            text.append("\n")
            deleted.append("\n" if deleted else "")
        if event == "end" and (element.tail or "").strip():
            text.append(element.tail)
    yield name, "".join(text)
    yield f"{name}, deleted", "".join(deleted)
    yield f"{name}, names and descriptions", "\n".join(said)
    yield DAYS, "\n".join(days)


def picture(data: bytes) -> Iterator[tuple[str, str]]:
    """What a PNG or JPEG says beside its pixels: comments, EXIF, where and when it was taken."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # nothing is drawn; the limit below is ours
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unreadable("pixels")
            getattr(opened, "load", lambda: None)() if opened.format == "PNG" else None
            said = [_plain(value) for key, value in opened.info.items() if key not in ("exif", "icc_profile")]
            exif = opened.getexif()
            places = exif.get_ifd(GPS)
            for table in (exif, exif.get_ifd(EXIF)):
                said += [_plain(value) for value in table.values()]
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable("broken") from error
    if {1, 2, 3, 4} <= set(places):
        said.append(", ".join(_degrees(places[at], str(places[at - 1])) for at in (2, 4)))
    said += [_plain(value) for value in places.values() if isinstance(value, (str, bytes))]
    yield "EXIF", "\n".join(MARK_UP.sub("\n", one) for one in said if one.strip())


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        is_wide = value[1::2].count(0) > len(value) / 4
        value = value.removeprefix(b"ASCII\x00\x00\x00").removeprefix(b"UNICODE\x00")
        value = value.decode("utf-16-le" if is_wide else "utf-8", "replace")
    words = str(value).replace("\x00", "") if isinstance(value, str) else ""
    return re.sub(r"^(\d{4}):(\d\d):(\d\d)", r"\1-\2-\3", words)


def _degrees(parts: Any, side: str) -> str:
    degrees = sum(float(part) / 60**at for at, part in enumerate(parts))
    return f"{-degrees if side in 'SW' else degrees:.6f}"


UNREAD = "unread"
READERS = {"pdf": pdf, "word": word, "picture": picture}


def unpacked(data: bytes, kind: str) -> bytes:
    """Return what is in the file as JSON; a fault that no rule foresees is an exception."""
    parts: list[tuple[str, str]] = []
    unread: list[str] = []
    left = MOST_LETTERS
    try:
        for name, words in READERS[kind](data):
            left -= len(words)
            if left < 0:
                raise Unreadable("letters")
            if name == UNREAD:
                unread.append(words)
            elif words.strip():
                parts.append((name, words))
    except Unreadable as fault:
        return json.dumps({"fault": str(fault)}).encode()
    return json.dumps({"parts": parts, "unread": unread}).encode()

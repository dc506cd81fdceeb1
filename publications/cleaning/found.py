"""What is in a PDF before it is cleaned: what it is refused for, and what will be taken out, in words for a person."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from .faults import MOST_PAGES, Fault, Unclean

MOST_UNPACKED = 300 * 1024 * 1024
PIECE = 1024 * 1024
REVISION = re.compile(rb"startxref\s+\d+\s+%%EOF")
DEEPEST = 20
OPENING = {"/JavaScript", "/Launch", "/Rendition", "/ImportData", "/SubmitForm", "/URI", "/GoToE", "/GoToR"}
# The sentence for one, and for more of them.
WORDS = {
    "comment": ("a comment", "{} comments"),
    "attachment": ("an attached file", "{} attached files"),
    "opening": ("a script or program that runs on opening",) * 2,
    "script": ("a script", "{} scripts"),
    "form": (
        "a form field (what it shows is part of the page now)",
        "{} form fields (what they show is part of the pages now)",
    ),
    "mark": (
        "a mark laid over the page (what it shows is part of the page now)",
        "{} marks laid over the pages (what they show is part of the pages now)",
    ),
    "link": ("a link that doesn’t lead to a web page", "{} links that don’t lead to web pages"),
    "properties": ("the names of programs and people and the dates in its properties",) * 2,
    "revision": ("an earlier revision", "{} earlier revisions"),
    "layer": ("a layer that can be switched off", "{} layers that can be switched off"),
    "signature": ("a digital signature", "{} digital signatures"),
    "picture": (
        "hidden data in a picture, such as where it was taken",
        "hidden data in {} pictures, such as where they were taken",
    ),
    "leftover": ("data that a program left in it for itself",) * 2,
    "thumbnail": ("a small picture of a page", "{} small pictures of pages"),
    "tail": ("what stood after the end of the file",) * 2,
}


def in_words(counts: Counter[str]) -> list[str]:
    """Return what was taken out, each thing in plain English, in a fixed order."""
    return [
        one if counts[key] == 1 else more.format(counts[key])
        for key, (one, more) in WORDS.items()
        if counts[key] > 0
    ]


def refuse_what_is_unfit(pdf: pikepdf.Pdf) -> None:
    """Raise Unclean for a PDF that is locked, too long, unpacks to too much, draws itself, or hides layers."""
    if pdf.is_encrypted:
        raise Unclean(Fault.LOCKED)
    count = pdf.Root.get("/Pages", Dictionary()).get("/Count", 0)
    if isinstance(count, int) and count > MOST_PAGES:
        raise Unclean(Fault.PAGES)
    if len(pdf.pages) > MOST_PAGES:
        raise Unclean(Fault.PAGES)
    if not len(pdf.pages):
        raise Unclean(Fault.BROKEN)
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        raise Unclean(Fault.FORM)
    _refuse_bombs(pdf)
    _refuse_hidden_layers(pdf)


def _refuse_bombs(pdf: pikepdf.Pdf) -> None:
    left = MOST_UNPACKED
    for found in pdf.objects:
        if isinstance(found, Stream) and found.get("/Filter") == Name.FlateDecode:
            left -= _unpacked(found.read_raw_bytes(), left)
            if left <= 0:
                raise Unclean(Fault.HEAVY)


def _unpacked(packed: bytes, most: int) -> int:
    """How many bytes are in there; counting ends at `most`."""
    unpacker = zlib.decompressobj()
    count = 0
    while packed and count < most and not unpacker.eof:
        try:
            count += len(unpacker.decompress(packed, PIECE))
        except zlib.error:
            break
        packed = unpacker.unconsumed_tail
    return count


def _refuse_hidden_layers(pdf: pikepdf.Pdf) -> None:
    """All layers must be shown, always: what is in one that is off would be published unseen (ISO 32000-1, 8.11)."""
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return
    shown = layers.get("/D", Dictionary())
    if shown.get("/BaseState", Name.ON) != Name.ON or len(shown.get("/OFF", Array())):
        raise Unclean(Fault.LAYERS)
    for found in pdf.objects:
        if not isinstance(found, Dictionary):
            continue
        kind = found.get("/Type")
        if kind == Name.OCMD and ("/VE" in found or found.get("/P") in {Name.AnyOff, Name.AllOff}):
            raise Unclean(Fault.LAYERS)
        if kind == Name.OCG and isinstance(found.get("/Usage"), Dictionary):
            view = found.Usage.get("/View", Dictionary())
            if view.get("/ViewState") == Name.OFF:
                raise Unclean(Fault.LAYERS)


def census(pdf: pikepdf.Pdf, data: bytes) -> Counter[str]:
    """Count what a PDF carries beside its pages. For telling people: nothing is taken out by this list."""
    counts: Counter[str] = Counter()
    ends = list(REVISION.finditer(data))
    counts["revision"] = max(0, len(ends) - (2 if pdf.is_linearized else 1))
    if ends and data[ends[-1].end() :].strip(b"\r\n\t \0"):
        counts["tail"] = 1
    counts["properties"] = len(pdf.docinfo) > 0 or "/Metadata" in pdf.Root
    for found in _dictionaries(pdf):
        _count(found, counts)
    layers = pdf.Root.get("/OCProperties")
    if isinstance(layers, Dictionary) and isinstance(layers.get("/OCGs"), Array):
        counts["layer"] = len(layers.OCGs)
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, Dictionary) and str(opening.get("/S")) in OPENING:
        counts["opening"] = 1
        counts["script"] -= 1 if Name.JavaScript == opening.S else 0
    return counts


def _count(found: Object, counts: Counter[str]) -> None:
    counts["attachment"] += "/EF" in found
    counts["script"] += found.get("/S") == Name.JavaScript
    counts["leftover"] += "/PieceInfo" in found
    counts["thumbnail"] += "/Thumb" in found
    counts["signature"] += "/ByteRange" in found and "/Contents" in found


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Object]:
    """Each dictionary in the file, also those within others."""
    waiting: list[tuple[Object, int]] = [(one, 0) for one in pdf.objects]
    while waiting:
        found, depth = waiting.pop()
        if isinstance(found, (Dictionary, Stream)):
            yield found
            inside = [found[key] for key in found.keys()]  # noqa: SIM118 – a PDF's dictionary
        elif isinstance(found, Array):
            inside = list(found)
        else:
            continue
        if depth < DEEPEST:
            waiting += [
                (one, depth + 1)
                for one in inside
                if isinstance(one, (Array, Dictionary)) and not one.is_indirect
            ]

"""What is laid over the pages: forms and drawn marks become part of them, comments go, links to web pages stay.

A box that somebody laid over a name is no redaction: taken out, it would show the name. So what can be seen stays to
be seen, and hidden.py then names the words that are under it.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from .faults import Fault, Unclean
from .places import Places

# ISO 32000-1, table 165: invisible (for kinds nobody knows), hidden, not shown on a screen.
UNSEEN = 1 | 2 | 32
PRINTED = 4
# Signs that lead to a comment, and what printers need: they cover nothing.
SIGNS = {"/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/PrinterMark", "/TrapNet", "/Caret"}
LINES = {"/Underline", "/StrikeOut", "/Squiggly"}
COVERS = {"/Highlight", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Line", "/Ink", "/FreeText", "/Stamp"}
UNCOUNTED = {"/Popup", "/PrinterMark", "/TrapNet"}
OF_LINKS = {"/Type", "/Subtype", "/Rect", "/F", "/H", "/Border", "/C", "/QuadPoints", "/StructParent"}
WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+", re.IGNORECASE)


@dataclass
class Marks:
    """What was found on the pages: how many of what, the links that stay, and the words in them, by page from 1."""

    counts: Counter[str] = field(default_factory=Counter)
    links: set[tuple[int, int]] = field(default_factory=set)
    words: dict[int, list[str]] = field(default_factory=dict)


def settle(pdf: pikepdf.Pdf, places: Places) -> Marks:
    """Make forms and marks part of their pages and take out all else but links. Raises Unclean where that can't be."""
    found = Marks()
    links: list[list[Object]] = []
    for page in pdf.pages:
        marks = [one for one in _annotations(page) if isinstance(one, Dictionary)]
        links.append([one for one in marks if one.get("/Subtype") == Name.Link])
        page.obj.Annots = Array([one for one in marks if _becomes_page(one, found.counts)])
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
        pdf.Root.AcroForm.NeedAppearances = False
    pdf.flatten_annotations("screen")
    for number, (page, own) in enumerate(zip(pdf.pages, links, strict=True), 1):
        kept = [one for one in own if _clean_link(one, places, found, number)]
        if kept:
            page.obj.Annots = Array([one if one.is_indirect else pdf.make_indirect(one) for one in kept])
            found.links |= {one.objgen for one in page.obj.Annots}
        elif "/Annots" in page.obj:
            del page.obj.Annots
    return found


def _annotations(page: pikepdf.Page) -> list[Object]:
    found = page.obj.get("/Annots")
    return list(found) if isinstance(found, Array) else []


def _becomes_page(mark: Object, counts: Counter[str]) -> bool:
    kind = str(mark.get("/Subtype"))
    if kind == "/Redact":
        raise Unclean(Fault.REDACTIONS)
    if kind == "/Link":
        return False
    is_form = kind == "/Widget"
    counts["form"] += is_form
    counts["attachment"] += kind == "/FileAttachment"
    if kind in SIGNS or int(mark.get("/F", 0)) & UNSEEN:
        counts["comment"] += kind not in UNCOUNTED and kind != "/FileAttachment" and not is_form
        return False
    if is_form:
        return True
    if "/AP" not in mark:
        if kind in COVERS:
            raise Unclean(Fault.MARKS)
        counts["comment"] += 1
        return False
    counts["comment"] += "/Contents" in mark and kind in LINES | {"/Highlight"}
    counts["mark"] += 1
    return True


def _clean_link(link: Object, places: Places, found: Marks, number: int) -> bool:
    """Leave in a link where it leads and what it says of itself; return whether it leads anywhere that it may."""
    action = link.get("/A")
    target = link.get("/Dest")
    address = ""
    if isinstance(action, Dictionary):
        if action.get("/S") == Name.GoTo:
            target = action.get("/D")
        elif action.get("/S") == Name.URI and isinstance(action.get("/URI"), String):
            address = str(action.URI).strip()
    place = places.of(target) if target is not None else None
    is_web = WEB.fullmatch(address) is not None
    if place is None and not is_web:
        found.counts["link"] += "/A" in link or "/Dest" in link
        return False
    words = found.words.setdefault(number, [])
    said = link.get("/Contents")
    for key in list(link.keys()):
        if key not in OF_LINKS:
            del link[key]
    if place is not None:
        link.Dest = place
    else:
        link.A = Dictionary(S=Name.URI, URI=String(address))
        words += dict.fromkeys((address, unquote(address)))
    link.F = PRINTED
    if isinstance(said, String) and str(said).strip():
        link.Contents = said
        words.append(str(said))
    return True

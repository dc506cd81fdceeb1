"""The copy of a Word file that is converted: only what shaping left, with nothing else of the file beside it."""

import io
import zipfile

from lxml import etree

from .names import Element, R, made, val
from .shaping import BULLETS, DEEPEST_LIST, NUMBERED

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def plain_copy(document: Element, notes: dict[str, Element], links: dict[str, str]) -> io.BytesIO:
    """Return the package. `notes` are the trees of "footnote" and "endnote", `links` addresses by their ids."""
    parts = {"document": document, "numbering": _numbering()}
    parts |= {f"{side}s": part for side, part in notes.items()}
    relations = etree.tostring(_relations(links))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, root in parts.items():
            archive.writestr(f"word/{name}.xml", etree.tostring(root, encoding="UTF-8"))
            archive.writestr(f"word/_rels/{name}.xml.rels", relations)
    out.seek(0)
    return out


def _relations(links: dict[str, str]) -> Element:
    root = etree.Element(f"{{{RELATIONS}}}Relationships")
    for key, address in links.items():
        etree.SubElement(
            root,
            f"{{{RELATIONS}}}Relationship",
            {"Id": key, "Type": f"{R}/hyperlink", "Target": address, "TargetMode": "External"},
        )
    return root


def _numbering() -> Element:
    """The only two lists: one with numbers, one with bullets."""
    root = made("numbering")
    for key, form in ((NUMBERED, "decimal"), (BULLETS, "bullet")):
        definition = made("abstractNum", abstractNumId=key)
        for level in range(DEEPEST_LIST + 1):
            drawn = made("lvl", ilvl=str(level))
            drawn.append(made("numFmt", val=form))
            definition.append(drawn)
        root.append(definition)
    for definition in list(root):
        one = made("num", numId=val(definition, "abstractNumId"))
        one.append(made("abstractNumId", val=val(definition, "abstractNumId")))
        root.append(one)
    return root

"""Pictures, text boxes, drawn shapes and embedded files in a Word file's text: what is drawn doesn't come along.

A picture leaves a mark with its number where it stood. The words of a box move behind the paragraph it hung on.
"""

from collections import Counter
from dataclasses import dataclass

from .names import Element, R, has_text, made, remove, replace, w
from .package import Package, Relation

PICTURE_MARK = "picture-"
DRAWN = tuple(map(w, ("drawing", "pict", "object")))
SHOWN = ("{*}blip", "{*}imagedata")  # in today's drawings, in older ones
CHARTS = ("{*}chart", "{*}relIds")  # charts and diagrams, which stand in parts of their own
OUTSIDE = tuple(map(w, ("altChunk", "subDoc")))
LONGEST_ALT = 500


@dataclass
class FoundPicture:
    """A picture where it was found: its number, its own words, its bytes."""

    number: int
    alt: str
    size: int


class Drawn:
    """Goes through the parts of one file in order and numbers its pictures."""

    def __init__(self, package: Package, counts: Counter[str]) -> None:
        self._package, self._counts = package, counts
        self.pictures: list[FoundPicture] = []

    def leave_out(self, root: Element, relations: dict[str, Relation]) -> None:
        """Take what is drawn out of a part's tree; each picture leaves a bookmark."""
        for outside in list(root.iter(*OUTSIDE)):
            self._counts["elsewhere"] += 1
            remove(outside)
        self._move_boxes(root)
        for drawing in list(root.iter(*DRAWN)):
            self._take(drawing, relations)

    def _move_boxes(self, root: Element) -> None:
        """Put the blocks of each box behind the paragraph it hangs on, box after box."""
        last: dict[Element, Element] = {}
        for box in list(root.iter(w("txbxContent"))):
            host = next(box.iterancestors(w("p")), None)
            drawing = next(box.iterancestors(*DRAWN), None)
            if host is None or drawing is None:
                continue
            self._counts["boxes"] += has_text(box)
            drawing.set("box", "box")
            for block in list(box):
                last.get(host, host).addnext(block)
                last[host] = block

    def _take(self, drawing: Element, relations: dict[str, Relation]) -> None:
        if drawing.tag == w("object") and next(drawing.iter("{*}OLEObject"), None) is not None:
            self._counts["embedded"] += 1
            remove(drawing)
            return
        shown = [*drawing.iter(*SHOWN)]
        if not shown and next(drawing.iter(*CHARTS), None) is not None:
            shown = [next(drawing.iter(*CHARTS))]
        if not shown and not drawing.get("box"):
            self._counts["shapes"] += 1
        alts = [
            alt for alt in map(_alt, drawing.iter("{*}docPr", "{*}cNvPr", "{*}shape", "{*}imagedata")) if alt
        ]
        marks = []
        for place, picture in enumerate(shown):
            keys = (picture.get(f"{{{R}}}{name}", "") for name in ("embed", "id", "link", "dm"))
            relation = next((relations[key] for key in keys if key in relations), None)
            size = self._package.size(relation.target) if relation and not relation.is_outside else 0
            alt = alts[min(place, len(alts) - 1)] if alts else ""
            self.pictures.append(FoundPicture(len(self.pictures) + 1, alt, size))
            marks.append(made("bookmarkStart", name=f"{PICTURE_MARK}{len(self.pictures)}"))
        replace(drawing, marks)


def _alt(element: Element) -> str:
    """What the file says that a picture shows; a shape's name, which may be a file's, is not that."""
    words = element.get("descr") or element.get("alt") or ""
    return " ".join(words.split())[:LONGEST_ALT]

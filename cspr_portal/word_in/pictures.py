"""Pictures, text boxes, drawn shapes and embedded files in a Word file's text: what is drawn is no part of it.

A picture leaves a mark with its number where it stood, and its bytes are kept for who wants them: as they are in the
file, and only those of a picture itself. The words of a box move behind the paragraph it hung on.
"""

from collections import Counter
from dataclasses import dataclass

from cspr_portal.sizes import MEGABYTE

from .names import Element, R, has_text, made, remove, replace, w
from .package import Package, Relation

PICTURE_MARK = "picture-"
DRAWN = tuple(map(w, ("drawing", "pict", "object")))
SHOWN = ("{*}blip", "{*}imagedata")  # in today's drawings, in older ones
CHARTS = ("{*}chart", "{*}relIds")  # charts and diagrams, which stand in parts of their own
ABOUT = ("{*}docPr", "{*}cNvPr")
YES = ("1", "true", "on")
OUTSIDE = tuple(map(w, ("altChunk", "subDoc")))
LONGEST_ALT = 500
# Pictures of a file that are unpacked: the first so many, of so many bytes each
MOST_PICTURES, LARGEST_PICTURE = 60, 10 * MEGABYTE
SIDES_OF_A_CROP = ("l", "t", "r", "b")
WHOLE = 100_000  # of a side, in the unit in which Word says how much of it is cropped
OLD_CROPS = ("cropleft", "croptop", "cropright", "cropbottom")
UNCROPPED = (0.0, 0.0, 0.0, 0.0)


@dataclass
class FoundPicture:
    """A picture where it was found: its number, its own words, its bytes."""

    number: int
    alt: str
    size: int
    content: bytes
    crop: tuple[float, float, float, float]


class Drawn:
    """Goes through the parts of one file in order and numbers its pictures."""

    def __init__(self, package: Package, counts: Counter[str], *, with_pictures: bool) -> None:
        self._package, self._counts, self._with_pictures = package, counts, with_pictures
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
        alts = [alt for alt in map(_alt, drawing.iter(*ABOUT, "{*}shape", "{*}imagedata")) if alt]
        is_hidden = any(each.get("hidden") in YES for each in drawing.iter(*ABOUT))
        marks = []
        for place, picture in enumerate(shown):
            keys = (picture.get(f"{{{R}}}{name}", "") for name in ("embed", "id", "link", "dm"))
            relation = next((relations[key] for key in keys if key in relations), None)
            part = relation.target if relation and not relation.is_outside else ""
            alt = alts[min(place, len(alts) - 1)] if alts else ""
            crop, content = _crop(picture), b""
            is_wanted = self._with_pictures and not is_hidden and len(self.pictures) < MOST_PICTURES
            if is_wanted and crop is not None and relation and relation.kind == "image":
                content = self._package.picture(part, LARGEST_PICTURE)
            number, size = len(self.pictures) + 1, self._package.size(part)
            self.pictures.append(FoundPicture(number, alt, size, content, crop or UNCROPPED))
            marks.append(made("bookmarkStart", name=f"{PICTURE_MARK}{len(self.pictures)}"))
        replace(drawing, marks)


def _alt(element: Element) -> str:
    """What the file says that a picture shows; a shape's name, which may be a file's, is not that."""
    words = element.get("descr") or element.get("alt") or ""
    return " ".join(words.split())[:LONGEST_ALT]


def _crop(picture: Element) -> tuple[float, float, float, float] | None:
    """What Word doesn't show of a picture, left, above, right and below; None where it can't be told.

    What is cropped is still in the file, and somebody cropped it for a reason.
    """
    if any(picture.get(name) for name in OLD_CROPS):
        return None
    fill = picture.getparent()
    shown = None if fill is None else fill.find("{*}srcRect")
    if shown is None:
        return UNCROPPED
    try:
        left, above, right, below = (max(0, int(shown.get(side, "0"))) / WHOLE for side in SIDES_OF_A_CROP)
    except ValueError:
        return None
    return (left, above, right, below) if left + right < 1 and above + below < 1 else None

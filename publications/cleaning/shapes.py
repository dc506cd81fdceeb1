"""What stands on a page beside words: pictures, boxes and outlines, where they are and in which order they are drawn."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pypdfium2
from pypdfium2 import raw

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1, 0, 0, 1, 0, 0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
DEEPEST = 8
OPAQUE = 250
# Round a page's edge some millimetres of a picture are cut off by printers.
CUT_SHARE = 0.15
# Of a picture that is large enough to show somebody or to be read, in square points.
LARGE = 2_000
# So much of a box stands on the picture; a smaller one than this, in square points, covers no word.
ON_IT, WHOLE, SMALL_BOX = 0.9, 0.98, 60
CUT_OFF = "part of a picture, cut off from view and still in the file"
BOXED = "part of a picture under a box, still in the file"


class Placed(Protocol):
    """Something with a place on the page."""

    @property
    def box(self) -> Box:
        """Left, bottom, right and top, in points."""


@dataclass(frozen=True)
class Shape:
    """An object of a page: its address, its place in the order of drawing, where it is, and how much of it is seen."""

    key: int
    order: int
    kind: int
    box: Box
    clip: Box
    is_filled: bool
    segments: int

    @property
    def is_picture(self) -> bool:
        return self.kind == raw.FPDF_PAGEOBJ_IMAGE

    @property
    def is_outline(self) -> bool:
        """Whether it may be a letter drawn as a shape."""
        return self.kind == raw.FPDF_PAGEOBJ_PATH and self.is_filled and self.segments > 6

    @property
    def is_cover(self) -> bool:
        """Whether what is under it may not be seen."""
        return self.is_filled or self.is_picture or self.kind == raw.FPDF_PAGEOBJ_SHADING

    @property
    def area(self) -> float:
        return area(common(self.box, self.clip))


def area(box: Box) -> float:
    """Return the area of a box, 0 for one that is none."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def common(one: Box, other: Box) -> Box:
    """Return where two boxes lie over each other."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def is_within(box: Box, other: Box) -> bool:
    """Return whether the middle of `box` lies in `other`."""
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= across <= other[2] and other[1] <= up <= other[3]


def shapes_of(page: pypdfium2.PdfPage) -> Iterator[Shape]:
    """Yield all objects of a page in the order in which they are drawn, those in forms in the form's place."""
    top = (raw.FPDFPage_GetObject(page.raw, number) for number in range(raw.FPDFPage_CountObjects(page.raw)))
    for order, (found, matrix, clip) in enumerate(_flat(top, SAME, EVERYWHERE, 0)):
        kind = raw.FPDFPageObj_GetType(found)
        key = ctypes.cast(found, ctypes.c_void_p).value or 0
        box = _moved(_bounds(found), matrix)
        filled, segments = _path(found) if kind == raw.FPDF_PAGEOBJ_PATH else (False, 0)
        yield Shape(key, order, kind, box, clip, filled, segments)


def _flat(objects: Iterator[Any], matrix: Matrix, clip: Box, depth: int) -> Iterator[tuple[Any, Matrix, Box]]:
    for found in objects:
        own = common(clip, _moved(_clip(found), matrix))
        if raw.FPDFPageObj_GetType(found) != raw.FPDF_PAGEOBJ_FORM:
            yield found, matrix, own
        elif depth < DEEPEST:
            moved = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(found, moved)
            inner = (moved.a, moved.b, moved.c, moved.d, moved.e, moved.f)
            count = raw.FPDFFormObj_CountObjects(found)
            inside = (raw.FPDFFormObj_GetObject(found, number) for number in range(count))
            yield from _flat(inside, _product(inner, matrix), own, depth + 1)


def _bounds(found: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _side in range(4))
    raw.FPDFPageObj_GetBounds(found, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _path(found: Any) -> tuple[bool, int]:
    """Whether a path is filled so that nothing shines through, and how many segments it has."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(found, fill, stroke)
    colour = [ctypes.c_uint() for _part in range(4)]
    is_known = raw.FPDFPageObj_GetFillColor(found, *colour)
    return bool(fill.value) and (not is_known or colour[3].value >= OPAQUE), raw.FPDFPath_CountSegments(found)


def _clip(found: Any) -> Box:
    """The box within which an object is drawn."""
    clip = raw.FPDFPageObj_GetClipPath(found)
    box = EVERYWHERE
    across, up = ctypes.c_float(), ctypes.c_float()
    for number in range(max(0, raw.FPDFClipPath_CountPaths(clip)) if clip else 0):
        points = []
        for part in range(raw.FPDFClipPath_CountPathSegments(clip, number)):
            segment = raw.FPDFClipPath_GetPathSegment(clip, number, part)
            raw.FPDFPathSegment_GetPoint(segment, across, up)
            points.append((across.value, up.value))
        if points:
            box = common(box, _around(points))
    return box


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix == SAME or box == EVERYWHERE:
        return box
    a, b, c, d, e, f = matrix
    corners = ((x, y) for x in (box[0], box[2]) for y in (box[1], box[3]))
    return _around([(a * x + c * y + e, b * x + d * y + f) for x, y in corners])


def _around(points: Sequence[tuple[float, float]]) -> Box:
    across, up = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(up), max(across), max(up)


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def hidden_pictures(shapes: list[Shape], words: Sequence[Placed], sheet: Box) -> list[str]:
    """Say of a page which parts of its pictures can't be seen. `sheet` is the part of the page that is shown."""
    said = []
    pictures = [shape for shape in shapes if shape.is_picture and area(shape.box) > LARGE]
    if any(
        area(common(common(one.box, one.clip), sheet)) < (1 - CUT_SHARE) * area(one.box) for one in pictures
    ):
        said.append(CUT_OFF)
    boxes = [shape for shape in shapes if shape.is_filled and shape.segments <= 6 and shape.area > SMALL_BOX]
    if any(_is_boxed(one, boxes, words) for one in pictures):
        said.append(BOXED)
    return said


def _is_boxed(picture: Shape, boxes: list[Shape], words: Sequence[Placed]) -> bool:
    """Whether a box without a word on it was drawn on the picture."""
    return any(
        box.order > picture.order
        and area(common(box.box, picture.box)) > ON_IT * box.area
        and area(box.box) < WHOLE * area(picture.box)
        and not any(is_within(word.box, box.box) for word in words)
        for box in boxes
    )

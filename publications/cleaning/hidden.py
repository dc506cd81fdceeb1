"""Finds the words of a page that a reader doesn't see: the page is drawn with and without words, and compared.

A word that changes nothing on the page is hidden, whatever hides it: its colour, a box or a picture over it, a clip,
the edge of the page, or that it isn't drawn at all. Words smaller than two points count as hidden too.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, groupby
from math import floor, hypot, sqrt
from typing import Any

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from .shapes import Box, Shape, is_within

TINY_POINTS = 2.0
# Pixels a point, and the most pixels that a page may have.
SCALE, MOST_PIXELS = 1.5, 4_000_000
# So many steps of 255 apart, an eye sees no difference.
FAINT = 16
# So many objects of a page are looked at one by one.
MOST_ALONE = 60
CELL, FARTHEST = 16, 50_000
LONGEST = 500
NEVER_DRAWN, ONLY_CLIP = 3, 7

UNDRAWN = "text that is set not to be drawn"
TINY = "text smaller than 2 points"
OFF_PAGE = "text outside the page"
COVERED = "text under a box or a picture"
UNSEEN = "text that is cut off or otherwise can’t be seen"
SAME_COLOUR = "text in the colour of what is behind it"


# Left, top, right and bottom, in pixels.
Place = tuple[int, int, int, int]


@dataclass
class Char:
    """A character of a page: by which object it is drawn (0: by none), where, and why it can't be seen, if so.

    A sign that isn't known is one that is drawn, and that no program can tell the letter of.
    """

    sign: str
    owner: int
    box: Box
    is_known: bool = True
    why: str = ""


@dataclass(frozen=True)
class Owner:
    """An object that draws text: how, in which colour (with its opacity; None: a pattern), and how large in points."""

    handle: Any
    mode: int
    colour: tuple[int, ...] | None
    size: float


def owner_of(handle: Any, text_page: Any, index: int) -> Owner:
    """Return what is known of the object `handle`, which draws the character `index` of a page."""
    colour = [ctypes.c_uint() for _part in range(4)]
    is_known = raw.FPDFText_GetFillColor(text_page, index, *colour)
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text_page, index, matrix)
    scale = min(hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d))
    size = abs(raw.FPDFText_GetFontSize(text_page, index)) * scale
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    return Owner(handle, mode, tuple(part.value for part in colour) if is_known else None, size)


class Look:
    """A page as it looks: whole, without its words, and where the two differ."""

    def __init__(self, page: pypdfium2.PdfPage, owners: dict[int, Owner]) -> None:
        self.page = page
        self.owners = owners
        width, height = page.get_size()
        self.scale = min(SCALE, sqrt(MOST_PIXELS / max(width * height, 1)))
        self.whole = self._drawn()
        self.bare = self.without(owners)
        self._bare_pixels: Any = self.bare.load()
        self.ink = Ink(self.whole, self.bare)
        self._matrix = self._to_pixels(width * self.scale, height * self.scale)

    def _drawn(self) -> Image.Image:
        picture = self.page.render(scale=self.scale, may_draw_forms=False, draw_annots=False)
        return picture.to_pil().convert("RGB")

    def without(self, keys: Any) -> Image.Image:
        """Return the page as it looks without these objects."""
        for key in keys:
            raw.FPDFPageObj_SetIsActive(self.owners[key].handle, False)
        drawn = self._drawn() if keys else self.whole
        for key in keys:
            raw.FPDFPageObj_SetIsActive(self.owners[key].handle, True)
        return drawn

    def _to_pixels(self, width: float, height: float) -> tuple[float, ...]:
        """The matrix from points to pixels, whichever way the page is turned."""
        fine = 100
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for across, up in ((0, 0), (100, 0), (0, 100)):
            size = (round(width * fine), round(height * fine))
            raw.FPDF_PageToDevice(self.page.raw, 0, 0, *size, 0, across, up, x, y)
            corners.append((x.value / fine, y.value / fine))
        (e, f), (ax, bx), (cy, dy) = corners
        return (ax - e) / 100, (bx - f) / 100, (cy - e) / 100, (dy - f) / 100, e, f

    def pixels(self, box: Box) -> Place:
        """Return a box in points as one in whole pixels."""
        a, b, c, d, e, f = self._matrix
        left, bottom, right, top = box
        one, other = a * left + c * bottom + e, a * right + c * top + e
        low, high = b * left + d * bottom + f, b * right + d * top + f
        return (
            floor(one if one < other else other),
            floor(low if low < high else high),
            floor(one if one > other else other) + 1,
            floor(low if low > high else high) + 1,
        )

    def is_on_page(self, place: Place) -> bool:
        """Return whether some of a box in pixels is on the page."""
        width, height = self.whole.size
        return place[2] > 0 and place[3] > 0 and place[0] < width and place[1] < height

    def is_like_behind(self, colour: tuple[int, ...], place: Place) -> bool:
        """Return whether a colour is that of all that lies behind a place."""
        across = min(max((place[0] + place[2]) // 2, 0), self.bare.width - 1)
        down = min(max((place[1] + place[3]) // 2, 0), self.bare.height - 1)
        red, green, blue = self._bare_pixels[across, down]
        if abs(red - colour[0]) >= FAINT or abs(green - colour[1]) >= FAINT or abs(blue - colour[2]) >= FAINT:
            return False
        pairs = zip(colour, _extremes(self.bare, place), strict=False)
        return all(max(abs(part - low), abs(part - high)) < FAINT for part, (low, high) in pairs)


def _extremes(picture: Image.Image, place: Place) -> list[tuple[int, int]]:
    """The least and the most of red, green and blue in a part of a picture."""
    return [part.getextrema() for part in picture.crop(place).split()]  # type: ignore[misc]


class Ink:
    """Where two pictures of a page differ so that an eye sees it."""

    def __init__(self, one: Image.Image, other: Image.Image) -> None:
        red, green, blue = ImageChops.difference(one, other).split()
        most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        self.width, self.height = most.size
        self._dots = most.point([0 if step < FAINT else 255 for step in range(256)]).tobytes()

    def is_in(self, place: Place) -> bool:
        """Return whether they differ anywhere within a box."""
        left, top, right, bottom = place
        left, right = max(left, 0), min(right, self.width)
        if left >= right:
            return False
        # A row's dots are looked for at once, which is much faster than a picture cut out for each letter.
        return any(
            255 in self._dots[row * self.width + left : row * self.width + right]
            for row in range(max(top, 0), min(bottom, self.height))
        )


def hidden_words(chars: list[Char], look: Look, shapes: list[Shape]) -> list[tuple[str, str]]:
    """Say why in each character that can't be seen; return the words that they make, with the reason."""
    orders = {shape.key: shape.order for shape in shapes}
    covers = [shape for shape in shapes if shape.is_cover]
    letters = [char for char in chars if char.owner and char.sign.isalnum()]
    places = [look.pixels(char.box) for char in letters]
    drawn_by: dict[int, list[int]] = {}
    doubtful: dict[int, None] = {}
    for number, (char, place) in enumerate(zip(letters, places, strict=True)):
        char.why, is_doubtful = _why(look, look.owners[char.owner], place)
        drawn_by.setdefault(char.owner, []).append(number)
        if is_doubtful:
            doubtful[char.owner] = None
    hulls = {owner: _hull([places[one] for one in numbers]) for owner, numbers in drawn_by.items()}
    for one, other in sorted(_near(hulls)):
        if _overlap(letters, places, drawn_by[one], drawn_by[other]):
            doubtful |= {one: None, other: None}
    for owner in list(doubtful)[:MOST_ALONE]:
        # Taken off the page by itself: what changes nothing then is hidden.
        alone = Ink(look.whole, look.without([owner]))
        for number in drawn_by[owner]:
            if not letters[number].why and not alone.is_in(places[number]):
                letters[number].why = UNSEEN
    for char, place in zip(letters, places, strict=True):
        if char.why == UNSEEN:
            after = orders.get(char.owner, 0)
            colour = look.owners[char.owner].colour
            if any(cover.order > after and is_within(char.box, cover.box) for cover in covers):
                char.why = COVERED
            elif colour is not None and look.is_like_behind(colour, place):
                char.why = SAME_COLOUR
    return list(_runs(chars))


def _why(look: Look, owner: Owner, place: Place) -> tuple[str, bool]:
    """Why a letter can't be seen ("" when it can), and whether that needs a closer look."""
    if owner.mode == NEVER_DRAWN or (owner.mode == 0 and owner.colour is not None and owner.colour[3] == 0):
        return UNDRAWN, False
    if not look.is_on_page(place):
        return OFF_PAGE, False
    if owner.size < TINY_POINTS:
        return TINY, False
    if owner.mode == ONLY_CLIP:
        # Letters through which a picture is seen: there is something there, or there isn't.
        is_seen = any(low != high for low, high in _extremes(look.whole, place))
        return "" if is_seen else UNDRAWN, False
    if not look.ink.is_in(place):
        return UNSEEN, False
    return "", owner.mode == 0 and owner.colour is not None and look.is_like_behind(owner.colour, place)


def _hull(places: list[Place]) -> Place:
    """The box round these letters, without the pixel at its edges that neighbours share."""
    lefts, tops, rights, bottoms = zip(*places, strict=True)
    return min(lefts) + 1, min(tops) + 1, max(rights) - 1, max(bottoms) - 1


def _meet(one: Place, other: Place) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_middle_in(one: Place, other: Place) -> bool:
    across, down = (one[0] + one[2]) / 2, (one[1] + one[3]) / 2
    return other[0] < across < other[2] and other[1] < down < other[3]


def _near(hulls: dict[int, Place]) -> set[tuple[int, int]]:
    """Pairs of objects whose letters stand in the same part of the page."""
    cells: dict[tuple[int, int], list[int]] = {}
    for owner, (left, top, right, bottom) in hulls.items():
        if max(abs(left), abs(top), right, bottom) < FARTHEST:
            for across in range(left // CELL, right // CELL + 1):
                for down in range(top // CELL, bottom // CELL + 1):
                    cells.setdefault((across, down), []).append(owner)
    pairs = (pair for owners in cells.values() for pair in combinations(owners, 2))
    return {(one, other) for one, other in pairs if _meet(hulls[one], hulls[other])}


def _overlap(letters: list[Char], places: list[Place], ones: list[int], others: list[int]) -> bool:
    """Whether a letter of one object stands where the other draws another letter."""
    spans = [_hull([places[number] for number in numbers]) for numbers in (ones, others)]
    ones = [number for number in ones if _meet(places[number], spans[1])]
    others = [number for number in others if _meet(places[number], spans[0])]
    return any(
        letters[one].sign != letters[other].sign
        and (_is_middle_in(places[one], places[other]) or _is_middle_in(places[other], places[one]))
        for one in ones
        for other in others
    )


def _runs(chars: list[Char]) -> Iterator[tuple[str, str]]:
    """The hidden letters as words, with what stands between them; single letters within a word are chance."""
    inherited = ""
    marked = []
    for char in chars:
        if char.sign.isalnum():
            inherited = char.why
        marked.append((inherited, char))
    for why, group in groupby(marked, key=lambda pair: pair[0]):
        signs = "".join(char.sign for _why, char in group)
        # What stands after the last letter is the bullet or the quotation mark of what follows.
        words = " ".join(
            signs[: max((at for at, sign in enumerate(signs, 1) if sign.isalnum()), default=0)].split()
        )
        if why and sum(sign.isalnum() for sign in words) > 1:
            yield (words if len(words) <= LONGEST else f"{words[:LONGEST]}…"), why

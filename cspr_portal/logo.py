"""Whether a file will do as the partnership's logo: what it is by its content, how large, and that nothing in it runs.

Pure but for Pillow and lxml, which are asked whether the file is sound. Where the file is, and what is said when it
won't do, is in environment.py; where the logo is shown and served, in look.py.
"""

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

LARGEST_KILOBYTES = 100
LONGEST_SIDE = 4_000
BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "png", "PNG"), (b"\xff\xd8\xff", "jpg", "JPEG"))
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}

SVG = "{http://www.w3.org/2000/svg}"
# What runs, moves, holds another document, or brings HTML
NOT_IN_A_LOGO = {
    "script", "handler", "listener", "foreignobject", "iframe", "embed", "object", "audio", "video", "canvas", "link",
    "animate", "animatecolor", "animatemotion", "animatetransform", "set", "discard",
}  # fmt: skip
PICTURE_INSIDE = re.compile(r"data:image/(?:png|jpeg);base64,", re.IGNORECASE)
REFERENCE = re.compile(r"url\s*\(\s*[\"']?\s*(?!#)", re.IGNORECASE)
IN_STYLE = re.compile(r"@import|expression\s*\(|\\|/\*", re.IGNORECASE)
LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(?:px)?\s*\Z")
NUMBERS = re.compile(r"[\s,]+")


class WontDo(Exception):
    """The file won't do as a logo; its words end a sentence that begins "PARTNERSHIP_LOGO names a file that "."""


@dataclass(frozen=True)
class Logo:
    """A logo as it is served: its bytes, "png", "jpg" or "svg", and its width and height in pixels."""

    content: bytes
    ending: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.ending]

    @property
    def is_about_square(self) -> bool:
        """Whether it does as the small picture on a browser's tab."""
        return max(self.width, self.height) <= 1.25 * min(self.width, self.height)


def read(content: bytes) -> Logo:
    """Return the logo in a file's bytes; raise WontDo with the reason where there is none that may be shown."""
    if len(content) > LARGEST_KILOBYTES * 1024:
        raise WontDo(f"is larger than {LARGEST_KILOBYTES} KB")
    for beginning, ending, kind in BEGINNINGS:
        if content.startswith(beginning):
            return Logo(content, ending, *_pixels(content, kind))
    if b"<svg" in content or b":svg" in content:
        return Logo(content, "svg", *_drawn_size(_drawing(content)))
    raise WontDo("is neither a PNG, a JPEG nor an SVG")


def _pixels(content: bytes, kind: str) -> tuple[int, int]:
    from PIL import Image

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=[kind]) as opened:
            warnings.simplefilter("error")
            if not 0 < max(opened.size) <= LONGEST_SIDE:
                raise WontDo(f"is more than {LONGEST_SIDE:,} pixels wide or high")
            size = opened.size
            opened.verify()
            # Asked for twice: the first finds wrong sums, the second what is missing.
            with Image.open(io.BytesIO(content), formats=[kind]) as again:
                again.load()
            return size
    except WontDo:
        raise
    except Exception as fault:
        raise WontDo(f"begins as a {kind} but can’t be opened as one") from fault


def _drawing(content: bytes) -> "etree._Element":
    """Return the root of an SVG in which nothing runs and nothing leads outside."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise WontDo("begins as an SVG but can’t be opened as one") from fault
    if root.tag != f"{SVG}svg":
        raise WontDo("is neither a PNG, a JPEG nor an SVG")
    tree = root.getroottree()
    if tree.docinfo.doctype or any(
        isinstance(node, etree._ProcessingInstruction | etree._Entity)
        for node in (*tree.iter(), *root.itersiblings(preceding=True), *root.itersiblings())
    ):
        raise WontDo("is an SVG with a document type, an entity or an instruction to a program")
    for element in root.iter(etree.Element):
        _look_at(element)
    return root


def _look_at(element: "etree._Element") -> None:
    name = str(element.tag).rpartition("}")[2].lower()
    if name in NOT_IN_A_LOGO:
        raise WontDo(f"is an SVG with <{name}> in it")
    if name == "style" and (IN_STYLE.search(element.text or "") or REFERENCE.search(element.text or "")):
        raise WontDo("is an SVG whose style may lead outside")
    for attribute, value in element.attrib.items():
        said, value = str(attribute).rpartition("}")[2].lower(), str(value).strip()
        if said.startswith("on"):
            raise WontDo(f"is an SVG with a script in {said}")
        if said in ("href", "src") and not value.startswith("#") and not PICTURE_INSIDE.match(value):
            raise WontDo("is an SVG that leads outside")
        if REFERENCE.search(value) or (said == "style" and IN_STYLE.search(value)):
            raise WontDo("is an SVG that leads outside")


def _drawn_size(root: "etree._Element") -> tuple[int, int]:
    """The size that the drawing says that it has, or the shape of its view; scaled so that it isn't lost in rounding."""
    sides = [LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    if all(sides):
        width, height = (float(side[1]) for side in sides if side)
    else:
        numbers = [LENGTH.match(part) for part in NUMBERS.split(root.get("viewBox", "").strip())[2:4]]
        if len(numbers) != 2 or not all(numbers):
            raise WontDo("is an SVG that says neither its width and height in pixels nor its viewBox")
        width, height = (float(number[1]) for number in numbers if number)
    if not width or not height:
        raise WontDo("is an SVG without a width or a height")
    scale = 100 / min(width, height)
    return round(width * scale), round(height * scale)

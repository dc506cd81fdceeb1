"""Pictures in a text: taken in for what their bytes are, made anew so that nothing but the pixels stays, and named.

Which text shows one, where it is kept and who sees it is known elsewhere; how a text names one is in text.py.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from functools import cached_property

from cspr_portal import limited, picture_cleaning, sizes
from cspr_portal.refusals import Refused

LARGEST_FILE = 10 * sizes.MEGABYTE
MEMORY = 800 * sizes.MEGABYTE
CPU_SECONDS = 10
PATIENCE = 20
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}
# Without vowels they make no word, and without digits no postcode or number that a check would stop at
LETTERS = "bcdfghjkmnpqrstvwxz"
LETTERS_OF_A_NAME = 6
UNCROPPED = (0.0, 0.0, 0.0, 0.0)

BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
# What older programs put into Word files
BEGINNINGS_IN_WORD = (
    *BEGINNINGS,
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
DRAWINGS = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00", b"<svg", b"<?xml", b"\x1f\x8b")
METAFILE = slice(40, 44), b" EMF"

EMPTY = "The file is empty. Choose another."
NOT_A_PICTURE = "The picture must be a PNG or a JPEG. Save it as one of them and choose that copy."
A_DRAWING = (
    "The picture is a drawing (SVG, EMF or WMF), which can hold more than is seen. "
    "Save it as a PNG, or take a picture of your screen, and choose that copy."
)
TOO_MANY_PIXELS = "The picture has more than 40 million pixels. Save it smaller and choose that copy."
NOTHING_LEFT = "Nothing is left of the picture where it is cropped. Take it out, or crop it less."
BROKEN = "The picture can’t be opened: it is damaged or not complete. Save it again and choose that copy."
SAID = {"pixels": TOO_MANY_PIXELS, "nothing": NOTHING_LEFT}


class NotTaken(Refused):
    """The picture is not taken in; `sentence` says why and what to do. It belongs beside the form's field."""


@dataclass(frozen=True)
class Picture:
    """A picture that was made anew: its bytes, the type that they are served as, its width and height in pixels."""

    content: bytes
    media_type: str
    width: int
    height: int

    @cached_property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def cleaned(
    content: bytes,
    *,
    is_from_word: bool = False,
    crop: tuple[float, float, float, float] = UNCROPPED,
) -> Picture:
    """Return the picture in `content`, made anew: no metadata, no profile, no thumbnail, nothing behind its end.

    In: a file's bytes; its name is not asked for. Out of a Word file a GIF, BMP or TIFF is taken too, without
    what is cropped there (`crop`: left, above, right, below, as parts of the whole). It comes out upright, as a
    PNG or a JPEG of at most 2,000 pixels on its longer side. Raises NotTaken with a sentence for everything
    else. Takes a second for a large one: call it outside of a transaction.
    """
    kind = _kind(content, BEGINNINGS_IN_WORD if is_from_word else BEGINNINGS)
    wanted = json.dumps({"formats": [kind], "crop": crop})
    made = limited.result_of(
        picture_cleaning.cleaned,
        content,
        wanted,
        memory=MEMORY,
        cpu_seconds=CPU_SECONDS,
        patience=PATIENCE,
    )
    if not made:
        raise NotTaken(BROKEN)
    said, _line_end, body = made.partition(b"\n")
    if not body:
        raise NotTaken(SAID[said.decode()])
    ending, width, height = said.decode().split()
    return Picture(body, MEDIA_TYPES[ending], int(width), int(height))


def new_name(picture: Picture) -> str:
    """Return a name for the picture that tells nothing of it: "picture-hkqmzx.png"."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LETTERS_OF_A_NAME))
    ending = next(ending for ending, kind in MEDIA_TYPES.items() if kind == picture.media_type)
    return f"picture-{letters}.{ending}"


def _kind(content: bytes, beginnings: tuple[tuple[bytes, str], ...]) -> str:
    """Tell what is there by its first bytes; raise NotTaken for what is none of `beginnings`."""
    if not content:
        raise NotTaken(EMPTY)
    if len(content) > LARGEST_FILE:
        raise NotTaken(sizes.too_large(len(content), LARGEST_FILE, "Save it smaller and choose that copy."))
    found = next((kind for beginning, kind in beginnings if content.startswith(beginning)), "")
    if not found:
        where, mark = METAFILE
        start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
        is_drawing = content.startswith(DRAWINGS) or start.startswith(DRAWINGS) or content[where] == mark
        raise NotTaken(A_DRAWING if is_drawing else NOT_A_PICTURE)
    return found

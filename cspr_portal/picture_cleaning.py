"""Makes a picture anew: only what is seen stays. Run by pictures.py in a process of its own (see limited.py).

It knows nothing of Django or the settings. What is said to a person stands in pictures.py.
"""

import io
import json
from typing import Any

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
JPEG_QUALITY = 88
# A picture without transparency that is larger than this as a PNG is a photograph, whatever it came as
LARGEST_PNG = 3 * 1024 * 1024
PHOTOGRAPHS = {"JPEG", "MPO"}
TOO_MANY_PIXELS, NOTHING_LEFT = "pixels", "nothing"


def cleaned(data: bytes, wanted: str) -> bytes:
    """Return a line such as "png 120 80", or one of the words above, and then the picture's bytes, if there are any.

    `wanted` is JSON: the formats that it may have, and what is cropped. Any exception means that it can't be read.
    """
    asked = json.loads(wanted)
    said, body = made_anew(data, asked["formats"], asked["crop"])
    return said.encode() + b"\n" + body


def made_anew(data: bytes, formats: list[str], crop: list[float]) -> tuple[str, bytes]:
    """Return ("png 120 80", its bytes), or one of the words above and no bytes. Raises whatever Pillow does.

    `crop` is what is cut off left, above, right and below, as parts of the whole.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours
    with Image.open(io.BytesIO(data), formats=formats) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return TOO_MANY_PIXELS, b""
        is_photograph = opened.format in PHOTOGRAPHS
        if is_photograph and not any(crop):
            # A large JPEG is read at a half or a quarter of its size, never at less than what is kept.
            opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        picture = _cropped(opened, crop)
        if picture is None:
            return NOTHING_LEFT, b""
        picture = _plain(ImageOps.exif_transpose(picture))
    if max(picture.size) > LONGEST_SIDE:
        picture = ImageOps.contain(picture, (LONGEST_SIDE, LONGEST_SIDE))
    # What a file says beside its pixels hangs on the object that was read: these are the pixels alone.
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    kind, body = ("jpg", b"") if is_photograph else ("png", _saved(bare, "PNG"))
    if not body or (len(body) > LARGEST_PNG and bare.mode in ("L", "RGB")):
        kind, body = "jpg", _saved(bare, "JPEG", quality=JPEG_QUALITY)
    return f"{kind} {bare.width} {bare.height}", body


def _cropped(picture: Any, crop: list[float]) -> Any:
    if not any(crop):
        return picture
    left, above, right, below = crop
    box = (
        round(picture.width * left),
        round(picture.height * above),
        round(picture.width * (1 - right)),
        round(picture.height * (1 - below)),
    )
    return picture.crop(box) if box[0] < box[2] and box[1] < box[3] else None


def _plain(picture: Any) -> Any:
    """The picture in grey or in colour, with its transparency where it has one."""
    if picture.mode in ("L", "RGB") and "transparency" not in picture.info:
        return picture
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("1", "I", "F"):
        return picture.convert("L")
    has_alpha = picture.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def _saved(picture: Any, kind: str, **how: Any) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **how)
    return made.getvalue()

"""A picture is made anew of its pixels: what hangs on it doesn't come along, and what could hurt is not opened."""

import io
import json
import struct
import subprocess
import sys
import time
import zlib

import pytest
from PIL import Image

from cspr_portal import limited, pictures
from cspr_portal.picture_cleaning import LONGEST_SIDE, MOST_PIXELS
from cspr_portal.pictures import NotTaken, cleaned
from tests import pictured

MEGABYTE = 1024 * 1024


def opened(picture: pictures.Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


@pytest.mark.parametrize(
    ("sent", "media_type", "size"),
    [(pictured.photograph(), "image/jpeg", (40, 60)), (pictured.plan(), "image/png", (60, 40))],
    ids=["photograph", "plan"],
)
def test_nothing_but_the_pixels_comes_along(sent, media_type, size):
    """D16, D17, C01: no place, no words, no profile, no second file behind the end; and it stands upright."""
    assert sent.count(b"Canary") >= 3
    made = cleaned(sent)
    shown = opened(made)
    assert (made.media_type, (made.width, made.height), shown.size) == (media_type, size, size)
    assert (
        b"Canary" not in made.content and b"<script" not in made.content and b"PK\x03\x04" not in made.content
    )
    shown.load()
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not shown.getexif()
    corner = (size[0] - 3, 3) if media_type == "image/jpeg" else (3, 3)
    red, green, _blue = shown.convert("RGB").getpixel(corner)
    assert red > 200 and green < 60


def test_what_is_made_anew_is_made_the_same_again():
    """A picture that goes out and comes back is known by its bytes."""
    made = cleaned(pictured.plan())
    assert cleaned(made.content) == made


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_each_kind_of_pixels_is_taken_and_transparency_stays(mode):
    picture = Image.new("I;16", (60, 40)) if mode == "I;16" else pictured.drawn().convert(mode)
    made = cleaned(pictured.saved(picture, "JPEG" if mode == "CMYK" else "PNG"))
    assert opened(made).mode == (
        "RGBA" if mode in ("LA", "RGBA") else "L" if mode in ("1", "L", "I;16") else "RGB"
    )


def test_a_large_picture_is_made_smaller_and_keeps_its_shape():
    made = cleaned(pictured.saved(pictured.drawn((4_400, 1_100)), "JPEG"))
    assert (made.width, made.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


def test_what_is_cropped_in_word_is_gone():
    """The red corner was cut off for a reason."""
    made = cleaned(pictured.plan(), is_from_word=True, crop=(0.5, 0.0, 0.25, 0.0))
    assert (made.width, made.height) == (15, 40)
    assert opened(made).getcolors() == [(600, (255, 255, 255))]
    with pytest.raises(NotTaken) as refused:
        cleaned(pictured.plan(), is_from_word=True, crop=(0.5, 0.0, 0.499, 0.0))
    assert refused.value.sentence == pictures.NOTHING_LEFT


def test_older_kinds_are_taken_from_word_alone():
    for kind in ("GIF", "BMP", "TIFF"):
        sent = pictured.saved(pictured.drawn(), kind)
        assert cleaned(sent, is_from_word=True).media_type == "image/png"
        with pytest.raises(NotTaken) as refused:
            cleaned(sent)
        assert refused.value.sentence == pictures.NOT_A_PICTURE


EMF = struct.pack("<II", 1, 108) + bytes(32) + b" EMF" + bytes(60)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", pictures.EMPTY),
        (b"\x00" * 4_000, pictures.NOT_A_PICTURE),
        (b"%PDF-1.7\n", pictures.NOT_A_PICTURE),
        (b"<!doctype html><script>alert(1)</script>", pictures.NOT_A_PICTURE),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", pictures.NOT_A_PICTURE),
        (b'\xef\xbb\xbf <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', pictures.A_DRAWING),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', pictures.A_DRAWING),
        (b"\xd7\xcd\xc6\x9a" + bytes(40), pictures.A_DRAWING),
        (EMF, pictures.A_DRAWING),
        (pictured.plan()[:90], pictures.BROKEN),
        (b"\xff\xd8\xff" + bytes(500), pictures.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + bytes(11 * MEGABYTE), "The file must have 10 MB or less; it has 11.0 MB."),
    ],
)
def test_everything_else_is_refused_with_what_to_do(sent, sentence):
    """C01: the content decides, in a sentence."""
    with pytest.raises(NotTaken) as refused:
        cleaned(sent)
    assert refused.value.sentence.startswith(sentence)


def bomb(side: int) -> bytes:
    """A small PNG of side x side pixels, all there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1)
    rows = b"".join(packer.compress(bytes(side // 8 + 1)) for _row in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_in_time_and_with_little_memory():
    """C04: 30,000 x 30,000 pixels, refused within 5 s and 300 MB."""
    sent = bomb(30_000)
    assert len(sent) < MEGABYTE and MOST_PIXELS < 30_000**2
    began = time.monotonic()
    with pytest.raises(NotTaken) as refused:
        cleaned(sent)
    assert refused.value.sentence == pictures.TOO_MANY_PIXELS
    assert time.monotonic() - began < 5
    wanted = json.dumps({"formats": ["PNG"], "crop": [0, 0, 0, 0]})
    # A process is told the memory of the one that it was split off from, too: so a small one starts it.
    launcher = (
        "import resource, subprocess, sys; "
        "subprocess.run([sys.executable, '-I', *sys.argv[1:]], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    limits = (str(pictures.MEMORY), str(pictures.CPU_SECONDS))
    function = ("cspr_portal.picture_cleaning", "cleaned", wanted)
    command = [sys.executable, "-I", "-c", launcher, str(limited.__file__), *limits, *function]
    told = subprocess.run(command, input=sent, capture_output=True, check=True)
    assert int(told.stdout) < 300 * 1024  # kilobytes

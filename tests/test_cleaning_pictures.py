"""Pictures and recordings lose what is said about them, and not a pixel or a sound."""

import io
import random
from contextlib import suppress

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Name
from PIL import Image

from publications.cleaning import MOST_SOUND, NotClean, cleaned_mp3
from publications.cleaning.faults import Unclean
from publications.cleaning.pictures import clean_jpeg, clean_jpeg_2000, clean_picture
from tests import cleaning_files as files

CANARY = files.SIGN.encode()
# MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes, or 418 with padding.
FRAME, PADDED = b"\xff\xfb\x90\x64" + bytes(413), b"\xff\xfb\x92\x64" + bytes(414)
FRAMES = (FRAME + PADDED) * 20
ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x28" + CANARY.ljust(40, b"\0")
ID3_OLD = b"TAG" + CANARY.ljust(125, b"\0")
APE = b"APETAGEX" + CANARY.ljust(4_000, b"\0")


def pixels(data: bytes) -> bytes:
    return Image.open(io.BytesIO(data)).tobytes()


@pytest.mark.parametrize(("kind", "clean"), [("JPEG", clean_jpeg), ("JPEG2000", clean_jpeg_2000)])
def test_a_picture_keeps_its_pixels_and_loses_what_is_said_about_it(kind: str, clean) -> None:
    """D16: where it was taken, comments, boxes of words, and what stands behind its end."""
    before = files.photo(kind)
    after = clean(before)
    assert before.count(CANARY) >= 2 and CANARY not in after
    assert pixels(after) == pixels(before)
    assert clean(after) == after
    with pytest.raises((ValueError, IndexError)):
        clean(b"no picture at all")


def test_a_picture_in_four_colours_keeps_the_mark_that_says_how_they_are_written() -> None:
    made = io.BytesIO()
    Image.new("CMYK", (40, 30), (10, 200, 30, 40)).save(made, "JPEG", exif=b"Exif\0\0" + CANARY)
    after = clean_jpeg(made.getvalue())
    assert CANARY in made.getvalue() and CANARY not in after and b"Adobe" in after
    assert pixels(after) == pixels(made.getvalue())


def test_a_picture_that_is_packed_twice_is_unpacked_and_cleaned() -> None:
    with pikepdf.new() as pdf:
        image = files.image(pdf, b"")
        packed = files.photo().hex().encode() + b">"
        image.write(packed, filter=Array([Name.ASCIIHexDecode, Name.DCTDecode]))
        assert clean_picture(image)
        assert image.Filter == Name.DCTDecode and CANARY not in image.read_raw_bytes()
        assert pixels(image.read_raw_bytes()) == pixels(files.photo())
        image.write(b"no picture", filter=Name.DCTDecode)
        with pytest.raises(Unclean):
            clean_picture(image)


@pytest.mark.parametrize(
    "sent",
    [FRAMES, ID3 + FRAMES, ID3 + ID3 + bytes(300) + FRAMES + APE + ID3_OLD, FRAMES + FRAME[:200]],
    ids=["bare", "a tag before", "tags before and behind", "a last frame that is cut short"],
)
def test_a_recording_keeps_its_frames_and_nothing_else(sent: bytes) -> None:
    assert cleaned_mp3(sent) == FRAMES
    assert cleaned_mp3(FRAMES) == FRAMES


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"RIFF" + bytes(9_000),
        FRAME + FRAME,
        FRAMES + b"MZ" + bytes(3_000),
        FRAMES[1:],
        b"%PDF-1.7" + FRAMES,
    ],
    ids=["nothing", "another kind", "two frames", "a program behind", "out of step", "a PDF before"],
)
def test_what_is_no_recording_by_its_content_is_refused(sent: bytes) -> None:
    """C01: told by what is in it, from its first byte."""
    with pytest.raises(NotClean, match=r"Save it as MP3|Choose another"):
        cleaned_mp3(sent)


def test_a_recording_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(NotClean, match="60 MB or less"):
        cleaned_mp3(bytes(MOST_SOUND + 1))


@given(seed=st.integers(0, 2**32), sent=st.sampled_from([files.photo(), files.photo("JPEG2000"), FRAMES]))
def test_whatever_is_damaged_is_cleaned_or_refused(seed: int, sent: bytes) -> None:
    dice = random.Random(seed)
    broken = bytearray(sent)
    for _hit in range(dice.randrange(1, 9)):
        broken[dice.randrange(len(broken))] = dice.randrange(256)
    cut = bytes(broken[: dice.randrange(len(broken))])
    for clean in (clean_jpeg, clean_jpeg_2000):
        with suppress(ValueError, IndexError):
            assert len(clean(cut)) <= len(cut) + 2
    with suppress(NotClean):
        assert cleaned_mp3(cut) in cut

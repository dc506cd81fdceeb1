"""Recordings as MP3: only its frames are kept, so titles, names, pictures and comments in tags of any kind are gone.

Frames are those of MPEG 1, 2 and 2.5, layer III (ISO/IEC 11172-3 and 13818-3). Not a sound is changed.
"""

from cspr_portal.sizes import MEGABYTE

from .faults import SENTENCES, Fault, NotClean, refuse_size

MOST_SOUND = 60 * MEGABYTE
LAYER_III = 1
# By the two bits of the version: 2.5, reserved, 2, 1.
RATES = {0: (11025, 12000, 8000), 2: (22050, 24000, 16000), 3: (44100, 48000, 32000)}
# Kilobits a second, by the four bits that say which: none is said by 0, and 15 is forbidden.
KILOBITS = {
    0: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
FEWEST_FRAMES = 3
TAGS_BEHIND = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI")
LONGEST_FRAME = 1441


def cleaned_mp3(content: bytes) -> bytes:
    """Return the frames of a recording and nothing else. Raises NotClean for what is no MP3 by its content."""
    refuse_size(content, MOST_SOUND)
    start = at = _behind_tags(content)
    frames, first = 0, None
    while (found := _frame(content, at)) is not None:
        length, kind = found
        first = first or kind
        if kind != first or at + length > len(content):
            break
        at += length
        frames += 1
    rest = content[at:].lstrip(b"\0")
    if frames < FEWEST_FRAMES or (len(rest) > LONGEST_FRAME and not rest.startswith(TAGS_BEHIND)):
        raise NotClean(SENTENCES[Fault.NO_MP3])
    return content[start:at]


def _behind_tags(content: bytes) -> int:
    """Where the first frame should begin: behind ID3 tags of version 2, and zeros."""
    at = 0
    while content[at : at + 3] == b"ID3" and len(content) > at + 10:
        size = 0
        for part in content[at + 6 : at + 10]:
            size = size << 7 | part & 0x7F
        has_footer = content[at + 5] & 0x10
        at += 10 + size + (10 if has_footer else 0)
    while content[at : at + 1] == b"\0":
        at += 1
    return at


def _frame(content: bytes, at: int) -> tuple[int, tuple[int, int]] | None:
    """The length in bytes of the frame that begins here, with its version and rate; None when none does."""
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    speed, rate = head[2] >> 4, head[2] >> 2 & 3
    if version not in RATES or layer != LAYER_III or speed in {0, 15} or rate == 3:
        return None
    a_second = RATES[version][rate]
    samples = 144 if version == 3 else 72
    length = samples * KILOBITS[version][speed - 1] * 1000 // a_second + (head[2] >> 1 & 1)
    return length, (version, a_second)

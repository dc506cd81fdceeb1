"""Takes out of JPEG and JPEG 2000 pictures what isn't needed to draw them. Not a pixel is changed.

Where a photograph was taken, with which telephone, by whom, and the small picture of it that was not cropped: all
that lies in segments and boxes of their own (JPEG: ITU-T T.81, annex B; JPEG 2000: T.800, annexes A and I).
"""

from pikepdf import Array, Dictionary, Name, Object, Stream, StreamDecodeLevel

from .faults import MOST_PIXELS, Fault, Unclean

START, END, SCAN = 0xD8, 0xD9, 0xDA
ADOBE = 0xEE
# Frames, tables, restarts, scans, and how many lines there are: what draws.
DRAWING = {*range(0xC0, 0xC8), *range(0xC9, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD}
ADOBE_MARK, ADOBE_LENGTH = b"Adobe", 12
BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
# Within the header of JPEG 2000: size, depth, colours, palette, which channel is what. No resolution, no labels.
HEADER_BOXES = {b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"}
CODESTREAM, TILE, COMMENT_2000 = b"\xff\x4f", b"\xff\x90", b"\xff\x64"


def clean_picture(picture: Stream) -> bool:
    """Clean a picture in place; return whether anything was in it. Raises Unclean when it is too large or broken."""
    if int(picture.get("/Width", 0)) * int(picture.get("/Height", 0)) > MOST_PIXELS:
        raise Unclean(Fault.PIXELS)
    is_whole = all(isinstance(picture.get(key), int) for key in ("/Width", "/Height"))
    filters = _listed(picture.get("/Filter"))
    has_colours = "/ColorSpace" in picture or bool(picture.get("/ImageMask")) or Name.JPXDecode in filters
    if not is_whole or not has_colours:
        raise Unclean(Fault.PICTURE)
    last = str(filters[-1]) if filters else ""
    if last not in {"/DCTDecode", "/JPXDecode"}:
        return False
    packed = picture.read_raw_bytes()
    parameters = _listed(picture.get("/DecodeParms"))
    own = parameters[-1] if len(parameters) == len(filters) else None
    if len(filters) > 1:
        # Packed once more, as a whole: unpacked as far as the picture itself.
        picture.Filter = Array(filters[:-1])
        if len(parameters) == len(filters):
            picture.DecodeParms = Array(parameters[:-1])
        packed = picture.read_bytes(StreamDecodeLevel.generalized)
    try:
        clean = clean_jpeg(packed) if last == "/DCTDecode" else clean_jpeg_2000(packed)
    except (IndexError, ValueError):
        raise Unclean(Fault.PICTURE) from None
    picture.write(clean, filter=Name(last), decode_parms=own if isinstance(own, Dictionary) else None)
    return clean != packed


def clean_jpeg(data: bytes) -> bytes:
    """Return a JPEG without comments, application data (but for Adobe's mark of its colours), or anything behind it.

    Raises ValueError or IndexError when it isn't one. What is drawn of one that is cut short is kept.
    """
    if data[:2] != bytes((0xFF, START)):
        raise ValueError("no JPEG")
    kept = bytearray(data[:2])
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker")
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == END:
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        after = at + 2 + length
        if length < 2 or after > len(data):
            raise ValueError("cut short")
        inside = data[at + 4 : after]
        if marker == ADOBE and inside.startswith(ADOBE_MARK):
            inside = inside[:ADOBE_LENGTH]
            kept += bytes((0xFF, ADOBE)) + (len(inside) + 2).to_bytes(2, "big") + inside
        elif marker in DRAWING:
            kept += bytes((0xFF, marker)) + data[at + 2 : after]
        at = after
        if marker == SCAN:
            at = _end_of_scan(data, at)
            kept += data[after:at]
    return bytes(kept) + bytes((0xFF, END))


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is neither a stuffed zero nor a restart; the end when there is none."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        elif data[at + 1] == 0xFF:
            at += 1
        else:
            return at


def clean_jpeg_2000(data: bytes) -> bytes:
    """Return a JPEG 2000 without comments and boxes that don't draw. Raises ValueError or IndexError as above."""
    return _codestream(data) if data.startswith(CODESTREAM) else _boxes(data, BOXES)


def _boxes(data: bytes, wanted: set[bytes]) -> bytes:
    kept = bytearray()
    at = 0
    while at < len(data):
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        start = at + 8
        if length == 1:
            length, start = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        after = at + length if length else len(data)
        if after < start or after > len(data):
            raise ValueError("cut short")
        if name in wanted:
            inside = data[start:after]
            if name == b"jp2h":
                inside = _boxes(inside, HEADER_BOXES)
            elif name == b"jp2c":
                inside = _codestream(inside)
            kept += (len(inside) + 8).to_bytes(4, "big") + name + inside
        at = after
    return bytes(kept)


def _codestream(data: bytes) -> bytes:
    if not data.startswith(CODESTREAM):
        raise ValueError("no codestream")
    kept = bytearray(CODESTREAM)
    at = 2
    while data[at : at + 2] != TILE:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF or length < 2 or at + 2 + length > len(data):
            raise ValueError("cut short")
        if data[at : at + 2] != COMMENT_2000:
            kept += data[at : at + 2 + length]
        at += 2 + length
    end = data.rfind(bytes((0xFF, END)))
    return bytes(kept) + data[at : end + 2 if end > at else len(data)]


def _listed(value: Object | None) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]

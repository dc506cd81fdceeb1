"""What may stay in a PDF: the keys of each kind of object that draws a page. Every other key is taken out.

Nothing that people write stands in these keys, but for the text that is drawn. Tags, links, bookmarks and what the
drawing itself says are elsewhere.
"""

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from .faults import Fault, Unclean

# Numbers, names of the standard, and arrays of them: never a string or a dictionary.
PLAIN = "plain"
# Names of fonts and of glyphs, which are whatever their makers called them.
NAMED = "named"
# Links, which marks.py has cleaned.
CLEAN = "clean"
# Every value is of the kind that follows, whatever its key.
ALL = "all "


def _plain(words: str) -> dict[str, str]:
    return dict.fromkeys((f"/{word}" for word in words.split()), PLAIN)


KINDS: dict[str, dict[str, str]] = {
    "page": {
        **_plain("Type MediaBox CropBox BleedBox TrimBox ArtBox Rotate StructParents Tabs UserUnit"),
        "/Resources": "resources",
        "/Group": "group",
        "/Contents": "bytes",
        "/Annots": CLEAN,
    },
    "resources": {
        "/ExtGState": "all graphics",
        "/ColorSpace": "all space",
        "/Pattern": "all pattern",
        "/Shading": "all shading",
        "/XObject": "all drawing",
        "/Font": "all font",
        "/Properties": "all marked",
    },
    "graphics": {
        **_plain("Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK"),
        "/Font": "font",
        "/SMask": "mask",
    },
    "mask": {**_plain("Type S BC"), "/G": "masked", "/TR": "function"},
    "group": {**_plain("Type S I K"), "/CS": "space"},
    "marked": _plain("MCID Type Subtype BBox Attached"),
    "tiling": {
        **_plain("Type PatternType PaintType TilingType BBox XStep YStep Matrix"),
        "/Resources": "resources",
    },
    "shaded": {**_plain("Type PatternType Matrix"), "/Shading": "shading", "/ExtGState": "graphics"},
    "shading": {
        **_plain("ShadingType Background BBox AntiAlias Domain Matrix Coords Extend VerticesPerRow Decode"),
        **_plain("BitsPerCoordinate BitsPerComponent BitsPerFlag"),
        "/ColorSpace": "space",
        "/Function": "function",
    },
    "function": {
        **_plain("FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds"),
        "/Functions": "function",
    },
    "form": {
        **_plain("Type Subtype FormType BBox Matrix StructParent StructParents"),
        "/Resources": "resources",
        "/Group": "group",
    },
    "image": {
        **_plain(
            "Type Subtype Width Height BitsPerComponent Intent ImageMask Decode Interpolate SMaskInData"
        ),
        **_plain("StructParent Matte"),
        "/ColorSpace": "space",
        "/Mask": "image",
        "/SMask": "image",
    },
    "font": {
        **_plain("Type Subtype FirstChar LastChar Widths DW W DW2 W2 FontBBox FontMatrix"),
        "/BaseFont": NAMED,
        "/FontDescriptor": "descriptor",
        "/Encoding": "encoding",
        "/ToUnicode": "map",
        "/DescendantFonts": "font",
        "/CIDSystemInfo": "system",
        "/CIDToGIDMap": "bytes",
        "/CharProcs": "all glyph",
        "/Resources": "resources",
    },
    "descriptor": {
        "/FontName": NAMED,
        **_plain("Type FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading"),
        **_plain("CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth"),
        **dict.fromkeys(("/FontFile", "/FontFile2", "/FontFile3"), "program"),
        "/CIDSet": "bytes",
    },
    "program": _plain("Subtype Length1 Length2 Length3"),
    "encoding": {
        **_plain("Type BaseEncoding WMode"),
        **dict.fromkeys(("/Differences", "/CMapName", "/UseCMap"), NAMED),
        "/CIDSystemInfo": "system",
    },
    "map": {**_plain("Type WMode"), "/CMapName": NAMED, "/CIDSystemInfo": "system"},
    "system": {"/Supplement": PLAIN, "/Registry": "system name", "/Ordering": "system name"},
    "calibrated": _plain("WhitePoint BlackPoint Gamma Matrix Range"),
    "glyph": {},
    "bytes": {},
    "parameters": {
        **_plain("Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows"),
        **_plain("EndOfBlock BlackIs1 DamagedRowsBeforeError ColorTransform"),
        "/JBIG2Globals": "bytes",
    },
}
KINDS["masked"] = KINDS["form"]
# Of every stream, whatever its kind; the library looks after the length.
OF_STREAMS = {"/Length": PLAIN, "/Filter": PLAIN, "/DecodeParms": "parameters"}
FILTER_NAMES = (
    "/FlateDecode /LZWDecode /ASCII85Decode /ASCIIHexDecode /RunLengthDecode /CCITTFaxDecode /JBIG2Decode "
    "/DCTDecode /JPXDecode"
)
FILTERS = frozenset(FILTER_NAMES.split())
NAMES = FILTERS.union(
    f"/{name}"
    for names in (
        "Page XObject Image Form Font FontDescriptor Encoding CMap Pattern ExtGState Mask Group",
        "Type0 Type1 Type3 MMType1 TrueType CIDFontType0 CIDFontType2 Type1C CIDFontType0C OpenType",
        "WinAnsiEncoding MacRomanEncoding MacExpertEncoding StandardEncoding Identity Identity-H Identity-V",
        "DeviceGray DeviceRGB DeviceCMYK Transparency Luminosity Alpha None Default R C S",
        "AbsoluteColorimetric RelativeColorimetric Saturation Perceptual",
        "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight",
        "Difference Exclusion Hue Color Pagination Layout Background Header Footer Watermark Top Bottom Left Right",
        "Condensed SemiCondensed ExtraCondensed UltraCondensed Expanded SemiExpanded ExtraExpanded UltraExpanded",
    )
    for name in names.split()
)
# What may have data of its own.
WITH_DATA = {
    "form",
    "masked",
    "image",
    "tiling",
    "glyph",
    "function",
    "shading",
    "bytes",
    "map",
    "program",
    "encoding",
}
# The maps of characters that the standard names, such as UniJIS-UTF16-H.
MAP_NAME = re.compile(r"/[A-Za-z0-9]{2,12}(-[A-Za-z0-9]{2,10}){0,3}-[HV]")
SPACES = frozenset(("/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"))
# How a font begins, and what every map from signs to letters has in it.
FONTS = (b"%!", b"\x80\x01", b"\0\1\0\0", b"true", b"ttcf", b"OTTO", b"\1\0")
MAP = b"begincmap"
SYSTEM_NAMES = {"Adobe", "Identity", "UCS", "Japan1", "GB1", "CNS1", "Korea1", "KR", "Symbol", "WinAnsi"}
# A profile of colours names the screen or the program that it is from, and stands in for one of these.
DEVICES = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
DEEPEST = 12


class Known:
    """Takes out of pages what isn't known, in place, and keeps what they draw with: drawings, glyphs and pictures."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.drawings: list[tuple[int, str, Stream]] = []
        self.pictures: list[Stream] = []
        self.described: set[tuple[int, int]] = set()
        self.streams: set[tuple[int, int]] = set()
        self._seen: set[tuple[int, int, str]] = set()
        self._waiting: list[tuple[Object, str]] = []
        self._page = 0

    def keep(self, page: Object, number: int) -> None:
        """Leave in this page, and in all that it leads to, only what is known. `number` counts from 1."""
        self._page = number
        self._waiting.append((page, "page"))
        while self._waiting:
            self._clean(*self._waiting.pop())

    def _clean(self, found: Object, kind: str) -> None:
        mark = (*found.objgen, kind)
        if found.objgen != (0, 0):
            if mark in self._seen:
                return
            self._seen.add(mark)
        shape = KINDS.get(kind.removeprefix(ALL), {})
        is_stream = False
        if isinstance(found, Stream):
            is_stream = True
            self._note(found, kind)
        for key in list(found.keys()):
            if is_stream and key == "/Length":
                continue
            wanted = kind.removeprefix(ALL) if kind.startswith(ALL) else shape.get(key)
            if wanted is None and is_stream:
                wanted = OF_STREAMS.get(key)
            value = self._fitting(found[key], wanted) if wanted is not None else None
            if value is None:
                del found[key]
            elif value is not True:
                found[key] = value

    def _note(self, found: Stream, kind: str) -> None:
        filters = found.get("/Filter", Array())
        if any(str(one) not in FILTERS for one in (filters if isinstance(filters, Array) else [filters])):
            raise Unclean(Fault.BROKEN)
        self.streams.add(found.objgen)
        if kind in {"form", "masked", "tiling", "glyph"}:
            self.drawings.append((self._page, kind, found))
        elif kind == "image":
            self.pictures.append(found)
            if "/Metadata" in found:
                self.described.add(found.objgen)

    def _fitting(self, value: Object, kind: str, depth: int = 0) -> Object | bool | None:
        """Return True when the value may stay as it is (or will be cleaned), another to put there, None for none."""
        if depth > DEEPEST:
            return None
        if kind in {PLAIN, NAMED}:
            return True if all(_is_plain(value, kind)) else None
        if kind == CLEAN:
            return True
        if kind == "space":
            return self._space(value, depth)
        if kind == "system name":
            return True if isinstance(value, pikepdf.String) and str(value) in SYSTEM_NAMES else None
        if isinstance(value, Array):
            fitting = [self._fitting(one, kind, depth + 1) for one in value]
            pairs = zip(value, fitting, strict=True)
            return Array([None if fit is None else one if fit is True else fit for one, fit in pairs])
        if isinstance(value, (Dictionary, Stream)):
            real = _kind_of(value, kind)
            if real is None:
                return None
            self._waiting.append((value, real))
            return True
        is_map = kind in {"encoding", "map"} and MAP_NAME.fullmatch(str(value)) is not None
        return True if is_map or all(_is_plain(value, PLAIN)) else None

    def _space(self, value: Object, depth: int) -> Object | bool | None:
        """A space of colours, without profile, names of inks, or anything else that somebody called something."""
        if isinstance(value, Name):
            return True if str(value) in SPACES else None
        if not isinstance(value, Array) or not len(value) or depth > DEEPEST:
            return None
        family, rest = value[0], list(value)[1:]
        if family == Name.ICCBased and rest and isinstance(rest[0], Stream):
            return DEVICES.get(int(rest[0].get("/N", 0)))
        if family in {Name.CalGray, Name.CalRGB, Name.Lab} and rest and isinstance(rest[0], Dictionary):
            self._waiting.append((rest[0], "calibrated"))
            return Array([family, rest[0]])
        if family == Name.Indexed and len(rest) == 3:
            base = self._space(rest[0], depth + 1)
            if isinstance(rest[2], Stream):
                self._waiting.append((rest[2], "bytes"))
            if base is not None and isinstance(rest[2], (Stream, pikepdf.String)):
                return Array([family, rest[0] if base is True else base, int(rest[1]), rest[2]])
        if family in {Name.Separation, Name.DeviceN} and len(rest) >= 3:
            other = self._space(rest[1], depth + 1)
            if other is not None and self._fitting(rest[2], "function") is True:
                inks = _inks(rest[0])
                return Array([family, inks, rest[1] if other is True else other, rest[2]])
        if family == Name.Pattern:
            under = self._space(rest[0], depth + 1) if rest else True
            return (
                True
                if not rest
                else None
                if under is None
                else Array([family, under if under is not True else rest[0]])
            )
        return True if not rest and isinstance(family, Name) and str(family) in SPACES else None


def _kind_of(value: Object, kind: str) -> str | None:
    """The kind that an object really is, where the key that leads to it leaves more than one open."""
    if kind == "drawing":
        return {"/Image": "image", "/Form": "form"}.get(str(value.get("/Subtype")))
    if kind == "pattern":
        return "tiling" if isinstance(value, Stream) else "shaded"
    if isinstance(value, Stream) and kind.removeprefix(ALL) not in WITH_DATA:
        return None
    if isinstance(value, Stream) and kind == "program":
        return kind if value.read_bytes().startswith(FONTS) else None
    if isinstance(value, Stream) and kind == "map":
        return kind if MAP in value.read_bytes() else None
    if kind == "marked" and value.get("/Type") in {Name.OCG, Name.OCMD}:
        return None
    return kind


def _is_plain(value: Object, kind: str, depth: int = 0) -> Iterator[bool]:
    if isinstance(value, Array):
        for one in value:
            yield from _is_plain(one, kind, depth + 1) if depth < DEEPEST else [False]
    elif isinstance(value, Name):
        yield kind == NAMED or str(value) in NAMES
    else:
        yield not isinstance(value, (Dictionary, Stream, pikepdf.String))


INKS = {"/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black"}


def _inks(names: Object) -> Object:
    """The inks under names that tell nothing: an ink of one's own is called what somebody liked to call it."""
    if isinstance(names, Name):
        return names if str(names) in INKS else Name("/Ink")
    kept = [one if str(one) in INKS else Name(f"/Ink{number}") for number, one in enumerate(names)]
    return Array(kept)

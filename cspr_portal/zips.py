"""Zips: what is wrong with one, told by its own list before anything is unpacked, and one of our own without dates.

Office files are such zips.
"""

import io
import zipfile
from collections.abc import Iterable
from enum import Enum, auto

from cspr_portal.sizes import MEGABYTE

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# XML packs to a tenth, seldom to a fiftieth; what holds little may pack better.
MOST_RATIO = 100
LITTLE = 5 * MEGABYTE
ENCRYPTED = 0x1
# Words in the type of a part that can run: VBA, macro-enabled documents, Excel 4 macro sheets, ActiveX.
ACTIVE_TYPES = ("vba", "macro", "activex")
ACTIVE_NAMES = ("vbaproject", "vbadata", "/macrosheets/", "/activex/")
NO_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold


class Fault(Enum):
    """Why a zip is refused."""

    BOMB = auto()
    LOCKED = auto()
    BROKEN = auto()
    ACTIVE = auto()


def fault(archive: zipfile.ZipFile, *, most_parts: int, most_unpacked: int) -> Fault | None:
    """Return what is wrong with `archive`, which may have so many parts and, unpacked, so many bytes; None if nothing."""
    parts = archive.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    is_dense = unpacked > LITTLE and unpacked > MOST_RATIO * packed
    if len(parts) > most_parts or unpacked > most_unpacked or is_dense:
        return Fault.BOMB
    if any(part.flag_bits & ENCRYPTED for part in parts):
        return Fault.LOCKED
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or any(_leads_out(name) for name in names):
        return Fault.BROKEN
    if any(word in f"/{name}" for name in names for word in ACTIVE_NAMES):
        return Fault.ACTIVE
    return None


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of the files, each with its name: the same files always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def is_active(type_of_part: str) -> bool:
    """Return whether a part of that media type can run."""
    return any(word in type_of_part.lower() for word in ACTIVE_TYPES)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")

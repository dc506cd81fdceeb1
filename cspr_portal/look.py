"""How one partnership looks: its colours and its logo, and the files that they make, each at an address of its own.

Made once, when the settings are read; an address changes with what stands there, so browsers may keep it. With the
house's own colours and without a logo there are no such files, and pages ask for none. Served by views.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cspr_portal import colours
from cspr_portal.logo import Logo

ADDRESS = "/look/"
PICTURES = Path(__file__).resolve().parent.parent / "static" / "img"
SVG = "image/svg+xml"


@dataclass(frozen=True)
class File:
    """What stands at one address."""

    content: bytes
    media_type: str


@dataclass(frozen=True)
class Look:
    """A partnership's look: addresses for pages (empty: the house's own), colours for drawings, and the files."""

    stylesheet: str = ""
    hero: str = ""
    icon: str = ""
    icon_type: str = SVG
    logo_address: str = ""
    logo: Logo | None = None
    # What a colour of the house's drawings becomes
    paint: Mapping[str, str] = field(default_factory=dict)
    # By their name below ADDRESS
    files: Mapping[str, File] = field(default_factory=dict)


def made(own: colours.Colours, own_logo: Logo | None) -> Look:
    """Return the look that follows from the colours (the house's are `colours.HOUSE`) and the logo."""
    files: dict[str, File] = {}

    def kept(name: str, ending: str, content: bytes, media_type: str) -> str:
        full = f"{name}.{sha256(content).hexdigest()[:16]}.{ending}"
        files[full] = File(content, media_type)
        return ADDRESS + full

    paint = colours.paint(own)
    stylesheet = hero = icon = logo_address = ""
    icon_type = SVG
    if paint:
        stylesheet = kept("colours", "css", colours.stylesheet(own).encode(), "text/css; charset=utf-8")
        hero = kept("hero", "svg", _painted("hero.svg", paint), SVG)
        icon = kept("icon", "svg", _painted("favicon.svg", paint), SVG)
    if own_logo is not None:
        logo_address = kept("logo", own_logo.ending, own_logo.content, own_logo.media_type)
        if own_logo.is_about_square:
            icon, icon_type = logo_address, own_logo.media_type
    return Look(stylesheet, hero, icon, icon_type, logo_address, own_logo, paint, files)


def _painted(name: str, paint: Mapping[str, str]) -> bytes:
    return colours.painted((PICTURES / name).read_text(encoding="utf-8"), paint).encode()

"""Makes the fonts in build/ from the packaged ones: cut WOFF2 for the web, whole TTF for the PDF."""

from __future__ import annotations

from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "build" / "static" / "fonts"
PAPER = ROOT / "build" / "fonts"

# (family, weight, style); the file's name leaves out "normal"
ON_SCREEN = [
    ("newsreader", 500, "normal"),
    ("source-sans-3", 400, "normal"),
    ("source-sans-3", 600, "normal"),
]
ON_PAPER = [*ON_SCREEN, ("source-sans-3", 400, "italic")]

# ASCII, Latin-1's letters and £ § © ° · ½ ×, thin spaces, dashes, quotes, bullet, ellipsis, € arrows minus
LETTERS = parse_unicodes(
    "20-7E A0 A3 A7 A9 B0 B7 BD C0-F6 F8-FF 2009 200A 2010-2015 2018-201A 201C-201E 2022 2026 202F"
    " 20AC 2190-2193 2212".replace(" ", ",")
)
FEATURES = ["liga", "tnum", "lnum", "mark", "ccmp"]
# In titles pairs are kerned. In text of that size it is hardly seen, and would be a sixth of what a visitor loads for it.
KERNED = ("newsreader",)
# What English titles need. The other letters of the titles' font are a file of their own, which a browser fetches for a
# page that has one of them (unicode-range in portal.css): they would be a third of the font, most of it kerning.
PLAIN = [letter for letter in LETTERS if letter < 0xA8 or 0x2009 <= letter <= 0x202F]
OTHERS = [letter for letter in LETTERS if letter not in PLAIN]


def packaged(family: str, weight: int, style: str, script: str) -> TTFont:
    """The font as npm brought it; `script` is latin or latin-ext."""
    folder = ROOT / "node_modules" / "@fontsource" / family / "files"
    return TTFont(folder / f"{family}-{script}-{weight}-{style}.woff2", recalcTimestamp=False)


def name(family: str, weight: int, style: str) -> str:
    """The file name without its ending, such as source-sans-3-400-italic."""
    return f"{family}-{weight}" + ("" if style == "normal" else f"-{style}")


def cut(font: TTFont, letters: list[int], *, kerned: bool) -> None:
    """Leave in `font` only `letters` and FEATURES, with the kerning of pairs if wanted, and make it a WOFF2."""
    options = Options()
    options.flavor = font.flavor = "woff2"
    options.layout_features = [*FEATURES, "kern"] if kerned else FEATURES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)


def main() -> None:
    """Write every font; what was there is replaced."""
    WEB.mkdir(parents=True, exist_ok=True)
    PAPER.mkdir(parents=True, exist_ok=True)
    for face in ON_SCREEN:
        is_for_titles = face[0] in KERNED
        for part, letters in (("", PLAIN), ("-more", OTHERS)) if is_for_titles else (("", LETTERS),):
            font = packaged(*face, "latin")
            cut(font, letters, kerned=is_for_titles)
            font.save(WEB / f"{name(*face)}{part}.woff2")
    for face in ON_PAPER:
        for script in ("latin", "latin-ext"):
            font = packaged(*face, script)
            font.flavor = None  # WeasyPrint would unpack a WOFF2 anew for every document
            font.save(PAPER / f"{name(*face)}-{script}.ttf")


if __name__ == "__main__":
    main()

"""The three colours that a partnership sets, the tones that follow from them, and which pairs have to be readable.

Pure: no settings, no files. The house's own tones stand in static/css/portal.css, chosen by eye; for other colours they
are worked out here. Contrast is that of WCAG 2.2: 4.5 for text (1.4.3), 3 for lines and marks that tell (1.4.11).
"""

import colorsys
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TEXT, MARK = 4.5, 3.0
SIX_DIGITS = re.compile(r"#?([0-9a-fA-F]{6})\Z")
BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True)
class Colours:
    """The colours of one partnership, each as "#" and six lower-case digits."""

    spruce: str
    mulberry: str
    honey: str


HOUSE = Colours("#12444a", "#74305f", "#ffc94a")

# What text and marks stand on, as portal.css has it; partnerships don't set these.
GROUNDS = ("surface", "paper", "tint", "calm-bg", "soon-bg", "late-bg", "hold-bg", "live-bg", "quiet-bg")
FIXED: dict[str, dict[str, str]] = {
    "light": {
        "surface": "#ffffff",
        "paper": "#f4f7f5",
        "tint": "#e6efec",
        "calm-bg": "#e2efe0",
        "soon-bg": "#fdedc6",
        "late-bg": "#fbe3dc",
        "hold-bg": "#f0e4ee",
        "live-bg": "#dceef0",
        "quiet-bg": "#e7ecea",
        "on-spruce": "#ffffff",
        "on-button": "#ffffff",
        "on-honey": "#1a2a2e",
    },
    "dark": {
        "surface": "#162427",
        "paper": "#0f191b",
        "tint": "#1e3033",
        "calm-bg": "#1c3420",
        "soon-bg": "#3b2d0c",
        "late-bg": "#471d15",
        "hold-bg": "#3a2138",
        "live-bg": "#12383e",
        "quiet-bg": "#263639",
        "on-spruce": "#f1f6f4",
        "on-button": "#0b2427",
        "on-honey": "#1a2a2e",
    },
}
# Each pair that portal.css makes with a tone that follows from the three: what is on it, the ground, the least contrast.
PAIRS: tuple[tuple[str, str, float], ...] = (
    ("on-spruce", "spruce", TEXT),
    ("on-spruce-2", "spruce", TEXT),
    ("honey", "spruce", MARK),
    ("mulberry", "surface", TEXT),
    ("mulberry", "paper", TEXT),
    ("on-honey", "honey", TEXT),
    ("on-honey", "honey-2", TEXT),
    ("on-button", "button", TEXT),
    ("on-button", "button-hover", TEXT),
    *((text, ground, TEXT) for text in ("link", "link-hover", "visited") for ground in GROUNDS),
)


def read(typed: str) -> Colours:
    """Return the colours in `typed`: spruce, mulberry, honey, with spaces or commas between, with or without "#".

    Raises ValueError where they aren't three colours of six digits.
    """
    found = [SIX_DIGITS.match(part) for part in re.split(r"[\s,]+", typed.strip())]
    three = [f"#{one[1].lower()}" for one in found if one]
    if len(three) != 3 or len(found) != 3:
        raise ValueError("Three colours of six digits are needed.")
    return Colours(*three)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tones(colours: Colours) -> dict[str, dict[str, str]]:
    """Return what each scheme's tokens are ("light" and "dark"), without the prefix that portal.css gives them."""
    spruce, mulberry, honey = colours.spruce, colours.mulberry, colours.honey
    dark_spruce = _mixed(spruce, BLACK, 0.28)
    light, dark = FIXED["light"], FIXED["dark"]
    light_link = _at_least(_lightness(spruce, at_least=0.22), light, BLACK)
    dark_link = _at_least(_lightness(spruce, at_least=0.7, most_colour=0.5), dark, WHITE)
    dark_mulberry = _at_least(_lightness(mulberry, at_least=0.76, most_colour=0.5), dark, WHITE)
    return {
        "light": light
        | {
            "spruce": spruce,
            "on-spruce-2": _readable(_mixed(spruce, WHITE, 0.8), [spruce], WHITE),
            "mulberry": mulberry,
            "mulberry-2": _readable(_lightness(mulberry, at_least=0.77), [spruce], WHITE),
            "honey": honey,
            "honey-2": _mixed(honey, WHITE, 0.4),
            "link": light_link,
            "link-hover": _mixed(light_link, BLACK, 0.35),
            "visited": _at_least(mulberry, light, BLACK),
            "button": light_link,
            "button-hover": _mixed(light_link, BLACK, 0.25),
            "leaf-1": light_link,
            "leaf-2": _lightness(honey, at_most=0.48, most_colour=0.8),
            "leaf-3": mulberry,
            **_drawn(spruce),
        },
        "dark": dark
        | {
            "spruce": dark_spruce,
            "on-spruce-2": _readable(_mixed(dark_spruce, WHITE, 0.7), [dark_spruce], WHITE),
            "mulberry": dark_mulberry,
            "mulberry-2": dark_mulberry,
            "honey": honey,
            "honey-2": _mixed(honey, WHITE, 0.4),
            "link": dark_link,
            "link-hover": _mixed(dark_link, WHITE, 0.45),
            "visited": dark_mulberry,
            "button": dark_link,
            "button-hover": _mixed(dark_link, WHITE, 0.45),
            "leaf-1": dark_link,
            "leaf-2": _lightness(honey, at_most=0.48, most_colour=0.8),
            "leaf-3": dark_mulberry,
            **_drawn(spruce),
        },
    }


def too_little(schemes: Mapping[str, Mapping[str, str]]) -> str | None:
    """Return what can't be read with these tones, with its contrast; None where all of it can."""
    for scheme, tokens in schemes.items():
        for text, ground, least in PAIRS:
            found = contrast(tokens[text], tokens[ground])
            if found < least:
                shown = math.floor(found * 100) / 100
                return (
                    f"{text} ({tokens[text]}) on {ground} ({tokens[ground]}) has a contrast of {shown:.2f} "
                    f"in the {scheme} scheme, and needs {least:g}"
                )
    return None


def stylesheet(colours: Colours) -> str:
    """Return the stylesheet that follows portal.css and sets the tokens. Paper keeps what portal.css says of ink."""
    schemes = tones(colours)
    set_here = [name for name in schemes["light"] if name not in FIXED["light"]]
    on_paper = [name for name in set_here if name.startswith(("leaf-", "art-", "honey"))]
    light, dark = (_block(schemes[scheme], set_here) for scheme in ("light", "dark"))
    return (
        f"@media screen{{{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}\n"
        f"@media print{{{_block(schemes['light'], on_paper)}}}\n"
    )


def paint(colours: Colours) -> dict[str, str]:
    """Return what each colour of the house's own drawings, covers and PDFs becomes; nothing for the house's colours."""
    if colours == HOUSE:
        return {}
    light = tones(colours)["light"]
    spruce, mulberry = colours.spruce, colours.mulberry
    return {
        "#12444a": spruce,
        "#0a5c6b": light["link"],
        "#74305f": mulberry,
        "#ffc94a": colours.honey,
        "#f0b541": colours.honey,
        "#e9b44c": colours.honey,
        "#cfe3df": light["on-spruce-2"],
        "#dcaed0": light["mulberry-2"],
        "#2f7f83": light["art-1"],
        "#a9d2c9": light["art-2"],
        "#4b2546": _lightness(mulberry, at_most=0.22),
        "#8a4f7d": _tone(mulberry, 0.43),
        "#d3b4cd": _tone(mulberry, 0.77),
        "#dbe5de": _tone(spruce, 0.88),
        "#9fb8ae": _tone(spruce, 0.67),
        "#4f7d78": _tone(spruce, 0.4),
        "#a2527f": _tone(mulberry, 0.48),
    }


def painted(text: str, painting: Mapping[str, str]) -> str:
    """Return a drawing or a stylesheet with its colours as `painting` has them, all at once."""
    return re.sub("#[0-9a-f]{6}", lambda found: painting.get(found[0], found[0]), text)


def _block(tokens: Mapping[str, str], names: Sequence[str]) -> str:
    return ":root{" + "".join(f"--sp-{name}:{tokens[name]};" for name in names) + "}"


def _drawn(spruce: str) -> dict[str, str]:
    # A step lighter than the ground on which they are drawn
    return {"art-1": _tone(spruce, min(_lightness_of(spruce) + 0.18, 0.6)), "art-2": _tone(spruce, 0.75)}


def _at_least(colour: str, scheme: Mapping[str, str], towards: str) -> str:
    return _readable(colour, [scheme[ground] for ground in GROUNDS], towards)


def _readable(colour: str, grounds: Sequence[str], towards: str) -> str:
    """The colour, as far towards black or white as it must go to be read on all of the grounds."""
    for percent in range(0, 101, 2):
        mixed = _mixed(colour, towards, percent / 100)
        if all(contrast(mixed, ground) >= TEXT for ground in grounds):
            return mixed
    return towards


def _tone(colour: str, lightness: float) -> str:
    """A quiet tone of the colour for drawings."""
    return _lightness(colour, at_least=lightness, at_most=lightness, most_colour=0.45)


def _lightness_of(colour: str) -> float:
    return colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))[1]


def _lightness(colour: str, at_least: float = 0.0, at_most: float = 1.0, most_colour: float = 1.0) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    if lightness in (0.0, 1.0):
        saturation = 0.0
    made = colorsys.hls_to_rgb(hue, min(max(lightness, at_least), at_most), min(saturation, most_colour))
    return _written([part * 255 for part in made])


def _mixed(colour: str, other: str, share: float) -> str:
    """The colour with a share (0 to 1) of another."""
    both = zip(_parts(colour), _parts(other), strict=True)
    return _written([one + (two - one) * share for one, two in both])


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _written(parts: Sequence[float]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in parts)

"""Draws the cover of a publication as a pure SVG document.

Only the kind and the *public* title decide what is drawn: nothing from a case ever comes in here. No text, no
script and no style comes out. The drawing is frozen with its edition, so a change here needs a new `VERSION`.
A partnership with colours of its own has them in three of the palettes; what was frozen before stays as it is.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256

VERSION = "cover 2"
CELL = 80
COLUMNS, ROWS = 4, 3
# Each palette: ground, three shapes, one spark. They mean nothing. Estuary and stone are of the house's spruce, heather
# is of its mulberry: cspr_portal/colours.py says what their tones become where a partnership sets others.
PALETTES = (
    ("#12444a", "#2f7f83", "#a9d2c9", "#f2e6c9", "#f0b541"),  # estuary
    ("#4b2546", "#8a4f7d", "#d3b4cd", "#f1e7e2", "#e9b44c"),  # heather
    ("#2c4a2b", "#6c8f4e", "#c4d3a0", "#f0ecd2", "#d9825b"),  # moss
    ("#74371f", "#c2714f", "#ecc3a0", "#f7ecd9", "#4fa0a0"),  # clay
    ("#263a5e", "#5a78a6", "#b7c8dd", "#f2ead8", "#dd9a7c"),  # dusk
    ("#dbe5de", "#9fb8ae", "#4f7d78", "#12444a", "#a2527f"),  # stone
)
Palette = tuple[str, str, str, str, str]
Draw = Callable[[int], int]
Family = Callable[[Draw, int, Palette, int, int], str]


def cover_svg(kind: str, public_title: str, paint: Mapping[str, str] | None = None) -> bytes:
    """Draw a cover: kind is "cspr", "scr", "brief", "statement" or "response". The same in, the same bytes out.

    `paint` says what a colour of the house becomes in the partnership's colours; without it all of them stay.
    Raises KeyError for a kind that has no family of shapes.
    """
    family = FAMILIES[kind]
    draw = _dice(f"{kind}\n{public_title}")
    ground, one, two, three, spark_colour = (
        (paint or {}).get(colour, colour) for colour in PALETTES[draw(len(PALETTES))]
    )
    palette = (ground, one, two, three, spark_colour)
    spark = draw(COLUMNS * ROWS)
    return _document(family(draw, spark, palette, COLUMNS, ROWS), palette, COLUMNS, ROWS)


def _dice(seed: str) -> Draw:
    """Numbers below n, one after another, that depend on the seed alone."""
    digest = sha256(f"{VERSION}\n{seed}".encode()).digest()
    throws = 0

    def draw(sides: int) -> int:
        nonlocal throws
        value = digest[throws % 32]
        if throws >= 32:
            value ^= digest[(throws * 7 + 3) % 32]
        throws += 1
        return value % sides

    return draw


def _document(shapes: str, palette: Palette, columns: int, rows: int) -> bytes:
    width, height = columns * CELL, rows * CELL
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice" stroke-width=".7">'
        f'<rect width="{width}" height="{height}" fill="{palette[0]}"/>{shapes}</svg>\n'
    ).encode()


def _ink(colour: str) -> str:
    # A hair of the same colour round each shape closes the seams that anti-aliasing would leave.
    return f'fill="{colour}" stroke="{colour}"'


def _cells(columns: int, rows: int) -> list[tuple[int, int]]:
    return [(at % columns * CELL, at // columns * CELL) for at in range(columns * rows)]


def _quilt(draw: Draw, spark: int, palette: Palette, columns: int, rows: int) -> str:
    """Quarter, half and whole rounds and leaves: the practice review."""
    ground, s = palette[0], CELL
    made = []
    for at, (x, y) in enumerate(_cells(columns, rows)):
        shape, quarter = draw(5), draw(4)
        back = palette[1 + draw(3)]
        front = palette[4] if at == spark else palette[1 + draw(3)]
        turn = f'transform="rotate({quarter * 90} {x + s // 2} {y + s // 2})"'
        if shape < 2:
            made.append(f'<path {turn} {_ink(front)} d="M{x} {y}H{x + s}A{s} {s} 0 0 1 {x} {y + s}Z"/>')
        elif shape == 2:
            half = _ink(palette[4] if at == spark else ground)
            made.append(
                f'<g {turn}><rect x="{x}" y="{y}" width="{s}" height="{s}" {_ink(back)}/>'
                f'<path {half} d="M{x} {y}A{s // 2} {s // 2} 0 0 0 {x + s} {y}Z"/></g>'
            )
        elif shape == 3:
            made.append(f'<circle cx="{x + s // 2}" cy="{y + s // 2}" r="{s // 2}" {_ink(front)}/>')
        else:
            made.append(f'<path {turn} {_ink(front)} d="{_leaf(x, y)}"/>')
    return "".join(made)


def _leaf(x: int, y: int) -> str:
    s = CELL
    return f"M{x} {y}A{s} {s} 0 0 1 {x + s} {y + s}A{s} {s} 0 0 1 {x} {y}Z"


def _leaves(draw: Draw, spark: int, palette: Palette, columns: int, rows: int) -> str:
    """One leaf in each cell, leaning one way or the other: the learning brief."""
    s = CELL
    made = []
    for at, (x, y) in enumerate(_cells(columns, rows)):
        leans_right = draw(2)
        colour = palette[4] if at == spark else palette[1 + draw(3)]
        other = f"M{x + s} {y}A{s} {s} 0 0 0 {x} {y + s}A{s} {s} 0 0 0 {x + s} {y}Z"
        made.append(f'<path {_ink(colour)} d="{_leaf(x, y) if leans_right else other}"/>')
    return "".join(made)


def _rings(draw: Draw, spark: int, palette: Palette, columns: int, rows: int) -> str:
    """Quarter rings that meet at their corners: the serious case review."""
    s = CELL
    made = []
    for at, (x, y) in enumerate(_cells(columns, rows)):
        corner = draw(4)
        cx, cy = (s if corner & 1 else 0), (s if corner & 2 else 0)
        plain = (palette[1], palette[0], palette[2 + draw(2)]) if at != spark else None
        colours = plain or (palette[4], palette[0], palette[3])
        circles = "".join(
            f'<circle cx="{cx}" cy="{cy}" r="{radius}" {_ink(colour)}/>'
            for radius, colour in zip((80, 54, 28), colours, strict=True)
        )
        made.append(f'<svg x="{x}" y="{y}" width="{s}" height="{s}" overflow="hidden">{circles}</svg>')
    return "".join(made)


def _strata(draw: Draw, spark: int, palette: Palette, columns: int, rows: int) -> str:
    """Four layers of ground: the improvement statement and the partnership's response."""
    width, height = columns * CELL, rows * CELL
    made = []
    for layer in range(4):
        y = height * (layer + 0.6) / 4.4
        rise, fall = 8 + draw(22), 8 + draw(22)
        colour = palette[4] if layer == 1 else palette[1 + layer % 3]
        made.append(
            f'<path {_ink(colour)} d="M0 {y + rise:.1f}C{width * 0.25:.0f} {y - fall:.1f} {width * 0.4:.0f} '
            f"{y + fall * 1.6:.1f} {width * 0.6:.0f} {y + 4:.1f}S{width * 0.9:.0f} {y - rise:.1f} {width} "
            f'{y + fall / 2:.1f}V{height}H0Z"/>'
        )
    return "".join(made)


FAMILIES: dict[str, Family] = {
    "cspr": _quilt,
    "brief": _leaves,
    "scr": _rings,
    "statement": _strata,
    "response": _strata,
}

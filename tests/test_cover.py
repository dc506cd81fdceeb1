"""Covers: drawn from the kind and the public title alone, pure SVG, the same every time."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import colours
from publications.models import Kind
from publications.rendering import cover

SHAPES = {"svg", "rect", "path", "circle", "g"}
ATTRIBUTES = {
    "width", "height", "viewBox", "preserveAspectRatio", "stroke-width", "fill", "stroke", "d", "transform",
    "x", "y", "cx", "cy", "r", "overflow",
}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_publication_has_a_cover(kind: str) -> None:
    drawn = ElementTree.fromstring(cover.cover_svg(kind, "Child Robin"))
    assert drawn.tag == f"{SVG}svg"
    assert (drawn.get("width"), drawn.get("height"), drawn.get("viewBox")) == ("320", "240", "0 0 320 240")


@given(st.sampled_from(sorted(cover.FAMILIES)), st.text(max_size=60))
def test_a_cover_is_pure_shapes_without_text_script_style_or_link(kind: str, title: str) -> None:
    """D16, D19: nothing of the title can be read in its cover, and nothing in it runs or loads."""
    for element in ElementTree.fromstring(cover.cover_svg(kind, title)).iter():
        assert element.tag.removeprefix(SVG) in SHAPES
        assert set(element.attrib) <= ATTRIBUTES
        assert not (element.text or "").strip()


@given(st.sampled_from(sorted(cover.FAMILIES)), st.text(max_size=60))
def test_the_same_kind_and_title_draw_the_same_bytes(kind: str, title: str) -> None:
    assert cover.cover_svg(kind, title) == cover.cover_svg(kind, title)
    assert len(cover.cover_svg(kind, title)) < 4_000


def test_titles_and_kinds_draw_different_covers() -> None:
    titles = [f"Child {bird}" for bird in ("Robin", "Wren", "Heron", "Linnet", "Sorrel", "Rook")]
    drawn = {cover.cover_svg(kind, title) for kind in cover.FAMILIES for title in titles}
    assert len(drawn) == len(cover.FAMILIES) * len(titles)


def test_all_six_palettes_come_up() -> None:
    drawn = b"".join(cover.cover_svg("cspr", f"Title {number}") for number in range(60))
    assert all(f'height="240" fill="{palette[0]}"'.encode() in drawn for palette in cover.PALETTES)


def test_a_partnerships_colours_are_in_three_palettes_and_change_no_shape() -> None:
    paint = colours.paint(colours.Colours("#1d3c8f", "#a8232f", "#ffd54a"))
    titles = [f"Title {number}" for number in range(60)]
    changed = set()
    for title in titles:
        house, own = (cover.cover_svg("cspr", title, painting).decode() for painting in (None, paint))
        assert re.sub("#[0-9a-f]{6}", "#", house) == re.sub("#[0-9a-f]{6}", "#", own)
        ground = re.search('height="240" fill="([^"]+)"', house)
        if house != own and ground:
            changed.add(ground[1])
            assert not set(re.findall("#[0-9a-f]{6}", own)) & set(paint), "no colour of the house is left"
    assert changed == {cover.PALETTES[number][0] for number in (0, 1, 5)}


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        cover.cover_svg("poster", "Child Robin")

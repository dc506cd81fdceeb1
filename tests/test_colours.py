"""A partnership's own colours: what they may be, what follows from them, and that every page gets them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import colours, look
from cspr_portal.colours import FIXED, HOUSE, PAIRS, Colours

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
SHEETS = "\n".join(re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL) for path in CSS.glob("*.css"))
OWN = Colours("#1d3c8f", "#a8232f", "#ffd54a")
GIVEN = {"on-spruce", "spruce", "mulberry", "surface", "paper", "honey", "on-honey"}
colour = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffff00", "#000000", 19.56),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, wanted: float) -> None:
    assert colours.contrast(one, other) == pytest.approx(wanted, abs=0.005)
    assert colours.contrast(other, one) == colours.contrast(one, other)


@pytest.mark.parametrize(
    "typed", ["#1d3c8f #a8232f #ffd54a", "1D3C8F,A8232F,FFD54A", " 1d3c8f,  #a8232f ffd54a "]
)
def test_colours_are_read_however_they_are_written(typed: str) -> None:
    assert colours.read(typed) == OWN


@pytest.mark.parametrize(
    "typed", ["", "1d3c8f a8232f", "1d3c8f a8232f ffd54a 000000", "blue red gold", "#fff #000 #ff0"]
)
def test_anything_but_three_colours_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Three"):
        colours.read(typed)


@given(st.builds(Colours, colour, colour, colour))
def test_what_follows_from_three_colours_is_readable_or_one_of_the_three_is_named(own: Colours) -> None:
    """Tones that the portal works out can always be read; a refusal is about a colour that was chosen."""
    tones = colours.tones(own)
    low = [
        (text, ground)
        for tokens in tones.values()
        for text, ground, least in PAIRS
        if colours.contrast(tokens[text], tokens[ground]) < least
    ]
    assert bool(low) == (colours.too_little(tones) is not None)
    if low:
        assert set(low[0]) <= GIVEN


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (
            "7fb0b5 74305f ffc94a",
            "on-spruce (#ffffff) on spruce (#7fb0b5) has a contrast of 2.39 in the light scheme",
        ),
        ("12444a d0309f ffc94a", "mulberry (#d0309f) on paper (#f4f7f5)"),
        ("12444a 74305f 804000", "honey (#804000) on spruce (#12444a)"),
        ("000000 74305f 6d7d00", "on-honey (#1a2a2e) on honey (#6d7d00)"),
    ],
)
def test_a_pair_that_cant_be_read_is_named_with_its_contrast(typed: str, named: str) -> None:
    assert (colours.too_little(colours.tones(colours.read(typed))) or "").startswith(named)


def tokens_of(block: str) -> dict[str, str]:
    return dict(re.findall(r"--sp-([a-z0-9-]+): (#[0-9a-f]{6});", block))


def house_tones() -> dict[str, dict[str, str]]:
    light = re.search(r"\n:root \{(.*?)\n\}", SHEETS, re.DOTALL)
    dark = re.search(r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\n  \}", SHEETS, re.DOTALL)
    assert light and dark
    return {"light": tokens_of(light[1]), "dark": tokens_of(light[1]) | tokens_of(dark[1])}


def test_the_houses_own_tones_are_those_of_the_stylesheet_and_readable() -> None:
    house = house_tones()
    assert Colours(*(house["light"][name] for name in ("spruce", "mulberry", "honey"))) == HOUSE
    for scheme, fixed in FIXED.items():
        assert fixed.items() <= house[scheme].items()
        assert set(colours.tones(HOUSE)[scheme]) <= set(house[scheme])
    assert colours.too_little(house) is None


def pairs_made() -> Iterator[tuple[str, str]]:
    """Each text and ground that one rule of the stylesheets names together."""
    for block in re.findall(r"\{([^{}]*)\}", SHEETS):
        texts = re.findall(r"(?<![a-z-])color: var\(--sp-([a-z0-9-]+)\)", block)
        grounds = re.findall(r"background(?:-color)?: var\(--sp-([a-z0-9-]+)\)", block)
        yield from ((text, ground) for text in texts for ground in grounds)


def test_every_pair_that_the_stylesheets_make_is_held_to_its_contrast() -> None:
    own = set(colours.tones(OWN)["light"]) - set(FIXED["light"])
    made = {pair for pair in pairs_made() if own & set(pair)}
    assert ("on-spruce", "spruce") in made and ("on-honey", "honey-2") in made
    assert made <= {(text, ground) for text, ground, _least in PAIRS}


def test_the_house_colours_make_no_file_and_others_paint_the_drawings() -> None:
    assert look.made(HOUSE, None) == look.Look()
    own = look.made(OWN, None)
    assert {name.split(".")[0] for name in own.files} == {"colours", "hero", "icon"}
    for file in own.files.values():
        assert OWN.spruce.encode() in file.content and HOUSE.spruce.encode() not in file.content


@pytest.fixture
def in_own_colours(settings) -> look.Look:
    made = look.made(OWN, None)
    settings.PARTNERSHIP = settings.PARTNERSHIP | {"look": made}
    return made


@pytest.mark.django_db
def test_every_frame_asks_for_the_stylesheet_after_the_portals(in_own_colours: look.Look) -> None:
    for path in ("/", "/accounts/login/", "/there-never-was-such-a-thing/"):
        page = Client().get(path).content.decode()
        assert f'<link rel="stylesheet" href="{in_own_colours.stylesheet}">' in page.partition("portal")[2], (
            path
        )
        assert f'<link rel="icon" href="{in_own_colours.icon}" type="image/svg+xml">' in page, path
    assert f'src="{in_own_colours.hero}"' in Client().get("/").content.decode()


def test_the_stylesheet_is_kept_for_good_and_asks_nothing_of_the_database(in_own_colours: look.Look) -> None:
    """Without a database: this test has none."""
    response = Client().get(in_own_colours.stylesheet)
    assert (response.status_code, response["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"--sp-spruce:#1d3c8f;" in response.content
    assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_an_earlier_address_leads_to_todays_and_any_other_to_nothing(
    in_own_colours: look.Look, settings
) -> None:
    earlier = Client().get("/look/colours.0123456789abcdef.css")
    assert (earlier.status_code, earlier["Location"]) == (302, in_own_colours.stylesheet)
    assert "max-age=60" in earlier["Cache-Control"]
    assert Client().get("/look/logo.0123456789abcdef.svg").status_code == 404
    assert Client().post(in_own_colours.stylesheet).status_code == 405
    settings.PARTNERSHIP = settings.PARTNERSHIP | {"look": look.Look()}
    assert Client().get(in_own_colours.stylesheet).status_code == 404
    assert "/look/" not in Client().get("/").content.decode()

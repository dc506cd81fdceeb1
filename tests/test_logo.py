"""A partnership's own logo: which files will do, where it is shown, and that nothing in it can run."""

import io
import re

import pikepdf
import pytest
from django.test import Client
from PIL import Image

from cspr_portal import colours, logo, look
from publications.public import memory
from publications.rendering import pdf

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 40">'
)
DRAWN = (
    '<?xml version="1.0"?>' + HEAD + "<title>A sun</title><style>.a { fill: #1d3c8f }</style>"
    '<defs><linearGradient id="g"><stop stop-color="#ffd54a"/></linearGradient></defs>'
    '<circle class="a" cx="20" cy="20" r="10" style="stroke:url(#g)"/><use xlink:href="#g"/>'
    '<image href="data:image/png;base64,iVBORw0KGgo="/></svg>'
).encode()


def raster(kind: str, size: tuple[int, int] = (90, 30)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "#a8232f").save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type", "size"),
    [
        (raster("PNG"), "image/png", (90, 30)),
        (raster("JPEG"), "image/jpeg", (90, 30)),
        (DRAWN, "image/svg+xml", (300, 100)),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="30px" height="20"/>', "image/svg+xml", (150, 100)),
    ],
)
def test_a_picture_is_taken_for_what_it_is(content: bytes, media_type: str, size: tuple[int, int]) -> None:
    taken = logo.read(content)
    assert (taken.content, taken.media_type, (taken.width, taken.height)) == (content, media_type, size)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (raster("PNG") + b"\0" * 102_400, "larger than 100 KB"),
        (raster("GIF"), "neither a PNG, a JPEG nor an SVG"),
        (b"", "neither"),
        (b"<html><body>an <svg></svg></body></html>", "neither"),
        (raster("PNG")[:60], "can’t be opened"),
        (b"\xff\xd8\xff" + b"nothing more", "can’t be opened"),
        (raster("PNG", (4_001, 1)), "4,000 pixels"),
        (DRAWN[:-3], "can’t be opened"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "neither its width and height"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "without a width"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWN.partition(b"?>")[2], "a document type"),
        (b'<?xml-stylesheet href="https://a.example/a.css"?>' + DRAWN.partition(b"?>")[2], "an instruction"),
        *(
            ((HEAD + inside + "</svg>").encode(), why)
            for inside, why in (
                ("<script>1</script>", "<script>"),
                ("<g><foreignObject/></g>", "<foreignobject>"),
                ('<animate attributeName="href" to="javascript:1"/>', "<animate>"),
                ('<g onload="a()"/>', "a script in onload"),
                ('<image href="https://a.example/a.png"/>', "leads outside"),
                ('<use xlink:href="//a.example/a.svg#a"/>', "leads outside"),
                ('<a href=" javascript:a()"><path/></a>', "leads outside"),
                ('<image href="data:image/svg+xml;base64,PHN2Zz4="/>', "leads outside"),
                ("<g fill=\"url( 'https://a.example/a.svg#a')\"/>", "leads outside"),
                ('<g style="fill:u\\72l(https://a.example/)"/>', "leads outside"),
                ("<style>@import 'https://a.example/a.css';</style>", "whose style may lead outside"),
                (
                    "<style><![CDATA[a{background:URL(//a.example/)}]]></style>",
                    "whose style may lead outside",
                ),
            )
        ),
    ],
)
def test_any_other_file_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(logo.WontDo) as refused:
        logo.read(content)
    assert why in str(refused.value)


@pytest.mark.django_db
def test_the_logo_stands_in_each_header_beside_the_name_and_says_nothing_twice(settings) -> None:
    made = look.made(colours.HOUSE, logo.read(DRAWN))
    settings.PARTNERSHIP = settings.PARTNERSHIP | {"look": made}
    shown = f'<img class="sp-brand__logo" src="{made.logo_address}" alt="" width="300" height="100">'
    for path in ("/", "/accounts/login/", "/there-never-was-such-a-thing/"):
        page = Client().get(path).content.decode()
        assert shown in page and 'class="sp-m1"' not in page, path
        assert made.logo_address not in page.partition("</head>")[0], "a wide logo is no picture for a tab"
    settings.PARTNERSHIP = settings.PARTNERSHIP | {"look": look.Look()}
    memory.pages.forget()  # settings change with a restart only
    assert 'class="sp-m1"' in Client().get("/").content.decode()


@pytest.mark.parametrize("content", [DRAWN, raster("PNG", (40, 40)), raster("JPEG")])
def test_the_logo_is_served_as_it_is_and_can_do_nothing(content: bytes, settings) -> None:
    made = look.made(colours.HOUSE, logo.read(content))
    settings.PARTNERSHIP = settings.PARTNERSHIP | {"look": made}
    response = Client().get(made.logo_address)
    assert (response.status_code, response.content) == (200, content)
    assert response["Content-Type"] == logo.read(content).media_type
    assert response["X-Content-Type-Options"] == "nosniff" and "immutable" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'") or (
        content is not DRAWN and "default-src 'none'" in policy
    )
    assert (made.icon == made.logo_address) == (logo.read(content).width == 40)


@pytest.mark.parametrize("words", [20, 1_600])
def test_the_pdf_has_the_logo_on_its_front_and_the_partnerships_colours(words: int) -> None:
    said = {
        "title": "Child Robin",
        "kind_name": "Practice review",
        "partnership": "Aldermere Safeguarding Children Partnership",
        "summary": "",
        "care_note": "",
        "body_html": "<h2>One</h2><p>" + "word " * words + '<a href="https://www.example.org/">more</a></p>',
    }
    own = colours.Colours("#1d3c8f", "#a8232f", "#ffd54a")
    plain, ours = (
        pdf.make_pdf(**said),
        pdf.make_pdf(**said, logo=logo.read(raster("PNG")), paint=colours.paint(own)),
    )
    for made, pictures, ground in ((plain, 0, 0x12), (ours, 1, 0x1D)):
        with pikepdf.open(io.BytesIO(made)) as opened:
            front = opened.pages[0]
            assert len(front.get_images()) == pictures
            drawn = front.Contents.read_bytes().decode("latin-1")
            reds = {round(float(red) * 255) for red in re.findall(r"([\d.]+) [\d.]+ [\d.]+ rg", drawn)}
            assert ground in reds, "the block of the title, or the ground of the cover"

"""Draws the card of a publication: the picture that other sites show beside a link to it.

Only what is public decides what is drawn: title, kind, partnership and cover. No date and no summary stands on it. It
is frozen with its edition. Slow (a tenth of a second): never call it within a public request.
"""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from cspr_portal.pdf.apart import tagged_pdf_within_limits
from cspr_portal.pdf.tagged import printable
from publications.rendering.pdf import COVERS

if TYPE_CHECKING:
    from PIL import Image

STYLESHEET = Path(__file__).with_name("card.css")
WIDTH, HEIGHT = 1200, 630  # the shape that sites which show cards ask for
POINTS_TO_PIXELS = WIDTH / 900
MOST_BYTES = 60_000
FEWER_COLOURS = (64, 32, 16, 8, 4, 2)  # a photograph as a cover needs fewer to stay small
LONG, LONGER = 45, 80  # signs beyond which a title is set smaller


def card_png(
    *, title: str, kind_name: str, partnership: str, language: str, cover: bytes, cover_type: str
) -> bytes:
    """Draw the card as a PNG of 1200 by 630 pixels and at most 60 KB: the same arguments, the same bytes.

    In: plain texts, a language tag, and the cover with its media type. Raises KeyError for a cover of another type
    than SVG, PNG or JPEG, and `cspr_portal.pdf.tagged.FontsMissing` before the fonts have been made.
    """
    title = printable(title)
    html = render_to_string(
        "publications/pdf/card.html",
        {
            "title": title,
            "size": "longer" if len(title) > LONGER else "long" if len(title) > LONG else "",
            "kind_name": kind_name,
            "partnership": printable(partnership),
            "language": printable(language),
            "cover": COVERS[cover_type].replace(".", "-"),
        },
    )
    document = tagged_pdf_within_limits(
        html,
        stylesheet=STYLESHEET.read_text(encoding="utf-8"),
        title=title,
        author=partnership,
        language=language,
        files={COVERS[cover_type]: cover},
    )
    return _small(_picture(document))


def _picture(document: bytes) -> "Image.Image":
    import pypdfium2

    opened = pypdfium2.PdfDocument(document)
    try:
        drawn = opened[0].render(scale=POINTS_TO_PIXELS).to_pil().convert("RGB")
    finally:
        opened.close()
    return drawn.crop((0, 0, WIDTH, HEIGHT))


def _small(picture: "Image.Image") -> bytes:
    from PIL import Image

    made = b""
    for colours in FEWER_COLOURS:
        out = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG")
        made = out.getvalue()
        if len(made) <= MOST_BYTES:
            break
    return made

"""Lays out the tagged PDF of a frozen text: which words stand where, cover and contents for a long one.

How any PDF of the portal is made, tagged and kept from fetching lives in `cspr_portal.pdf.tagged`. No date,
no address of a publication and no file name goes in. Slow: call it when an edition is approved, never within
a public request. Who may see a PDF, and when, is decided elsewhere.
"""

from collections.abc import Mapping
from pathlib import Path

from django.template.loader import render_to_string

from cspr_portal.colours import painted
from cspr_portal.logo import Logo
from cspr_portal.pdf.apart import tagged_pdf_apart, tagged_pdf_within_limits
from cspr_portal.pdf.tagged import printable
from cspr_portal.text import CleanHtml, contents_of, word_count

STYLESHEET = Path(__file__).with_name("pdf.css")
COVERS = {"image/svg+xml": "cover.svg", "image/png": "cover.png", "image/jpeg": "cover.jpg"}
LONGEST_IN_PLACE = 4_000  # words beyond which it is made in a process of its own, within limits
LONG = 1_500  # words from which a text gets a cover page and a list of contents


def make_pdf(
    *,
    title: str,
    kind_name: str,
    partnership: str,
    summary: str,
    care_note: str,
    body_html: str,
    language: str = "en-GB",
    cover: bytes = b"",
    cover_type: str = "image/svg+xml",
    pictures: Mapping[str, bytes] | None = None,
    logo: Logo | None = None,
    paint: Mapping[str, str] | None = None,
) -> bytes:
    """Make the PDF of one publication: the same arguments always give the same bytes.

    In: plain texts (title, kind_name, partnership, summary and care_note, the last two may be empty), the
    body as HTML (cleaned here once more), a language tag, the cover, if one is to be shown, the pictures of
    the body by name, the partnership's logo, and what the house's colours become in its own
    (cspr_portal/colours.py). Out: the PDF's bytes. A long text opens with a cover page and a list of contents,
    a short one with its title.
    Raises `cspr_portal.pdf.tagged.FontsMissing` before the fonts have been made, and `cspr_portal.pdf.apart.TooMuch` for
    a long text that takes more time or memory than it may.
    """
    title, partnership, language = (printable(text) for text in (title, partnership, language))
    body = CleanHtml(body_html)
    html = render_to_string(
        "publications/pdf/report.html",
        {
            "title": title,
            "kind_name": kind_name,
            "partnership": partnership,
            "summary": summary,
            "care_note": care_note,
            "language": language,
            "body": body,
            "contents": contents_of(body),
            "is_long": word_count(body) >= LONG,
            "cover": COVERS[cover_type].replace(".", "-") if cover else "",
            "logo": logo.ending if logo else "",
        },
    )
    make = tagged_pdf_apart if word_count(body) > LONGEST_IN_PLACE else tagged_pdf_within_limits
    return make(
        html,
        stylesheet=painted(STYLESHEET.read_text(encoding="utf-8"), paint or {}),
        title=title,
        author=partnership,
        language=language,
        files={f"files/{name}": content for name, content in (pictures or {}).items()}
        | ({COVERS[cover_type]: cover} if cover else {})
        | ({f"logo.{logo.ending}": logo.content} if logo else {}),
    )

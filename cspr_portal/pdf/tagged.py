"""Makes a tagged PDF (PDF/UA-1) of HTML and a stylesheet. What draws and finishes it is in drawing.py.

The metadata hold title, author and language, and no date. Slow (about 70 ms a page): never call it within a
public request or a transaction. What a PDF says, how it is laid out and who may have it is decided elsewhere.
"""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "build" / "fonts"
BASE = Path(__file__).with_name("base.css")
HEADING = re.compile(r'<h([1-6])\b[^>]*\sid="(?P<id>[^"]+)"[^>]*>(?P<inside>.*?)</h\1>', re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")


class FontsMissing(Exception):
    """The bundled fonts have not been made, so that the PDF would differ from machine to machine."""


def tagged_pdf(
    html: str,
    *,
    stylesheet: str,
    title: str,
    author: str,
    language: str = "en-GB",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Make the PDF of a whole HTML document: the same arguments always give the same bytes.

    In: the HTML (with its own `lang` and `title`), a stylesheet that follows base.css, what the metadata
    say, and the files that HTML and stylesheet may name as `bundle:NAME` (.svg), in memory, with the pictures
    of the text as `files/NAME` (.png, .jpg), just as it names them. Links within the document get the words of
    the heading that they lead to. Out: the PDF's bytes. Raises
    `FontsMissing` before the fonts have been made.
    """
    # WeasyPrint and pikepdf take 60 MB: a process that draws no PDF doesn't need them.
    from cspr_portal.pdf.drawing import drawn, finished

    sheet = BASE.read_text(encoding="utf-8") + stylesheet
    made = drawn(html, sheet, {**_fonts(), **(files or {})})
    return finished(
        made,
        title=printable(title),
        author=printable(author),
        language=printable(language),
        headings=_headings(html),
    )


def page_count(pdf: bytes) -> int:
    """The number of pages of a PDF. Raises pypdfium2.PdfiumError for bytes that are no PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def printable(text: str) -> str:
    """The text without control characters, which neither the page nor the metadata can hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def _fonts() -> dict[str, bytes]:
    fonts = {path.name: path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))}
    if not fonts:
        raise FontsMissing("The fonts for PDFs have not been made: run make run, or make test, once.")
    return fonts


def _headings(html: str) -> dict[str, str]:
    """The words of each heading that has an id, by its id."""
    return {
        found["id"]: " ".join(unescape(MARKUP.sub("", found["inside"])).split())
        for found in HEADING.finditer(html)
    }

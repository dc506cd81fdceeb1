"""Makes a tagged PDF (PDF/UA-1) of HTML and a stylesheet with WeasyPrint, and finishes it with pikepdf.

Nothing is fetched while it is made: only the bundled fonts and the files given in memory can be read. The
metadata hold title, author and language, and no date. Slow (about 70 ms a page): never call it within a
public request or a transaction. What a PDF says, how it is laid out and who may have it is decided elsewhere.
"""

import re
from collections.abc import Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cspr_portal.pdf.tags import mend_tags
from cspr_portal.picture_marks import is_picture_address

FONTS = Path(__file__).resolve().parents[2] / "build" / "fonts"
BASE = Path(__file__).with_name("base.css")
BUNDLE = "bundle:"
MEDIA_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
HEADING = re.compile(r'<h([1-6])\b[^>]*\sid="(?P<id>[^"]+)"[^>]*>(?P<inside>.*?)</h\1>', re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


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
    bundle = _bundle(files or {})
    fonts = FontConfiguration()
    sheet = CSS(
        string=BASE.read_text(encoding="utf-8") + stylesheet,
        base_url=BUNDLE,
        url_fetcher=bundle,
        font_config=fonts,
    )
    made = HTML(string=html, base_url=BUNDLE, url_fetcher=bundle).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return _finished(
        made,
        title=printable(title),
        author=printable(author),
        language=printable(language),
        headings=_headings(html),
    )


def page_count(pdf: bytes) -> int:
    """The number of pages of a PDF. Raises pypdfium2.PdfiumError for bytes that are no PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def printable(text: str) -> str:
    """The text without control characters, which neither the page nor the metadata can hold."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


class BundledFiles(URLFetcher):
    """Gives WeasyPrint the files in `files` (name to bytes) and refuses every other address (case C12)."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url if is_picture_address(url) else url.removeprefix(BUNDLE)
        is_ours = is_picture_address(url) or url.startswith(BUNDLE)
        if not is_ours or name not in self.files:
            raise ValueError("Only the bundled files may be read")
        media_type = MEDIA_TYPES[Path(name).suffix]
        return URLFetcherResponse(url, self.files[name], {"Content-Type": media_type})


def _bundle(files: Mapping[str, bytes]) -> BundledFiles:
    fonts = {path.name: path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))}
    if not fonts:
        raise FontsMissing("The fonts for PDFs have not been made: run make run, or make test, once.")
    return BundledFiles({**fonts, **files})


def _headings(html: str) -> dict[str, str]:
    """The words of each heading that has an id, by its id."""
    return {
        found["id"]: " ".join(unescape(MARKUP.sub("", found["inside"])).split())
        for found in HEADING.finditer(html)
    }


def _finished(made: bytes, *, title: str, author: str, language: str, headings: dict[str, str]) -> bytes:
    """Mend the tags that WeasyPrint leaves out, and leave in the metadata only title, author and language."""
    with pikepdf.open(BytesIO(made)) as pdf:
        for key in list(pdf.docinfo.keys()):
            del pdf.docinfo[key]
        pdf.docinfo["/Title"] = title
        pdf.docinfo["/Author"] = author
        xmp = XMP.format(title=escape(title), author=escape(author), language=escape(language))
        pdf.Root.Metadata = pdf.make_stream(
            xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        mend_tags(pdf, headings)
        finished = BytesIO()
        pdf.save(finished, deterministic_id=True, fix_metadata_version=False)
    return finished.getvalue()

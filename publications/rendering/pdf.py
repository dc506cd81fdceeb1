"""Makes the tagged PDF (PDF/UA-1) of a frozen text with WeasyPrint, and finishes it with pikepdf.

Nothing is fetched while it is made: only the bundled fonts, the stylesheet beside this module and the cover
given in memory can be read. No date, no address of a publication and no file name goes in. Slow: call it when
an edition is approved, never within a public request. Who may see a PDF, and when, is decided elsewhere.
"""

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
import pypdfium2
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cspr_portal.text import CleanHtml, contents_of, word_count
from publications.rendering.tags import mend_tags

FONTS = Path(__file__).resolve().parents[2] / "build" / "fonts"
STYLESHEET = Path(__file__).with_name("pdf.css")
BUNDLE = "bundle:"
COVER = "cover.svg"
LONG = 1_500  # words from which a text gets a cover page and a list of contents
MEDIA_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml"}
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
) -> bytes:
    """Make the PDF of one publication: the same arguments always give the same bytes.

    In: plain texts (title, kind_name, partnership, summary and care_note, the last two may be empty), the
    body as HTML (cleaned here once more), a language tag, and the cover's SVG, if one is to be shown. Out:
    the PDF's bytes. A long text opens with a cover page and a list of contents, a short one with its title.
    Raises `FontsMissing` before the fonts have been made.
    """
    title, partnership, language = (_printable(text) for text in (title, partnership, language))
    body = CleanHtml(body_html)
    contents = contents_of(body)
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
            "contents": contents,
            "is_long": word_count(body) >= LONG,
            "has_picture": bool(cover),
        },
    )
    bundle = _bundle(cover)
    fonts = FontConfiguration()
    sheet = CSS(
        string=STYLESHEET.read_text(encoding="utf-8"), base_url=BUNDLE, url_fetcher=bundle, font_config=fonts
    )
    made = HTML(string=html, base_url=BUNDLE, url_fetcher=bundle).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return _finished(made, title=title, author=partnership, language=language, headings=dict(contents))


def page_count(pdf: bytes) -> int:
    """The number of pages of a PDF. Raises pypdfium2.PdfiumError for bytes that are no PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


class BundledFiles(URLFetcher):
    """Gives WeasyPrint the files in `files` (name to bytes) and refuses every other address (case C12)."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(BUNDLE)
        if not url.startswith(BUNDLE) or name not in self.files:
            raise ValueError("Only the bundled files may be read")
        media_type = MEDIA_TYPES[Path(name).suffix]
        return URLFetcherResponse(url, self.files[name], {"Content-Type": media_type})


def _bundle(cover: bytes) -> BundledFiles:
    files = {path.name: path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))}
    if not files:
        raise FontsMissing("The fonts for PDFs have not been made: run make run, or make test, once.")
    if cover:
        files[COVER] = cover
    return BundledFiles(files)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


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

"""What WeasyPrint draws, a PDF/UA-1 of HTML and a stylesheet, and pikepdf finishes. Imported only where that is done.

Nothing is fetched while it is made: only the bundled fonts and the files given in memory can be read.
"""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from cspr_portal.pdf.tags import mend_tags
from cspr_portal.picture_marks import is_picture_address

BUNDLE = "bundle:"
MEDIA_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def drawn(html: str, stylesheet: str, files: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a whole HTML document, which may name `files`, its fonts among them, and nothing else."""
    bundle, fonts = BundledFiles(files), FontConfiguration()
    sheet = CSS(string=stylesheet, base_url=BUNDLE, url_fetcher=bundle, font_config=fonts)
    made: bytes = HTML(string=html, base_url=BUNDLE, url_fetcher=bundle).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return made


def finished(made: bytes, *, title: str, author: str, language: str, headings: dict[str, str]) -> bytes:
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
        out = BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


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

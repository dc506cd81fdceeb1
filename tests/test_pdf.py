"""From HTML to a tagged PDF: it can be read by everybody, fetches nothing, and tells nothing of its making."""

import re
import socket
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from cspr_portal.pdf import apart, drawing, tagged
from cspr_portal.pdf.tags import mend_tags
from cspr_portal.picture_marks import picture_mark
from cspr_portal.pictures import cleaned
from cspr_portal.sizes import MEGABYTE
from cspr_portal.text import render
from publications.rendering.cover import cover_svg
from publications.rendering.pdf import make_pdf
from tests import pictured
from tests.reading_pdfs import all_bytes, listener, text_of
from tests.report_text import REPORT

PARTNERSHIP = "Aldermere Safeguarding Children Partnership"


def make(body: str = REPORT, **changes: str | bytes) -> bytes:
    """A PDF of `body` (Markdown), with what a test changes."""
    given: dict[str, str | bytes] = {
        "title": "Child Robin",
        "kind_name": "Local child safeguarding practice review",
        "partnership": PARTNERSHIP,
        "summary": "Five services heard parts of the same worry.",
        "care_note": "This report describes harm to a baby.",
        "body_html": render(body).html,
    }
    return make_pdf(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made() -> bytes:
    return make()


ATTACKS = [
    "<img src=http://127.0.0.1:PORT/x>",
    "<link rel=attachment href=file:///etc/hostname>",
    "<link rel=attachment href=http://127.0.0.1:PORT/x>",
    "<style>@import url(http://127.0.0.1:PORT/x); body { background: url(file:///etc/hostname) }</style>",
    '<svg><image href="http://127.0.0.1:PORT/x"/></svg>',
    '<object data="file:///etc/hostname"></object><iframe src="http://127.0.0.1:PORT/x"></iframe>',
    '<base href="http://127.0.0.1:PORT/"><a rel=attachment href="x">x</a>',
    "![x](http://127.0.0.1:PORT/x) ![y](file:///etc/hostname) ![z](bundle:newsreader-500-latin.ttf)",
]


def test_the_pdf_is_tagged_and_says_its_title_and_language(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in root and len(root.StructTreeRoot.K) > 0
        assert str(root.Lang) == "en-GB"
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        assert str(opened.docinfo["/Title"]) == "Child Robin"
        assert b'pdfuaid:part="1"' in root.Metadata.read_bytes()


def test_the_metadata_holds_title_partnership_and_language_and_no_date(made: bytes) -> None:
    """D16: no date, software, user or path in the document's data; one revision; nothing attached."""
    with pikepdf.open(BytesIO(made)) as opened:
        assert set(opened.docinfo.keys()) == {"/Title", "/Author"}
        assert str(opened.docinfo["/Author"]) == PARTNERSHIP
        xmp = opened.Root.Metadata.read_bytes().decode()
        assert len(opened.attachments) == 0
        assert not {"/AF", "/OpenAction", "/AA", "/AcroForm", "/OCProperties"} & set(opened.Root.keys())
        assert "/EmbeddedFiles" not in opened.Root.Names
    assert not re.search(r"Date|Producer|Creator|Tool|WeasyPrint|pikepdf", xmp)
    assert made.count(b"%%EOF") == 1
    unpacked = all_bytes(made)
    for trace in (
        b"CreationDate",
        b"ModDate",
        b"Producer",
        b"WeasyPrint",
        b"pikepdf",
        b"/work",
        b"/home",
        b"file:",
    ):
        assert trace not in unpacked


def test_the_same_text_gives_the_same_bytes(made: bytes) -> None:
    assert make() == made
    assert make(title="Child Wren") != made


def test_the_text_can_be_read_out_of_the_pdf(made: bytes) -> None:
    """C10 in reverse: what we publish is never a picture of text."""
    read = " ".join(text_of(made).split())
    for words in (
        "Child Robin",
        PARTNERSHIP,
        "Take care as you read.",
        "Who Robin is",
        "a small worry",
        "Page 1 of",
    ):
        assert words in read


def test_header_cells_have_a_scope_and_links_are_printed_with_words(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        cells = [
            one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"
        ]
        assert len(cells) == 2
        assert all(cell.A.Scope == "/Column" for cell in cells)
        links = [annotation for page in opened.pages for annotation in page.get("/Annots", [])]
        assert links and all(int(link.F) & 4 for link in links)
        assert "Note 1" in {str(link.Contents) for link in links}


def test_a_header_cell_outside_the_head_heads_its_row() -> None:
    pdf_bytes = make()
    with pikepdf.open(BytesIO(pdf_bytes)) as opened:
        cell = next(
            one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TD"
        )
        cell.S = pikepdf.Name.TH
        mend_tags(opened, {})
        assert cell.A.Scope == "/Row"


def test_a_picture_is_a_figure_with_its_words_and_is_read_from_memory_alone() -> None:
    """C12, PDF/UA: the only files that a text can name are the pictures that come with it."""
    body = render(f"{picture_mark(pictured.NAME, 'A plan <of> it')}\n\nText.", {pictured.NAME: (60, 40)}).html
    html = f'<html lang="en-GB"><head><title>T</title></head><body>{body}</body></html>'
    told: dict[str, Any] = {"stylesheet": "", "title": "T", "author": PARTNERSHIP}
    with_it = tagged.tagged_pdf(
        html, **told, files={f"files/{pictured.NAME}": cleaned(pictured.plan()).content}
    )
    without = tagged.tagged_pdf(html, **told, files={pictured.NAME: b""})
    with pikepdf.open(BytesIO(with_it)) as opened:
        found = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert [str(one.Alt) for one in found] == ["A plan <of> it"]
        assert [image.Width for page in opened.pages for image in page.get_images().values()] == [60]
    with pikepdf.open(BytesIO(without)) as opened:
        assert not any(page.get_images() for page in opened.pages)
    assert b"Canary" not in all_bytes(with_it)


def test_running_heads_are_not_read_aloud(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        for page in opened.pages:
            assert b"/Pagination" in page.Contents.read_bytes()


def test_a_long_text_has_a_cover_page_and_contents_with_page_numbers() -> None:
    parts = "\n\n".join(
        f"# Part number {number}\n\n" + "Words that say little. " * 80 for number in range(1, 7)
    )
    made = make(parts, cover=cover_svg("cspr", "Child Robin"))
    assert tagged.page_count(made) >= 4
    read = text_of(made)
    assert "Contents" in read
    assert re.search(r"Part number 6\s+[4-9]", read)


def test_a_short_text_has_neither() -> None:
    made = make("# Talk about it\n\nWhen did you last ring someone?")
    assert tagged.page_count(made) == 1
    assert "Contents" not in text_of(made)


def test_letters_of_other_languages_are_there() -> None:
    made = make("Siân, Łódź, Żaneta, naïve, £3½, 10 × 2, “quoted” – and—so…")
    assert "Siân, Łódź, Żaneta, naïve, £3½" in text_of(made)


@pytest.mark.parametrize(
    "place", ["body", "body_html", "title", "summary", "care_note", "kind_name", "partnership"]
)
def test_nothing_is_fetched_or_embedded_whatever_is_typed(place: str) -> None:
    """C12: the PDF is made, the listener is never asked, no file of this machine is inside."""
    with listener() as (port, asked):
        typed = "\n\n".join(ATTACKS).replace("PORT", str(port))
        made = make(typed) if place == "body" else make(**{place: typed})
    assert asked == []
    with pikepdf.open(BytesIO(made)) as opened:
        assert len(opened.attachments) == 0
        assert "/AF" not in opened.Root
    hostname = socket.gethostname().encode()
    unpacked = all_bytes(made)
    assert b"/EmbeddedFile" not in unpacked and b"/Filespec" not in unpacked
    assert hostname not in unpacked


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "file:///etc/hostname", "data:text/plain,x", "bundle:../pdf.py"]
)
def test_the_fetcher_refuses_all_but_the_bundle(url: str) -> None:
    """C12: refused where WeasyPrint asks, whatever got that far."""
    with pytest.raises(ValueError, match="Only the bundled files"):
        drawing.BundledFiles({"cover.svg": b"<svg/>"}).fetch(url)


def test_a_cover_that_asks_for_more_gets_nothing() -> None:
    """C12: the cover is drawn by the portal; even a foreign one could not load anything."""
    with listener() as (port, asked):
        make(
            cover=f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
            f'<image href="http://127.0.0.1:{port}/x" width="9" height="9"/></svg>'.encode()
        )
    assert asked == []


def test_titles_with_odd_characters_make_a_sound_document() -> None:
    made = make(title='A <b> & "c" \x00\x07\u2028 ]]> end')
    with pikepdf.open(BytesIO(made)) as opened:
        assert str(opened.docinfo["/Title"]) == 'A <b> & "c"     ]]> end'
        assert "&lt;b&gt; &amp;" in opened.Root.Metadata.read_bytes().decode()


def test_missing_fonts_are_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tagged, "FONTS", tmp_path)
    with pytest.raises(tagged.FontsMissing, match="have not been made"):
        make()


def test_a_long_text_is_made_apart_and_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes as in place; what takes too much time or memory is refused, and the server goes on."""
    facts = {"title": "Child Wren", "author": "Aldermere", "language": "en-GB", "stylesheet": ""}
    html = "<html lang='en-GB'><head><title>Child Wren</title></head><body><h1>Wren</h1></body></html>"
    assert apart.tagged_pdf_apart(html, files={}, **facts) == tagged.tagged_pdf(html, files={}, **facts)
    monkeypatch.setattr(apart, "MEMORY", 40 * MEGABYTE)
    with pytest.raises(apart.TooMuch):
        apart.tagged_pdf_apart(html, files={}, **facts)

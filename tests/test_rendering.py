"""From Markdown to HTML and to a tagged PDF: nothing foreign gets in, and nothing of its making gets out."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Thread

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal.text import CleanHtml, plain_text, render
from publications.rendering import pdf
from publications.rendering.cover import cover_svg
from publications.rendering.tags import mend_tags

PARTNERSHIP = "Aldermere Safeguarding Children Partnership"
REPORT = """# Who Robin is

Robin is a *name*[^1] chosen with the **family**. See [the guidance](https://example.invalid/guide?a=1&b=2).

> Everyone was kind. Everyone wrote it down.
> — Robin’s grandmother, to the reviewer

## The first conversation

- a parent who no longer came into the room
- a door repaired

| Service | What it knew |
|---|---|
| School | a small worry |

# What we are changing

One number for thinking aloud.

[^1]: The name was chosen by a grandmother.
"""


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
    return pdf.make_pdf(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made() -> bytes:
    return make()


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on this machine that keeps what it is asked: its port, and the requests so far."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        is_open = True

        def listen() -> None:
            while is_open:
                try:
                    client, _ = server.accept()
                except TimeoutError:
                    continue
                with client:
                    asked.append(client.recv(1000))

        thread = Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], asked
        finally:
            is_open = False
            thread.join()


def text_of(document: bytes) -> str:
    opened = pypdfium2.PdfDocument(document)
    try:
        return "\n".join(_page_text(page) for page in opened)
    finally:
        opened.close()


def _page_text(page: pypdfium2.PdfPage) -> str:
    read = page.get_textpage()
    try:
        return str(read.get_text_bounded())
    finally:
        read.close()
        page.close()


def all_bytes(document: bytes) -> bytes:
    """The document with every stream unpacked, as a searcher would read it."""
    with pikepdf.open(BytesIO(document)) as opened:
        plain = BytesIO()
        opened.save(
            plain,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return plain.getvalue()


# Text


def test_raw_html_is_shown_as_text_and_never_becomes_markup() -> None:
    """C12: a tag that somebody types is words on the page, not part of it."""
    html = render('<script>alert(1)</script> <img src="http://127.0.0.1:9/x"> <b onclick="x">bold</b>').html
    assert "<script" not in html and "<img" not in html and "<b " not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.invalid/x",
        "/staff/",
        "vbscript:x",
        "ftp://example.invalid/",
        "mailto:ann@demo.invalid",
        "#main",
        "https:example.invalid",
    ],
)
def test_only_links_out_and_within_the_text_stay_links(address: str) -> None:
    assert "<a " not in render(f"[words]({address})").html
    assert "words" in render(f"[words]({address})").html


def test_a_link_out_sends_no_referrer_and_keeps_no_title() -> None:
    html = render('[the guidance](https://example.invalid/a?b=1&c=2 "Ann Brown")').html
    assert html == (
        '<p><a href="https://example.invalid/a?b=1&amp;c=2" rel="noreferrer">the guidance</a></p>\n'
    )


def test_pictures_are_left_out_with_their_words_and_addresses() -> None:
    """D17: an alternative text or a picture's address can't carry a name out."""
    source = 'Before ![Ann Brown](http://127.0.0.1:9/ann.png "Ann") after.\n\n![alone](x.png)\n\n# ![head](y)'
    rendered = render(source)
    assert rendered.html == "<p>Before  after.</p>\n"
    assert rendered.contents == []
    assert "Ann" not in plain_text(source)


def test_headings_begin_at_two_leave_no_gap_and_are_numbered_not_named() -> None:
    """D19: an id tells the order, never the words, so an old name can't linger in an address."""
    html = render(
        "# Ann Brown\n\n### Deep\n\n###### Deeper\n\n##### Deeper still\n\n# Second\n\n## Next"
    ).html
    assert re.findall(r'<(h\d) id="([^"]+)"', html) == [
        ("h2", "part-1"),
        ("h3", "part-1-1"),
        ("h4", "part-1-1-1"),
        ("h4", "part-1-1-2"),
        ("h2", "part-2"),
        ("h3", "part-2-1"),
    ]


def test_a_lone_title_at_the_top_does_not_swallow_the_contents() -> None:
    assert [words for _, words in render("# Child Robin\n\n## One\n\n## Two & <three>").contents] == [
        "Child Robin",
        "One",
        "Two & <three>",
    ]


def test_a_quotation_names_its_speaker_in_a_footer() -> None:
    assert "<footer>Robin’s grandmother, to the reviewer</footer>" in render(REPORT).html
    assert "<footer>" not in render("> Everyone wrote — or thought so.\n> It was read.").html


def test_tables_say_what_each_header_heads() -> None:
    html = render("|  | Head |\n|---|:-:|\n| a | b |").html
    assert '<th scope="col">Head</th>' in html
    assert "<td></td>" in html and "style" not in html


def test_notes_are_linked_both_ways_in_words() -> None:
    rendered = render(REPORT)
    assert '<a href="#note-1" id="back-1-1" rel="noreferrer">[note 1]</a>' in rendered.html
    assert ">Back to note 1 in the text</a>" in rendered.html
    assert rendered.contents == [
        ("part-1", "Who Robin is"),
        ("part-2", "What we are changing"),
        ("notes", "Notes"),
    ]


def test_indented_text_from_a_word_processor_is_a_paragraph() -> None:
    assert render("One.\n\n    Two, indented.").html == "<p>One.</p>\n<p>Two, indented.</p>\n"


def test_plain_text_holds_the_words_and_no_marks_or_addresses() -> None:
    words = plain_text(REPORT)
    assert "Robin is a name chosen with the family. See the guidance." in words
    assert not re.search(r"[*#|]|https?:|\[\^", words)


MARKDOWN = st.text(alphabet=st.sampled_from(list("ab <>\"'&#*_[]()!|\\-`>=/:\n1.^;")), max_size=120)


@given(st.one_of(MARKDOWN, st.text(max_size=80)))
def test_whatever_is_typed_the_html_is_clean_and_cleaning_it_again_changes_nothing(source: str) -> None:
    html = render(source).html
    tags = {found[1] for found in re.finditer(r"<([a-z0-9]+)", html)}
    assert tags <= {
        *("h2", "h3", "h4", "p", "br", "ul", "ol", "li", "blockquote", "footer", "strong", "em", "sup", "a"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
    assert CleanHtml(html) == html


@given(st.text(alphabet=st.sampled_from(list("<>/ascriptimg=\"'onld:;&#x3c")), max_size=80))
def test_trusted_html_cannot_be_made_without_being_cleaned(source: str) -> None:
    made = CleanHtml(source).__html__()
    assert not re.search(r"<(?:script|img|style|link|iframe|svg)|\son\w+=[^<]*>", made)


def test_what_is_joined_to_clean_html_is_not_trusted() -> None:
    assert not hasattr(CleanHtml("<p>a</p>") + "<script>", "__html__")


# PDF

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


def test_running_heads_are_not_read_aloud(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened:
        for page in opened.pages:
            assert b"/Pagination" in page.Contents.read_bytes()


def test_a_long_text_has_a_cover_page_and_contents_with_page_numbers() -> None:
    parts = "\n\n".join(
        f"# Part number {number}\n\n" + "Words that say little. " * 80 for number in range(1, 7)
    )
    made = make(parts, cover=cover_svg("cspr", "Child Robin"))
    assert pdf.page_count(made) >= 4
    read = text_of(made)
    assert "Contents" in read
    assert re.search(r"Part number 6\s+[4-9]", read)


def test_a_short_text_has_neither() -> None:
    made = make("# Talk about it\n\nWhen did you last ring someone?")
    assert pdf.page_count(made) == 1
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
        pdf.BundledFiles({"cover.svg": b"<svg/>"}).fetch(url)


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


def test_missing_fonts_are_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: pdf.Path) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    with pytest.raises(pdf.FontsMissing, match="have not been made"):
        make()

"""What staff take away on paper or as a PDF: each page says what it is, about which case, and whose copy."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings

from cspr_portal.pdf import tagged
from cspr_portal.pdf.staff import staff_pdf
from tests.reading_pdfs import all_bytes, listener, page_texts, text_of

AT = datetime(2027, 7, 7, 13, 30, tzinfo=UTC)  # half past two by London's clocks
TEMPLATE = """{% extends "layouts/staff_pdf.html" %}
{% block content %}
<nav class="contents"><h2>Contents</h2><ol>
<li><div data-part="#views"><a href="#views">What each partner said</a></div></li></ol></nav>
<h2 id="views">What <em>each</em> partner
said</h2>
<table class="facts"><caption>The case</caption><tbody><tr><th>Child</th><td>Child Robin</td></tr></tbody></table>
<table><thead><tr><th>Partner</th></tr></thead><tbody><tr><td>Police</td></tr></tbody></table>
<p class="words">{{ typed }}</p>
<h2 class="new-page">Last part</h2>
{% endblock %}
"""
Made = Callable[..., bytes]


@pytest.fixture
def make(settings: LazySettings, tmp_path: Path) -> Made:
    """Make the PDF of a small template of the test's own, with what a test changes."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    def made(*, template: str = TEMPLATE, typed: str = "They said so.", **changes: str | datetime) -> bytes:
        (tmp_path / "sample.html").write_text(template, encoding="utf-8")
        given = {
            "title": "Decision: Child Robin",
            "reference": "SC-BCDF-GHJK",
            "reader": "Sam Whitlock",
            "at": AT,
        }
        return staff_pdf("sample.html", {"typed": typed}, **{**given, **changes})  # type: ignore[arg-type]

    return made


def roles(document: bytes) -> list[str]:
    """The role of each structure element."""
    with pikepdf.open(BytesIO(document)) as opened:
        found = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
        ]
        return [str(one.S) for one in found]


def test_every_page_says_what_it_is_whose_it_is_and_when_it_was_made(make: Made) -> None:
    pages = page_texts(make())
    assert len(pages) == 3
    for number, words in enumerate(pages, 1):
        for wanted in (
            "OFFICIAL-SENSITIVE\r\nSC-BCDF-GHJK",
            "Sam Whitlock\r\nMade on 7 July 2027 at 14:30",
            "Decision: Child Robin",
            f"Page {number} of 3",
        ):
            assert wanted in words, (number, words)


def test_the_copy_is_named_on_each_page_where_copies_are_numbered(make: Made) -> None:
    assert all("SC-BCDF-GHJK · Copy 3" in words for words in page_texts(make(copy="Copy 3")))
    assert "Copy" not in text_of(make())


def test_the_moment_is_shown_by_londons_clocks_and_needs_a_zone(make: Made) -> None:
    assert "Made on 1 January 2028 at 00:05" in text_of(make(at=datetime(2028, 1, 1, 0, 5, tzinfo=UTC)))
    with pytest.raises(ValueError, match="time zone"):
        make(at=AT.replace(tzinfo=None))


def test_it_is_tagged_and_names_its_language_and_title(make: Made) -> None:
    with pikepdf.open(BytesIO(make())) as opened:
        assert bool(opened.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in opened.Root
        assert str(opened.Root.Lang) == "en-GB"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle) is True
        assert str(opened.docinfo["/Title"]) == "Decision: Child Robin"
        assert set(opened.docinfo) == {"/Title", "/Author"}
        metadata = opened.Root.Metadata.read_bytes()
    assert b"Decision: Child Robin" in metadata and b"pdfuaid:part" in metadata
    assert b"Sam Whitlock" not in metadata


def test_headings_tables_and_links_can_be_followed(make: Made) -> None:
    made = make()
    assert {"/H1", "/H2", "/Table", "/Caption", "/TH", "/TD", "/P"} <= set(roles(made))
    with pikepdf.open(BytesIO(made)) as opened:
        cells = [
            one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH"
        ]
        assert sorted(str(cell.A.Scope) for cell in cells) == ["/Column", "/Row"]
        links = [str(link.Contents) for page in opened.pages for link in page.get("/Annots", [])]
    assert links == ["What each partner said"]


def test_the_running_header_is_not_read_aloud_on_each_page_but_its_facts_are_in_the_text(make: Made) -> None:
    made = make()
    with pikepdf.open(BytesIO(made)) as opened:
        assert all(b"/Pagination" in page.Contents.read_bytes() for page in opened.pages)
    assert "OFFICIAL-SENSITIVE. Made for Sam Whitlock on 7 July 2027 at 14:30." in text_of(made)


def test_long_names_and_odd_characters_leave_a_sound_page(make: Made) -> None:
    long = "Anna-Łucja " + "Featherstonehaugh" * 6
    words = page_texts(make(reader=long, title='A <b> & "c" \x00 end', reference="SC-BCDF-GHJK\x07"))[1]
    assert long.replace(" ", "") in "".join(words.split())
    assert "OFFICIAL-SENSITIVE" in words and "Made on 7 July 2027 at 14:30" in words
    assert 'A <b> & "c" end' in " ".join(words.split())


def test_what_was_typed_is_words_and_never_markup(make: Made) -> None:
    words = text_of(make(typed="<b>No</b> <img src=http://127.0.0.1:9/x>"))
    assert "<b>No</b> <img src=http://127.0.0.1:9/x>" in " ".join(words.split())


@pytest.mark.parametrize(
    "foreign",
    [
        '<img src="http://127.0.0.1:PORT/x" alt="x"><link rel="stylesheet" href="http://127.0.0.1:PORT/x">',
        '<style>@import url("http://127.0.0.1:PORT/x"); body { background: url("file:///etc/hostname") }</style>',
        '<link rel="attachment" href="file:///etc/hostname"><a rel="attachment" href="http://127.0.0.1:PORT/x">x</a>',
        '<svg><image href="http://127.0.0.1:PORT/x"/></svg><object data="file:///etc/hostname"></object>',
    ],
)
def test_nothing_is_fetched_or_embedded_whatever_the_template_holds(make: Made, foreign: str) -> None:
    """C12: the closed fetcher stands behind the template too."""
    with listener() as (port, asked):
        made = make(template=TEMPLATE.replace("</table>", f"</table>{foreign.replace('PORT', str(port))}", 1))
    assert asked == []
    with pikepdf.open(BytesIO(made)) as opened:
        assert len(opened.attachments) == 0
    unpacked = all_bytes(made)
    assert b"/EmbeddedFile" not in unpacked and b"/Filespec" not in unpacked


def test_the_same_copy_gives_the_same_bytes_and_another_readers_differ(make: Made) -> None:
    made = make()
    assert make() == made
    assert make(reader="Jo Ashdown") != made


def test_missing_fonts_are_said_plainly(make: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tagged, "FONTS", tmp_path)
    with pytest.raises(tagged.FontsMissing, match="have not been made"):
        make()


# Printed from the browser


@pytest.mark.django_db
def test_a_printed_page_of_a_case_names_the_case_and_the_reader(cast, make_case, as_user) -> None:
    case = make_case().case
    page = as_user(cast.coordinator).get(f"/staff/cases/{case.reference}/").content.decode()
    line = page.split('<div class="sp-print">')[1].split("</div>")[0]
    assert line.startswith(
        f"<p><b>OFFICIAL-SENSITIVE</b> · {case.reference} · Printed by {cast.coordinator.name}, "
    )


@pytest.mark.django_db
def test_a_printed_list_names_the_reader_and_no_case(cast, as_user) -> None:
    page = as_user(cast.coordinator).get("/staff/").content.decode()
    line = page.split('<div class="sp-print">')[1].split("</div>")[0]
    assert line.startswith(f"<p><b>OFFICIAL-SENSITIVE</b> · Printed by {cast.coordinator.name}, ")

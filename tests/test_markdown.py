"""From Markdown to HTML: nothing foreign gets in, whatever is typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parsed

from cspr_portal.picture_marks import picture_mark
from cspr_portal.text import CleanHtml, pictures_of, plain_text, render
from tests.report_text import REPORT


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


PICTURE = "picture-hkqmzx.png"
SIZES = {PICTURE: (120, 80)}


@given(st.text(min_size=1, max_size=80).filter(lambda words: 0 < len(" ".join(words.split())) <= 300))
def test_a_picture_is_shown_with_its_words_whatever_they_are(words: str) -> None:
    """E05: what is typed as a picture's words stays words, on the page and when the page is cleaned again."""
    mark = picture_mark(PICTURE, words)
    said = " ".join(words.replace("\x00", "").split())
    if not said:
        return
    assert pictures_of(f"Before.\n\n{mark}\n\nAfter.") == [(PICTURE, said)]
    html = render(f"Before.\n\n{mark}", SIZES).html
    (image,) = parsed.fragment_fromstring(str(html), create_parent="div").iter("img")
    assert dict(image.attrib) == {
        "src": f"files/{PICTURE}",
        "alt": image.get("alt"),
        "width": "120",
        "height": "80",
    }
    assert " ".join(image.get("alt").split()) == said
    assert CleanHtml(html) == html
    assert plain_text(f"Before.\n\n{mark}") == "Before."


@pytest.mark.parametrize(
    "source",
    [
        f"Words ![a](picture:{PICTURE})",
        f"- ![a](picture:{PICTURE})",
        f"> ![a](picture:{PICTURE})",
        f"## ![a](picture:{PICTURE})",
        f"| b |\n|---|\n| ![a](picture:{PICTURE}) |",
        f"![](picture:{PICTURE})",
        f"![{'a' * 301}](picture:{PICTURE})",
        "![a](picture:picture-bbbbbb.png)",
        "![a](picture:../secret.png)",
        f"![a](files/{PICTURE})",
        f"![a](https://example.invalid/files/{PICTURE})",
    ],
)
def test_a_picture_stands_alone_has_words_and_is_one_of_the_texts_own(source: str) -> None:
    assert "<img" not in render(source, SIZES).html
    assert "<img" not in render(f"![a](picture:{PICTURE})").html, "none is at hand"


@pytest.mark.parametrize(
    "tag",
    [
        "<img src=x onerror=alert(1)>",
        '<img alt="Ann Brown">',
        f'<img src="files/{PICTURE}">',
        f'<img src="files/../{PICTURE}" alt="a">',
        f'<img src="https://example.invalid/files/{PICTURE}" alt="a">',
        f'<img src="//files/{PICTURE}" alt="a">',
        '<img src="data:image/png;base64,AA" alt="a">',
    ],
)
def test_no_other_picture_is_clean(tag: str) -> None:
    assert CleanHtml(f"<p>{tag}</p>") == "<p></p>"


def test_a_picture_keeps_four_attributes_and_no_more() -> None:
    kept = f'<img src="files/{PICTURE}" alt="a &gt; b" width="9">'
    assert (
        CleanHtml(f'<img onload=x alt="a > b" style="x" width=9 height="9e9" srcset=x src="files/{PICTURE}">')
        == kept
    )

"""From Markdown to HTML: nothing foreign gets in, whatever is typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal.text import CleanHtml, plain_text, render
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

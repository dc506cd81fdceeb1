"""Comparing two texts: what the rows say always leads back to both, and changes are found where they are."""

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as parsed

from cspr_portal.picture_marks import PICTURE
from cspr_portal.text import render
from reviews.report.blocks import of_plain, of_report
from reviews.report.compare import ALIKE, CHANGED, compare, counts, stretches

MARKS = [
    "| a |",
    "|--|",
    "- b",
    "1. c",
    "> d",
    "##",
    "[^1]",
    "[^1]: Said\n\n",
    "[e](https://x.example)",
    "<b>",
    "\\",
]
WORDS = st.sampled_from(["the", "child", "was **seen**", "*nobody*", "asked.", "\t", "💥", *MARKS])
PARAGRAPHS = st.lists(WORDS, max_size=12).map(" ".join)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PARAGRAPHS, max_size=9).map("\n\n".join), st.lists(WORDS).map("\n".join)
)

LONG = "words that stay just as they were"
TABLE = "| a | b |\n|--|--|\n"


def read(text):
    return of_report(render(text).html)


def only_letters(text):
    """What is left when spaces and signs are left out, so that two ways of setting out the same words agree."""
    return "".join(one for one in text if category(one)[0] in "LN")


def side(rows, name):
    """One side of the rows, put together again: its paragraphs, and their numbers."""
    there = [found for row in rows if (found := getattr(row, name))]
    words = [tuple(word for piece in one.pieces for word in piece.words) for one in there]
    cells = [tuple(word for cell in one.cells for piece in cell for word in piece.words) for one in there]
    assert words == cells == [one.block.words for one in there]
    return [one.block for one in there], [one.number for one in there]


@given(TEXTS, TEXTS)
def test_the_rows_lead_back_to_both_texts(old, new):
    before, after = read(old), read(new)
    rows = compare(before, after)
    for name, blocks in (("old", before), ("new", after)):
        assert side(rows, name) == (blocks, list(range(1, len(blocks) + 1)))
    for row in rows:
        kept = [
            [word for piece in found.pieces if not piece.is_changed for word in piece.words] if found else []
            for found in (row.old, row.new)
        ]
        if row.kind in (ALIKE, CHANGED):
            assert kept[0] == kept[1], "what is not marked is the same on both sides"
            said = [piece.is_changed for found in (row.old, row.new) for piece in found.pieces]
            assert row.kind == ALIKE or row.has_new_form or any(said), "what is changed says what"
        else:
            assert kept == [[], []], "what only one side has is marked whole"


@given(TEXTS)
def test_no_word_that_a_reader_sees_is_left_out(text):
    html = render(text).html
    shown = parsed.fragment_fromstring(str(html), create_parent="div") if html else []
    for way_back in (
        [one for one in shown.iter("a") if one.get("href", "").startswith("#back-")] if html else []
    ):
        way_back.text = ""
    seen = "".join(shown.itertext()) if html else ""
    addresses = "https://x.example"
    told = " ".join(block.text for block in of_report(html)).replace(f"({addresses})", "")
    assert only_letters(told) == only_letters(seen)


@given(TEXTS)
def test_a_text_is_like_itself_and_all_of_it_is_added_to_nothing(text):
    blocks = read(text)
    assert {row.kind for row in compare(blocks, blocks)} <= {ALIKE}
    assert counts(compare([], blocks))["added"] == counts(compare(blocks, []))["removed"] == len(blocks)


@pytest.mark.parametrize(
    ("old", "new", "was", "became"),
    [
        ("Nobody at all asked her.", "Nobody at all **asked** her.", ["asked"], ["asked"]),
        (f"See all [{LONG}](https://a.example).", f"See all [{LONG}](https://b.example).", 1, 1),
        (f"{TABLE}| {LONG} | two |", f"{TABLE}| {LONG} | |", ["two"], [""]),
        (f"{TABLE}| {LONG} a | two |", f"{TABLE}| {LONG} | a two |", ["a two"], ["a two"]),
        (f"{LONG}[^1]\n\n[^1]: {LONG} one.", f"{LONG}[^1]\n\n[^1]: {LONG} two.", 2, 2),
        (f"One\\\n{LONG}", f"One {LONG}", ["One"], ["One"]),
    ],
)
def test_what_no_plain_text_would_tell_is_marked(old, new, was, became):
    """Emphasis, where a link leads, an emptied cell, the edge of a cell, what a mark refers to, the end of a line."""
    rows = compare(read(old), read(new))
    assert {row.kind for row in rows} <= {ALIKE, CHANGED}
    for name, wanted in (("old", was), ("new", became)):
        pieces = [piece for row in rows for piece in getattr(row, name).pieces if piece.is_changed]
        found = [piece.text.strip() for piece in pieces]
        assert wanted in (found, len(found))


def test_a_picture_is_compared_by_what_it_shows_and_by_which_it_is():
    name, other = "picture-bcdfgh.png", "picture-kjhgfd.png"
    texts = [f"![A map of the north]({PICTURE}{name})", f"![A map of the south]({PICTURE}{name})"]
    texts.append(f"![A map of the south]({PICTURE}{other})")
    blocks = [of_report(render(text, {name: (3, 2), other: (3, 2)}).html) for text in texts]
    for old, new, wanted in ((0, 1, ["south "]), (1, 2, ["Picture: "])):
        (row,) = compare(blocks[old], blocks[new])
        assert [piece.text for piece in row.new.pieces if piece.is_changed] == wanted


def test_a_note_before_another_changes_no_mark_of_the_other():
    old = "A call[^b] was made.\n\n[^b]: By the school."
    new = "At nine[^a] nobody came.\n\nA call[^b] was made.\n\n[^a]: In May.\n\n[^b]: By the school."
    rows = compare(read(old), read(new))
    assert counts(rows) == {"alike": 3, "changed": 0, "removed": 0, "added": 2}
    assert "[note 1]" in rows[1].old.block.text and "[note 2]" in rows[1].new.block.text


def test_the_same_words_as_another_kind_of_paragraph_are_no_longer_alike():
    rows = compare(read("What went well\n\nAll."), read("### What went well\n\n- All."))
    assert [(row.kind, row.old.block.form, row.new.block.form) for row in rows] == [
        ("changed", "paragraph", "heading, level 1"),
        ("changed", "paragraph", "point of a list"),
    ]


def test_a_changed_word_is_found_in_its_paragraph():
    old = "## Then\n\nOne call was made by the school.\n\nNobody rang back.\n\nAn end."
    new = "## Then\n\nTwo calls were made by the school.\n\nThe nurse wrote.\n\nAn end.\n\nAnd more."
    rows = compare(read(old), read(new))
    assert [row.kind for row in rows] == ["alike", "changed", "removed", "added", "alike", "added"]
    changed = rows[1]
    assert [piece.text for piece in changed.old.pieces if piece.is_changed] == ["One call was "]
    assert [piece.text for piece in changed.new.pieces if piece.is_changed] == ["Two calls were "]
    assert [(each.is_alike, len(each.rows)) for each in stretches(rows)] == [
        (True, 1),
        (False, 3),
        (True, 1),
        (False, 1),
    ]


def test_paragraphs_that_moved_by_many_places_are_still_one_anothers():
    block = [f"Worry number {n} was written down on card {n} of the file." for n in range(40)]
    new = [f"A paragraph that is new, {n}." for n in range(70)] + [
        text.replace("was", "is") for text in block
    ]
    found = counts(compare(of_plain("\n\n".join(block)), of_plain("\n\n".join(new))))
    assert found == {"alike": 0, "changed": 40, "removed": 0, "added": 70}


def test_one_paragraph_as_long_as_a_report_is_compared_by_its_sentences():
    sentences = [
        f"Worry {n} was seen by the service and it was not told to anybody else at all." for n in range(900)
    ]
    new = [*sentences[:450], "Nobody asked.", *sentences[451:]]
    (row,) = compare(of_plain(" ".join(sentences)), of_plain(" ".join(new)))
    assert row.kind == CHANGED
    assert [piece.text for piece in row.new.pieces if piece.is_changed] == ["Nobody asked. "]


def test_the_same_word_without_end_is_no_trouble():
    """E02: what could take minutes to compare is shown as gone and come."""
    rows = compare(of_plain("a " * 90_000), of_plain("a b " * 90_000))
    assert [row.kind for row in rows] == ["removed", "added"]

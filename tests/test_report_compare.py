"""Comparing two texts: what the rows say always leads back to both, and changes are found where they are."""

from hypothesis import given
from hypothesis import strategies as st

from reviews.report.compare import ALIKE, CHANGED, compare, counts, paragraphs, stretches

WORDS = st.sampled_from(["the", "child", "was", "seen", "nobody", "asked.", "| a |", "- b", "💥", "\t", "##"])
PARAGRAPHS = st.lists(WORDS, max_size=12).map(" ".join)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PARAGRAPHS, max_size=9).map("\n\n".join), st.lists(WORDS).map("\n".join)
)


def side(rows, name):
    """One side of the rows, put together again: its paragraphs, and their numbers."""
    there = [row for row in rows if getattr(row, f"{name}_number")]
    texts = ["".join(piece.text for piece in getattr(row, name)) for row in there]
    return texts, [getattr(row, f"{name}_number") for row in there]


@given(TEXTS, TEXTS)
def test_the_rows_lead_back_to_both_texts(old, new):
    rows = compare(old, new)
    for name, text in (("old", old), ("new", new)):
        texts, numbers = side(rows, name)
        assert texts == paragraphs(text)
        assert numbers == list(range(1, len(texts) + 1))
    for row in rows:
        kept = [
            "".join(piece.text for piece in pieces if not piece.is_changed).split()
            for pieces in (row.old, row.new)
        ]
        if row.kind in (ALIKE, CHANGED):
            assert kept[0] == kept[1], "what is not marked is the same on both sides"
        else:
            assert kept == [[], []], "what only one side has is marked whole"


@given(TEXTS)
def test_a_text_is_like_itself(text):
    assert {row.kind for row in compare(text, text)} <= {ALIKE}


@given(TEXTS)
def test_all_is_added_to_nothing_and_removed_again(text):
    for old, new, kind in (("", text, "added"), (text, "", "removed")):
        assert counts(compare(old, new))[kind] == len(paragraphs(text))


def test_a_changed_word_is_found_in_its_paragraph():
    old = "## Then\n\nOne call was made by the school.\n\nNobody rang back.\n\nAn end."
    new = "## Then\n\nTwo calls were made by the school.\n\nThe nurse wrote.\n\nAn end.\n\nAnd more."
    rows = compare(old, new)
    assert [row.kind for row in rows] == ["alike", "changed", "removed", "added", "alike", "added"]
    changed = rows[1]
    assert [piece.text for piece in changed.old if piece.is_changed] == ["One call was "]
    assert [piece.text for piece in changed.new if piece.is_changed] == ["Two calls were "]
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
    found = counts(compare("\n\n".join(block), "\n\n".join(new)))
    assert found == {"alike": 0, "changed": 40, "removed": 0, "added": 70}


def test_one_paragraph_as_long_as_a_report_is_compared_by_its_sentences():
    sentences = [
        f"Worry {n} was seen by the service and it was not told to anybody else at all." for n in range(900)
    ]
    new = [*sentences[:450], "Nobody asked.", *sentences[451:]]
    (row,) = compare(" ".join(sentences), " ".join(new))
    assert row.kind == CHANGED
    assert [piece.text for piece in row.new if piece.is_changed] == ["Nobody asked. "]


def test_the_same_word_without_end_is_no_trouble():
    """E02: what could take minutes to compare is shown as gone and come."""
    rows = compare("a " * 90_000, "a b " * 90_000)
    assert [row.kind for row in rows] == ["removed", "added"]

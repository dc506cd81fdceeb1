"""The disclosure check: where a hit lies, what decides that it may stay, and for how long that holds."""

from itertools import pairwise

from publications.disclosure.check import check
from publications.disclosure.fingerprints import fingerprint
from publications.disclosure.terms import Terms
from tests.sealed_words import TERMS, found, hits


def test_hits_are_in_order_and_never_overlap_and_count_lines_from_one() -> None:
    text = "Quillmoor Primary School\n\nMs Tarrow rang 01632 960123.\n14 March 2025\n"
    all_hits = hits(text)
    assert [hit.line for hit in all_hits] == [1, 3, 3, 4]
    assert all(one.end <= two.start for one, two in pairwise(all_hits))
    assert all(text[hit.start : hit.end] == hit.text for hit in all_hits)


def test_an_own_name_by_decision_lets_that_one_through_and_no_sibling() -> None:
    """Practice 25: the name decided on may be said; the siblings' may not."""
    terms = Terms(names=("Edda Quillon", "Osric Quillon"))
    text = "Edda Quillon, Edda’s brother Osric Quillon; then Osric, EQ and OQ."
    assert found(text, terms, allowed_names=("Edda Quillon",)) == [
        ("Osric Quillon", "name"),
        ("Osric", "name"),
        ("OQ", "initials"),
    ]


KEY = b"a key for tests"


def cleared(text: str) -> set[str]:
    return {fingerprint(hit, text, KEY) for hit in hits(text)}


def test_a_clearance_holds_while_the_words_around_it_stay() -> None:
    """D18: a clearance is for one word in one place, and survives only while its surroundings do."""
    before = "Long ago, in another part of the land, there was an old mill. "
    text = (
        f"{before}They met at Quillmoor in the autumn term, and a good deal was said there that day. The end."
    )
    assert cleared(text) == cleared(text.replace("Long ago", "In former times"))
    assert cleared(text) == cleared(text.replace(" in the autumn", "\nin the autumn"))
    assert cleared(text).isdisjoint(cleared(text.replace("They met", "She met")))
    assert cleared(text).isdisjoint(cleared(text.replace("autumn", "spring")))
    assert cleared(text).isdisjoint(cleared(text.replace("Quillmoor", "Saltbarrow")))


def test_the_same_word_elsewhere_needs_its_own_clearance() -> None:
    assert len(cleared("First Quillmoor was open. Then, after some years, Quillmoor was shut.")) == 2
    (text_hit,) = hits("At Quillmoor.")
    (title_hit,) = check({"title": "At Quillmoor."}, TERMS)
    assert fingerprint(text_hit, "At Quillmoor.", KEY) != fingerprint(title_hit, "At Quillmoor.", KEY)


def test_a_fingerprint_needs_the_key() -> None:
    (hit,) = hits("At Quillmoor.")
    assert fingerprint(hit, "At Quillmoor.", KEY) != fingerprint(hit, "At Quillmoor.", b"another")
    assert len(fingerprint(hit, "At Quillmoor.", KEY)) == 64

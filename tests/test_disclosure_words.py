"""The disclosure check: a case's words are found through every disguise, near spelling and initial."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.disclosure.check import LOOK, MUST, check
from publications.disclosure.terms import Terms, initials_of, is_one_slip_apart
from tests.sealed_words import TERMS, found, hits

# The case's words

WORDS = [
    ("Ann-Marie Delaunay", "name"),
    ("Delaunay", "name"),
    ("Okonjo", "name"),
    ("Tobiah Okonjo", "name"),
    ("Quillmoor Primary School", "place"),
    ("Quillmoor", "place"),
    ("Saltbarrow", "place"),
    ("Fletcher", "practitioner"),
    ("Tarrow", "practitioner"),
    ("Pemberley", "relative"),
]


@pytest.mark.parametrize(("word", "kind"), WORDS)
def test_a_sealed_word_must_go_wherever_it_stands(word: str, kind: str) -> None:
    """D18: each list of the case's words is looked for, whole words and telling parts."""
    (hit,) = hits(f"The report says {word} twice.")
    assert (hit.text, hit.kind, hit.severity, hit.source) == (word, kind, MUST, "case")


def _between(letters: str, mark: str) -> str:
    return letters[: len(letters) // 2] + mark + letters[len(letters) // 2 :]


FULL_WIDTH = str.maketrans(
    {chr(sign): chr(sign + 0xFEE0) for sign in range(ord("!"), ord("~") + 1) if chr(sign) not in "-’"}
)
LOOK_ALIKE = str.maketrans("aeopcxyiABEKMHOPCTX", "аеорсхуіАВЕКМНОРСТХ")
GREEK = str.maketrans("oOAEIKMNTX", "οΟΑΕΙΚΜΝΤΧ")
ACCENTS = str.maketrans({"a": "á", "e": "è", "o": "ö", "i": "î", "u": "ü", "A": "Å", "O": "Ô", "n": "ñ"})
DISGUISES: dict[str, Callable[[str], str]] = {
    "lower case": str.lower,
    "capitals": str.upper,
    "accents": lambda word: word.translate(ACCENTS),
    "loose accents": lambda word: "".join(sign + "\u0301" for sign in word),
    "full width": lambda word: word.translate(FULL_WIDTH),
    "Cyrillic look-alikes": lambda word: word.translate(LOOK_ALIKE),
    "Greek look-alikes": lambda word: word.translate(GREEK),
    "mathematical letters": lambda word: "".join(
        chr(0x1D41A + ord(sign) - ord("a")) if "a" <= sign <= "z" else sign for sign in word
    ),
    "zero-width space": lambda word: "\u200b".join(word),
    "zero-width joiner": lambda word: _between(word, "\u200d"),
    "soft hyphen": lambda word: _between(word, "\u00ad"),
    "hyphen": lambda word: _between(word, "-"),
    "non-breaking hyphen": lambda word: _between(word, "\u2011"),
    "hyphen at a line's end": lambda word: _between(word, "-\n"),
    "soft hyphen at a line's end": lambda word: _between(word, "\u00ad\n"),
    "hyphen as read from a PDF": lambda word: _between(word, "\ufffe\r\n"),
    "line break": lambda word: _between(word, "\n"),
    "line break for a space": lambda word: word.replace(" ", "\n"),
    "underscores": lambda word: word.replace(" ", "_"),
    "no spaces": lambda word: word.replace(" ", ""),
    "non-breaking space": lambda word: word.replace(" ", "\u00a0"),
    "possessive": lambda word: word + "’s",
    "plain possessive": lambda word: word + "'s",
    "bold": lambda word: f"**{word[:2]}**{word[2:]}",
    "link": lambda word: f"[{word[:3]}](https://example.invalid/x){word[3:]}",
    "whole link": lambda word: f"[{word}](https://example.invalid/x)",
    "address of a link": lambda word: f"[more](https://example.invalid/{word.lower().replace(' ', '-')})",
    "entities": lambda word: "".join(f"&#{ord(sign)};" for sign in word),
    "hexadecimal entity": lambda word: f"&#x{ord(word[0]):x};{word[1:]}",
    "tag": lambda word: f"{word[:2]}<b>{word[2:]}</b>",
    "glued by a zero width": lambda word: f"Mx\u200b{word}\u200bsaid",
    "spelled out": lambda word: " ".join(word.replace(" ", "")),
}
LONG_WORDS = [word for word, _ in WORDS if word not in ("Ann-Marie Delaunay",)]


@pytest.mark.parametrize("disguise", DISGUISES, ids=lambda name: name.replace(" ", "-"))
@pytest.mark.parametrize("word", LONG_WORDS)
def test_a_sealed_word_is_found_through_every_disguise(word: str, disguise: str) -> None:
    """D17, D18: case, accents, breaks, hyphens, ligatures, invisible and look-alike characters, possessives."""
    text = f"The report speaks of {DISGUISES[disguise](word)} and goes on."
    case_hits = [hit for hit in hits(text) if hit.source == "case"]
    assert case_hits, text
    assert all(text[hit.start : hit.end] == hit.text for hit in case_hits)


@given(
    st.sampled_from(LONG_WORDS),
    st.lists(
        st.sampled_from(
            ["lower case", "accents", "Cyrillic look-alikes", "loose accents", "zero-width joiner", "bold"]
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["", "In the end, ", "naïve ﬁnding £5 – ", "\n\n# Part\n\n", "𝔘𝔫𝔦 "]),
)
def test_disguises_upon_disguises_are_seen_through_and_the_place_is_right(
    word: str, names: list[str], before: str
) -> None:
    """D18: offsets are those of the text as it was given, however much was folded away before them."""
    disguised = word
    for name in names:
        disguised = DISGUISES[name](disguised)
    text = f"{before}{disguised} it was."
    places = [(hit.start, hit.end) for hit in hits(text) if hit.source == "case"]
    assert places
    start, end = len(before), len(before) + len(disguised)
    assert all(start <= one < two <= end for one, two in places)
    assert sum(two - one for one, two in places) >= len(disguised) / 3


@pytest.mark.parametrize("text", ["ﬁsher", "waﬄe", "ﬁnley"])
def test_ligatures_are_opened(text: str) -> None:
    """D18: a ligature is one character and two letters."""
    plain = {"ﬁsher": "Fisher", "waﬄe": "Waffle", "ﬁnley": "Finley"}[text]
    (hit,) = hits(f"said {text} then", Terms(names=(plain,)))
    assert hit.text == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "child-delaunay-review"),
        ("slug", "childdelaunay"),
        ("file name", "AnnMarieDelaunay2.pdf"),
        ("file name", "delaunay_final-v3.pdf"),
        ("file name", "quillmoorprimary.docx"),
        ("title", "CHILD DELAUNAY"),
        ("metadata", "/home/tarrow/reports/x.docx"),
        ("alternative text", "A door of Quillmoor"),
        ("link", "https://example.invalid/?q=saltbarrow%20school"),
    ],
)
def test_every_carrier_is_checked(field: str, value: str) -> None:
    """D18: text, file name, metadata, alternative text, slug and link alike; the hit names its field."""
    found_in = {hit.field for hit in check({"text": "Nothing here.", field: value}, TERMS)}
    assert found_in == {field}


def test_a_title_before_a_name_belongs_to_the_hit() -> None:
    assert found("Then Ms Tarrow rang.") == [("Ms Tarrow", "practitioner")]


def test_a_place_is_found_by_its_street_and_in_its_spellings() -> None:
    for said in ("12 Mill Lane", "Mill Lane", "12, mill lane", "Mill Ln", "St. Mary's", "Saint Marys Church"):
        assert [kind for _, kind in found(f"near {said} one day")] == ["place"], said
    places = Terms(places=TERMS.places)
    assert found("a mill, a lane, a primary school, and Mary’s coat", places) == []


def test_identifiers_are_found_however_they_are_spaced() -> None:
    for said in ("9434765919", "943-476-5919", "943 476\n5919", "sc 7kq2 m9xt", "SC7KQ2M9XT", "LCS 204417"):
        assert [kind for _, kind in found(f"number {said} it was")] == ["identifier"], said


def test_what_is_said_instead_fits_what_was_said() -> None:
    suggestions = {
        hit.text: hit.suggestion
        for hit in hits("Delaunay, Tarrow, Pemberley, Quillmoor, Saltbarrow, LCS/204417")
    }
    assert suggestions == {
        "Delaunay": "the child",
        "Tarrow": "a practitioner",
        "Pemberley": "a relative",
        "Quillmoor": "a primary school",
        "Saltbarrow": "nearby",
        "LCS/204417": "",
    }


def test_a_hit_says_what_it_is_without_the_word() -> None:
    """Practice 25: a publisher may see what kind of thing it is, never the word or a part of it."""
    for hit in hits("Quillmoor Saltbarow 14 March 2025 QZ 9434765919 Tarrow Pemberley Delaunay SW1A 1AA"):
        assert hit.sentence.endswith(".")
        assert hit.text.lower() not in hit.sentence.lower()
        assert hit.text not in repr(hit)


def test_sealed_words_do_not_show_when_printed() -> None:
    """D17: a log or a traceback that prints the terms says how many there are, and no more."""
    assert repr(TERMS) == "<Terms: 14 sealed words>"


# Near spellings and ordinary words


@pytest.mark.parametrize(
    "said", ["Saltbarow", "Quilmoor", "Flecher", "Delauney", "Okonjoh", "Tarow", "Pembreley"]
)
def test_one_wrong_letter_is_to_be_looked_at(said: str) -> None:
    (hit,) = hits(f"It was {said} who rang.")
    assert (hit.text, hit.severity) == (said, LOOK)
    assert "one letter apart" in hit.sentence


def test_an_ordinary_word_is_not_nearly_a_name() -> None:
    """A capital at a sentence's start doesn't make "Narrow" somebody, where "narrow" stands elsewhere."""
    terms = Terms(names=("Carter Browne",), practitioners=("Tarrow",))
    assert (
        found("Carers came. The carer knew. Narrow doors. A narrow view. Brown coats, grown children.", terms)
        == []
    )


def test_a_name_that_is_a_word_is_one_when_it_has_a_capital() -> None:
    terms = Terms(names=("Will Hope",))
    assert found("They will hope for more. Nobody will.", terms) == [("will hope", "name")]
    assert [
        (hit.text, hit.severity) for hit in hits("They will come. Will they? Ask Will today.", terms)
    ] == [
        ("Will", LOOK),
        ("Will", MUST),
    ]
    assert [hit.severity for hit in check({"slug": "child-will"}, terms)] == [LOOK]


@given(st.text("abcd", min_size=1, max_size=7), st.text("abcd", min_size=1, max_size=7))
def test_one_slip_apart_is_what_it_says(one: str, other: str) -> None:
    slips = {one[:at] + one[at + 1 :] for at in range(len(one))}
    slips |= {one[:at] + new + one[at:] for at in range(len(one) + 1) for new in "abcd"}
    slips |= {one[:at] + new + one[at + 1 :] for at in range(len(one)) for new in "abcd"}
    slips |= {one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)}
    assert is_one_slip_apart(one, other) == (other in slips - {one})
    assert is_one_slip_apart(one, other) == is_one_slip_apart(other, one)


# Initials


@pytest.mark.parametrize(
    "said", ["QZ", "Q.Z.", "Q Z", "Q. Z.", "Q-Z", "QZ’s", "Child QZ", "child qz", "baby Q.Z.", "ＱＺ"]
)
def test_real_initials_are_found(said: str) -> None:
    (hit,) = hits(f"In this review {said} was seen.")
    assert (hit.kind, hit.severity) == ("initials", MUST)


def test_initials_follow_from_a_name() -> None:
    assert initials_of("Ann-Marie Delaunay") == {"ad", "amd"}
    assert initials_of("Tobiah Zéphyrine Okonjo") == {"tzo", "to"}
    assert initials_of("Ludo van der Berg") == {"lb", "lvdb"}
    assert found("Then AD was seen; A.D. again.") == [("AD", "initials"), ("A.D.", "initials")]


def test_letters_that_are_no_initials_are_left_alone() -> None:
    assert found("qz LQZ QZT quiz; an ad; the year AD500", Terms(initials=("QZ",))) == []


def test_initials_that_are_also_an_abbreviation_are_shown_once() -> None:
    terms = Terms(initials=("GP",))
    text = "The GP wrote. The GP rang. The GP came. Child GP was seen."
    assert [(hit.text, hit.severity) for hit in hits(text, terms)] == [("GP", LOOK), ("Child GP", MUST)]

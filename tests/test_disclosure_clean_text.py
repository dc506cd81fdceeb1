"""The disclosure check: a clean text is left alone, and neither a long nor a hostile one takes long."""

import time
from datetime import date
from itertools import cycle, islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publications.disclosure.normal import fold, views
from publications.disclosure.terms import Terms
from tests.sealed_words import NOTHING, TERMS, hits

WHO = [
    "A health visitor",
    "The family doctor",
    "One nursery worker",
    "The duty team",
    "A housing officer",
    "The school nurse",
]
DID = ["noticed something small", "wrote a careful note", "rang a colleague", "asked a good question", "made a plan",
       "thought about the child’s day", "spoke with the grandmother", "listened for longer than usual"]  # fmt: skip
WHEN = [
    "in the spring",
    "early in 2024",
    "during the autumn term",
    "within three weeks",
    "over the summer",
    "later that year",
    "before the baby was one",
    "in the months that followed",
    "on a Tuesday",
    "at the second meeting",
]
THEN = [
    "Nobody asked what the child wanted.",
    "The note was kept, and it was not shared.",
    "May we learn from that?",
    "Will this change what people do? We think it may.",
    "Practice in 4 of 12 files was good.",
    "See section 4.2 and finding 3.",
    "Working Together 2023 asks for more than that.",
    "The review met 6 families and 14 practitioners.",
    "It rose from 12% to 18% between 2019 and 2023.",
    "The 7 minute brief has 7 parts.",
    "Robin liked to be held facing outwards.",
    "A mark was seen, and an explanation was given.",
    "The partners agreed; the panel agreed.",
    "Hope is not a plan.",
    "GPs, PCSOs and the MASH each held a page.",
    "The Children Act 2004, s.16C(1), says what must be reported.",
]


def clean_text(words: int) -> str:
    """A report of about this many words that names nobody, nowhere and no day."""
    sentences: list[str] = []
    count = 0
    turns = zip(cycle(WHO), cycle(DID), cycle(WHEN[:9]), cycle(THEN[:-1]), cycle(WHEN[1:]), strict=False)
    for number, (who, did, when, then, later) in enumerate(islice(turns, words)):
        said = f"{who} {did} {when}. {then} {later[0].upper()}{later[1:]}, {who[0].lower()}{who[1:]} {did} again."
        sentences.append(
            said
            + ("\n\n" if number % 5 == 4 else " ")
            + (f"## Part {number}\n\n" if number % 40 == 9 else "")
        )
        count += len(said.split())
        if count >= words:
            break
    return "".join(sentences)


@pytest.mark.parametrize("terms", [NOTHING, TERMS], ids=["patterns alone", "a case"])
def test_a_clean_text_raises_no_more_than_a_handful_of_hits(terms: Terms) -> None:
    text = clean_text(10_000)
    assert len(text.split()) >= 10_000
    assert len(hits(text, terms)) <= 5


def test_ten_thousand_words_against_two_hundred_terms_take_less_than_a_second() -> None:
    syllables = [
        "bra",
        "den",
        "fol",
        "gar",
        "hel",
        "kin",
        "lor",
        "mos",
        "nar",
        "pel",
        "quin",
        "ros",
        "sto",
        "tav",
        "wen",
    ]

    def names(start: int, count: int) -> tuple[str, ...]:
        made = [a + b + c for a in syllables for b in syllables for c in syllables]
        return tuple(
            f"{made[start + 7 * at].title()} {made[start + 7 * at + 3].title()}" for at in range(count)
        )

    terms = Terms(
        names=names(0, 50),
        initials=("QZ", "XW"),
        dates=tuple(date(2020, 1 + at % 12, 1 + at % 28) for at in range(20)),
        places=tuple(
            f"{at} {name.split()[0]} Lane, {name.split()[1]}" for at, name in enumerate(names(600, 50))
        ),
        identifiers=tuple(f"LCS/{204000 + at}" for at in range(20)),
        practitioners=names(1200, 40),
        relatives=names(1800, 40),
    )
    text = clean_text(10_000)
    hits("warm up", terms)
    start = time.process_time()
    assert len(hits(text, terms)) <= 5
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "0" * 100_000,
        "a." * 50_000,
        "a[at]" * 20_000,
        "[x](" * 25_000,
        "A.B." * 25_000,
        "&#1;" * 25_000,
        "\u200b" * 100_000,
        "[^" * 100_000,
    ],
    ids=["digits", "dots", "at", "links", "initials", "entities", "invisible", "notes"],
)
def test_a_hostile_text_takes_no_longer(text: str) -> None:
    """E06: nor do patterns of ours go over a text again and again."""
    start = time.process_time()
    hits(text)
    assert time.process_time() - start < 5


@given(st.text(max_size=200))
@example("\ud800")
@example("&#x110000; &#0; &bogus; &amp;")
@example("[](" + "(" * 50)
def test_any_text_can_be_checked_and_every_place_lies_within_it(text: str) -> None:
    for hit in hits(text):
        assert 0 <= hit.start <= hit.end <= len(text)
        assert hit.text == text[hit.start : hit.end]
    for view in views(text):
        assert len(view.text) == len(view.starts) == len(view.ends)
        assert view.starts == sorted(view.starts)


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once_for_plain_letters(text: str) -> None:
    plain = "".join(sign for sign in text if sign.isascii() and (sign.isalnum() or sign == " "))
    assert fold(fold(plain)) == fold(plain)

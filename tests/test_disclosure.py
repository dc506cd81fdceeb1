"""The disclosure check: a case's words are found through every disguise, and a clean text is left alone."""

import time
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publications.disclosure.check import LOOK, MUST, Hit, check, fingerprint
from publications.disclosure.dates import season
from publications.disclosure.normal import fold, views
from publications.disclosure.patterns import is_nhs_number, is_pupil_number
from publications.disclosure.terms import Terms, initials_of, is_one_slip_apart

TERMS = Terms(
    names=("Ann-Marie Delaunay", "Tobiah Zéphyrine Okonjo"),
    initials=("QZ",),
    dates=(date(2025, 3, 14), date(2019, 11, 2)),
    places=(
        "Quillmoor Primary School",
        "12 Mill Lane, Saltbarrow NM1 2AB",
        "St Mary’s Church of England School",
    ),
    identifiers=("943 476 5919", "SC-7KQ2-M9XT", "LCS/204417"),
    practitioners=("Ms Tarrow (class teacher)", "Dr Siobhán Fletcher"),
    relatives=("Jo Pemberley",),
)
NOTHING = Terms()


def hits(text: str, terms: Terms = TERMS, **more: tuple[str, ...]) -> list[Hit]:
    """What is found in one text."""
    return check({"text": text}, terms, **more)


def found(text: str, terms: Terms = TERMS, **more: tuple[str, ...]) -> list[tuple[str, str]]:
    """What is found in one text, as its own letters and what they are."""
    return [(hit.text, hit.kind) for hit in hits(text, terms, **more)]


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
    assert found("a mill, a lane, a primary school, and Mary’s coat") == []


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


# Dates

WAYS = [
    "14 March 2025", "14th March 2025", "14th of March, 2025", "Friday 14 March 2025", "14 Mar 25", "14-Mar-2025",
    "March 14, 2025", "March 14th 2025", "14/03/2025", "14/3/25", "14.3.25", "14.03.2025", "14-03-2025", "14 / 3 / 2025",
    "2025-03-14", "2025/03/14", "2025-03-14T09:30", "03/14/2025", "20250314", "14032025", "14 March", "March 14th",
    "the fourteenth of March 2025", "March the fourteenth", "13 to 14 March 2025", "１４ March ２０２５",
    "14\u00a0March\n2025", "**14** March 2025", "14_03_2025", "14 03 2025",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_date_of_the_case_must_go_however_it_is_written(way: str) -> None:
    """D18: dates of birth and death, in any usual English form."""
    hit = next(hit for hit in hits(f"On {way} somebody rang."))
    assert (hit.kind, hit.source, hit.severity) == ("date", "case", MUST)
    assert hit.suggestion in ("in spring 2025", "in the spring")


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%-d %B %Y", "%Y-%m-%d", "%-d.%m.%y"]),
)
@example(date(2024, 2, 29), "%d/%m/%Y")
def test_every_day_is_found_in_every_form(day: date, form: str) -> None:
    text = f"On {day.strftime(form)} it began."
    assert [hit.kind for hit in hits(text, Terms(dates=(day,)))] == ["date"]
    assert [hit.kind for hit in hits(text, NOTHING)] == ["exact date"]


def test_any_other_exact_date_must_go_too_with_its_season_instead() -> None:
    (hit,) = hits("On 5 May 2024 it rained.")
    assert (hit.kind, hit.source, hit.severity, hit.suggestion) == (
        "exact date",
        "pattern",
        MUST,
        "in spring 2024",
    )


def test_seasons_are_named_as_people_say_them() -> None:
    named = {month: season(frozenset({(2025, month, 5)})) for month in range(1, 13)}
    assert [named[month] for month in (1, 3, 6, 9, 11, 12)] == [
        "in winter 2024 to 2025", "in spring 2025", "in summer 2025", "in autumn 2025", "in autumn 2025",
        "in winter 2025 to 2026",
    ]  # fmt: skip


def test_the_month_of_a_date_of_the_case_is_to_be_looked_at() -> None:
    assert [(hit.kind, hit.severity) for hit in hits("In March 2025 and 03/2025, not April 2025.")] == [
        ("month", LOOK),
        ("month", LOOK),
    ]


def test_a_date_at_the_head_of_a_line_is_not_taken_for_the_number_of_a_part() -> None:
    assert found("- 14.3.25 a visit\n- 15.3.25 another\n2.11.19 born") == [
        ("14.3.25", "date"),
        ("15.3.25", "exact date"),
        ("2.11.19", "date"),
    ]
    assert found("Notes\n- 2.3.19 a visit", Terms(dates=(date(2019, 3, 2),))) == [("2.3.19", "date")]


def test_what_is_no_date_is_left_alone() -> None:
    text = (
        "31/02/2025; 24/7; 9 out of 10; part 4.2; section 1.2.10; SI 2018/789; 2018 to 2019; may 12 others;\n"
        "3.1.12 Findings\n## 2.4.11 What changed\nversion 2.1.10; in spring 2025; summer 2024; 12 children in 2023"
    )
    assert found(text, NOTHING) == []


# Patterns

PATTERNS = [
    ("943 476 5919", "NHS number"),
    ("943-476-5919", "NHS number"),
    ("9434765919", "NHS number"),
    ("943 476\n5919", "NHS number"),
    ("９４３４７６５９１９", "NHS number"),
    ("94\u200b34765919", "NHS number"),
    ("SW1A 1AA", "postcode"),
    ("nm1 2ab", "postcode"),
    ("SW1A\u00a01AA", "postcode"),
    ("W1A1AA", "postcode"),
    ("ＥＣ１Ａ １ＢＢ", "postcode"),
    ("01632 960123", "telephone number"),
    ("(01632) 960 123", "telephone number"),
    ("01632-960-123", "telephone number"),
    ("07700 900123", "telephone number"),
    ("+44 7700 900 123", "telephone number"),
    ("+44 (0)1632 960123", "telephone number"),
    ("0044 1632 960123", "telephone number"),
    ("020 7946 0123", "telephone number"),
    ("ann@demo.invalid", "e-mail address"),
    ("Ann.Brown+x@mail.demo.invalid", "e-mail address"),
    ("ann (at) demo (dot) invalid", "e-mail address"),
    ("ann [at] demo [dot] invalid", "e-mail address"),
    ("QQ 12 34 56 C", "National Insurance number"),
    ("qq123456c", "National Insurance number"),
    ("SC-7KQ2-M9XT", "case reference"),
    ("sc7kq2m9xt", "case reference"),
    ("SC 7KQ2 M9XT", "case reference"),
    ("B801200005001", "pupil number"),
    ("b801200005001", "pupil number"),
    ("in\u202edden", "hidden character"),
]


@pytest.mark.parametrize(("said", "kind"), PATTERNS)
def test_patterns_are_found_in_any_text(said: str, kind: str) -> None:
    """D18: numbers and addresses that give a person away, whether or not the case knows them."""
    (hit,) = hits(f"It says {said} on the page.", NOTHING)
    assert (hit.kind, hit.source) == (kind, "pattern")
    if kind != "hidden character":
        assert hit.text == said


def test_numbers_that_only_look_alike_are_left_alone() -> None:
    text = (
        "943 476 5918 is no NHS number; 1234567890; 2018/952; 10 000 000 people; SC-AEIO-UUUU; A4; B12; "
        "£1,250,000; 0.5 to 0.75; 2019 2020 2021; M25 and A1; C1 to C5; 101, 111 and 999"
    )
    assert found(text, NOTHING) == []


def test_a_helpline_is_to_be_looked_at_and_a_home_number_must_go() -> None:
    assert [hit.severity for hit in hits("Ring 0800 1111 or 0808 800 5000, not 07700 900123.", NOTHING)] == [
        LOOK,
        LOOK,
        MUST,
    ]


@given(st.integers(0, 999_999_999))
def test_one_digit_wrong_is_no_nhs_number(number: int) -> None:
    """NHS Data Dictionary: modulus 11 finds every single wrong digit."""
    nine = f"{number:09}"
    valid = [nine + str(last) for last in range(10) if is_nhs_number(nine + str(last))]
    assert len(valid) <= 1
    for digits in valid:
        assert not is_nhs_number(str((int(digits[0]) + 1) % 10) + digits[1:])


def test_a_pupil_number_has_its_letter() -> None:
    assert is_pupil_number("b801200005001")
    assert not is_pupil_number("a801200005001")


# Hits, clearances, names by decision


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


# A clean text, odd texts, and time

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
    ],
    ids=["digits", "dots", "at", "links", "initials", "entities", "invisible"],
)
def test_a_hostile_text_takes_no_longer(text: str) -> None:
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

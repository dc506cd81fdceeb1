"""The disclosure check: other spellings of names, exact ages, what looks like a name, and suggestions that fit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.disclosure.ages import band
from publications.disclosure.check import LOOK, MUST, check
from publications.disclosure.mending import mended
from publications.disclosure.spellings import SPELLINGS
from publications.disclosure.terms import Terms
from tests.sealed_words import NOTHING, found, hits

# Other spellings

SPELLED = [
    ("Mohamed", "Mohammed"),
    ("Muhammad", "Mohamed"),
    ("Sara", "Sarah"),
    ("Shivaun", "Siobhan"),
    ("Siobhán", "Shivaun"),
    ("Catherine", "Katherine"),
    ("Steven", "Stephen"),
    ("Reid", "Reade"),
    ("Chowdhury", "Chaudhry"),
    ("Ayesha", "Aisha"),
    ("Hussein", "Husain"),
    ("Katie", "Katherine"),
    ("Sean", "Shaun"),
]


@pytest.mark.parametrize(("said", "real"), SPELLED)
def test_another_spelling_of_a_name_is_to_be_looked_at(said: str, real: str) -> None:
    """D18: one name is written in many ways, and a report may have come by any of them."""
    (hit,) = hits(f"Then {said} rang.", Terms(names=(f"{real} Quillon",)))
    assert (hit.text, hit.kind, hit.severity) == (said, "name", LOOK)


def test_a_whole_name_spelled_otherwise_is_one_hit() -> None:
    terms = Terms(names=("Mohammed Hussain",), pseudonyms={"Mohammed Hussain": "Child Wren"})
    (hit,) = hits("They met Muhammad Hussein there.", terms)
    assert (hit.text, hit.suggestion) == ("Muhammad Hussein", "Child Wren")


def test_a_spelling_that_is_a_word_is_no_name_in_a_sentence() -> None:
    terms = Terms(names=("Marc Reade", "Will Browne"))
    assert found("They read it, and a mark was brown. Read it. Brown coats; bill it.", terms) == []
    assert found("Then Mark Read rang.", terms) == [("Mark Read", "name")]


def test_a_name_decided_on_takes_its_spellings_with_it_and_keeps_a_siblings() -> None:
    """Practice 25: own name by decision lets that one name through."""
    terms = Terms(names=("Sarah Quillon", "Stephen Quillon"))
    text = "Sarah, Sara and Quillon; Stephen, then Steven."
    assert found(text, terms, allowed_names=("Sarah Quillon",)) == [("Stephen", "name"), ("Steven", "name")]


@given(st.sampled_from(sorted(SPELLINGS)), st.sampled_from(["", "’s", "-Marie", "\u200b"]))
def test_every_spelling_of_a_family_is_found(name: str, after: str) -> None:
    for other in SPELLINGS[name]:
        text = f"Nobody asked {name.title()}{after} that day."
        assert any(hit.source == "case" for hit in hits(text, Terms(names=(f"{other} Zzquill",))))


# Ages

BORN, DIED = date(2024, 12, 20), date(2025, 3, 14)  # twelve weeks; two months


@pytest.mark.parametrize(
    ("said", "severity", "instead"),
    [
        ("12 weeks old", MUST, "under 1 year old"),
        ("a twelve-week-old", MUST, "a very young"),
        ("84 days old", MUST, "under 1 year old"),
        ("aged two months", MUST, "aged under 1"),
        ("at the age of 7 weeks", LOOK, "at a very young age"),
        ("an 18-month-old", LOOK, "a young"),
        ("aged 3 years and 2 months", LOOK, "aged 1 to 4"),
        ("14 weeks of age", LOOK, "under 1 year of age"),
    ],
)
def test_an_exact_age_is_found_and_the_childs_own_must_go(said: str, severity: str, instead: str) -> None:
    (hit,) = hits(f"There was {said} then.", Terms(lives=((BORN, DIED),)))
    assert (hit.text, hit.severity, hit.suggestion) == (said, severity, instead)
    assert hit.kind == ("age" if severity == MUST else "exact age")


def test_an_age_in_years_counts_only_where_it_is_the_childs_own() -> None:
    terms = Terms(lives=((date(2019, 5, 1), date(2025, 3, 14)),))
    assert found("A boy aged 5, and a girl aged 9.", terms) == [("aged 5", "age")]
    assert found("A boy aged 5, and a girl of 9 who was 7 years old.", NOTHING) == []


def test_the_ages_of_several_children_together_are_looked_at() -> None:
    text = "Three siblings aged 4, 6 and 9. Other children were well."
    assert found(text, NOTHING) == [("aged 4, 6 and 9", "exact age")]
    assert mended(text, hits(text, NOTHING)[0]).startswith("Three siblings of different ages.")


def test_what_is_no_ones_age_is_left_alone() -> None:
    text = (
        "Children under 5; in the first 12 weeks; 12 weeks pregnant; at 20 weeks; a two-year plan; over 18 months; "
        "a 7-minute brief; ages and stages; aged care; the age of consent; a 40-year-old building; 30 days later"
    )
    assert found(text, NOTHING) == []


@given(st.dates(date(2000, 1, 1), date(2026, 1, 1)), st.integers(0, 365))
def test_a_childs_own_age_in_days_is_found_whatever_the_days(born: date, days: int) -> None:
    day = date.fromordinal(born.toordinal() + days)
    kinds = [hit.kind for hit in hits(f"It was {days} days old.", Terms(lives=((born, day),)))]
    assert kinds == ["age"]
    assert band(days / 366) == "under 1"


# What looks like a name


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Millbrook Primary School", "named place"),
        ("St Anne’s Hospice", "named place"),
        ("Royal Ashdown Hospital", "named place"),
        ("Wren’s Nursery", "named place"),
        ("12 Mill Lane", "address"),
        ("Dr Fletcher", "named person"),
        ("Ms A Tarrow", ""),
        ("PC Amy Brown", "named person"),
        ("51.50073, -0.12463", "position"),
    ],
)
def test_what_looks_like_a_name_is_found_in_any_text(said: str, kind: str) -> None:
    text = f"Then {said}"
    assert found(f"{text}, it was said.", NOTHING) == ([(said, kind)] if kind else [])


def test_places_in_general_are_left_alone() -> None:
    text = (
        "The Primary School, a hospital, the School Nurse, Children’s Social Care, the Royal College of Nursing, "
        "a GP Surgery. The Family Centre. Another Church of England school. In 12 schools. A doctor, Mr or Mrs."
    )
    assert found(text, NOTHING) == []


# Suggestions


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("On 14 March 2025 it began.", "In spring 2025 it began."),
        ("They met on the 14th of March 2025.", "They met in spring 2025."),
        ("By 14 March 2025 they knew.", "By spring 2025 they knew."),
        ("It began. 14 March 2025 was cold.", "It began. In spring 2025 was cold."),
        ("from the 14 March 2025 on", "from spring 2025 on"),
        ("In March 2025 it rained.", "In spring 2025 it rained."),
        ("Zebedee ran.", "Child Wren ran."),
        ("It was Zebedee’s coat.", "It was Child Wren’s coat."),
        ("He lived in Saltbarrow then.", "He lived nearby then."),
        ("They went to Saltbarrow.", "They went to a place nearby."),
        ("At the Quillmoor Primary School he sang.", "At a primary school he sang."),
        ("- Ms Tarrow came.", "- A practitioner came."),
        ("They went to the Millbrook Hospital.", "They went to a hospital."),
    ],
)
def test_a_suggestion_fits_its_sentence(before: str, after: str) -> None:
    terms = Terms(
        names=("Zebedee Quill",),
        pseudonyms={"Zebedee Quill": "Child Wren"},
        dates=(date(2025, 3, 14),),
        places=("Saltbarrow", "Quillmoor Primary School"),
        practitioners=("Ms Tarrow",),
    )
    (hit,) = check({"text": before}, terms)
    assert mended(before, hit) == after


def test_a_name_that_two_children_share_is_neither_ones_pseudonym() -> None:
    terms = Terms(
        names=("Edda Quillon", "Osric Quillon"),
        pseudonyms={"Edda Quillon": "Child Wren", "Osric Quillon": "Child Lark"},
    )
    assert [hit.suggestion for hit in hits("Edda, Osric and Quillon.", terms)] == [
        "Child Wren",
        "Child Lark",
        "the child",
    ]

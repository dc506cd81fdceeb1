"""The disclosure check: dates in every English form, and numbers and addresses that give a person away."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publications.disclosure.check import LOOK, MUST
from publications.disclosure.dates import season
from publications.disclosure.patterns import is_nhs_number, is_pupil_number
from publications.disclosure.terms import Terms
from tests.sealed_words import NOTHING, found, hits

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

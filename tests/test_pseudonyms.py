"""A pseudonym never gives the real name away (practice 25)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.pseudonyms import clash, is_nhs_number


@pytest.mark.parametrize(
    "pseudonym",
    [
        "Child ED",
        "child ed",
        "Child E.D.",
        "E D",
        "Child DE",
        "Ember Dove",
        "Edda",
        "Child Édda",
        "Delaunay",
        "Child Delauney",
        "Child EddaDelaunay",
    ],
)
def test_a_pseudonym_that_is_the_name_or_the_initials_is_refused(pseudonym: str) -> None:
    why = clash(pseudonym, "Edda", "Delaunay")
    assert why is not None and "Give the child another pseudonym first" in why
    assert "Edda" not in why and "Delaunay" not in why


@pytest.mark.parametrize(
    "pseudonym", ["Child Robin", "Child QK", "Siblings Ash and Rowan", "Wren", "Child", ""]
)
def test_any_other_pseudonym_may_stand(pseudonym: str) -> None:
    assert clash(pseudonym, "Edda", "Delaunay") is None


def test_a_name_that_is_not_known_yet_cannot_clash() -> None:
    assert clash("Child ED", "", "") is None


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(pseudonym: str, given_name: str, family_name: str) -> None:
    assert clash(pseudonym, given_name, family_name) is None or given_name or family_name


def test_nhs_numbers_are_told_by_their_last_digit() -> None:
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("943476591")
    assert not is_nhs_number("٩٤٣٤٧٦٥٩١٩")

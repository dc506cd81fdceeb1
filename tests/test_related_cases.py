"""Two cases of one child find one another by sealed identities; who may not see the other learns at most whom to ask."""

import pytest

from cspr_portal import clock
from reviews.cases import actions as cases
from reviews.models import Area, BlindMark, Case, CoordinatorArea, RelatedCase, SealedKind
from tests.reading import address, words

pytestmark = pytest.mark.django_db

TASK = "look at a case with the same child"


def seal(case: Case, by, *items: tuple[SealedKind, str]) -> None:
    cases.seal_identities(case, list(items), by=by, at=clock.now(), child=case.children.first())


@pytest.fixture
def bare(make_case, cast):
    """Return a function that logs a case whose child has nothing sealed but what is given."""

    def make(*items: tuple[SealedKind, str], area: str = "Northmere", pseudonym: str = "Child Teal") -> Case:
        case = make_case(area=area, pseudonym=pseudonym).case
        BlindMark.objects.filter(case=case).delete()
        RelatedCase.objects.all().delete()
        case.sealed_items.all().delete()
        seal(case, cast.coordinator, *items)
        return case

    return make


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([(SealedKind.NHS_NUMBER, "9434765919")], [(SealedKind.NHS_NUMBER, "9434765919")]),
        (
            [
                (SealedKind.GIVEN_NAME, "Zoë Ann"),
                (SealedKind.FAMILY_NAME, "O’Hara"),
                (SealedKind.DATE_OF_BIRTH, "2019-03-14"),
            ],
            [
                (SealedKind.GIVEN_NAME, "ZOE"),
                (SealedKind.FAMILY_NAME, "O'Hara"),
                (SealedKind.DATE_OF_BIRTH, "2019-03-14"),
            ],
        ),
    ],
)
def test_the_same_child_in_another_case_is_found(bare, cast, as_user, first, second):
    earlier = bare(*first)
    later = bare(pseudonym="Child Plover")
    assert not RelatedCase.objects.exists()
    seal(later, cast.coordinator, *second)
    assert {(row.case, row.other) for row in RelatedCase.objects.all()} == {
        (earlier, later),
        (later, earlier),
    }
    page = words(as_user(cast.coordinator).get(address(later, "related/")))
    assert earlier.reference in page and "Child Teal" in page


@pytest.mark.parametrize(
    "items",
    [
        [(SealedKind.NHS_NUMBER, "9434765870")],
        [(SealedKind.GIVEN_NAME, "Zebedee"), (SealedKind.FAMILY_NAME, "Quarrington")],
        [(SealedKind.FAMILY_NAME, "Quarrington"), (SealedKind.DATE_OF_BIRTH, "2019-03-14")],
        [
            (SealedKind.GIVEN_NAME, "Zebedee"),
            (SealedKind.FAMILY_NAME, "Quarrington"),
            (SealedKind.DATE_OF_BIRTH, "2019-03-15"),
        ],
    ],
)
def test_less_than_an_identity_is_no_match(bare, cast, items):
    bare(
        (SealedKind.NHS_NUMBER, "9434765919"),
        (SealedKind.GIVEN_NAME, "Zebedee"),
        (SealedKind.FAMILY_NAME, "Quarrington"),
        (SealedKind.DATE_OF_BIRTH, "2019-03-14"),
    )
    later = bare(pseudonym="Child Plover")
    seal(later, cast.coordinator, *items)
    assert not RelatedCase.objects.exists()


def test_no_word_stands_in_a_mark(bare):
    bare((SealedKind.NHS_NUMBER, "9434765919"))
    mark = BlindMark.objects.get()
    assert len(mark.mark) == 64 and "9434765919" not in mark.mark


def test_who_may_not_see_the_other_case_is_told_whom_to_ask_and_nothing_else(
    bare, cast, as_user, monkeypatch
):
    """The outsider coordinates Farholt only. Her case's coordinator-side page names the person, not the case."""
    theirs = bare((SealedKind.NHS_NUMBER, "9434765919"))
    Case.objects.filter(pk=theirs.pk).update(area=Area.objects.get(name="Farholt"))
    ours = bare(pseudonym="Child Plover")
    seal(ours, cast.coordinator, (SealedKind.NHS_NUMBER, "9434765919"))
    page = words(as_user(cast.outsider).get(address(theirs, "related/")))
    assert "A case that you can’t open" in page and f"Speak with {cast.coordinator.name}" in page
    assert ours.reference not in page and "Plover" not in page and "Northmere" not in page
    # Who sealed it learns nothing of a case that they can't open.
    page = words(as_user(cast.coordinator).get(address(ours, "related/")))
    assert "No related case is known to you." in page and theirs.reference not in page


def test_the_other_coordinator_is_asked_to_look_until_they_have(bare, cast, as_user):
    earlier = bare((SealedKind.NHS_NUMBER, "9434765919"))
    later = bare(pseudonym="Child Plover")
    seal(later, cast.coordinator, (SealedKind.NHS_NUMBER, "9434765919"))
    browser = as_user(cast.second_coordinator)
    assert words(browser.get("/staff/")).count(f"<strong>Child Teal: {TASK}") == 1
    assert TASK not in words(as_user(cast.coordinator).get("/staff/"))
    assert browser.post(address(earlier, "related/")).status_code == 302
    assert f"Child Teal: {TASK}" not in words(browser.get("/staff/"))
    assert browser.post(address(earlier, "related/")).status_code == 409


def test_partners_see_only_what_they_may_open(bare, cast, as_user):
    earlier = bare((SealedKind.NHS_NUMBER, "9434765919"), area="Eastfold")
    later = bare(pseudonym="Child Plover")
    seal(later, cast.coordinator, (SealedKind.NHS_NUMBER, "9434765919"))
    page = words(as_user(cast.la).get(address(later, "related/")))
    assert earlier.reference not in page and "Speak with" not in page
    assert earlier.reference in words(as_user(cast.police).get(address(later, "related/")))
    assert as_user(cast.police).post(address(later, "related/")).status_code == 403
    assert as_user(cast.outsider).get(address(later, "related/")).status_code == 404
    assert CoordinatorArea.objects.filter(user=cast.la).count() == 0

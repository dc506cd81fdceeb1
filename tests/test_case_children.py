"""The children of a case: added, described, linked and renamed under pseudonyms, by the right people."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews import guesses
from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import intaking, typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_a_second_child_is_added_under_another_pseudonym(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.la)
    twice = browser.post(address(case, "children/add/"), {"pseudonym": " child wren ", "age_band": "1_to_4"})
    assert twice.status_code == 200
    assert "has a child called child wren. Use another pseudonym." in words(twice)
    assert "1 to 4" in words(twice)
    added = browser.post(
        address(case, "children/add/"), {"pseudonym": "Child Robin", "age_band": "1_to_4"}, follow=True
    )
    assert "Child Wren and Child Robin" in words(added)
    assert case.children.count() == 2


def test_only_coordinator_and_council_add_children(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in ("police", "icb", "panel_member", "reviewer"):
        response = as_user(getattr(cast, person)).post(
            address(case, "children/add/"), {"pseudonym": "Child Robin", "age_band": "1_to_4"}
        )
        assert response.status_code == 403, person
        assert "Only the coordinator or the local authority’s delegate may add children" in words(response)
    assert case.children.count() == 1


def test_a_child_is_given_another_pseudonym(cast, make_case, as_user):
    walk = make_case()
    case, child = walk.case, walk.case.children.get()
    browser = as_user(cast.coordinator)
    browser.post(address(case, "children/add/"), {"pseudonym": "Child Robin", "age_band": "1_to_4"})
    rename = address(case, f"children/{child.pk}/rename/")
    taken = browser.post(rename, {"pseudonym": "CHILD ROBIN"})
    assert "has a child called CHILD ROBIN. Use another pseudonym." in words(taken)
    page = words(browser.post(rename, {"pseudonym": "Child Heron"}, follow=True))
    assert "Child Heron and Child Robin" in page
    assert "Child Wren" not in page
    assert AuditRow.objects.filter(verb="case.child_renamed", reference=case.reference).count() == 1
    refused = as_user(cast.police).post(rename, {"pseudonym": "Child Wren"})
    assert refused.status_code == 403


def test_a_child_is_added_with_all_that_is_known(cast, make_case, as_user):
    case = make_case().case
    wren = case.children.get()
    facts = typed.child(
        "Child Robin",
        age_band="not_known",
        age_years="3",
        sex="female",
        ethnicity="mixed_asian",
        is_disabled="yes",
        is_looked_after="yes",
        placement="foster",
        child_protection_plan="before",
        legal_status="interim_care",
        home_area="Northmere",
        placing_area="Farholt",
        siblings=[str(wren.pk)],
    )
    assert as_user(cast.la).post(address(case, "children/add/"), facts).status_code == 302
    robin = case.children.get(pseudonym="Child Robin")
    assert (robin.age_band, robin.age_years) == ("1_to_4", 3), "the years give the band"
    assert list(wren.siblings.all()) == [robin], "the link goes both ways"
    page = words(as_user(cast.police).get(address(case, "children/")))
    for text in (
        "1 to 4: 3 years",
        "White and Asian",
        "Foster carers",
        "Interim care order",
        "Not at the time",
    ):
        assert text in page
    assert "Farholt" in page and "Not known:" in page and "care leaver" in page
    assert "Change the facts" not in page, "the police read, and change nothing"


def test_an_unborn_child_may_be_added(cast, make_case, as_user):
    case = make_case().case
    as_user(cast.coordinator).post(
        address(case, "children/add/"), typed.child("Child Robin", age_band="unborn")
    )
    assert case.children.get(pseudonym="Child Robin").get_age_band_display() == "Unborn"


def test_facts_and_siblings_are_changed_and_the_log_keeps_their_names_alone(cast, make_case, as_user):
    case = make_case().case
    browser, wren = as_user(cast.coordinator), case.children.get()
    browser.post(address(case, "children/add/"), typed.child("Child Robin"))
    robin = case.children.get(pseudonym="Child Robin")
    url = address(case, f"children/{wren.pk}/")
    facts = {
        "age_band": "5_to_10",
        "is_care_leaver": "no",
        "home_area": "ZZCANARY",
        "siblings": [str(robin.pk)],
    }
    page = words(browser.post(url, facts, follow=True))
    assert "The facts about Child Wren are changed." in page and "ZZCANARY" in page
    row = AuditRow.objects.get(verb="case.child_changed")
    assert row.detail == {"facts": "home_area, is_care_leaver, siblings"}
    again = words(browser.get(url))
    assert 'value="ZZCANARY"' in again and f'value="{robin.pk}" checked' in again
    assert "stay as they were" in words(browser.post(url, facts, follow=True))
    browser.post(url, facts | {"siblings": []})
    assert not robin.siblings.exists()


def test_changed_facts_have_to_fit_one_another(cast, make_case, as_user):
    case = make_case().case
    child = case.children.get()
    response = as_user(cast.coordinator).post(
        address(case, f"children/{child.pk}/"), {"age_band": "under_1", "age_years": "2", "home_area": "Here"}
    )
    assert "2 doesn’t fit the age above, “Under 1”." in words(response)
    assert 'value="Here"' in words(response)
    child.refresh_from_db()
    assert (child.age_band, child.home_area) == ("5_to_10", "")


def test_only_coordinator_and_council_change_facts(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    url = address(case, f"children/{case.children.get().pk}/")
    for person in ("police", "icb", "panel_member", "reviewer"):
        browser = as_user(getattr(cast, person))
        assert browser.get(address(case, "children/")).status_code == 200, person
        for response in (browser.get(url), browser.post(url, {"age_band": "unborn"})):
            assert response.status_code == 403, person
    assert case.children.get().age_band == "5_to_10"


def test_a_child_of_another_case_is_no_sibling_and_not_found(cast, make_case, as_user):
    """A06."""
    case, other = make_case().case, make_case(pseudonym="Child Heron").case
    foreign = other.children.get()
    browser = as_user(cast.coordinator)
    assert browser.get(address(case, f"children/{foreign.pk}/")).status_code == 404
    browser.post(address(case, "children/add/"), typed.child("Child Robin"))
    facts = {"age_band": "5_to_10", "siblings": [str(foreign.pk)]}
    refused = browser.post(address(case, f"children/{case.children.first().pk}/"), facts)
    assert refused.status_code == 200
    assert not foreign.siblings.exists()


def test_a_case_without_a_child_says_so(cast, as_user, aware):
    answers = typed.new_case(aware)
    del answers["children"]
    browser = as_user(cast.coordinator)
    intaking.take_in(browser, cast.partnership.areas["Northmere"], answers)
    page = words(browser.get(address(Case.objects.get(), "children/")))
    assert "No child is named yet." in page and "Add a child" in page


def test_no_child_is_called_by_the_sealed_name_of_another(cast, make_case, as_user):
    """A sibling's or a relative's name gives the family away as the child's own does."""
    case = make_case().case
    browser = as_user(cast.coordinator)
    facts = {"age_band": "5_to_10", "outcome": "neither"}
    for pseudonym in ("Child Zebedee", "Quarrington"):
        page = words(browser.post(address(case, "children/add/"), {"pseudonym": pseudonym} | facts))
        assert "This is too near to what is sealed in the case." in page, pseudonym
    assert case.children.count() == 1
    browser.post(address(case, "children/add/"), {"pseudonym": "Child Finch"} | facts)
    sibling = case.children.get(pseudonym="Child Finch")
    page = words(browser.post(address(case, f"children/{sibling.pk}/rename/"), {"pseudonym": "Zebedee"}))
    assert "This is too near to what is sealed in the case." in page
    assert AuditRow.objects.filter(verb="refused.pseudonym", reference=case.reference).count() == 3


@pytest.mark.parametrize("pseudonym", ["Zebedee", "Child Quarrington", "Child ZQ", "Child Zebadee"])
def test_a_child_is_not_renamed_to_its_sealed_name_or_initials(cast, make_case, as_user, pseudonym):
    """The sentence doesn't say which word was hit, and each try is on record."""
    case = make_case().case
    child = case.children.get()
    page = words(
        as_user(cast.coordinator).post(
            address(case, f"children/{child.pk}/rename/"), {"pseudonym": pseudonym}
        )
    )
    assert "This is too near to what is sealed in the case." in page
    assert case.children.get().pseudonym == "Child Wren"
    assert AuditRow.objects.filter(verb="refused.pseudonym", reference=case.reference).count() == 1


def test_names_are_not_guessed_at_for_ever(cast, make_case, as_user, time_machine):
    """Practice 25: after ten refusals within an hour no name is compared, right or wrong; an hour later one is."""
    case = make_case().case
    time_machine.move_to(clock.now(), tick=False)
    facts = {"age_band": "5_to_10", "outcome": "neither"}
    url = address(case, "children/add/")
    browser = as_user(cast.coordinator)
    for _guess in range(guesses.MOST):
        assert "too near to what is sealed" in words(browser.post(url, {"pseudonym": "Zebedee"} | facts))
    for guess in ("Zebedee", "Child Finch"):
        assert "10 names have been refused" in words(browser.post(url, {"pseudonym": guess} | facts))
    assert case.children.count() == 1
    time_machine.shift(guesses.AN_HOUR + timedelta(minutes=1))
    assert as_user(cast.coordinator).post(url, {"pseudonym": "Child Finch"} | facts).status_code == 302

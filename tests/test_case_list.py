"""The list of cases: in order, found by stage and area, a page at a time, with clocks and holds."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_the_list_shows_the_newest_first_and_finds_by_stage_and_area(cast, make_case, as_user):
    early = make_case(Stage.RAPID_REVIEW, pseudonym="Child Finch", days_ago=30).case
    late = make_case(area="Eastfold", pseudonym="Child Robin", days_ago=5).case
    browser = as_user(cast.coordinator)
    page = words(browser.get("/staff/cases/"))
    assert page.index("Child Robin") < page.index("Child Finch")
    for query, shown, hidden in (
        ({"stage": "logged"}, late, early),
        ({"stage": "rapid_review"}, early, late),
        ({"area": str(early.area_id)}, early, late),
        ({"area": str(late.area_id), "stage": "logged"}, late, early),
    ):
        page = words(browser.get("/staff/cases/", query))
        assert shown.reference in page, query
        assert hidden.reference not in page, query
    assert "No case here" in words(browser.get("/staff/cases/", {"stage": "closed"}))


def test_the_list_shows_the_nearest_clock_and_the_hold(cast, make_case, as_user):
    case = make_case(days_ago=0).case
    browser = as_user(cast.coordinator)
    page = words(browser.get("/staff/cases/"))
    assert "5 left" in page
    assert "Tell the national Panel" in page
    today = clock.today(clock.now())
    browser.post(address(case, "hold/"), typed.hold(today, today + timedelta(days=30)))
    page = words(browser.get("/staff/cases/"))
    assert "On hold" in page
    assert "5 left" in page


@pytest.mark.exhaustive
def test_the_list_has_pages_that_keep_the_filter(cast, make_case, as_user):
    browser = as_user(cast.coordinator)
    for number in range(27):
        make_case(pseudonym=f"Child {number}", days_ago=3)
    first, second = (
        words(browser.get("/staff/cases/", {"stage": "logged", "page": page})) for page in (1, 2)
    )
    assert (
        first.count('class="govuk-link" href="/staff/cases/SC-'),
        second.count('href="/staff/cases/SC-'),
    ) == (25, 2)
    assert "?stage=logged&page=2" in first
    assert "Page 2 of 2" in second


@pytest.mark.parametrize("person", ["publisher", "auditor", "administrator"])
def test_people_without_cases_have_no_list(cast, as_user, person):
    assert as_user(getattr(cast, person)).get("/staff/cases/").status_code == 404

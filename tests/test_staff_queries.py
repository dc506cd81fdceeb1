"""The staff's busiest pages ask few questions of the database, and no more of them when there are more rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import Area
from reviews.stages import Stage
from tests.assigned import advise, assign
from tests.deciding import escalate
from tests.reading import address

# How many statements a page takes is the ORM's doing, the same for each database.
pytestmark = [pytest.mark.django_db, pytest.mark.same_with_each_database]

MOST = 12
STAGES = [Stage.LOGGED, Stage.RAPID_REVIEW, Stage.SCOPING, Stage.ANALYSIS, Stage.PANEL_AGREEMENT]


def asked(browser, url: str) -> int:
    """How many statements the second request for a page takes, transactions left out."""
    assert browser.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        browser.get(url)
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for each in queries)


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "panel_member", "reviewer"])
@pytest.mark.parametrize("url", ["/staff/", "/staff/cases/", "/staff/cases/?q=Child&sort=clock&stage=logged"])
def test_lists_ask_the_same_however_long_they_are(cast, make_case, as_user, person, url):
    browser = as_user(getattr(cast, person))
    make_case(Stage.PANEL_AGREEMENT)
    make_case()
    few = asked(browser, url)
    for number in range(4):
        make_case(pseudonym=f"Child {number}")
    make_case(Stage.PANEL_AGREEMENT, pseudonym="Child Last")
    assert asked(browser, url) == few <= MOST


@pytest.mark.parametrize("person", ["lead_partner", "scrutineer"])
@pytest.mark.parametrize("url", ["/staff/", "/staff/cases/", "/staff/cases/?q=Child&sort=clock&stage=logged"])
def test_so_do_those_of_assigned_people(cast, make_case, as_user, person, url):
    user, browser = getattr(cast, person), as_user(getattr(cast, person))

    def add(pseudonym: str) -> None:
        case = make_case(pseudonym=pseudonym).case
        assign(case, user, cast.coordinator)
        escalate(case, cast.la, cast.lead_partner)

    add("Child Wren")
    few = asked(browser, url)
    for number in range(4):
        add(f"Child {number}")
    assert asked(browser, url) == few <= MOST


@pytest.mark.parametrize("stage", STAGES)
def test_a_cases_page_asks_assigned_people_no_more(cast, make_case, as_user, stage):
    case = make_case(stage).case
    for person in (cast.lead_partner, cast.scrutineer):
        assign(case, person, cast.coordinator)
    advise(case, cast.scrutineer)
    escalate(case, cast.la, cast.lead_partner)
    for person in (cast.lead_partner, cast.scrutineer):
        assert asked(as_user(person), address(case)) <= MOST


@pytest.mark.parametrize("person", ["coordinator", "police"])
@pytest.mark.parametrize("url", ["/staff/", "/staff/cases/", ""])
def test_areas_that_ended_in_others_cost_no_question(cast, make_case, as_user, person, url):
    case, browser = make_case(Stage.RAPID_REVIEW).case, as_user(getattr(cast, person))
    before = asked(browser, url or address(case))
    north, salt, east = (cast.partnership.areas[name] for name in ("Northmere", "Saltbarrow", "Eastfold"))
    for old, following in ((north, salt), (salt, east)):
        Area.objects.filter(pk=old.pk).update(successor=following, ends_on=old.starts_on)
    assert asked(browser, url or address(case)) == before <= MOST


@pytest.mark.parametrize("stage", STAGES)
def test_a_cases_page_asks_no_more_than_twelve_times(cast, make_case, as_user, stage):
    case = make_case(stage).case
    make_case(stage, pseudonym="Child Other")
    for person in ("coordinator", "la", "police"):
        assert asked(as_user(getattr(cast, person)), address(case)) <= MOST

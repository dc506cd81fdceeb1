"""Actions across cases: in whose sight, whose work, how they stand, and what an agency that ended leaves behind."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.cases import actions as cases
from reviews.learning import actions
from reviews.models import ActionState, Agency, AuditRow, Case
from tests.learned import brought_to
from tests.reading import words
from tests.test_staff_queries import MOST, asked

pytestmark = pytest.mark.django_db

URL = "/staff/actions/"


@pytest.fixture
def act(cast, today):
    """Return a function that adds an action to a case: `act(case, "Ring first.", agency, days=-3, state="done")`."""

    def add(case: Case, what: str, agency: Agency | None = None, *, days: int = 30, state: str = "open"):
        one = actions.add_action(
            case,
            what=what,
            agency=agency,
            other_owner="" if agency else "The ambulance trust",
            led_by="Dana Reed, head of service",
            due_on=today + timedelta(days=days),
            by=cast.coordinator,
            at=clock.now(),
        )
        return brought_to(one, state, cast.coordinator, cast.police)

    return add


@pytest.fixture
def hospital(cast) -> Agency:
    return cast.partnership.agencies["Merefield Hospitals"]


@pytest.fixture
def homes(cast) -> Agency:
    return cast.partnership.agencies["Aldermere Homes"]


def shown(response) -> set[str]:
    """The actions that are listed."""
    return {one.what for one, _look in response.context["rows"]}


def tallies(response) -> dict[str, tuple[int, int, int]]:
    return {one.name: (one.open, one.overdue, one.verified) for one in response.context["tallies"]}


@pytest.mark.parametrize("person", ["coordinator", "la", "police"])
def test_actions_of_all_cases_in_sight_are_counted_by_agency(
    cast, make_case, as_user, act, hospital, homes, person
):
    wren, robin = make_case().case, make_case(area="Saltbarrow", pseudonym="Child Robin").case
    act(wren, "Ring first.", hospital, days=-3)
    act(robin, "Ask twice.", hospital, state=ActionState.VERIFIED)
    act(robin, "Call back.", homes, state=ActionState.DONE)
    act(wren, "Share the number.")
    page = as_user(getattr(cast, person)).get(URL)
    assert shown(page) == {"Ring first.", "Ask twice.", "Call back.", "Share the number."}
    assert tallies(page) == {
        "Merefield Hospitals": (1, 1, 1),
        "Aldermere Homes": (1, 0, 0),
        "Bodies outside the partnership": (1, 0, 0),
    }
    for words_on_it in (
        "Child Wren, action 1",
        "Child Robin, action 2",
        "3 days late",
        "The ambulance trust",
    ):
        assert words_on_it in words(page)
    assert AuditRow.objects.filter(verb="opened.actions_by_agency").count() == 1


def test_they_are_listed_by_agency_and_by_how_they_stand(cast, make_case, as_user, act, hospital, homes):
    case = make_case().case
    act(case, "Late.", hospital, days=-1)
    act(case, "In time.", hospital)
    act(case, "To verify, late.", hospital, days=-2, state=ActionState.DONE)
    act(case, "Verified.", homes, state=ActionState.VERIFIED)
    act(case, "Elsewhere.")
    browser = as_user(cast.coordinator)
    for query, wanted in (
        ("show=open", {"Late.", "In time.", "To verify, late.", "Elsewhere."}),
        ("show=overdue", {"Late."}),
        ("show=done", {"To verify, late."}),
        ("show=verified", {"Verified."}),
        (f"agency={hospital.pk}", {"Late.", "In time.", "To verify, late."}),
        (f"agency={hospital.pk}&show=overdue", {"Late."}),
        (f"agency={homes.pk}&show=overdue", set()),
        ("agency=outside", {"Elsewhere."}),
    ):
        assert shown(browser.get(f"{URL}?{query}")) == wanted, query
    nothing = words(browser.get(f"{URL}?agency={homes.pk}&show=overdue"))
    assert "No action fits that." in nothing


def test_what_is_verified_comes_after_what_is_to_be_done(cast, make_case, as_user, act, hospital):
    case = make_case().case
    act(case, "Verified long ago.", hospital, days=-20, state=ActionState.VERIFIED)
    act(case, "Next month.", hospital)
    act(case, "Late.", days=-2)
    rows = as_user(cast.coordinator).get(URL).context["rows"]
    assert [one.what for one, _look in rows] == ["Late.", "Next month.", "Verified long ago."]


@pytest.mark.parametrize("query", ["agency=nonsense", "show=nonsense", "page=nonsense", "page=999"])
def test_nonsense_in_the_address_is_no_fault(cast, make_case, as_user, act, query):
    act(make_case().case, "Ring first.")
    page = as_user(cast.coordinator).get(f"{URL}?{query}")
    assert page.status_code == 200 and "Ring first." in words(page)


def test_an_agency_that_ended_counts_with_the_one_that_follows_it(
    cast, make_case, as_user, act, hospital, homes, today
):
    case = make_case().case
    act(case, "Ring first.", hospital)
    act(case, "Call back.", homes, state=ActionState.VERIFIED)
    Agency.objects.filter(pk=hospital.pk).update(ends_on=today - timedelta(days=1), successor=homes)
    browser = as_user(cast.coordinator)
    assert tallies(browser.get(URL)) == {"Aldermere Homes": (1, 0, 1)}
    assert shown(browser.get(f"{URL}?agency={homes.pk}")) == {"Ring first.", "Call back."}
    assert "Merefield Hospitals" in words(browser.get(URL))  # the record keeps the old name


def test_a_case_out_of_sight_is_in_no_row_and_no_count(cast, make_case, as_user, act, hospital):
    """A case of another area, and one from which the person is recused."""
    wren, robin = make_case().case, make_case(area="Eastfold", pseudonym="Child Robin").case
    act(wren, "Ring first.", hospital)
    act(robin, "Ask twice.", hospital)
    browser = as_user(cast.la)
    assert shown(browser.get(URL)) == {"Ring first."}
    assert tallies(browser.get(URL)) == {"Merefield Hospitals": (1, 0, 0)}
    assert "Child Robin" not in words(browser.get(URL))
    cases.recuse(wren, cast.la, reason="A friend.", by=cast.coordinator, at=clock.now())
    page = browser.get(URL)
    assert "No action is recorded yet." in words(page) and tallies(page) == {}
    assert tallies(as_user(cast.outsider).get(URL)) == {}


@pytest.mark.parametrize(
    "person",
    ["panel_member", "reviewer", "scrutineer", "legal_adviser", "agency_author", "publisher", "auditor"],
)
def test_for_everybody_else_the_page_is_not_there(cast, as_user, person):
    browser = as_user(getattr(cast, person))
    assert browser.get(URL).status_code == 404
    assert URL not in words(browser.get("/staff/"))


def test_it_is_paged_and_asks_no_more_for_more_actions(cast, make_case, as_user, act, hospital):
    case, browser = make_case().case, as_user(cast.coordinator)
    act(case, "Action 0", hospital)
    few = asked(browser, URL)
    for number in range(1, 52):
        act(case, f"Action {number}", hospital)
    assert asked(browser, URL) == few <= MOST
    assert len(browser.get(URL).context["rows"]) == 50
    second = browser.get(f"{URL}?agency={hospital.pk}&page=2")
    assert len(second.context["rows"]) == 2
    assert f"agency={hospital.pk}&page=1" in words(second).replace("&amp;", "&")

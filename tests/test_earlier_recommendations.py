"""Beside the decision on a review: what was recommended before on the themes of the case, and what came of it."""

import pytest

from cspr_portal import clock
from reviews.cases import actions as cases
from reviews.learning import actions
from reviews.models import ActionState, Case, Theme
from tests.learned import brought_to
from tests.reading import address, words
from tests.test_staff_queries import asked

pytestmark = pytest.mark.django_db

URL = "review-decision/"


@pytest.fixture
def themes(first_rows):
    """Two themes of the list."""
    return [
        Theme.objects.get_or_create(name=name, slug=slug)[0]
        for name, slug in (("Hearing the child", "hearing-the-child"), ("Sharing worries", "sharing-worries"))
    ]


@pytest.fixture
def find(cast):
    """Return a function that adds a finding with themes to a case."""

    def add(case: Case, *found: Theme):
        return actions.add_finding(
            case,
            title="Nobody asked.",
            text="Each waited.",
            themes=found,
            by=cast.coordinator,
            at=clock.now(),
        )

    return add


@pytest.fixture
def recommend(cast, find):
    """Return a function that adds a recommendation on themes to a case."""

    def add(case: Case, *found: Theme, change: str = "One number to ring."):
        finding = find(case, *found)
        return actions.add_recommendation(
            case,
            findings=[finding],
            owners=(),
            by=cast.coordinator,
            at=clock.now(),
            change=change,
            measure="Calls a month.",
            by_day=None,
            other_owners="The trust",
        )

    return add


@pytest.fixture
def act(cast, today):
    """Return a function that adds an action to a recommendation."""

    def add(recommendation, what: str, state: str = ActionState.OPEN):
        one = actions.add_action(
            recommendation.case,
            recommendations=[recommendation],
            what=what,
            agency=None,
            other_owner="The trust",
            led_by="Dana Reed",
            due_on=today,
            by=cast.coordinator,
            at=clock.now(),
        )
        brought_to(one, state, cast.coordinator, cast.police)

    return add


@pytest.fixture
def deciding(make_case):
    """A case whose rapid review is recorded: test B is next."""
    walk = make_case("rapid_review", pseudonym="Child Swift")
    walk.rapid_review()
    return walk.case


def test_a_recommendation_on_the_same_theme_is_shown_with_what_came_of_it(
    cast, make_case, as_user, themes, find, recommend, act, deciding
):
    before = make_case(area="Saltbarrow", pseudonym="Child Robin").case
    one = recommend(before, themes[0])
    actions.respond(one, response="in_part", reason="By spring.", by=cast.police, at=clock.now())
    act(one, "Set it up.", ActionState.VERIFIED)
    act(one, "Print it.")
    find(deciding, *themes)
    page = words(as_user(cast.coordinator).get(address(deciding, URL)))
    for shown in (
        "Recommended before",
        "Hearing the child, Sharing worries",
        "Child Robin, recommendation 1",
        "One number to ring.",
        "The partners’ response: accepted in part.",
        "1 of 2 actions verified.",
        address(before, "learning/#recommendations"),
    ):
        assert shown in page, shown


def test_one_without_response_or_action_says_so(cast, make_case, as_user, themes, find, recommend, deciding):
    recommend(make_case(pseudonym="Child Robin").case, themes[0])
    find(deciding, themes[0])
    page = words(as_user(cast.police).get(address(deciding, URL)))
    assert "The partners have not responded." in page and "No action follows from it." in page


def test_another_theme_and_the_cases_own_are_not_shown(
    cast, make_case, as_user, themes, find, recommend, deciding
):
    recommend(make_case(pseudonym="Child Robin").case, themes[1])
    recommend(deciding, themes[0], change="Our own.")
    page = words(as_user(cast.coordinator).get(address(deciding, URL)))
    assert "Nothing was recommended on this theme before." in page
    assert "Child Robin" not in page and "Our own." not in page


def test_without_a_theme_the_page_says_where_themes_come_from(cast, as_user, find, deciding):
    find(deciding)
    page = words(as_user(cast.coordinator).get(address(deciding, URL)))
    assert "No finding of this case has a theme yet." in page and address(deciding, "learning/") in page


def test_a_case_out_of_sight_stays_out(cast, make_case, as_user, themes, find, recommend, deciding):
    """Another area’s case, and one from which the person is recused, beside one that is theirs."""
    find(deciding, themes[0])
    for area, pseudonym in (
        ("Eastfold", "Child Finch"),
        ("Northmere", "Child Robin"),
        ("Northmere", "Child Lark"),
    ):
        recommend(make_case(area=area, pseudonym=pseudonym).case, themes[0])
    robin = Case.objects.get(children__pseudonym="Child Robin")
    cases.recuse(robin, cast.la, reason="A friend.", by=cast.coordinator, at=clock.now())
    page = words(as_user(cast.la).get(address(deciding, URL)))
    assert "Child Lark" in page
    assert "Child Finch" not in page and "Child Robin" not in page
    assert as_user(cast.outsider).get(address(deciding, URL)).status_code == 404
    assert as_user(cast.panel_member).get(address(deciding, URL)).status_code == 404


def test_more_recommendations_cost_no_more_questions_and_the_newest_are_shown(
    cast, make_case, as_user, themes, find, recommend, deciding
):
    find(deciding, themes[0])
    case, browser = make_case(pseudonym="Child Robin").case, as_user(cast.coordinator)
    recommend(case, themes[0])
    few = asked(browser, address(deciding, URL))
    for number in range(21):
        recommend(case, themes[0], change=f"Change {number}.")
    assert asked(browser, address(deciding, URL)) == few
    page = words(browser.get(address(deciding, URL)))
    assert "the newest 20 are shown" in page and "Change 20." in page and "One number to ring." not in page

"""An area that ended in another one: who works for that one has its cases, and its records keep the old name."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from cspr_portal import clock
from reviews.cases import access
from reviews.models import Area, Case, CoordinatorArea, Intake, StatutoryPartner, User
from reviews.standing import partners_of, people_on
from tests import intaking, typed
from tests.deciding import today
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def yesterday() -> date:
    return today() - timedelta(days=1)


def area(name: str) -> Area:
    since = today() - timedelta(days=700)
    return Area.objects.create(name=name, front_door_telephone="01632 960545", starts_on=since)


def end(old: Area, successor: Area | None, on: date | None = None) -> None:
    """Let the area end, by default yesterday."""
    old.ends_on, old.successor = on or yesterday(), successor
    old.save()


def take_leave(user: User, old: Area) -> None:
    """End the person's own post for the old area."""
    user.coordinator_areas.filter(area=old).update(ends_on=yesterday())


@pytest.fixture
def north(cast) -> Area:
    return cast.partnership.areas["Northmere"]


@pytest.fixture
def farholt(cast) -> Area:
    """The area of the outsider, who coordinates there and nowhere else."""
    return Area.objects.get(name="Farholt")


@pytest.fixture
def case(make_case) -> Case:
    """A case of Northmere."""
    return make_case(days_ago=3).case


def test_a_coordinator_has_the_cases_of_the_area_that_theirs_took_over(cast, case, as_user, north, farholt):
    browser = as_user(cast.outsider)
    assert browser.get(address(case)).status_code == 404
    end(north, farholt)
    page = words(browser.get(address(case)))
    assert "Northmere" in page
    assert "Farholt" not in page
    assert case.reference in words(browser.get("/staff/cases/"))
    assert case.reference in words(browser.get("/staff/cases/", {"area": str(north.pk)}))
    assert case.reference in words(browser.get("/staff/"))
    assert (
        browser.post(address(case, "hold/"), typed.hold(today(), today() + timedelta(days=9))).status_code
        == 302
    )


def test_from_the_day_after_the_old_ones_last(cast, case, as_user, north, farholt, time_machine):
    end(north, farholt, today() + timedelta(days=1))
    for days, status in ((0, 404), (1, 404), (2, 200)):
        time_machine.move_to(clock.at_hour(north.ends_on - timedelta(days=1 - days), 12))
        assert as_user(cast.outsider).get(address(case)).status_code == status, days


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_chain_of_mergers_is_followed_to_its_end(cast, case, as_user, north, farholt, steps):
    chain = [north, *(area(f"Area {number}") for number in range(steps - 1)), farholt]
    for old, following in pairwise(chain):
        end(old, following)
    assert as_user(cast.outsider).get(address(case)).status_code == 200
    assert cast.outsider in people_on(case, clock.now())
    chain[-2].successor = None
    chain[-2].save()
    assert as_user(cast.outsider).get(address(case)).status_code == 404


def test_a_circle_entered_by_mistake_is_no_fault(cast, case, as_user, north, farholt):
    end(north, farholt)
    end(farholt, north)
    assert as_user(cast.outsider).get(address(case)).status_code == 200
    assert as_user(cast.coordinator).get(address(case)).status_code == 200
    assert as_user(cast.la).get(address(case)).status_code == 404
    assert partners_of(Case.objects.get(pk=case.pk), clock.now()) == {}


def test_an_area_that_ended_without_a_successor_stays_with_its_own_people(
    cast, case, as_user, north, farholt
):
    end(north, None)
    assert as_user(cast.outsider).get(address(case)).status_code == 404
    assert as_user(cast.coordinator).get(address(case)).status_code == 200
    assert as_user(cast.la).get(address(case)).status_code == 200


def test_the_successor_gives_nothing_of_its_own_to_the_old_areas_people(cast, make_case, as_user, north):
    """Only the cases of what ended go over, not the other way round."""
    east = cast.partnership.areas["Eastfold"]
    theirs = make_case(area="Eastfold").case
    cast.second_coordinator.coordinator_areas.exclude(area=north).update(ends_on=yesterday())
    end(north, east)
    assert as_user(cast.second_coordinator).get(address(theirs)).status_code == 404


def test_a_coordinator_keeps_the_old_area_while_the_post_for_it_lasts(cast, case, as_user, north, farholt):
    end(north, farholt)
    browser = as_user(cast.coordinator)
    assert browser.get(address(case)).status_code == 200
    take_leave(cast.coordinator, north)
    assert browser.get(address(case)).status_code == 404


def test_delegates_of_the_successor_decide_for_their_partner(cast, case, as_user, north):
    """Northmere's council is another one than Eastfold's; police and Integrated Care Board are the same."""
    east = cast.partnership.areas["Eastfold"]
    assert as_user(cast.eastfold_delegate).get(address(case)).status_code == 404
    end(north, east)
    browser = as_user(cast.eastfold_delegate)
    assert "give your partner’s view" in words(browser.get("/staff/"))
    assert browser.post(address(case, "view/"), typed.view()).status_code == 302
    view = case.partner_views.get()
    assert (view.partner_role, view.agency.name) == ("la", "Eastfold City Council")
    assert as_user(cast.police).post(address(case, "view/"), typed.view()).status_code == 302


def test_the_old_areas_own_body_decides_no_more_even_where_nobody_ended_it(cast, case, as_user, north):
    end(north, cast.partnership.areas["Eastfold"])
    assert StatutoryPartner.objects.filter(area=north, ends_on__isnull=True).count() == 3
    at = clock.now()
    assert partners_of(Case.objects.get(pk=case.pk), at)["la"].agency.name == "Eastfold City Council"
    browser = as_user(cast.la)
    assert browser.get(address(case)).status_code == 404
    assert case.reference not in words(browser.get("/staff/cases/"))
    assert "give your partner’s view" not in words(browser.get("/staff/"))
    people = people_on(Case.objects.get(pk=case.pk), at)
    assert cast.la not in people and cast.eastfold_delegate in people


def test_what_was_said_before_keeps_its_names(cast, case, as_user, north):
    as_user(cast.la).post(address(case, "view/"), typed.view())
    end(north, cast.partnership.areas["Eastfold"])
    page = words(as_user(cast.eastfold_delegate).get(address(case, "decisions/")))
    assert "Aldermere County Council" in page
    assert "Ade Bello" in page


def test_the_last_coordinator_of_the_successor_is_not_recused(cast, case, as_user, north, farholt):
    end(north, farholt)
    for user in (cast.coordinator, cast.second_coordinator):
        take_leave(user, north)
    form = {"person": str(cast.outsider.pk), "reason": "I know the family."}
    page = as_user(cast.outsider).post(address(case, "recuse/"), form)
    assert "Not yet: Olive Far is the area’s only coordinator." in words(page)
    post = {"starts_on": yesterday(), "confirmed_at": clock.now(), "confirmed_by": cast.outsider}
    CoordinatorArea.objects.create(user=cast.coordinator, area=farholt, **post)
    assert as_user(cast.outsider).post(address(case, "recuse/"), form).status_code == 302
    assert as_user(cast.outsider).get(address(case)).status_code == 404
    assert as_user(cast.coordinator).get(address(case)).status_code == 200


def test_nobody_logs_a_new_case_in_an_area_that_ended(cast, as_user, north, farholt):
    end(north, farholt)
    for user, names in ((cast.outsider, {"Farholt"}), (cast.coordinator, {"Saltbarrow", "Eastfold"})):
        assert {one.name for one in access.areas_to_log_in(user, clock.now())} == names
    assert {one.name for one in access.areas_to_log_in(cast.la, clock.now())} == {"Saltbarrow"}


def test_an_intake_begun_in_the_old_area_is_finished_in_the_new_one(cast, as_user, north, farholt):
    intaking.where(as_user(cast.coordinator), north, "intake_harm")
    url = f"/staff/cases/new/{Intake.objects.get().pk}/"
    browser = as_user(cast.outsider)
    assert browser.get(url).status_code == 404
    end(north, farholt)
    assert browser.get(url).status_code == 200
    chosen = {"area": str(farholt.pk), "kind": "incident"}
    assert browser.post(f"{url}place/", chosen).status_code == 302
    assert Intake.objects.get().area == farholt

"""Ways of a case besides a review, in a real browser: not met, withdrawn, deaths told of, a hold past its date."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cspr_portal import clock
from publications.demo.people import Partnership
from reviews.criteria import actions as criteria
from reviews.models import Case
from reviews.stages import Stage
from tests import telling, typed
from tests.browser import fill_date

from .conftest import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTNERS = ("la-delegate", "police-delegate", "icb-delegate")
TELL = "tell the Secretary of State and Ofsted"


def not_met_in_all_eyes(case: Case, partnership: Partnership) -> None:
    """The three views, without the browser: nothing points to abuse or neglect."""
    for account in PARTNERS:
        criteria.give_view(
            case,
            **typed.view(abuse="neither", outcome=case.outcome, view="disagrees"),
            by=partnership[account],
            at=clock.now(),
        )


def decide_not_met(journey: Journey) -> None:
    journey.follow("Child Wren: decide the criteria")
    journey.choose("is_met", "no")
    journey.write(rationale="Two doctors confirm an illness, and nothing points to abuse or neglect.")
    journey.press("Record the decision")
    journey.says("not met. The record is kept.")


def tell_both(journey: Journey) -> None:
    """Record, from the task on, that the Secretary of State and Ofsted were told."""
    journey.go("/staff/")
    journey.follow(f"Child Wren: {TELL}")
    for told in ("secretary_of_state", "ofsted"):
        journey.follow("Record who else was told")
        journey.choose("told", told)
        fill_date(journey.page, "told_on", clock.today(clock.now()))
        journey.write(told_by="Head of service")
        journey.press("Record who was told")
    journey.go("/staff/")
    assert TELL not in journey.page.locator("main").inner_text()


def test_notified_then_found_not_to_meet_is_withdrawn_and_kept(
    start: Callable[..., Journey], make_case: Callable, partnership: Partnership
) -> None:
    case = make_case(days_ago=2).case
    journey = start()
    journey.be("la-delegate")
    journey.follow("Child Wren: tell the national Panel")
    fill_date(journey.page, "sent_on", clock.today(clock.now()))
    journey.write(sent_by="Director of children’s services", what_was_sent="The online form.")
    journey.press("Record the notification")

    not_met_in_all_eyes(case, partnership)
    journey.be("coordinator")
    decide_not_met(journey)
    journey.go("/staff/")
    journey.follow("Child Wren: withdraw the notification")
    fill_date(journey.page, "withdrawn_on", clock.today(clock.now()))
    journey.write(reason="The illness explains what was seen.")
    journey.press("Record the withdrawal")
    journey.go("/staff/cases/?stage=not_met")
    journey.follow("Child Wren")
    journey.says("Nobody: the record is kept")
    journey.says("Withdrawn")
    # Facts may change: the decision can be made anew, and the earlier one stays.
    journey.follow("Reopen the decision on the criteria")


def test_a_looked_after_death_without_abuse_is_told_of_and_kept(
    start: Callable[..., Journey], cast, partnership: Partnership
) -> None:
    case = telling.log(cast, {**telling.CHILD, "is_looked_after": "yes"}, days_ago=1)
    not_met_in_all_eyes(case, partnership)
    journey = start()
    journey.be("coordinator")
    assert "tell the national Panel" not in journey.page.locator("main").inner_text()
    decide_not_met(journey)
    journey.says("Clocks that don’t run")
    tell_both(journey)
    journey.go(f"/staff/cases/{case.reference}/told/")
    journey.says("Ofsted")


@pytest.mark.parametrize("age", [24, 17])
def test_a_care_leavers_death_takes_its_own_way(
    start: Callable[..., Journey], cast, partnership: Partnership, age: int
) -> None:
    """Of 24: told of, and no test of the criteria. Of 17: told of, and tested as any child's."""
    band = "18_to_24" if age >= 18 else "16_to_17"
    child = {**telling.CHILD, "age_band": band, "age_years": age, "is_care_leaver": "yes"}
    case = telling.log(cast, child, days_ago=1)
    journey = start()
    journey.be("police-delegate")
    waits = "give your partner’s view" in journey.page.locator("main").inner_text()
    assert waits == (age < 18)
    journey.be("coordinator")
    tell_both(journey)
    if age < 18:
        assert Case.objects.get(pk=case.pk).stage == Stage.LOGGED
        return
    journey.follow("Child Wren: end the case: no review is required")
    journey.write(reason="Both were told; nothing more is asked for.")
    journey.press("End the case")
    assert Case.objects.get(pk=case.pk).stage == Stage.TOLD


def test_a_hold_over_the_six_month_date_explains_it_and_hides_nothing(
    start: Callable[..., Journey], make_case: Callable
) -> None:
    case = make_case(Stage.DRAFTING, days_ago=260).case
    journey = start()
    journey.be("coordinator")
    journey.go(f"/staff/cases/{case.reference}/")
    journey.says("days over")
    journey.follow("Put the case on hold")
    today = clock.today(clock.now())
    journey.choose("kind", "criminal")
    journey.write(reason="The trial comes first; interviews wait.", told="The family and the national Panel")
    fill_date(journey.page, "since", today - timedelta(days=90))
    fill_date(journey.page, "look_again_on", today + timedelta(days=30))
    journey.press("Put the case on hold")
    journey.says("On hold: criminal investigation or trial")
    journey.says("days over")
    journey.says("Told: The family and the national Panel")

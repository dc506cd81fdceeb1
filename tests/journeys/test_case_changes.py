"""What changes around a case, in a real browser: who reads it, what is known, who leads it, what a court forbids."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.stages import Stage
from tests.browser import fill_date

from .conftest import Journey
from .review_steps import open_the_case

# The pages without script ask the database what those with it ask.
SCRIPTED = [True, pytest.param(False, marks=pytest.mark.same_with_each_database)]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = {"Helen Ward": "To answer for the council.", "Marta Ellis": "Scrutiny of this year’s reviews."}


@pytest.mark.parametrize("has_script", SCRIPTED)
def test_a_lead_partner_answers_and_a_scrutineer_advises(
    start: Callable[..., Journey], make_case: Callable[..., Walk], has_script: bool
) -> None:
    make_case(Stage.RAPID_REVIEW, days_ago=14)
    journey = start(has_script=has_script)
    open_the_case(journey, "coordinator")
    journey.follow("Who else reads the case")
    journey.says("Nobody is assigned to this case.")
    for name, reason in PEOPLE.items():
        journey.follow("Assign somebody")
        journey.pick("person", name)
        journey.write(reason=reason)
        journey.press("Assign to the case")
        journey.says(reason)

    open_the_case(journey, "police-delegate")
    journey.follow("Escalate a disagreement")
    journey.choose("about", "criteria")
    journey.write(reason="Two of us say met, one does not.", raised_to="Helen Ward, chief executive")
    journey.pick("lead_partner", "Helen Ward")
    fill_date(journey.page, "answer_by", clock.today(clock.now()) + timedelta(days=5))
    journey.press("Record the escalation")
    journey.be("lead-partner")
    journey.follow("Child Wren: answer an escalation")
    journey.write(outcome="Met: likely harm is enough.")
    fill_date(journey.page, "decided_on", clock.today(clock.now()))
    journey.press("Record your decision")

    open_the_case(journey, "scrutineer")
    journey.follow("A scrutineer’s advice")
    journey.follow("Record advice")
    journey.choose("about", "rapid_review")
    journey.write(advice="Say what the child’s days were like.")
    journey.press("Record the advice")
    journey.be("coordinator")
    journey.follow("Child Wren: respond to the scrutineer’s advice")
    journey.write(response="The meeting begins with it.")
    journey.press("Record the response")
    journey.says("The meeting begins with it.")

    open_the_case(journey, "coordinator")
    journey.follow("Who else reads the case")
    journey.follow("End the assignment of Marta Ellis")
    journey.press("End the assignment")
    journey.says("Ended")
    journey.be("scrutineer")
    journey.go("/staff/cases/")
    assert "Child Wren" not in journey.page.content()


@pytest.mark.parametrize("has_script", SCRIPTED)
def test_what_is_known_changes_and_the_lead_goes_and_comes_back(
    start: Callable[..., Journey], make_case: Callable[..., Walk], has_script: bool
) -> None:
    make_case(days_ago=14)
    today = clock.today(clock.now())
    journey = start(has_script=has_script)
    open_the_case(journey, "coordinator")
    journey.follow("Change what is known")
    journey.choose("outcome", "died")
    journey.write(reason="The hospital rang: the child died this morning.")
    field = journey.page.locator('[name^="death_"][name$="_day"]').get_attribute("name")
    fill_date(journey.page, str(field).removesuffix("_day"), today)
    journey.press("Change what is known")
    journey.says("The hospital rang: the child died this morning.")
    journey.says("When the case was logged")

    open_the_case(journey, "la-delegate")
    for direction, reason, now, has_clocks in (
        ("away", "The family lived in Farholt until last month.", "Our contribution to Farholt", False),
        (
            "to_us",
            "Farholt found that the child lived here after all.",
            "The lead has come to us since.",
            True,
        ),
    ):
        journey.follow("Who leads")
        journey.follow("Record a handover of the lead")
        journey.choose("direction", direction)
        journey.write(partnership="Farholt Partnership", reason=reason)
        fill_date(journey.page, "handed_over_on", today)
        journey.press("Record the handover")
        journey.says(reason)
        journey.says(now)
        journey.go("/staff/cases/")
        journey.follow("Child Wren")
        assert ("Tell the national Panel" in journey.page.locator("main").inner_text()) == has_clocks


@pytest.mark.parametrize("has_script", SCRIPTED)
def test_a_court_order_is_recorded_read_and_lifted(
    start: Callable[..., Journey], make_case: Callable[..., Walk], has_script: bool
) -> None:
    make_case(Stage.DRAFTING)
    today = clock.today(clock.now())
    journey = start(has_script=has_script)
    open_the_case(journey, "coordinator")
    journey.follow("Who else reads the case")
    journey.follow("Assign somebody")
    journey.pick("person", "Simon Crake")
    journey.write(reason="Family proceedings.")
    journey.press("Assign to the case")

    open_the_case(journey, "legal-adviser")
    journey.follow("Court orders")
    journey.follow("Record an order")
    journey.write(
        title="Reporting restriction order",
        court="Family Court at Aldermere",
        scope="Nothing that tells who the child is.",
        protects="Child Wren",
        until_words="until further order",
    )
    fill_date(journey.page, "made_on", today)
    journey.press("Record the order")

    journey.be("reviewer")
    journey.follow("Child Wren: read a court order")
    journey.says("Nothing that tells who the child is.")
    journey.press("I have read this order")
    journey.says("Ingrid Solway")
    journey.be("reviewer")
    assert "read a court order" not in journey.page.locator("main").inner_text()
    journey.follow("Child Wren: write the report")
    journey.says("A reporting restriction applies: Reporting restriction order.")

    open_the_case(journey, "legal-adviser")
    journey.follow("Court orders")
    journey.follow("Reporting restriction order")
    journey.follow("Record that the court lifted it")
    fill_date(journey.page, "lifted_on", today)
    journey.press("Record that it was lifted")
    journey.says("It stays in the register.")
    open_the_case(journey, "coordinator")
    assert "A reporting restriction applies" not in journey.page.locator("main").inner_text()

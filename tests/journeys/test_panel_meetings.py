"""A meeting of a review's panel in a real browser: a substitute, the pack, the minutes, a copy ticked off."""

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


@pytest.mark.parametrize("has_script", SCRIPTED)
def test_a_panel_meets_with_a_substitute_and_the_copies_come_back(
    start: Callable[..., Journey], make_case: Callable[..., Walk], has_script: bool
) -> None:
    make_case(Stage.ANALYSIS)
    today = clock.today(clock.now())
    journey = start(has_script=has_script)
    open_the_case(journey, "coordinator")
    journey.follow("The review’s panel")
    journey.follow("Name a substitute for Ade Bello")
    journey.pick("person", "Mina Farrow")
    fill_date(journey.page, "starts_on", today)
    fill_date(journey.page, "ends_on", today + timedelta(days=14))
    journey.write(reason="Annual leave.")
    journey.press("Name the substitute")
    journey.says("Sits in now")
    journey.follow("All meetings of the panel")
    journey.says("No meeting has been called yet.")
    journey.follow("Call a meeting")
    journey.write(
        purpose="Read the returns side by side", starts_at="14:30", place="Room 3", agenda="The returns"
    )
    fill_date(journey.page, "held_on", today)
    journey.press("Call the meeting")

    open_the_case(journey, "panel-member")
    journey.follow("The review’s panel")
    journey.page.locator("section", has=journey.page.locator("#meetings")).get_by_role("link").first.click()
    journey.look("The next meeting")
    journey.follow("Take a copy")
    with journey.page.expect_download() as download:
        journey.page.get_by_role("button", name="Download my copy").click()
    assert download.value.suggested_filename.endswith(".pdf")

    open_the_case(journey, "coordinator")
    journey.follow("The review’s panel")
    journey.page.locator("section", has=journey.page.locator("#meetings")).get_by_role("link").first.click()
    journey.look("The next meeting")
    journey.follow("Tick off copy 1")
    journey.choose("settled", "destroyed")
    journey.press("Tick off the copy")
    journey.says("Destroyed")
    journey.follow("Record the minutes")
    for sat_in in journey.page.locator("main input[value='substitute']").all():
        if not sat_in.is_checked():
            journey.choose(sat_in.get_attribute("name") or "", "present")
    journey.write(decisions="The key lines stand. The next draft names no service.")
    journey.press("Record the minutes")
    journey.says("Quorate: all three safeguarding partners were there")
    journey.says("Mina Farrow")

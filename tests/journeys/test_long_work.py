"""Work that takes long says so while somebody waits, in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from publications.demo.walk import Walk
from reviews.stages import Stage
from tests.chronicling import HEADINGS
from tests.chronologies import csv_file

from .conftest import Journey
from .review_steps import HOSPITALS, open_the_case

LISTEN = """() => {
  const said = document.querySelector("form .sp-working");
  const tell = () => window.hear(`${said.querySelectorAll("progress").length} bar: ${said.textContent}`);
  new MutationObserver(tell).observe(said, {childList: true});
}"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_file_that_is_being_read_says_so(
    start: Callable[..., Journey], make_case: Callable[..., Walk], tmp_path: Path
) -> None:
    make_case(Stage.GATHERING, days_ago=14)
    journey = start()
    open_the_case(journey, "coordinator")
    journey.follow("Chronology")
    journey.follow("Bring an agency’s file")
    file = tmp_path / "events.csv"
    file.write_bytes(csv_file([HEADINGS, ("14/03/2026", "A bruise was seen.", "Case record", "", "")]))
    journey.pick("agency", HOSPITALS)
    journey.page.set_input_files("input[name=file]", file)
    page = journey.page
    assert page.locator("form .sp-working").inner_text() == ""

    # While a page is being left nothing on it can be asked: it tells what it comes to say.
    heard: list[str] = []
    waiting: list[Route] = []
    page.expose_function("hear", lambda words: heard.append(words))
    page.evaluate(LISTEN)
    page.route(page.url, lambda route: waiting.append(route))
    page.get_by_role("button", name="Read the file").click(no_wait_after=True)
    page.wait_for_timeout(1_500)
    assert heard == ["1 bar: The file is being sent and read. A large one takes some seconds."]
    waiting[0].continue_()
    expect(page.locator("main")).to_contain_text("Nothing of it is in the chronology yet.")

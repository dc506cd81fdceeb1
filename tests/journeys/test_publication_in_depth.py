"""Publication in depth, in a real browser: a brief and its way to the public, with what goes out beside it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from PIL import Image

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.stages import Stage
from tests import publication_builders as build

from . import publication_steps as steps
from .conftest import Journey

# Its steps have tests of their own with each database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.same_with_each_database,
]

TITLE = "Child Wren: seven minutes"
DATE, NUMBER = "14 March 2025", "01632 960145"
PARTS = {
    "part_1": "A baby who liked to be held facing outwards.",
    "part_2": f"On {DATE} three services each saw something small, and wrote it down.",
    "part_5": f"One number to ring with a small worry: {NUMBER}.",
    "heading_7": "For your team meeting",
    "part_7": "- Whom would you have rung?\n- What would have made it easy?",
}
ALT = "A path between trees, with a bench in the sun."
WHY_LEFT = "The village fair is held every year, and everybody there was at it."


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "Zebedee Quarrington.png"
    Image.new("RGB", (600, 400), "seagreen").save(file)
    return file


@pytest.fixture
def document(tmp_path: Path) -> Path:
    file = tmp_path / "Zebedee Quarrington.pdf"
    file.write_bytes(build.pdf_of("Ring early. Say what you saw."))
    return file


def test_a_brief_is_checked_approved_anew_and_opens_at_its_hour(
    start: Callable[..., Journey], make_case: Callable[..., Walk], picture: Path, document: Path
) -> None:
    make_case(Stage.PRE_PUBLICATION)
    journey = start()
    write_the_brief(journey)
    steps.add_a_file(journey, "picture", picture, alt=ALT)
    steps.add_a_file(journey, "document", document, title="A card for the wall")
    clear_the_number(journey)
    mend_the_date(journey)
    steps.check_and_approve(journey, TITLE, events=WHY_LEFT)
    assert journey.page.get_by_text("Approved", exact=True).first.is_visible()
    change_a_word(journey)
    steps.check_and_approve(journey, TITLE)

    opens_at = clock.at_hour(clock.add_working_days(clock.today(clock.now()), 2), 9, 30)
    steps.walk_the_checklist(journey, TITLE)
    steps.set_the_day(journey, TITLE, clock.london(opens_at))
    journey.says("Nobody: it opens by itself")
    journey.go("/staff/publications/")
    journey.follow("What appears and what leaves")
    journey.says("Opens at 09:30")
    journey.follow(TITLE)
    address = journey.page.get_by_text("/published/").inner_text()

    visitor, last = start(), clock.add_months(clock.today(opens_at), 18)
    with time_machine.travel(opens_at - timedelta(seconds=1), tick=False):
        assert Client().get(address).content == Client().get("/published/never-was/").content
        assert visitor.page.goto(visitor.address + address).status == 404  # type: ignore[union-attr]
        visitor.problems.clear()
        assert TITLE.encode() not in Client().get("/published/").content
    with time_machine.travel(opens_at, tick=False):
        read_the_brief(visitor, address)
    journey.cookies.clear()  # whoever was signed in days ago is so no longer
    with time_machine.travel(opens_at + timedelta(days=300), tick=True):
        extend(journey, last)
        visitor.page.reload()  # by the browser's own clock, what it read is not yet a minute old
        visitor.says(f"It leaves this site after {clock.day_words(last)}.")
    with time_machine.travel(opens_at + timedelta(days=500), tick=True):
        assert Client().get(address).status_code == 200
    with time_machine.travel(opens_at + timedelta(days=560), tick=True):
        assert Client().get(address).status_code == 410


def write_the_brief(journey: Journey) -> None:
    """Write it part by part, under headings of which one is changed; two parts stay empty."""
    journey.be("coordinator")
    journey.go("/staff/cases/")
    journey.follow("Child Wren")
    journey.follow("Prepare a publication")
    journey.follow("a form of its own, part by part")
    journey.write(
        title=TITLE, summary="What three services learned.", care_note="It speaks of harm to a baby."
    )
    journey.write(**PARTS)
    journey.press("Save the first draft")
    journey.says("Draft 1 by Jo Marsh has not been checked.")


def clear_the_number(journey: Journey) -> None:
    """Somebody who did not write it lets the number stand, and sees that the date has to go."""
    journey.be(steps.CHECKER)
    journey.follow(f"Check “{TITLE}” before it goes out")
    journey.says("Not yet: 2 hits are open.")
    hit = journey.page.locator("main ol.sp-hits > li", has_text=NUMBER)
    hit.get_by_text("Clear with a reason").click()
    hit.locator("[name=reason]").fill("The front door’s own number, which is on every page.")
    hit.get_by_role("button", name="Clear hit").click()
    journey.look("hit cleared")
    journey.says("Cleared by Carys Iveson")
    journey.says("Not yet: one hit is open.")


def mend_the_date(journey: Journey) -> None:
    """The writer takes the suggestion where the date stands."""
    steps.open_publication(journey, "coordinator", TITLE)
    journey.follow("Check it for words that must not get out")
    journey.press("Use “In spring 2025”")
    journey.says("stands there now, in draft 4")


def change_a_word(journey: Journey) -> None:
    """A changed word voids the approval: nothing can be published before it is checked and approved anew."""
    steps.open_publication(journey, "coordinator", TITLE)
    journey.says("Edition 1: written by Jo Marsh")
    journey.follow("Write the next draft")
    journey.write(part_4="A small worry is a worry.")
    journey.press("Save the draft")
    journey.says("Draft 5 by Jo Marsh has not been checked.")
    journey.says("Not yet: draft 5 has not been approved.")


def read_the_brief(visitor: Journey, address: str) -> None:
    """Read page, picture and document as anybody may, and meet nothing of what was taken away."""
    visitor.go(address)
    visitor.says("In spring 2025 three services each saw something small")
    visitor.says(NUMBER)
    visitor.says("For your team meeting")
    visitor.says("A small worry is a worry.")
    picture = visitor.page.get_by_role("img", name=ALT)
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 600
    cover = visitor.page.locator("img.sp-cover")
    assert cover.evaluate("image => image.complete && image.naturalWidth > 0")
    link = visitor.page.get_by_role("link", name="A card for the wall")
    fetched = visitor.page.request.get(visitor.address + str(link.get_attribute("href")))
    assert fetched.status == 200 and b"Zebedee" not in fetched.body()
    assert "Zebedee" not in visitor.page.content() and DATE not in visitor.page.content()
    assert visitor.page.context.cookies() == []


def extend(journey: Journey, last: date) -> None:
    """Let it stay for six more months, with the reason in the record."""
    steps.open_publication(journey, "coordinator", TITLE)
    journey.follow("Extend its window")
    journey.choose("until", "6")
    journey.write(reason="It is read in every induction this year.")
    journey.press("Extend the window")
    journey.says(f"It stays until the end of {clock.day_words(last)}.")
    journey.says("It is read in every induction this year.")

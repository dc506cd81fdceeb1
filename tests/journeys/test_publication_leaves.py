"""A publication that leaves early and comes back, and what stands beside it, in a real browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from publications.models import HolderKind
from reviews.stages import Stage
from tests import publication_builders as build
from tests.browser import fill_date

from . import publication_steps as steps
from .conftest import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE, CHANGED = "Child Wren", "In the spring four services each saw something small."
GONE = "This is no longer published"


def test_a_report_is_withdrawn_under_a_readers_hands_and_reinstated_corrected(
    start: Callable[..., Journey], cast: Any, make_case: Callable[..., Walk]
) -> None:
    case = make_case(Stage.PRE_PUBLICATION).case
    publication = build.drafted(cast, case=case, kind="cspr", title=TITLE)
    build.with_files(cast, publication)
    build.check(cast, publication)
    build.approve(cast, publication)
    build.see_to_everything(cast, publication)
    build.set_day(cast, publication)

    visitor, journey = start(has_script=False), start()
    visitor.go("/published/")
    visitor.follow(TITLE)
    page = visitor.page.url
    pdf, document, picture = outlets(visitor)
    withdraw(journey)

    # Whatever the visitor clicks or loads next is the one notice, which says neither what was there nor why it went.
    for link in ("1 page", "Zzlistening checklist"):
        assert_gone(visitor, lambda words=link: visitor.page.get_by_role("link", name=words).click())
        visitor.page.go_back()  # what was read a moment ago may still be in the browser's own store
    assert_gone(visitor, visitor.page.reload)
    for outlet in (pdf, document, picture, f"{page}cover"):
        assert visitor.page.request.get(outlet).status == 410, outlet

    tick_who_holds_it(journey)
    correct(journey)
    assert visitor.page.request.get(page).status == 410
    reinstate(journey)
    visitor.page.reload()
    visitor.look("reinstated")
    visitor.says(CHANGED)
    for outlet in (*outlets(visitor), f"{page}cover"):
        assert visitor.page.request.get(outlet).status == 200, outlet


def test_an_easy_read_and_a_link_stand_beside_a_text_and_leave_with_it(
    start: Callable[..., Journey], cast: Any
) -> None:
    text = build.opened(cast, title="Seven minutes on listening")
    other = build.opened(cast, title="Talking with fathers")
    journey, visitor = start(has_script=False), start(has_script=False)
    steps.open_publication(journey, "publisher", "Seven minutes on listening")
    journey.follow("Prepare a version")
    journey.choose("form", "easy_read")
    journey.write(
        title="Listening, in short",
        summary="Three people saw small things.",
        text="## What happened\n\nThey saw.",
    )
    journey.press("Save the first draft")
    steps.check_and_approve(journey, "Listening, in short", checker="coordinator")
    steps.open_publication(journey, "publisher", "Seven minutes on listening")
    journey.follow("Link it to others")
    journey.page.get_by_label("Talking with fathers").check()
    journey.press("Keep the links")

    visitor.go(f"/published/{text.slug}/")
    visitor.follow("Easy read: Listening, in short")
    visitor.says("They saw.")
    version = visitor.page.url.removeprefix(visitor.address)
    visitor.follow("The text itself")
    visitor.follow("Talking with fathers")
    visitor.follow("Seven minutes on listening")
    build.withdraw(cast, text)
    for outlet in (version, f"{version}report.pdf"):
        assert Client().get(outlet).status_code == 410, outlet
    assert b"Seven minutes" not in Client().get(f"/published/{other.slug}/").content


def outlets(visitor: Journey) -> list[str]:
    """Return the addresses of the PDF, the document and the picture on the page."""
    page = visitor.page
    links = [
        page.get_by_role("link", name=words).get_attribute("href") for words in ("1 page", "Zzlistening")
    ]
    picture = page.get_by_role("img", name="A path between trees").get_attribute("src")
    return [page.evaluate("path => new URL(path, location).href", path) for path in (*links, picture)]


def withdraw(journey: Journey) -> None:
    """A partner's delegate takes it down at once, after another delegate said so."""
    steps.open_publication(journey, steps.APPROVER, TITLE)
    journey.follow("Withdraw it early")
    journey.choose("kind", "identification")
    journey.write(reason="A neighbour recognised the flat.")
    journey.pick("approver", "Rhona Haldane")
    journey.choose("instead", "corrected")
    fill_date(journey.page, "panel_told_on", clock.today(clock.now()))
    journey.press("Withdraw Child Wren")
    journey.says("It is withdrawn.")
    journey.says("Only a coordinator or the publisher records who was asked.")


def assert_gone(visitor: Journey, act: Callable[[], Any]) -> None:
    """Do something in the visitor's browser, and meet the notice."""
    with visitor.page.expect_response(lambda answer: answer.request.is_navigation_request()) as arrived:
        act()
    assert arrived.value.status == 410, arrived.value.url
    visitor.page.wait_for_load_state()
    assert visitor.page.locator("h1").inner_text() == GONE
    assert "Wren" not in visitor.page.content() and "recognised" not in visitor.page.content()
    assert all("410" in problem for problem in visitor.problems)
    visitor.problems.clear()


def tick_who_holds_it(journey: Journey) -> None:
    """Ask whoever may still hold it, and write down what came of it."""
    steps.open_publication(journey, "coordinator", TITLE)
    journey.says("Somebody could be identified: A neighbour recognised the flat.")
    journey.follow("Who still holds it")
    today = clock.today(clock.now())
    for kind, done in ((HolderKind.NSPCC, True), (HolderKind.SEARCH, False)):
        journey.follow(f"Record what came of asking: {kind.label}")
        fill_date(journey.page, "asked_on", today)
        if done:
            fill_date(journey.page, "done_on", today)
        journey.write(words="Asked by telephone.")
        journey.press("Record it")
    journey.says(f"Gone on {clock.day_words(today)}")
    journey.says(f"Asked on {clock.day_words(today)}")


def correct(journey: Journey) -> None:
    """Write the corrected text, and have it checked and approved: it stays off the site."""
    steps.open_publication(journey, "coordinator", TITLE)
    journey.follow("Write a correction")
    text = journey.page.locator("[name=text]").input_value()
    old = "In the spring three services each saw something small, and wrote it down."
    assert old in text
    journey.write(text=text.replace(old, CHANGED), correction_reason="The flat could be recognised.")
    journey.press("Save the draft")
    steps.check_and_approve(journey, TITLE)
    journey.says("Withdrawn")


def reinstate(journey: Journey) -> None:
    """A safeguarding partner decides that it goes back, and that the days off are added."""
    steps.open_publication(journey, "police-delegate", TITLE)
    journey.follow("Reinstate it")
    journey.says("A neighbour recognised the flat.")
    journey.write(reason="The corrected text names no flat. The family agrees.")
    journey.press("Reinstate Child Wren")
    journey.says("It is reinstated.")
    journey.says("The corrected text names no flat.")

"""A review from its commissioning to an agreed report, as eight people, in a real browser."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.report import actions as report
from reviews.returns import actions as returns
from reviews.stages import Stage
from tests import word_files

from . import review_steps as depth
from .conftest import Journey
from .steps import appoint_the_reviewer, move, set_the_scope, set_up_the_panel

# Its steps have tests of their own with each database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.same_with_each_database,
]

DAYS_LATE = 12


@pytest.fixture
def decided(make_case: Callable[..., Walk]) -> Walk:
    """A case of forty days ago whose partners have decided on a local review; nobody has commissioned it."""
    walk = make_case(Stage.RAPID_REVIEW, days_ago=40)
    walk.rapid_review()
    walk.decide_review()
    return walk


@pytest.fixture(scope="module")
def word_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reviewer's report, as LibreOffice saves it for Word."""
    folder = tmp_path_factory.mktemp("libreoffice")
    file = folder / "Robin.docx"
    file.write_bytes(word_files.by_libreoffice(word_files.report(), folder))
    return file


def accept(walk: Walk, agency: str) -> None:
    """Accept an agency's return without the browser."""
    found = walk.case.agency_requests.get(agency__name=agency)
    returns.accept(found, version=found.agency_return.version, by=walk.coordinator, at=clock.now())


def agree(walk: Walk, accounts: Iterable[str]) -> None:
    """Let people agree to the newest version without the browser."""
    version = walk.case.review.report_versions.latest("number")
    for account in accounts:
        by = walk.partnership[account]
        report.give_agreement(walk.case, version, view="agrees", comments="", by=by, at=clock.now())


def test_a_review_from_its_commissioning_to_an_agreed_report(
    start: Callable[..., Journey], decided: Walk, word_file: Path, tmp_path: Path
) -> None:
    journey = start()
    with time_machine.travel(clock.now() - timedelta(days=DAYS_LATE), tick=True):
        depth.commission(journey)
        set_the_scope(journey, methodology="Systems, not blame.", questions=depth.QUESTION)
        set_up_the_panel(journey)
        appoint_the_reviewer(journey)
        move(journey, "gathering", "The scope is agreed and the panel complete.")
        depth.ask_agencies(journey)
        depth.say_that_nothing_was_known(journey)
        accept(walk=decided, agency=depth.HOMES)
    journey.cookies.clear()  # whoever was signed in twelve days ago is so no longer

    depth.remind_the_late_one(journey)
    depth.write_a_return(journey)
    depth.accept_the_return(journey)
    depth.bring_the_chronology(journey, tmp_path)
    move(journey, "analysis", "All returns are in.")
    depth.enquire(journey)
    move(journey, "engagement", "The key lines are agreed.")
    depth.engage(journey)
    move(journey, "drafting", "The family and practitioners had their offer.")
    depth.take_the_report_from_word(journey, word_file)
    depth.comment_on_a_passage(journey)
    move(journey, "panel_agreement", "The draft is complete.")
    agree(decided, depth.PARTNERS)
    depth.stand(journey, "panel-member", "with_comments", comments="The number needs somebody at night.")
    move(journey, "partner_agreement", "The whole panel has answered.")
    agree(decided, ("la-delegate", "police-delegate"))
    depth.stand(journey, "icb-delegate", "disagrees", comments=depth.WHY_NOT)

    # The draft goes back, and a new version is agreed anew: by the partner who disagreed too.
    depth.send_back(journey)
    depth.write_the_next_version(journey)
    move(journey, "panel_agreement", "The second version answers it.")
    agree(decided, (*depth.PARTNERS, "panel-member"))
    move(journey, "partner_agreement", "The whole panel has answered.")
    for account in depth.PARTNERS:
        depth.stand(journey, account)
    journey.says("Resolved")
    journey.says("Agrees on version 2")
    move(journey, "pre_publication", "The three partners agree.")
    depth.learn(journey)

    # The reviewer has the report open when the appointment ends. The next click finds nothing.
    reviewer = start()
    depth.open_the_case(reviewer, "reviewer")
    reviewer.follow("The report and who agrees")
    depth.end_the_appointment(journey)
    depth.finds_nothing(reviewer, "Compare versions")
    reviewer.go("/staff/")
    reviewer.follow("Say what became of what you downloaded")
    reviewer.choose("materials", "destroyed")
    reviewer.press("Record what became of it")
    reviewer.says("Nothing is waiting for you")

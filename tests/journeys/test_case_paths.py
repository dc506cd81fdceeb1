"""Turns that a case takes before its review, in a real browser: a partner disagrees, a delegate steps aside midway."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from cspr_portal import clock
from publications.demo.people import Partnership
from reviews.criteria import actions as criteria
from reviews.models import Case
from tests import typed

from .conftest import Journey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REASONS = "The older injury has another cause, which the hospital confirms."


def agree(case: Case, partnership: Partnership, *accounts: str) -> None:
    """Give these delegates' views that the criteria are met, without the browser."""
    for account in accounts:
        criteria.give_view(case, **typed.view(), by=partnership[account], at=clock.now())


def give_view(journey: Journey, case: Case, view: str, outcome: str) -> None:
    journey.go(f"/staff/cases/{case.reference}/view/")
    fill_in_view(journey.page, view, outcome)
    journey.press("Give your view")
    journey.says("Your view is recorded.")


def fill_in_view(page: Page, view: str, outcome: str) -> None:
    for name, value in (("abuse", "suspected"), ("outcome", outcome), ("view", view)):
        page.locator(f"input[name={name}][value='{value}']").check()
    page.locator("main [name=reasons]").fill(REASONS)


def decide(journey: Journey, case: Case) -> None:
    journey.be("coordinator")
    journey.go(f"/staff/cases/{case.reference}/criteria/")
    journey.choose("is_met", "yes")
    journey.write(rationale="Two partners say so, and the doctors expect a lasting effect.")
    journey.press("Record the decision")


def test_one_partner_disagrees_and_stands_as_dissent_on_screen_and_on_paper(
    start: Callable[..., Journey], make_case: Callable, partnership: Partnership, tmp_path: Path
) -> None:
    case = make_case(days_ago=2).case
    agree(case, partnership, "la-delegate", "icb-delegate")
    journey = start()
    journey.be("police-delegate")
    give_view(journey, case, "disagrees", "not_yet_known")
    decide(journey, case)

    journey.go(f"/staff/cases/{case.reference}/decisions/")
    decision = journey.page.locator("section.sp-card", has_text="Decision: the criteria are met").inner_text()
    assert "Who did not agree" in decision
    assert "Police, “Disagrees: not met”." in decision and "Rhona Haldane" in decision
    assert REASONS in decision
    assert "Local authority" not in decision and "Integrated Care Board" not in decision

    journey.page.get_by_role("link", name="Print the record of this decision").click()
    journey.look("The record of the decision")
    journey.says("Who did not agree")
    journey.says(REASONS)
    with journey.page.expect_download() as download:
        journey.page.get_by_role("link", name="Download it as a PDF").click()
    assert download.value.suggested_filename == f"{case.reference}-criteria.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def test_a_delegate_steps_aside_midway_and_their_deputy_goes_on(
    start: Callable[..., Journey], make_case: Callable, partnership: Partnership
) -> None:
    """The delegate's own view is typed already when they see that they know the family."""
    case = make_case(days_ago=2).case
    agree(case, partnership, "police-delegate", "icb-delegate")
    journey = start()
    journey.be("la-delegate")
    form, other = journey.page.context.new_page(), journey.page.context.new_page()
    form.goto(f"{journey.address}/staff/cases/{case.reference}/view/")
    fill_in_view(form, "agrees", "seriously_harmed")
    other.goto(f"{journey.address}/staff/cases/{case.reference}/")

    journey.go(f"/staff/cases/{case.reference}/")
    journey.follow("Record a conflict of interest")
    journey.pick("person", "Ade Bello")
    journey.write(reason="I taught the family’s older child.")
    journey.press("Record the recusal")
    assert case.reference not in journey.page.locator("main").inner_text()

    # What they had open leads nowhere any more, and what they had typed is not taken.
    for page, click in (
        (other, other.locator("main a[href*='/decisions/']").first),
        (form, form.locator("main form button").first),
    ):
        with page.expect_navigation() as answer:
            click.click()
        assert answer.value.status == 404
        assert case.reference not in page.locator("main").inner_text()
        page.close()
    assert not case.partner_views.filter(partner_role="la").exists()
    journey.go("/staff/cases/")
    assert case.reference not in journey.page.locator("main").inner_text()

    journey.be("la-deputy")
    give_view(journey, case, "agrees", "seriously_harmed")
    decide(journey, case)
    journey.go(f"/staff/cases/{case.reference}/decisions/")
    journey.says("Mina Farrow, Assistant director")
    assert "Ade Bello" not in journey.page.locator("main").inner_text()

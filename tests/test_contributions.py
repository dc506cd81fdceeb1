"""Our part in a review that another partnership leads: taken in, returned, closed; and the lead handed over."""

from datetime import timedelta

import pytest

from reviews import clocks
from reviews.models import AuditRow, Case, CaseKind
from reviews.stages import Stage
from tests import besides, intaking, typed
from tests.intaking import address as intake_address
from tests.reading import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def contribution(cast):
    """A contribution to another partnership's review, asked of us five days ago."""
    return besides.contribution(cast.partnership.areas["Northmere"], cast.coordinator)


def asked(asked_on, **changes):
    """What another partnership asks of us."""
    return {
        "led_by": "Farholt Partnership",
        **typed.day("asked_on", asked_on),
        "contribution_note": "What our services knew.",
        **changes,
    }


def test_a_contribution_is_taken_in_without_dates_of_the_incident(cast, as_user, today):
    browser, area = as_user(cast.coordinator), cast.partnership.areas["Northmere"]
    intake = intaking.begin(browser, area, kind="contribution")
    page = words(browser.get(intake_address(intake)))
    assert "What we are asked for" in page and "Who knew what, and when" not in page
    for rest in ("incident/", "known/", "notified/"):
        assert browser.get(intake_address(intake, rest)).status_code == 404
    due = typed.day("due_on", today + timedelta(days=20))
    answers = {"safe": typed.safe(), "contribution": asked(today) | due, "harm": typed.harm(abuse="known")}
    intaking.fill_all(browser, intake, answers)
    landed = intaking.log(browser, intake)
    case = Case.objects.get()
    assert landed.redirect_chain == [(address(case), 302)]
    assert (case.kind, case.stage, case.aware_on) == (CaseKind.CONTRIBUTION, Stage.CONTRIBUTION, today)
    assert case.stage_changes.get().reason == "Another partnership leads, and asked us to contribute."
    page = words(browser.get(address(case, "lead/")))
    for text in ("Our contribution to Farholt Partnership", "What our services knew.", "Not yet"):
        assert text in page
    assert "no statutory clock of ours runs" in page


def test_no_clock_of_ours_runs_for_a_contribution(cast, as_user, contribution):
    assert clocks.of_case(contribution) == []
    assert "Record the notification" not in words(as_user(cast.coordinator).get(address(contribution)))


def test_what_we_are_asked_for_has_its_rules(cast, as_user, today):
    browser = as_user(cast.coordinator)
    intake = intaking.begin(browser, cast.partnership.areas["Northmere"], kind="contribution")
    for typed_in, name, message in (
        (asked(today, led_by=" "), "led_by", "Enter the partnership that leads."),
        (asked(today + timedelta(days=1)), "asked_on", "can’t be in the future."),
        (
            asked(today) | typed.day("due_on", today - timedelta(days=1)),
            "due_on",
            "Our contribution can’t be due before we were asked. Check both days.",
        ),
    ):
        response = intaking.fill(browser, intake, "contribution/", typed_in)
        assert message in str(response.context["form"].errors[name])


def test_a_contribution_is_returned_once_and_then_closed_by_hand(cast, as_user, contribution, today):
    browser = as_user(cast.coordinator)
    url = address(contribution, "lead/returned/")
    early = browser.post(
        url, typed.day("returned_on", contribution.contribution.asked_on - timedelta(days=1))
    )
    assert "Our contribution can’t be before the day we were asked" in words(early)
    assert "can’t be in the future" in words(
        browser.post(url, typed.day("returned_on", today + timedelta(days=1)))
    )
    returned = typed.day("returned_on", today) | {"note": "Two chronologies."}
    assert "Two chronologies." in words(browser.post(url, returned, follow=True))
    again = browser.post(url, returned)
    assert again.status_code == 409
    assert "Already: it is recorded that the contribution was returned." in words(again)
    move = {"to_stage": "closed", "reason": "The lead thanked us; our actions are done."}
    assert browser.post(address(contribution, "move/"), move).status_code == 302
    assert Case.objects.get().stage == Stage.CLOSED
    assert AuditRow.objects.filter(verb="contribution.returned").count() == 1


def test_only_the_coordinator_returns_a_contribution_and_only_of_one(
    cast, make_case, as_user, contribution, today
):
    returned = typed.day("returned_on", today)
    refused = as_user(cast.la).post(address(contribution, "lead/returned/"), returned)
    assert refused.status_code == 403
    assert "Only the coordinator may record that the contribution was returned." in words(refused)
    case = make_case().case
    other = as_user(cast.coordinator).post(address(case, "lead/returned/"), returned)
    assert other.status_code == 409
    assert "Not yet: this case is no contribution" in words(other)


def handover(today, direction="away", **changes):
    """A handover of the lead, as it is typed in."""
    return {
        "direction": direction,
        "partnership": "Farholt Partnership",
        **typed.day("handed_over_on", today),
        "reason": "The child lived there for the whole year.",
        **changes,
    }


def test_a_handover_of_the_lead_is_kept_with_its_day_and_reason(cast, make_case, as_user, today):
    case = make_case(Stage.RAPID_REVIEW).case
    browser = as_user(cast.la)
    url = address(case, "lead/handover/")
    late = browser.post(url, handover(today + timedelta(days=1)))
    assert "The handover can’t be in the future." in words(late)
    assert "Choose which way the lead went." in words(browser.post(url, handover(today, "")))
    for _press in range(2):
        page = words(browser.post(url, handover(today), follow=True))
    assert "from us, to Farholt Partnership" in page
    assert "The child lived there for the whole year." in page
    assert case.handovers.count() == 1


def test_where_the_lead_goes_away_no_clock_of_ours_runs(cast, make_case, as_user, today):
    case = make_case(Stage.RAPID_REVIEW).case
    assert clocks.of_case(case)
    browser = as_user(cast.coordinator)
    browser.post(address(case, "lead/handover/"), handover(today))
    case = Case.objects.get()
    assert (case.kind, case.stage) == (CaseKind.CONTRIBUTION, Stage.CONTRIBUTION)
    assert clocks.of_case(case) == []
    assert "Our contribution to Farholt Partnership" in words(browser.get(address(case, "lead/")))
    assert "return our contribution" in words(browser.get("/staff/"))
    again = browser.post(
        address(case, "lead/handover/"), handover(today, partnership="Saltmarsh Partnership")
    )
    assert "Already: another partnership leads this case." in words(
        browser.get(address(case, "lead/handover/"))
    )
    assert again.status_code == 409 and case.handovers.count() == 1


def test_the_lead_comes_back_to_where_it_left(cast, make_case, as_user, today):
    case = make_case(Stage.RAPID_REVIEW).case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "lead/handover/"), handover(today))
    browser.post(address(case, "lead/handover/"), handover(today, "to_us", reason="They thought again."))
    case = Case.objects.get()
    assert (case.kind, case.stage) == (CaseKind.INCIDENT, Stage.RAPID_REVIEW)
    assert [one.key for one in clocks.of_case(case)] == ["C1", "C2"]
    page = words(browser.get(address(case, "lead/")))
    assert "The lead has come to us since." in page and "They thought again." in page
    returned = browser.post(address(case, "lead/returned/"), typed.day("returned_on", today))
    assert returned.status_code == 409


def test_a_contribution_whose_lead_comes_to_us_begins_with_the_criteria(cast, as_user, contribution, today):
    browser = as_user(cast.coordinator)
    browser.post(address(contribution, "lead/handover/"), handover(today, "to_us"))
    case = Case.objects.get()
    assert (case.kind, case.stage) == (CaseKind.INCIDENT, Stage.LOGGED)
    assert [one.key for one in clocks.of_case(case)] == ["C1"]


def test_the_lead_of_a_commissioned_review_stays(cast, make_case, as_user, today):
    case = make_case(Stage.SCOPING).case
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case, "lead/handover/")))
    assert "Already: the review is commissioned here, so its lead stays with us." in page
    assert browser.post(address(case, "lead/handover/"), handover(today)).status_code == 409
    assert not case.handovers.exists() and Case.objects.get().stage == Stage.SCOPING


def test_the_panel_reads_who_leads_and_records_no_handover(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.panel_member)
    assert "We lead this case." in words(browser.get(address(case, "lead/")))
    refused = browser.post(address(case, "lead/handover/"), {"direction": "away"})
    assert refused.status_code == 403
    assert not case.handovers.exists()

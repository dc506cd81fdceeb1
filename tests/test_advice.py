"""A scrutineer's advice on a case: who gives it, who reads it, and the one response to it."""

import re

import pytest

from cspr_portal import clock
from reviews.models import Advice, AuditRow, Case, Turn
from reviews.stages import Stage
from tests import typed
from tests.assigned import advise, advised, assign
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast, make_case) -> Case:
    """A case whose review is at work, read by a lead partner and a scrutineer."""
    case = make_case(Stage.GATHERING).case
    assign(case, cast.scrutineer, cast.coordinator)
    assign(case, cast.lead_partner, cast.coordinator)
    return case


def waiting(browser) -> set[str]:
    """What waits for the person: the words after the cases' titles."""
    return set(re.findall(r"<strong>Child [^:<]+: ([^<]+)</strong>", words(browser.get("/staff/"))))


def respond(browser, case, advice, response="We ask her this week."):
    return browser.post(address(case, f"advice/{advice.pk}/respond/"), {"response": response})


def test_the_scrutineer_advises_from_the_cases_page(cast, case, as_user):
    browser = as_user(cast.scrutineer)
    assert address(case, "advice/give/") in words(browser.get(address(case)))
    page = browser.post(address(case, "advice/give/"), typed.advice(), follow=True)
    for shown in (
        "Your advice is recorded.",
        "Hear the child before the draft.",
        "No response yet",
        "Marta Ellis",
    ):
        assert shown in words(page)
    advice = case.advice.get()
    assert (advice.given_by, advice.given_as) == (cast.scrutineer, "Independent scrutineer")
    row = AuditRow.objects.get(verb="advice.given")
    assert (row.reference, row.detail) == (case.reference, {"about": "enquiry", "advice": str(advice.pk)})


def test_post_of_the_day_stays(cast, case, as_user):
    advise(case, cast.scrutineer)
    cast.scrutineer.post = "Chair"
    cast.scrutineer.save()
    assert "Marta Ellis, Independent scrutineer" in words(as_user(cast.la).get(address(case, "advice/")))


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "icb", "lead_partner", "scrutineer"])
def test_who_answers_for_the_case_reads_it(cast, case, as_user, person):
    advise(case, cast.scrutineer)
    browser = as_user(getattr(cast, person))
    assert "Hear the child before the draft." in words(browser.get(address(case, "advice/")))
    assert address(case, "advice/") in words(browser.get(address(case)))


@pytest.mark.parametrize("person", ["panel_member", "reviewer"])
def test_the_panel_and_the_reviewer_read_none_of_it(cast, case, as_user, person):
    advice = advise(case, cast.scrutineer)
    browser = as_user(getattr(cast, person))
    for response in (browser.get(address(case, "advice/")), respond(browser, case, advice)):
        assert response.status_code == 403
        assert "Only the coordinator, the safeguarding partners, and a scrutineer" in words(response)
        assert "Hear the child" not in words(response)
    assert address(case, "advice/") not in words(browser.get(address(case)))


@pytest.mark.parametrize("person", ["coordinator", "la", "panel_member", "reviewer", "lead_partner"])
def test_nobody_but_the_assigned_scrutineer_advises(cast, case, as_user, person):
    response = as_user(getattr(cast, person)).post(address(case, "advice/give/"), typed.advice())
    assert response.status_code == 403
    assert "Only an independent scrutineer who is assigned to the case" in words(response)
    assert not Advice.objects.exists()


def test_the_same_advice_sent_twice_is_one(cast, case, as_user):
    """E09."""
    for _ in range(2):
        assert as_user(cast.scrutineer).post(address(case, "advice/give/"), typed.advice()).status_code == 302
    assert case.advice.count() == 1
    assert AuditRow.objects.filter(verb="advice.given").count() == 1
    as_user(cast.scrutineer).post(address(case, "advice/give/"), typed.advice(advice="Something further."))
    assert case.advice.count() == 2


def test_advice_waits_for_the_coordinator_until_there_is_a_response(cast, case, as_user):
    words_of_it = "respond to the scrutineer’s advice"
    advice = advise(case, cast.scrutineer)
    assert words_of_it in waiting(as_user(cast.coordinator))
    assert words_of_it not in waiting(as_user(cast.la)) | waiting(as_user(cast.scrutineer))
    assert respond(as_user(cast.la), case, advice).status_code == 302
    assert words_of_it not in waiting(as_user(cast.coordinator))
    assert not Turn.objects.filter(task="respond_to_advice").exists()


@pytest.mark.parametrize("person", ["coordinator", "icb"])
def test_the_response_is_recorded_once(cast, case, as_user, person):
    advice, user = advise(case, cast.scrutineer), getattr(cast, person)
    browser = as_user(user)
    assert "Enter your response." in words(respond(browser, case, advice, ""))
    assert "The response is recorded." in words(
        browser.post(address(case, f"advice/{advice.pk}/respond/"), {"response": "Done."}, follow=True)
    )
    again = respond(as_user(cast.police), case, advice, "Something else.")
    assert (again.status_code, "Already: the response to this advice is recorded." in words(again)) == (
        409,
        True,
    )
    advice.refresh_from_db()
    assert (advice.response, advice.responded_by) == ("Done.", user)
    assert AuditRow.objects.filter(verb="advice.responded").count() == 1
    page = words(as_user(cast.scrutineer).get(address(case, "advice/")))
    assert "Responded" in page and "Done." in page


@pytest.mark.parametrize("person", ["scrutineer", "lead_partner"])
def test_assigned_people_do_not_respond(cast, case, as_user, person):
    advice, browser = advise(case, cast.scrutineer), as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    assert respond(browser, case, advice).status_code == 403
    assert everything_but_the_audit_log() == before


def test_advice_on_another_case_is_not_found(cast, case, make_case, as_user):
    """A06."""
    other = make_case(pseudonym="Child Robin").case
    advised(other, cast)
    assert respond(as_user(cast.coordinator), case, other.advice.get()).status_code == 404
    assert other.advice.get().responded_at is None


def test_when_the_assignment_has_ended_the_form_opened_before_records_nothing(cast, case, as_user):
    browser = as_user(cast.scrutineer)
    assert browser.get(address(case, "advice/give/")).status_code == 200
    case.assignments.update(ended_at=clock.now(), ended_by=cast.coordinator)
    assert browser.post(address(case, "advice/give/"), typed.advice()).status_code == 404
    assert not case.advice.exists()


def test_a_closed_case_takes_no_advice_and_keeps_what_was_given(cast, case, as_user):
    advise(case, cast.scrutineer)
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    browser = as_user(cast.scrutineer)
    response = browser.post(address(case, "advice/give/"), typed.advice(advice="Too late."))
    assert (response.status_code, "Already: the case is closed." in words(response)) == (409, True)
    assert "Hear the child before the draft." in words(browser.get(address(case, "advice/")))

"""A disagreement taken to a lead safeguarding partner: who may, by when, what came of it, and that nothing waits."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews import clocks
from reviews.models import AuditRow, Case, Escalation
from reviews.stages import Stage
from tests import typed
from tests.deciding import today
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(make_case) -> Case:
    """A case that has just been logged."""
    return make_case(days_ago=2).case


def escalate(as_user, person, case, days: int = 3, **changes) -> Escalation:
    """Raise an escalation that asks for an answer in so many days."""
    typed_in = typed.escalation(today() + timedelta(days=days), **changes)
    assert as_user(person).post(address(case, "escalations/raise/"), typed_in).status_code == 302
    return case.escalations.first()


def outcome(**changes) -> dict[str, str]:
    return {
        "outcome": "The two chief officers met. Met stands.",
        **typed.day("decided_on", today()),
        **changes,
    }


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "icb"])
def test_a_partner_or_the_coordinator_escalates(cast, case, as_user, person):
    escalation = escalate(as_user, getattr(cast, person), case)
    assert (escalation.raised_by, escalation.about) == (getattr(cast, person), "criteria")
    page = words(as_user(cast.coordinator).get(address(case, "escalations/")))
    for shown in (
        "Helen Ward, chief executive",
        "Two partners say met, one says not met.",
        "Waiting for an answer",
        "The clocks run on meanwhile",
    ):
        assert shown in page
    assert "Waiting for an answer" in words(as_user(cast.icb).get(address(case, "decisions/")))


def test_post_and_agency_of_the_day_stay(cast, case, as_user):
    escalate(as_user, cast.police, case)
    cast.police.post = "Chief constable"
    cast.police.save()
    page = words(as_user(cast.coordinator).get(address(case, "escalations/")))
    assert "Rhona Haldane, Detective superintendent, Aldermere Police" in page


def test_a_panel_member_or_reviewer_may_not_escalate_and_reads_the_list(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in (cast.panel_member, cast.reviewer):
        response = as_user(person).post(address(case, "escalations/raise/"), typed.escalation(today()))
        assert response.status_code == 403
        assert "Only the coordinator or a safeguarding partner may escalate a disagreement." in words(
            response
        )
        assert as_user(person).get(address(case, "escalations/")).status_code == 200
    assert not case.escalations.exists()


def test_an_answer_is_asked_for_by_a_day_to_come(cast, case, as_user):
    response = as_user(cast.la).post(
        address(case, "escalations/raise/"), typed.escalation(today() - timedelta(days=1))
    )
    assert "The answer can’t be asked for by a day that is over." in words(response)
    assert "Two partners say met, one says not met." in words(response)
    assert escalate(as_user, cast.la, case, days=0).answer_by == today()


def test_an_answer_that_does_not_come_is_marked_overdue(cast, case, as_user, time_machine):
    escalate(as_user, cast.la, case, days=1)
    for days, words_of_it in (
        (1, "Waiting for an answer"),
        (2, "Overdue by 1 day"),
        (4, "Overdue by 3 days"),
    ):
        time_machine.move_to(clock.at_hour(today_of(case) + timedelta(days=days), 9))
        page = words(as_user(cast.coordinator).get(address(case, "escalations/")))
        assert words_of_it in page
        assert words_of_it in words(as_user(cast.coordinator).get(address(case, "decisions/")))


def today_of(case: Case):
    """The day on which the escalation was raised."""
    return clock.today(case.escalations.get().raised_at)


def test_the_outcome_is_recorded_once_with_its_day(cast, case, as_user):
    escalation = escalate(as_user, cast.police, case)
    url = address(case, f"escalations/{escalation.pk}/outcome/")
    browser = as_user(cast.coordinator)
    early = outcome(**typed.day("decided_on", today() - timedelta(days=1)))
    assert "The answer can’t be before it was escalated" in words(browser.post(url, early))
    late = outcome(**typed.day("decided_on", today() + timedelta(days=1)))
    assert "The answer can’t be in the future." in words(browser.post(url, late))
    assert "The outcome is recorded." in words(browser.post(url, outcome(), follow=True))
    escalation.refresh_from_db()
    assert (escalation.decided_on, escalation.closed_by) == (today(), cast.coordinator)
    page = words(browser.get(address(case, "escalations/")))
    assert "Answered" in page
    assert "The two chief officers met. Met stands." in page
    again = as_user(cast.la).post(url, outcome(outcome="Something else."))
    assert again.status_code == 409
    assert "Already: the outcome is recorded." in words(again)
    escalation.refresh_from_db()
    assert escalation.outcome == "The two chief officers met. Met stands."


def test_an_escalation_of_another_case_is_not_found(cast, case, make_case, as_user):
    """A06."""
    escalation = escalate(as_user, cast.la, case)
    other = make_case(pseudonym="Child Robin").case
    url = address(other, f"escalations/{escalation.pk}/outcome/")
    assert as_user(cast.coordinator).post(url, outcome()).status_code == 404
    escalation.refresh_from_db()
    assert escalation.closed_at is None


def test_clocks_decision_and_notification_run_on(cast, case, as_user):
    before = clocks.of_case(case)
    escalate(as_user, cast.la, case)
    assert clocks.of_case(Case.objects.get(pk=case.pk)) == before
    for person in ("la", "police", "icb"):
        as_user(getattr(cast, person)).post(address(case, "view/"), typed.view())
    assert (
        as_user(cast.la).post(address(case, "notification/"), typed.notification(today())).status_code == 302
    )
    assert as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria()).status_code == 302


def test_the_same_escalation_sent_twice_is_one(cast, case, as_user):
    """E09."""
    for _ in range(2):
        escalate(as_user, cast.la, case)
    assert case.escalations.count() == 1
    assert AuditRow.objects.filter(verb="escalation.raised").count() == 1


def test_what_is_open_comes_before_what_is_answered(cast, case, as_user):
    first = escalate(as_user, cast.la, case, reason="First.")
    as_user(cast.la).post(address(case, f"escalations/{first.pk}/outcome/"), outcome())
    escalate(as_user, cast.la, case, days=9, reason="Second, later.")
    escalate(as_user, cast.la, case, days=2, reason="Third, sooner.")
    page = words(as_user(cast.la).get(address(case, "escalations/")))
    order = [page.index(words_of_it) for words_of_it in ("Third, sooner.", "Second, later.", "First.")]
    assert order == sorted(order)


def test_a_closed_case_escalates_nothing(cast, case, as_user):
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED)
    browser = as_user(cast.coordinator)
    before = everything_but_the_audit_log()
    response = browser.post(
        address(case, "escalations/raise/"), typed.escalation(today() + timedelta(days=1))
    )
    assert (response.status_code, "Already: the case is closed." in words(response)) == (409, True)
    assert everything_but_the_audit_log() == before

"""An escalation that goes to a lead partner's own account: it opens the case, they answer, and it closes again."""

import re
from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import typed
from tests.assigned import assign
from tests.deciding import today
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(make_case) -> Case:
    """A case that has just been logged."""
    return make_case(days_ago=2).case


@pytest.fixture
def escalate(cast, case, as_user):
    """Return a function that takes a disagreement to the lead partner's account, and returns it."""

    def raise_it(person="la", days=3, **changes):
        form = typed.escalation(
            today() + timedelta(days=days), lead_partner=str(cast.lead_partner.pk), **changes
        )
        response = as_user(getattr(cast, person)).post(address(case, "escalations/raise/"), form)
        assert response.status_code == 302, words(response)
        return case.escalations.first()

    return raise_it


def decision(**changes) -> dict[str, str]:
    return {"outcome": "Met. Likely is enough.", **typed.day("decided_on", today()), **changes}


def waiting(browser) -> list[str]:
    return re.findall(r"<strong>Child [^:<]+: ([^<]+)</strong>", words(browser.get("/staff/")))


@pytest.mark.parametrize("person", ["coordinator", "la", "icb"])
def test_naming_the_account_opens_the_case_to_it(cast, case, as_user, escalate, person):
    browser = as_user(cast.lead_partner)
    assert browser.get(address(case)).status_code == 404
    escalation = escalate(person)
    assert escalation.lead_partner == cast.lead_partner
    assignment = case.assignments.get()
    assert (assignment.user, assignment.assigned_by) == (cast.lead_partner, getattr(cast, person))
    assert browser.get(address(case)).status_code == 200
    assert "Account: Helen Ward, who can read the case" in words(
        as_user(cast.police).get(address(case, "escalations/"))
    )
    assert "To answer an escalation: the decision on the criteria." in words(
        browser.get(address(case, "assigned/"))
    )
    verbs = set(AuditRow.objects.filter(reference=case.reference).values_list("verb", flat=True))
    assert {"escalation.raised", "assignment.made"} <= verbs


def test_it_waits_for_them_until_they_answer(cast, case, as_user, escalate):
    browser = as_user(cast.lead_partner)
    assert waiting(browser) == []
    escalation = escalate()
    assert waiting(browser) == ["answer an escalation"]
    assert waiting(as_user(cast.scrutineer)) == []
    url = address(case, f"escalations/{escalation.pk}/outcome/")
    assert url in words(browser.get("/staff/"))
    assert url in words(browser.get(address(case)))
    browser.post(url, decision())
    assert waiting(browser) == []


def test_they_record_their_decision_and_the_case_closes_to_them(cast, case, as_user, escalate):
    escalation, browser = escalate(), as_user(cast.lead_partner)
    url = address(case, f"escalations/{escalation.pk}/outcome/")
    assert "Record your decision" in words(browser.get(url))
    page = browser.post(url, decision(), follow=True)
    assert page.redirect_chain == [("/staff/", 302)]
    assert "Your decision is recorded. The case is no longer open to you." in words(page)
    escalation.refresh_from_db()
    assert (escalation.closed_by, escalation.decided_on) == (cast.lead_partner, today())
    assert browser.get(address(case)).status_code == 404
    assert browser.post(url, decision()).status_code == 404
    assert "Recorded by Helen Ward" in words(as_user(cast.icb).get(address(case, "escalations/")))


def test_an_outcome_that_somebody_records_for_them_closes_the_case_too(cast, case, as_user, escalate):
    escalation = escalate()
    url = address(case, f"escalations/{escalation.pk}/outcome/")
    assert as_user(cast.coordinator).post(url, decision()).status_code == 302
    assert as_user(cast.lead_partner).get(address(case)).status_code == 404
    assert case.assignments.get().ended_by == cast.coordinator


def test_the_case_stays_open_until_the_last_answer(cast, case, as_user, escalate):
    first, second = escalate(reason="First."), escalate("icb", reason="Second.")
    assert case.assignments.count() == 1
    browser = as_user(cast.lead_partner)
    browser.post(address(case, f"escalations/{first.pk}/outcome/"), decision())
    assert browser.get(address(case)).status_code == 200
    browser.post(address(case, f"escalations/{second.pk}/outcome/"), decision())
    assert browser.get(address(case)).status_code == 404


def test_who_was_assigned_before_stays(cast, case, as_user, escalate):
    before = assign(case, cast.lead_partner, cast.coordinator)
    escalation, browser = escalate(), as_user(cast.lead_partner)
    assert case.assignments.get() == before
    page = browser.post(address(case, f"escalations/{escalation.pk}/outcome/"), decision(), follow=True)
    assert "The outcome is recorded." in words(page)
    assert browser.get(address(case)).status_code == 200


def test_an_assignment_that_ends_before_the_answer_is_due_is_made_anew(cast, case, as_user, escalate):
    before = assign(case, cast.lead_partner, cast.coordinator, ends_on=today() + timedelta(days=1))
    escalate(days=5)
    before.refresh_from_db()
    assert before.ended_at is not None
    assert case.assignments.filter(ended_at__isnull=True, ends_on__isnull=True).count() == 1
    assert as_user(cast.lead_partner).get(address(case)).status_code == 200


def test_another_lead_partner_answers_nothing_that_did_not_go_to_them(cast, case, as_user):
    assign(case, cast.lead_partner, cast.coordinator)
    form = typed.escalation(today())
    as_user(cast.la).post(address(case, "escalations/raise/"), form)
    escalation = case.escalations.get()
    browser = as_user(cast.lead_partner)
    before = everything_but_the_audit_log()
    for response in (
        browser.post(address(case, f"escalations/{escalation.pk}/outcome/"), decision()),
        browser.post(address(case, "escalations/raise/"), form),
    ):
        assert response.status_code == 403
    assert waiting(browser) == []
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize("person", ["scrutineer", "coordinator", "la", "agency_author", "outsider"])
def test_only_a_lead_partners_account_can_be_named(cast, case, as_user, person):
    form = typed.escalation(today(), lead_partner=str(getattr(cast, person).pk))
    page = as_user(cast.la).post(address(case, "escalations/raise/"), form)
    assert "Choose one of the people in the list." in words(page)
    assert not case.escalations.exists()
    assert not case.assignments.exists()


def test_the_list_says_when_the_account_no_longer_reads_the_case(cast, case, as_user, escalate):
    escalate()
    case.assignments.update(ended_at=clock.now(), ended_by=cast.coordinator)
    page = words(as_user(cast.icb).get(address(case, "escalations/")))
    assert "Account: Helen Ward, who can’t read the case now" in page
    assert waiting(as_user(cast.lead_partner)) == []


def test_a_recused_lead_partner_is_not_asked(cast, case, as_user):
    case.recusals.create(
        user=cast.lead_partner, reason="x", recused_at=clock.now(), recused_by=cast.coordinator
    )
    url = address(case, "escalations/raise/")
    assert "Helen Ward" not in words(as_user(cast.la).get(url))
    as_user(cast.la).post(url, typed.escalation(today(), lead_partner=str(cast.lead_partner.pk)))
    assert not case.escalations.exists()


def test_the_same_form_sent_twice_asks_and_assigns_once(case, escalate):
    """E09."""
    escalate()
    escalate()
    assert (case.escalations.count(), case.assignments.count()) == (1, 1)
    assert AuditRow.objects.filter(verb="assignment.made").count() == 1


def test_it_waits_also_where_the_criteria_were_found_not_met(cast, make_case, as_user):
    """The dissenting partner of a decision that is made takes it further: somebody has to answer."""
    walk = make_case(days_ago=4)
    walk.views()
    walk.decide(is_met=False)
    case = walk.case
    assert Case.objects.get(pk=case.pk).stage == Stage.NOT_MET
    form = typed.escalation(today(), lead_partner=str(cast.lead_partner.pk))
    as_user(cast.icb).post(address(case, "escalations/raise/"), form)
    assert waiting(as_user(cast.lead_partner)) == ["answer an escalation"]

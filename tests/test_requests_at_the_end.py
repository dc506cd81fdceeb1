"""When a case ends, nobody is asked any more: what was open is withdrawn with it, what was accepted stays."""

from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews import stage_moves
from reviews.models import AuditRow, Case, ReviewOutcome
from reviews.returns import actions
from reviews.stages import Stage
from tests import typed
from tests.asking import HOSPITALS, accepted, asked, fresh, ours, saved, sent, theirs
from tests.deciding import stage
from tests.reading import address, words
from tests.telling import LEAVER_24, log
from tests.test_return_scope import expect_nothing

pytestmark = pytest.mark.django_db


def not_met(browser: Client, case: Case) -> Any:
    return browser.post(address(case, "criteria/"), typed.criteria(False))


def closed(browser: Client, case: Case) -> Any:
    return browser.post(address(case, "move/"), {"to_stage": "closed", "reason": "The Panel agrees."})


def told(browser: Client, case: Case) -> Any:
    return browser.post(address(case, "told/end/"), {"reason": "An illness.", "why_not": "They knew."})


@pytest.fixture
def unreviewed(make_case):
    """A case about which no review is done: it is closed next."""
    walk = make_case(Stage.RAPID_REVIEW, days_ago=30)

    def decide(before: Any = lambda case: None) -> Case:
        before(walk.case)
        walk.rapid_review()
        walk.decide_review(ReviewOutcome.NO_REVIEW)
        return Case.objects.get(pk=walk.case.pk)

    return decide


@pytest.mark.exhaustive
def test_a_case_that_is_closed_leaves_no_request_open(cast, unreviewed, as_user, time_machine):
    """Begun by one agency, sent by another: both are withdrawn in the name of whoever closes the case."""
    found = {}

    def ask(case: Case) -> None:
        found["begun"] = asked(case, cast)
        found["sent"] = asked(case, cast, cast.hospital_author, of=HOSPITALS)

    case = unreviewed(ask)
    saved(found["begun"])
    sent(found["sent"])
    assert as_user(cast.agency_author).get(theirs(found["begun"])).status_code == 200
    assert closed(as_user(cast.coordinator), case).status_code == 302
    assert stage(case) == Stage.CLOSED
    time_machine.move_to(clock.now(), tick=False)
    for name, person in (("begun", cast.agency_author), ("sent", cast.hospital_author)):
        step = found[name].steps.latest("taken_at")
        assert (step.to_state, step.reason) == ("withdrawn", "The case has ended: Closed.")
        assert (step.taken_by, fresh(found[name]).state) == (cast.coordinator, "withdrawn")
        expect_nothing(as_user(person), found[name])
        rows = AuditRow.objects.filter(verb="request.withdrawn", reference=case.reference)
        assert rows.filter(detail__request=str(found[name].pk)).count() == 1
    assert "The case has ended: Closed." in words(as_user(cast.coordinator).get(ours(found["begun"])))


def test_an_accepted_return_stays_with_its_author_and_with_those_who_asked(cast, unreviewed, as_user):
    found = {}

    def ask(case: Case) -> None:
        found["accepted"] = asked(case, cast)
        accepted(found["accepted"], cast.coordinator)

    case = unreviewed(ask)
    browser = as_user(cast.coordinator)
    assert closed(browser, case).status_code == 302
    assert fresh(found["accepted"]).state == "accepted"
    assert as_user(cast.agency_author).get(theirs(found["accepted"])).status_code == 200
    assert "We saw Child Wren at home" in words(browser.get(ours(found["accepted"])))
    refused = browser.post(ours(found["accepted"], "send-back/"), {"reason": "More."})
    assert refused.status_code == 409 and "Already: the case has ended." in words(refused)
    assert not AuditRow.objects.filter(verb="request.withdrawn").exists()


def test_criteria_that_are_not_met_end_the_asking_and_reopened_ones_ask_anew(cast, make_case, as_user):
    walk = make_case(Stage.LOGGED)
    walk.views()
    found = asked(walk.case, cast)
    browser = as_user(cast.coordinator)
    assert not_met(browser, walk.case).status_code == 302
    assert fresh(found).state == "withdrawn"
    assert as_user(cast.agency_author).get(theirs(found)).status_code == 404
    reopened = as_user(cast.la).post(address(walk.case, "criteria/reopen/"), {"reason": "New facts."})
    assert reopened.status_code == 302
    assert fresh(found).state == "withdrawn"
    assert as_user(cast.agency_author).get(theirs(asked(walk.case, cast))).status_code == 200


def test_a_case_that_ends_with_telling_ends_the_asking(cast, as_user):
    case = log(cast, LEAVER_24)
    found = asked(case, cast, kinds=[])
    assert told(as_user(cast.coordinator), case).status_code == 302
    assert (stage(case), fresh(found).state) == (Stage.TOLD, "withdrawn")
    assert as_user(cast.agency_author).get(theirs(found)).status_code == 404


def test_a_stage_that_is_no_end_leaves_requests_alone(cast, rapid):
    found = asked(rapid, cast)
    stage_moves.advance(rapid, Stage.NO_REVIEW, by=cast.coordinator, at=clock.now(), reason="So.")
    assert fresh(found).state == "asked"


def test_an_end_that_is_refused_withdraws_nothing(cast, rapid):
    found = asked(rapid, cast)
    with pytest.raises(NotYet):
        stage_moves.advance(rapid, Stage.CLOSED, by=cast.coordinator, at=clock.now(), reason="So.")
    assert fresh(found).state == "asked"
    actions.withdraw(found, reason="A mistake.", by=cast.coordinator, at=clock.now())
    assert found.steps.filter(to_state="withdrawn").count() == 1

"""What waits beside the stages: returns, letters, escalations, deaths to be told of, reviewers who end."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from cspr_portal import clock
from reviews.models import Case, ReviewerAppointment, Turn
from reviews.returns import actions as returns
from reviews.stages import Stage
from tests import asking, telling, typed
from tests.deciding import escalate
from tests.reading import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def tasks(as_user, cast):
    """Return a function that reads what waits for one person: the words after the cases' titles."""

    def read(person: str) -> set[str]:
        page = words(as_user(getattr(cast, person)).get("/staff/"))
        return set(re.findall(r"<strong>Child [^:<]+: ([^<]+)</strong>", page))

    return read


def test_a_request_waits_to_be_reminded_on_the_day_after_it_was_due(tasks, rapid, cast, time_machine):
    request = asking.asked(rapid, cast, due_in=2)
    assert "remind an agency of its return" not in tasks("coordinator")
    time_machine.move_to(clock.at_hour(request.due_on + timedelta(days=1), 9))
    assert "remind an agency of its return" in tasks("coordinator")
    assert "remind an agency of its return" not in tasks("la")
    returns.chase(request, note="Rang.", by=cast.coordinator, at=clock.now())
    assert "remind an agency of its return" not in tasks("coordinator")
    time_machine.move_to(clock.at_hour(request.due_on + timedelta(days=4), 9))
    assert "remind an agency of its return" in tasks("coordinator")


def test_a_request_without_an_author_and_a_return_that_came_wait_for_the_coordinator(tasks, rapid, cast):
    asking.asked(rapid, cast, of=asking.HOSPITALS, nobody=True)
    assert "name who writes an agency’s return" in tasks("coordinator")
    request = asking.asked(rapid, cast)
    assert "read an agency’s return" not in tasks("coordinator")
    asking.sent(request)
    assert "read an agency’s return" in tasks("coordinator")
    assert tasks("la") == set()


def test_a_letter_waits_three_working_days_before_its_answer_is_due(tasks, make_case, cast, as_user, today):
    case = make_case().case
    browser = as_user(cast.coordinator)
    for subject, days in (("Now", 1), ("Later", 40)):
        letter = {
            "direction": "in",
            "party": "coroner",
            "subject": subject,
            **typed.day("happened_on", today),
            **typed.day("due_on", today + timedelta(days=days)),
        }
        assert browser.post(address(case, "correspondence/add/"), letter).status_code == 302
    assert "see to a letter" in tasks("coordinator")
    assert Turn.objects.filter(task="answer_letter").count() == 2
    assert words(browser.get("/staff/")).count("<strong>Child Wren: see to a letter</strong>") == 1


def test_an_escalation_waits_once_its_answer_is_late(tasks, make_case, cast, time_machine):
    case = make_case().case
    escalation = escalate(case, cast.police)
    assert "ask what came of an escalation" not in tasks("coordinator")
    time_machine.move_to(clock.at_hour(escalation.answer_by + timedelta(days=1), 9))
    assert "ask what came of an escalation" in tasks("coordinator")


def test_a_looked_after_death_without_abuse_waits_to_be_told_of_even_when_not_met(tasks, cast):
    case = telling.log(cast, {**telling.CHILD, "is_looked_after": "yes"}, abuse="neither", outcome="died")
    told = "tell the Secretary of State and Ofsted"
    assert told in tasks("coordinator") and told in tasks("la")
    assert "tell the national Panel" not in tasks("coordinator")
    telling.decide(cast, case, is_met=False)
    assert Case.objects.get().stage == Stage.NOT_MET
    assert tasks("coordinator") == {told}
    assert tasks("police") == set()


def test_when_the_last_appointment_ends_another_reviewer_is_asked_for(tasks, make_case, time_machine):
    case = make_case(Stage.GATHERING, days_ago=40).case
    appoint = "appoint the Independent Reviewer"
    assert appoint not in tasks("coordinator")
    appointment = ReviewerAppointment.objects.get(review__case=case)
    time_machine.move_to(clock.at_hour(appointment.ends_on, 9))
    assert appoint not in tasks("coordinator")
    time_machine.move_to(clock.at_hour(appointment.ends_on + timedelta(days=1), 9))
    assert appoint in tasks("coordinator")


@pytest.mark.parametrize("stage", [Stage.LOGGED, Stage.RAPID_REVIEW, Stage.DRAFTING, Stage.PARTNER_AGREEMENT])
def test_working_everything_out_again_changes_nothing(make_case, stage):
    make_case(stage)
    before = set(Turn.objects.values_list("pk", flat=True))
    missing = Case.objects.get().missing
    out = StringIO()
    call_command("refresh_turns", stdout=out)
    assert "What waits is worked out for 1 case." in out.getvalue()
    assert set(Turn.objects.values_list("pk", flat=True)) == before
    assert Case.objects.get().missing == missing


def test_an_upgraded_database_is_worked_out_once(make_case):
    make_case()
    Turn.objects.all().delete()
    call_command("refresh_turns", "--if-none", stdout=StringIO())
    assert Turn.objects.exists()
    out = StringIO()
    call_command("refresh_turns", "--if-none", stdout=out)
    assert out.getvalue() == ""

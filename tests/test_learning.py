"""Learning that does not wait: findings, recommendations with the partners' response, actions until they last."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.models import (
    ActionState,
    ActionStep,
    Agency,
    AuditRow,
    Finding,
    LearningAction,
    Recommendation,
    Theme,
)
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(make_case):
    return make_case(Stage.RAPID_REVIEW).case


def finding(**changes):
    return {"title": "Worries were not put together.", "text": "Each service kept its own.", **changes}


def recommendation(**changes):
    return {
        "change": "One number to ring with a small worry.",
        "measure": "Calls counted each month.",
        "other_owners": "The ambulance trust",
        **changes,
    }


def an_action(due_on, **changes):
    return {
        "what": "Set up the number.",
        "other_owner": "The ambulance trust",
        "led_by": "Dana Reed, head of service",
        **typed.day("due_on", due_on),
        **changes,
    }


@pytest.fixture
def begun(cast, case, as_user, today):
    """An action due in ten days, added by the coordinator."""
    as_user(cast.coordinator).post(
        address(case, "learning/actions/add/"), an_action(today + timedelta(days=10))
    )
    return LearningAction.objects.get()


def step(browser, case, one, to_state, note="As agreed.", **more):
    data = {"to_state": to_state, "note": note, "seen_state": one.state, **more}
    response = browser.post(address(case, f"learning/actions/{one.pk}/step/"), data)
    one.refresh_from_db()
    return response


def test_early_learning_is_shared_with_its_day_and_reason_before_any_report(cast, case, as_user, today):
    browser = as_user(cast.la)
    url = address(case, "learning/early/add/")
    empty = words(browser.post(url, {"learning": " "}))
    for sentence in (
        "Enter what was learned.",
        "Enter why it was shared now.",
        "Enter the day it was shared.",
    ):
        assert sentence in empty
    typed_in = {
        "learning": "Ask who else lives in the home.",
        "reason": "Other babies live in such homes.",
        "shared_with": "All health visitors",
    }
    late = browser.post(url, typed_in | typed.day("shared_on", today + timedelta(days=1)))
    assert "can’t be in the future" in words(late)
    for _press in range(2):
        page = words(browser.post(url, typed_in | typed.day("shared_on", today), follow=True))
    assert "with All health visitors" in page and "Other babies live in such homes." in page
    assert case.early_learning.count() == 1


def test_findings_and_recommendations_are_numbered_and_linked(cast, case, as_user):
    theme = Theme.objects.create(name="Hearing the child", slug="hearing-the-child")
    browser = as_user(cast.coordinator)
    for _press in range(2):
        browser.post(address(case, "learning/findings/add/"), finding(themes=[str(theme.pk)]))
    found = Finding.objects.get()
    agency = Agency.objects.order_by("name").first()
    data = recommendation(findings=[str(found.pk)], owners=[str(agency.pk)])
    for _press in range(2):
        page = words(browser.post(address(case, "learning/recommendations/add/"), data, follow=True))
    assert Recommendation.objects.count() == 1
    for text in ("Recommendation 1", "Finding 1", agency.name, "The ambulance trust", "Hearing the child"):
        assert text in page
    browser.post(address(case, f"learning/findings/{found.pk}/"), finding(title="Nobody asked."))
    assert "Nobody asked." in words(browser.get(address(case, "learning/")))


def test_a_recommendation_needs_an_owner(cast, case, as_user):
    page = as_user(cast.coordinator).post(
        address(case, "learning/recommendations/add/"), recommendation(other_owners="")
    )
    assert "Choose at least one agency, or enter a body outside the partnership." in words(page)
    assert not Recommendation.objects.exists()


def test_the_partners_respond_once_with_their_reasons_and_then_its_words_stand(cast, case, as_user):
    browser = as_user(cast.coordinator)
    browser.post(address(case, "learning/recommendations/add/"), recommendation())
    one = Recommendation.objects.get()
    url = address(case, f"learning/recommendations/{one.pk}/respond/")
    assert "Choose the partners’ response." in words(browser.post(url, {"reason": "Because."}))
    page = words(
        as_user(cast.police).post(url, {"response": "in_part", "reason": "Not at night yet."}, follow=True)
    )
    assert "Accepted in part." in page and "Not at night yet." in page and cast.police.name in page
    again = browser.post(url, {"response": "accepted", "reason": "All of it."})
    assert again.status_code == 409
    changed = browser.post(address(case, f"learning/recommendations/{one.pk}/"), recommendation())
    assert changed.status_code == 409 and "so its words stand" in words(changed)


def test_an_action_goes_from_begun_to_verified_by_somebody_else(cast, case, as_user, begun):
    browser = as_user(cast.coordinator)
    step(browser, case, begun, "under_way", "A room is found.")
    assert step(browser, case, begun, "done", "The number rings.").status_code == 302
    own = step(browser, case, begun, "verified", "I rang it.")
    assert own.status_code == 403
    assert "Only somebody other than the person who said that it is done may verify it." in words(own)
    assert step(as_user(cast.icb), case, begun, "verified", "We rang it.").status_code == 302
    assert begun.state == ActionState.VERIFIED
    page = words(browser.get(address(case, f"learning/actions/{begun.pk}/")))
    for text in ("A room is found.", "The number rings.", "We rang it.", cast.icb.name):
        assert text in page
    step(browser, case, begun, "under_way", "Nobody answers it any more.")
    assert begun.state == ActionState.UNDER_WAY


def test_a_step_that_may_not_follow_or_was_overtaken_is_refused(cast, case, as_user, begun):
    browser = as_user(cast.coordinator)
    impossible = step(browser, case, begun, "verified", "Too soon.")
    assert impossible.status_code == 200 and not ActionStep.objects.exists()
    seen = begun.state
    step(browser, case, begun, "under_way", "Begun.")
    late = browser.post(
        address(case, f"learning/actions/{begun.pk}/step/"),
        {"to_state": "blocked", "note": "No money.", "seen_state": seen},
    )
    assert late.status_code == 409 and "since" in words(late)
    assert ActionStep.objects.count() == 1


def test_the_same_step_sent_twice_is_one(cast, case, as_user, begun):
    browser = as_user(cast.coordinator)
    data = {"to_state": "under_way", "note": "Begun.", "seen_state": "open"}
    for _press in range(2):
        answer = browser.post(address(case, f"learning/actions/{begun.pk}/step/"), data)
        assert answer.status_code == 302
    assert ActionStep.objects.count() == 1


def test_a_step_may_move_the_day_but_not_into_the_past(cast, case, as_user, begun, today):
    browser = as_user(cast.coordinator)
    past = step(browser, case, begun, "under_way", **typed.day("due_on", today - timedelta(days=1)))
    assert "The new day can’t be before today" in words(past)
    step(browser, case, begun, "blocked", "No money.", **typed.day("due_on", today + timedelta(days=40)))
    assert begun.due_on == today + timedelta(days=40)


def test_an_action_has_one_owner_and_a_day_to_come(cast, case, as_user, today):
    url = address(case, "learning/actions/add/")
    browser = as_user(cast.coordinator)
    agency = Agency.objects.order_by("name").first()
    for data, sentence in (
        (an_action(today - timedelta(days=1)), "The action can’t be due before today"),
        (an_action(today, other_owner=""), "Enter the body, or choose an agency."),
        (an_action(today, agency=str(agency.pk)), "Leave this empty, or choose"),
        (an_action(today, led_by=""), "Enter who leads it, by name and post."),
    ):
        assert sentence in words(browser.post(url, data))
    assert not LearningAction.objects.exists()


def test_impact_is_looked_at_again_six_to_twelve_months_on(cast, case, as_user, begun, today):
    browser = as_user(cast.coordinator)
    url = address(case, f"learning/actions/{begun.pk}/impact/")
    seen = {"kind": "data", "seen": "Forty calls.", **typed.day("seen_on", today)}
    soon = browser.post(url, seen | typed.day("look_again_on", today + timedelta(days=30)))
    assert "Look again between" in words(soon)
    page = browser.post(url, seen | typed.day("look_again_on", today + timedelta(days=200)), follow=True)
    assert "Forty calls." in words(page) and "To be looked at again on" in words(page)


def test_what_is_late_blocked_done_or_to_be_looked_at_again_waits_for_somebody(
    cast, case, as_user, begun, today, time_machine
):
    def waiting(person):
        return words(as_user(person).get("/staff/"))

    assert "see to a late action" not in waiting(cast.coordinator)
    time_machine.move_to(clock.at_hour(today + timedelta(days=11), 10))
    assert "see to a late action" in waiting(cast.coordinator)
    step(as_user(cast.coordinator), case, begun, "blocked", "No money.")
    assert "see to a blocked action" in waiting(cast.coordinator)
    step(as_user(cast.coordinator), case, begun, "done", "It rings.")
    assert "verify an action" not in waiting(cast.coordinator)
    assert "verify an action" in waiting(cast.police)
    step(as_user(cast.police), case, begun, "verified", "Rang it.")
    assert "verify an action" not in waiting(cast.police)
    again = typed.day("look_again_on", today + timedelta(days=211))
    seen = {"kind": "audit", "seen": "Better.", **typed.day("seen_on", today)}
    as_user(cast.coordinator).post(address(case, f"learning/actions/{begun.pk}/impact/"), seen | again)
    assert "look again at what an action changed" not in waiting(cast.coordinator)
    time_machine.move_to(clock.at_hour(today + timedelta(days=211), 10))
    assert "look again at what an action changed" in waiting(cast.coordinator)


def test_learning_goes_on_where_the_criteria_were_not_met(cast, make_case, as_user, today):
    walk = make_case(days_ago=4)
    walk.views()
    walk.decide(is_met=False)
    case = walk.case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "learning/actions/add/"), an_action(today + timedelta(days=5)))
    one = LearningAction.objects.get()
    step(browser, case, one, "blocked", "No money.")
    assert "see to a blocked action" in words(browser.get("/staff/"))


@pytest.mark.parametrize("role", ["panel_member", "reviewer"])
def test_the_panel_and_the_reviewer_read_it_and_record_no_action(role, cast, make_case, as_user, today):
    case = make_case(Stage.GATHERING).case
    browser = as_user(getattr(cast, role))
    assert browser.get(address(case, "learning/")).status_code == 200
    refused = browser.post(address(case, "learning/actions/add/"), an_action(today))
    assert refused.status_code == 403
    assert "Only the coordinator and the partners’ delegates" in words(refused)
    assert not LearningAction.objects.exists()


def test_the_reviewer_records_findings(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    answer = as_user(cast.reviewer).post(address(case, "learning/findings/add/"), finding())
    assert answer.status_code == 302 and case.findings.count() == 1


def test_nothing_of_another_case_is_found_under_ones_own(cast, case, make_case, as_user, begun):
    other = make_case(Stage.LOGGED, pseudonym="Child Sedge").case
    browser = as_user(cast.coordinator)
    for rest in (f"learning/actions/{begun.pk}/", f"learning/actions/{begun.pk}/step/"):
        assert browser.get(address(case, rest)).status_code == 200
        assert browser.get(address(other, rest)).status_code == 404
        assert as_user(cast.outsider).get(address(case, rest)).status_code == 404


def test_the_log_of_deeds_has_codes_and_no_words(cast, case, as_user, begun):
    row = AuditRow.objects.get(verb="learning.action_added")
    assert row.detail == {"number": 1}
    assert not AuditRow.objects.filter(detail__icontains="Set up the number").exists()

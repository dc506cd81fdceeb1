"""Decisions that are opened again because facts have changed: the earlier ones stay, and a new one takes their place."""

import pytest

from cspr_portal import clock
from reviews import clocks
from reviews.models import Case, PanelAnswerKind
from reviews.stages import Stage
from tests import typed
from tests.deciding import give_three_views, stage, today
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

FACTS = {"reason": "The second scan shows an older injury."}


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def decided(cast, as_user, make_case, is_met: bool = True) -> Case:
    """A case whose criteria were decided by three views."""
    case: Case = make_case().case
    give_three_views(cast, as_user, case)
    as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria(is_met, rationale="At first."))
    return case


# Test A


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "icb", "la_deputy"])
@pytest.mark.parametrize("is_met", [True, False])
def test_a_decision_on_the_criteria_is_reopened_with_a_reason(cast, as_user, make_case, person, is_met):
    case = decided(cast, as_user, make_case, is_met)
    browser = as_user(getattr(cast, person))
    page = words(browser.get(address(case, "criteria/reopen/")))
    assert "At first." in page
    answer = browser.post(address(case, "criteria/reopen/"), FACTS, follow=True)
    assert "The decision on the criteria is open again." in words(answer)
    decision = fresh(case).criteria_decision
    assert (decision.reopened_by, decision.reopen_reason) == (getattr(cast, person), FACTS["reason"])
    assert (decision.is_met, decision.rationale) == (is_met, "At first."), "nothing is edited"
    assert stage(case) == Stage.LOGGED
    assert case.stage_changes.first().reason == FACTS["reason"]


def test_a_new_decision_takes_the_place_of_the_reopened_one(cast, as_user, make_case):
    case = decided(cast, as_user, make_case, is_met=False)
    browser = as_user(cast.coordinator)
    browser.post(address(case, "criteria/reopen/"), FACTS)
    page = words(browser.get(address(case, "criteria/")))
    assert "was reopened on" in page
    assert FACTS["reason"] in page
    assert "Given before the decision was reopened" in page
    as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees", reasons="An old injury."))
    browser.post(address(case, "criteria/"), typed.criteria(rationale="On the second scan."))
    case = fresh(case)
    assert (case.criteria_decision.is_met, case.criteria_decision.reopened_at) == (True, None)
    assert case.criteria_decisions.count() == 2
    assert case.stage == Stage.RAPID_REVIEW
    page = words(browser.get(address(case, "decisions/")))
    assert page.index("On the second scan.") < page.index("Earlier decisions") < page.index("At first.")
    earlier = page[page.index("Earlier decisions") : page.index("Earlier views")]
    assert FACTS["reason"] in earlier
    # The dissent of the day: all three had said “met” when “not met” was recorded first.
    assert earlier.count("“Agrees: met”") == 3
    assert "An old injury." not in earlier


def test_views_may_change_while_the_decision_is_open_again(cast, as_user, make_case):
    case = decided(cast, as_user, make_case)
    assert as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees")).status_code == 409
    as_user(cast.la).post(address(case, "criteria/reopen/"), FACTS)
    assert as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees")).status_code == 302
    # A view confirmed before the facts changed may be recorded anew; one given since is the partner's own.
    coordinator = as_user(cast.coordinator)
    choices = coordinator.get(address(case, "view/record/")).context["form"].fields["person"].choices
    assert str(cast.icb.pk) in dict(choices)
    assert str(cast.police.pk) not in dict(choices)


@pytest.mark.parametrize("again", [True, False])
def test_met_reopened_and_decided_again_with_a_rapid_review_already_recorded(cast, as_user, make_case, again):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    case = walk.case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "criteria/reopen/"), FACTS)
    for page in ("", "decisions/", "criteria/"):
        assert browser.get(address(case, page)).status_code == 200, page
    assert browser.post(address(case, "criteria/"), typed.criteria(again)).status_code == 302
    assert stage(case) == (Stage.RAPID_REVIEW if again else Stage.NOT_MET)
    assert "Several services knew Child Wren." in words(browser.get(address(case, "decisions/")))
    response = as_user(cast.la).post(address(case, "review-decision/"), typed.review_decision(today()))
    assert response.status_code == (302 if again else 409)
    if again:
        assert browser.post(address(case, "commission/"), {"reason": "As decided."}).status_code == 302
        assert stage(case) == Stage.SCOPING


def test_reopening_the_criteria_reopens_the_decision_on_a_review_that_rests_on_them(cast, as_user, make_case):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review()
    case = walk.case
    browser = as_user(cast.coordinator)
    assert "is reopened with it" in words(browser.get(address(case, "criteria/reopen/")))
    browser.post(address(case, "criteria/reopen/"), FACTS)
    assert fresh(case).review_decision.reopened_at is not None
    browser.post(address(case, "criteria/"), typed.criteria())
    response = browser.post(address(case, "commission/"), {"reason": "As decided."})
    assert response.status_code == 409
    assert "Not yet: the decision on a review has not been recorded." in words(response)
    browser.post(address(case, "review-decision/"), typed.review_decision(today()))
    assert browser.post(address(case, "commission/"), {"reason": "As decided."}).status_code == 302


def test_a_case_that_only_had_to_be_told_is_reopened(cast, as_user, make_case):
    """A care leaver's death: new facts may make it a case under test A after all."""
    case = make_case().case
    Case.objects.filter(pk=case.pk).update(stage=Stage.TOLD)
    assert "Already: this death only had to be told." in words(
        as_user(cast.police).get(address(case, "view/"))
    )
    response = as_user(cast.coordinator).post(address(case, "criteria/reopen/"), FACTS)
    assert response.status_code == 302
    assert stage(case) == Stage.LOGGED
    give_three_views(cast, as_user, case)
    as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria())
    assert stage(case) == Stage.RAPID_REVIEW


def test_the_first_clock_runs_again_once_not_met_is_reopened(cast, as_user, make_case):
    case = decided(cast, as_user, make_case, is_met=False)
    assert clocks.of_case(fresh(case)) == []
    as_user(cast.coordinator).post(address(case, "criteria/reopen/"), FACTS)
    assert [one.name for one in clocks.of_case(fresh(case))] != []


@pytest.mark.parametrize(
    ("at", "status", "sentence"),
    [
        (Stage.LOGGED, 409, "Not yet: the decision on the criteria has not been recorded."),
        (Stage.SCOPING, 409, "Already: the review is commissioned, so the decision on the criteria stands."),
        (Stage.DRAFTING, 409, "Already: the review is commissioned"),
    ],
)
def test_what_is_not_decided_or_already_commissioned_is_not_reopened(
    cast, as_user, make_case, at, status, sentence
):
    case = make_case(at).case
    browser = as_user(cast.coordinator)
    before = everything_but_the_audit_log()
    response = browser.post(address(case, "criteria/reopen/"), FACTS)
    assert (response.status_code, sentence in words(response)) == (status, True)
    assert everything_but_the_audit_log() == before


def test_a_decision_that_is_open_again_is_not_reopened_twice(cast, as_user, make_case):
    case = decided(cast, as_user, make_case)
    browser = as_user(cast.coordinator)
    browser.post(address(case, "criteria/reopen/"), FACTS)
    again = browser.post(address(case, "criteria/reopen/"), FACTS)
    assert again.status_code == 409
    assert "Already: the decision on the criteria is open again." in words(again)
    assert case.stage_changes.count() == 3


def test_who_is_neither_partner_nor_coordinator_reopens_nothing(cast, as_user, make_case):
    case = make_case(Stage.GATHERING).case
    for person in (cast.panel_member, cast.reviewer):
        for rest in ("criteria/reopen/", "review-decision/reopen/"):
            response = as_user(person).post(address(case, rest), FACTS)
            assert response.status_code == 403
            assert "Only the coordinator or a safeguarding partner may reopen this decision." in words(
                response
            )


def test_reopening_needs_its_reason(cast, as_user, make_case):
    case = decided(cast, as_user, make_case)
    response = as_user(cast.coordinator).post(address(case, "criteria/reopen/"), {"reason": " "})
    assert "Enter what has changed." in words(response)
    assert stage(case) == Stage.RAPID_REVIEW


# Test B


def reviewed(make_case, outcome: str) -> Case:
    """A case whose decision on a review is recorded, and whose rapid review was sent."""
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review(outcome)
    return fresh(walk.case)


@pytest.mark.parametrize("outcome", ["no_review", "national", "cspr"])
@pytest.mark.parametrize("person", ["coordinator", "icb"])
def test_the_decision_on_a_review_is_reopened_and_made_again(cast, as_user, make_case, outcome, person):
    case = reviewed(make_case, outcome)
    browser = as_user(getattr(cast, person))
    answer = browser.post(address(case, "review-decision/reopen/"), FACTS, follow=True)
    assert "The decision on a review is open again." in words(answer)
    assert stage(case) == Stage.RAPID_REVIEW
    page = words(browser.get(address(case, "review-decision/")))
    assert FACTS["reason"] in page, "the earlier decision stands beside the form"
    typed_in = typed.review_decision(today(), "cspr", rationale="We think again.")
    assert browser.post(address(case, "review-decision/"), typed_in).status_code == 302
    case = fresh(case)
    assert (case.review_decision.rationale, case.review_decisions.count()) == ("We think again.", 2)
    page = words(browser.get(address(case, "decisions/")))
    assert page.index("We think again.") < page.index("Earlier decisions on a review")
    assert browser.post(address(case, "commission/"), {"reason": "As decided."}).status_code == 302


def test_when_the_national_panel_asks_to_think_again_reopening_is_offered(cast, as_user, make_case):
    case = reviewed(make_case, "no_review")
    browser = as_user(cast.coordinator)
    browser.post(address(case, "national-panel/"), typed.panel_answer(today(), PanelAnswerKind.THINK_AGAIN))
    page = words(browser.get(address(case, "decisions/")))
    assert "Reopen the decision on a review, to think again" in page
    browser.post(address(case, "review-decision/reopen/"), {"reason": "The Panel asks about housing."})
    browser.post(address(case, "review-decision/"), typed.review_decision(today(), "no_review"))
    assert stage(case) == Stage.NO_REVIEW
    assert fresh(case).review_decisions.count() == 2


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        ("undecided", "Not yet: the decision on a review has not been recorded."),
        ("commissioned", "Already: the review is commissioned, so the decision on a review stands."),
        ("closed", "Already: the case is at “Closed”, so the decision on a review stands."),
    ],
)
def test_a_decision_on_a_review_that_can_not_be_reopened(cast, as_user, make_case, prepare, sentence):
    if prepare == "closed":
        case = reviewed(make_case, "no_review")
        closing = {"to_stage": "closed", "reason": "The Panel agreed."}
        assert as_user(cast.coordinator).post(address(case, "move/"), closing).status_code == 302
    else:
        case = make_case(Stage.RAPID_REVIEW if prepare == "undecided" else Stage.SCOPING).case
    response = as_user(cast.coordinator).post(address(case, "review-decision/reopen/"), FACTS)
    assert (response.status_code, sentence in words(response)) == (409, True)


def test_the_criteria_of_a_case_without_a_review_wait_for_the_decision_on_a_review(cast, as_user, make_case):
    case = reviewed(make_case, "no_review")
    browser = as_user(cast.coordinator)
    response = browser.post(address(case, "criteria/reopen/"), FACTS)
    assert response.status_code == 409
    assert "Not yet: reopen the decision on a review first." in words(response)
    browser.post(address(case, "review-decision/reopen/"), FACTS)
    assert browser.post(address(case, "criteria/reopen/"), FACTS).status_code == 302
    assert stage(case) == Stage.LOGGED


def test_every_reopening_has_actor_time_and_reason_in_the_ledger(cast, as_user, make_case):
    case = reviewed(make_case, "national")
    browser = as_user(cast.police)
    browser.post(address(case, "review-decision/reopen/"), FACTS)
    browser.post(address(case, "criteria/reopen/"), {"reason": "And a witness."})
    first, second = case.stage_changes.all()[:2]
    assert (first.from_stage, first.to_stage, first.reason) == ("rapid_review", "logged", "And a witness.")
    assert (second.from_stage, second.to_stage, second.reason) == (
        "national",
        "rapid_review",
        FACTS["reason"],
    )
    assert first.changed_by == second.changed_by == cast.police
    assert first.changed_at <= clock.now()

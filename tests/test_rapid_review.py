"""What follows the rapid review: tests B and C, the national Panel's answer, and commissioning, in their order.

How the rapid review itself is written is in test_rapid_review_writing.py.
"""

from datetime import timedelta

import pytest

from reviews.models import Case, PanelSeat
from reviews.stages import Stage
from tests import typed
from tests.deciding import hold_rapid_review, stage, today
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_steps_of_the_rapid_review_come_in_their_order(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    browser = as_user(cast.coordinator)
    for rest, typed_in, sentence in (
        (
            "review-decision/",
            typed.review_decision(today()),
            "Not yet: the rapid review has not been recorded.",
        ),
        (
            "rapid-review/sent/",
            typed.day("sent_on", today()),
            "Not yet: the rapid review has not been recorded.",
        ),
        ("national-panel/", typed.panel_answer(today()), "Not yet: the rapid review has not been sent."),
        ("commission/", {"reason": "Now."}, "Not yet: the decision on a review has not been recorded."),
    ):
        for response in (browser.get(address(case, rest)), browser.post(address(case, rest), typed_in)):
            assert response.status_code == 409, rest
            assert sentence in words(response), rest
    hold_rapid_review(browser, case)
    unsent = browser.post(address(case, "rapid-review/sent/"), typed.day("sent_on", today()))
    assert "Not yet: the rapid review goes out with the decision on a review" in words(unsent)
    assert stage(case) == Stage.RAPID_REVIEW


@pytest.fixture
def reviewed(cast, make_case, as_user):
    """A case whose rapid review is recorded today, ready for the decision on a review."""
    case = make_case(Stage.RAPID_REVIEW).case
    hold_rapid_review(as_user(cast.coordinator), case)
    return case


def test_test_b_is_decided_criterion_by_criterion_with_the_view_on_test_c(cast, reviewed, as_user):
    browser = as_user(cast.la)
    typed_in = typed.review_decision(
        today(), is_national_view="yes", national_reason="One provider, many areas."
    )
    assert browser.post(address(reviewed, "review-decision/"), typed_in).status_code == 302
    decision = Case.objects.get().review_decision
    assert {answer.criterion: answer.is_met for answer in decision.criteria.all()} == {
        "improvements": True,
        "recurrent": True,
        "working_together": True,
        "national_panel": False,
    }
    assert (decision.is_learning_likely, decision.is_national_view) == (True, True)
    page = words(browser.get(address(reviewed, "decisions/")))
    assert "One provider, many areas." in page
    assert "Weighed: working_together." in page
    assert stage(reviewed) == Stage.RAPID_REVIEW


def test_each_criterion_needs_an_answer_and_a_reason(cast, reviewed, as_user):
    typed_in = typed.review_decision(today(), recurrent_met="", improvements_reason="")
    response = as_user(cast.la).post(address(reviewed, "review-decision/"), typed_in)
    page = words(response)
    assert "Choose yes or no: the case shows themes that recur." in page
    assert "Enter why: the case shows improvements that are needed" in page
    assert "Weighed: working_together." in page
    assert Case.objects.get().review_decision is None


def test_criteria_that_are_met_make_no_review_by_themselves(cast, reviewed, as_user):
    typed_in = typed.review_decision(today(), "no_review", is_learning_likely="no")
    assert as_user(cast.la).post(address(reviewed, "review-decision/"), typed_in).status_code == 302
    assert stage(reviewed) == Stage.NO_REVIEW
    assert not hasattr(Case.objects.get(), "review")


@pytest.mark.parametrize(
    ("outcome", "to_stage"), [("no_review", Stage.NO_REVIEW), ("national", Stage.NATIONAL)]
)
def test_other_outcomes_move_the_case_at_once_and_nothing_is_commissioned(
    cast, reviewed, as_user, outcome, to_stage
):
    browser = as_user(cast.coordinator)
    browser.post(address(reviewed, "review-decision/"), typed.review_decision(today(), outcome))
    assert stage(reviewed) == to_stage
    response = browser.post(address(reviewed, "commission/"), {"reason": "Now."})
    assert response.status_code == 409
    assert "Already: the decision was not to hold a local review." in words(response)
    assert (
        browser.post(address(reviewed, "rapid-review/sent/"), typed.day("sent_on", today())).status_code
        == 302
    )
    closing = browser.post(address(reviewed, "move/"), {"to_stage": "closed", "reason": "The Panel agreed."})
    assert closing.status_code == 302
    assert stage(reviewed) == Stage.CLOSED


def test_the_national_panels_answer_stands_beside_the_partners_view(cast, reviewed, as_user):
    browser = as_user(cast.coordinator)
    browser.post(address(reviewed, "review-decision/"), typed.review_decision(today()))
    browser.post(address(reviewed, "rapid-review/sent/"), typed.day("sent_on", today()))
    early = typed.panel_answer(today() - timedelta(days=1))
    assert "The letter can’t be before the rapid review was sent" in words(
        browser.post(address(reviewed, "national-panel/"), early)
    )
    first = typed.panel_answer(today(), "think_again", note="Look at housing too.")
    for typed_in in (first, first, typed.panel_answer(today(), "agrees")):
        assert browser.post(address(reviewed, "national-panel/"), typed_in).status_code == 302
    assert sorted(reviewed.panel_answers.values_list("answer", flat=True)) == ["agrees", "think_again"]
    page = words(browser.get(address(reviewed, "decisions/")))
    assert "Look at housing too." in page
    assert "letter CSPR/2026/41" in page


def test_commissioning_makes_the_three_statutory_seats_at_once(cast, reviewed, as_user):
    as_user(cast.la).post(address(reviewed, "review-decision/"), typed.review_decision(today()))
    page = words(
        as_user(cast.icb).post(address(reviewed, "commission/"), {"reason": "As decided."}, follow=True)
    )
    assert "The review is commissioned. The three statutory seats of its panel are there." in page
    assert stage(reviewed) == Stage.SCOPING
    assert set(PanelSeat.objects.values_list("partner_role", "agency__name", "user")) == {
        ("la", "Aldermere County Council", None),
        ("police", "Aldermere Police", None),
        ("icb", "Aldermere Integrated Care Board", None),
    }
    again = as_user(cast.icb).post(address(reviewed, "commission/"), {"reason": "Again."})
    assert (again.status_code, "Already: the review is commissioned." in words(again)) == (409, True)

"""Moving a review on by hand: what each stage asks for first, who may move, and the ledger that is left."""

import html
import re

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews import stage_moves
from reviews.criteria import actions as criteria
from reviews.models import Case, ReviewOutcome, StageChange
from reviews.panel import actions as panel
from reviews.report import actions as report
from reviews.stages import FOLLOWS, MOVED_BY_HAND, Stage

pytestmark = pytest.mark.django_db

REASON = "Everything that this stage needs is there."


def url(case, rest="move/"):
    return f"/staff/cases/{case.reference}/{rest}"


def words(response):
    return html.unescape(response.content.decode())


def fresh(case):
    return Case.objects.get(pk=case.pk)


def choices(response):
    return re.findall(r'name="to_stage" type="radio" value="(\w+)"', words(response))


def test_a_move_is_a_row_with_actor_time_and_reason(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.coordinator)
    page = browser.get(url(case))
    assert choices(page) == ["analysis"]
    assert "checked" not in words(page)
    response = browser.post(url(case), {"to_stage": "analysis", "reason": REASON}, follow=True)
    assert response.redirect_chain[-1][0] == url(case, "")
    assert "The case is at “Analysis” now." in words(response)
    change = StageChange.objects.filter(case=case).first()
    assert (change.from_stage, change.to_stage, change.reason) == ("gathering", "analysis", REASON)
    assert (change.changed_by, fresh(case).stage) == (cast.coordinator, "analysis")


def test_the_chair_moves_the_review_on_and_another_member_may_not(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    form = {"to_stage": "analysis", "reason": REASON}
    for person in (cast.la, cast.panel_member, cast.reviewer):
        for method in ("get", "post"):
            response = getattr(as_user(person), method)(url(case), form)
            assert response.status_code == 403
            assert "Only the coordinator or the chair of the review’s panel" in words(response)
    assert fresh(case).stage == Stage.GATHERING
    chair = case.review.seats.get(is_chair=True).user
    assert as_user(chair).post(url(case), form).status_code == 302


def test_scoping_says_everything_that_is_missing(cast, make_case, as_user):
    case = make_case(Stage.SCOPING).case
    browser = as_user(cast.coordinator)
    page = words(browser.get(url(case)))
    assert choices(browser.get(url(case))) == []
    for missing in (
        "the terms of reference and the timeframe are not set",
        "nobody is confirmed in the seat of the local authority, the police and the Integrated Care Board",
        "the panel has no chair",
        "no Independent Reviewer with a checked declaration is in post",
    ):
        assert missing in page
    response = browser.post(url(case), {"to_stage": "gathering", "reason": "I would like to."})
    assert response.status_code == 409
    assert "Not yet: the terms of reference and the timeframe are not set" in words(response)
    assert "I would like to." in words(response)
    assert fresh(case).stage == Stage.SCOPING


@pytest.mark.parametrize(
    ("stage", "target", "sentence"),
    [
        (Stage.ANALYSIS, Stage.ENGAGEMENT, "the review has no key line of enquiry"),
        (Stage.ENGAGEMENT, Stage.DRAFTING, "what came of the offer to the family is not recorded"),
        (Stage.ENGAGEMENT, Stage.DRAFTING, "what came of the offer to practitioners is not recorded"),
        (Stage.DRAFTING, Stage.PANEL_AGREEMENT, "the report has no version"),
        (Stage.DRAFTING, Stage.PANEL_AGREEMENT, "a key line of enquiry has no answer"),
        (Stage.PANEL_AGREEMENT, Stage.PARTNER_AGREEMENT, "there is no answer yet on version 1 from"),
        (
            Stage.PARTNER_AGREEMENT,
            Stage.PRE_PUBLICATION,
            "there is no answer yet on version 1 from the local authority, the police and the Integrated Care Board",
        ),
    ],
)
def test_a_stage_that_may_not_come_yet_is_refused_with_its_sentence(
    cast, make_case, as_user, stage, target, sentence
):
    """A11: no step of the way can be skipped."""
    case = make_case(stage).case
    if stage == Stage.ANALYSIS:
        case.review.key_lines.all().delete()
    if stage == Stage.ENGAGEMENT:
        case.review.engagements.all().delete()
    browser = as_user(cast.coordinator)
    page = browser.get(url(case))
    assert target.value not in choices(page)
    assert sentence in words(page)
    response = browser.post(url(case), {"to_stage": target.value, "reason": REASON})
    assert response.status_code == 409
    assert sentence in words(response)
    assert fresh(case).stage == stage
    with pytest.raises(NotYet, match="Not yet:"):
        stage_moves.move_on(case, target, by=cast.coordinator, at=clock.now(), reason=REASON)


def test_an_appointment_that_has_not_begun_is_no_reviewer_in_post(cast, make_case):
    walk = make_case(Stage.SCOPING)
    walk.set_up()
    case = fresh(walk.case)
    assert stage_moves.missing_for(case, Stage.GATHERING, clock.now()) is None
    appointment = case.review.appointments.get()
    appointment.starts_on = appointment.ends_on
    appointment.save()
    sentence = "Not yet: no Independent Reviewer with a checked declaration is in post."
    assert stage_moves.missing_for(case, Stage.GATHERING, clock.now()) == sentence


def test_an_appointment_whose_declaration_is_unchecked_is_no_reviewer_in_post(cast, make_case):
    walk = make_case(Stage.SCOPING)
    walk.set_up()
    case = fresh(walk.case)
    case.review.appointments.update(checked_at=None, checked_by=None)
    sentence = stage_moves.missing_for(case, Stage.GATHERING, clock.now())
    assert sentence is not None and "checked declaration" in sentence


def test_a_partner_who_does_not_agree_holds_the_report_back(cast, make_case, as_user):
    case = make_case(Stage.PARTNER_AGREEMENT).case
    version = case.review.report_versions.first()
    for person, view in ((cast.la, "agrees"), (cast.police, "disagrees"), (cast.icb, "with_comments")):
        report.give_agreement(case, version, view=view, comments="As said.", by=person, at=clock.now())
    browser = as_user(cast.coordinator)
    page = browser.get(url(case))
    assert "Not yet: version 1 is not agreed by the police." in words(page)
    assert choices(page) == ["drafting"], "the way back is open"
    response = browser.post(url(case), {"to_stage": "pre_publication", "reason": REASON})
    assert response.status_code == 409
    response = browser.post(url(case), {"to_stage": "drafting", "reason": "The police are right."})
    assert response.status_code == 302
    assert fresh(case).stage == Stage.DRAFTING


def test_a_member_who_joins_late_is_asked_too(cast, make_case):
    walk = make_case(Stage.PANEL_AGREEMENT)
    walk.panel_agrees()
    case = fresh(walk.case)
    assert stage_moves.missing_for(case, Stage.PARTNER_AGREEMENT, clock.now()) is None
    homes = cast.partnership.agencies["Aldermere Homes"]
    panel.add_member(case, homes, cast.agency_author, by=cast.coordinator, at=clock.now())
    sentence = "Not yet: there is no answer yet on version 1 from Aldermere Homes."
    assert stage_moves.missing_for(case, Stage.PARTNER_AGREEMENT, clock.now()) == sentence


def test_a_stage_that_does_not_follow_is_refused(cast, make_case, as_user):
    cases = ["published", "closed", "logged", "drafting"]
    case = make_case(Stage.GATHERING).case
    for wanted in cases:
        response = as_user(cast.coordinator).post(url(case), {"to_stage": wanted, "reason": REASON})
        assert response.status_code == 409
        assert "doesn’t follow “Information gathering”" in words(response)
        assert fresh(case).stage == Stage.GATHERING


def test_an_absurd_move_is_named(cast, make_case, as_user):
    cases = [
        ({"to_stage": "heaven"}, "Choose one of the stages in the list."),
        ({"to_stage": ""}, "Choose the stage to move to."),
        ({"to_stage": "a\x00b"}, "Choose one of the stages in the list."),
        ({"reason": " \u200b "}, "Enter why the review moves on now."),
        ({"reason": "a\x00b"}, "can’t be stored"),
        ({"reason": "x" * 1_000_000}, "must be 2,000 characters or fewer; it has 1,000,000."),
    ]
    case = make_case(Stage.GATHERING).case
    for changes, sentence in cases:
        form = {"to_stage": "analysis", "reason": REASON, **changes}
        response = as_user(cast.coordinator).post(url(case), form)
        assert response.status_code == 200
        assert sentence in words(response)
        assert fresh(case).stage == Stage.GATHERING


def test_the_same_form_sent_twice_moves_once(cast, make_case, as_user):
    """E09"""
    case = make_case(Stage.GATHERING).case
    before = case.stage_changes.count()
    browser = as_user(cast.coordinator)
    form = {"to_stage": "analysis", "reason": REASON}
    assert browser.post(url(case), form).status_code == 302
    second = browser.post(url(case), form)
    assert second.status_code == 409
    assert "Already: the case is at “Analysis”." in words(second)
    assert case.stage_changes.count() == before + 1


@pytest.mark.parametrize("stage", [Stage.LOGGED, Stage.RAPID_REVIEW])
def test_a_step_that_a_decision_makes_is_not_made_by_hand(cast, make_case, as_user, stage):
    case = make_case(stage).case
    for response in (
        as_user(cast.coordinator).get(url(case)),
        as_user(cast.coordinator).post(url(case), {"to_stage": "scoping", "reason": REASON}),
    ):
        assert response.status_code == 409
        assert "its next step is not made by hand" in words(response)
    assert fresh(case).stage == stage


def test_publishing_is_not_a_move_by_hand(cast, make_case, as_user):
    """A11: only a publication makes a case published."""
    case = make_case(Stage.PRE_PUBLICATION).case
    browser = as_user(cast.coordinator)
    assert choices(browser.get(url(case))) == ["drafting"]
    response = browser.post(url(case), {"to_stage": "published", "reason": REASON})
    assert response.status_code == 409
    assert fresh(case).stage == Stage.PRE_PUBLICATION


def test_a_case_without_a_review_can_be_closed(cast, make_case, as_user):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review(ReviewOutcome.NO_REVIEW)
    case = fresh(walk.case)
    assert case.stage == Stage.NO_REVIEW
    form = {"to_stage": "closed", "reason": "The national Panel agrees."}
    assert as_user(cast.coordinator).post(url(case), form).status_code == 302
    assert fresh(case).stage == Stage.CLOSED


def test_a_refused_move_leaves_no_row(cast, make_case):
    case = make_case(Stage.SCOPING).case
    before = case.stage_changes.count()
    with pytest.raises(NotYet):
        stage_moves.move_on(case, Stage.GATHERING, by=cast.coordinator, at=clock.now(), reason=REASON)
    with pytest.raises(Refused):
        stage_moves.move_on(case, Stage.GATHERING, by=cast.la, at=clock.now(), reason=REASON)
    assert case.stage_changes.count() == before


def test_a_decision_made_twice_advances_once(cast, make_case):
    walk = make_case(Stage.LOGGED)
    walk.views()
    walk.decide()
    with pytest.raises(NotYet):
        criteria.decide_criteria(
            walk.case, is_met=False, rationale="No.", by=cast.coordinator, at=clock.now()
        )
    assert fresh(walk.case).stage == Stage.RAPID_REVIEW


def test_every_move_by_hand_follows_some_stage():
    followers = {after for stages in FOLLOWS.values() for after in stages}
    assert followers >= MOVED_BY_HAND

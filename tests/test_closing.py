"""Closing a case, with actions that are verified or not, and what can still be recorded when it is closed."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews import stage_moves
from reviews.engagement import actions as engagement
from reviews.models import ActionState, Case, Engagement, LearningAction, StageChange, Turn
from reviews.stages import Stage
from tests import engaging, files
from tests.learned import learn
from tests.reading import address, everything_but_the_audit_log, words
from tests.typed import day, letter

pytestmark = pytest.mark.django_db

REASON = "All that the partners asked for is done."
ASKS = "Enter why the case closes with actions that are not verified."


@pytest.fixture
def embedding(cast, make_case):
    """A case whose report is published, with one action that nobody has begun, and a relative who took part."""
    case = make_case(Stage.PRE_PUBLICATION).case
    engaging.taking_part(case, cast.coordinator)
    learn(case, cast.coordinator)
    Case.objects.filter(pk=case.pk).update(stage=Stage.EMBEDDING)
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def closed(embedding):
    """The same case, closed."""
    Case.objects.filter(pk=embedding.pk).update(stage=Stage.CLOSED)
    return Case.objects.get(pk=embedding.pk)


def close(browser, case, **changes: str):
    form = {"to_stage": "closed", "reason": REASON, **changes}
    return browser.post(address(case, "move/"), form, follow=True)


def stage(case) -> str:
    return Case.objects.get(pk=case.pk).stage


# Closing


def test_the_page_names_what_is_not_verified(cast, embedding, as_user):
    page = words(as_user(cast.coordinator).get(address(embedding, "move/")))
    assert "Not verified yet" in page and "1. Set it up." in page and "The trust, Dana Reed" in page
    assert address(embedding, f"learning/actions/{embedding.learning_actions.get().pk}/") in page


def test_with_an_action_open_a_case_closes_only_with_a_reason(cast, embedding, as_user):
    browser = as_user(cast.coordinator)
    response = close(browser, embedding)
    assert response.status_code == 200 and ASKS in words(response) and REASON in words(response)
    assert stage(embedding) == Stage.EMBEDDING
    close(browser, embedding, why_open="The trust reports to the health board from now on.")
    assert stage(embedding) == Stage.CLOSED
    kept = StageChange.objects.filter(case=embedding, to_stage=Stage.CLOSED).get().reason
    closed_so = "When the case closed, action 1 was not verified: "
    assert kept == f"{REASON}\n{closed_so}The trust reports to the health board from now on."


def test_with_every_action_verified_nothing_more_is_asked(cast, embedding, as_user):
    embedding.learning_actions.update(state=ActionState.VERIFIED)
    browser = as_user(cast.coordinator)
    page = browser.get(address(embedding, "move/"))
    assert "why_open" not in page.context["form"].fields and "Not verified yet" not in words(page)
    close(browser, embedding)
    assert StageChange.objects.filter(case=embedding, to_stage=Stage.CLOSED).get().reason == REASON


def test_an_action_that_was_added_meanwhile_stops_the_closing(cast, embedding):
    """The page is older than the action: the step itself asks again, and names it."""
    LearningAction.objects.filter(case=embedding).update(state=ActionState.DONE)
    with pytest.raises(NotYet, match="Not yet: action 1 is not verified"):
        stage_moves.move_on(embedding, Stage.CLOSED, by=cast.coordinator, at=clock.now(), reason=REASON)
    assert stage(embedding) == Stage.EMBEDDING


def test_the_steps_before_ask_for_no_such_reason(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    learn(case, cast.coordinator)
    page = as_user(cast.coordinator).get(address(case, "move/"))
    assert "why_open" not in page.context["form"].fields and "Not verified yet" not in words(page)


# Afterwards


@pytest.mark.parametrize("outcome", ["told_change", "complained", "draft_back"])
def test_the_family_is_still_told_and_heard(cast, closed, as_user, today, outcome):
    """Practice 14: an extension, a correction, a withdrawal, a complaint come after the end."""
    person = closed.review.participants.get()
    if outcome == "draft_back":
        version = closed.review.report_versions.first()
        facts = {"outcome": "draft_shown", "happened_on": today, "note": "She read it.", "version": version}
        Engagement.objects.create(
            review=closed.review,
            participant=person,
            engaged_with="family",
            recorded_at=clock.now(),
            recorded_by=cast.coordinator,
            **facts,
        )
    changes = {"version": str(version.pk)} if outcome == "draft_back" else {}
    browser = as_user(cast.coordinator)
    page = words(browser.get(engaging.of(person)))
    assert "Record what happened" in page and "Change what is kept" not in page
    sent = browser.post(engaging.of(person, "record/"), engaging.happened(today, outcome, **changes))
    assert sent.status_code == 302
    assert person.engagements.filter(outcome=outcome).count() == 1


def test_what_belongs_to_the_review_itself_stays_refused(cast, closed, as_user, today):
    person = closed.review.participants.get()
    browser = as_user(cast.coordinator)
    before = everything_but_the_audit_log()
    offered = dict(browser.get(engaging.of(person, "record/")).context["form"].fields["outcome"].choices)
    assert set(offered) == {"told_change", "draft_back", "complained", "complaint_answered"}
    for outcome in ("met", "offered", "declined", "draft_shown", "told_day", "support"):
        response = browser.post(engaging.of(person, "record/"), engaging.happened(today, outcome))
        assert response.status_code == 200 and response.context["form"].errors["outcome"], outcome
        with pytest.raises(NotYet, match="Already: the case is closed"):
            engagement.record_with(
                closed,
                person,
                outcome=outcome,
                happened_on=today,
                note="x",
                by=cast.coordinator,
                at=clock.now(),
            )
    for rest in ("engagement/add/", "engagement/people/add/", f"engagement/people/{person.pk}/change/"):
        for response in (
            browser.get(address(closed, rest)),
            browser.post(address(closed, rest), {"note": "x"}),
        ):
            assert response.status_code == 409, rest
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize("person", ["la", "panel_member"])
def test_who_kept_no_contact_before_keeps_none_now(cast, closed, as_user, today, person):
    somebody = closed.review.participants.get()
    url = engaging.of(somebody, "record/")
    browser = as_user(getattr(cast, person))
    assert browser.get(url).status_code == 403
    assert browser.post(url, engaging.happened(today, "told_change")).status_code == 403
    assert "Record what happened" not in words(browser.get(engaging.of(somebody)))
    assert not somebody.engagements.exists()


def test_a_promise_to_a_relative_still_waits_for_the_coordinator(cast, closed, as_user, today):
    person = closed.review.participants.get()
    promise = {
        **day("next_contact_on", today + timedelta(days=2)),
        "next_contact": "A call about the withdrawal",
    }
    form = engaging.happened(today, "told_change", **promise)
    assert as_user(cast.coordinator).post(engaging.of(person, "record/"), form).status_code == 302
    assert Turn.objects.filter(case=closed, task="promised_contact", subject=person.pk).exists()


def test_letters_are_still_recorded_and_answered(cast, closed, as_user, today, media):
    browser = as_user(cast.coordinator)
    sent = browser.post(address(closed, "correspondence/add/"), letter(today, **day("due_on", today)))
    assert sent.status_code == 302
    one = closed.correspondence.get()
    assert Turn.objects.filter(case=closed, task="answer_letter", subject=one.pk).exists()
    answered = address(closed, f"correspondence/{one.pk}/answered/")
    assert browser.post(answered, day("answered_on", today)).status_code == 302
    assert files.add(browser, closed).status_code == 302
    refused = as_user(cast.panel_member).get(address(closed, "correspondence/add/"))
    assert refused.status_code == 403 and "may record correspondence" in words(refused)


def test_learning_and_the_report_are_only_read(cast, closed, as_user, today):
    browser, one = as_user(cast.coordinator), closed.learning_actions.get()
    before = everything_but_the_audit_log()
    for rest in (
        "learning/actions/add/",
        f"learning/actions/{one.pk}/step/",
        "learning/findings/add/",
        "report/write/",
        "move/",
    ):
        for response in (
            browser.get(address(closed, rest)),
            browser.post(address(closed, rest), {"reason": "x"}),
        ):
            assert response.status_code in {403, 409}, rest
    assert everything_but_the_audit_log() == before

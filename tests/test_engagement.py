"""Engagement: what was offered and happened, with one person or with nobody named. Who they are: test_participants.py."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.models import Engagement, Participant
from reviews.stages import Stage
from tests.engaging import PEOPLE, change_form, happened, of, participant_form, taking_part
from tests.reading import address, words
from tests.typed import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(make_case):
    return make_case(Stage.ANALYSIS).case


@pytest.fixture
def grandmother(case, cast):
    return taking_part(case, cast.reviewer)


# With nobody named


def test_engagement_is_recorded_and_shown(cast, make_case, as_user, today):
    case = make_case(Stage.ENGAGEMENT).case
    form = {
        "engaged_with": "family",
        "outcome": "declined",
        **day("happened_on", today),
        "note": "Offered twice, in their language.",
    }
    response = as_user(cast.reviewer).post(address(case, "engagement/add/"), form, follow=True)
    assert response.redirect_chain[-1][0] == address(case, "engagement/")
    assert "Offered twice, in their language." in words(response)
    assert ": declined" in words(response)
    assert Engagement.objects.filter(review=case.review, outcome="declined", happened_on=today).count() == 1


def test_absurd_engagement_is_named_and_kept(cast, make_case, as_user, today):
    cases = [
        ({"happened_on_year": "2096"}, "The day can’t be in the future."),
        ({"happened_on_day": "30", "happened_on_month": "2"}, "isn’t a date: February"),
        ({"happened_on_day": "٣"}, "must have a day from 1 to 31"),
        ({"engaged_with": ""}, "Choose whether this is about family or practitioners."),
        ({"outcome": "bribed"}, "Choose"),
        ({"note": "a\x00b"}, "can’t be stored"),
    ]
    case = make_case(Stage.ANALYSIS).case
    for changes, sentence in cases:
        form = {
            "engaged_with": "practitioners",
            "outcome": "met",
            **day("happened_on", today),
            "note": "One reflective meeting.",
            **changes,
        }
        response = as_user(cast.reviewer).post(address(case, "engagement/add/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        assert "note" in changes or "One reflective meeting." in words(response)
        assert not case.review.engagements.exists()


def test_a_partner_reads_engagement_and_may_not_record_it(cast, make_case, as_user):
    case = make_case(Stage.DRAFTING).case
    page = words(as_user(cast.icb).get(address(case, "engagement/")))
    assert "Met at home with an advocate." in page
    assert "Only the Independent Reviewer or the coordinator may record engagement." in page
    response = as_user(cast.icb).post(address(case, "engagement/add/"), {})
    assert response.status_code == 403


def test_the_same_meeting_sent_twice_is_recorded_once(cast, case, as_user, today):
    """E09"""
    browser = as_user(cast.reviewer)
    form = {"engaged_with": "family", **happened(today)}
    assert browser.post(address(case, "engagement/add/"), form).status_code == 302
    again = browser.post(address(case, "engagement/add/"), form)
    assert again.status_code == 409 and "Already: this is recorded." in words(again)
    assert case.review.engagements.count() == 1


def test_what_happens_with_one_person_is_not_offered_for_nobody(cast, case, as_user, today):
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case, "engagement/add/")))
    assert "Declined" in page and "Read a numbered draft" not in page and "Complained" not in page
    for outcome in ("draft_shown", "told_day", "complained"):
        form = {"engaged_with": "family", **happened(today, outcome)}
        assert browser.post(address(case, "engagement/add/"), form).status_code == 200
    assert not case.review.engagements.exists()


# What happened with each


def test_what_happened_is_shown_as_a_timeline_newest_first(cast, case, grandmother, as_user, today):
    browser = as_user(cast.reviewer)
    earlier = today - timedelta(days=3)
    for form in (
        happened(today, note="She spoke of the summer."),
        happened(earlier, "offered", note="A letter in Polish."),
    ):
        assert browser.post(of(grandmother, "record/"), form).status_code == 302
    page = words(browser.get(of(grandmother)))
    assert page.index("She spoke of the summer.") < page.index("A letter in Polish.")
    assert ">Met</strong>" in words(browser.get(address(case, "engagement/")))
    late = browser.post(of(grandmother, "record/"), happened(today + timedelta(days=1), "declined"))
    assert "can’t be in the future" in words(late)
    again = browser.post(of(grandmother, "record/"), happened(earlier, "offered", note="A letter in Polish."))
    assert again.status_code == 409
    assert Engagement.objects.filter(participant=grandmother).count() == 2


@pytest.mark.parametrize("agreed", ["waiting", "no"])
def test_who_may_not_be_spoken_to_is_not_recorded_as_met_but_is_offered(agreed, cast, case, as_user, today):
    person = taking_part(case, cast.reviewer, "The mother", officer_agreed=agreed)
    browser = as_user(cast.reviewer)
    response = browser.post(of(person, "record/"), happened(today))
    assert response.status_code == 409
    assert "has not agreed that the mother is spoken to" in words(response) and "At her home." in words(
        response
    )
    assert not person.engagements.exists()
    for outcome in ("offered", "support", "not_possible"):
        assert browser.post(of(person, "record/"), happened(today, outcome)).status_code == 302
    form = change_form(browser, person, officer_agreed="yes", contact="", **day("officer_agreed_on", today))
    assert browser.post(of(person, "change/"), form).status_code == 302
    assert browser.post(of(person, "record/"), happened(today)).status_code == 302


def test_a_draft_is_out_until_it_is_given_back(cast, make_case, as_user, today):
    walk = make_case(Stage.DRAFTING)
    walk.write()
    case = walk.case
    person = taking_part(case, cast.reviewer)
    version = case.review.report_versions.first()
    browser = as_user(cast.reviewer)
    url = of(person, "record/")
    draft = {"version": str(version.pk)}
    assert "Choose which numbered draft" in words(browser.post(url, happened(today, "draft_shown")))
    assert "Choose “No draft”" in words(browser.post(url, happened(today, "met", **draft)))
    early = browser.post(url, happened(today, "draft_back", **draft))
    assert early.status_code == 409 and "draft 1 is not with the grandmother" in words(early)
    assert browser.post(url, happened(today, "draft_shown", **draft)).status_code == 302
    page = words(browser.get(address(case, "engagement/")))
    assert "Drafts that are out" in page and "Draft 1: The grandmother, since" in page
    assert "Draft 1 is with them" in words(as_user(cast.panel_member).get(of(person)))
    assert as_user(cast.reviewer).post(url, happened(today, "draft_back", **draft)).status_code == 302
    assert "Drafts that are out" not in words(as_user(cast.reviewer).get(address(case, "engagement/")))


def test_a_draft_of_another_review_is_none(cast, make_case, as_user, today):
    """A06"""
    walk, other = make_case(Stage.DRAFTING), make_case(Stage.DRAFTING, pseudonym="Child Teal")
    walk.write()
    other.write()
    person = taking_part(walk.case, cast.reviewer)
    foreign = other.case.review.report_versions.first()
    form = happened(today, "draft_shown", version=str(foreign.pk))
    assert as_user(cast.reviewer).post(of(person, "record/"), form).status_code == 200
    assert not person.engagements.exists()


def test_a_complaint_waits_until_it_is_answered(cast, grandmother, as_user, today):
    browser = as_user(cast.coordinator)
    url = of(grandmother, "record/")
    early = browser.post(url, happened(today, "complaint_answered"))
    assert early.status_code == 409 and "no complaint from the grandmother" in words(early)
    browser.post(url, happened(today, "complained"))
    assert "Complaint waits for an answer" in words(browser.get(of(grandmother)))
    browser.post(url, happened(today, "complaint_answered"))
    assert "Complaint waits for an answer" not in words(browser.get(of(grandmother)))


def test_a_promised_contact_waits_for_the_coordinator_on_its_own_day(
    cast, case, grandmother, as_user, today, time_machine
):
    def waiting():
        return "keep a promise to somebody who takes part" in words(as_user(cast.coordinator).get("/staff/"))

    promise = {"next_contact": "A call about the draft.", **day("next_contact_on", today + timedelta(days=9))}
    as_user(cast.reviewer).post(of(grandmother, "record/"), happened(today, "offered", **promise))
    assert not waiting()
    time_machine.move_to(clock.at_hour(today + timedelta(days=6), 10))
    assert waiting()
    later = happened(today + timedelta(days=6), "met")
    as_user(cast.reviewer).post(of(grandmother, "record/"), later)
    assert not waiting()
    grandmother.refresh_from_db()
    assert grandmother.next_contact_on is None


# What the stage asks for


def test_only_an_answer_of_family_and_of_practitioners_ends_the_stage(cast, make_case, as_user, today):
    case = make_case(Stage.ENGAGEMENT).case
    case.review.engagements.all().delete()
    grandmother = taking_part(case, cast.reviewer)
    nurse = taking_part(case, cast.reviewer, "Health visitor 2", engaged_with="practitioners")
    browser = as_user(cast.reviewer)
    move = {"to_stage": "drafting", "reason": "Both were heard."}

    def moved():
        return as_user(cast.coordinator).post(address(case, "move/"), move)

    for person in (grandmother, nurse):
        for outcome in ("offered", "support", "told_day"):
            browser.post(of(person, "record/"), happened(today, outcome))
    refused = moved()
    assert refused.status_code == 409
    assert "what came of the offer to the family is not recorded" in words(refused)
    as_user(cast.reviewer).post(of(grandmother, "record/"), happened(today, "declined"))
    still = words(moved())
    assert "the offer to practitioners is not recorded" in still and "the offer to the family" not in still
    as_user(cast.reviewer).post(of(nurse, "record/"), happened(today, "not_possible"))
    assert moved().status_code == 302


# Whose it is


@pytest.mark.parametrize("role", ["icb", "panel_member"])
def test_who_reads_may_not_add_change_or_record(role, cast, case, grandmother, as_user, today):
    browser = as_user(getattr(cast, role))
    assert browser.get(of(grandmother)).status_code == 200
    for url, form in (
        (address(case, f"{PEOPLE}add/"), participant_form(called="The aunt")),
        (of(grandmother, "change/"), participant_form()),
        (of(grandmother, "record/"), happened(today)),
    ):
        response = browser.post(url, form)
        assert response.status_code == 403
        assert "Only the Independent Reviewer or the coordinator" in words(response)
    assert Participant.objects.count() == 1 and not grandmother.engagements.exists()


def test_somebody_of_another_case_is_not_found(cast, case, make_case, grandmother, as_user):
    """A06"""
    other = make_case(Stage.ENGAGEMENT, pseudonym="Child Teal").case
    for rest in ("", "change/", "record/", "contact/"):
        url = address(other, f"{PEOPLE}{grandmother.pk}/{rest}")
        assert as_user(cast.reviewer).get(url).status_code == 404
        assert as_user(cast.outsider).get(of(grandmother, rest)).status_code == 404

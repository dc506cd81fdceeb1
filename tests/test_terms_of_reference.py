"""The terms of reference and the timeframe: set by the coordinator or the chair, through their page."""

from datetime import date, timedelta

import pytest

from cspr_portal import clock
from reviews.models import AuditRow
from reviews.panel import actions
from reviews.stages import Stage
from tests.reading import address, words
from tests.reviewing import fill
from tests.typed import day

pytestmark = pytest.mark.django_db


def test_the_coordinator_sets_the_terms_of_reference(cast, scoping, as_user, today):
    browser = as_user(cast.coordinator)
    form = {
        "terms_of_reference": "How did services share what they saw?",
        "methodology": "Two days with practitioners.",
        "questions": "Who saw the child alone?",
        **day("timeframe_from", today - timedelta(days=400)),
        **day("timeframe_to", today - timedelta(days=40)),
    }
    response = browser.post(address(scoping, "scope/"), form, follow=True)
    assert response.redirect_chain[-1][0] == address(scoping, "")
    review = type(scoping.review).objects.get(case=scoping)
    assert review.terms_of_reference == "How did services share what they saw?"
    assert review.methodology == "Two days with practitioners."
    assert "Who saw the child alone?" in words(browser.get(address(scoping, "enquiry/")))
    assert (review.scoped_by, review.timeframe_to) == (cast.coordinator, today - timedelta(days=40))
    assert AuditRow.objects.filter(verb="review.scoped", reference=scoping.reference).count() == 1
    assert "How did services share" in words(browser.get(address(scoping, "scope/")))


def test_the_questions_of_the_rapid_review_are_carried_over(cast, scoping, as_user, today):
    """Until the terms are set: what was set then stands, also without any of them."""
    part = scoping.rapid_review.parts.get(section__key="next_steps")
    part.text = (
        "Housing is asked today. What would a review ask?\n- Who saw the child alone?\nWhy not? Why not?"
    )
    part.save()
    browser = as_user(cast.coordinator)
    page = browser.get(address(scoping, "scope/"))
    assert page.context["form"]["questions"].value().split("\n") == [
        "What would a review ask?",
        "Who saw the child alone?",
        "Why not?",
    ]
    assert "Those that the rapid review asked stand here already" in words(page)
    form = {
        "terms_of_reference": "How did services share what they saw?",
        "questions": "",
        **day("timeframe_from", today - timedelta(days=400)),
        **day("timeframe_to", today - timedelta(days=40)),
    }
    browser.post(address(scoping, "scope/"), form)
    again = browser.get(address(scoping, "scope/"))
    assert "stand here already" not in words(again) and "Who saw the child alone" not in words(again)


def test_a_rapid_review_without_a_question_carries_none(cast, scoping, as_user):
    page = as_user(cast.coordinator).get(address(scoping, "scope/"))
    assert not page.context["form"]["questions"].value()
    assert "stand here already" not in words(page)


def test_a_partner_who_is_not_the_chair_may_not_set_them(cast, scoping, as_user):
    for method in ("get", "post"):
        response = getattr(as_user(cast.la), method)(address(scoping, "scope/"))
        assert response.status_code == 403
        assert "Only the coordinator or the chair of the review’s panel" in words(response)
    scoping.review.refresh_from_db()
    assert scoping.review.scoped_at is None


def test_the_chair_sets_them(cast, scoping, as_user):
    seat = fill(scoping, "la", cast.la, cast.coordinator)
    assert as_user(cast.la).get(address(scoping, "scope/")).status_code == 403
    actions.choose_chair(scoping, seat, by=cast.coordinator, at=clock.now())
    assert as_user(cast.la).get(address(scoping, "scope/")).status_code == 200


def test_everybody_in_the_review_reads_them_by_a_link_from_the_case(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in (cast.la, cast.panel_member, cast.reviewer, cast.coordinator):
        browser = as_user(person)
        assert f'href="{address(case, "terms/")}"' in words(browser.get(address(case, "")))
        page = words(browser.get(address(case, "terms/")))
        assert case.review.terms_of_reference in page
        assert clock.day_words(case.review.timeframe_from) in page
        is_theirs = (
            person == cast.coordinator or case.review.seats.filter(user=person, is_chair=True).exists()
        )
        assert ("Change the terms of reference" in page) is is_theirs
    assert as_user(cast.outsider).get(address(case, "terms/")).status_code == 404


def test_of_two_who_change_them_the_second_sees_both_and_loses_neither(cast, make_case, as_user, today):
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.coordinator)
    seen = browser.get(address(case, "scope/")).context["form"].initial["seen"]
    form = {
        "methodology": "",
        "questions": "",
        "reason": "The panel agreed on it.",
        **day("timeframe_from", today - timedelta(days=400)),
        **day("timeframe_to", today - timedelta(days=40)),
    }
    first = {**form, "terms_of_reference": "What the first one typed.", "seen": seen}
    assert browser.post(address(case, "scope/"), first).status_code == 302
    assert browser.post(address(case, "scope/"), first).status_code == 302, "the same again is no other text"
    second = {**form, "terms_of_reference": "What the second one typed.", "seen": seen}
    response = browser.post(address(case, "scope/"), second)
    page = words(response)
    assert response.status_code == 409
    assert "Somebody else has set the terms since." in page and "What stands there now" in page
    assert "What the first one typed." in page and "What the second one typed." in page
    assert type(case.review).objects.get(case=case).terms_of_reference == "What the first one typed."
    second["seen"] = response.context["form"]["seen"].value()
    assert browser.post(address(case, "scope/"), second).status_code == 302
    assert "What the second one typed." in words(browser.get(address(case, "terms/")))


def test_terms_that_change_keep_the_earlier_ones_and_show_what_changed(cast, make_case, as_user, today):
    """Each set stays with who agreed on it, when, and why the next one took its place."""
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.coordinator)
    before = case.review.terms_of_reference
    for number, asked in (
        (2, "Who saw the child alone?"),
        (3, "Who saw the child alone?\nWho asked housing?"),
    ):
        seen = browser.get(address(case, "scope/")).context["form"].initial["seen"]
        form = {
            "terms_of_reference": before,
            "questions": asked,
            "seen": seen,
            **day("timeframe_from", today - timedelta(days=400)),
            **day("timeframe_to", today - timedelta(days=40)),
        }
        without = browser.post(address(case, "scope/"), form)
        assert "Enter why the terms of reference change." in words(without)
        assert case.review.earlier_terms.count() == number - 2
        changed = browser.post(address(case, "scope/"), {**form, "reason": f"Heard for {number}."})
        assert changed.status_code == 302
    kept = list(case.review.earlier_terms.values_list("number", "scoped_by", "scope_reason", "questions"))
    assert kept[1] == (2, cast.coordinator.pk, "Heard for 2.", "Who saw the child alone?")
    assert kept[0][:1] + kept[0][2:3] == (1, "")
    page = words(as_user(cast.reviewer).get(address(case, "terms/")))
    for shown in (
        "Terms 3: those that hold",
        "What changed from terms 2 to terms 3",
        "What changed from terms 1 to terms 2",
        f"Terms 1, until {clock.day_words(today)}",
        "Heard for 2.",
        "Heard for 3.",
        "Not in terms 1",
    ):
        assert shown in page
    assert page.count("Who asked housing?") == 2 and page.count("<ins>") > 1
    rows = AuditRow.objects.filter(verb="review.scoped", reference=case.reference)
    assert sorted(row.detail["number"] for row in rows) == [1, 2, 3]


def test_before_they_are_set_the_page_says_who_sets_them(cast, scoping, as_user):
    assert "are not set yet" in words(as_user(cast.la).get(address(scoping, "terms/")))
    assert "Set the terms of reference" in words(as_user(cast.coordinator).get(address(scoping, "terms/")))


def test_absurd_terms_are_named_and_kept(cast, scoping, as_user):
    cases = [
        ({"timeframe_from_day": "30", "timeframe_from_month": "2"}, "isn’t a date: February"),
        ({"timeframe_to_year": "2096"}, "The timeframe can’t end in the future."),
        ({"timeframe_from_year": "2096"}, "The timeframe ends before it begins. Check both days."),
        ({"timeframe_from_year": "9" * 300}, "must have a year of four digits"),
        ({"terms_of_reference": ""}, "Enter the terms of reference."),
        ({"terms_of_reference": "one\x00two"}, "can’t be stored"),
        ({"terms_of_reference": "x" * 1_000_000}, "must be 20,000 characters or fewer; it has 1,000,000."),
    ]
    for changes, sentence in cases:
        form = {
            "terms_of_reference": "What I typed so far.",
            **day("timeframe_from", date(2024, 3, 4)),
            **day("timeframe_to", date(2025, 3, 4)),
            **changes,
        }
        response = as_user(cast.coordinator).post(address(scoping, "scope/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        if "terms_of_reference" not in changes:
            assert "What I typed so far." in words(response)
        scoping.review.refresh_from_db()
        assert scoping.review.scoped_at is None

"""Key lines of enquiry and their answers, and engagement with family and practitioners, through their pages."""

import pytest

from reviews.models import AuditRow, Engagement, KeyLine
from reviews.stages import Stage
from tests.reading import address, words
from tests.typed import day

pytestmark = pytest.mark.django_db

LINE = {"question": "When did each service first worry?", "method": "Returns side by side, then interviews."}


# Key lines of enquiry


def test_a_key_line_is_added_and_answered(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.reviewer)
    response = browser.post(address(case, "enquiry/add/"), LINE, follow=True)
    assert response.redirect_chain[-1][0] == address(case, "enquiry/")
    assert LINE["question"] in words(response) and LINE["method"] in words(response)
    assert "No answer yet" in words(response)
    line = KeyLine.objects.get(review=case.review)
    answer = address(case, f"enquiry/{line.pk}/answer/")
    assert LINE["question"] in words(browser.get(answer))
    response = browser.post(answer, {"answer": "In the same month."}, follow=True)
    assert "In the same month." in words(response)
    line.refresh_from_db()
    assert (line.answer, line.answered_by) == ("In the same month.", cast.reviewer)
    verbs = AuditRow.objects.filter(reference=case.reference).values_list("verb", flat=True)
    assert {"enquiry.line_added", "enquiry.line_answered"} <= set(verbs)


def test_the_same_form_sent_twice_adds_one_line_and_records_one_meeting(cast, make_case, as_user, today):
    """E09"""
    case = make_case(Stage.ANALYSIS).case
    lines = case.review.key_lines.count()
    browser = as_user(cast.reviewer)
    meeting = {"engaged_with": "family", "outcome": "met", **day("happened_on", today), "note": "At home."}
    for rest, form in (("enquiry/add/", LINE), ("engagement/add/", meeting)):
        form = {**form, "question": "Another question?"} if "question" in form else form
        assert browser.post(address(case, rest), form).status_code == 302
        again = browser.post(address(case, rest), form)
        assert again.status_code == 409
        assert "Already: this" in words(again)
    assert (case.review.key_lines.count(), case.review.engagements.count()) == (lines + 1, 1)


def test_only_the_reviewer_answers(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    for person in (cast.coordinator, cast.police, cast.panel_member):
        for method in ("get", "post"):
            response = getattr(as_user(person), method)(
                address(case, f"enquiry/{line.pk}/answer/"), {"answer": "Mine."}
            )
            assert response.status_code == 403
            assert "Only the Independent Reviewer may answer" in words(response)
        assert "/answer/" not in words(as_user(person).get(address(case, "enquiry/")))
    line.refresh_from_db()
    assert line.answer == ""


def test_the_coordinator_may_add_a_line_and_a_member_may_not(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    assert as_user(cast.coordinator).post(address(case, "enquiry/add/"), LINE).status_code == 302
    response = as_user(cast.panel_member).post(address(case, "enquiry/add/"), LINE)
    assert response.status_code == 403
    assert case.review.key_lines.count() == 1


def test_the_enquiry_is_over_when_the_report_is_being_agreed(cast, make_case, as_user):
    case = make_case(Stage.PANEL_AGREEMENT).case
    line = case.review.key_lines.first()
    browser = as_user(cast.reviewer)
    for rest, form in (("enquiry/add/", LINE), (f"enquiry/{line.pk}/answer/", {"answer": "Late."})):
        response = browser.post(address(case, rest), form)
        assert response.status_code == 409
        assert "Already: the enquiry is over" in words(response)
    assert browser.get(address(case, "enquiry/")).status_code == 200


def test_a_line_of_another_case_is_not_found(cast, make_case, as_user):
    """A06"""
    case = make_case(Stage.ANALYSIS).case
    other = make_case(Stage.ANALYSIS, pseudonym="Child Teal").case
    line = other.review.key_lines.first()
    response = as_user(cast.reviewer).post(address(case, f"enquiry/{line.pk}/answer/"), {"answer": "Mine."})
    assert response.status_code == 404
    line.refresh_from_db()
    assert line.answer == ""


def test_an_absurd_key_line_is_named(cast, make_case, as_user):
    cases = [
        ({"question": ""}, "Enter the key line of enquiry."),
        ({"method": "   "}, "Enter how it will be investigated."),
        ({"question": "a\x00b"}, "can’t be stored"),
        ({"question": "x" * 1_000_000}, "must be 2,000 characters or fewer; it has 1,000,000."),
    ]
    case = make_case(Stage.GATHERING).case
    for changes, sentence in cases:
        response = as_user(cast.reviewer).post(address(case, "enquiry/add/"), {**LINE, **changes})
        assert response.status_code == 200
        assert sentence in words(response)
        assert not case.review.key_lines.exists()


def test_what_is_typed_is_shown_as_text(cast, make_case, as_user):
    """E05: markup stays inert."""
    case = make_case(Stage.GATHERING).case
    nasty = "<script>alert(1)</script><b onclick=x>"
    as_user(cast.reviewer).post(address(case, "enquiry/add/"), {"question": nasty, "method": nasty})
    page = as_user(cast.reviewer).get(address(case, "enquiry/")).content.decode()
    assert "<script>alert" not in page and "<b onclick" not in page
    assert "&lt;script&gt;" in page


# Engagement


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
    assert "Declined" in words(response)
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

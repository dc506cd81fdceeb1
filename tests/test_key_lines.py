"""Key lines of enquiry: why and how they are asked, the evidence that is linked to them, and their answers."""

import pytest

from reviews.models import AuditRow, KeyLine, KeyLineEvidence
from reviews.stages import Stage
from tests import asking, engaging
from tests.reading import address, words

pytestmark = pytest.mark.django_db

LINE = {"question": "When did each service first worry?", "method": "Returns side by side, then interviews."}


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


def test_the_same_line_sent_twice_is_one(cast, make_case, as_user):
    """E09"""
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.reviewer)
    assert browser.post(address(case, "enquiry/add/"), LINE).status_code == 302
    again = browser.post(address(case, "enquiry/add/"), LINE)
    assert again.status_code == 409
    assert "Already: this" in words(again)
    assert case.review.key_lines.count() == 1


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


# Why it is asked, and what the rapid review left


def test_why_is_shown_and_the_words_change_until_there_is_an_answer(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    url = address(case, f"enquiry/{line.pk}/")
    changed = LINE | {"why": "Two services wrote it down differently."}
    page = words(as_user(cast.coordinator).post(url, changed, follow=True))
    assert changed["question"] in page and changed["why"] in page
    as_user(cast.reviewer).post(address(case, f"enquiry/{line.pk}/answer/"), {"answer": "In May."})
    late = as_user(cast.coordinator).post(url, LINE | {"question": "Another?"})
    assert late.status_code == 409 and "its words stand" in words(late)
    member = as_user(cast.panel_member).post(url, LINE)
    assert member.status_code == 403
    line.refresh_from_db()
    assert line.question == LINE["question"]


def test_two_lines_never_ask_the_same(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    first, second = case.review.key_lines.all()[:2]
    response = as_user(cast.reviewer).post(
        address(case, f"enquiry/{second.pk}/"), LINE | {"question": first.question}
    )
    assert response.status_code == 409 and "Already: another key line" in words(response)


def test_what_the_rapid_review_left_begins_a_key_line(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    case.review.questions = "- Who saw the child alone?\n\n- Why was the visit missed?"
    case.review.save()
    browser = as_user(cast.reviewer)
    page = words(browser.get(address(case, "enquiry/")))
    assert "Who saw the child alone?" in page and "Add as a key line" in page
    form = browser.get(address(case, "enquiry/add/?left=2")).context["form"]
    assert form.initial["question"] == "Why was the visit missed?"
    assert browser.get(address(case, "enquiry/add/?left=99")).context["form"].initial == {}
    browser.post(address(case, "enquiry/add/"), LINE | {"question": "Why was the visit missed?"})
    page = words(browser.get(address(case, "enquiry/")))
    assert "?left=1" in page and "?left=2" not in page
    assert "Add as a key line" not in words(as_user(cast.panel_member).get(address(case, "enquiry/")))


# Evidence


def test_an_event_a_return_and_words_are_linked_once_each(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    event = engaging.event(case, cast.coordinator, "The first visit at home.")
    given = asking.asked(case, cast)
    asking.accepted(given, cast.coordinator)
    url = address(case, f"enquiry/{line.pk}/evidence/")
    browser = as_user(cast.reviewer)
    assert "The first visit at home." in words(browser.get(url))
    sent = [
        {"entry": str(event.pk), "words": "It came late."},
        {"agency_request": str(given.pk), "words": "See the second part."},
        {"words": "She said so in the interview."},
    ]
    for form in sent:
        assert browser.post(url, form).status_code == 302, words(browser.post(url, form))
    page = words(browser.get(address(case, "enquiry/")))
    for text in ("The first visit at home.", "It came late.", "See the second part.", "She said so"):
        assert text in page
    # Linked, they are offered no more; the same words sent twice are one.
    again = browser.get(url).context["form"]
    assert "entry" not in again.fields and "agency_request" not in again.fields
    browser.post(url, sent[2])
    assert line.evidence.count() == 3
    assert AuditRow.objects.filter(verb="enquiry.evidence_linked").count() == 3


def test_evidence_is_something_and_one_thing_at_a_time(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    url = address(case, f"enquiry/{line.pk}/evidence/")
    browser = as_user(cast.coordinator)
    assert "Enter the evidence." in words(browser.post(url, {"words": " "}))
    event = engaging.event(case, cast.coordinator)
    given = asking.asked(case, cast)
    asking.accepted(given, cast.coordinator)
    both = {"entry": str(event.pk), "agency_request": str(given.pk)}
    assert "one after the other" in words(browser.post(url, both))
    assert "Choose what to link" in words(browser.post(url, {"words": ""}))
    assert not KeyLineEvidence.objects.exists()


def test_what_is_of_another_review_gone_or_not_accepted_is_not_linked(cast, make_case, as_user):
    """A06"""
    case = make_case(Stage.ANALYSIS).case
    other = make_case(Stage.ANALYSIS, pseudonym="Child Teal").case
    line = case.review.key_lines.first()
    foreign = engaging.event(other, cast.coordinator, "Elsewhere.")
    gone = engaging.event(
        case, cast.coordinator, "Gone.", gone_at=line.added_at, gone_by=cast.coordinator, gone_reason="Twice."
    )
    engaging.event(case, cast.coordinator, "Here.")
    waiting = asking.asked(case, cast)
    url = address(case, f"enquiry/{line.pk}/evidence/")
    browser = as_user(cast.coordinator)
    page = words(browser.get(url))
    assert "Here." in page and "Elsewhere." not in page and "Gone." not in page
    for event in (foreign, gone):
        assert browser.post(url, {"entry": str(event.pk)}).status_code == 200
    assert browser.post(url, {"agency_request": str(waiting.pk), "words": ""}).status_code == 200
    assert not KeyLineEvidence.objects.exists()
    linked = engaging.linked(other, cast.coordinator)
    assert browser.get(address(case, f"enquiry/{line.pk}/evidence/{linked.pk}/remove/")).status_code == 404


def test_events_are_found_by_a_word_among_many(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    for number in range(40):
        engaging.event(case, cast.coordinator, f"Visit {number}.", place=number)
    last = engaging.event(case, cast.coordinator, "The ambulance came.", place=99)
    url = address(case, f"enquiry/{line.pk}/evidence/")
    browser = as_user(cast.reviewer)
    page = words(browser.get(url))
    assert "The ambulance came." not in page and "The first 30 events" in page
    page = words(browser.get(url, {"find": "ambulance"}))
    assert "The ambulance came." in page and "Visit 1." not in page
    assert "No event has “zebra” in it." in words(browser.get(url, {"find": "zebra"}))
    assert browser.post(f"{url}?find=ambulance", {"entry": str(last.pk)}).status_code == 302
    assert line.evidence.get().entry == last


def test_evidence_is_removed_by_who_linked_it_or_the_reviewer(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    for linker, refused, remover in (
        (cast.coordinator, cast.second_coordinator, cast.coordinator),
        (cast.coordinator, cast.police, cast.reviewer),
    ):
        one = engaging.linked(case, linker)
        url = address(case, f"enquiry/{line.pk}/evidence/{one.pk}/remove/")
        denied = as_user(refused).post(url)
        assert denied.status_code == 403 and "or whoever linked it" in words(denied)
        assert one.words in words(as_user(remover).get(url))
        assert as_user(remover).post(url).status_code == 302
        assert not line.evidence.exists()


def test_the_panel_does_not_learn_from_evidence_what_a_return_says(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    given = asking.asked(case, cast)
    asking.accepted(given, cast.coordinator)
    form = {"agency_request": str(given.pk), "words": "The second part says why."}
    as_user(cast.reviewer).post(address(case, f"enquiry/{line.pk}/evidence/"), form)
    engaging.linked(case, cast.reviewer, "What the panel may know.")
    member = words(as_user(cast.panel_member).get(address(case, "enquiry/")))
    assert "What the panel may know." in member and "The second part says why." not in member
    assert "which you may not read" in member and str(given.pk) not in member
    one = line.evidence.get(agency_request=given)
    url = address(case, f"enquiry/{line.pk}/evidence/{one.pk}/remove/")
    assert as_user(cast.panel_member).get(url).status_code == 404
    assert "The second part says why." in words(as_user(cast.icb).get(address(case, "enquiry/")))


def test_a_partner_links_nothing(cast, make_case, as_user):
    case = make_case(Stage.ANALYSIS).case
    line = case.review.key_lines.first()
    response = as_user(cast.icb).post(address(case, f"enquiry/{line.pk}/evidence/"), {"words": "Mine."})
    assert response.status_code == 403 and not line.evidence.exists()

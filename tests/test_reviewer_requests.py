"""What the partners ask an Independent Reviewer in writing: it waits for the reviewer, and is kept with the reply."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.documents import actions as documents
from reviews.models import Document, ReviewerRequest
from reviews.reviewers import actions, asking
from reviews.stages import Stage
from tests import files
from tests.appointing import appointed, asked, in_post
from tests.reading import address, words
from tests.typed import day

pytestmark = pytest.mark.django_db

WAITS = "Child Wren: reply to the safeguarding partners"
REPLY = {"reply": "The findings are three. The draft follows in May."}


@pytest.fixture
def case(make_case):
    return make_case(Stage.GATHERING).case


@pytest.fixture
def ask(case, today):
    """Return the address of the form, and what is typed into it."""
    key = case.review.appointments.get().pk
    form = {
        "kind": "draft",
        "asked": "Send us what you have of the findings.",
        **day("answer_by", today + timedelta(days=7)),
    }
    return address(case, f"reviewer/{key}/ask/"), form


def reply_page(case, request) -> str:
    return address(case, f"reviewer/requests/{request.pk}/reply/")


def test_a_request_waits_for_the_reviewer_and_is_kept_with_the_reply(cast, case, as_user, ask):
    where, form = ask
    theirs, browser = as_user(cast.reviewer), as_user(cast.police)
    assert "SI 2018/789, regulation 14" in words(browser.get(where))
    assert browser.post(where, form).status_code == 302
    desk = words(theirs.get("/staff/"))
    assert WAITS in desk and "due" in desk
    for person in (cast.coordinator, cast.police, cast.panel_member):
        assert WAITS not in words(as_user(person).get("/staff/"))
    request = ReviewerRequest.objects.get()
    assert request.asked_as == "Detective superintendent, " + cast.police.agency.name
    assert "Waiting for the reviewer" in words(browser.get(address(case, "reviewer/")))
    assert theirs.post(reply_page(case, request), REPLY).status_code == 302
    assert WAITS not in words(theirs.get("/staff/"))
    page = words(browser.get(address(case, "reviewer/")))
    assert "Answered" in page and "The findings are three." in page
    again = theirs.post(reply_page(case, request), {"reply": "Something else."})
    assert again.status_code == 409 and "Already: the reply is recorded." in words(again)
    request.refresh_from_db()
    assert request.reply == REPLY["reply"]


def test_the_same_request_and_reply_sent_twice_are_one(cast, case, as_user, ask):
    """E09."""
    where, form = ask
    for _ in range(2):
        as_user(cast.coordinator).post(where, form)
    request = ReviewerRequest.objects.get()
    for _ in range(2):
        asking.reply_to_request(case, request, reply="So.", by=cast.reviewer, at=clock.now())
    assert ReviewerRequest.objects.get().reply == "So."


def test_a_day_that_can_not_be_is_named_and_what_was_typed_is_kept(cast, case, as_user, ask, today):
    where, form = ask
    ends_on = case.review.appointments.get().ends_on
    for wrong, sentence in (
        (today - timedelta(days=1), "The answer can’t be due before today"),
        (ends_on + timedelta(days=1), "nobody can reply after it. Choose a day until then"),
    ):
        page = words(as_user(cast.coordinator).post(where, form | day("answer_by", wrong)))
        assert sentence in page and "Send us what you have of the findings." in page
    assert "Choose what you ask for." in words(
        as_user(cast.la).post(where, form | {"kind": "money"})
        and (as_user(cast.la).post(where, form | {"kind": ""}))
    )
    assert not ReviewerRequest.objects.exists()


def test_nobody_else_replies(cast, case, as_user):
    request = asked(case, cast.coordinator)
    in_post(case, cast.reviewer_2, cast.coordinator, cast.la)
    for person in (cast.coordinator, cast.la, cast.panel_member, cast.reviewer_2):
        for method in ("get", "post"):
            response = getattr(as_user(person), method)(reply_page(case, request), REPLY)
            assert response.status_code == 403
            assert "Only the Independent Reviewer who was asked may reply." in words(response)
    request.refresh_from_db()
    assert request.replied_at is None


def test_a_document_that_the_reviewer_added_goes_with_the_reply(cast, case, as_user):
    files.papers(case, cast.coordinator)
    others = Document.objects.get(document_class="ordinary")
    request = asked(case, cast.coordinator)
    theirs = as_user(cast.reviewer)
    page = words(theirs.get(reply_page(case, request)))
    assert others.title not in page
    assert "add it to the case’s documents" in page
    refused = words(theirs.post(reply_page(case, request), REPLY | {"document": str(others.pk)}))
    assert "Choose one of the documents in the list." in refused and "The findings are three." in refused
    with pytest.raises(Refused, match="Only a document that you added"):
        asking.reply_to_request(case, request, reply="So.", document=others, by=cast.reviewer, at=clock.now())
    others.added_by = cast.reviewer
    others.save()
    assert theirs.post(reply_page(case, request), REPLY | {"document": str(others.pk)}).status_code == 302
    shown = as_user(cast.la).get(address(case, "reviewer/"))
    assert f"documents/{others.pk}/" in words(shown)
    documents.remove_document(others, reason="A wrong file.", by=cast.coordinator, at=clock.now())
    assert f"{others.title} (removed)" in words(as_user(cast.la).get(address(case, "reviewer/")))


def test_after_the_end_nothing_is_replied_and_the_request_stays_unanswered(cast, case, as_user):
    request = asked(case, cast.coordinator)
    theirs = as_user(cast.reviewer)
    assert theirs.get(reply_page(case, request)).status_code == 200
    appointment = case.review.appointments.get()
    actions.end_appointment(case, appointment, reason="Done.", by=cast.la, at=clock.now())
    assert theirs.post(reply_page(case, request), REPLY).status_code == 404
    with pytest.raises(Refused):
        asking.reply_to_request(case, request, reply="Late.", by=cast.reviewer, at=clock.now())
    request.refresh_from_db()
    assert request.replied_at is None
    page = words(as_user(cast.coordinator).get(address(case, "reviewer/")))
    assert "Not answered: the appointment ended on" in page
    response = as_user(cast.coordinator).get(address(case, f"reviewer/{appointment.pk}/ask/"))
    assert response.status_code == 409


def test_nobody_is_asked_before_the_case_is_open_to_them(cast, scoping, as_user):
    unchecked = appointed(scoping, cast.reviewer, cast.coordinator)
    later = in_post(scoping, cast.reviewer_2, cast.coordinator, cast.la, starts_in=9)
    for one, sentence in ((unchecked, "has not been checked"), (later, "Not yet: the appointment begins on")):
        response = as_user(cast.la).get(address(scoping, f"reviewer/{one.pk}/ask/"))
        assert response.status_code == 409 and sentence in words(response)


def test_a_late_answer_is_marked(cast, case, as_user, time_machine):
    request = asked(case, cast.coordinator)
    time_machine.move_to(clock.at_hour(request.answer_by + timedelta(days=1), 9))
    assert ">Late<" in words(as_user(cast.la).get(address(case, "reviewer/")))
    assert "was due" in words(as_user(cast.reviewer).get("/staff/"))


def test_a_request_of_another_case_is_not_there(cast, make_case, case, as_user):
    """A06."""
    other = make_case(Stage.GATHERING, pseudonym="Child Robin").case
    request = asked(other, cast.coordinator)
    browser = as_user(cast.reviewer)
    assert browser.get(reply_page(other, request)).status_code == 200
    assert browser.get(reply_page(case, request)).status_code == 404
    assert browser.post(reply_page(case, request), REPLY).status_code == 404

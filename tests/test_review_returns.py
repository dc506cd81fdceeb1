"""A request for the review: its agreed timeframe, why things happened, what the agency does because of it."""

from datetime import date

import pytest

from cspr_portal import clock
from reviews.models import AgencyReturn, RequestPurpose
from reviews.returns.forms import ReturnForm
from reviews.stages import Stage
from tests import asking
from tests.asking import SAID, accepted, ask_form, asked, draft, ours, theirs
from tests.reading import address, words

pytestmark = pytest.mark.django_db

WHY = "Why things happened as they did"
DOES = "What your agency does because of it"
BOTH = {"analysis": "Two visits fell on one day.", "agency_actions": "A second visitor, by May."}


@pytest.fixture
def case(make_case):
    """A case whose review has an agreed timeframe."""
    found = make_case(Stage.GATHERING).case
    found.review.timeframe_from, found.review.timeframe_to = date(2024, 3, 1), date(2026, 2, 28)
    found.review.save()
    return found


@pytest.fixture
def found(cast, case):
    """A request for the review."""
    return asked(case, cast)


def test_only_a_return_for_the_review_asks_why_and_what_the_agency_does(cast, rapid, found, as_user):
    author = as_user(cast.agency_author)
    page = words(author.get(theirs(found, "return/")))
    assert WHY in page and DOES in page
    other = words(author.get(theirs(asked(rapid, cast), "return/")))
    assert WHY not in other and DOES not in other
    labels = dict(ReturnForm.parts(RequestPurpose.REVIEW))
    assert (labels["analysis"], labels["agency_actions"]) == (WHY, DOES)
    short = [name for name, _label in ReturnForm.parts(RequestPurpose.RAPID_REVIEW)]
    assert short == ["involvement", "episodes", "safety", "improvements"]


def test_what_is_typed_there_is_kept_sent_and_read_by_those_who_asked(cast, found, as_user):
    author = as_user(cast.agency_author)
    assert author.post(theirs(found, "return/"), draft(0, **BOTH)).status_code == 302
    again = words(author.get(theirs(found, "return/")))
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 302
    pages = [again, words(author.get(theirs(found)))]
    pages += [words(as_user(person).get(ours(found))) for person in (cast.coordinator, cast.police)]
    asking.actions.accept(found, version=1, by=cast.coordinator, at=clock.now())
    pages.append(words(as_user(cast.reviewer).get(ours(found))))
    for page in pages:
        assert all(text in page for text in (SAID, *BOTH.values()))


def test_a_return_for_the_rapid_review_keeps_nothing_there(cast, rapid, as_user):
    """A09: fields that the form doesn't have."""
    found = asked(rapid, cast)
    author = as_user(cast.agency_author)
    assert author.post(theirs(found, "return/"), draft(0, **BOTH)).status_code == 302
    kept = AgencyReturn.objects.get(request=found)
    assert (kept.involvement, kept.analysis, kept.agency_actions) == (SAID, "", "")


def test_of_two_windows_the_second_sees_both_texts_there_too(cast, found, as_user):
    """E10."""
    author = as_user(cast.agency_author)
    assert author.post(theirs(found, "return/"), draft(0, **BOTH)).status_code == 302
    other = {"analysis": "The diary was full.", "agency_actions": "A shared diary."}
    late = author.post(theirs(found, "return/"), draft(0, **other))
    assert late.status_code == 409
    assert all(text in words(late) for text in (*BOTH.values(), *other.values()))
    kept = AgencyReturn.objects.get(request=found)
    assert {name: getattr(kept, name) for name in BOTH} == BOTH
    assert author.post(theirs(found, "return/"), draft(1, **other)).status_code == 302


def test_an_agency_that_was_not_involved_does_not_say_why_things_happened(cast, found, as_user):
    asking.saved(found, had_no_involvement=True, involvement="", episodes="", analysis="Somebody’s diary.")
    response = as_user(cast.agency_author).post(theirs(found, "send/"), {"version": "1"})
    assert response.status_code == 409 and "that your agency was not involved, and how" in words(response)


def test_the_request_shows_the_agreed_timeframe_to_those_who_ask_write_and_sign_off(cast, case, as_user):
    said = "1 March 2024 to 28 February 2026"
    browser = as_user(cast.coordinator)
    page = browser.get(address(case, "requests/ask/"))
    assert said in words(page) and "in the review’s timeframe" in page.context["form"].initial["asked"]
    typed = ask_form(case, [asking.agency()], [cast.agency_author], approvers=[str(cast.agency_approver.pk)])
    assert browser.post(address(case, "requests/ask/"), typed).status_code == 302
    found = case.agency_requests.get()
    assert said in words(browser.get(ours(found)))
    for rest in ("", "return/"):
        assert said in words(as_user(cast.agency_author).get(theirs(found, rest)))
    assert said in words(as_user(cast.agency_approver).get(asking.approvers(found)))


def test_while_none_is_agreed_the_request_says_so_and_one_for_the_rapid_review_has_none(
    cast, case, rapid, found, as_user
):
    case.review.timeframe_from = case.review.timeframe_to = None
    case.review.save()
    author = as_user(cast.agency_author)
    assert "Not agreed yet" in words(author.get(theirs(found)))
    assert "Timeframe" not in words(author.get(theirs(asked(rapid, cast))))
    assert "in the last two years" in words(as_user(cast.coordinator).get(address(rapid, "requests/ask/")))


def test_names_in_these_parts_join_the_sealed_words_of_the_case(cast, case, found, as_user):
    author = as_user(cast.agency_author)
    assert author.post(theirs(found, "return/"), draft(0, **BOTH)).status_code == 302
    assert author.post(theirs(found, "names/"), {"practitioner": "Lavender Quist"}).status_code == 302
    accepted_return = accepted(found, cast.coordinator)
    assert accepted_return.names.count() == 1
    assert case.sealed_items.filter(agency_return=accepted_return).count() == 1

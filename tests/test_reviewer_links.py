"""A link that an Independent Reviewer declares, or does not: the three partners decide, and one stops it."""

from itertools import product

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.models import LinkDecision
from reviews.reviewers import access, actions
from reviews.stages import Stage
from tests.appointing import LINK, appointed, in_post
from tests.reading import address, words

pytestmark = pytest.mark.django_db

PARTNERS = ("la", "police", "icb")
ACCEPTS = {"accepts": "yes", "reasons": "The school has no part in the review."}
DECLINES = {"accepts": "no", "reasons": "It would not be seen as independent."}
CHECKED = {"is_complete": "yes", "note": "Employers compared."}


@pytest.fixture
def linked(cast, scoping):
    """An appointment with one declared link, recorded by the coordinator."""
    return appointed(scoping, cast.reviewer, cast.coordinator, is_linked=True)


@pytest.fixture
def where(scoping, linked):
    """Return a function that gives an address of that appointment."""
    return lambda rest: address(scoping, f"reviewer/{linked.pk}/{rest}/")


@pytest.fixture
def waits(as_user, cast):
    """Return a function that says whether a task waits for somebody."""
    return lambda person, task: f"Child Wren: {task}" in words(as_user(getattr(cast, person)).get("/staff/"))


DECIDE = "decide on the reviewer’s declared link"
CHECK = "check the reviewer’s declaration"


def test_all_three_partners_accept_a_link_before_the_declaration_can_be_checked(
    cast, scoping, as_user, linked, where, waits
):
    for done, person in enumerate(PARTNERS):
        assert [waits(one, DECIDE) for one in PARTNERS] == [place >= done for place in range(3)]
        assert not waits("la", CHECK)
        early = as_user(cast.second_coordinator).post(where("check"), CHECKED)
        assert early.status_code == 409
        assert "Not yet: a link is declared, and" in words(early)
        page = as_user(getattr(cast, person)).get(where("links"))
        assert LINK in words(page)
        assert as_user(getattr(cast, person)).post(where("links"), ACCEPTS).status_code == 302
    assert not any(waits(person, DECIDE) for person in PARTNERS)
    assert waits("la", CHECK)
    assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 404
    check = words(as_user(cast.police).get(where("check")))
    assert LINK in check
    assert check.count("The school has no part in the review.") == 3
    assert as_user(cast.police).post(where("check"), CHECKED).status_code == 302
    assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 200


def test_one_partner_that_declines_stops_the_appointment(cast, scoping, as_user, linked, where, waits):
    as_user(cast.la).post(where("links"), ACCEPTS)
    response = as_user(cast.icb).post(where("links"), DECLINES, follow=True)
    page = words(response)
    assert "The appointment of Ingrid Solway is stopped." in page
    assert "Integrated Care Board: the declared link is not accepted. It would not be seen" in page
    linked.refresh_from_db()
    assert linked.ended_by == cast.icb
    assert not waits("police", DECIDE)
    assert waits("coordinator", "appoint the Independent Reviewer")
    for rest, data in (("links", ACCEPTS), ("check", CHECKED)):
        late = as_user(cast.police).post(where(rest), data)
        assert late.status_code == 409
        assert "Already: the appointment has ended." in words(late)
    assert LinkDecision.objects.count() == 2
    assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 404


def test_a_partner_decides_once_and_for_itself(cast, as_user, linked, where, scoping):
    assert as_user(cast.police).post(where("links"), ACCEPTS).status_code == 302
    again = as_user(cast.police).post(where("links"), DECLINES)
    assert again.status_code == 409
    assert "Already: your partner’s decision on this link is recorded." in words(again)
    for person in ("coordinator", "second_coordinator"):
        refused = as_user(getattr(cast, person)).post(where("links"), ACCEPTS)
        assert refused.status_code == 403
        assert "Only a safeguarding partner’s delegate or deputy" in words(refused)
    assert [one.partner_role for one in LinkDecision.objects.all()] == ["police"]
    linked.refresh_from_db()
    assert linked.ended_at is None


def test_reasons_are_asked_for_and_what_was_typed_is_kept(cast, as_user, linked, where):
    page = words(as_user(cast.la).post(where("links"), {"accepts": "", "reasons": "Typed with care."}))
    assert "Choose whether your partner accepts what is declared." in page and "Typed with care." in page
    page = words(as_user(cast.la).post(where("links"), {"accepts": "no", "reasons": ""}))
    assert "Enter your partner’s reasons." in page
    assert not LinkDecision.objects.exists()


def test_where_no_link_is_declared_there_is_nothing_to_decide(cast, scoping, as_user):
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    response = as_user(cast.la).get(address(scoping, f"reviewer/{appointment.pk}/links/"))
    assert response.status_code == 409
    assert "Already: the reviewer declares no link" in words(response)


def test_a_link_that_the_second_person_finds_stops_the_appointment(cast, scoping, as_user):
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    where = address(scoping, f"reviewer/{appointment.pk}/check/")
    found = {"is_complete": "no", "note": "They chaired a board here in 2021."}
    page = words(as_user(cast.la).post(where, found, follow=True))
    assert "A link was found that was not declared. They chaired a board here in 2021." in page
    assert "Stopped on" in page
    appointment.refresh_from_db()
    assert (appointment.checked_at, appointment.ended_by) == (None, cast.la)
    assert as_user(cast.la).post(where, CHECKED).status_code == 409
    assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 404


def test_the_check_shows_each_point_with_its_answer(cast, scoping, as_user, linked, where):
    page = words(as_user(cast.la).get(where("links")))
    for point in ("Worked for, or was paid by, an agency in the area", "Has a financial interest"):
        assert point in page
    assert page.count("No link") == 6


def test_the_action_refuses_what_the_page_does_not_offer(cast, scoping, linked):
    at = clock.now()
    with pytest.raises(NotYet, match="a link is declared"):
        actions.check_declaration(scoping, linked, note="Fine.", by=cast.la, at=at)
    for person in (cast.coordinator, cast.reviewer, cast.outsider):
        with pytest.raises(Refused, match="Only a safeguarding partner"):
            actions.decide_links(scoping, linked, accepts=True, reasons="So.", by=person, at=at)
    assert not LinkDecision.objects.exists()


def test_two_appointments_are_decided_apart(cast, make_case, as_user):
    """The link of a second reviewer doesn't touch the first, who is in post."""
    case = make_case(Stage.GATHERING).case
    second = appointed(case, cast.reviewer_2, cast.coordinator, is_linked=True)
    as_user(cast.la).post(address(case, f"reviewer/{second.pk}/links/"), DECLINES)
    assert as_user(cast.reviewer).get(address(case, "")).status_code == 200
    third = in_post(case, cast.reviewer_2, cast.coordinator, cast.police)
    assert third.pk != second.pk
    assert as_user(cast.reviewer_2).get(address(case, "")).status_code == 200


@pytest.mark.exhaustive
@pytest.mark.parametrize("says", list(product((True, False), repeat=3)))
def test_whatever_the_partners_say_only_three_that_accept_let_it_go_ahead(cast, scoping, linked, says):
    at = clock.now()
    for person, accepts in zip(PARTNERS, says, strict=True):
        by = getattr(cast, person)
        linked.refresh_from_db()
        if linked.ended_at is not None:
            with pytest.raises(NotYet, match="has ended"):
                actions.decide_links(scoping, linked, accepts=accepts, reasons="So.", by=by, at=at)
        else:
            actions.decide_links(scoping, linked, accepts=accepts, reasons="So.", by=by, at=at)
    linked = scoping.review.appointments.get()
    assert (linked.ended_at is None) is all(says)
    assert (access.check_declaration(cast.la, scoping, linked, at) is None) is all(says)

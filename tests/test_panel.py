"""The terms of reference, the panel and the Independent Reviewer, through their pages."""

import html
from datetime import date, timedelta

import pytest
import time_machine

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.cases.actions import recuse
from reviews.models import AuditRow, PanelSeat, PartnerDelegate, ReviewerAppointment, User
from reviews.panel import actions
from reviews.stages import Stage
from tests.typed import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> date:
    return clock.today(clock.now())


@pytest.fixture
def scoping(make_case):
    """A case whose review has just been commissioned: three empty seats, nobody appointed."""
    return make_case(Stage.SCOPING, days_ago=40).case


def url(case, rest):
    return f"/staff/cases/{case.reference}/{rest}"


def words(response):
    return html.unescape(response.content.decode())


def seat_of(case, role):
    return case.review.seats.get(partner_role=role, left_on__isnull=True)


def fill(case, role, person, by):
    actions.fill_seat(case, seat_of(case, role), person, by=by, at=clock.now())
    return seat_of(case, role)


def appointment_form(person, today, /, **changes):
    return {
        "person": str(person.pk),
        "experience": "Twenty years in children’s social care.",
        "has_no_link": "none",
        "declaration": "I have never worked in the area.",
        **day("declared_on", today),
        **day("starts_on", today),
        **day("ends_on", today + timedelta(days=200)),
        **changes,
    }


def appointed(case, person, by, *, is_linked=False, starts_in=0, lasts=200):
    today = clock.today(clock.now())
    return actions.appoint_reviewer(
        case,
        person,
        experience="Ten reviews.",
        has_no_link=not is_linked,
        declaration="I know nobody there.",
        declared_on=today,
        starts_on=today + timedelta(days=starts_in),
        ends_on=today + timedelta(days=starts_in + lasts),
        by=by,
        at=clock.now(),
    )


# Terms of reference


def test_the_coordinator_sets_the_terms_of_reference(cast, scoping, as_user, today):
    browser = as_user(cast.coordinator)
    form = {
        "terms_of_reference": "How did services share what they saw?",
        **day("timeframe_from", today - timedelta(days=400)),
        **day("timeframe_to", today - timedelta(days=40)),
    }
    response = browser.post(url(scoping, "scope/"), form, follow=True)
    assert response.redirect_chain[-1][0] == url(scoping, "")
    review = type(scoping.review).objects.get(case=scoping)
    assert review.terms_of_reference == "How did services share what they saw?"
    assert (review.scoped_by, review.timeframe_to) == (cast.coordinator, today - timedelta(days=40))
    assert AuditRow.objects.filter(verb="review.scoped", reference=scoping.reference).count() == 1
    assert "How did services share" in words(browser.get(url(scoping, "scope/")))


def test_a_partner_who_is_not_the_chair_may_not_set_them(cast, scoping, as_user):
    for method in ("get", "post"):
        response = getattr(as_user(cast.la), method)(url(scoping, "scope/"))
        assert response.status_code == 403
        assert "Only the coordinator or the chair of the review’s panel" in words(response)
    scoping.review.refresh_from_db()
    assert scoping.review.scoped_at is None


def test_the_chair_sets_them(cast, scoping, as_user):
    seat = fill(scoping, "la", cast.la, cast.coordinator)
    assert as_user(cast.la).get(url(scoping, "scope/")).status_code == 403
    actions.choose_chair(scoping, seat, by=cast.coordinator, at=clock.now())
    assert as_user(cast.la).get(url(scoping, "scope/")).status_code == 200


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
        response = as_user(cast.coordinator).post(url(scoping, "scope/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        if "terms_of_reference" not in changes:
            assert "What I typed so far." in words(response)
        scoping.review.refresh_from_db()
        assert scoping.review.scoped_at is None


# The panel


def test_the_three_statutory_seats_are_there_before_anybody_is_named(cast, scoping, as_user):
    response = as_user(cast.coordinator).get(url(scoping, "panel/"))
    page = words(response)
    assert response.status_code == 200
    for name in ("Aldermere County Council", "Aldermere Police", "Aldermere Integrated Care Board"):
        assert name in page
    assert page.count("Nobody yet") == 3
    assert page.count("Fill this seat") == 3


def test_filling_a_seat_opens_the_case_at_once(cast, scoping, as_user):
    seat = seat_of(scoping, "police")
    browser = as_user(cast.coordinator)
    page = words(browser.get(url(scoping, f"panel/{seat.pk}/fill/")))
    assert "Rhona Haldane, Detective superintendent, Aldermere Police" in page
    response = browser.post(
        url(scoping, f"panel/{seat.pk}/fill/"), {"person": str(cast.police.pk)}, follow=True
    )
    assert response.redirect_chain[-1][0] == url(scoping, "panel/")
    assert "Rhona Haldane sits on the panel for Aldermere Police." in words(response)
    seat.refresh_from_db()
    assert (seat.user, seat.confirmed_by, seat.left_on) == (cast.police, cast.coordinator, None)
    assert AuditRow.objects.filter(verb="panel.seat_filled", reference=scoping.reference).count() == 1


def test_a_statutory_seat_takes_only_people_of_its_own_agency(cast, scoping, as_user):
    seat = seat_of(scoping, "police")
    browser = as_user(cast.coordinator)
    page = words(browser.get(url(scoping, f"panel/{seat.pk}/fill/")))
    assert "Ade Bello" not in page
    response = browser.post(url(scoping, f"panel/{seat.pk}/fill/"), {"person": str(cast.la.pk)})
    assert response.status_code == 200
    assert "Choose one of the people in the list." in words(response)
    with pytest.raises(Refused, match="Only somebody from Aldermere Police"):
        actions.fill_seat(scoping, seat, cast.la, by=cast.coordinator, at=clock.now())
    seat.refresh_from_db()
    assert seat.user is None


def test_who_is_replaced_finds_nothing_on_the_next_request(cast, scoping, as_user):
    """A16: no access outlives the seat that gave it."""
    member = cast.panel_member
    seat = actions.add_member(scoping, member.agency, member, by=cast.coordinator, at=clock.now())
    browser = as_user(member)
    assert browser.get(url(scoping, "panel/")).status_code == 200
    other = User.objects.create_user(
        "other@demo.invalid",
        name="Ola Reed",
        role="panel_member",
        agency=member.agency,
        role_confirmed_at=clock.now(),
        role_confirmed_by=cast.coordinator,
    )
    actions.fill_seat(scoping, seat, other, by=cast.coordinator, at=clock.now())
    assert browser.get(url(scoping, "panel/")).status_code == 404
    assert browser.get(url(scoping, "")).status_code == 404
    assert as_user(other).get(url(scoping, "panel/")).status_code == 200
    # Who sat there before stays on the record, with the days.
    seat.refresh_from_db()
    assert (seat.user, seat.left_on is not None) == (member, True)


def test_a_new_person_in_a_statutory_seat_leaves_the_seat_where_it_is(cast, scoping, as_user):
    seat = fill(scoping, "la", cast.la, cast.coordinator)
    actions.choose_chair(scoping, seat, by=cast.coordinator, at=clock.now())
    deputy = cast.partnership["la-deputy"]
    page = words(as_user(cast.coordinator).get(url(scoping, f"panel/{seat.pk}/fill/")))
    assert "Ade Bello leaves this seat, and whoever follows is the chair." in page
    as_user(cast.coordinator).post(url(scoping, f"panel/{seat.pk}/fill/"), {"person": str(deputy.pk)})
    now = seat_of(scoping, "la")
    assert (now.user, now.is_chair) == (deputy, True)
    assert scoping.review.seats.filter(left_on__isnull=True).count() == 3
    assert "Who has left" in words(as_user(cast.coordinator).get(url(scoping, "panel/")))


@pytest.mark.parametrize("role", ["la", "police", "icb"])
def test_a_statutory_seat_can_not_be_removed(cast, scoping, as_user, role):
    seat = fill(scoping, role, getattr(cast, role), cast.coordinator)
    for method in ("get", "post"):
        response = getattr(as_user(cast.coordinator), method)(url(scoping, f"panel/{seat.pk}/leave/"))
        assert response.status_code == 403
        assert "the three partners’ seats are always there" in words(response)
    seat.refresh_from_db()
    assert seat.left_on is None
    assert f"panel/{seat.pk}/leave/" not in words(as_user(cast.coordinator).get(url(scoping, "panel/")))


def test_a_member_joins_and_leaves(cast, scoping, as_user):
    browser = as_user(cast.coordinator)
    member = cast.panel_member
    browser.post(url(scoping, "panel/add/"), {"person": str(member.pk), "agency": ""})
    seat = scoping.review.seats.get(user=member)
    assert (seat.agency, seat.confirmed_by) == (member.agency, cast.coordinator)
    theirs = as_user(member)
    assert theirs.get(url(scoping, "panel/")).status_code == 200
    assert "Let Nadia Quill leave the panel" in words(browser.get(url(scoping, f"panel/{seat.pk}/leave/")))
    browser.post(url(scoping, f"panel/{seat.pk}/leave/"))
    assert theirs.get(url(scoping, "panel/")).status_code == 404
    again = browser.post(url(scoping, f"panel/{seat.pk}/leave/"))
    assert again.status_code == 409
    assert "Already: this member has left the panel." in words(again)


def test_a_member_without_an_agency_needs_one_to_speak_for(cast, scoping, as_user):
    browser = as_user(cast.coordinator)
    second = cast.partnership["coordinator-2"]
    response = browser.post(url(scoping, "panel/add/"), {"person": str(second.pk), "agency": ""})
    assert f"Choose the agency that {second.name} speaks for." in words(response)
    homes = cast.partnership.agencies["Aldermere Homes"]
    browser.post(url(scoping, "panel/add/"), {"person": str(second.pk), "agency": str(homes.pk)})
    assert scoping.review.seats.get(user=second).agency == homes


def test_nobody_sits_twice_and_a_double_press_adds_one_seat(cast, scoping, as_user):
    """E09: the same form sent twice has one effect."""
    browser = as_user(cast.coordinator)
    form = {"person": str(cast.panel_member.pk), "agency": ""}
    assert browser.post(url(scoping, "panel/add/"), form).status_code == 302
    second = browser.post(url(scoping, "panel/add/"), form)
    assert second.status_code == 200
    assert "Choose one of the people in the list." in words(second)
    assert scoping.review.seats.filter(user=cast.panel_member).count() == 1
    agency = cast.panel_member.agency
    with pytest.raises(NotYet, match="another seat on this panel"):
        actions.add_member(scoping, agency, cast.panel_member, by=cast.coordinator, at=clock.now())


@pytest.mark.parametrize("person", ["publisher", "auditor", "administrator"])
def test_only_confirmed_case_roles_can_be_chosen(cast, scoping, as_user, person):
    browser = as_user(cast.coordinator)
    assert getattr(cast, person).name not in words(browser.get(url(scoping, "panel/add/")))
    response = browser.post(url(scoping, "panel/add/"), {"person": str(getattr(cast, person).pk)})
    assert "Choose one of the people in the list." in words(response)
    assert scoping.review.seats.count() == 3


def test_a_person_whose_role_nobody_confirmed_can_not_be_chosen(cast, scoping, as_user):
    new = User.objects.create_user("new@demo.invalid", name="Nobody Yet-Known", role="panel_member")
    assert new.name not in words(as_user(cast.coordinator).get(url(scoping, "panel/add/")))
    with pytest.raises(Refused, match="confirmed case role"):
        actions.add_member(scoping, cast.panel_member.agency, new, by=cast.coordinator, at=clock.now())


def test_only_the_coordinator_and_the_chair_change_the_panel(cast, scoping, as_user):
    seat = fill(scoping, "icb", cast.icb, cast.coordinator)
    browser = as_user(cast.icb)
    page = words(browser.get(url(scoping, "panel/")))
    assert "Only the coordinator or the chair may change the review’s panel." in page
    assert "panel/add/" not in page
    for rest in ("panel/add/", f"panel/{seat.pk}/fill/", f"panel/{seat.pk}/chair/"):
        for method in ("get", "post"):
            assert getattr(browser, method)(url(scoping, rest)).status_code == 403
    actions.choose_chair(scoping, seat, by=cast.coordinator, at=clock.now())
    assert browser.get(url(scoping, "panel/add/")).status_code == 200


def test_there_is_one_chair(cast, scoping, as_user):
    browser = as_user(cast.coordinator)
    for role, name in (("la", "Ade Bello"), ("police", "Rhona Haldane")):
        seat = fill(scoping, role, getattr(cast, role), cast.coordinator)
        assert f"Make {name} the chair" in words(browser.get(url(scoping, f"panel/{seat.pk}/chair/")))
        browser.post(url(scoping, f"panel/{seat.pk}/chair/"))
    assert scoping.review.seats.get(is_chair=True).user == cast.police
    again = browser.post(url(scoping, f"panel/{seat.pk}/chair/"))
    assert again.status_code == 409
    assert "Already: this member is the chair." in words(again)


def test_an_empty_seat_can_not_hold_the_chair(cast, scoping, as_user):
    response = as_user(cast.coordinator).post(url(scoping, f"panel/{seat_of(scoping, 'la').pk}/chair/"))
    assert response.status_code == 409
    assert "Not yet: nobody is confirmed in that seat." in words(response)
    assert not scoping.review.seats.filter(is_chair=True).exists()


def test_a_seat_given_in_the_admin_opens_nothing_until_it_is_confirmed(cast, scoping, as_user, today):
    """A14: what an administrator gives takes effect when a coordinator or the chair confirms it."""
    seat = PanelSeat.objects.create(
        review=scoping.review, agency=cast.panel_member.agency, user=cast.panel_member, joined_on=today
    )
    theirs, browser = as_user(cast.panel_member), as_user(cast.coordinator)
    assert theirs.get(url(scoping, "panel/")).status_code == 404
    page = words(browser.get(url(scoping, "panel/")))
    assert "Waiting to be confirmed" in page
    assert url(scoping, f"panel/{seat.pk}/confirm/") in page
    assert "Confirm Nadia Quill" in words(browser.get(url(scoping, f"panel/{seat.pk}/confirm/")))
    seat.refresh_from_db()
    assert seat.confirmed_at is None, "opening the page confirms nothing"
    assert browser.post(url(scoping, f"panel/{seat.pk}/confirm/")).status_code == 302
    assert theirs.get(url(scoping, "panel/")).status_code == 200
    assert browser.post(url(scoping, f"panel/{seat.pk}/confirm/")).status_code == 409


def test_nobody_confirms_their_own_seat(cast, scoping, as_user, today):
    seat = PanelSeat.objects.create(
        review=scoping.review, agency=cast.panel_member.agency, user=cast.coordinator, joined_on=today
    )
    response = as_user(cast.coordinator).post(url(scoping, f"panel/{seat.pk}/confirm/"))
    assert response.status_code == 403
    seat.refresh_from_db()
    assert seat.confirmed_at is None


def test_a_seat_of_another_case_is_not_found(cast, scoping, make_case, as_user):
    """A06: the child of one case can't be reached through another."""
    other = make_case(Stage.SCOPING, pseudonym="Child Teal", days_ago=41).case
    seat = seat_of(other, "la")
    for rest in ("fill", "chair", "leave", "confirm"):
        for method in ("get", "post"):
            response = getattr(as_user(cast.coordinator), method)(url(scoping, f"panel/{seat.pk}/{rest}/"))
            assert response.status_code == 404


# The Independent Reviewer


def test_the_case_opens_with_the_checked_declaration(cast, scoping, as_user, today):
    theirs, browser = as_user(cast.reviewer), as_user(cast.coordinator)
    response = browser.post(
        url(scoping, "reviewer/appoint/"), appointment_form(cast.reviewer, today), follow=True
    )
    assert response.redirect_chain[-1][0] == url(scoping, "reviewer/")
    assert "Waiting for the declaration to be checked" in words(response)
    assert theirs.get(url(scoping, "")).status_code == 404
    appointment = ReviewerAppointment.objects.get(review=scoping.review)
    check = url(scoping, f"reviewer/{appointment.pk}/check/")
    police = as_user(cast.police)
    assert "I have never worked in the area." in words(police.get(check))
    assert theirs.get(url(scoping, "")).status_code == 404, "reading the declaration opens nothing"
    response = police.post(check, {"note": "Employers compared."}, follow=True)
    assert "The case opens to Ingrid Solway now." in words(response)
    assert theirs.get(url(scoping, "")).status_code == 200
    appointment.refresh_from_db()
    assert (appointment.checked_by, appointment.check_note) == (cast.police, "Employers compared.")


def test_access_ends_with_the_appointment_in_the_same_session(cast, scoping, as_user):
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    actions.check_declaration(scoping, appointment, note="Done.", by=cast.la, at=clock.now())
    theirs = as_user(cast.reviewer)
    assert theirs.get(url(scoping, "report/")).status_code == 200
    end = url(scoping, f"reviewer/{appointment.pk}/end/")
    browser = as_user(cast.la)
    assert "Enter why the appointment ends." in words(browser.post(end, {"reason": " "}))
    assert theirs.get(url(scoping, "report/")).status_code == 200
    assert browser.post(end, {"reason": "The partners ask another reviewer."}).status_code == 302
    assert theirs.get(url(scoping, "report/")).status_code == 404
    again = browser.post(end, {"reason": "Again."})
    assert again.status_code == 409
    appointment.refresh_from_db()
    assert appointment.end_reason == "The partners ask another reviewer."


def test_access_ends_after_the_last_day(cast, scoping, as_user):
    appointment = appointed(scoping, cast.reviewer, cast.coordinator, lasts=3)
    actions.check_declaration(scoping, appointment, note="Done.", by=cast.la, at=clock.now())
    last = appointment.ends_on
    for moment, status in (
        (clock.withdrawn_from(last) - timedelta(seconds=1), 200),
        (clock.withdrawn_from(last), 404),
    ):
        with time_machine.travel(moment, tick=False):
            assert as_user(cast.reviewer).get(url(scoping, "report/")).status_code == status


def test_access_begins_on_the_first_day(cast, scoping, as_user):
    appointment = appointed(scoping, cast.reviewer, cast.coordinator, starts_in=5)
    actions.check_declaration(scoping, appointment, note="Done.", by=cast.la, at=clock.now())
    assert as_user(cast.reviewer).get(url(scoping, "")).status_code == 404
    assert "Begins on" in words(as_user(cast.coordinator).get(url(scoping, "reviewer/")))
    with time_machine.travel(clock.start_of_day(appointment.starts_on), tick=False):
        assert as_user(cast.reviewer).get(url(scoping, "")).status_code == 200


def test_a_declared_link_stops_the_appointment(cast, scoping, as_user, today):
    browser = as_user(cast.coordinator)
    form = appointment_form(cast.reviewer, today, has_no_link="link", declaration="My sister works there.")
    response = browser.post(url(scoping, "reviewer/appoint/"), form, follow=True)
    assert "The appointment can’t go ahead." in words(response)
    appointment = ReviewerAppointment.objects.get(review=scoping.review)
    checked = as_user(cast.la).post(url(scoping, f"reviewer/{appointment.pk}/check/"), {"note": "Fine."})
    assert checked.status_code == 409
    assert "Not yet: the reviewer declares a link with the area" in words(checked)
    assert as_user(cast.reviewer).get(url(scoping, "")).status_code == 404


def test_who_recorded_the_appointment_may_not_check_it(cast, scoping, as_user):
    """Four eyes: recording and checking are two people."""
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    response = as_user(cast.coordinator).post(
        url(scoping, f"reviewer/{appointment.pk}/check/"), {"note": "Fine."}
    )
    assert response.status_code == 403
    assert "Only a second person may check the declaration" in words(response)
    page = words(as_user(cast.coordinator).get(url(scoping, "reviewer/")))
    assert "Only a second person may check the declaration" in page
    assert "/check/" not in page
    assert "/check/" in words(as_user(cast.la).get(url(scoping, "reviewer/")))


def test_a_panel_member_reads_the_appointment_and_changes_nothing(cast, scoping, as_user):
    actions.add_member(
        scoping, cast.panel_member.agency, cast.panel_member, by=cast.coordinator, at=clock.now()
    )
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    browser = as_user(cast.panel_member)
    assert "Ingrid Solway" in words(browser.get(url(scoping, "reviewer/")))
    for rest in ("appoint", f"{appointment.pk}/check", f"{appointment.pk}/end"):
        for method in ("get", "post"):
            assert getattr(browser, method)(url(scoping, f"reviewer/{rest}/")).status_code == 403


def test_nobody_is_member_and_reviewer_at_once(cast, scoping, as_user):
    appointed(scoping, cast.reviewer, cast.coordinator)
    agency = cast.panel_member.agency
    assert cast.reviewer.name not in words(as_user(cast.coordinator).get(url(scoping, "panel/add/")))
    with pytest.raises(Refused, match="other than the Independent Reviewer"):
        actions.add_member(scoping, agency, cast.reviewer, by=cast.coordinator, at=clock.now())
    second = cast.partnership["reviewer-2"]
    actions.add_member(scoping, agency, second, by=cast.coordinator, at=clock.now())
    assert second.name not in words(as_user(cast.coordinator).get(url(scoping, "reviewer/appoint/")))
    with pytest.raises(Refused, match="no seat on the panel"):
        appointed(scoping, second, cast.coordinator)


def test_only_confirmed_reviewers_can_be_appointed(cast, scoping, as_user, today):
    response = as_user(cast.coordinator).post(
        url(scoping, "reviewer/appoint/"), appointment_form(cast.panel_member, today)
    )
    assert "Choose one of the people in the list." in words(response)
    with pytest.raises(Refused, match="Independent Reviewer’s"):
        appointed(scoping, cast.panel_member, cast.coordinator)
    assert not scoping.review.appointments.exists()


def test_an_absurd_appointment_is_named_and_kept(cast, scoping, as_user, today):
    cases = [
        ({"ends_on_year": "2020"}, "The appointment ends before it begins. Check both days."),
        ({"starts_on_year": "2016", "ends_on_year": "2020"}, "The appointment would be over already."),
        ({"declared_on_year": "2096"}, "The declaration can’t be in the future."),
        ({"declared_on_day": "30", "declared_on_month": "2"}, "isn’t a date: February"),
        ({"has_no_link": ""}, "Choose whether they declare a link."),
        ({"has_no_link": "perhaps"}, "Choose"),
        ({"person": "'; drop table"}, "Choose one of the people in the list."),
        ({"declaration": "a\x00b"}, "can’t be stored"),
    ]
    for changes, sentence in cases:
        form = appointment_form(cast.reviewer, today, experience="Typed with care.", **changes)
        response = as_user(cast.coordinator).post(url(scoping, "reviewer/appoint/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        assert "There is a problem" in words(response)
        assert "Typed with care." in words(response)
        assert not scoping.review.appointments.exists()


# Whose business it is


PAGES = [
    "scope/",
    "panel/",
    "panel/add/",
    "panel/{seat}/fill/",
    "panel/{seat}/confirm/",
    "panel/{seat}/chair/",
    "panel/{seat}/leave/",
    "reviewer/",
    "reviewer/appoint/",
    "reviewer/{appointment}/check/",
    "reviewer/{appointment}/end/",
]
READ_ONLY = {"panel/", "reviewer/"}


def test_outsider_gets_the_404_of_a_case_that_never_was(cast, scoping, as_user):
    """A02, A05: byte for byte."""
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    for page in PAGES:
        rest = page.format(seat=seat_of(scoping, "la").pk, appointment=appointment.pk)
        for person in (cast.outsider, cast.panel_member, cast.reviewer, cast.publisher, cast.administrator):
            browser = as_user(person)
            for method in ("get",) if page in READ_ONLY else ("get", "post"):
                there = getattr(browser, method)(url(scoping, rest))
                nowhere = getattr(browser, method)(f"/staff/cases/SC-BCDF-GHJK/{rest}")
                assert there.status_code == nowhere.status_code == 404
                assert there.content == nowhere.content
                assert there.headers == nowhere.headers


def test_before_a_review_is_commissioned_each_page_says_so(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    key = "0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a"
    for page in PAGES:
        rest = page.format(seat=key, appointment=key)
        for method in ("get",) if page in READ_ONLY else ("get", "post"):
            response = getattr(as_user(cast.coordinator), method)(url(case, rest))
            assert response.status_code == 409
            assert "Not yet: the review has not been commissioned." in words(response)


def test_a_recused_member_finds_nothing(cast, scoping, as_user):
    fill(scoping, "la", cast.la, cast.coordinator)
    browser = as_user(cast.la)
    assert browser.get(url(scoping, "panel/")).status_code == 200
    recuse(scoping, cast.la, reason="A relative is involved.", by=cast.coordinator, at=clock.now())
    assert browser.get(url(scoping, "panel/")).status_code == 404
    assert "Ade Bello" not in words(as_user(cast.coordinator).get(url(scoping, "panel/add/")))


def test_a_delegation_that_ends_closes_the_pages_at_once(cast, scoping, as_user, today):
    """A16: a role removed is gone on the next request, without signing in again."""
    browser = as_user(cast.icb)
    assert browser.get(url(scoping, "reviewer/")).status_code == 200
    PartnerDelegate.objects.filter(user=cast.icb).update(ends_on=today - timedelta(days=1))
    assert browser.get(url(scoping, "reviewer/")).status_code == 404


def test_reading_and_refusals_are_recorded(cast, scoping, as_user):
    """G01, G02: one row for a page that was read, one for a page that was refused."""
    as_user(cast.coordinator).get(url(scoping, "panel/"))
    read = AuditRow.objects.filter(verb="opened.panel", reference=scoping.reference)
    assert [(row.actor, row.outcome) for row in read] == [(str(cast.coordinator.pk), "done")]
    as_user(cast.outsider).get(url(scoping, "panel/"))
    denied = AuditRow.objects.filter(actor=str(cast.outsider.pk), outcome="denied")
    assert [(row.verb, row.reference) for row in denied] == [("opened.panel", "")]


def test_changing_needs_a_post(cast, scoping, as_user):
    for rest in ("panel/", "reviewer/"):
        response = as_user(cast.coordinator).post(url(scoping, rest))
        assert response.status_code == 405

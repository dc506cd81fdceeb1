"""The panel: three statutory seats that stay, members who join and leave, one chair, and nobody unconfirmed."""

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.models import AuditRow, PanelSeat, User
from reviews.panel import actions
from reviews.stages import Stage
from tests.reading import address, words
from tests.reviewing import fill, seat_of

pytestmark = pytest.mark.django_db


def test_the_three_statutory_seats_are_there_before_anybody_is_named(cast, scoping, as_user):
    response = as_user(cast.coordinator).get(address(scoping, "panel/"))
    page = words(response)
    assert response.status_code == 200
    for name in ("Aldermere County Council", "Aldermere Police", "Aldermere Integrated Care Board"):
        assert name in page
    assert page.count("Nobody yet") == 3
    assert page.count("Fill this seat") == 3


def test_filling_a_seat_opens_the_case_at_once(cast, scoping, as_user):
    seat = seat_of(scoping, "police")
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(scoping, f"panel/{seat.pk}/fill/")))
    assert "Rhona Haldane, Detective superintendent, Aldermere Police" in page
    response = browser.post(
        address(scoping, f"panel/{seat.pk}/fill/"), {"person": str(cast.police.pk)}, follow=True
    )
    assert response.redirect_chain[-1][0] == address(scoping, "panel/")
    assert "Rhona Haldane sits on the panel for Aldermere Police." in words(response)
    seat.refresh_from_db()
    assert (seat.user, seat.confirmed_by, seat.left_on) == (cast.police, cast.coordinator, None)
    assert AuditRow.objects.filter(verb="panel.seat_filled", reference=scoping.reference).count() == 1


def test_a_statutory_seat_takes_only_people_of_its_own_agency(cast, scoping, as_user):
    seat = seat_of(scoping, "police")
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(scoping, f"panel/{seat.pk}/fill/")))
    assert "Ade Bello" not in page
    response = browser.post(address(scoping, f"panel/{seat.pk}/fill/"), {"person": str(cast.la.pk)})
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
    assert browser.get(address(scoping, "panel/")).status_code == 200
    other = User.objects.create_user(
        "other@demo.invalid",
        name="Ola Reed",
        role="panel_member",
        agency=member.agency,
        role_confirmed_at=clock.now(),
        role_confirmed_by=cast.coordinator,
    )
    actions.fill_seat(scoping, seat, other, by=cast.coordinator, at=clock.now())
    assert browser.get(address(scoping, "panel/")).status_code == 404
    assert browser.get(address(scoping, "")).status_code == 404
    assert as_user(other).get(address(scoping, "panel/")).status_code == 200
    # Who sat there before stays on the record, with the days.
    seat.refresh_from_db()
    assert (seat.user, seat.left_on is not None) == (member, True)


def test_a_new_person_in_a_statutory_seat_leaves_the_seat_where_it_is(cast, scoping, as_user):
    seat = fill(scoping, "la", cast.la, cast.coordinator)
    actions.choose_chair(scoping, seat, by=cast.coordinator, at=clock.now())
    deputy = cast.partnership["la-deputy"]
    page = words(as_user(cast.coordinator).get(address(scoping, f"panel/{seat.pk}/fill/")))
    assert "Ade Bello leaves this seat, and whoever follows is the chair." in page
    as_user(cast.coordinator).post(address(scoping, f"panel/{seat.pk}/fill/"), {"person": str(deputy.pk)})
    now = seat_of(scoping, "la")
    assert (now.user, now.is_chair) == (deputy, True)
    assert scoping.review.seats.filter(left_on__isnull=True).count() == 3
    assert "Who has left" in words(as_user(cast.coordinator).get(address(scoping, "panel/")))


@pytest.mark.parametrize("role", ["la", "police", "icb"])
def test_a_statutory_seat_can_not_be_removed(cast, scoping, as_user, role):
    seat = fill(scoping, role, getattr(cast, role), cast.coordinator)
    for method in ("get", "post"):
        response = getattr(as_user(cast.coordinator), method)(address(scoping, f"panel/{seat.pk}/leave/"))
        assert response.status_code == 403
        assert "the three partners’ seats are always there" in words(response)
    seat.refresh_from_db()
    assert seat.left_on is None
    assert f"panel/{seat.pk}/leave/" not in words(as_user(cast.coordinator).get(address(scoping, "panel/")))


def test_a_member_joins_and_leaves(cast, scoping, as_user):
    browser = as_user(cast.coordinator)
    member = cast.panel_member
    browser.post(address(scoping, "panel/add/"), {"person": str(member.pk), "agency": ""})
    seat = scoping.review.seats.get(user=member)
    assert (seat.agency, seat.confirmed_by) == (member.agency, cast.coordinator)
    theirs = as_user(member)
    assert theirs.get(address(scoping, "panel/")).status_code == 200
    assert "Let Nadia Quill leave the panel" in words(
        browser.get(address(scoping, f"panel/{seat.pk}/leave/"))
    )
    browser.post(address(scoping, f"panel/{seat.pk}/leave/"))
    assert theirs.get(address(scoping, "panel/")).status_code == 404
    again = browser.post(address(scoping, f"panel/{seat.pk}/leave/"))
    assert again.status_code == 409
    assert "Already: this member has left the panel." in words(again)


def test_a_member_without_an_agency_needs_one_to_speak_for(cast, scoping, as_user):
    browser = as_user(cast.coordinator)
    second = cast.partnership["coordinator-2"]
    response = browser.post(address(scoping, "panel/add/"), {"person": str(second.pk), "agency": ""})
    assert f"Choose the agency that {second.name} speaks for." in words(response)
    homes = cast.partnership.agencies["Aldermere Homes"]
    browser.post(address(scoping, "panel/add/"), {"person": str(second.pk), "agency": str(homes.pk)})
    assert scoping.review.seats.get(user=second).agency == homes


def test_nobody_sits_twice_and_a_double_press_adds_one_seat(cast, scoping, as_user):
    """E09: the same form sent twice has one effect."""
    browser = as_user(cast.coordinator)
    form = {"person": str(cast.panel_member.pk), "agency": ""}
    assert browser.post(address(scoping, "panel/add/"), form).status_code == 302
    second = browser.post(address(scoping, "panel/add/"), form)
    assert second.status_code == 200
    assert "Choose one of the people in the list." in words(second)
    assert scoping.review.seats.filter(user=cast.panel_member).count() == 1
    agency = cast.panel_member.agency
    with pytest.raises(NotYet, match="another seat on this panel"):
        actions.add_member(scoping, agency, cast.panel_member, by=cast.coordinator, at=clock.now())


@pytest.mark.parametrize("person", ["publisher", "auditor", "administrator"])
def test_only_confirmed_case_roles_can_be_chosen(cast, scoping, as_user, person):
    browser = as_user(cast.coordinator)
    assert getattr(cast, person).name not in words(browser.get(address(scoping, "panel/add/")))
    response = browser.post(address(scoping, "panel/add/"), {"person": str(getattr(cast, person).pk)})
    assert "Choose one of the people in the list." in words(response)
    assert scoping.review.seats.count() == 3


def test_a_person_whose_role_nobody_confirmed_can_not_be_chosen(cast, scoping, as_user):
    new = User.objects.create_user("new@demo.invalid", name="Nobody Yet-Known", role="panel_member")
    assert new.name not in words(as_user(cast.coordinator).get(address(scoping, "panel/add/")))
    with pytest.raises(Refused, match="confirmed case role"):
        actions.add_member(scoping, cast.panel_member.agency, new, by=cast.coordinator, at=clock.now())


def test_only_the_coordinator_and_the_chair_change_the_panel(cast, scoping, as_user):
    seat = fill(scoping, "icb", cast.icb, cast.coordinator)
    browser = as_user(cast.icb)
    page = words(browser.get(address(scoping, "panel/")))
    assert "Only the coordinator or the chair may change the review’s panel." in page
    assert "panel/add/" not in page
    for rest in ("panel/add/", f"panel/{seat.pk}/fill/", f"panel/{seat.pk}/chair/"):
        for method in ("get", "post"):
            assert getattr(browser, method)(address(scoping, rest)).status_code == 403
    actions.choose_chair(scoping, seat, by=cast.coordinator, at=clock.now())
    assert browser.get(address(scoping, "panel/add/")).status_code == 200


def test_there_is_one_chair(cast, scoping, as_user):
    browser = as_user(cast.coordinator)
    for role, name in (("la", "Ade Bello"), ("police", "Rhona Haldane")):
        seat = fill(scoping, role, getattr(cast, role), cast.coordinator)
        assert f"Make {name} the chair" in words(browser.get(address(scoping, f"panel/{seat.pk}/chair/")))
        browser.post(address(scoping, f"panel/{seat.pk}/chair/"))
    assert scoping.review.seats.get(is_chair=True).user == cast.police
    again = browser.post(address(scoping, f"panel/{seat.pk}/chair/"))
    assert again.status_code == 409
    assert "Already: this member is the chair." in words(again)


def test_an_empty_seat_can_not_hold_the_chair(cast, scoping, as_user):
    response = as_user(cast.coordinator).post(address(scoping, f"panel/{seat_of(scoping, 'la').pk}/chair/"))
    assert response.status_code == 409
    assert "Not yet: nobody is confirmed in that seat." in words(response)
    assert not scoping.review.seats.filter(is_chair=True).exists()


def test_a_seat_given_in_the_admin_opens_nothing_until_it_is_confirmed(cast, scoping, as_user, today):
    """A14: what an administrator gives takes effect when a coordinator or the chair confirms it."""
    seat = PanelSeat.objects.create(
        review=scoping.review, agency=cast.panel_member.agency, user=cast.panel_member, joined_on=today
    )
    theirs, browser = as_user(cast.panel_member), as_user(cast.coordinator)
    assert theirs.get(address(scoping, "panel/")).status_code == 404
    page = words(browser.get(address(scoping, "panel/")))
    assert "Waiting to be confirmed" in page
    assert address(scoping, f"panel/{seat.pk}/confirm/") in page
    assert "Confirm Nadia Quill" in words(browser.get(address(scoping, f"panel/{seat.pk}/confirm/")))
    seat.refresh_from_db()
    assert seat.confirmed_at is None, "opening the page confirms nothing"
    assert browser.post(address(scoping, f"panel/{seat.pk}/confirm/")).status_code == 302
    assert theirs.get(address(scoping, "panel/")).status_code == 200
    assert browser.post(address(scoping, f"panel/{seat.pk}/confirm/")).status_code == 409


@pytest.mark.parametrize("account", ["lead_partner", "scrutineer", "legal_adviser"])
def test_people_who_are_assigned_to_cases_are_offered_no_seat_and_get_none(
    cast, scoping, as_user, today, account
):
    person, browser = getattr(cast, account), as_user(cast.coordinator)
    for rest in ("panel/add/", f"panel/{seat_of(scoping, 'la').pk}/fill/"):
        assert person.name not in words(browser.get(address(scoping, rest)))
        refused = browser.post(address(scoping, rest), {"person": str(person.pk)})
        assert "Choose one of the people in the list." in words(refused)
    with pytest.raises(Refused, match="Only people with another role sit on a panel"):
        actions.add_member(scoping, cast.la.agency, person, by=cast.coordinator, at=clock.now())
    # Put there before such a rule was: nobody confirms it, so that it opens nothing.
    seat = PanelSeat.objects.create(
        review=scoping.review, agency=cast.la.agency, user=person, joined_on=today
    )
    late = browser.post(address(scoping, f"panel/{seat.pk}/confirm/"))
    assert late.status_code == 403 and "Only people with another role sit on a panel" in words(late)
    assert as_user(person).get(address(scoping)).status_code == 404


def test_nobody_confirms_their_own_seat(cast, scoping, as_user, today):
    seat = PanelSeat.objects.create(
        review=scoping.review, agency=cast.panel_member.agency, user=cast.coordinator, joined_on=today
    )
    response = as_user(cast.coordinator).post(address(scoping, f"panel/{seat.pk}/confirm/"))
    assert response.status_code == 403
    seat.refresh_from_db()
    assert seat.confirmed_at is None


def test_a_seat_of_another_case_is_not_found(cast, scoping, make_case, as_user):
    """A06: the child of one case can't be reached through another."""
    other = make_case(Stage.SCOPING, pseudonym="Child Teal", days_ago=41).case
    seat = seat_of(other, "la")
    for rest in ("fill", "chair", "leave", "confirm"):
        for method in ("get", "post"):
            response = getattr(as_user(cast.coordinator), method)(
                address(scoping, f"panel/{seat.pk}/{rest}/")
            )
            assert response.status_code == 404

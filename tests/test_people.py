"""What an administrator gives opens nothing until somebody who answers for cases confirms it. A14."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.models import Area, AuditRow, CoordinatorArea, PanelSeat, PartnerDelegate, Role, User
from reviews.needs import beside
from reviews.people import access, actions
from reviews.stages import Stage

pytestmark = pytest.mark.django_db
PAGE = "/staff/people/"


def person(name: str, role: str, *, confirmed_by: User | None = None, **more: object) -> User:
    at = clock.now() if confirmed_by else None
    email = f"{name.lower().replace(' ', '.')}@demo.invalid"
    return User.objects.create_user(
        email, None, name=name, role=role, role_confirmed_at=at, role_confirmed_by=confirmed_by, **more
    )


def address(kind: str, row: object) -> str:
    return f"{PAGE}confirm/{kind}/{row.pk}/"


def give_area(user: User, area: Area) -> CoordinatorArea:
    return CoordinatorArea.objects.create(user=user, area=area, starts_on=clock.today(clock.now()))


@pytest.fixture
def northmere(cast) -> Area:
    return cast.partnership.areas["Northmere"]


@pytest.fixture
def coordinator(cast, as_user) -> Client:
    return as_user(cast.coordinator)


@pytest.fixture
def newcomer(cast) -> User:
    return person("New Comer", Role.COORDINATOR)


@pytest.fixture
def seat(cast, make_case) -> PanelSeat:
    """A seat that an administrator filled, on a case of Northmere."""
    review = make_case(Stage.GATHERING).case.review
    member = person("Pat Seat", Role.PANEL_MEMBER, confirmed_by=cast.coordinator)
    agency = cast.partnership.agencies["Aldermere Homes"]
    return PanelSeat.objects.create(
        review=review, agency=agency, user=member, joined_on=clock.today(clock.now())
    )


# The page


@pytest.mark.parametrize(
    "account", ["la", "panel_member", "agency_author", "reviewer", "publisher", "auditor", "administrator"]
)
def test_only_coordinators_look_after_people(cast, as_user, newcomer: User, account: str) -> None:
    browser = as_user(getattr(cast, account))
    for answer in (browser.get(PAGE), browser.post(address("role", newcomer))):
        assert answer.status_code == 403
        assert "Only a coordinator looks after people." in answer.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.role_confirmed_at is None


def test_an_unconfirmed_coordinator_confirms_nothing(newcomer: User, as_user) -> None:
    other = person("Second New", Role.PUBLISHER)
    browser = as_user(newcomer)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(address("role", other)).status_code == 403


def test_the_page_lists_who_waits_and_everybody(coordinator: Client, newcomer: User, northmere: Area) -> None:
    give_area(newcomer, northmere)
    page = coordinator.get(PAGE).content.decode()
    waiting, everybody = page.split('id="everybody"')
    assert waiting.count("New Comer") >= 2 and "Coordinator for Northmere" in waiting
    assert "the role of New Comer is not confirmed" in waiting
    assert "Frank Dene" in everybody and "Frank Dene" not in waiting
    assert AuditRow.objects.filter(verb="opened.people").exists()


def test_nobody_waiting_is_said(coordinator: Client) -> None:
    assert "Nobody is waiting." in coordinator.get(PAGE).content.decode()


def test_get_confirms_nothing(coordinator: Client, newcomer: User) -> None:
    assert coordinator.get(address("role", newcomer)).status_code == 405
    newcomer.refresh_from_db()
    assert newcomer.role_confirmed_at is None


@pytest.mark.parametrize("key", ["0", "-1", "9" * 40, "x", "0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a", "%00"])
@pytest.mark.parametrize("kind", ["role", "area", "delegation", "seat", "everything"])
def test_made_up_addresses_are_404(coordinator: Client, kind: str, key: str) -> None:
    assert coordinator.post(f"{PAGE}confirm/{kind}/{key}/").status_code in {400, 404}


# Roles


def test_a_role_opens_nothing_until_it_is_confirmed_and_then_at_once(
    coordinator, newcomer: User, as_user
) -> None:
    theirs = as_user(newcomer)
    assert theirs.get(PAGE).status_code == 403
    coordinator.post(address("role", newcomer))
    assert theirs.get(PAGE).status_code == 200
    row = AuditRow.objects.get(verb="person.role_confirmed")
    assert row.detail == {"person": str(newcomer.pk), "role": "coordinator"}


def test_nobody_confirms_their_own_role(cast) -> None:
    with pytest.raises(Refused, match="somebody else"):
        actions.confirm_role(cast.coordinator, by=cast.coordinator, at=clock.now())


def test_a_role_is_confirmed_once(cast, coordinator: Client, newcomer: User) -> None:
    coordinator.post(address("role", newcomer))
    again = coordinator.post(address("role", newcomer))
    assert again.status_code == 409 and "Already" in again.content.decode()
    assert AuditRow.objects.filter(verb="person.role_confirmed").count() == 1


def test_a_closed_account_is_not_confirmed(cast) -> None:
    gone = person("Gone Away", Role.PUBLISHER, is_active=False)
    with pytest.raises(NotYet, match="closed"):
        actions.confirm_role(gone, by=cast.coordinator, at=clock.now())


def test_administrators_are_not_confirmed_and_hold_no_case_role(cast, coordinator: Client) -> None:
    assert coordinator.post(address("role", cast.administrator)).status_code == 404


# Areas and delegations


def test_an_area_is_confirmed_by_a_coordinator_of_that_area_only(
    cast, newcomer: User, northmere, as_user
) -> None:
    actions.confirm_role(newcomer, by=cast.coordinator, at=clock.now())
    given = give_area(newcomer, northmere)
    assert as_user(cast.outsider).post(address("area", given)).status_code == 403
    assert as_user(newcomer).post(address("area", given)).status_code == 403
    assert as_user(cast.coordinator).post(address("area", given)).status_code == 302
    given.refresh_from_db()
    assert given.confirmed_by == cast.coordinator


def test_a14_an_area_that_waits_shows_no_case(
    cast, newcomer: User, northmere: Area, make_case, as_user
) -> None:
    case = make_case().case
    actions.confirm_role(newcomer, by=cast.coordinator, at=clock.now())
    given = give_area(newcomer, northmere)
    browser = as_user(newcomer)
    assert browser.get(f"/staff/cases/{case.reference}/").status_code == 404
    actions.confirm_area(given, by=cast.coordinator, at=clock.now())
    assert browser.get(f"/staff/cases/{case.reference}/").status_code == 200


def test_an_area_waits_for_the_role(cast, newcomer: User, northmere: Area) -> None:
    with pytest.raises(NotYet, match="role of New Comer"):
        actions.confirm_area(give_area(newcomer, northmere), by=cast.coordinator, at=clock.now())


def test_a_delegation_is_confirmed_by_a_coordinator_of_the_agencys_areas_only(cast, as_user) -> None:
    agency = cast.partnership.agencies["Aldermere Police"]
    deputy = person("Dep Uty", Role.DELEGATE, confirmed_by=cast.coordinator)
    given = PartnerDelegate.objects.create(user=deputy, agency=agency, starts_on=clock.today(clock.now()))
    refused = as_user(cast.outsider).post(address("delegation", given))
    assert (
        refused.status_code == 403
        and "Only a coordinator of an area of Aldermere Police" in refused.content.decode()
    )
    assert as_user(cast.coordinator).post(address("delegation", given)).status_code == 302
    assert AuditRow.objects.filter(verb="delegate.confirmed").count() == 1


# Seats


def test_a14_a_seat_opens_the_case_only_when_confirmed(
    cast, seat: PanelSeat, as_user, coordinator: Client
) -> None:
    case = f"/staff/cases/{seat.review.case.reference}/"
    member = as_user(seat.user)
    assert member.get(case).status_code == 404
    assert coordinator.post(address("seat", seat)).status_code == 302
    assert member.get(case).status_code == 200
    assert AuditRow.objects.get(verb="panel.seat_confirmed").reference == seat.review.case.reference


def test_a_seat_outside_ones_scope_does_not_exist(cast, seat: PanelSeat, as_user) -> None:
    browser = as_user(cast.outsider)
    there = browser.post(address("seat", seat))
    nowhere = browser.post(f"{PAGE}confirm/seat/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    assert seat.review.case.reference not in browser.get(PAGE).content.decode()


def test_the_chair_confirms_seats_of_the_own_case(cast, seat: PanelSeat) -> None:
    PanelSeat.objects.filter(review=seat.review).update(is_chair=False)
    PanelSeat.objects.filter(review=seat.review, user=cast.police).update(is_chair=True)
    actions.confirm_seat(seat, by=cast.police, at=clock.now())
    seat.refresh_from_db()
    assert seat.confirmed_by == cast.police


def test_nobody_confirms_their_own_seat(cast, seat: PanelSeat) -> None:
    PanelSeat.objects.filter(pk=seat.pk).update(user=cast.coordinator)
    seat.refresh_from_db()
    with pytest.raises(Refused, match="somebody else"):
        actions.confirm_seat(seat, by=cast.coordinator, at=clock.now())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"user": None}, "nobody is named"),
        ({"left_on": "2026-01-01", "joined_on": "2025-12-01"}, "has left the panel"),
    ],
)
def test_a_seat_that_is_not_held_is_not_confirmed(cast, seat: PanelSeat, change, sentence: str) -> None:
    PanelSeat.objects.filter(pk=seat.pk).update(**change)
    seat.refresh_from_db()
    with pytest.raises(NotYet, match=sentence):
        actions.confirm_seat(seat, by=cast.coordinator, at=clock.now())


def test_the_reviewer_does_not_sit_on_the_panel(cast, make_case) -> None:
    review = make_case(Stage.GATHERING).case.review
    agency = cast.partnership.agencies["Aldermere Homes"]
    given = PanelSeat.objects.create(review=review, agency=agency, user=cast.reviewer, joined_on="2026-01-01")
    with pytest.raises(Refused, match="other than the Independent Reviewer"):
        actions.confirm_seat(given, by=cast.coordinator, at=clock.now())


# What needs me, and the command


def test_a_coordinator_is_told_that_somebody_waits(cast, newcomer: User) -> None:
    at = clock.now()
    assert [task.about for task in beside.of(cast.coordinator, at)] == ["One entry by an administrator waits"]
    assert list(beside.of(cast.la, at)) == []
    actions.confirm_role(newcomer, by=cast.coordinator, at=at)
    assert list(beside.of(cast.coordinator, at)) == []


def test_the_first_coordinator_is_confirmed_on_the_server(db, capsys) -> None:
    person("Ad Min", Role.ADMINISTRATOR)
    first = person("First One", Role.COORDINATOR)
    area = Area.objects.create(name="Northmere", front_door_telephone="01632 960145", starts_on="2026-01-01")
    given = give_area(first, area)
    call_command("confirm_person", "First.One@demo.invalid", by="ad.min@demo.invalid")
    assert "role coordinator, area Northmere" in capsys.readouterr().out
    first.refresh_from_db()
    given.refresh_from_db()
    assert first.acts_as(Role.COORDINATOR) and given.confirmed_at is not None
    assert re.fullmatch(r"\d+", AuditRow.objects.get(verb="person.confirmed_on_server").actor)


@pytest.mark.parametrize(
    ("email", "by", "sentence"),
    [
        ("nobody@demo.invalid", "ad.min@demo.invalid", "No account"),
        ("first.one@demo.invalid", "first.one@demo.invalid", "Only an active administrator"),
        ("ad.min@demo.invalid", "ad.min@demo.invalid", "somebody else"),
        ("ad.min2@demo.invalid", "ad.min@demo.invalid", "no case role"),
    ],
)
def test_the_command_refuses_in_one_sentence(db, email: str, by: str, sentence: str) -> None:
    person("Ad Min", Role.ADMINISTRATOR)
    person("Ad Min2", Role.ADMINISTRATOR)
    person("First One", Role.COORDINATOR)
    with pytest.raises(CommandError, match=sentence):
        call_command("confirm_person", email, by=by)
    assert not User.objects.filter(role_confirmed_at__isnull=False).exists()


def test_every_waiting_row_has_its_reason_or_its_button(
    cast, seat: PanelSeat, newcomer: User, northmere
) -> None:
    give_area(newcomer, northmere)
    rows = access.waiting(cast.coordinator, clock.now())
    assert {(row.kind, row.reason is None) for row in rows} == {
        ("role", True),
        ("area", False),
        ("seat", True),
    }

"""Areas, delegates and seats given in the administrators' site: they wait to be confirmed, and none overlap."""

from datetime import timedelta

import pytest
from django.test import Client

from cspr_portal import clock
from reviews.models import (
    Agency,
    Area,
    AuditRow,
    CoordinatorArea,
    PanelSeat,
    PartnerDelegate,
    Role,
    StatutoryPartner,
    User,
)
from tests.admin_pages import errors, send, today, url

pytestmark = pytest.mark.django_db


# Postings


def test_a_coordinators_area_waits_and_may_go_before_it_is_confirmed(admin: Client, cast) -> None:
    area = Area.objects.get(name="Farholt")
    send(admin, CoordinatorArea, user=cast.coordinator.pk, area=area.pk, starts_on=today())
    given = CoordinatorArea.objects.get(user=cast.coordinator, area=area)
    assert given.confirmed_at is None
    assert admin.post(url(CoordinatorArea, "delete", given), {"post": "yes"}).status_code == 302
    assert not CoordinatorArea.objects.filter(pk=given.pk).exists()
    assert AuditRow.objects.filter(verb="coordinator_area.deleted").exists()


def test_ending_a_posting_keeps_its_confirmation_and_lengthening_does_not(admin: Client, cast) -> None:
    given = CoordinatorArea.objects.get(user=cast.coordinator, area__name="Northmere")
    send(admin, CoordinatorArea, given, ends_on=today())
    given.refresh_from_db()
    assert given.ends_on == today() and given.confirmed_at is not None
    send(admin, CoordinatorArea, given, ends_on=today() + timedelta(days=30))
    given.refresh_from_db()
    assert given.confirmed_at is None


def test_whom_a_posting_is_for_cannot_be_changed(admin: Client, cast) -> None:
    given = CoordinatorArea.objects.get(user=cast.coordinator, area__name="Northmere")
    send(admin, CoordinatorArea, given, user=cast.outsider.pk, ends_on=today())
    given.refresh_from_db()
    assert given.user == cast.coordinator


def test_dates_in_the_wrong_order_are_refused_in_words(admin: Client, cast) -> None:
    given = CoordinatorArea.objects.get(user=cast.coordinator, area__name="Northmere")
    answer = send(admin, CoordinatorArea, given, ends_on=given.starts_on - timedelta(days=1))
    assert "The last day can’t be before the first." in errors(answer)
    area = Area.objects.get(name="Northmere")
    assert "before the first" in errors(send(admin, Area, area, ends_on=area.starts_on - timedelta(days=1)))


def test_one_person_decides_for_one_partner(admin: Client, cast) -> None:
    police = Agency.objects.get(name="Aldermere Police")
    answer = send(admin, PartnerDelegate, user=cast.la.pk, agency=police.pk, starts_on=today())
    assert "already decides for a safeguarding partner" in errors(answer)


def test_reopening_a_posting_twice_is_refused_in_words(admin: Client, cast) -> None:
    old = CoordinatorArea.objects.get(user=cast.coordinator, area__name="Northmere")
    old.ends_on = today()
    old.save()
    CoordinatorArea.objects.create(user=cast.coordinator, area=old.area, starts_on=today())
    assert "already has this area" in errors(send(admin, CoordinatorArea, old, ends_on=""))


def test_only_coordinators_get_areas(admin: Client, cast) -> None:
    area = Area.objects.get(name="Farholt")
    answer = send(admin, CoordinatorArea, user=cast.la.pk, area=area.pk, starts_on=today())
    assert "user" in errors(answer)


def test_a14_a_new_area_for_an_agency_lets_its_delegates_wait_again(admin: Client, cast) -> None:
    area, police = Area.objects.get(name="Farholt"), Agency.objects.get(name="Aldermere Police")
    send(
        admin,
        StatutoryPartner,
        area=area.pk,
        role="police",
        agency=police.pk,
        is_acting="on",
        starts_on=today(),
    )
    assert StatutoryPartner.objects.filter(area=area).exists()
    assert not PartnerDelegate.objects.filter(agency=police, confirmed_at__isnull=False).exists()
    assert PartnerDelegate.objects.filter(confirmed_at__isnull=False).exists()


# Seats


def seat_data(case, cast, person: User, **more: object) -> dict[str, object]:
    agency = Agency.objects.get(name="Aldermere Homes")
    return {"reference": case.reference, "agency": agency.pk, "user": person.pk, "joined_on": today(), **more}


@pytest.fixture
def member(cast) -> User:
    return User.objects.create_user(
        "pat@demo.invalid",
        None,
        name="Pat Seat",
        role=Role.PANEL_MEMBER,
        role_confirmed_at=clock.now(),
        role_confirmed_by=cast.coordinator,
    )


def test_a14_a_seat_given_here_opens_nothing(cast, case, admin: Client, member: User, as_user) -> None:
    send(admin, PanelSeat, **seat_data(case, cast, member))
    given = PanelSeat.objects.get(user=member)
    assert given.confirmed_at is None and not given.is_statutory
    assert as_user(member).get(f"/staff/cases/{case.reference}/").status_code == 404
    row = AuditRow.objects.get(verb="panel.seat.added")
    assert row.reference == case.reference


@pytest.mark.parametrize("reference", ["SC-BCDF-GHJK", "nonsense", "' or 1=1", "x" * 400])
def test_a_made_up_reference_is_refused_in_words(
    cast, case, admin: Client, member: User, reference: str
) -> None:
    answer = send(admin, PanelSeat, **seat_data(case, cast, member, reference=reference))
    assert answer.status_code == 200 and "reference" in errors(answer)


def test_a_reference_typed_in_small_letters_is_found(cast, case, admin: Client, member: User) -> None:
    send(admin, PanelSeat, **seat_data(case, cast, member, reference=f" {case.reference.lower()} "))
    assert PanelSeat.objects.filter(user=member, review=case.review).exists()


def test_a_case_without_a_review_has_no_seats(admin: Client, cast, make_case, member: User) -> None:
    early = make_case(pseudonym="Child Finch").case
    assert "No review has this reference" in errors(send(admin, PanelSeat, **seat_data(early, cast, member)))


def test_a_statutory_seat_stays_and_keeps_its_role(case, admin: Client) -> None:
    seat = PanelSeat.objects.filter(review=case.review, partner_role="police").get()
    assert admin.post(url(PanelSeat, "delete", seat), {"post": "yes"}).status_code == 403
    send(admin, PanelSeat, seat, partner_role="la", left_on=today(), review="x")
    seat.refresh_from_db()
    assert seat.partner_role == "police" and seat.left_on is None


def test_a_seat_that_changes_hands_waits_and_keeps_the_row_before(
    case, admin: Client, member: User, cast
) -> None:
    before = PanelSeat.objects.get(review=case.review, partner_role="police")
    assert before.confirmed_at is not None
    send(admin, PanelSeat, before, user=member.pk)
    before.refresh_from_db()
    after = PanelSeat.objects.get(review=case.review, partner_role="police", left_on__isnull=True)
    assert (before.user, before.left_on) == (cast.police, today())
    assert (after.user, after.joined_on, after.confirmed_at) == (member, today(), None)


def test_making_somebody_chair_waits_too(case, admin: Client) -> None:
    PanelSeat.objects.filter(review=case.review).update(is_chair=False)
    seat = PanelSeat.objects.get(review=case.review, partner_role="icb")
    send(admin, PanelSeat, seat, is_chair="on")
    seat.refresh_from_db()
    assert seat.is_chair and seat.confirmed_at is None


def test_a_panel_has_one_chair_and_a_person_one_seat(cast, case, admin: Client, member: User) -> None:
    PanelSeat.objects.filter(review=case.review).update(is_chair=False)
    PanelSeat.objects.filter(review=case.review, partner_role="la").update(is_chair=True)
    assert "already has a chair" in errors(
        send(admin, PanelSeat, **seat_data(case, cast, member, is_chair="on"))
    )
    assert "already has a seat" in errors(send(admin, PanelSeat, **seat_data(case, cast, cast.police)))


def test_administrators_and_auditors_take_no_seat(cast, case, admin: Client) -> None:
    assigned = (cast.lead_partner, cast.scrutineer, cast.legal_adviser)
    for person in (cast.administrator, cast.auditor, cast.publisher, *assigned):
        assert "user" in errors(send(admin, PanelSeat, **seat_data(case, cast, person)))

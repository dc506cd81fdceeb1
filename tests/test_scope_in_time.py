"""Outside somebody's scope a case does not exist: in no list, and at no moment of their session.

The walk over every address is in test_scope.py.
"""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.models import Role, StatutoryPartner
from reviews.reviewers import actions as reviewers
from reviews.reviewers.states import NO_LINK
from reviews.stages import Stage
from tests import typed
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db


# In no list


def test_no_list_count_or_filter_shows_another_areas_case(cast, make_case, as_user):
    """A18."""
    case = make_case(Stage.RAPID_REVIEW, pseudonym="Child Canary").case
    for person in ("outsider", "eastfold_delegate", "agency_author", "reviewer_2", "auditor", "publisher"):
        browser = as_user(getattr(cast, person))
        for page in ("/staff/", "/staff/cases/", "/staff/cases/?stage=rapid_review", "/staff/publications/"):
            shown = words(browser.get(page))
            assert case.reference not in shown, (person, page)
            assert "Canary" not in shown, (person, page)
        assert f'value="{case.area_id}"' not in words(browser.get("/staff/cases/")), person
    empty = words(as_user(cast.outsider).get("/staff/cases/", {"area": str(case.area_id)}))
    assert case.reference not in empty
    assert "Northmere" not in empty


def test_the_list_of_a_delegate_has_the_cases_of_its_areas_and_no_other(cast, make_case, as_user):
    north = make_case(pseudonym="Child Finch").case
    east = make_case(area="Eastfold", pseudonym="Child Robin").case
    for person, seen in (
        ("la", {north}),
        ("eastfold_delegate", {east}),
        ("police", {north, east}),
        ("panel_member", set()),
        ("coordinator", {north, east}),
    ):
        page = words(as_user(getattr(cast, person)).get("/staff/cases/"))
        assert {case for case in (north, east) if case.reference in page} == seen, person


def test_a_case_prepared_for_publication_is_not_named_to_others(cast, make_case, as_user):
    case = make_case(Stage.PRE_PUBLICATION, pseudonym="Child Canary").case
    for person in ("outsider", "publisher", "eastfold_delegate"):
        page = words(as_user(getattr(cast, person)).get("/staff/publications/new/", {"case": case.reference}))
        assert "Canary" not in page, person


# At any moment of a session


def test_the_reviewers_access_begins_with_the_check_and_ends_with_the_appointment(cast, make_case, as_user):
    walk = make_case(Stage.SCOPING)
    case, at = walk.case, clock.now()
    browser = as_user(cast.reviewer)
    assert browser.get(address(case)).status_code == 404
    today = clock.today(at)
    appointment = reviewers.appoint_reviewer(
        case,
        cast.reviewer,
        experience="Twenty years.",
        answers=NO_LINK,
        declaration="None.",
        declared_on=today,
        starts_on=today,
        ends_on=today + timedelta(days=30),
        by=cast.coordinator,
        at=at,
    )
    assert browser.get(address(case)).status_code == 404
    assert case.reference not in words(browser.get("/staff/"))
    reviewers.check_declaration(case, appointment, note="Compared.", by=cast.police, at=at)
    assert browser.get(address(case)).status_code == 200
    assert case.reference in words(browser.get("/staff/cases/"))
    reviewers.end_appointment(case, appointment, reason="Moved away.", by=cast.la, at=at)
    for rest in ("", "report/", "enquiry/", "decisions/"):
        assert browser.get(address(case, rest)).status_code == 404
    assert case.reference not in words(browser.get("/staff/cases/"))


def test_an_appointment_opens_the_case_on_its_days_only(cast, make_case, as_user, time_machine):
    case = make_case(Stage.GATHERING).case
    appointment = case.review.appointments.get()
    today = clock.today(clock.now())
    appointment.starts_on, appointment.ends_on = today + timedelta(days=1), today + timedelta(days=3)
    appointment.save()
    for days, status in ((0, 404), (1, 200), (3, 200), (4, 404)):
        time_machine.move_to(clock.at_hour(today + timedelta(days=days), 12))
        assert as_user(cast.reviewer).get(address(case)).status_code == status, days


def unconfirm(user):
    user.role_confirmed_at = user.role_confirmed_by = None
    user.save()


def become_publisher(user):
    user.role = Role.PUBLISHER
    user.save()


def lose_the_area(user):
    yesterday = clock.today(clock.now()) - timedelta(days=1)
    user.coordinator_areas.filter(area__name="Northmere").update(ends_on=yesterday)


def lose_the_confirmation_of_the_area(user):
    user.coordinator_areas.filter(area__name="Northmere").update(confirmed_at=None, confirmed_by=None)


def lose_the_delegation(user):
    user.delegations.update(ends_on=clock.today(clock.now()) - timedelta(days=1))


def agency_stops_acting(user):
    StatutoryPartner.objects.filter(agency=user.agency, area__name="Northmere").update(is_acting=False)


def leave_the_seat(user):
    user.panel_seats.update(left_on=clock.today(clock.now()))


def lose_the_confirmation_of_the_seat(user):
    user.panel_seats.update(confirmed_at=None, confirmed_by=None)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("person", "change"),
    [
        ("coordinator", unconfirm),
        ("coordinator", become_publisher),
        ("coordinator", lose_the_area),
        ("coordinator", lose_the_confirmation_of_the_area),
        ("la_deputy", unconfirm),
        ("la_deputy", lose_the_delegation),
        ("la_deputy", agency_stops_acting),
        ("panel_member", unconfirm),
        ("panel_member", leave_the_seat),
        ("panel_member", lose_the_confirmation_of_the_seat),
        ("reviewer", unconfirm),
    ],
)
def test_what_is_taken_away_is_gone_on_the_next_request_of_the_same_session(
    cast, make_case, as_user, person, change
):
    """A16."""
    case = make_case(Stage.GATHERING).case
    user = getattr(cast, person)
    browser = as_user(user)
    assert browser.get(address(case)).status_code == 200
    change(user)
    before = everything_but_the_audit_log()
    assert browser.get(address(case)).status_code == 404
    today = clock.today(clock.now())
    sent = {"notification/": typed.notification(today), "hold/": typed.hold(today, today + timedelta(days=9))}
    for rest, typed_in in sent.items():
        assert browser.post(address(case, rest), typed_in).status_code == 404
    assert case.reference not in words(browser.get("/staff/cases/"))
    assert case.reference not in words(browser.get("/staff/"))
    assert everything_but_the_audit_log() == before


def test_a_closed_account_is_signed_out_on_the_next_request(cast, make_case, as_user):
    """A16."""
    case = make_case().case
    browser = as_user(cast.police)
    assert browser.get(address(case)).status_code == 200
    cast.police.is_active = False
    cast.police.save()
    before = everything_but_the_audit_log()
    for response in (browser.get(address(case)), browser.post(address(case, "view/"), typed.view())):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/accounts/login/")
        assert "Child Wren" not in words(response)
    assert everything_but_the_audit_log() == before


def test_a_recusal_holds_from_the_next_request_of_the_same_session(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    browser = as_user(cast.reviewer)
    assert browser.get(address(case)).status_code == 200
    as_user(cast.coordinator).post(
        address(case, "recuse/"), {"person": str(cast.reviewer.pk), "reason": "A friend."}
    )
    assert browser.get(address(case)).status_code == 404


def test_a_form_opened_before_and_sent_after_changes_nothing(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.la)
    assert browser.get(address(case, "view/")).status_code == 200
    as_user(cast.coordinator).post(
        address(case, "recuse/"), {"person": str(cast.la.pk), "reason": "A friend."}
    )
    assert browser.post(address(case, "view/"), typed.view()).status_code == 404
    assert not case.partner_views.exists()

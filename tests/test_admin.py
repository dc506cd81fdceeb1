"""The administrators' site: people, places and panels, and never a case."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings
from django.urls import reverse

from cspr_portal import clock
from reviews.admin_site import admin_site
from reviews.models import (
    Agency,
    Area,
    AuditRow,
    CoordinatorArea,
    GuidanceEdition,
    PanelSeat,
    PartnerDelegate,
    Role,
    StatutoryPartner,
    User,
)
from reviews.stages import Stage

pytestmark = pytest.mark.django_db

ALLOWED = {
    "Area",
    "Agency",
    "StatutoryPartner",
    "User",
    "CoordinatorArea",
    "PartnerDelegate",
    "PanelSeat",
    "GuidanceEdition",
    "Theme",
}


@pytest.fixture
def admin(cast, as_user) -> Client:
    return as_user(cast.administrator)


@pytest.fixture
def case(make_case):
    return make_case(Stage.GATHERING).case


def url(model: type, step: str, row: object = None) -> str:
    args = [row.pk] if row is not None else []
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{step}", args=args)


def send(client: Client, model: type, row: object = None, **data: object):
    """Add a row, or change it: what isn't said stays as it is."""
    target = url(model, "change", row) if row is not None else url(model, "add")
    page = client.get(target)
    form = page.context["adminform"].form
    kept = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    answer = client.post(
        target, {name: value for name, value in {**kept, **data}.items() if value is not None}
    )
    return answer


def errors(answer) -> str:
    return str(answer.context["adminform"].form.errors) if answer.status_code == 200 else ""


def today():
    return clock.today(clock.now())


# Who comes in


def test_the_site_shows_an_allow_list_and_nothing_else(admin: Client) -> None:
    admin.get("/admin/")
    assert {model.__name__ for model in admin_site._registry} == ALLOWED


def test_a19_strangers_are_sent_to_the_portals_sign_in(client: Client, cast) -> None:
    for path in ("/admin/", "/admin/reviews/user/", "/admin/nothing/"):
        assert client.get(path)["Location"] == f"/accounts/login/?next={path}"
    assert client.get("/admin/login/?next=/admin/reviews/user/")["Location"] == (
        "/accounts/login/?next=/admin/reviews/user/"
    )
    assert client.post("/admin/login/", {"username": "x", "password": "y"})["Location"].startswith(
        "/accounts/login/"
    )


@pytest.mark.parametrize(
    "account",
    ["coordinator", "la", "panel_member", "agency_author", "reviewer", "publisher", "auditor", "outsider"],
)
def test_nobody_else_comes_in(cast, as_user, account: str) -> None:
    browser = as_user(getattr(cast, account))
    for path in ("/admin/", url(User, "changelist"), url(User, "add")):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert "Only an administrator may open this part of the portal." in answer.content.decode()


def test_an_administrator_needs_the_second_factor(client: Client) -> None:
    person = User.objects.create_user("real@aldermere.example", None, name="Real", role=Role.ADMINISTRATOR)
    client.force_login(person)
    assert client.get("/admin/")["Location"] == "/accounts/app/set-up/"
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_without_demo_the_demonstrations_administrator_stays_out(admin: Client) -> None:
    with override_settings(DEMO=False):
        assert admin.get("/admin/")["Location"].startswith("/accounts/login/")


def test_the_sites_own_password_and_sign_out_pages_are_the_portals(admin: Client) -> None:
    assert admin.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    assert admin.post("/admin/logout/")["Location"] == "/accounts/login/"
    assert admin.get("/admin/")["Location"].startswith("/accounts/login/")


def test_rows_cannot_be_looked_up_by_kind_and_key(admin: Client, case) -> None:
    assert admin.get(f"/admin/r/1/{case.pk}/").status_code == 404
    assert admin.get("/admin/autocomplete/").status_code == 404


# Never a case


def test_a14_no_page_of_the_site_shows_case_content(admin: Client, case) -> None:
    canaries = [case.children.first().pseudonym, case.summary[:30], "Zebedee", "Quarrington", "Lavinia"]
    shown = []
    for model, model_admin in admin_site._registry.items():
        paths = [url(model, "changelist"), f"{url(model, 'changelist')}?q=Wren"]
        if model_admin.has_add_permission(type("Request", (), {"user": User(role="administrator")})()):
            paths.append(url(model, "add"))
        row = model._default_manager.first()
        if row is not None:
            paths += [url(model, "change", row), url(model, "history", row)]
        for path in paths:
            page = admin.get(path)
            assert page.status_code == 200, path
            shown += [(path, word) for word in canaries if word in page.content.decode()]
    assert shown == []


def test_a14_an_administrator_opens_no_case(admin: Client, case) -> None:
    assert admin.get(f"/staff/cases/{case.reference}/").status_code == 404


def test_nothing_that_cases_hang_on_is_deleted(admin: Client, case) -> None:
    for model in admin_site._registry:
        row = model._default_manager.first()
        if row is None:
            continue
        count = model._default_manager.count()
        assert admin.post(url(model, "delete", row), {"post": "yes"}).status_code == 403, model
        admin.post(
            url(model, "changelist"),
            {"action": "delete_selected", "_selected_action": [str(row.pk)], "post": "yes"},
        )
        assert model._default_manager.count() == count, model


# Accounts


def test_a_new_account_has_no_password_and_opens_nothing(admin: Client, as_user) -> None:
    send(admin, User, email="New.Comer@Demo.invalid", name="New Comer", role="coordinator", is_active="on")
    person = User.objects.get(email="new.comer@demo.invalid")
    assert not person.has_usable_password() and person.role_confirmed_at is None
    assert as_user(person).get("/staff/people/").status_code == 403
    row = AuditRow.objects.get(verb="person.added")
    assert row.detail["id"] == str(person.pk) and "@" not in str(row.detail)


def test_there_is_no_field_for_a_password(admin: Client, cast) -> None:
    for path in (url(User, "add"), url(User, "change", cast.la)):
        assert "password" not in admin.get(path).context["adminform"].form.fields
    before = cast.la.password
    send(admin, User, cast.la, password="a new password here", role_confirmed_by=str(cast.administrator.pk))
    cast.la.refresh_from_db()
    assert cast.la.password == before and cast.la.role_confirmed_by == cast.coordinator


@pytest.mark.parametrize(
    "change", [{"role": "coordinator"}, {"email": "other@demo.invalid"}, {"agency": None}]
)
def test_a14_changing_role_address_or_agency_waits_for_a_coordinator(admin: Client, cast, change) -> None:
    send(admin, User, cast.la, **change)
    cast.la.refresh_from_db()
    assert cast.la.role_confirmed_at is None and cast.la.role_confirmed_by is None


def test_changing_a_name_or_post_keeps_the_confirmation(admin: Client, cast) -> None:
    send(admin, User, cast.la, post="Director")
    cast.la.refresh_from_db()
    assert cast.la.post == "Director" and cast.la.role_confirmed_at is not None


def test_an_account_that_comes_back_waits_again(admin: Client, cast) -> None:
    send(admin, User, cast.la, is_active=None)
    cast.la.refresh_from_db()
    assert not cast.la.is_active and cast.la.role_confirmed_at is not None
    send(admin, User, cast.la, is_active="on")
    cast.la.refresh_from_db()
    assert cast.la.is_active and cast.la.role_confirmed_at is None


def test_the_old_address_no_longer_signs_in(admin: Client, cast) -> None:
    EmailAddress.objects.create(user=cast.la, email=cast.la.email, primary=True)
    old = cast.la.email
    send(admin, User, cast.la, email="other@demo.invalid")
    answer = Client().post("/accounts/login/", {"login": old, "password": "a-long-password-for-tests"})
    assert "do not match" in answer.content.decode()


def test_one_address_is_one_account(admin: Client, cast) -> None:
    answer = send(admin, User, email=cast.la.email.upper(), name="Twin", role="publisher", is_active="on")
    assert "already exists" in errors(answer)


def test_a17_the_last_administrator_stays(admin: Client, cast) -> None:
    for change in ({"is_active": None}, {"role": "coordinator"}):
        assert "only active administrator" in errors(send(admin, User, cast.administrator, **change))
        cast.administrator.refresh_from_db()
        assert cast.administrator.is_administrator
    User.objects.create_user("second@demo.invalid", None, name="Second", role=Role.ADMINISTRATOR)
    assert send(admin, User, cast.administrator, role="coordinator").status_code == 302
    assert admin.get("/admin/").status_code == 403


def test_a14_an_administrator_who_takes_a_case_role_sees_nothing(admin: Client, cast, case) -> None:
    User.objects.create_user("second@demo.invalid", None, name="Second", role=Role.ADMINISTRATOR)
    send(admin, User, cast.administrator, role="coordinator")
    assert admin.get(f"/staff/cases/{case.reference}/").status_code == 404
    assert admin.get("/staff/people/").status_code == 403


def test_somebody_elses_lost_second_factor_is_removed_and_told(admin: Client, cast, mailoutbox) -> None:
    for owner in (cast.la, cast.administrator):
        Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    chosen = [cast.la.pk, cast.police.pk, cast.administrator.pk]
    data = {"action": "forget_second_factor", "_selected_action": [str(key) for key in chosen]}
    page = admin.post(url(User, "changelist"), data, follow=True).content.decode()
    assert list(Authenticator.objects.values_list("user", flat=True)) == [cast.administrator.pk]
    assert "Only another administrator" in page and "has no second factor" in page
    assert [message.to for message in mailoutbox] == [[cast.la.email]]
    assert AuditRow.objects.get(verb="second_factor.removed").detail == {"person": str(cast.la.pk)}


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


def test_a14_a_seat_given_here_opens_nothing(admin: Client, cast, case, member: User, as_user) -> None:
    send(admin, PanelSeat, **seat_data(case, cast, member))
    given = PanelSeat.objects.get(user=member)
    assert given.confirmed_at is None and not given.is_statutory
    assert as_user(member).get(f"/staff/cases/{case.reference}/").status_code == 404
    row = AuditRow.objects.get(verb="panel.seat.added")
    assert row.reference == case.reference


@pytest.mark.parametrize("reference", ["SC-BCDF-GHJK", "nonsense", "' or 1=1", "x" * 400])
def test_a_made_up_reference_is_refused_in_words(
    admin: Client, cast, case, member: User, reference: str
) -> None:
    answer = send(admin, PanelSeat, **seat_data(case, cast, member, reference=reference))
    assert answer.status_code == 200 and "reference" in errors(answer)


def test_a_reference_typed_in_small_letters_is_found(admin: Client, cast, case, member: User) -> None:
    send(admin, PanelSeat, **seat_data(case, cast, member, reference=f" {case.reference.lower()} "))
    assert PanelSeat.objects.filter(user=member, review=case.review).exists()


def test_a_case_without_a_review_has_no_seats(admin: Client, cast, make_case, member: User) -> None:
    early = make_case(pseudonym="Child Finch").case
    assert "No review has this reference" in errors(send(admin, PanelSeat, **seat_data(early, cast, member)))


def test_a_statutory_seat_stays_and_keeps_its_role(admin: Client, case) -> None:
    seat = PanelSeat.objects.filter(review=case.review, partner_role="police").get()
    assert admin.post(url(PanelSeat, "delete", seat), {"post": "yes"}).status_code == 403
    send(admin, PanelSeat, seat, partner_role="la", left_on=today(), review="x")
    seat.refresh_from_db()
    assert seat.partner_role == "police" and seat.left_on is None


def test_a_seat_that_changes_hands_waits_and_keeps_the_row_before(
    admin: Client, case, member: User, cast
) -> None:
    before = PanelSeat.objects.get(review=case.review, partner_role="police")
    assert before.confirmed_at is not None
    send(admin, PanelSeat, before, user=member.pk)
    before.refresh_from_db()
    after = PanelSeat.objects.get(review=case.review, partner_role="police", left_on__isnull=True)
    assert (before.user, before.left_on) == (cast.police, today())
    assert (after.user, after.joined_on, after.confirmed_at) == (member, today(), None)


def test_making_somebody_chair_waits_too(admin: Client, case) -> None:
    PanelSeat.objects.filter(review=case.review).update(is_chair=False)
    seat = PanelSeat.objects.get(review=case.review, partner_role="icb")
    send(admin, PanelSeat, seat, is_chair="on")
    seat.refresh_from_db()
    assert seat.is_chair and seat.confirmed_at is None


def test_a_panel_has_one_chair_and_a_person_one_seat(admin: Client, cast, case, member: User) -> None:
    PanelSeat.objects.filter(review=case.review).update(is_chair=False)
    PanelSeat.objects.filter(review=case.review, partner_role="la").update(is_chair=True)
    assert "already has a chair" in errors(
        send(admin, PanelSeat, **seat_data(case, cast, member, is_chair="on"))
    )
    assert "already has a seat" in errors(send(admin, PanelSeat, **seat_data(case, cast, cast.police)))


def test_administrators_and_auditors_take_no_seat(admin: Client, cast, case) -> None:
    for person in (cast.administrator, cast.auditor, cast.publisher):
        assert "user" in errors(send(admin, PanelSeat, **seat_data(case, cast, person)))


# Reference data


def test_what_administrators_change_is_recorded(admin: Client, cast) -> None:
    area = Area.objects.get(name="Northmere")
    send(admin, Area, area, out_of_hours_telephone="01632 960199")
    row = AuditRow.objects.get(verb="area.changed")
    assert row.actor == str(cast.administrator.pk)
    assert row.detail == {"id": str(area.pk), "fields": "out_of_hours_telephone"}


def test_a_window_of_under_a_year_is_refused(admin: Client) -> None:
    edition = GuidanceEdition.objects.get()
    assert "window_months" in errors(send(admin, GuidanceEdition, edition, window_months=11))


def test_nul_bytes_are_refused_in_words(admin: Client) -> None:
    answer = send(admin, Area, name="a\x00b", front_door_telephone="01632 960199", starts_on=today())
    assert answer.status_code == 200 and "name" in errors(answer)


def test_pages_carry_no_inline_script_or_style(admin: Client, cast) -> None:
    for path in ("/admin/", url(User, "changelist"), url(User, "change", cast.la), url(PanelSeat, "add")):
        page = admin.get(path).content.decode()
        assert not re.search(
            r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son(click|load)=", page
        ), path

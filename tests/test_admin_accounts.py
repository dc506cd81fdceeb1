"""Accounts in the administrators' site: no password is set there, and no change takes effect unconfirmed."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from reviews.models import AuditRow, CoordinatorArea, Role, User
from tests.admin_pages import errors, send, today, url

pytestmark = pytest.mark.django_db


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


def test_a09_fields_that_an_administrator_adds_to_a_form_are_ignored(admin: Client, cast) -> None:
    """Neither a new account nor an old one, a posting or a seat is confirmed, or given a password, by its own form."""
    more = dict.fromkeys(("is_superuser", "is_staff", "is_confirmed"), "on")
    more |= dict.fromkeys(("password", "password1", "known_there_as", "case"), "four plain words together")
    for name in ("role_confirmed_at", "confirmed_at", "invited_at", "last_login", "needed_at", "made_at"):
        more |= {name: "2027-01-01", f"{name}_0": "2027-01-01", f"{name}_1": "09:00"}
    more |= dict.fromkeys(("role_confirmed_by", "confirmed_by", "needed_by"), str(cast.coordinator.pk))
    more |= {"id": str(cast.administrator.pk), "pk": str(cast.administrator.pk)}

    send(
        admin,
        User,
        email="new.comer@demo.invalid",
        name="New Comer",
        role="coordinator",
        is_active="on",
        **more,
    )
    new = User.objects.get(email="new.comer@demo.invalid")
    assert new.pk != cast.administrator.pk and not new.has_usable_password()
    assert (new.role_confirmed_at, new.role_confirmed_by, new.needed_by, new.last_login) == (None,) * 4
    assert new.known_there_as != more["known_there_as"]

    send(
        admin,
        CoordinatorArea,
        user=new.pk,
        area=cast.partnership.areas["Northmere"].pk,
        starts_on=today(),
        **more,
    )
    posting = CoordinatorArea.objects.get(user=new)
    assert posting.confirmed_at is None and posting.confirmed_by is None

    before = User.objects.filter(pk=cast.outsider.pk).values().get()
    send(admin, User, cast.outsider, post="Head of the unit", **more)
    assert User.objects.filter(pk=cast.outsider.pk).values().get() == before | {"post": "Head of the unit"}


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


def test_a14_an_administrator_who_takes_a_case_role_sees_nothing(cast, case, admin: Client) -> None:
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

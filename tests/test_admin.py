"""The administrators' site: who comes in, what it shows and records, and never a case."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, override_settings

from reviews.admin_site import admin_site
from reviews.models import Area, AuditRow, GuidanceEdition, PanelSeat, Role, User
from tests.admin_pages import errors, send, today, url

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
    "RapidReviewSection",
    "DecisionQuorum",
    "RetentionPeriod",
    "Theme",
    "Helpline",
}


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


def test_rows_cannot_be_looked_up_by_kind_and_key(case, admin: Client) -> None:
    assert admin.get(f"/admin/r/1/{case.pk}/").status_code == 404
    assert admin.get("/admin/autocomplete/").status_code == 404


# Never a case


def test_a14_no_page_of_the_site_shows_case_content(case, admin: Client) -> None:
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


@pytest.mark.parametrize(
    "question",
    [
        "user/?password__startswith=s",
        "user/?password__regex=(a%2B)%2B%24",
        "user/?recusals__isnull=0",
        "user/?agency__name__startswith=a",
        "area/?case__isnull=0",
        "panelseat/?review__case__summary__contains=a",
    ],
)
def test_a14_no_list_answers_what_its_page_does_not_ask(case, admin: Client, question: str) -> None:
    """Neither a hash nor who has a place in a case is told by narrowing a list down, sign by sign."""
    found = admin.get(f"/admin/reviews/{question}")
    assert found.status_code == 400
    assert (
        admin.get(f"{url(User, 'changelist')}?role__exact=coordinator&is_active__exact=1").status_code == 200
    )


def test_a14_an_administrator_opens_no_case(case, admin: Client) -> None:
    assert admin.get(f"/staff/cases/{case.reference}/").status_code == 404


def test_nothing_that_cases_hang_on_is_deleted(case, admin: Client) -> None:
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

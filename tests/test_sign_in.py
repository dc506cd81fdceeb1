"""Signing in: the page and its one message, the demonstration's people, the limits, and the trace it leaves."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings

from reviews.models import AuditRow, User
from tests.signing_in import ANOTHER, EMAIL, PASSWORD, SIGN_IN, START, code_of, set_up, sign_in, verbs

pytestmark = pytest.mark.django_db


def without_token(response: HttpResponse) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


# The page and its one message


def test_the_page_has_the_two_fields_and_no_way_to_make_an_account(client: Client) -> None:
    page = client.get(SIGN_IN).content.decode()
    assert 'name="login"' in page and 'name="password"' in page
    assert "sign up" not in page.lower()
    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/").status_code == 404


def test_the_button_says_what_comes_next(client: Client) -> None:
    assert "Continue to case work" in client.get(SIGN_IN).content.decode()
    with override_settings(DEMO=False):
        assert "Continue to your 6-digit code" in client.get(SIGN_IN).content.decode()


def test_b10_unknown_wrong_and_closed_get_the_same_answer(client: Client, person: User) -> None:
    closed = User.objects.create_user(
        "gone@aldermere.example", PASSWORD, name="Gone", role="auditor", is_active=False
    )
    wrong = sign_in(client, EMAIL, "not the password at all")
    unknown = sign_in(client, EMAIL.replace("jo", "no"), "not the password at all")
    shut = sign_in(client, closed.email, PASSWORD)
    pages = {
        without_token(answer).replace(typed.encode(), b"")
        for answer, typed in ((wrong, EMAIL), (unknown, EMAIL.replace("jo", "no")), (shut, closed.email))
    }
    assert len(pages) == 1
    assert {wrong.status_code, unknown.status_code, shut.status_code} == {200}
    assert "The e-mail address and password do not match. Check both." in wrong.content.decode()


@pytest.mark.parametrize(
    "typed", ["no-address", "a\x00b@x.example", "x" * 5000, "аdmin@demo.invalid", "' or 1=1 --"]
)
def test_odd_addresses_fail_in_words(client: Client, typed: str) -> None:
    answer = sign_in(client, typed)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_an_empty_form_names_both_fields(client: Client) -> None:
    page = client.post(SIGN_IN, {}).content.decode()
    assert "Enter the e-mail address." in page and "Enter the password." in page


def test_b15_a_post_without_token_is_refused(person: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert sign_in(browser).status_code == 403


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil"],
)
def test_b16_next_stays_on_the_site(client: Client, demo_person: User, target: str) -> None:
    assert sign_in(client, demo_person.email, next=target)["Location"] == "/staff/"


def test_next_leads_back_to_the_page_that_was_asked_for(client: Client, demo_person: User) -> None:
    assert client.get("/staff/audit/")["Location"] == "/accounts/login/?next=/staff/audit/"
    assert sign_in(client, demo_person.email, next="/staff/audit/")["Location"] == "/staff/audit/"


# The demonstration's people


def test_demonstration_accounts_need_no_code(client: Client, demo_person: User) -> None:
    assert sign_in(client, demo_person.email)["Location"] == "/staff/"
    assert client.get("/accounts/").status_code == 200


def test_demonstration_accounts_are_shut_without_demo(client: Client, demo_person: User) -> None:
    with override_settings(DEMO=False):
        answer = sign_in(client, demo_person.email)
        assert "do not match" in answer.content.decode()
        client.force_login(demo_person)
        assert client.get("/accounts/")["Location"].startswith(SIGN_IN)


# Limits


def test_b08_eleven_wrong_passwords_shut_the_account_for_a_while(person: User) -> None:
    for number in range(10):
        assert (
            sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="wrong words here").status_code == 200
        )
    stranger = Client(REMOTE_ADDR="192.0.2.99")
    wrong, right = sign_in(stranger, password="wrong words here"), sign_in(stranger)
    assert wrong.status_code == right.status_code == 429
    assert wrong.content == right.content
    assert "Retry-After" in wrong.headers


def test_b08_eleven_accounts_from_one_place_are_shut_out(person: User) -> None:
    here = Client(REMOTE_ADDR="192.0.2.1")
    for number in range(10):
        assert sign_in(here, f"nobody{number}@aldermere.example").status_code == 200
    assert sign_in(here).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.2")).status_code == 302


@pytest.mark.parametrize("is_behind", [False, True], ids=["alone", "behind a proxy"])
def test_e13_b08_an_address_that_a_visitor_makes_up_gives_no_more_tries(
    person: User, settings: Any, is_behind: bool
) -> None:
    """Limits and the log go by who asks: the peer, or what our own proxy adds at the end, whatever stands before it."""
    settings.BEHIND_PROXY, settings.ALLAUTH_TRUSTED_PROXY_COUNT = is_behind, int(is_behind)

    def here(made_up: str) -> Client:
        forwarded = f"{made_up}, 192.0.2.1" if is_behind else made_up
        peer = "127.0.0.1" if is_behind else "192.0.2.1"
        headers = {"X-Forwarded-For": forwarded, "X-Real-IP": made_up, "Forwarded": f"for={made_up}"}
        return Client(REMOTE_ADDR=peer, headers=headers)

    for number in range(10):
        browser = here(f"198.51.100.{number}")
        assert sign_in(browser, f"nobody{number}@aldermere.example").status_code == 200
    assert sign_in(here("203.0.113.9")).status_code == 429
    assert {row.request["from"] for row in AuditRow.objects.filter(verb__startswith="sign_in.")} == {
        "192.0.2.1"
    }


def test_b08_the_shutter_opens_again(person: User) -> None:
    with time_machine.travel(START) as clock:
        for _ in range(11):
            sign_in(Client(), password="wrong words here")
        assert sign_in(Client()).status_code == 429
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(Client()).status_code == 302


def test_b08_whom_a_stranger_shuts_out_gets_in_by_a_link(person: User) -> None:
    for number in range(11):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="wrong words here")
    assert sign_in(Client()).status_code == 429
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": EMAIL})
    found = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found
    new = {"password1": ANOTHER, "password2": ANOTHER}
    assert browser.post(browser.get(found[1])["Location"], new).status_code == 302
    assert sign_in(Client(), password=ANOTHER).status_code == 302


def test_b08_eleven_wrong_codes_are_too_many(person: User) -> None:
    with time_machine.travel(START) as clock:
        secret, _ = set_up(Client())
        clock.shift(300)
        browser = Client()
        sign_in(browser)
        for _ in range(10):
            assert browser.post("/accounts/code/", {"code": "abcdef"}).status_code == 200
        assert browser.post("/accounts/code/", {"code": code_of(secret)}).status_code == 429
        another = Client(REMOTE_ADDR="192.0.2.99")
        sign_in(another)
        assert another.post("/accounts/code/", {"code": code_of(secret)}).status_code == 429
    assert "second_factor.throttled" in verbs()


# The trace


def test_g02_what_happens_at_sign_in_is_recorded_without_an_address(person: User) -> None:
    with time_machine.travel(START) as clock:
        browser = Client()
        sign_in(browser, password="wrong words here")
        sign_in(browser, "nobody@aldermere.example")
        secret, _ = set_up(browser)
        browser.post("/accounts/logout/")
        clock.shift(300)
        sign_in(browser)
        browser.post("/accounts/code/", {"code": "12345"})
        browser.post("/accounts/code/", {"code": code_of(secret)})
    found = [verb for verb in verbs() if verb.split(".")[0] not in {"opened", "session"}]
    assert found == [
        "sign_in.failed",
        "sign_in.failed",
        "sign_in.done",
        "second_factor.set_up",
        "sign_out.done",
        "second_factor.refused",
        "sign_in.done",
    ]
    known, unknown = AuditRow.objects.filter(verb="sign_in.failed").order_by("sequence")
    assert (known.actor, unknown.actor) == (str(person.pk), "server")
    for row in AuditRow.objects.all():
        assert "@" not in str([row.verb, row.reference, row.detail, row.request]), row
        assert secret not in str(row.detail)


def test_private_pages_are_never_stored(client: Client, demo_person: User) -> None:
    sign_in(client, demo_person.email)
    for path in (SIGN_IN, "/accounts/", "/accounts/password/change/"):
        assert client.get(path)["Cache-Control"] == "no-store"

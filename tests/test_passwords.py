"""Passwords: the link for a new one, what one may be, and how it is changed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from reviews.models import User
from tests.signing_in import ANOTHER, EMAIL, PASSWORD, SIGN_IN, START, set_up, sign_in, verbs

pytestmark = pytest.mark.django_db


def ask_for_link(client: Client, email: str = EMAIL) -> str:
    mail.outbox.clear()
    client.post("/accounts/password/reset/", {"email": email})
    found = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    assert found
    return found[1]


def choose(client: Client, link: str, password: str = ANOTHER) -> HttpResponse:
    page = client.get(link)
    target = page["Location"] if page.status_code == 302 else link
    return client.post(target, {"password1": password, "password2": password})


def test_b11_the_link_works_once_and_ends_other_sessions(person: User) -> None:
    elsewhere = Client()
    set_up(elsewhere)
    browser = Client()
    link = ask_for_link(browser)
    assert choose(browser, link)["Location"] == "/accounts/password/reset/key/done/"
    assert elsewhere.get("/accounts/")["Location"].startswith(SIGN_IN)
    assert "too old" in Client().get(link).content.decode()
    assert "do not match" in sign_in(Client()).content.decode()
    assert sign_in(Client(), password=ANOTHER)["Location"] == "/accounts/code/"  # the code is still asked for


def test_b11_the_link_dies_after_an_hour_and_with_the_address(person: User) -> None:
    with time_machine.travel(START) as clock:
        link = ask_for_link(Client())
        clock.shift(timedelta(minutes=61))
        assert "too old" in Client().get(link).content.decode()
        link = ask_for_link(Client())
        User.objects.filter(pk=person.pk).update(email="new@aldermere.example")
        assert "too old" in Client().get(link).content.decode()


def test_b11_the_link_is_not_built_from_a_strangers_host(person: User) -> None:
    answer = Client(HTTP_HOST="evil.example").post("/accounts/password/reset/", {"email": EMAIL})
    assert answer.status_code == 400 and mail.outbox == []
    Client(HTTP_X_FORWARDED_HOST="evil.example").post("/accounts/password/reset/", {"email": EMAIL})
    assert "http://testserver/accounts/" in mail.outbox[0].body and "evil" not in mail.outbox[0].body


def test_b10_asking_for_a_link_never_says_whether_there_is_an_account(
    person: User, demo_person: User
) -> None:
    closed = User.objects.create_user(
        "gone@aldermere.example", PASSWORD, name="Gone", role="auditor", is_active=False
    )
    answers = [
        Client().post("/accounts/password/reset/", {"email": email})
        for email in (EMAIL, closed.email, "nobody@aldermere.example", "no-address")
    ]
    assert {answer["Location"] for answer in answers} == {"/accounts/password/reset/done/"}
    assert [message.to for message in mail.outbox] == [[EMAIL]]


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("fourteen chars", "15 characters or more"),
        ("jo.marsh@aldermere.example", "not like your name"),
        ("1q2w3e4r5t6y7u8i9o0p", "on public lists"),
        ("just 15 letters", None),
        ("qwertyuiopasdfghjkl", "harder to guess"),
        ("с эмодзи 🙂 и пробелами", None),
        ("four plain words and much that follows " * 3 + "and an end.", None),
    ],
)
def test_b12_what_a_password_may_be(client: Client, person: User, password: str, said: str | None) -> None:
    answer = choose(client, ask_for_link(client), password)
    if said is None:
        assert answer.status_code == 302
        assert sign_in(Client(), password=password).status_code == 302
        assert sign_in(Client(), password=password[:-1] + "?").status_code == 200
    else:
        assert said in answer.content.decode()


def test_the_two_new_passwords_have_to_be_the_same(client: Client, person: User) -> None:
    link = ask_for_link(client)
    target = client.get(link)["Location"]
    page = client.post(target, {"password1": ANOTHER, "password2": PASSWORD}).content.decode()
    assert "The two passwords differ." in page


def test_changing_the_password_asks_for_the_present_one(client: Client, demo_person: User) -> None:
    sign_in(client, demo_person.email)
    new = {"password1": ANOTHER, "password2": ANOTHER}
    wrong = client.post("/accounts/password/change/", {"oldpassword": "no", **new})
    assert "The password is not right." in wrong.content.decode()
    assert (
        client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})["Location"]
        == "/accounts/"
    )
    assert client.get("/accounts/").status_code == 200
    assert "password.changed" in verbs()


def test_somebody_without_a_password_gets_one_by_link(client: Client) -> None:
    User.objects.create_user("new@aldermere.example", None, name="New Person", role="publisher")
    choose(client, ask_for_link(client, "new@aldermere.example"))
    assert sign_in(Client(), "new@aldermere.example", ANOTHER)["Location"] == "/staff/"

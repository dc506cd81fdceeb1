"""Security keys as the second factor: what they open, what they refuse, and what is left of them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reviews.models import User
from tests.signing_in import PASSWORD, SET_UP, SIGN_IN, set_up, sign_in, verbs
from tests.soft_key import SoftKey, question_on

pytestmark = pytest.mark.django_db

ADD, KEYS, STEP = "/accounts/keys/add/", "/accounts/keys/", "/accounts/code/"


def add(browser: Client, key: SoftKey, name: str = "") -> Any:
    """Add the key in a browser that is signed in."""
    return browser.post(ADD, {"name": name, "credential": key.create(question_on(browser.get(ADD)))})


@pytest.fixture
def key(person: User) -> SoftKey:
    """The one second factor of the person."""
    browser, one = Client(), SoftKey()
    sign_in(browser)
    assert add(browser, one)["Location"] == "/accounts/recovery-codes/"
    return one


def half() -> tuple[Client, dict[str, Any]]:
    """A browser whose person gave the password only, and what the key is asked."""
    browser = Client()
    assert sign_in(browser)["Location"] == STEP
    return browser, question_on(browser.get(STEP))


def link(browser: Client, deed: str) -> str:
    """The address at which the first listed key is named or removed."""
    page = browser.get(KEYS).content.decode()
    return next(part for part in page.split('"') if part.startswith(KEYS) and part.endswith(f"/{deed}/"))


def test_b05_a_key_alone_is_a_second_factor_from_the_first_day(person: User) -> None:
    browser, one = Client(), SoftKey()
    sign_in(browser)
    assert browser.get("/staff/")["Location"] == SET_UP
    assert ADD in browser.get(SET_UP).content.decode()
    assert browser.get(KEYS)["Location"] == SET_UP
    old = browser.cookies["session"].value
    assert add(browser, one)["Location"] == "/accounts/recovery-codes/"
    assert browser.cookies["session"].value != old
    assert browser.get("/staff/").status_code == 200
    assert "Security key 1" in browser.get("/accounts/").content.decode()
    other, question = half()
    assert other.get("/staff/")["Location"].startswith(SIGN_IN)
    assert other.post(ADD, {"credential": SoftKey().create(question)})["Location"].startswith(SIGN_IN)
    assert other.post(STEP, {"credential": one.get(question)})["Location"] == "/staff/"
    assert other.get("/staff/").status_code == 200
    assert "security_key.added" in verbs()
    assert [message.subject for message in mail.outbox].count("A security key was added") == 1


WRONG: dict[str, Callable[[SoftKey, dict[str, Any]], str]] = {
    "a forged page": lambda key, question: key.get(question, origin="https://evil.example"),
    "a page whose name ends like ours": lambda key, question: key.get(question, "https://eviltestserver"),
    "without TLS": lambda key, question: key.get(question, "http://testserver"),
    "for another site": lambda key, question: key.get(question, host="evil.example"),
    "another question": lambda key, question: key.get({"challenge": "A" * 43}),
    "another key": lambda key, question: SoftKey().get(question),
    "the right name of another key": lambda key, question: named(SoftKey(), key).get(question),
    "an answer to being added": lambda key, question: key.create(question),
}


def named(key: SoftKey, like: SoftKey) -> SoftKey:
    key.id = like.id
    return key


def test_b05_an_answer_that_does_not_fit_opens_nothing(key: SoftKey) -> None:
    for way, answer in WRONG.items():
        browser, question = half()
        page = browser.post(STEP, {"credential": answer(key, question)})
        assert page.status_code == 200 and "The key is not one of this account" in page.content.decode(), way
        assert browser.get("/staff/")["Location"].startswith(SIGN_IN), way
    assert verbs().count("security_key.refused") == len(WRONG)


def test_b06_an_answer_counts_once(key: SoftKey) -> None:
    first, question = half()
    answer = key.get(question)
    assert first.post(STEP, {"credential": answer})["Location"] == "/staff/"
    second, _ = half()
    assert second.post(STEP, {"credential": answer}).status_code == 200


def test_b08_eleven_wrong_answers_are_too_many(key: SoftKey) -> None:
    browser, _ = half()
    for _ in range(10):
        assert browser.post(STEP, {"credential": "{}"}).status_code == 200
    question = question_on(browser.get(STEP))
    assert browser.post(STEP, {"credential": key.get(question)}).status_code == 429


def test_the_last_second_factor_stays_and_others_go(person: User, key: SoftKey) -> None:
    browser, question = half()
    browser.post(STEP, {"credential": key.get(question)})
    address = link(browser, "remove")
    assert "this key is your only second factor" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 409
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    add(browser, SoftKey(), "The green one")
    assert browser.post(address)["Location"] == KEYS
    page = browser.get(KEYS).content.decode()
    assert "The green one" in page and "Security key 1" not in page
    assert browser.post(address).status_code == 404
    assert "A security key was removed" in [message.subject for message in mail.outbox]


def test_another_persons_key_is_not_there(person: User, key: SoftKey) -> None:
    browser, question = half()
    browser.post(STEP, {"credential": key.get(question)})
    addresses = [link(browser, deed) for deed in ("name", "remove")]
    User.objects.create_user("else@aldermere.example", PASSWORD, name="Else", role="auditor")
    other = Client()
    set_up_as(other, "else@aldermere.example")
    for address in addresses:
        for answer in (other.get(address), other.post(address, {"name": "Mine now"})):
            assert answer.status_code == 404
            assert answer.content == other.get(KEYS + "0123456789abcdef/name/").content
    assert Authenticator.objects.get(user=person, type="webauthn").wrap().name == "Security key 1"


def set_up_as(browser: Client, email: str) -> None:
    sign_in(browser, email)
    add(browser, SoftKey())


def test_who_has_an_app_only_is_offered_no_key(person: User) -> None:
    set_up(Client())
    browser = Client()
    sign_in(browser)
    page = browser.get(STEP).content.decode()
    assert "Enter your code" in page and "data-key" not in page
    answer = SoftKey().get({"challenge": "A" * 43})
    assert browser.post(STEP, {"credential": answer}).status_code == 200
    assert browser.get("/staff/")["Location"].startswith(SIGN_IN)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
PARTS = ["id", "rawId", "type", "response", "clientExtensionResults"]
INNER = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]


@pytest.mark.exhaustive
@pytest.mark.same_with_each_database
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PARTS), st.sampled_from([None, *INNER]), JSON)
@example("id", "clientDataJSON", 2**62)  # so many bytes would be made of it
@example("id", "attestationObject", 2**62)
def test_e07_whatever_is_sent_as_a_keys_answer_is_no_fault(
    demo_person: User, part: str, inner: str | None, value: Any
) -> None:
    browser, one = Client(), SoftKey()
    browser.force_login(demo_person)
    answer = json.loads(one.create(question_on(browser.get(ADD))))
    if inner is None:
        answer[part] = value
    else:
        answer["response"][inner] = value
    sent = browser.post(ADD, {"credential": json.dumps(answer)})
    assert sent.status_code in (200, 302)


@pytest.mark.parametrize(
    "typed", ["", "nonsense", "[]", "7", "[" * 9000, "{}" + " " * 30_000, '{"id": "\\u0000"}']
)
def test_e07_nonsense_in_place_of_a_keys_answer_is_said_beside_the_form(key: SoftKey, typed: str) -> None:
    browser, _ = half()
    page = browser.post(STEP, {"credential": typed})
    assert page.status_code == 200 and "There is a problem" in page.content.decode()

"""The second factor: nothing opens without it, codes work once, and its secrets are kept encrypted."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import resolve

from reviews.models import StaffSession, User
from reviews.sign_in import keeping
from reviews.sign_in.middleware import SETTING_UP
from reviews.sign_in.sessions import SessionStore
from tests.signing_in import (
    PASSWORD,
    SET_UP,
    SIGN_IN,
    START,
    code_of,
    key_on,
    set_up,
    shown_secret,
    sign_in,
    verbs,
)
from tests.test_proof_again import routes

pytestmark = pytest.mark.django_db


def test_b05_without_second_factor_only_its_set_up_opens(client: Client, person: User) -> None:
    sign_in(client)
    for path in ("/staff/", "/staff/audit/", "/accounts/", "/accounts/password/change/", "/admin/"):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302 and answer["Location"] == SET_UP, path
    assert client.get(SET_UP).status_code == 200
    assert client.get("/accounts/logout/").status_code == 200


@pytest.mark.same_with_each_database
def test_b05_no_address_at_all_takes_a_form_without_a_second_factor(client: Client, person: User) -> None:
    sign_in(client)
    walked = 0
    for url, name in routes():
        if getattr(resolve(url).func, "login_required", True) and name not in SETTING_UP:
            assert client.post(url).headers.get("Location") == SET_UP, name
            walked += 1
    assert walked > 300


def test_set_up_shows_picture_key_and_codes_then_opens(client: Client, person: User) -> None:
    sign_in(client)
    secret = shown_secret(client)
    picture = client.get("/accounts/app/picture/")
    assert picture["Content-Type"] == "image/svg+xml" and picture["Cache-Control"] == "no-store"
    assert picture.content.startswith(b"<svg") or b"<svg" in picture.content[:200]
    assert shown_secret(client) == secret  # a reload keeps the key that was photographed
    wrong = client.post(SET_UP, {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert "The code is not right" in wrong.content.decode()
    client.post(SET_UP, {"code": code_of(secret)})
    codes = re.findall(r"<code>(\d+)</code>", client.get("/accounts/recovery-codes/").content.decode())
    assert len(codes) == 10
    assert not re.findall(r"<code>(\d+)</code>", client.get("/accounts/recovery-codes/").content.decode())
    assert client.get("/accounts/").status_code == 200


def test_b05_half_a_session_opens_nothing(client: Client, person: User) -> None:
    set_up(client)
    half = Client()
    assert sign_in(half)["Location"] == "/accounts/code/"
    for path in ("/staff/", "/accounts/", SET_UP, "/admin/", "/accounts/password/change/"):
        assert half.get(path)["Location"].startswith(SIGN_IN), path
        assert half.post(path)["Location"].startswith(SIGN_IN), path


def test_b06_a_code_works_once_and_not_when_old(person: User) -> None:
    with time_machine.travel(START) as clock:
        secret, _ = set_up(Client())
        clock.shift(300)
        code = code_of(secret)
        first, second = Client(), Client()
        for browser in (first, second):
            sign_in(browser)
        assert first.post("/accounts/code/", {"code": code})["Location"] == "/staff/"
        clock.shift(31)  # the next step, in which the code would still be taken
        assert "used already" in second.post("/accounts/code/", {"code": code}).content.decode()
        assert second.post("/accounts/code/", {"code": code_of(secret, -2)}).status_code == 200
        assert second.post("/accounts/code/", {"code": code_of(secret, 1)})["Location"] == "/staff/"


@pytest.mark.django_db(transaction=True)
def test_b06_a_code_sent_by_many_at_once_works_for_one(real_database: None, person: User) -> None:
    """Of the app, and of those for recovery."""
    with time_machine.travel(START) as clock:
        secret, codes = set_up(Client())
        clock.shift(300)
        for code in (code_of(secret), codes[0]):
            browsers = [Client() for _ in range(6)]
            for browser in browsers:
                sign_in(browser)
            barrier = Barrier(len(browsers))

            def send(browser: Client, code: str = code, barrier: Barrier = barrier) -> int:
                barrier.wait(timeout=20)
                try:
                    return browser.post("/accounts/code/", {"code": code}).status_code
                finally:
                    connections.close_all()

            with ThreadPoolExecutor(len(browsers)) as pool:
                answers = Counter(pool.map(send, browsers))
            assert answers == {302: 1, 200: 5}


def test_b07_a_recovery_code_works_once_and_is_told(person: User) -> None:
    _, codes = set_up(Client())
    mail.outbox.clear()
    first, second = Client(), Client()
    sign_in(first)
    assert first.post("/accounts/code/", {"code": codes[0]})["Location"] == "/staff/"
    assert first.get("/accounts/").status_code == 200
    assert [message.subject for message in mail.outbox] == ["A recovery code was used"]
    assert codes[0] not in mail.outbox[0].body
    sign_in(second)
    assert second.post("/accounts/code/", {"code": codes[0]}).status_code == 200
    assert "recovery_code.used" in verbs()


def test_new_recovery_codes_need_the_password_again_after_a_while(person: User) -> None:
    browser = Client()
    with time_machine.travel(START) as clock:
        _, codes = set_up(browser)
        clock.shift(timedelta(minutes=16))
        asked = browser.get("/accounts/recovery-codes/new/")
        assert asked["Location"].startswith("/accounts/reauthenticate/")
        again = browser.post(asked["Location"], {"password": "not the password at all"})
        assert "The password is not right" in again.content.decode()
        assert (
            browser.post(asked["Location"], {"password": PASSWORD})["Location"]
            == "/accounts/recovery-codes/new/"
        )
        browser.post("/accounts/recovery-codes/new/")
        fresh = re.findall(r"<code>(\d+)</code>", browser.get("/accounts/recovery-codes/").content.decode())
    assert len(fresh) == 10 and not set(fresh) & set(codes)


def test_another_app_replaces_the_old_one_only_when_it_has_proved_itself(person: User) -> None:
    browser = Client()
    with time_machine.travel(START) as clock:
        old, _ = set_up(browser)
        new = key_on(browser.get("/accounts/app/replace/"))
        browser.post("/accounts/app/replace/", {"code": "000000"})
        clock.shift(300)
        other = Client()
        sign_in(other)
        assert other.post("/accounts/code/", {"code": code_of(old)})["Location"] == "/staff/"
        assert browser.post("/accounts/app/replace/", {"code": code_of(new)}).status_code == 302
        third = Client()
        sign_in(third)
        assert third.post("/accounts/code/", {"code": code_of(old, 1)}).status_code == 200
        assert third.post("/accounts/code/", {"code": code_of(new, 1)})["Location"] == "/staff/"


def test_a_session_that_knew_only_the_password_stays_shut_when_another_sets_the_factor_up(
    person: User,
) -> None:
    thief = Client()
    sign_in(thief)
    set_up(Client())
    assert thief.get("/accounts/")["Location"].startswith(SIGN_IN)


def test_secrets_are_kept_encrypted(client: Client, person: User) -> None:
    sign_in(client)
    secret = shown_secret(client)
    kept = StaffSession.objects.values_list("session_data", flat=True)
    assert kept and secret not in str([SessionStore().decode(data) for data in kept])
    client.post(SET_UP, {"code": code_of(secret)})
    app = Authenticator.objects.get(user=person, type="totp")
    codes = Authenticator.objects.get(user=person, type="recovery_codes")
    assert app.data["secret"].startswith("gAAAA") and secret not in str(app.data)
    assert codes.data["seed"].startswith("gAAAA")


def test_b07_codes_that_were_shown_are_kept_hashed_and_a_hash_opens_nothing(person: User) -> None:
    """B07: with all keys nobody reads them any more; spaces and hyphens between the digits do no harm."""
    _secret, codes = set_up(Client())
    kept = Authenticator.objects.get(user=person, type="recovery_codes").data
    hashes = [keeping.disclose(one) for one in kept["migrated_codes"]]
    assert "seed" not in kept and len(hashes) == len(set(hashes)) == len(codes) == 10
    assert not any(code in one for code in codes for one in hashes)
    thief = Client()
    sign_in(thief)
    for wrong in (hashes[0], hashes[0][:20], "00000000"):
        answer = thief.post("/accounts/code/", {"code": wrong})
        assert answer.status_code == 200 and thief.get("/staff/").status_code == 302
    person_again = Client()
    sign_in(person_again)
    assert (
        person_again.post("/accounts/code/", {"code": f"{codes[3][:4]} - {codes[3][4:]}"}).status_code == 302
    )
    assert person_again.get("/staff/").status_code == 200
    left = Authenticator.objects.get(user=person, type="recovery_codes").wrap().get_unused_codes()
    assert left == [one for number, one in enumerate(hashes) if number != 3]


def test_rotation_seals_second_factors_under_the_newest_key(person: User, settings) -> None:
    from cryptography.fernet import Fernet

    secret, _ = set_up(Client())
    old, new = settings.IDENTITY_KEYS, Fernet.generate_key().decode()
    settings.IDENTITY_KEYS = [new, *old]
    call_command("rotate_identity_keys")
    settings.IDENTITY_KEYS = [new]
    kept = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert keeping.disclose(kept) == secret
    settings.IDENTITY_KEYS = old
    with pytest.raises(CommandError, match="none of the keys"):
        call_command("rotate_identity_keys")
    settings.IDENTITY_KEYS = [new]
    assert keeping.disclose(Authenticator.objects.get(user=person, type="totp").data["secret"]) == secret

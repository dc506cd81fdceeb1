"""Signing in: passwords, codes, limits, sessions. Group B of the security cases."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, override_settings

from reviews.models import AuditRow, User
from reviews.sign_in import keeping

pytestmark = pytest.mark.django_db

PASSWORD = "four plain words together"
ANOTHER = "seven other words in a row"
EMAIL = "jo.marsh@aldermere.example"
SIGN_IN = "/accounts/login/"
SET_UP = "/accounts/app/set-up/"
START = datetime(2026, 12, 17, 9, 0, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    return User.objects.create_user(EMAIL, PASSWORD, name="Jo Marsh", role="auditor")


@pytest.fixture
def demo_person() -> User:
    return User.objects.create_user("someone@demo.invalid", PASSWORD, name="Some One", role="auditor")


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def key_on(page: HttpResponse) -> str:
    found = re.search(r'<code class="sp-ref">([A-Z2-7<>wbr]+)</code>', page.content.decode())
    assert found
    return found[1].replace("<wbr>", "")


def shown_secret(client: Client) -> str:
    return key_on(client.get(SET_UP))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Sign in for the first time; return the app's secret and the recovery codes."""
    sign_in(client)
    secret = shown_secret(client)
    assert client.post(SET_UP, {"code": code_of(secret)})["Location"] == "/accounts/recovery-codes/"
    codes = re.findall(r"<code>(\d+)</code>", client.get("/accounts/recovery-codes/").content.decode())
    return secret, codes


def verbs() -> list[str]:
    return list(AuditRow.objects.order_by("sequence").values_list("verb", flat=True))


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


# The second factor


def test_b05_without_second_factor_only_its_set_up_opens(client: Client, person: User) -> None:
    sign_in(client)
    for path in ("/staff/", "/staff/audit/", "/accounts/", "/accounts/password/change/", "/admin/"):
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302 and answer["Location"] == SET_UP, path
    assert client.get(SET_UP).status_code == 200
    assert client.get("/accounts/logout/").status_code == 200


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
        clock.shift(timedelta(minutes=6))
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
    assert secret not in str([session.get_decoded() for session in Session.objects.all()])
    client.post(SET_UP, {"code": code_of(secret)})
    app = Authenticator.objects.get(user=person, type="totp")
    codes = Authenticator.objects.get(user=person, type="recovery_codes")
    assert app.data["secret"].startswith("gAAAA") and secret not in str(app.data)
    assert codes.data["seed"].startswith("gAAAA")


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


def test_b08_the_shutter_opens_again(person: User) -> None:
    with time_machine.travel(START) as clock:
        for _ in range(11):
            sign_in(Client(), password="wrong words here")
        assert sign_in(Client()).status_code == 429
        clock.shift(timedelta(minutes=5, seconds=1))
        assert sign_in(Client()).status_code == 302


def test_b08_eleven_wrong_codes_are_too_many(person: User) -> None:
    with time_machine.travel(START) as clock:
        secret, _ = set_up(Client())
        clock.shift(300)
        browser = Client()
        sign_in(browser)
        for _ in range(10):
            assert browser.post("/accounts/code/", {"code": "abcdef"}).status_code == 200
        assert browser.post("/accounts/code/", {"code": code_of(secret)}).status_code == 429
    assert "second_factor.throttled" in verbs()


# Sessions


def test_b01_the_session_key_changes_at_each_step(person: User) -> None:
    browser = Client()
    keys = []

    def keep() -> None:
        keys.append(browser.cookies[settings.SESSION_COOKIE_NAME].value)

    sign_in(browser)
    keep()
    secret = shown_secret(browser)
    browser.post(SET_UP, {"code": code_of(secret)})
    keep()
    browser.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    )
    keep()
    assert len(set(keys)) == 3
    for old in keys[:2]:
        replay = Client()
        replay.cookies[settings.SESSION_COOKIE_NAME] = old
        assert replay.get("/accounts/")["Location"].startswith(SIGN_IN)


def test_b02_after_sign_out_the_cookie_is_worth_nothing(client: Client, demo_person: User) -> None:
    sign_in(client, demo_person.email)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/").status_code == 200  # asking changes nothing
    answer = client.post("/accounts/logout/")
    assert answer["Location"] == SIGN_IN and '"cache"' in answer["Clear-Site-Data"]
    replay = Client()
    replay.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert replay.get("/accounts/")["Location"].startswith(SIGN_IN)


def test_b03_idle_sessions_end_on_the_server(client: Client, demo_person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, demo_person.email)
        for _ in range(3):
            clock.shift(timedelta(minutes=settings.IDLE_MINUTES - 1))
            assert client.get("/accounts/").status_code == 200
        clock.shift(timedelta(minutes=settings.IDLE_MINUTES))
        assert client.get("/accounts/")["Location"] == "/accounts/login/?next=/accounts/"
        assert client.get("/accounts/").status_code == 302
    assert "session.idle" in verbs()


def test_b03_no_session_lasts_longer_than_twelve_hours(client: Client, demo_person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, demo_person.email)
        for _ in range(47):
            clock.shift(timedelta(minutes=15))
            assert client.get("/accounts/").status_code == 200
        clock.shift(timedelta(minutes=15))
        assert client.get("/accounts/").status_code == 302
    assert "session.too_long" in verbs()


def test_a16_a_closed_account_is_refused_on_the_very_next_request(client: Client, demo_person: User) -> None:
    sign_in(client, demo_person.email)
    assert client.get("/accounts/").status_code == 200
    User.objects.filter(pk=demo_person.pk).update(is_active=False)
    assert client.get("/accounts/")["Location"].startswith(SIGN_IN)


def test_an_account_closed_between_password_and_code_stays_out(person: User) -> None:
    with time_machine.travel(START) as clock:
        secret, _ = set_up(Client())
        clock.shift(300)
        browser = Client()
        sign_in(browser)
        User.objects.filter(pk=person.pk).update(is_active=False)
        answer = browser.post("/accounts/code/", {"code": code_of(secret)})
    assert answer["Location"] == SIGN_IN
    assert browser.get("/accounts/")["Location"].startswith(SIGN_IN)


# Passwords


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
        ("qwertyuiopasdfghjkl", None),
        ("с эмодзи 🙂 и пробелами", None),
        ("x" * 127 + "y", None),
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

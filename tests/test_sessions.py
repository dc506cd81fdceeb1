"""Sessions: their key changes, they end on the server, and a closed account has none."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from reviews.models import User
from tests.signing_in import (
    ANOTHER,
    PASSWORD,
    SET_UP,
    SIGN_IN,
    START,
    code_of,
    set_up,
    shown_secret,
    sign_in,
    verbs,
)

pytestmark = pytest.mark.django_db


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
    code = {"code": code_of(secret, 1)}
    other = Client()
    for step in (lambda: sign_in(other, password=ANOTHER), lambda: other.post("/accounts/code/", code)):
        step()
        keys.insert(0, other.cookies[settings.SESSION_COOKIE_NAME].value)
    assert other.get("/accounts/").status_code == 200 and len(set(keys)) == 5
    for old in keys[1:4]:
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


def test_b03_what_a_page_asks_for_by_itself_keeps_no_session_alive(client: Client, demo_person: User) -> None:
    """Polling, saving in between, a picture: whatever a script or a page asks for is no click."""
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, demo_person.email)
        for minute in range(settings.IDLE_MINUTES):
            mode = ("cors", "same-origin", "no-cors")[minute % 3]
            assert client.get("/accounts/", headers={"Sec-Fetch-Mode": mode}).status_code == 200
            clock.shift(timedelta(minutes=1))
        assert client.get("/accounts/", headers={"Sec-Fetch-Mode": "navigate"}).status_code == 302


def test_b03_no_session_lasts_longer_than_twelve_hours(client: Client, demo_person: User) -> None:
    with time_machine.travel(START, tick=False) as clock:
        sign_in(client, demo_person.email)
        for _ in range(47):
            clock.shift(timedelta(minutes=15))
            assert client.get("/accounts/").status_code == 200
        clock.shift(timedelta(minutes=15))
        assert client.get("/accounts/").status_code == 302
    assert "session.too_long" in verbs()


@pytest.mark.same_with_each_database
def test_b03_b17_no_page_asks_for_anything_by_itself_or_keeps_anything_in_the_browser() -> None:
    """What would keep an idle session alive, and what would outlast it on a shared computer: our pages have neither."""
    by_itself = ("fetch(", "XMLHttpRequest", "sendBeacon", "EventSource", "WebSocket", "setInterval")
    in_the_browser = ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches.")
    scripts = [path.read_text() for path in (settings.BASE_DIR / "static").rglob("*.js")]
    pages = [path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    assert scripts and [word for word in by_itself + in_the_browser if word in "".join(scripts)] == []
    assert pages and [word for word in ("http-equiv", "hx-") if word in "".join(pages)] == []


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

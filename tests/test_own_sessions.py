"""Where somebody is signed in: they see it and end it, an administrator ends it, and it holds from the next request."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.management.commands import clearsessions
from django.test import Client

from reviews.models import AuditRow, Role, StaffSession, User
from reviews.sign_in.browsers import UNKNOWN, browser_words
from tests.admin_pages import send, url
from tests.reading import words
from tests.signing_in import ANOTHER, PASSWORD, SIGN_IN, START, set_up, sign_in

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
    "Safari/537.36 Edg/138.0.0.0"
)


def signed_in(person: User, agent: str = FIREFOX) -> Client:
    browser = Client(headers={"User-Agent": agent})
    sign_in(browser, person.email)
    return browser


def is_in(browser: Client) -> bool:
    answer = browser.get("/accounts/")
    return answer.status_code == 200 or not answer["Location"].startswith(SIGN_IN)


def end_links(browser: Client) -> list[str]:
    return re.findall(r'action="(/accounts/sessions/[0-9a-f-]{36}/end/)"', words(browser.get("/accounts/")))


@pytest.mark.same_with_each_database
def test_a_browser_is_named_by_its_family_and_machine_only() -> None:
    assert [browser_words(agent) for agent in (FIREFOX, SAFARI, EDGE, "curl/8", "")] == [
        "Firefox on Windows",
        "Safari on an iPhone",
        "Edge on Windows",
        UNKNOWN,
        UNKNOWN,
    ]


def test_b14_a_person_sees_where_they_are_signed_in_and_ends_it(demo_person: User, cast: Any) -> None:
    """One of them, then all others; nobody else's; those that have run out are not listed."""
    with time_machine.travel(START, tick=False) as clock:
        forgotten = signed_in(demo_person, EDGE)
        clock.shift(timedelta(minutes=settings.IDLE_MINUTES))
        here, there, elsewhere = (signed_in(demo_person, agent) for agent in (FIREFOX, SAFARI, "curl/8"))
        page = words(here.get("/accounts/"))
        assert "Firefox on Windows" in page and "Safari on an iPhone" in page and UNKNOWN in page
        assert "Edge" not in page and "127.0.0.1" not in page and "17 December 2026, 09:20" in page
        links = end_links(here)
        assert len(links) == 2
        stranger = Client()
        stranger.force_login(cast.coordinator)
        assert stranger.post(links[0]).status_code == 404 and is_in(there) and is_in(elsewhere)
        assert here.get(links[0]).status_code == 405
        assert here.post(links[0])["Location"] == "/accounts/"
        assert [is_in(there), is_in(elsewhere), is_in(here)].count(False) == 1
        clock.shift(20)
        another = signed_in(demo_person)
        here.post("/accounts/sessions/end-others/")
        assert [is_in(one) for one in (here, there, elsewhere, another)] == [True, False, False, False]
        assert end_links(here) == [] and not is_in(forgotten)
        signed_in(demo_person, SAFARI)
        assert len(end_links(here)) == 1
        new = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
        here.post("/accounts/password/change/", new)
        assert end_links(here) == []  # a new password has ended the other
    rows = AuditRow.objects.filter(verb="session.ended", actor=str(demo_person.pk)).order_by("sequence")
    # The last ended what had run out and was still kept, too.
    assert [row.detail["sessions"] for row in rows] == [1, 3]


def test_b14_an_administrator_ends_all_sessions_of_a_person(
    admin: Client, cast: Any, mailoutbox: Any
) -> None:
    """From the next request on; the person is told; an administrator's own stay."""
    both = [Client(), Client()]
    for browser in both:
        browser.force_login(cast.la)
        assert browser.get("/staff/").status_code == 200
    chosen = {"action": "end_sessions", "_selected_action": [cast.la.pk, cast.administrator.pk]}
    page = words(admin.post(url(User, "changelist"), chosen, follow=True))
    assert "is signed out everywhere" in page and "your own sessions" in page
    assert not any(is_in(browser) for browser in both)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([cast.la.email], "You were signed out everywhere")
    ]
    row = AuditRow.objects.get(verb="session.ended")
    assert (row.actor, row.detail) == (str(cast.administrator.pk), {"person": str(cast.la.pk), "sessions": 2})


@pytest.mark.parametrize(
    "change", [{"role": "coordinator"}, {"is_active": None}, {"email": "la2@demo.invalid"}]
)
def test_b14_b01_a_new_role_or_address_or_a_closed_account_ends_all_sessions(
    admin: Client, cast: Any, change: dict[str, Any]
) -> None:
    """A16: and not those of an account of which only the name changed."""
    browser = Client()
    browser.force_login(cast.la)
    send(admin, User, cast.la, name="Another Name")
    assert is_in(browser)
    send(admin, User, cast.la, **change)
    assert not StaffSession.objects.filter(user=cast.la).exists() and not is_in(browser)


def test_b14_whose_second_factor_is_removed_signs_in_again_before_another_is_set_up(
    admin: Client, person: User
) -> None:
    """An open session may be a thief's."""
    browser = Client()
    set_up(browser)
    assert is_in(browser)
    admin.post(url(User, "changelist"), {"action": "forget_second_factor", "_selected_action": [person.pk]})
    assert not is_in(browser)


def test_b01_whoever_takes_their_own_role_away_goes_on_under_a_new_key(admin: Client, cast: Any) -> None:
    User.objects.create_user("second@demo.invalid", None, name="Second", role=Role.ADMINISTRATOR)
    admin.get("/staff/")
    old = admin.cookies[settings.SESSION_COOKIE_NAME].value
    send(admin, User, cast.administrator, role="auditor")
    assert is_in(admin)
    replay = Client()
    replay.cookies[settings.SESSION_COOKIE_NAME] = old
    assert not is_in(replay)


def test_b14_no_key_of_a_cookie_lies_in_the_database(demo_person: User) -> None:
    """Whoever reads the table signs in nowhere; `clearsessions` takes out what has run out."""
    with time_machine.travel(START, tick=False) as clock:
        browser = signed_in(demo_person)
        key = browser.cookies[settings.SESSION_COOKIE_NAME].value
        row = StaffSession.objects.get(user=demo_person)
        assert key not in repr(StaffSession.objects.values_list())
        for guess in (str(row.pk), row.pk.hex, row.session_data[:40]):
            thief = Client()
            thief.cookies[settings.SESSION_COOKIE_NAME] = guess
            assert not is_in(thief)
        clearsessions.Command().handle()
        assert is_in(browser)
        clock.shift(timedelta(days=5))
        clearsessions.Command().handle()
    assert not StaffSession.objects.exists()

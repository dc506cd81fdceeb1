"""Accounts that are made for somebody: an invitation that expires and works once, and a second factor before all else."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from reviews.models import AuditRow, User
from tests.admin_pages import send, url
from tests.reading import words
from tests.signing_in import ANOTHER, SET_UP, SIGN_IN, START, code_of, shown_secret, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "new.comer@aldermere.example"
ACCEPT = "/accounts/invitation/"
BOTH = {"password1": ANOTHER, "password2": ANOTHER}


def make(admin: Client) -> User:
    """Make an account as an administrator does."""
    send(admin, User, email=EMAIL, name="New Comer", role="publisher", is_active="on")
    return User.objects.get(email=EMAIL)


def link_in(mailoutbox: Any) -> str:
    found = re.search(r"http://testserver(/accounts/invitation/\S+)", mailoutbox[-1].body)
    assert found
    return found[1]


def is_over(link: str) -> bool:
    answer = Client().get(link)
    if answer.status_code == 302:
        return False
    assert answer.status_code == 410 and "This invitation is over" in words(answer)
    return True


def test_b18_an_invitation_opens_once_and_a_second_factor_comes_before_all_else(
    admin: Client, mailoutbox: Any
) -> None:
    """Password, sign-in, second factor; what the mail and the address bar carry; another browser has nothing of it."""
    person = make(admin)
    assert not person.has_usable_password()
    [mail] = mailoutbox
    assert mail.to == [EMAIL] and f"{settings.INVITATION_DAYS} days" in mail.body and "SC-" not in mail.body
    link, browser = link_in(mailoutbox), Client()
    assert Client().post(link).status_code == 405
    assert browser.get(link)["Location"] == ACCEPT
    assert "New Comer" in words(browser.get(ACCEPT)) and Client().get(ACCEPT).status_code == 410
    short = browser.post(ACCEPT, {"password1": "fourteen chars", "password2": "fourteen chars"})
    assert "15 characters or more" in words(short)
    assert "The two passwords differ" in words(browser.post(ACCEPT, {**BOTH, "password2": "x" * 20}))
    second = Client()
    second.get(link)
    assert browser.post(ACCEPT, BOTH)["Location"] == SIGN_IN
    assert (
        is_over(link)
        and second.post(ACCEPT, {"password1": "y" * 20, "password2": "y" * 20}).status_code == 410
    )
    assert browser.get("/staff/")["Location"].startswith(SIGN_IN)
    assert "Your password is saved" in words(browser.get(SIGN_IN))
    assert sign_in(browser, EMAIL, ANOTHER)["Location"] == "/staff/"
    for path in ("/staff/", "/accounts/", "/staff/publications/"):
        assert browser.get(path)["Location"] == SET_UP
    browser.post(SET_UP, {"code": code_of(shown_secret(browser))})
    assert browser.get("/staff/").status_code == 200
    assert [row.actor for row in AuditRow.objects.filter(verb="invitation.accepted")] == [str(person.pk)]


def test_b18_an_invitation_expires_and_can_be_sent_again(admin: Client, mailoutbox: Any, cast: Any) -> None:
    with time_machine.travel(START, tick=False) as clock:
        admin.force_login(cast.administrator)
        person = make(admin)
        first = link_in(mailoutbox)
        clock.shift(timedelta(days=settings.INVITATION_DAYS, seconds=-1))
        assert not is_over(first)
        clock.shift(1)
        assert is_over(first)
        admin.force_login(cast.administrator)
        chosen = {"action": "send_invitation", "_selected_action": [person.pk, cast.la.pk]}
        page = words(admin.post(url(User, "changelist"), chosen, follow=True))
        assert "New Comer is invited by mail" in page and "has a password" in page
        assert len(mailoutbox) == 2 and not is_over(link_in(mailoutbox)) and is_over(first)
    assert AuditRow.objects.filter(verb="person.invited", detail__person=str(person.pk)).count() == 2


@pytest.mark.parametrize("change", [{"is_active": None}, {"email": "other@aldermere.example"}])
def test_b18_an_invitation_dies_with_the_account_or_its_address(
    admin: Client, mailoutbox: Any, change: dict[str, Any]
) -> None:
    """Also when it was opened already, and it stays dead when the account comes back."""
    person = make(admin)
    link, browser = link_in(mailoutbox), Client()
    browser.get(link)
    send(admin, User, person, **change)
    assert is_over(link) and browser.post(ACCEPT, BOTH).status_code == 410
    send(admin, User, User.objects.get(pk=person.pk), is_active="on", email=EMAIL)
    assert is_over(link)
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_b18_nobody_guesses_an_invitation(admin: Client, mailoutbox: Any, cast: Any) -> None:
    """Another's seal, a seal cut short, an account with a password, one that never was: the same answer."""
    make(admin)
    link = link_in(mailoutbox)
    who, seal = link.rstrip("/").rsplit("/", 1)[1].split("-")
    pages = set()
    for made_up in (f"{who}-{seal[:-1]}", f"{who}-{'0' * 64}", f"1-{seal}", f"zzzzzz-{seal}", f"ä-{seal}"):
        answer = Client().get(f"{ACCEPT}{made_up}/")
        assert answer.status_code == 410
        pages.add(answer.content)
    assert len(pages) == 1


def test_b18_an_account_made_on_the_server_needs_a_second_factor_too() -> None:
    """B18, G02: it is in the log, and no account comes with the portal."""
    assert not User.objects.exists()
    call_command("createsuperuser", email="root@aldermere.example", name="Root", interactive=False)
    root = User.objects.get()
    assert not root.has_usable_password()
    made = AuditRow.objects.get(verb="person.made_on_server")
    assert (made.actor, made.detail) == ("server", {"person": str(root.pk)})
    root.set_password(ANOTHER)
    root.save()
    browser = Client()
    sign_in(browser, root.email, ANOTHER)
    for path in ("/admin/", "/staff/", "/staff/accounts/", "/accounts/"):
        assert browser.get(path)["Location"] == SET_UP
        assert browser.post(path)["Location"] == SET_UP

"""No mail server, or one that never answers: no page waits for it, and each mail goes once, when it is back."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections
from django.test import Client

from cspr_portal import clock
from reviews.mails import waiting
from reviews.models import User, WaitingMail
from tests.faults.mail_servers import none_at_all, silent, taking
from tests.reading import everything_but_the_audit_log
from tests.signing_in import EMAIL, PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]


@pytest.fixture(autouse=True)
def _mail_goes_by_smtp(settings: Any) -> None:
    settings.EMAIL_BACKEND = "reviews.mails.backend.WaitingMails"
    settings.MAIL_SERVER_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2
    User.objects.create_user(EMAIL, PASSWORD, name="Jo Marsh", role="auditor")


def all_tried() -> None:
    """Wait until what is sent beside the pages has been tried."""
    for thread in threading.enumerate():
        if thread.name == "mails":
            thread.join(20)


@pytest.mark.parametrize("server", [none_at_all, silent])
def test_f08_no_page_waits_for_a_mail_server_and_its_mail_goes_once_when_it_is_back(
    server: Callable[[], AbstractContextManager[int]], settings: Any, time_machine: Any
) -> None:
    """F08: it is kept sealed, without a word in clear; sent by as many as try at once, it goes once."""
    Client().post("/accounts/password/reset/", {"email": "nobody@demo.invalid"})  # all modules are loaded
    with server() as settings.EMAIL_PORT:
        begun = time.monotonic()
        answer = Client().post("/accounts/password/reset/", {"email": EMAIL})
        assert answer.status_code == 302 and time.monotonic() - begun < 1
        all_tried()
    kept = WaitingMail.objects.get()
    assert kept.tries == 1 and kept.next_try_at > clock.now()
    in_clear = repr(everything_but_the_audit_log()["WaitingMail"])
    assert not any(word in in_clear for word in (EMAIL, "password", "http", "Aldermere"))
    time_machine.move_to(clock.now() + timedelta(minutes=2))

    def send(_: int) -> int:
        try:
            return waiting.send(clock.now(), most_failures=1).went
        finally:
            connections.close_all()

    with taking() as (settings.EMAIL_PORT, taken):
        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(send, range(4))) == 1
        call_command("send_mail")
    [message] = taken
    assert f"To: {EMAIL}" in message and "/accounts/password/reset/key/" in message
    assert not WaitingMail.objects.exists()


def test_a_mail_goes_at_once_beside_the_page(settings: Any) -> None:
    with taking() as (settings.EMAIL_PORT, taken):
        Client().post("/accounts/password/reset/", {"email": EMAIL})
        all_tried()
    assert len(taken) == 1 and not WaitingMail.objects.exists()


def test_a_mail_is_given_up_after_a_day_and_one_that_is_refused_holds_up_no_other(
    settings: Any, time_machine: Any, capsys: Any
) -> None:
    """F08: the command says so with its status."""
    with none_at_all() as settings.EMAIL_PORT:
        waiting.keep(mail.EmailMessage("Old", "Old words", to=["a@demo.invalid"]), clock.now())
        with pytest.raises(SystemExit):
            call_command("send_mail")
    assert "Waiting: 1" in capsys.readouterr().out
    time_machine.move_to(clock.now() + timedelta(days=1, minutes=5))
    spoilt = WaitingMail.objects.create(
        sealed="spoilt", written_at=clock.now(), next_try_at=clock.now() - timedelta(1)
    )
    waiting.keep(mail.EmailMessage("New", "New words", to=["b@demo.invalid"]), clock.now())
    with taking() as (settings.EMAIL_PORT, taken), pytest.raises(SystemExit):
        call_command("send_mail")
    assert len(taken) == 1 and "New words" in taken[0]
    assert list(WaitingMail.objects.all()) == [spoilt]
    with pytest.raises(ValueError, match="plain mails"):
        waiting.keep(
            mail.EmailMessage("With a file", "", attachments=[("a.txt", "words", "text/plain")]), clock.now()
        )

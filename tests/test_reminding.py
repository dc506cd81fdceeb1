"""Notices that a window ends: once each, to those who can extend it, naming nothing; and the calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from cspr_portal import clock
from publications import reminding
from publications.models import Notice, Publication
from tests import publication_builders as build

pytestmark = pytest.mark.django_db

START = datetime(2027, 2, 1, 10, tzinfo=UTC)


@pytest.fixture
def ending(cast: Any, time_machine: Any) -> Publication:
    time_machine.move_to(START, tick=False)
    return build.opened(cast, title="Zzlistening")


def left(publication: Publication, days: int, time_machine: Any) -> None:
    """Go to the day on which the window has so many days left."""
    assert publication.closes_at is not None
    time_machine.move_to(publication.closes_at - timedelta(days=days + 1, hours=-9), tick=False)


def test_each_notice_goes_once_and_names_nothing(ending: Publication, cast: Any, time_machine: Any) -> None:
    """D21, practice 28: neither title nor address of what leaves."""
    sent = {}
    for days in (61, 60, 59, 30, 29, 7, 6, 1, 0):
        left(ending, days, time_machine)
        call_command("remind", verbosity=0)
        sent[days], mail.outbox[:] = list(mail.outbox), []
    assert {days for days, mails in sent.items() if mails} == {60, 30, 7}
    assert {to for one in sent[30] for to in one.to} == {
        cast.publisher.email,
        cast.coordinator.email,
        cast.second_coordinator.email,
        *(one.to[0] for one in sent[60]),
    }
    for mails in sent.values():
        for one in mails:
            assert len(one.to) == 1
            for words in (one.subject, one.body):
                assert "zzlistening" not in words.lower() and str(ending.pk) not in words
    assert "in 30 days" in sent[30][0].subject


def test_what_was_missed_is_one_notice(ending: Publication, time_machine: Any) -> None:
    left(ending, 5, time_machine)
    due = list(reminding.due(clock.now()))
    assert [(one.days_left, one.notices) for one in due] == [(5, (7, 30, 60))]


def test_a_dry_run_sends_and_keeps_nothing(ending: Publication, time_machine: Any, capsys: Any) -> None:
    left(ending, 30, time_machine)
    call_command("remind", "--dry-run")
    assert "30 days left" in capsys.readouterr().out
    assert not mail.outbox and not Notice.objects.exists()


def test_a_mail_server_that_is_away_costs_nothing(
    ending: Publication, time_machine: Any, monkeypatch: Any
) -> None:
    """F08: nothing is noted, the command says so by its status, and the next run sends."""
    left(ending, 30, time_machine)

    def away(*args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(reminding, "send_mail", away)
    with pytest.raises(SystemExit):
        call_command("remind", verbosity=0)
    assert not Notice.objects.exists()
    monkeypatch.undo()
    call_command("remind", verbosity=0)
    assert mail.outbox and Notice.objects.count() == 2


def test_what_is_extended_or_withdrawn_is_not_announced(
    ending: Publication, cast: Any, time_machine: Any
) -> None:
    """D21."""
    left(ending, 30, time_machine)
    last = clock.add_months(clock.today(clock.now()), 6)
    build.extend(cast, ending, last)
    assert not list(reminding.due(clock.now()))
    left(build.fresh(ending), 7, time_machine)
    assert list(reminding.due(clock.now()))
    build.withdraw(cast, build.fresh(ending))
    assert not list(reminding.due(clock.now()))


def test_nothing_public_depends_on_the_command(ending: Publication, time_machine: Any) -> None:
    """D05: it never ran, and the window ends all the same."""
    assert ending.closes_at is not None
    time_machine.move_to(ending.closes_at, tick=False)
    assert Client().get(f"/published/{ending.slug}/").status_code == 410


def test_the_calendar_shows_what_appears_and_what_leaves(
    ending: Publication, cast: Any, make_case: Any, as_user: Any
) -> None:
    build.scheduled(cast, START + timedelta(days=40), title="To come")
    withdrawn = build.opened(cast, title="Taken down")
    build.withdraw(cast, withdrawn)
    page = as_user(cast.publisher).get("/staff/publications/calendar/").content.decode()
    assert "Opens at 10:00" in page and "March 2027" in page and "To come" in page
    assert page.count("Its last day") == 2 and "Taken down" not in page
    assert as_user(cast.panel_member).get("/staff/publications/calendar/").status_code == 404

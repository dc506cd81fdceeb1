"""A clock that is put back an hour or on a day: sessions, codes, windows and the log's order hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cspr_portal import clock
from reviews.audit.verification import verify
from reviews.models import AuditRow, User
from tests import publication_builders as build
from tests.signing_in import START, code_of, set_up, sign_in

pytestmark = pytest.mark.django_db

AN_HOUR, A_DAY, SOME_DAYS = timedelta(hours=1), timedelta(days=1), timedelta(days=4)
SIGN_IN, PRIVATE = "/accounts/login/", "/staff/what-we-record/"


def is_in(browser: Client) -> bool:
    answer = browser.get(PRIVATE)
    assert answer.status_code == 200 or answer["Location"].startswith(SIGN_IN)
    return answer.status_code == 200


def test_f10_no_session_and_no_code_lives_longer_for_a_clock_that_jumps(
    person: User, time_machine: Any
) -> None:
    """F10: put back, a session goes on and ends as it would have; a code that was used is not taken again."""
    time_machine.move_to(START, tick=False)
    browser, another = Client(), Client()
    secret, _ = set_up(browser)
    later = START + timedelta(minutes=5)
    time_machine.move_to(later, tick=False)
    sign_in(another)
    code = code_of(secret)
    assert another.post("/accounts/code/", {"code": code}).status_code == 302 and is_in(another)
    time_machine.move_to(later - AN_HOUR, tick=False)
    assert is_in(another) and is_in(browser)
    time_machine.move_to(later, tick=False)
    third = Client()
    sign_in(third)
    third.post("/accounts/code/", {"code": code})
    assert not is_in(third)
    assert is_in(another)
    time_machine.move_to(later + A_DAY, tick=False)
    assert not is_in(another) and not is_in(browser)
    time_machine.move_to(later, tick=False)  # the mistake is mended: what ended stays ended
    assert not is_in(another) and not is_in(browser)


def test_f10_windows_follow_the_clock_there_and_back_and_the_log_keeps_its_order(
    cast: Any, as_user: Any, time_machine: Any
) -> None:
    """F10, G07: nothing is lost by a look at the wrong time; rows are in the order in which things were done."""
    time_machine.move_to(START, tick=False)
    soon = build.scheduled(cast, START + SOME_DAYS)
    ends = build.opened(cast, title="Another")
    where = [f"/published/{one.slug}/" for one in (soon, ends)]

    def statuses() -> list[int]:
        return [Client().get(path).status_code for path in where]

    assert statuses() == [404, 200]
    closes_at = ends.closes_at
    assert closes_at is not None
    for moment, seen in (
        (START + SOME_DAYS, [200, 200]),
        (START - AN_HOUR, [404, 404]),
        (closes_at - timedelta(seconds=1), [200, 200]),
        (closes_at, [200, 410]),
        (START, [404, 200]),
        (START + SOME_DAYS, [200, 200]),
    ):
        time_machine.move_to(moment, tick=False)
        assert statuses() == seen, moment
    time_machine.move_to(START + SOME_DAYS + AN_HOUR, tick=False)
    build.extend(cast, soon, clock.add_months(clock.today(START + SOME_DAYS), 24))
    time_machine.move_to(START + SOME_DAYS + AN_HOUR / 2, tick=False)
    build.withdraw(cast, soon)
    done = AuditRow.objects.filter(verb__in=("publication.extended", "publication.withdrawn_early"))
    assert [row.verb for row in done.order_by("sequence")] == [
        "publication.extended",
        "publication.withdrawn_early",
    ]
    first, second = done.order_by("sequence")
    assert first.at > second.at and verify().fault is None
    assert statuses() == [410, 200]

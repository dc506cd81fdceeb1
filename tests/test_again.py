"""The same answer again while nothing has changed: what PostgreSQL is asked, and what ends it. SQLite asks in full."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cspr_portal import clock
from cspr_portal.one_statement import state
from publications.models import Helpline, Publication
from publications.public import memory
from tests import publication_builders as build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]

# Other tests commit on the same server, and that ends every answer: one quiet moment of so many is enough.
TRIES = 20


def elsewhere(change: Any) -> None:
    """Make a change on a connection of its own, as another process would."""

    def run() -> None:
        try:
            change()
        finally:
            connection.close()

    other = Thread(target=run)
    other.start()
    other.join()


def statements(url: str) -> list[str]:
    """What the database is asked for one request."""
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(url).status_code == 200
    return [one["sql"] for one in asked]


def test_an_answer_is_given_again_until_anything_at_all_is_committed_or_its_time_is_over(cast: Any) -> None:
    """D04, D05: one short question while nothing changes; the next request after a change sees it, in every outlet."""
    publication = build.opened(cast, title="Listening")
    closes_at = publication.closes_at
    assert closes_at is not None and publication.opens_at is not None
    page, pdf, the_list = (
        f"/published/{publication.slug}/",
        f"/published/{publication.slug}/report.pdf",
        "/published/",
    )

    def answers() -> list[int]:
        return [Client().get(url).status_code for url in (page, pdf)]

    def is_listed() -> bool:
        return "Listening" in Client().get(the_list).content.decode()

    assert connection.features.supports_json_field  # Django asks the database for that, once
    for url in (page, pdf, the_list, "/"):
        assert len(statements(url)) <= 2
        again = min((statements(url) for _try in range(TRIES)), key=len)
        assert len(again) == 1
        if connection.vendor == "postgresql":
            assert "pg_current_snapshot" in again[0] and "FROM" not in again[0].replace("epoch from", "")
    assert answers() == [200, 200] and is_listed()

    # The clock alone: nothing is committed at these moments.
    last = closes_at - timedelta(microseconds=1)
    for moment, found in ((last, 200), (closes_at, 410), (last, 200), (closes_at + timedelta(days=1), 410)):
        with time_machine.travel(moment, tick=False):
            assert answers() == [found, found] and is_listed() is (found == 200)
    before = publication.opens_at - timedelta(microseconds=1)
    with time_machine.travel(before, tick=False):
        assert answers() == [404, 404] and not is_listed()
    assert answers() == [200, 200]

    # A change of anything, by anybody.
    elsewhere(lambda: Helpline.objects.create(name="Zzline", for_whom="Everybody", telephone="01632 960999"))
    assert "Zzline" in Client().get(page).content.decode()
    withdrawn = Publication.objects.filter(pk=publication.pk)
    elsewhere(lambda: withdrawn.update(withdrawn_at=clock.now(), withdrawn_by=cast.coordinator))
    assert answers() == [410, 410] and not is_listed()
    elsewhere(lambda: withdrawn.update(withdrawn_at=None, withdrawn_by=None))
    assert answers() == [200, 200] and is_listed()

    # A withdrawal with a moment still to come, as another machine's clock may write it.
    soon = clock.now() + timedelta(minutes=5)
    elsewhere(lambda: withdrawn.update(withdrawn_at=soon, withdrawn_by=cast.coordinator))
    assert answers() == [200, 200] and is_listed()
    with time_machine.travel(soon, tick=False):
        assert answers() == [410, 410] and not is_listed()


def test_within_a_transaction_its_own_changes_are_seen(cast: Any) -> None:
    """What a transaction changes itself is no commit, so it is asked in full, and nothing of it is kept."""
    publication = build.opened(cast)
    page = f"/published/{publication.slug}/"
    assert Client().get(page).status_code == 200
    memory.answers.forget()
    with transaction.atomic():
        assert Client().get(page).status_code == 200
        Publication.objects.filter(pk=publication.pk).update(
            withdrawn_at=clock.now(), withdrawn_by=cast.coordinator
        )
        assert Client().get(page).status_code == 410
        transaction.set_rollback(True)
    assert Client().get(page).status_code == 200


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite asks in full each time.")
def test_d04_neither_a_standby_nor_a_server_that_broke_down_lets_an_old_answer_be_given_again(
    cast: Any,
) -> None:
    """A standby's snapshot stays the same while commits arrive; after a breakdown old numbers come again."""
    page = f"/published/{build.opened(cast).slug}/"

    def is_asked_in_full() -> bool:
        return any("FROM" in sql.replace("epoch from", "") for sql in statements(page))

    def is_given_again() -> bool:
        return not all(is_asked_in_full() for _try in range(TRIES))

    assert is_asked_in_full() and is_given_again()
    with connection.cursor() as cursor:  # from here on this server says that it is a standby
        cursor.execute("CREATE SCHEMA standby")
        cursor.execute("CREATE FUNCTION standby.pg_is_in_recovery() RETURNS boolean RETURN true")
        cursor.execute("SET search_path = standby, pg_catalog, public")
    try:
        assert state() is None
        assert is_asked_in_full() and is_asked_in_full()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET search_path = DEFAULT")
            cursor.execute("DROP SCHEMA standby CASCADE")

    assert is_asked_in_full() and is_given_again()
    before = state()
    connection.close()  # as a breakdown of the server does, here without any transaction that is lost
    assert state() != before and is_asked_in_full()

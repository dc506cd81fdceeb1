"""When a publication opens and leaves: to the second, in London's time, with no job having run."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from publications.models import Publication
from publications.releasing import actions as releasing
from publications.states import State, state
from publications.windows import last_day
from publications.withdrawals import actions as withdrawals
from reviews.models import GuidanceEdition
from tests import publication_builders as build

START = datetime(2027, 2, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _a_day_in_2027(time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)


def outlets(publication: Publication) -> list[str]:
    address = f"/published/{publication.slug}/"
    return [address, f"{address}report.pdf", f"{address}cover"]


def answers(publication: Publication) -> set[int]:
    return {Client().get(url).status_code for url in outlets(publication)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens", "gone"),
    [
        # In winter time, in summer time, and over the changes of 2027 and 2028.
        ((2027, 3, 10, 10, 0), (2028, 3, 11)),
        ((2027, 7, 7, 10, 0), (2028, 7, 8)),
        ((2027, 3, 27, 10, 0), (2028, 3, 28)),
        ((2027, 3, 28, 10, 0), (2028, 3, 29)),
        ((2027, 10, 30, 23, 30), (2028, 10, 31)),
        ((2027, 10, 31, 1, 30), (2028, 11, 1)),
        ((2027, 10, 31, 0, 0), (2028, 11, 1)),
        ((2028, 2, 29, 10, 0), (2029, 3, 1)),
        ((2027, 3, 1, 10, 0), (2028, 3, 2)),
    ],
)
def test_it_is_public_from_its_hour_to_the_last_second_of_its_last_day(
    opens: tuple[int, int, int, int, int], gone: tuple[int, int, int], cast: Any, time_machine: Any
) -> None:
    """D05, D10, D11: 404, then 200, then 410, on page, PDF and cover at the same second."""
    opens_at = clock.at_hour(date(*opens[:3]), *opens[3:])
    time_machine.move_to(opens_at - timedelta(days=2), tick=False)
    publication = build.scheduled(cast, opens_at)
    gone_at = clock.start_of_day(date(*gone))
    assert publication.closes_at == gone_at
    for moment, expected in (
        (opens_at - SECOND, 404),
        (opens_at, 200),
        (gone_at - SECOND, 200),
        (gone_at, 410),
        (gone_at + SECOND, 410),
    ):
        time_machine.move_to(moment, tick=False)
        assert answers(publication) == {expected}, moment


@pytest.mark.django_db
@pytest.mark.parametrize("in_another_time_zone", ["UTC", "Asia/Tokyo", "America/Los_Angeles"], indirect=True)
def test_the_zone_of_the_server_changes_nothing(
    in_another_time_zone: None, cast: Any, time_machine: Any
) -> None:
    """D10: server and database session elsewhere, the same second decides."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'Pacific/Auckland'")
    publication = build.scheduled(cast, clock.at_hour(date(2027, 3, 10), 10))
    gone_at = datetime(2028, 3, 11, 0, 0, tzinfo=UTC)
    time_machine.move_to(gone_at - SECOND, tick=False)
    assert answers(publication) == {200}
    time_machine.move_to(gone_at, tick=False)
    assert answers(publication) == {410}


@pytest.mark.django_db
def test_the_window_of_one_kind_is_the_window_of_all(cast: Any) -> None:
    """Every kind answers at page, PDF and cover."""
    for kind in ("cspr", "scr", "brief", "statement", "response"):
        assert answers(build.opened(cast, kind=kind, title=f"A {kind} of its own")) == {200}, kind


@pytest.mark.django_db
def test_half_past_one_comes_twice_in_october_and_the_first_one_counts(cast: Any, time_machine: Any) -> None:
    """D10: 31 October 2027, 01:30 summer time opens it; an hour later it is still open."""
    publication = build.scheduled(cast, clock.at_hour(date(2027, 10, 31), 1, 30))
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    for moment, expected in ((first - SECOND, 404), (first, 200), (first + timedelta(hours=1), 200)):
        time_machine.move_to(moment, tick=False)
        assert answers(publication) == {expected}, moment


@given(opened=some.dates(min_value=date(2026, 1, 1), max_value=date(2029, 12, 31)))
def test_no_window_is_ever_shorter_than_twelve_months(opened: date) -> None:
    """D11: for every day of a span of four years."""
    day = clock.last_day_of_window(opened)
    assert day >= clock.add_months(opened, 12)
    assert clock.withdrawn_from(day) > clock.start_of_day(day)
    assert last_day(clock.withdrawn_from(day)) == day


@pytest.mark.django_db
def test_publishing_now_opens_it_at_this_very_moment(cast: Any, time_machine: Any) -> None:
    """D12: one clock decides, the application's."""
    publication = build.opened(cast)
    assert publication.opens_at == START
    assert answers(publication) == {200}
    time_machine.move_to(START - SECOND, tick=False)
    assert answers(publication) == {404}


@pytest.mark.django_db
def test_the_months_come_from_the_guidance_in_force_on_the_day(cast: Any) -> None:
    GuidanceEdition.objects.create(
        name="A later edition",
        effective_from=date(2027, 6, 1),
        notify_working_days=5,
        rapid_review_working_days=15,
        review_months=6,
        copy_working_days=7,
        window_months=18,
        national_panel_name="National panel",
    )
    publication = build.scheduled(cast, clock.at_hour(date(2027, 6, 1), 10))
    assert publication.closes_at is not None
    assert last_day(publication.closes_at) == date(2028, 12, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-1, 731])
def test_a_day_that_has_gone_by_or_is_too_far_off_is_refused(days: int, cast: Any) -> None:
    publication = build.approved(cast)
    with pytest.raises(NotYet):
        releasing.publish(publication, opens_at=START + timedelta(days=days), by=cast.publisher, at=START)
    assert build.fresh(publication).opens_at is None


@pytest.mark.django_db
def test_what_was_withdrawn_before_it_opened_never_was(cast: Any, time_machine: Any) -> None:
    """D13: a scheduled publication that is stopped answers as a made-up address, before its day and after."""
    publication = build.scheduled(cast, START + timedelta(days=10))
    withdrawals.withdraw_early(
        publication, kind="other", approver=cast.la, reason="A hearing is listed.", by=cast.la, at=START
    )
    for days in (0, 11, 800):
        time_machine.move_to(START + timedelta(days=days), tick=False)
        assert answers(publication) == {404}


@pytest.mark.django_db
def test_withdrawn_early_it_is_gone_with_the_next_request_and_nothing_brings_it_back(
    cast: Any, time_machine: Any
) -> None:
    """D04, D13."""
    publication = build.opened(cast)
    assert answers(publication) == {200}
    at = START + timedelta(minutes=1)
    time_machine.move_to(at, tick=False)
    withdrawals.withdraw_early(
        publication, kind="other", approver=cast.la, reason="Somebody could be recognised.", by=cast.la, at=at
    )
    assert answers(publication) == {410}
    for again in (
        lambda: releasing.publish(build.fresh(publication), by=cast.publisher, at=at),
        lambda: withdrawals.withdraw_early(
            publication, kind="other", approver=cast.la, reason="Twice.", by=cast.la, at=at
        ),
        lambda: build.rewrite(cast, publication, text="Another text."),
    ):
        with pytest.raises(NotYet):
            again()
    time_machine.move_to(START + timedelta(days=400), tick=False)
    assert answers(publication) == {410}


@pytest.mark.parametrize(
    ("after", "withdrawn_after", "expected"),
    [
        (-1, None, State.SCHEDULED),
        (0, None, State.OPEN),
        (9, None, State.OPEN),
        (10, None, State.ENDED),
        (5, 5, State.WITHDRAWN),
        (4, 5, State.OPEN),
    ],
)
def test_the_state_follows_the_dates(after: int, withdrawn_after: int | None, expected: State) -> None:
    withdrawn_at = None if withdrawn_after is None else START + timedelta(days=withdrawn_after)
    found = state(
        is_checked=True,
        is_approved=True,
        opens_at=START,
        closes_at=START + timedelta(days=10),
        withdrawn_at=withdrawn_at,
        at=START + timedelta(days=after),
    )
    assert found == expected

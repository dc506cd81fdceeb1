"""By when a request for information is answered: freedom of information, subject access, and days that others name."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspr_portal import clock
from reviews.disclosures import due
from reviews.models import InformationKind, InformationRequest

DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))


def asked(kind: str, received_on: date, **more) -> InformationRequest:
    return InformationRequest(kind=kind, received_on=received_on, **more)


@pytest.mark.parametrize(
    ("received", "day"),
    [
        (date(2026, 11, 23), date(2026, 12, 21)),
        (date(2026, 12, 7), date(2027, 1, 7)),  # Christmas, its substitute and New Year don't count
        (date(2026, 11, 21), date(2026, 12, 18)),  # a Saturday is day 0
    ],
)
def test_freedom_of_information_has_twenty_working_days(received, day):
    found = due.of(asked("foi", received))
    assert found.day == day and "section 10" in found.working


@pytest.mark.parametrize(
    ("received", "day", "extended"),
    [
        (date(2026, 11, 23), date(2026, 12, 23), date(2027, 2, 23)),
        (date(2027, 1, 31), date(2027, 3, 1), date(2027, 4, 30)),  # 28 February 2027 is a Sunday
        (
            date(2026, 11, 25),
            date(2026, 12, 29),
            date(2027, 2, 25),
        ),  # Christmas Day, then Boxing Day's substitute
        (date(2028, 1, 30), date(2028, 2, 29), date(2028, 5, 2)),  # 1 May 2028 is a bank holiday
    ],
)
def test_subject_access_has_one_month_and_two_more_at_most(received, day, extended):
    plain = asked("subject_access", received)
    assert due.of(plain).day == due.told_by(plain) == day
    longer = asked("subject_access", received, extension_told_on=received)
    assert due.of(longer).day == extended and due.told_by(longer) == day


@given(DAYS, st.integers(0, 60))
def test_a_day_by_law_is_a_working_day_after_receipt_and_waits_for_proof_of_identity(received, later):
    for kind in due.COMPUTED:
        first = due.of(asked(kind, received)).day
        assert clock.is_working_day(first) and received < first <= received + timedelta(days=40)
        start = received + timedelta(days=later)
        assert (
            due.of(asked(kind, received, counts_from_on=start)).day == due.of(asked(kind, start)).day >= first
        )
        assert due.of(asked(kind, received, named_day=received)).day == first, "nobody names it"


@pytest.mark.parametrize("kind", sorted(set(InformationKind) - set(due.COMPUTED)))
def test_all_others_have_the_day_that_they_name(kind):
    day = date(2026, 12, 25)
    assert due.of(asked(kind, date(2026, 11, 23), named_day=day)).day == day
    nothing = due.of(asked(kind, date(2026, 11, 23)))
    assert nothing.day is None and "Ask them for one" in nothing.working
    assert due.told_by(asked(kind, day)) is None


def test_a_state_says_how_late_it_is_or_was():
    request = asked("coroner", date(2026, 11, 2), named_day=date(2026, 11, 20))
    said = [due.state(request, date(2026, 11, day)) for day in (2, 19, 20, 21, 22)]
    assert [(one.words, one.kind) for one in said] == [
        ("Open", "live"),
        ("Open", "soon"),
        ("Due today", "soon"),
        ("Overdue by 1 day", "late"),
        ("Overdue by 2 days", "late"),
    ]
    request.answered_on = date(2026, 11, 23)
    assert due.state(request, date(2026, 12, 1)).sentence == "on 23 November 2026, 3 days late"

"""Quorum of the panel and the seats of a day, for any attendance and any change of hands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.meetings import quorum
from reviews.models import Agency, PanelSeat, PartnerRole, Presence, User

ROLES = PartnerRole.values
ATTENDED = st.dictionaries(st.sampled_from(ROLES), st.sampled_from(Presence.values))
DAY = date(2027, 5, 4)
DAYS = st.integers(-20, 20).map(lambda days: DAY + timedelta(days=days))


@given(ATTENDED)
def test_quorate_means_all_three_partners_there_or_substituted(attended):
    there = [role for role in ROLES if attended.get(role) in {"present", "substitute"}]
    assert set(quorum.missing(attended)) == set(ROLES) - set(there)
    assert quorum.words(attended).startswith("Quorate:") == (len(there) == 3)
    for role in ROLES:
        named = PartnerRole(role).label.lower() in quorum.words(attended).lower()
        assert named == (role not in there)


@pytest.mark.parametrize(
    ("attended", "words"),
    [
        (dict.fromkeys(ROLES, "present"), "Quorate: all three safeguarding partners were there"),
        ({"la": "present", "icb": "substitute", "police": "absent"}, "Not quorate: police absent"),
        ({"la": "present", "icb": "substitute"}, "Not quorate: police absent"),
        (
            {"la": "apologies", "police": "present", "icb": "apologies"},
            "Not quorate: local authority sent apologies, Integrated Care Board sent apologies",
        ),
    ],
)
def test_the_page_says_who_was_missing_and_how(attended, words):
    assert quorum.words(attended) == words


def rows_of(role: str, changes: list[date]) -> list[PanelSeat]:
    """The rows of a statutory seat that somebody first took on the first day, and that changed hands on each other."""
    found = []
    for place, day in enumerate(changes):
        left = changes[place + 1] if place + 1 < len(changes) else None
        seat = PanelSeat(partner_role=role, joined_on=day, left_on=left, agency=Agency(name=role))
        seat.confirmed_at, seat.user = day, User(name=f"{role} {place}")
        found.append(seat)
    return found or [PanelSeat(partner_role=role, agency=Agency(name=role))]


@given(st.tuples(*[st.lists(DAYS, max_size=4).map(sorted)] * 3))
def test_each_partner_has_one_seat_on_any_day_and_whoever_held_it_then(changes):
    seats = [seat for role, days in zip(ROLES, changes, strict=True) for seat in rows_of(role, days)]
    found = quorum.seats_on(seats, DAY)
    assert sorted(seat.partner_role for seat in found) == sorted(ROLES)
    by_role = {seat.partner_role: seat for seat in found}
    for role, days in zip(ROLES, changes, strict=True):
        taken = [place for place, day in enumerate(days) if day <= DAY]
        holder = quorum.holder_on(by_role[role], DAY)
        assert (holder.name if holder else None) == (f"{role} {taken[-1]}" if taken else None)


@given(DAYS, DAYS)
def test_other_members_count_from_the_day_they_join_to_the_day_before_they_leave(joined, left):
    seat = PanelSeat(joined_on=joined, left_on=max(joined, left), confirmed_at=DAY, user=User(name="A"))
    assert (seat in quorum.seats_on([seat], DAY)) == (joined <= DAY < max(joined, left))


def test_a_member_whom_nobody_has_confirmed_does_not_count():
    seat = PanelSeat(joined_on=DAY, user=User(name="A"))
    assert quorum.seats_on([seat], DAY) == []

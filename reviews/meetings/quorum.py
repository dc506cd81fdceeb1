"""Whose seats count at a meeting of a review's panel, and whether the meeting was quorate. Pure: no database.

A panel is quorate when all three statutory safeguarding partners are there, in their own person or by a substitute
(Working Together to Safeguard Children: the three partners decide together). The portal says so, and refuses nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from reviews.models import PanelSeat, PartnerRole, Presence, User

THERE = (Presence.PRESENT, Presence.SUBSTITUTE)
WORDS = {Presence.APOLOGIES: "sent apologies", Presence.ABSENT: "absent"}


def seats_on(seats: Iterable[PanelSeat], day: date) -> list[PanelSeat]:
    """Return the seats of a panel as they were on `day` (in London): exactly one for each statutory partner.

    A statutory seat is always there, so one in which nobody sat that day counts too: as whoever came next found it.
    Other members count from the day they join to the day before they leave.
    """
    every = sorted(seats, key=lambda seat: seat.joined_on or date.max)
    statutory = [_held_on([seat for seat in every if seat.partner_role == role], day) for role in PartnerRole]
    others = [
        seat
        for seat in every
        if not seat.is_statutory and seat.confirmed_at is not None and _was_in(seat, day)
    ]
    return [*(seat for seat in statutory if seat is not None), *others]


def holder_on(seat: PanelSeat, day: date) -> User | None:
    """Return who had the seat on `day` (in London); None where nobody did, or nobody had confirmed them."""
    return seat.user if _was_in(seat, day) and seat.confirmed_at is not None else None


def missing(attended: Mapping[str, str]) -> dict[PartnerRole, Presence]:
    """Return the statutory partners who were not there and how, from presence by partner role; silence is absence."""
    said = {role: Presence(attended.get(role) or Presence.ABSENT) for role in PartnerRole}
    return {role: presence for role, presence in said.items() if presence not in THERE}


def words(attended: Mapping[str, str]) -> str:
    """Return whether a meeting was quorate, as a sentence: "Not quorate: police absent"."""
    lacking = missing(attended)
    if not lacking:
        return "Quorate: all three safeguarding partners were there"
    said = [f"{_lower(role.label)} {WORDS[presence]}" for role, presence in lacking.items()]
    return f"Not quorate: {', '.join(said)}"


def _held_on(rows: list[PanelSeat], day: date) -> PanelSeat | None:
    """The row of one statutory seat that was held on `day`; else the one that was empty then: the next to be filled."""
    held = [seat for seat in rows if _was_in(seat, day)]
    if held:
        return held[-1]
    later = [seat for seat in rows if seat.joined_on is None or seat.joined_on > day]
    return later[0] if later else (rows[-1] if rows else None)


def _was_in(seat: PanelSeat, day: date) -> bool:
    has_joined = seat.joined_on is not None and seat.joined_on <= day
    return has_joined and (seat.left_on is None or seat.left_on > day)


def _lower(label: str) -> str:
    return label if label == PartnerRole.ICB.label else label[:1].lower() + label[1:]

"""How an appointment stands, and what its declaration still waits for. Pure: rows that were read, no query of its own.

Who may do something about it is in access.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cspr_portal import clock
from reviews.hearing import THE
from reviews.models import (
    DeclarationAnswer,
    DeclarationPoint,
    LinkDecision,
    PartnerRole,
    ReviewerAppointment,
    ReviewerRequest,
)

# What a reviewer declares who has no link: each point with no words of one.
NO_LINK: dict[str, str] = dict.fromkeys(DeclarationPoint.values, "")


@dataclass(frozen=True)
class Place:
    """One partner's place in the decision on a declared link: its decision, or None while it is awaited."""

    role: str
    decision: LinkDecision | None

    @property
    def label(self) -> str:
        return PartnerRole(self.role).label


def last_day(appointment: ReviewerAppointment) -> date:
    """Return the last day on which the appointment holds: its own, or the day on which it was ended."""
    if appointment.ended_at is None:
        return appointment.ends_on
    return min(appointment.ends_on, clock.today(appointment.ended_at))


def is_over(appointment: ReviewerAppointment, today: date) -> bool:
    """Return whether the appointment was ended, or its last day is over."""
    return appointment.ended_at is not None or appointment.ends_on < today


def has_opened(appointment: ReviewerAppointment) -> bool:
    """Return whether the appointment ever opens the case: the declaration was checked before the end."""
    return appointment.checked_at is not None and appointment.starts_on <= last_day(appointment)


def answers_of(appointment: ReviewerAppointment) -> list[DeclarationAnswer]:
    """Return the answers of the declaration, in the order in which the points are asked."""
    order = {point: place for place, point in enumerate(DeclarationPoint.values)}
    return sorted(appointment.answers.all(), key=lambda answer: order[answer.point])


def places(appointment: ReviewerAppointment) -> list[Place]:
    """Return where each of the three partners stands on the declared link."""
    decisions = {decision.partner_role: decision for decision in appointment.link_decisions.all()}
    return [Place(role, decisions.get(role)) for role in PartnerRole.values]


def awaited(appointment: ReviewerAppointment) -> list[str]:
    """Return the partners that have still to decide on a declared link, in mid-sentence; none without a link."""
    if appointment.has_no_link:
        return []
    return [THE[place.role] for place in places(appointment) if place.decision is None]


def is_declined(appointment: ReviewerAppointment) -> bool:
    """Return whether a partner has not accepted the declared link."""
    return any(place.decision is not None and not place.decision.accepts for place in places(appointment))


def look(appointment: ReviewerAppointment, today: date) -> tuple[str, str]:
    """Return where the appointment stands on a day, in words, and the kind of tag for it."""
    if is_over(appointment, today):
        day = clock.day_words(last_day(appointment))
        return (f"Ended on {day}" if has_opened(appointment) else f"Stopped on {day}"), "quiet"
    if is_declined(appointment):
        return "Stopped: a link is not accepted", "late"
    if awaited(appointment):
        return "Waiting for the partners to decide on a link", "soon"
    if appointment.checked_at is None:
        return "Waiting for the declaration to be checked", "soon"
    if appointment.starts_on > today:
        return f"Begins on {clock.day_words(appointment.starts_on)}", "live"
    return f"In post until {clock.day_words(appointment.ends_on)}", "calm"


def look_at_request(asked: ReviewerRequest, end: date, is_ended: bool, today: date) -> tuple[str, str]:
    """Return how a request to a reviewer stands, in words, and the kind of tag; `end` is the appointment's last day."""
    if asked.replied_at is not None:
        return "Answered", "calm"
    if is_ended:
        return f"Not answered: the appointment ended on {clock.day_words(end)}", "quiet"
    if asked.answer_by < today:
        return "Late", "late"
    return "Waiting for the reviewer", "live" if asked.answer_by > today + timedelta(days=3) else "soon"

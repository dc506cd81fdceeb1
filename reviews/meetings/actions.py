"""Calling, changing, cancelling and minuting meetings of a review's panel. Copies of packs are in copies.py."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TypedDict, Unpack
from uuid import UUID

from cspr_portal.refusals import NotYet, Refused, check
from reviews.audit.recording import action, record
from reviews.models import Attendance, Case, Document, Meeting, PanelSeat, Presence, User
from reviews.stage_moves import lock

from . import access, quorum


class Facts(TypedDict):
    """When, where and for what a meeting is held; day and hour by London's clocks."""

    purpose: str
    held_on: date
    starts_at: time | None
    place: str
    agenda: str


@action
def call_meeting(
    case: Case, *, papers: Iterable[Document], by: User, at: datetime, **facts: Unpack[Facts]
) -> Meeting:
    """Call a meeting of the review's panel. The same form sent again returns the meeting that it called."""
    case = lock(case)
    check(access.call(by, case, at))
    wanted = _readable(case, papers)
    for one in case.review.meetings.filter(cancelled_at__isnull=True, called_by=by, **facts):
        if set(one.papers.all()) == set(wanted):
            return one
    made = Meeting.objects.create(review=case.review, called_at=at, called_by=by, **facts)
    made.papers.set(wanted)
    record(by, "meeting.called", case.reference, meeting=str(made.pk))
    return made


@action
def change_meeting(
    case: Case,
    meeting: Meeting,
    *,
    papers: Iterable[Document],
    by: User,
    at: datetime,
    **facts: Unpack[Facts],
) -> None:
    """Change when, where and for what a meeting is held, before it is."""
    case, meeting = _lock(case, meeting)
    check(access.change(by, case, meeting, at))
    case.review.meetings.filter(pk=meeting.pk).update(**facts)
    meeting.papers.set(_readable(case, papers))
    record(by, "meeting.changed", case.reference, meeting=str(meeting.pk))


@action
def cancel_meeting(case: Case, meeting: Meeting, *, reason: str, by: User, at: datetime) -> None:
    """Record that a meeting is not, or was not, held."""
    case, meeting = _lock(case, meeting)
    check(access.cancel(by, case, meeting, at))
    meeting.cancelled_at, meeting.cancelled_by, meeting.cancel_reason = at, by, reason
    meeting.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    record(by, "meeting.cancelled", case.reference, meeting=str(meeting.pk))


@action
def minute_meeting(
    case: Case,
    meeting: Meeting,
    *,
    attended: Mapping[UUID, tuple[str, str]],
    decisions: str,
    by: User,
    at: datetime,
) -> None:
    """Record what was decided and who was there: by the key of each seat of that day, its presence and who sat in.

    The same minutes sent again by the same person change nothing. Raises NotYet for other ones.
    """
    case, meeting = _lock(case, meeting)
    seats = access.seats_at(case, meeting)
    if {seat.pk for seat in seats} != set(attended):
        raise NotYet("Already: the panel of that day has changed since the page was opened. Open it again.")
    rows = [_row(meeting, seat, *attended[seat.pk]) for seat in seats]
    if meeting.minuted_by_id == by.pk and meeting.decisions == decisions:
        kept = {(row.seat_id, row.presence, row.by_whom) for row in meeting.attendances.all()}
        if kept == {(row.seat_id, row.presence, row.by_whom) for row in rows}:
            return
    check(access.minute(by, case, meeting, at))
    Attendance.objects.bulk_create(rows)
    meeting.decisions, meeting.minuted_at, meeting.minuted_by = decisions, at, by
    meeting.save(update_fields=["decisions", "minuted_at", "minuted_by"])
    said = {row.seat.partner_role: row.presence for row in rows if row.seat.is_statutory}
    is_quorate = not quorum.missing(said)
    record(by, "meeting.minuted", case.reference, meeting=str(meeting.pk), is_quorate=is_quorate)


def person_words(person: User) -> str:
    """Return name, post and agency of the day, as minutes keep them."""
    parts = (
        person.name,
        person.post or person.get_role_display(),
        person.agency.name if person.agency else "",
    )
    return ", ".join(part for part in parts if part)[:200]


def _row(meeting: Meeting, seat: PanelSeat, presence: str, sat_in: str) -> Attendance:
    """One line of the minutes; whoever had the seat is named as they are called when it is recorded."""
    holder = quorum.holder_on(seat, meeting.held_on)
    if presence != Presence.SUBSTITUTE:
        sat_in = person_words(holder) if holder is not None else ""
    return Attendance(meeting=meeting, seat=seat, presence=presence, by_whom=sat_in)


def _readable(case: Case, papers: Iterable[Document]) -> list[Document]:
    wanted = list(papers)
    if access.papers(case).filter(pk__in=[paper.pk for paper in wanted]).count() != len(wanted):
        raise Refused("Only ordinary documents of this case that have not been removed can be papers.")
    return wanted


def _lock(case: Case, meeting: Meeting) -> tuple[Case, Meeting]:
    case = lock(case)
    return case, Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk, review__case=case)

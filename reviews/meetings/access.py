"""Who may call, change, cancel and minute a meeting of the panel, and take its pack. Each rule returns its sentence.

Whoever has the case reads its meetings. The pack goes to those who sit on the panel, decide for a partner, review or
coordinate: not to people who are assigned to the case. Nothing privileged, and no court order's file, is ever a paper.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cspr_portal import clock
from reviews import commissioned
from reviews.models import (
    Case,
    Document,
    DocumentClass,
    Meeting,
    PackCopy,
    PanelSeat,
    PanelSubstitute,
    User,
)
from reviews.stages import Stage
from reviews.standing import standing

from . import quorum

CLOSED = "Already: the case is closed."
CANCELLED = "Already: this meeting was cancelled."
MINUTED = (
    "Already: the minutes of this meeting are recorded, so they stand. "
    "What is wrong in them is put right in the minutes of the next meeting."
)


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not look at the panel's meetings."""
    return commissioned.refusal(case)


def call(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not call a meeting of the panel."""
    if not hasattr(case, "review"):
        return commissioned.NOT_YET
    who = standing(user, case, at)
    if not (who.is_coordinator or who.is_chair):
        return "Only the coordinator or the chair may call meetings of the review’s panel and record them."
    return CLOSED if case.stage == Stage.CLOSED else None


def change(user: User, case: Case, meeting: Meeting, at: datetime) -> str | None:
    """Say why `user` may not change when, where and for what a meeting is held."""
    refusal = cancel(user, case, meeting, at)
    if refusal is None and meeting.held_on < clock.today(at):
        return "Already: the day of this meeting is over. Record its minutes, or that it was cancelled."
    return refusal


def cancel(user: User, case: Case, meeting: Meeting, at: datetime) -> str | None:
    """Say why `user` may not cancel a meeting. One that has minutes was held."""
    refusal = call(user, case, at)
    if refusal is not None:
        return refusal
    if meeting.cancelled_at is not None:
        return CANCELLED
    return "Already: this meeting was held, and has its minutes." if meeting.minuted_at is not None else None


def minute(user: User, case: Case, meeting: Meeting, at: datetime) -> str | None:
    """Say why `user` may not record who was there and what was decided."""
    refusal = call(user, case, at)
    if refusal is not None:
        return refusal
    if meeting.cancelled_at is not None:
        return CANCELLED
    if meeting.minuted_at is not None:
        return MINUTED
    if meeting.held_on > clock.today(at):
        return f"Not yet: the meeting is on {clock.day_words(meeting.held_on)}."
    return None


def take_pack(user: User, case: Case, meeting: Meeting, at: datetime) -> str | None:
    """Say why `user` may not take away a copy of a meeting's pack."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role or who.has_seat or who.is_reviewer):
        return (
            "Only the review’s panel, the safeguarding partners, the Independent Reviewer and the coordinator "
            "may take the papers of a meeting."
        )
    if case.stage == Stage.CLOSED:
        return CLOSED
    return CANCELLED if meeting.cancelled_at is not None else None


def settle(user: User, case: Case, copy: PackCopy, at: datetime) -> str | None:
    """Say why `user` may not tick off what became of a copy. That is never too late, so no stage bars it."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.is_chair):
        return "Only the coordinator or the chair may tick off copies."
    return "Already: it is recorded what became of this copy." if copy.settled_at is not None else None


def meetings(case: Case) -> QuerySet[Meeting]:
    """Return all meetings of the case's panel, the newest first."""
    found = Meeting.objects.filter(review=case.review)
    return found.select_related("called_by", "minuted_by", "cancelled_by").prefetch_related(
        "attendances__seat"
    )


def next_meeting(case: Case, at: datetime) -> Meeting | None:
    """Return the meeting of the panel that comes next, today's included; None when none is called."""
    waiting = Meeting.objects.filter(review=case.review, cancelled_at__isnull=True, minuted_at__isnull=True)
    return waiting.filter(held_on__gte=clock.today(at)).order_by("held_on", "starts_at").first()


def seats_at(case: Case, meeting: Meeting) -> list[PanelSeat]:
    """Return the seats of the panel on the day of a meeting, with who has them; the three partners' first."""
    return quorum.seats_on(case.review.seats.select_related("user__agency", "agency"), meeting.held_on)


def sitting_in(meeting: Meeting) -> dict[UUID, User]:
    """Return who was named to sit in on the day of a meeting, by the key of the seat."""
    day = meeting.held_on
    found = PanelSubstitute.objects.filter(
        seat__review=meeting.review_id, starts_on__lte=day, ends_on__gte=day
    ).select_related("user__agency")
    return {one.seat_id: one.user for one in found if one.ended_at is None or clock.today(one.ended_at) > day}


def papers(case: Case) -> QuerySet[Document]:
    """Return the documents that may be papers of a meeting: whoever has the case may read each of them."""
    found = Document.objects.filter(case=case, removed_at__isnull=True)
    return found.filter(document_class=DocumentClass.ORDINARY, court_orders__isnull=True).order_by("title")


def papers_of(meeting: Meeting, case: Case) -> QuerySet[Document]:
    """Return a meeting's papers as they may be read now: one removed since, or named in a court order, is none."""
    return papers(case).filter(meetings=meeting)

"""Who may read the merged chronology, put events into it and comment on them. Each rule returns its sentence, or None.

Beside the rules, the agencies whose events may be brought.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cspr_portal import clock
from reviews.authorship import OPEN, is_author, requests_of
from reviews.models import (
    Agency,
    AgencyRequest,
    Case,
    ChronologyEntry,
    ChronologyFile,
    RequestPurpose,
    RequestState,
    Role,
    User,
)
from reviews.stages import Stage
from reviews.standing import standing

NOT_COMMISSIONED = "Not yet: a chronology belongs to a review, and none has been commissioned."
CLOSED = "Already: the case is closed."
ONLY = "Only the coordinator and the safeguarding partners may put events into the chronology or change them."
ONLY_AUTHOR = "Only the request’s author brings their agency’s chronology."
NOT_ASKED = "Only a request for the review asks for your agency’s chronology."
ACCEPTED = "Already: the return has been accepted, and with it your agency’s chronology is closed to you."


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not read its chronology, or take it away as a file."""
    return None if hasattr(case, "review") else NOT_COMMISSIONED


def keep(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not bring files, type events in, or change what stands there."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return ONLY
    return _open(user, case, at)


def keep_own(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not see or change their agency's events by this request: its author may while it is open."""
    if not is_author(user, agency_request, at):
        return ONLY_AUTHOR
    case = agency_request.case
    if agency_request.purpose != RequestPurpose.REVIEW or not hasattr(case, "review"):
        return NOT_ASKED
    return _open(user, case, at) if agency_request.state in OPEN else ACCEPTED


def put(user: User, case: Case, agency: UUID, at: datetime) -> str | None:
    """Say why `user` may not put events of the agency with that key into the chronology, or change them.

    Whoever may for every agency may, and the author of an open request for the review to this one.
    """
    if user.acts_as(Role.AGENCY_AUTHOR):
        asked = requests_of(user, at).filter(case=case, agency=agency, purpose=RequestPurpose.REVIEW)
        if asked.filter(state__in=OPEN).exists():
            return _open(user, case, at)
    return keep(user, case, at)


def comment(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not comment on an event."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role or who.has_seat or who.is_reviewer):
        return (
            "Only the coordinator, the partners, the review’s panel and the Independent Reviewer may comment."
        )
    return _open(user, case, at)


def change(user: User, entry: ChronologyEntry, case: Case, at: datetime) -> str | None:
    """Say why `user` may not change or remove an event of `case`."""
    refusal = put(user, case, entry.agency_id, at)
    return GONE.format(_day(entry.gone_at)) if refusal is None and entry.gone_at else refusal


def comment_on(user: User, entry: ChronologyEntry, case: Case, at: datetime) -> str | None:
    """Say why `user` may not comment on this event of `case`."""
    refusal = comment(user, case, at)
    return GONE.format(_day(entry.gone_at)) if refusal is None and entry.gone_at else refusal


def finish(user: User, file: ChronologyFile, case: Case, at: datetime) -> str | None:
    """Say why `user` may not mend a file that waits, put its events into the chronology, or throw it away."""
    refusal = put(user, case, file.agency_id, at)
    if refusal is not None:
        return refusal
    if file.confirmed_at is not None:
        return f"Already: the events of this file were put into the chronology on {_day(file.confirmed_at)}."
    if file.dropped_at is not None:
        return f"Already: this file was thrown away on {_day(file.dropped_at)}."
    return None


def agencies_of(case: Case) -> QuerySet[Agency]:
    """Return the agencies whose events belong here, by name: involved, asked for a return, or on the review's panel.

    An agency whose events are here already stays, so that a new file of it can replace the earlier one.
    """
    involved = case.involved_agencies.holding().filter(agency__isnull=False)
    asked = case.agency_requests.exclude(state=RequestState.WITHDRAWN)
    seated = case.review.seats.filter(left_on__isnull=True)
    there = case.review.chronology.filter(gone_at__isnull=True)
    theirs = Q(pk__in=involved.values("agency")) | Q(pk__in=asked.values("agency"))
    theirs |= Q(pk__in=there.values("agency"))
    return Agency.objects.filter(theirs | Q(pk__in=seated.values("agency"))).order_by("name")


def agencies_shown(case: Case) -> QuerySet[Agency]:
    """Return the agencies that have events in the chronology, by name."""
    there = case.review.chronology.filter(gone_at__isnull=True)
    return Agency.objects.filter(pk__in=there.values("agency")).order_by("name")


def waiting(files: QuerySet[ChronologyFile]) -> QuerySet[ChronologyFile]:
    """Return those of the files that were neither confirmed nor thrown away, without their rows."""
    found = files.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
    return found.defer("rows").select_related("agency", "sent_by")


GONE = "Already: this event was taken out of the chronology on {}."


def _open(user: User, case: Case, at: datetime) -> str | None:
    return CLOSED if case.stage == Stage.CLOSED else look(user, case, at)


def _day(at: datetime) -> str:
    return clock.day_words(clock.today(at))

"""Who may read the merged chronology, put events into it and comment on them. Each rule returns its sentence, or None.

Beside the rules, the agencies whose events may be brought.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from cspr_portal import clock
from reviews.models import Agency, Case, ChronologyEntry, ChronologyFile, RequestState, User
from reviews.stages import Stage
from reviews.standing import standing

NOT_COMMISSIONED = "Not yet: a chronology belongs to a review, and none has been commissioned."
CLOSED = "Already: the case is closed."
ONLY = "Only the coordinator and the safeguarding partners may put events into the chronology or change them."


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not read its chronology, or take it away as a file."""
    return None if hasattr(case, "review") else NOT_COMMISSIONED


def keep(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not bring files, type events in, or change what stands there."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return ONLY
    return _open(user, case, at)


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
    refusal = keep(user, case, at)
    return GONE.format(_day(entry.gone_at)) if refusal is None and entry.gone_at else refusal


def comment_on(user: User, entry: ChronologyEntry, case: Case, at: datetime) -> str | None:
    """Say why `user` may not comment on this event of `case`."""
    refusal = comment(user, case, at)
    return GONE.format(_day(entry.gone_at)) if refusal is None and entry.gone_at else refusal


def finish(user: User, file: ChronologyFile, case: Case, at: datetime) -> str | None:
    """Say why `user` may not mend a file that waits, put its events into the chronology, or throw it away."""
    refusal = keep(user, case, at)
    if refusal is not None:
        return refusal
    if file.confirmed_at is not None:
        return f"Already: the events of this file were put into the chronology on {_day(file.confirmed_at)}."
    if file.dropped_at is not None:
        return f"Already: this file was thrown away on {_day(file.dropped_at)}."
    return None


def agencies_of(case: Case) -> QuerySet[Agency]:
    """Return the agencies whose events belong here: involved, asked for a return, or on the review's panel; by name."""
    involved = case.involved_agencies.holding().filter(agency__isnull=False)
    asked = case.agency_requests.exclude(state=RequestState.WITHDRAWN)
    seated = case.review.seats.filter(left_on__isnull=True)
    theirs = Q(pk__in=involved.values("agency")) | Q(pk__in=asked.values("agency"))
    return Agency.objects.filter(theirs | Q(pk__in=seated.values("agency"))).order_by("name")


def agencies_shown(case: Case) -> QuerySet[Agency]:
    """Return the agencies that have events in the chronology, by name."""
    there = case.review.chronology.filter(gone_at__isnull=True)
    return Agency.objects.filter(pk__in=there.values("agency")).order_by("name")


def waiting(case: Case) -> QuerySet[ChronologyFile]:
    """Return the files that were sent and neither confirmed nor thrown away, without their rows."""
    found = case.review.chronology_files.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
    return found.defer("rows").select_related("agency", "sent_by")


GONE = "Already: this event was taken out of the chronology on {}."


def _open(user: User, case: Case, at: datetime) -> str | None:
    return CLOSED if case.stage == Stage.CLOSED else look(user, case, at)


def _day(at: datetime) -> str:
    return clock.day_words(clock.today(at))

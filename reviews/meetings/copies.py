"""The numbered copies of a meeting's pack: handing one out, and ticking off what became of it."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Case, Meeting, PackCopy, User
from reviews.stage_moves import lock

from . import access, pack

# Each try makes the PDF anew, since its number stands on every page.
TRIES = 4


def take(case: Case, meeting: Meeting, *, by: User, at: datetime) -> tuple[PackCopy, bytes]:
    """Make `by` a copy with the next number, and keep who took it, when, and the SHA-256 of its bytes.

    The PDF is made outside the transaction, for a number that may have gone to somebody else meanwhile: then it is
    made again. Raises NotYet when that happens too often.
    """
    contents = pack.of(case, meeting)
    for _ in range(TRIES):
        number = _next_number(meeting)
        made = contents.pdf(number=number, reader=by.name, at=at)
        sha256 = hashlib.sha256(made).hexdigest()
        opened = [paper.key for paper in contents.papers if paper.pages]
        copy = _keep(case, meeting, number, sha256=sha256, opened=opened, by=by, at=at)
        if copy is not None:
            return copy, made
    raise NotYet("Not yet: several people are taking copies at this moment. Try again.")


@action
def settle(case: Case, copy: PackCopy, *, settled: str, by: User, at: datetime) -> None:
    """Tick off that a copy was returned or destroyed."""
    case = lock(case)
    copy = PackCopy.objects.select_for_update().get(pk=copy.pk, meeting__review__case=case)
    check(access.settle(by, case, copy, at))
    copy.settled, copy.settled_at, copy.settled_by = settled, at, by
    copy.save(update_fields=["settled", "settled_at", "settled_by"])
    record(
        by,
        "meeting.copy_settled",
        case.reference,
        meeting=str(copy.meeting_id),
        number=copy.number,
        settled=settled,
    )


@action
def _keep(
    case: Case,
    meeting: Meeting,
    number: int,
    *,
    sha256: str,
    opened: Iterable[UUID],
    by: User,
    at: datetime,
) -> PackCopy | None:
    """Keep the copy, unless its number has gone to somebody else. Each document in it has been opened with it."""
    case = lock(case)
    meeting = Meeting.objects.get(pk=meeting.pk, review__case=case)
    check(access.take_pack(by, case, meeting, at))
    if _next_number(meeting) != number:
        return None
    copy = PackCopy.objects.create(meeting=meeting, number=number, reader=by, taken_at=at, sha256=sha256)
    record(by, "meeting.pack_taken", case.reference, meeting=str(meeting.pk), number=number)
    for key in opened:
        record(by, "document.opened", case.reference, document=str(key), meeting=str(meeting.pk))
    return copy


def _next_number(meeting: Meeting) -> int:
    last: int | None = meeting.copies.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1

"""The redacted copies of a request: files that people made, kept and scanned as documents are.

Nothing is redacted here.
"""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action
from reviews.documents import scanning, storing
from reviews.documents.examining import Examined
from reviews.models import InformationRequest, RedactedCopy, User

from . import access, unseen
from .recording import lock, note_on, record_on

A_DAY = timedelta(days=1)


def add(request: InformationRequest, *, file: Examined, title: str, by: User, at: datetime) -> RedactedCopy:
    """Add an examined file to the request and return its row. The same bytes under the same title are one copy.

    Scanning, reading and storing are slow: its last step alone is an action. Raises Refused, also for what the virus
    scanner finds and for what the file holds unseen, and NotYet when there are too many.
    """
    check(access.go_on(by, request, at) or full(request, by, at))
    try:
        scan = scanning.scan(file.file)
        unseen.refuse(file)
    except (scanning.ScanRefused, unseen.HoldsMore) as refusal:
        note_on(request, by, "information.copy_refused", outcome="denied", why=refusal.why)
        raise

    def enter(stored_name: str) -> RedactedCopy:
        copy = RedactedCopy(
            title=title,
            media_type=file.kind.media_type,
            extension=file.kind.extension,
            size=file.size,
            sha256=file.sha256,
            stored_name=stored_name,
            scan=scan,
        )
        return _enter(request, copy, by=by, at=at)

    return storing.keep_with_row(file.file, enter)


def full(request: InformationRequest, by: User, at: datetime) -> str | None:
    """Say that no more copies are taken, of this request or from this person today, or None. One query."""
    of_it = Q(request=request, removed_at__isnull=True)
    theirs = Q(added_by=by, added_at__gt=at - A_DAY)
    count = RedactedCopy.objects.filter(of_it | theirs).aggregate(
        of_it=Count("pk", filter=of_it), theirs=Count("pk", filter=theirs)
    )
    if count["of_it"] >= settings.FILES_PER_CASE:
        return f"Not yet: this request has {count['of_it']:,} copies, and can’t take more. Remove some first."
    if count["theirs"] >= settings.FILES_PER_PERSON:
        return f"Not yet: you have added {count['theirs']:,} copies within a day. Go on tomorrow."
    return None


@action
def _enter(request: InformationRequest, copy: RedactedCopy, *, by: User, at: datetime) -> RedactedCopy:
    request = lock(request)
    check(access.go_on(by, request, at))
    same = request.copies.filter(removed_at__isnull=True, sha256=copy.sha256, title=copy.title)
    before = same.first()
    if before is not None:
        return before
    check(full(request, by, at))
    copy.request, copy.added_at, copy.added_by = request, at, by
    copy.save(force_insert=True)
    record_on(request, by, "information.copy_added", copy=str(copy.pk), scan=str(copy.scan))
    return copy


@action
def remove(copy: RedactedCopy, *, by: User, at: datetime) -> None:
    """Remove a copy that no answer names: its bytes go when this is committed, its row stays."""
    request = lock(copy.request)
    copy = RedactedCopy.objects.select_for_update().get(pk=copy.pk)
    copy.request = request
    check(access.remove_copy(by, copy, at))
    copy.removed_at, copy.removed_by = at, by
    copy.save(update_fields=["removed_at", "removed_by"])
    record_on(request, by, "information.copy_removed", copy=str(copy.pk))
    transaction.on_commit(partial(storing.discard, copy.stored_name), robust=True)


def check_bytes(copies: list[RedactedCopy]) -> None:
    """Raise NotYet when the file of one of them is missing or is not the one that was added. Slow: no action."""
    for copy in copies:
        try:
            storing.opened(copy).close()
        except storing.Damaged as damaged:
            raise NotYet(
                f"Not yet: the file of “{copy.title}” is missing or damaged. Tell whoever looks after the portal."
            ) from damaged

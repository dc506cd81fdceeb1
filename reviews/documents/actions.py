"""What is done to a case's documents: adding one, removing one, naming one elsewhere."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, note, record
from reviews.models import Case, Document, DocumentClass, User
from reviews.stage_moves import lock, lock_part

from . import access, scanning, storing
from .examining import Examined


def add_document(
    case: Case, *, file: Examined, title: str, document_class: str, by: User, at: datetime
) -> Document:
    """Add an examined file to the case and return its document.

    The same bytes under the same title are one document, however often they are sent. Scanning and storing are
    slow, so this is no action itself, and is not for within one; its last step is. Raises Refused, also for
    what the virus scanner finds, or when it or the storage doesn't answer, and NotYet when there are too many.
    """
    check(_refusal(by, case, document_class, at))
    check(access.full(by, case, at))
    try:
        scan = scanning.scan(file.file)
    except scanning.ScanRefused as refusal:
        note(by, "document.refused", case.reference, outcome="denied", why=refusal.why)
        raise

    def enter(stored_name: str) -> Document:
        document = Document(
            title=title,
            document_class=document_class,
            media_type=file.kind.media_type,
            extension=file.kind.extension,
            size=file.size,
            sha256=file.sha256,
            stored_name=stored_name,
            scan=scan,
        )
        return _enter(case, document, by=by, at=at)

    return storing.keep_with_row(file.file, enter)


@action
def _enter(case: Case, document: Document, *, by: User, at: datetime) -> Document:
    """Save the row, or return the one that is there for the same bytes and title."""
    case = lock(case)
    check(_refusal(by, case, document.document_class, at))
    same = access.visible(by, case, at).filter(removed_at__isnull=True)
    before = same.filter(sha256=document.sha256, title=document.title).first()
    if before is not None:
        if before.document_class != document.document_class:
            raise NotYet(
                f"Already: this file is on the case under this title as “{before.get_document_class_display()}”. "
                "Remove that one first, or choose another title."
            )
        return before
    check(access.full(by, case, at))
    document.case, document.added_at, document.added_by = case, at, by
    document.save(force_insert=True)
    record(
        by,
        "document.added",
        case.reference,
        document=str(document.pk),
        document_class=str(document.document_class),
        scan=str(document.scan),
    )
    return document


@action
def remove_document(document: Document, *, reason: str, by: User, at: datetime) -> None:
    """Remove the document: its bytes go when this is committed, its row stays with who, when and why."""
    document = lock_part(document)
    check(access.remove(by, document, at))
    document.removed_at, document.removed_by, document.remove_reason = at, by, reason
    document.save(update_fields=["removed_at", "removed_by", "remove_reason"])
    record(by, "document.removed", document.case.reference, document=str(document.pk))
    transaction.on_commit(partial(storing.discard, document.stored_name), robust=True)


def to_link(case: Case, *, by: User, at: datetime) -> QuerySet[Document]:
    """Return the documents of `case` that another record may name, for `by` to choose from: theirs to open."""
    return access.visible(by, case, at).filter(removed_at__isnull=True).order_by("-added_at", "pk")


def linked(case: Case, keys: Iterable[UUID | None], *, by: User, at: datetime) -> set[UUID]:
    """Return those of the documents `keys` that `by` may open now: only their titles may be shown."""
    wanted = {key for key in keys if key is not None}
    return (
        set(to_link(case, by=by, at=at).filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted
        else set()
    )


def _refusal(by: User, case: Case, document_class: str, at: datetime) -> str | None:
    refusal = access.add(by, case, at)
    if refusal is not None:
        return refusal
    is_privileged = document_class == DocumentClass.PRIVILEGED
    return (access.handle_privileged if is_privileged else access.add_ordinary)(by, case, at)

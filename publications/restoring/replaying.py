"""Repeats, after the database was put back, what was taken away since the backup; holds what a person must look at.

Without a journal that goes back to the backup everything that is or will be public is held: nothing of it is shown to
anybody until somebody has looked (confirming.py). ADR 0027 has the reasons.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from publications.models import CopyLink, Publication, PublicationQuerySet
from publications.restoring import ending, journal
from publications.restoring.journal import Line
from publications.withdrawals.actions import withdraw_again
from reviews.audit.recording import action, record
from reviews.documents import storing
from reviews.models import AuditRow, Document, User

REASON = "Done again after the database was put back from a backup. When it was first done, the reason was recorded."
NOBODYS = UUID(int=0)


@dataclass
class Repeated:
    """What was done again, what was ended, how many publications are held, and what is left for a person to do."""

    withdrawn: int = 0
    links: int = 0
    documents: int = 0
    held: int = 0
    ended: ending.Ended | None = None
    by_hand: list[Line] = field(default_factory=list)


def since_backup(journals: Iterable[list[Line]], backup: str) -> list[Line] | None:
    """Return what the journals hold and the database doesn't, in its order; None: they don't go back to that backup.

    `backup` is the key of the backup that the database was put back from. What happened before an earlier restore,
    of which the database knows, has been repeated then.
    """
    journals = list(journals)
    said = {
        line.detail.get("backup") for lines in journals for line in lines if line.verb == journal.BACKUP_MADE
    }
    if backup not in said:
        return None
    found: dict[str, Line] = {}
    for lines in journals:
        known = set(
            AuditRow.objects.filter(hash__in=[line.hash for line in lines]).values_list("hash", flat=True)
        )
        settled = [n for n, line in enumerate(lines) if line.verb == journal.PUT_BACK and line.hash in known]
        for line in lines[settled[-1] + 1 if settled else 0 :]:
            if line.hash not in known:
                found[line.hash] = line
    return sorted(found.values(), key=lambda line: (line.at, line.sequence))


@action
def repeat(lines: list[Line] | None, *, backup: str, at: datetime) -> Repeated:
    """Do again what the lines say, and hold what they leave open; without lines (None) hold everything.

    Whatever they say, what lets somebody in and may have been used since is ended.
    """
    done = Repeated()
    if lines is None:
        done.held = _open_or_coming(at).update(held_since=at)
    for line in lines or []:
        if line.verb in journal.OF_PUBLICATIONS:
            _publication(line, done, at)
        elif line.verb in REPEATS:
            REPEATS[line.verb](line, done, at)
        elif line.verb in journal.BY_HAND:
            done.by_hand.append(line)
    done.ended = ending.end_ways_in(at)
    record(
        None,
        journal.PUT_BACK,
        backup=backup,
        journal=lines is not None,
        withdrawn=done.withdrawn,
        links=done.links,
        documents=done.documents,
        held=done.held,
        by_hand=len(done.by_hand),
    )
    return done


def _open_or_coming(at: datetime) -> PublicationQuerySet:
    coming = Q(closes_at__gt=at, withdrawn_at__isnull=True) | Q(version_of__closes_at__gt=at)
    return Publication.objects.filter(coming, edition__isnull=False, held_since__isnull=True)


def _publication(line: Line, done: Repeated, at: datetime) -> None:
    """Withdraw again what was withdrawn; for all else that changed what is served, let somebody look."""
    publication = Publication.objects.select_for_update().filter(pk=_key(line.reference)).first()
    if publication is None:
        return
    if line.verb in ("publication.withdrawn_early", "publication.withdrawn_again"):
        by = _person(line)
        is_timed = publication.closes_at is not None and publication.closes_at > at
        if publication.withdrawn_at is not None:
            return
        if by is not None and is_timed:
            kind = str(line.detail.get("kind", ""))
            withdraw_again(publication, kind=kind, reason=REASON, by=by, at=line.at)
            done.withdrawn += 1
            return
    elif not _open_or_coming(at).filter(pk=publication.pk).exists():
        return
    if publication.held_since is None:
        publication.held_since = at
        publication.save(update_fields=["held_since"])
        done.held += 1


def _end_link(line: Line, done: Repeated, at: datetime) -> None:
    link = CopyLink.objects.filter(pk=_key(line.detail.get("link")), ended_at__isnull=True).first()
    if link is None:
        return
    by = _person(line)
    if by is None:
        link.expires_at = min(link.expires_at, at)
    else:
        link.ended_at, link.ended_by = line.at, by
    link.save(update_fields=["expires_at", "ended_at", "ended_by"])
    done.links += 1


def _remove_document(line: Line, done: Repeated, at: datetime) -> None:
    found = Document.objects.filter(pk=_key(line.detail.get("document")), removed_at__isnull=True)
    document = found.first()
    if document is None:
        return
    transaction.on_commit(partial(storing.discard, document.stored_name), robust=True)
    by = _person(line)
    if by is None:  # its bytes go all the same
        done.by_hand.append(line)
        return
    document.removed_at, document.removed_by, document.remove_reason = line.at, by, REASON
    document.save(update_fields=["removed_at", "removed_by", "remove_reason"])
    done.documents += 1


REPEATS: dict[str, Callable[[Line, Repeated, datetime], None]] = {
    journal.LINK_ENDED: _end_link,
    journal.DOCUMENT_REMOVED: _remove_document,
}


def _person(line: Line) -> User | None:
    """Return who did it; None for somebody whose account was made after the backup, and for the server."""
    return User.objects.filter(pk=int(line.actor)).first() if line.actor.isdecimal() else None


def _key(text: object) -> UUID:
    """Return the key that the text is, or one that no row has."""
    try:
        return UUID(str(text))
    except ValueError:
        return NOBODYS

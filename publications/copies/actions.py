"""Asking for a copy, answering, ending a link, handing the file out, and deleting what was written in time.

Audit rows of what the public does carry no network address: nobody is to find out from them who read what.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from cspr_portal.refusals import NotYet, check
from publications.copies import access, links, mails, words
from publications.copies.words import Asked
from publications.models import CopyLink, CopyOpening, CopyRequest, CopyState, Publication
from reviews.audit.recording import action, record, within_request
from reviews.models import User


@dataclass
class Mailed:
    """Whether the mail server took the mail of an action: known once the action is committed."""

    went: bool = False


@within_request({})
@action
def ask(asked: Asked, *, key: UUID, at: datetime) -> None:
    """Keep what somebody wrote, sealed. `key` belongs to one form: sent twice, it is one request."""
    erase_old_words(at=at)
    _kept, is_new = CopyRequest.objects.get_or_create(
        pk=key,
        defaults={
            "sealed": words.close(asked),
            "received_at": at,
            "words_until": words.readable_until(at),
        },
    )
    if is_new:
        record(None, "copy.asked_for", str(key))


@action
def read(copy_request: CopyRequest, *, by: User, at: datetime) -> Asked:
    """Return what was written: one audited opening. Raises NotYet after six months, sealed.Unreadable."""
    check(access.read(copy_request, at))
    record(by, "copy.words_opened", str(copy_request.pk))
    return words.disclose(copy_request)


@action
def send_link(
    copy_request: CopyRequest,
    *,
    publication: Publication,
    email: str,
    days: int,
    reason: str,
    site: str,
    by: User,
    at: datetime,
) -> Mailed:
    """Answer with a link to the publication's edition, mailed to `email` once this is committed.

    `site` is the address of the home page. Raises NotYet when it has been answered, or when no copy may go out.
    """
    copy_request = _lock(copy_request)
    check(access.answer(copy_request, at))
    publication = _match(copy_request, publication, by=by, at=at)
    _decide(copy_request, CopyState.SENT, reason, by=by, at=at)
    return _new_link(copy_request, publication, email=email, days=days, site=site, by=by, at=at)


@action
def send_again(
    copy_request: CopyRequest, *, email: str, days: int, site: str, by: User, at: datetime
) -> Mailed:
    """Send a new link to the same publication, once the last one is over."""
    copy_request = _lock(copy_request)
    check(access.send_again(by, copy_request, at))
    publication = copy_request.publication
    if publication is None:
        raise AssertionError("The rule lets nobody send what was never chosen.")
    return _new_link(copy_request, publication, email=email, days=days, site=site, by=by, at=at)


@action
def send_on_paper(
    copy_request: CopyRequest, *, publication: Publication, reason: str, by: User, at: datetime
) -> None:
    """Record that the publication was sent on paper, or handed over."""
    copy_request = _lock(copy_request)
    check(access.answer(copy_request, at))
    publication = _match(copy_request, publication, by=by, at=at)
    _decide(copy_request, CopyState.SENT, reason, by=by, at=at)
    _record(by, "copy.sent_on_paper", copy_request, edition=str(publication.edition_id))


@action
def decline(copy_request: CopyRequest, *, reason: str, by: User, at: datetime) -> Mailed:
    """Decline, with a reason that stays in the record. Who gave an e-mail address gets neutral words once committed."""
    copy_request = _lock(copy_request)
    check(access.answer(copy_request, at))
    email = words.disclose(copy_request).email
    _decide(copy_request, CopyState.DECLINED, reason, by=by, at=at)
    _record(by, "copy.declined", copy_request)
    return _mail(lambda: mails.send_decline(email)) if email else Mailed()


@action
def end_link(link: CopyLink, *, by: User, at: datetime) -> None:
    """End a link: from the next request on it is what a made-up address is."""
    link = CopyLink.objects.select_for_update().select_related("request").get(pk=link.pk)
    check(access.end(link, at))
    link.ended_at, link.ended_by = at, by
    link.save(update_fields=["ended_at", "ended_by"])
    _record(by, "copy.link_ended", link.request, link=str(link.pk))


@within_request({})
@action
def note_opening(link: CopyLink, *, at: datetime) -> None:
    """Note that the page behind a link was opened."""
    CopyOpening.objects.create(link=link, opened_at=at)
    record(None, "copy.link_opened", str(link.request_id))


@within_request({})
@action
def hand_out(link: CopyLink, *, at: datetime) -> bool:
    """Note that the file is handed out now, and return whether it may be: the link is asked again under lock."""
    CopyLink.objects.select_for_update().get(pk=link.pk)
    if not links.live(at).filter(pk=link.pk).exists():
        return False
    CopyOpening.objects.create(link=link, is_file=True, opened_at=at)
    record(None, "copy.file_opened", str(link.request_id), edition=str(link.edition_id))
    return True


@action
def erase_old_words(*, at: datetime) -> int:
    """Delete what was written six months ago and return of how many requests. The answers stay."""
    old = CopyRequest.objects.filter(words_until__lte=at).exclude(sealed=b"")
    count = old.update(sealed=b"")
    if count:
        record(None, "copy.words_erased", requests=count)
    return count


def _lock(copy_request: CopyRequest) -> CopyRequest:
    return CopyRequest.objects.select_for_update().get(pk=copy_request.pk)


def _match(copy_request: CopyRequest, publication: Publication, *, by: User, at: datetime) -> Publication:
    """Say what the request is about, and return that as it stands now. Raises NotYet when no copy may go out."""
    found = access.offered(by, at).select_related("edition").filter(pk=publication.pk).first()
    if found is None:
        raise NotYet("Already: no copy of this publication may go out any more.")
    copy_request.publication = found
    return found


def _decide(copy_request: CopyRequest, state: CopyState, reason: str, *, by: User, at: datetime) -> None:
    copy_request.state, copy_request.reason = state, reason
    copy_request.decided_at, copy_request.decided_by = at, by
    copy_request.save(update_fields=["state", "reason", "decided_at", "decided_by", "publication"])


def _new_link(
    copy_request: CopyRequest,
    publication: Publication,
    *,
    email: str,
    days: int,
    site: str,
    by: User,
    at: datetime,
) -> Mailed:
    edition = publication.edition
    if edition is None:
        raise AssertionError("Only what has an edition is offered.")
    token = links.new_token()
    link = CopyLink.objects.create(
        request=copy_request,
        edition=edition,
        token_sha256=links.hash_of(token),
        sent_at=at,
        sent_by=by,
        expires_at=at + timedelta(days=days),
    )
    copy_request.sealed = words.close(replace(words.disclose(copy_request), sent_to=email))
    copy_request.save(update_fields=["sealed"])
    _record(by, "copy.link_sent", copy_request, edition=str(edition.pk), days=days)
    address = site.rstrip("/") + reverse("copy", args=[token])
    return _mail(lambda: mails.send_link(email, address, link))


def _mail(send: Callable[[], bool]) -> Mailed:
    """Send on commit. A mail server that is away takes nothing back; the page says so."""
    mailed = Mailed()

    def now() -> None:
        mailed.went = send()

    transaction.on_commit(now)
    return mailed


def _record(
    by: User,
    verb: str,
    copy_request: CopyRequest,
    *,
    edition: str = "",
    days: int | None = None,
    link: str = "",
) -> None:
    publication = str(copy_request.publication_id or "")
    detail: dict[str, Any] = {"publication": publication, "edition": edition, "days": days, "link": link}
    known = {name: value for name, value in detail.items() if value}
    record(by, verb, str(copy_request.pk), **known)

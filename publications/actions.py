"""What people do to a publication: write, clear, check, approve, send the copy, set the day, withdraw.

Each verb is one transaction with its audit rows, checks its rule again under lock, and takes the moment as
`at`. Rows are locked in the order case, publication. Rendering is slow and stays outside: see freezing.py.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused, check
from publications import access, checking, progress
from publications.freezing import Frozen
from publications.models import Check, Clearance, Draft, Edition, EditionFile, Kind, Publication, Theme
from publications.slugs import slug_for
from reviews import stage_moves
from reviews.audit.recording import action, record
from reviews.models import Case, GuidanceEdition, User
from reviews.stages import Stage

FURTHEST_AHEAD_DAYS = 730


class Overtaken(NotYet):
    """Somebody else has written a draft meanwhile; what this writer typed is still theirs to save."""


@action
def create_publication(
    *,
    kind: str,
    case: Case | None,
    title: str,
    summary: str,
    care_note: str,
    text: str,
    themes: Iterable[Theme],
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> Publication:
    """Create a publication with its first draft and return it.

    `key` belongs to one form: sent twice, it creates one publication. Raises Refused where `by` may not
    prepare publications, or not of `case`.
    """
    check(access.create(by, case, at))
    if key is not None:
        already = Publication.objects.filter(pk=key).first()
        if already is not None and already.created_by_id == by.pk:
            return already
        if already is not None:
            raise Refused("Only the person who opened this form may send it: open a new one.")
    publication = Publication(kind=Kind(kind), case=case, created_at=at, created_by=by)
    if key is not None:
        publication.pk = key
    publication.save(force_insert=True)
    publication.themes.set(themes)
    _add_draft(publication, 1, _tidied(title, summary, care_note, text), by=by, at=at)
    _record(by, "publication.created", publication, kind=publication.kind)
    return publication


@action
def write_draft(
    publication: Publication,
    *,
    title: str,
    summary: str,
    care_note: str,
    text: str,
    expected_number: int,
    by: User,
    at: datetime,
    themes: Iterable[Theme] | None = None,
) -> Draft:
    """Keep the texts as the next draft and return it. Any check, approval and copy of an earlier one is void.

    `expected_number` is the newest draft's number when the writer began. Raises Overtaken when another draft
    has come between. The very same texts make no new draft, so a form sent twice changes nothing.
    """
    publication = _lock(publication)
    check(access.write(by, publication, at))
    newest = progress.newest_draft(publication)
    if themes is not None:
        publication.themes.set(themes)
    texts = _tidied(title, summary, care_note, text)
    if newest.content_hash == progress.content_hash(**texts):
        return newest
    if newest.number != expected_number:
        raise Overtaken(
            f"Already: draft {newest.number} was written by {newest.written_by.name} while you were writing. "
            "Compare the two texts below, then save yours again."
        )
    draft = _add_draft(publication, newest.number + 1, texts, by=by, at=at)
    _record(by, "publication.draft_written", publication, number=draft.number)
    if publication.edition_id or publication.copied_on:
        publication.edition = None
        publication.copied_on = None
        publication.save(update_fields=["edition", "copied_on"])
        _record(by, "publication.approval_voided", publication, number=newest.number)
    return draft


@action
def clear_hit(draft: Draft, *, fingerprint: str, reason: str, by: User, at: datetime) -> Clearance:
    """Let one hit of the disclosure check stand, with the reason, and return what was kept.

    The fingerprint holds only while the words around the hit stand. Raises NotYet for a fingerprint that no
    open hit of this draft has.
    """
    publication = _lock(draft.publication)
    draft = _reload(draft, publication)
    check(access.clear_hit(by, draft, at))
    already = publication.clearances.filter(fingerprint=fingerprint).first()
    if already is not None:
        return already
    found = checking.run(draft, by=by, at=at)
    hit = next((one for one in found.open if one.fingerprint == fingerprint), None)
    if hit is None:
        raise NotYet("Already: the text has changed, and this hit is not in it any more.")
    clearance = Clearance.objects.create(
        publication=publication,
        fingerprint=fingerprint,
        kind=hit.kind,
        reason=reason,
        cleared_at=at,
        cleared_by=by,
    )
    _record(by, "publication.hit_cleared", publication, number=draft.number, kind=hit.kind)
    return clearance


@action
def finish_check(draft: Draft, *, by: User, at: datetime) -> Check:
    """Finish the check of `draft`: a person other than its author has read it, and no hit is open."""
    publication = _lock(draft.publication)
    draft = _reload(draft, publication)
    check(access.finish_check(by, draft, at))
    found = checking.run(draft, by=by, at=at)
    check(checking.open_hits(found))
    finished = Check.objects.create(
        draft=draft,
        content_hash=progress.hash_of(draft),
        cleared_hits=len(found.cleared),
        checked_at=at,
        checked_by=by,
    )
    _record(by, "publication.checked", publication, number=draft.number, cleared=len(found.cleared))
    return finished


@action
def approve(draft: Draft, frozen: Frozen, *, by: User, at: datetime) -> Edition:
    """Approve `draft` and keep `frozen`, made from it before this transaction, as the edition to be served.

    The approval is bound to the hash: author, check and frozen bytes must all be of these very texts. Raises
    NotYet when the draft is no longer the newest, Refused to its author and its checker (four eyes).
    """
    publication = _lock(draft.publication)
    draft = _reload(draft, publication)
    check(access.approve(by, draft, at))
    finished = progress.check_of(draft)
    if finished is None:
        raise NotYet("Not yet: the draft has not been through the disclosure check.")
    hashes = {progress.hash_of(draft), draft.content_hash, finished.content_hash, frozen.content_hash}
    if len(hashes) != 1:
        raise NotYet("Already: the text is not the one that was checked. Save it anew and check that.")
    last = publication.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        publication=publication,
        draft=draft,
        number=last + 1,
        content_hash=draft.content_hash,
        title=draft.title,
        summary=draft.summary,
        care_note=draft.care_note,
        markdown=draft.text,
        body_html=frozen.body_html,
        contents=[list(part) for part in frozen.contents],
        words=frozen.words,
        body_sha256=frozen.body_sha256,
        plain_text=frozen.plain_text,
        author=draft.written_by,
        checker=finished.checked_by,
        approver=by,
        approved_at=at,
    )
    EditionFile.objects.bulk_create(
        EditionFile(
            edition=edition,
            name=file.name,
            media_type=file.media_type,
            content=file.content,
            size=len(file.content),
            pages=file.pages,
            sha256=file.sha256,
        )
        for file in frozen.files
    )
    publication.edition = edition
    publication.slug = slug_for(publication, edition.title)
    publication.save(update_fields=["edition", "slug"])
    _record(by, "publication.approved", publication, number=draft.number, content_hash=draft.content_hash)
    return edition


@action
def record_copy(publication: Publication, *, copied_on: date, by: User, at: datetime) -> None:
    """Record the day on which a copy of the approved edition went to the national Panel (clock C4).

    Source: Working Together to Safeguard Children. A later draft makes the copy void.
    """
    publication = _lock(publication)
    check(access.record_copy(by, publication, at))
    if copied_on > clock.today(at):
        raise NotYet("Not yet: the day on which the copy was sent can’t be in the future.")
    publication.copied_on = copied_on
    publication.save(update_fields=["copied_on"])
    _record(by, "publication.copy_recorded", publication, copied_on=copied_on.isoformat())


@action
def publish(
    publication: Publication, *, by: User, at: datetime, opens_at: datetime | None = None
) -> Publication:
    """Set the window: from `opens_at` (None: now) for the months that the guidance of that day asks for.

    Returns the publication as it then stands. What will be served is the approved edition, and no other. The
    report of a case takes its case on to “Published” in the same transaction.
    """
    if publication.case is not None:
        stage_moves.lock(publication.case)
    publication = _lock(publication)
    check(access.publish(by, publication, at))
    opens_at = at if opens_at is None else opens_at
    if opens_at < at:
        raise NotYet("Already: that day and hour have gone by. Choose a later one, or publish now.")
    first_day = clock.today(opens_at)
    if (first_day - clock.today(at)).days > FURTHEST_AHEAD_DAYS:
        raise NotYet("Not yet: a publication is scheduled at most two years ahead.")
    months = GuidanceEdition.in_force(first_day).window_months
    publication.opens_at = opens_at
    publication.closes_at = clock.withdrawn_from(clock.last_day_of_window(first_day, months))
    publication.scheduled_at, publication.scheduled_by = at, by
    publication.save(update_fields=["opens_at", "closes_at", "scheduled_at", "scheduled_by"])
    _record(
        by,
        "publication.scheduled",
        publication,
        opens_at=opens_at.isoformat(),
        closes_at=publication.closes_at.isoformat(),
        edition=str(publication.edition_id),
    )
    case = publication.case
    if access.needs_copy(publication) and case is not None and case.stage == Stage.PRE_PUBLICATION:
        stage_moves.report_published(case, by=by, at=at, opens_at=opens_at)
    return publication


@action
def withdraw_early(publication: Publication, *, reason: str, by: User, at: datetime) -> None:
    """Take a publication down now, or keep it from opening, with a typed reason. Nothing brings it back."""
    publication = _lock(publication)
    check(access.withdraw(by, publication, at))
    publication.withdrawn_at, publication.withdrawn_by = at, by
    publication.withdrawal_reason = reason
    publication.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    _record(by, "publication.withdrawn_early", publication)


def _lock(publication: Publication) -> Publication:
    """Return the publication as it stands now, locked until the action ends."""
    return Publication.objects.select_for_update().get(pk=publication.pk)


def _reload(draft: Draft, publication: Publication) -> Draft:
    """Return the draft as it stands now, with its check, tied to the locked publication."""
    draft = Draft.objects.select_related("written_by", "finished_check").get(
        pk=draft.pk, publication=publication
    )
    draft.publication = publication
    return draft


def _tidied(title: str, summary: str, care_note: str, text: str) -> dict[str, str]:
    """Return the texts as they are kept: what a form does to line ends and edges is no change of the text."""
    texts = {"title": title, "summary": summary, "care_note": care_note, "text": text}
    return {name: words.replace("\r\n", "\n").replace("\r", "\n").strip() for name, words in texts.items()}


def _add_draft(
    publication: Publication, number: int, texts: dict[str, str], *, by: User, at: datetime
) -> Draft:
    return Draft.objects.create(
        publication=publication,
        number=number,
        written_at=at,
        written_by=by,
        content_hash=progress.content_hash(**texts),
        **texts,
    )


def _record(by: User, verb: str, publication: Publication, **detail: str | int | bool | None) -> None:
    """Note what happened under the publication's key, with the reference of its case if it has one."""
    if publication.case is not None:
        detail["case"] = publication.case.reference
    record(by, verb, str(publication.pk), outcome="done", **detail)

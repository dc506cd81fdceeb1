"""What people do to the text of a publication: write, clear, check, approve.

The day of publication is set in releasing/, files are added in attachments/, and what comes after is in withdrawals/.

Each verb is one transaction with its audit rows, checks its rule again under lock, and takes the moment as
`at`. Rows are locked in the order case, publication. Rendering is slow and stays outside: see freezing.py.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from cspr_portal.refusals import NotYet, Refused, check
from publications import access, checking, progress, search, slugs
from publications import themes as finding_by
from publications.attachments.carried import carried
from publications.freezing import Frozen
from publications.hashing import content_hash, facts_hash
from publications.jigsaw import unanswered
from publications.models import (
    Attachment,
    Check,
    Clearance,
    Draft,
    Edition,
    EditionFile,
    Kind,
    Publication,
    Theme,
)
from reviews.audit.recording import action, record
from reviews.models import Case, User


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
    texts = tidied(title, summary, care_note, text)
    files = carried(publication, None, texts["text"], by=by, at=at)
    add_draft(publication, 1, texts, by=by, at=at, files=files, themes=finding_by.words_of(themes))
    note(by, "publication.created", publication, kind=publication.kind)
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
    correction_reason: str = "",
    changes_substance: bool = False,
) -> Draft:
    """Keep the texts as the next draft and return it. Any check, approval and copy of an earlier one is void.

    `expected_number` is the newest draft's number when the writer began. Raises Overtaken when another draft
    has come between. The very same texts and themes make no new draft, so a form sent twice changes nothing. Without
    `themes` those of the newest draft go on. While the publication has its window, the draft is a correction and
    needs `correction_reason`; what is served stays until the correction is approved.
    """
    publication = lock(publication)
    check(access.write(by, publication, at))
    newest = progress.newest_draft(publication)
    texts = tidied(title, summary, care_note, text)
    files = carried(publication, newest, texts["text"], by=by, at=at)
    before = finding_by.of(newest)
    chosen = before if themes is None else finding_by.words_of(themes)
    same = content_hash(**texts, attachments=files, themes=newest.themes)
    if chosen == before and newest.content_hash == same:
        return newest
    _expect(newest, expected_number)
    correction = _correction(publication, correction_reason, changes_substance)
    return _follow(publication, newest, texts, files, correction, themes=chosen, by=by, at=at)


@action
def change_attachments(
    publication: Publication,
    *,
    adding: Iterable[Attachment] = (),
    without: Iterable[Attachment] = (),
    expected_number: int,
    by: User,
    at: datetime,
    correction_reason: str = "",
    changes_substance: bool = False,
) -> Draft:
    """Keep the newest texts with other files as the next draft and return it: files are checked and approved too.

    Raises Overtaken as `write_draft` does.
    """
    publication = lock(publication)
    check(access.write(by, publication, at))
    newest = progress.newest_draft(publication)
    _expect(newest, expected_number)
    gone = {one.pk for one in without}
    kept = [one for one in progress.attachments_of(newest) if one.pk not in gone]
    texts = {name: getattr(newest, name) for name in progress.TEXTS}
    correction = _correction(publication, correction_reason, changes_substance)
    themes, files = finding_by.of(newest), [*kept, *adding]
    return _follow(publication, newest, texts, files, correction, themes=themes, by=by, at=at)


@action
def clear_hits(
    draft: Draft, *, fingerprints: Iterable[str], reason: str, by: User, at: datetime
) -> list[Clearance]:
    """Let these hits of the disclosure check stand, each in its place, with the reason; return what is kept of them.

    A fingerprint holds only while the words around its hit stand. Raises NotYet for one that no open hit of this
    draft has.
    """
    publication = lock(draft.publication)
    draft = _reload(draft, publication)
    check(access.clear_hit(by, draft, at))
    wanted = list(dict.fromkeys(fingerprints))
    kept = {one.fingerprint: one for one in publication.clearances.filter(fingerprint__in=wanted)}
    if set(wanted) - set(kept):
        hits = {one.fingerprint: one for one in checking.run(draft, by=by, at=at).open}
        for fingerprint in wanted:
            if fingerprint in kept:
                continue
            if fingerprint not in hits:
                raise NotYet("Already: the text has changed, and this hit is not in it any more.")
            kept[fingerprint] = Clearance.objects.create(
                publication=publication,
                fingerprint=fingerprint,
                kind=hits[fingerprint].kind,
                reason=reason,
                cleared_at=at,
                cleared_by=by,
            )
            kind = hits[fingerprint].kind
            note(by, "publication.hit_cleared", publication, number=draft.number, kind=kind)
    return [kept[fingerprint] for fingerprint in wanted]


@action
def finish_check(draft: Draft, *, jigsaw: Mapping[str, Any], by: User, at: datetime) -> Check:
    """Finish the check of `draft`: a person other than its author has read it, and no hit is open.

    `jigsaw` answers the questions that no check can (publications.jigsaw); each needs its answer.
    """
    publication = lock(draft.publication)
    draft = _reload(draft, publication)
    check(access.finish_check(by, draft, at))
    check(unanswered(jigsaw))
    check(checking.unread_file(draft))
    found = checking.run(draft, by=by, at=at)
    check(checking.open_hits(found))
    finished = Check.objects.create(
        draft=draft,
        content_hash=progress.hash_of(draft),
        cleared_hits=len(found.cleared),
        jigsaw=dict(jigsaw),
        checked_at=at,
        checked_by=by,
    )
    note(by, "publication.checked", publication, number=draft.number, cleared=len(found.cleared))
    return finished


@action
def approve(draft: Draft, frozen: Frozen, *, by: User, at: datetime) -> Edition:
    """Approve `draft` and keep `frozen`, made from it before this transaction, as the edition to be served.

    While the publication is open, this edition takes the place of the earlier one at once, under the same window.

    The approval is bound to the hash: author, check and frozen bytes must all be of these very texts. Raises
    NotYet when the draft is no longer the newest, Refused to its author and its checker (four eyes).
    """
    publication = lock(draft.publication)
    draft = _reload(draft, publication)
    check(access.approve(by, draft, at))
    finished = progress.check_of(draft)
    if finished is None:
        raise NotYet("Not yet: the draft has not been through the disclosure check.")
    hashes = {progress.hash_of(draft), draft.content_hash, finished.content_hash, frozen.content_hash}
    if len(hashes) != 1:
        raise NotYet("Already: the text is not the one that was checked. Save it anew and check that.")
    # Words may have been sealed since, or an own name ended: what was clean then is looked at once more.
    check(checking.open_hits(checking.run(draft, by=by, at=at)))
    last = publication.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition(
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
        videos=frozen.videos,
        author=draft.written_by,
        checker=finished.checked_by,
        approver=by,
        approved_at=at,
    )
    files = [
        EditionFile(
            edition=edition,
            name=file.name,
            kind=file.kind,
            title=file.title,
            alt=file.alt,
            place=place,
            media_type=file.media_type,
            content=file.content,
            size=len(file.content),
            pages=file.pages,
            sha256=file.sha256,
        )
        for place, file in enumerate(frozen.files)
    ]
    edition.facts_sha256 = facts_hash(edition, files)
    edition.save(force_insert=True)
    EditionFile.objects.bulk_create(files)
    search.keep(edition)
    publication.edition = edition
    if publication.version_of_id is None:
        slugs.move(publication, edition.title, at)
    publication.save(update_fields=["edition", "slug"])
    finding_by.let_out(draft)
    note(by, "publication.approved", publication, number=draft.number, content_hash=draft.content_hash)
    return edition


def lock(publication: Publication) -> Publication:
    """Return the publication as it stands now, locked until the action ends."""
    return Publication.objects.select_for_update().get(pk=publication.pk)


def _reload(draft: Draft, publication: Publication) -> Draft:
    """Return the draft as it stands now, with its check, tied to the locked publication."""
    draft = Draft.objects.select_related("written_by", "finished_check").get(
        pk=draft.pk, publication=publication
    )
    draft.publication = publication
    return draft


def tidied(title: str, summary: str, care_note: str, text: str) -> dict[str, str]:
    """Return the texts as they are kept: what a form does to line ends and edges is no change of the text."""
    texts = {"title": title, "summary": summary, "care_note": care_note, "text": text}
    return {name: words.replace("\r\n", "\n").replace("\r", "\n").strip() for name, words in texts.items()}


def _expect(newest: Draft, expected_number: int) -> None:
    if newest.number != expected_number:
        raise Overtaken(
            f"Already: draft {newest.number} was written by {newest.written_by.name} while you were writing. "
            "Compare the two texts below, then save yours again."
        )


def _correction(publication: Publication, reason: str, changes_substance: bool) -> dict[str, Any]:
    """Return what a draft keeps of being a correction; nothing before the publication has its window."""
    if not progress.has_its_window(publication):
        return {}
    if not reason.strip():
        raise NotYet("Not yet: a correction of what is public needs its reason.")
    return {"correction_reason": reason.strip(), "changes_substance": changes_substance}


def _follow(
    publication: Publication,
    newest: Draft,
    texts: dict[str, str],
    files: Iterable[Attachment],
    correction: dict[str, Any],
    *,
    themes: list[str],
    by: User,
    at: datetime,
) -> Draft:
    """Keep what follows the newest draft, and take from that what it had earned."""
    draft = add_draft(
        publication,
        newest.number + 1,
        texts,
        by=by,
        at=at,
        files=files,
        themes=themes,
        correction=correction,
    )
    _void(publication, newest, by=by)
    return draft


def _void(publication: Publication, newest: Draft, *, by: User) -> None:
    """Take approval and copy from what is not public yet. What is served goes on until its correction is approved."""
    if progress.has_its_window(publication) or not (publication.edition_id or publication.copied_on):
        return
    publication.edition = publication.copied_edition = None
    publication.copied_on = None
    publication.save(update_fields=["edition", "copied_on", "copied_edition"])
    note(by, "publication.approval_voided", publication, number=newest.number)


def add_draft(
    publication: Publication,
    number: int,
    texts: dict[str, str],
    *,
    by: User,
    at: datetime,
    files: Iterable[Attachment] = (),
    themes: Iterable[str] = (),
    correction: dict[str, Any] | None = None,
) -> Draft:
    """Keep texts, files and themes as the draft of that number and return it. Whether they may is asked before."""
    files, themes = list(files), list(themes)
    draft = Draft.objects.create(
        publication=publication,
        number=number,
        written_at=at,
        written_by=by,
        content_hash=content_hash(**texts, attachments=files, themes=themes),
        themes=themes,
        **texts,
        **(correction or {}),
    )
    draft.attachments.set(files)
    if number > 1:
        note(by, "publication.draft_written", publication, number=number)
    return draft


def note(by: User, verb: str, publication: Publication, **detail: str | int | bool | None) -> None:
    """Note what happened under the publication's key, with the reference of its case if it has one."""
    if publication.case is not None:
        detail["case"] = publication.case.reference
    record(by, verb, str(publication.pk), outcome="done", **detail)

"""Publications carried to a state by the real actions, as the right person at each step. No test lives here."""

import io
from datetime import date, datetime, timedelta
from typing import Any

from PIL import Image

from cspr_portal import clock
from publications import actions, progress
from publications.attachments import actions as attaching
from publications.attachments.taking_in import take_in
from publications.freezing import freeze
from publications.jigsaw import nothing_of_the_kind
from publications.models import Publication, Theme
from publications.releasing import actions as releasing
from publications.releasing import checklist
from publications.rendering import pdf
from publications.versions import actions as versions
from publications.windows import last_day
from publications.withdrawals import actions as withdrawals
from reviews.models import Case

TEXT = """## Who they are

A child who liked to be held facing outwards. CANARYTEXT

## What happened

In the spring three services each saw something small, and wrote it down.

> Everyone was kind. Everyone wrote it down.
> — The grandmother

## What we are changing

Every service has one number to ring with a small worry.
"""
SUMMARY = "Three services heard parts of the same worry. CANARYSUMMARY"


def theme(name: str = "Hearing the child", slug: str = "hearing-the-child") -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def drafted(cast: Any, *, at: datetime | None = None, case: Case | None = None, **more: Any) -> Publication:
    """A publication with its first draft, by the publisher, or by the coordinator where it comes from a case."""
    facts: dict[str, Any] = {
        "kind": "brief",
        "title": "Seven minutes on listening",
        "summary": SUMMARY,
        "care_note": "It speaks of harm to a child.",
        "text": TEXT,
        "themes": [],
    } | more
    by = cast.coordinator if case else cast.publisher
    return actions.create_publication(case=case, by=by, at=at or clock.now(), **facts)


def checked(cast: Any, *, at: datetime | None = None, **more: Any) -> Publication:
    """One whose newest draft another coordinator has checked."""
    publication = drafted(cast, at=at, **more)
    check(cast, publication, at)
    return publication


def approved(cast: Any, *, at: datetime | None = None, **more: Any) -> Publication:
    """One whose checked draft a safeguarding partner has approved."""
    publication = checked(cast, at=at, **more)
    approve(cast, publication, at)
    return fresh(publication)


def scheduled(
    cast: Any, opens_at: datetime | None = None, *, at: datetime | None = None, **more: Any
) -> Publication:
    """One whose day and hour are set; without `opens_at` it opens at once."""
    publication = approved(cast, at=at, **more)
    set_day(cast, publication, opens_at, at)
    return fresh(publication)


def set_day(
    cast: Any, publication: Publication, opens_at: datetime | None = None, at: datetime | None = None
) -> None:
    see_to_everything(cast, publication, at)
    by = cast.coordinator if publication.case_id else cast.publisher
    releasing.publish(fresh(publication), opens_at=opens_at, by=by, at=at or clock.now())


def see_to_everything(cast: Any, publication: Publication, at: datetime | None = None) -> None:
    """Record all that the publication needs before its day can be set, the copy included."""
    publication, at = fresh(publication), at or clock.now()
    if checklist.needs_copy(publication):
        releasing.record_copy(publication, copied_on=clock.today(at), by=cast.coordinator, at=at)
    see_to(cast, publication, checklist.kinds_of(publication), at=at)


def see_to(
    cast: Any, publication: Publication, kinds: Any, *, at: datetime | None = None, **changed: Any
) -> None:
    """Record that these items of its checklist were seen to today, by the coordinator."""
    at = at or clock.now()
    facts = {
        "outcome": "done",
        "done_on": clock.today(at),
        "who": "Zzperson of the partnership",
        "note": "Zznote: all is agreed.",
        "by": cast.coordinator,
    }
    releasing.record_steps(fresh(publication), kinds=kinds, at=at, **facts | changed)


def opened(cast: Any, **more: Any) -> Publication:
    """One that is public from this very moment."""
    return scheduled(cast, None, **more)


def with_files(cast: Any, publication: Publication) -> None:
    """Let a picture in its text and a document (with a version: the picture alone) go out with its next draft."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    files = [
        ("picture", picture.getvalue(), {"alt": "A path between trees. CANARYALT"}),
        ("document", pdf_of("A checklist. CANARYDOCUMENT"), {"title": "Zzlistening checklist"}),
    ]
    for kind, content, words in files[: 1 if publication.version_of_id else 2]:
        newest = progress.newest_draft(publication)
        taken = take_in(kind, content, title=words.get("title", ""), publication=publication)
        facts: dict[str, Any] = {"expected_number": newest.number, "by": newest.written_by, "at": clock.now()}
        if kind == "picture":
            attaching.add_picture(publication, taken, alt=words["alt"], place="end", **facts)
        else:
            attaching.add_file(publication, taken, kind=kind, words=words, **facts)


def version(cast: Any, publication: Publication, **more: Any) -> Publication:
    """An approved easy read of it."""
    facts = {"form": "easy_read", "language": "en-GB", "title": "Listening, in short", "summary": SUMMARY}
    made = versions.create_version(
        publication, **facts | more, care_note="", text=TEXT, by=cast.publisher, at=clock.now()
    )
    with_files(cast, made)
    check(cast, made)
    approve(cast, made)
    return fresh(made)


def pdf_of(words: str) -> bytes:
    """A small PDF with these words, as another program would make it."""
    return pdf.make_pdf(
        title="Checklist", kind_name="", partnership="", summary="", care_note="", body_html=f"<p>{words}</p>"
    )


def withdrawn(cast: Any, **more: Any) -> Publication:
    """One that was open for an hour and has been withdrawn early."""
    publication = opened(cast, at=clock.now() - timedelta(hours=1), **more)
    withdraw(cast, publication)
    return fresh(publication)


def extend(cast: Any, publication: Publication, last: date) -> None:
    publication = fresh(publication)
    assert publication.closes_at is not None
    facts: dict[str, Any] = {
        "expected_until": last_day(publication.closes_at),
        "reason": "Zzsecret: still asked for.",
    }
    withdrawals.extend(publication, last=last, **facts, by=cast.coordinator, at=clock.now())


def withdraw(cast: Any, publication: Publication, kind: str = "other") -> None:
    reason = "Somebody could be recognised."
    withdrawals.withdraw_early(
        publication, kind=kind, reason=reason, approver=cast.la, by=cast.la, at=clock.now()
    )


def check(cast: Any, publication: Publication, at: datetime | None = None) -> None:
    draft = progress.newest_draft(publication)
    actions.finish_check(
        draft, jigsaw=nothing_of_the_kind(), by=cast.second_coordinator, at=at or clock.now()
    )


def approve(cast: Any, publication: Publication, at: datetime | None = None) -> None:
    draft = progress.newest_draft(publication)
    actions.approve(draft, freeze(draft), by=cast.police, at=at or clock.now())


def rewrite(cast: Any, publication: Publication, **changed: Any) -> None:
    """Write the next draft with some of its texts changed; of what is public already, as a correction."""
    draft = progress.newest_draft(publication)
    texts: dict[str, Any] = {name: getattr(draft, name) for name in progress.TEXTS}
    facts = texts | changed | {"expected_number": draft.number, "at": clock.now()}
    actions.write_draft(publication, by=cast.publisher, **facts)


def fresh(publication: Publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)

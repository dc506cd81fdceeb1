"""Publications carried to a state by the real actions, as the right person at each step. No test lives here."""

from datetime import datetime, timedelta
from typing import Any

from cspr_portal import clock
from publications import actions, progress
from publications.freezing import freeze
from publications.models import Publication, Theme
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
    if publication.case_id and publication.kind == "cspr":
        today = clock.today(at or clock.now())
        actions.record_copy(publication, copied_on=today, by=cast.coordinator, at=at or clock.now())
    by = cast.coordinator if publication.case_id else cast.publisher
    actions.publish(fresh(publication), opens_at=opens_at, by=by, at=at or clock.now())
    return fresh(publication)


def opened(cast: Any, **more: Any) -> Publication:
    """One that is public from this very moment."""
    return scheduled(cast, None, **more)


def withdrawn(cast: Any, **more: Any) -> Publication:
    """One that was open for an hour and has been withdrawn early."""
    publication = opened(cast, at=clock.now() - timedelta(hours=1), **more)
    actions.withdraw_early(publication, reason="Somebody could be recognised.", by=cast.la, at=clock.now())
    return fresh(publication)


def check(cast: Any, publication: Publication, at: datetime | None = None) -> None:
    draft = progress.newest_draft(publication)
    actions.finish_check(draft, by=cast.second_coordinator, at=at or clock.now())


def approve(cast: Any, publication: Publication, at: datetime | None = None) -> None:
    draft = progress.newest_draft(publication)
    actions.approve(draft, freeze(draft), by=cast.police, at=at or clock.now())


def rewrite(cast: Any, publication: Publication, **changed: str) -> None:
    """Write the next draft with some of its texts changed."""
    draft = progress.newest_draft(publication)
    texts = {name: getattr(draft, name) for name in ("title", "summary", "care_note", "text")} | changed
    actions.write_draft(publication, expected_number=draft.number, by=cast.publisher, at=clock.now(), **texts)


def fresh(publication: Publication) -> Publication:
    return Publication.objects.get(pk=publication.pk)

"""Where a publication stands: its newest draft, the check on it, and its state. Reads only.

Who may do what next is in access.py, what the states are called in states.py.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from publications.models import Check, Draft, Publication, PublicationQuerySet
from publications.states import LOOKS, Look, State, state
from publications.windows import last_day

# The texts of an edition: lists and tasks leave them in the database.
HEAVY = ("edition__markdown", "edition__body_html", "edition__plain_text")


@dataclass(frozen=True)
class Progress:
    """One publication with its newest draft, as it stands at one moment."""

    publication: Publication
    draft: Draft
    state: State

    @property
    def look(self) -> Look:
        return LOOKS[self.state]

    @property
    def last_day(self) -> date | None:
        """The last full day of its window in London, or None before a day is set."""
        return last_day(self.publication.closes_at) if self.publication.closes_at else None

    @property
    def check(self) -> Check | None:
        return check_of(self.draft)


def newest_draft(publication: Publication) -> Draft:
    """Return the newest draft; each publication is created with one."""
    drafts = publication.drafts.select_related("written_by", "finished_check__checked_by").order_by("-number")
    draft = drafts[0]
    draft.publication = publication
    return draft


def check_of(draft: Draft) -> Check | None:
    """Return the finished check of this very draft, or None."""
    return getattr(draft, "finished_check", None)


def is_approved(publication: Publication, draft: Draft) -> bool:
    """Return whether the edition that would be served is the frozen form of `draft`."""
    return publication.edition is not None and publication.edition.draft_id == draft.pk


def of(publication: Publication, at: datetime, draft: Draft | None = None) -> Progress:
    """Return where `publication` stands at `at`; its newest draft is looked up unless it is given."""
    draft = draft or newest_draft(publication)
    return Progress(
        publication,
        draft,
        state(
            is_checked=check_of(draft) is not None,
            is_approved=is_approved(publication, draft),
            opens_at=publication.opens_at,
            closes_at=publication.closes_at,
            withdrawn_at=publication.withdrawn_at,
            at=at,
        ),
    )


def of_all(
    publications: PublicationQuerySet, at: datetime, *order: Any, most: int | None = None
) -> list[Progress]:
    """Return where each of `publications` stands, in `order` (fields of the publication), `most` of them.

    One query, whatever their number. Texts are left out.
    """
    newest = Draft.objects.filter(publication=OuterRef("publication")).order_by("-number").values("pk")[:1]
    drafts = (
        Draft.objects.filter(publication__in=publications.order_by(), pk=Subquery(newest))
        .select_related(
            "written_by", "finished_check__checked_by", "publication__edition", "publication__case"
        )
        .defer("text", "summary", *(f"publication__{name}" for name in HEAVY))
        .order_by(*order, "publication")
    )
    return [of(draft.publication, at, draft) for draft in drafts[:most]]


def content_hash(title: str, summary: str, care_note: str, text: str) -> str:
    """Return the SHA-256 to which a check and an approval are bound: over the canonical JSON of the four texts."""
    canonical = json.dumps(
        {"title": title, "summary": summary, "care_note": care_note, "text": text},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def hash_of(draft: Draft) -> str:
    """Return what the hash of `draft` must be, worked out anew from its texts."""
    return content_hash(draft.title, draft.summary, draft.care_note, draft.text)

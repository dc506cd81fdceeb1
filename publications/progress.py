"""Where a publication stands: its newest draft, the check on it, and its state. Reads only.

Who may do what next is in access.py, what the states are called in states.py.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from cspr_portal import text
from publications.hashing import content_hash
from publications.models import (
    HEAVY,
    Attachment,
    AttachmentKind,
    Check,
    Draft,
    Publication,
    PublicationQuerySet,
)
from publications.states import HELD, LOOKS, Look, State, state
from publications.windows import last_day

TEXTS = ("title", "summary", "care_note", "text")


@dataclass(frozen=True)
class Progress:
    """One publication with its newest draft, as it stands at one moment."""

    publication: Publication
    draft: Draft
    state: State

    @property
    def look(self) -> Look:
        return HELD if self.is_held else LOOKS[self.state]

    @property
    def is_held(self) -> bool:
        """Whether it would be served, now or on its day, were it not held after a restore."""
        if self.publication.held_since is None:
            return False
        is_version = self.publication.version_of_id is not None
        return self.state in (State.SCHEDULED, State.OPEN) or (is_version and self.state == State.APPROVED)

    @property
    def last_day(self) -> date | None:
        """The last full day of its window in London, or None before a day is set."""
        return last_day(self.publication.closes_at) if self.publication.closes_at else None

    @property
    def is_correction(self) -> bool:
        """Whether the newest draft would change what has its window already: what is approved stays until then."""
        return has_its_window(self.publication) and not is_approved(self.publication, self.draft)

    @property
    def step(self) -> State:
        """How far the newest draft has come: the state, or for a correction its own."""
        if not self.is_correction or self.state in (State.ENDED, State.SCHEDULED):
            return self.state
        return State.CHECKED if self.check else State.DRAFT

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


def has_its_window(publication: Publication) -> bool:
    """Return whether what stands approved is, or will be, served: then a new draft is a correction."""
    timed = publication.version_of or publication
    return timed.opens_at is not None and publication.edition_id is not None


def of(publication: Publication, at: datetime, draft: Draft | None = None) -> Progress:
    """Return where `publication` stands at `at`; its newest draft is looked up unless it is given."""
    draft = draft or newest_draft(publication)
    timed = publication.version_of if publication.version_of and publication.edition_id else publication
    return Progress(
        publication,
        draft,
        state(
            is_checked=check_of(draft) is not None,
            is_approved=is_approved(publication, draft),
            opens_at=timed.opens_at,
            closes_at=timed.closes_at,
            withdrawn_at=timed.withdrawn_at,
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
            "written_by",
            "finished_check__checked_by",
            "publication__edition",
            "publication__case",
            "publication__version_of",
        )
        .defer("text", "summary", *(f"publication__{name}" for name in HEAVY))
        .order_by(*order, "publication")
    )
    return [of(draft.publication, at, draft) for draft in drafts[:most]]


def attachments_of(draft: Draft) -> list[Attachment]:
    """Return the files that go out with `draft`, without their bytes."""
    return list(draft.attachments.defer("content").order_by("added_at", "name"))


def rendered(draft: Draft) -> text.Rendered:
    """Return the draft's text as readers would see it, with its pictures; the page serves them beside itself."""
    pictures = draft.attachments.filter(kind=AttachmentKind.PICTURE)
    sizes = {
        name: (width or 0, height or 0)
        for name, width, height in pictures.values_list("name", "width", "height")
    }
    return text.render(draft.text, sizes)


def hash_of(draft: Draft) -> str:
    """Return what the hash of `draft` must be, worked out anew from its texts, files and themes."""
    texts = {name: getattr(draft, name) for name in TEXTS}
    return content_hash(**texts, attachments=attachments_of(draft), themes=draft.themes)

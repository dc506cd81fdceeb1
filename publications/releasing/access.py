"""Who may see to the checklist and set or cancel the day of publication. Each rule returns its sentence, or None."""

from collections.abc import Sequence
from datetime import datetime

from publications import access
from publications.models import Kind, Publication
from publications.releasing.checklist import (
    has_its_copy,
    kinds_of,
    missing,
    must_explain,
    needs_copy,
    not_yet,
)
from publications.releasing.needed import BY_A_PUBLISHER
from publications.retention import already_gone
from reviews.models import Role, User
from reviews.stages import Stage

REPORT_IS_OUT = (Stage.PUBLISHED, Stage.EMBEDDING)


def record_copy(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not record that the approved edition was sent to the national Panel."""
    if not access.coordinates(user, publication, at):
        return "Only the coordinator records what was sent to the national Panel."
    if not needs_copy(publication):
        return "Only the report of a case goes to the national Panel and the Secretary of State first."
    if publication.opens_at is not None and has_its_copy(publication):
        return "Already: the day of publication is set, and this edition was sent."
    return access.not_approved(publication)


def record_step(user: User, publication: Publication, kind: str, at: datetime) -> str | None:
    """Say why `user` may not record that an item of the checklist was seen to: a publisher has two of them."""
    if kind not in BY_A_PUBLISHER and not access.coordinates(user, publication, at):
        return "Only the coordinator records this."
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher records what was seen to."
    if kind not in kinds_of(publication):
        return "This publication does not need it before its day can be set."
    if publication.withdrawn_at is not None:
        return "Already: it had its day, and was withdrawn."
    if publication.closes_at is not None and publication.closes_at <= at:
        return "Already: its window is over."
    # What was approved stands while a correction of it is being written.
    return access.not_approved(publication) if publication.edition_id is None else already_gone(publication)


def sees_to(user: User, publication: Publication, left: Sequence[str], at: datetime) -> bool:
    """Return whether something of what is missing is for this person to see to."""
    if user.acts_as(Role.PUBLISHER):
        return any(kind in BY_A_PUBLISHER for kind in left)
    return bool(left) and access.coordinates(user, publication, at)


def reads_notes(user: User, kind: str) -> bool:
    """Return whether the person reads who did it and the note: a publisher sees no case, so only their own items."""
    return user.role != Role.PUBLISHER or kind in BY_A_PUBLISHER


def explain(publication: Publication, kind: str, note: str, at: datetime) -> str | None:
    """Say what the note on an item of the checklist leaves unexplained, or None."""
    unexplained = None if note.strip() else must_explain(publication, kind, at)
    return f"Not yet: {unexplained[:1].lower()}{unexplained[1:]}" if unexplained else None


def deposit(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not have the pack for the NSPCC's collection."""
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher sends a report to the NSPCC."
    if publication.version_of_id is not None:
        return "The NSPCC’s collection takes the text, not its versions."
    if publication.withdrawn_at is not None:
        return "Already: it was withdrawn, so nobody is sent it any more."
    if publication.held_since is not None:
        return "Not yet: it is held since a restore, which may have lost a withdrawal. Somebody looks at it first."
    return access.not_approved(publication) if publication.edition_id is None else already_gone(publication)


def publish(
    user: User, publication: Publication, at: datetime, left: Sequence[str] | None = None
) -> str | None:
    """Say why `user` may not set the day and hour of publication.

    `left` is what is missing on its checklist, where a list has read that for all that it knows to be approved.
    """
    if publication.version_of_id is not None:
        return "A version has no day of its own: it opens and leaves with the text that it is a version of."
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher sets the day of publication."
    if publication.withdrawn_at is not None:
        return "Already: it had its day, and was withdrawn."
    if publication.opens_at is not None:
        return "Already: the day of publication is set."
    refusal = access.not_approved(publication) if left is None else None
    if refusal:
        return refusal
    if needs_copy(publication) and not may_follow_the_case(publication):
        return "Not yet: the case has not reached “Pre-publication”, or its report is out already."
    return not_yet(missing(publication, at) if left is None else left)


def may_follow_the_case(publication: Publication) -> bool:
    """Return whether the case's stage lets its report out: in its turn, or after an early withdrawal."""
    case = publication.case
    if case is None or case.stage == Stage.PRE_PUBLICATION:
        return True
    reports = case.publications.filter(kind=Kind.CSPR, opens_at__isnull=False).exclude(pk=publication.pk)
    return case.stage in REPORT_IS_OUT and not reports.filter(withdrawn_at__isnull=True).exists()


def cancel_day(user: User, publication: Publication, at: datetime) -> str | None:
    """Say why `user` may not take the day of publication back."""
    if not access.prepares(user, publication, at):
        return "Only a coordinator or the publisher cancels the day of publication."
    if publication.opens_at is None:
        return "Not yet: no day of publication is set."
    if publication.withdrawn_at is not None:
        return "Already: it has been withdrawn."
    if publication.opens_at <= at:
        return "Already: it has opened. Take it down by withdrawing it early."
    return None

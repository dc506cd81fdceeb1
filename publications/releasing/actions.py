"""What people do to let a publication out: see to its checklist, send the copy, set the day and hour."""

from collections.abc import Iterable
from datetime import date, datetime

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from publications import checking, progress
from publications.actions import lock
from publications.actions import note as into_the_log
from publications.models import Publication, ReleaseStep, StepKind, StepOutcome
from publications.releasing import access, checklist, deposit
from reviews import stage_moves
from reviews.audit.recording import action
from reviews.models import GuidanceEdition, User
from reviews.stages import Stage

FURTHEST_AHEAD_DAYS = 730


@action
def record_copy(publication: Publication, *, copied_on: date, by: User, at: datetime) -> None:
    """Record the day on which a copy of the approved edition went to the national Panel (clock C4).

    Source: Working Together to Safeguard Children. Before the day is set, a later draft makes the copy
    void; after it, only a correction that changes the substance asks for a new one. The same day sent again for
    the same edition changes nothing.
    """
    publication = lock(publication)
    check(access.record_copy(by, publication, at))
    if copied_on > clock.today(at):
        raise NotYet("Not yet: the day on which the copy was sent can’t be in the future.")
    if (publication.copied_on, publication.copied_edition_id) == (copied_on, publication.edition_id):
        return
    publication.copied_on, publication.copied_edition = copied_on, publication.edition
    publication.save(update_fields=["copied_on", "copied_edition"])
    into_the_log(
        by,
        "publication.copy_recorded",
        publication,
        copied_on=copied_on.isoformat(),
        content_hash=publication.edition.content_hash if publication.edition else "",
    )


@action
def record_steps(
    publication: Publication,
    *,
    kinds: Iterable[str],
    outcome: str,
    done_on: date,
    who: str,
    note: str,
    by: User,
    at: datetime,
) -> list[ReleaseStep]:
    """Record that items of the checklist were seen to, or are not needed, and return them as they stand.

    Each is recorded on the edition that stands approved. The very same sent again is not recorded twice. Raises
    Refused or NotYet with what is wrong with the first of them: then none is recorded.
    """
    publication = lock(publication)
    if done_on > clock.today(at):
        raise NotYet("Not yet: the day on which it was done can’t be in the future.")
    if outcome == StepOutcome.NOT_NEEDED and not note.strip():
        raise NotYet("Not yet: say why it is not needed.")
    held = {item.kind: item.step for item in checklist.items(publication, at) if item.is_seen_to}
    facts = {"outcome": StepOutcome(outcome), "done_on": done_on, "who": who, "note": note}
    kept = []
    for kind in map(StepKind, dict.fromkeys(kinds)):
        check(access.record_step(by, publication, kind, at))
        check(access.explain(publication, kind, note, at))
        if publication.edition is None:
            raise AssertionError("The rule lets nobody record anything before an edition is approved.")
        step = held.get(kind)
        if step is None or any(getattr(step, name) != value for name, value in facts.items()):
            step = publication.release_steps.create(
                edition=publication.edition, kind=kind, recorded_at=at, recorded_by=by, **facts
            )
            into_the_log(
                by, "publication.step_recorded", publication, kind=kind.value, answer=str(step.outcome)
            )
        kept.append(step)
    return kept


@action
def make_deposit_pack(publication: Publication, *, by: User, at: datetime) -> bytes:
    """Return the zip for the NSPCC's collection, made from what stands approved now. Raises Spoilt as deposit.py says."""
    publication = Publication.objects.get(pk=publication.pk)
    check(access.deposit(by, publication, at))
    packed = deposit.pack(publication)
    edition_hash = publication.edition.content_hash if publication.edition else ""
    into_the_log(by, "publication.deposit_pack_made", publication, content_hash=edition_hash)
    return packed


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
    publication = lock(publication)
    check(access.publish(by, publication, at))
    # Words may have been sealed since the approval, or an own name ended: all that goes out is looked at once more.
    for one in (publication, *publication.versions.filter(edition__isnull=False).select_related("case")):
        check(checking.open_hits(checking.run(progress.newest_draft(one), by=by, at=at)))
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
    into_the_log(
        by,
        "publication.scheduled",
        publication,
        opens_at=opens_at.isoformat(),
        closes_at=publication.closes_at.isoformat(),
        edition=str(publication.edition_id),
    )
    case = publication.case
    if checklist.needs_copy(publication) and case is not None and case.stage == Stage.PRE_PUBLICATION:
        stage_moves.report_published(case, by=by, at=at, opens_at=opens_at)
    return publication


@action
def cancel_day(publication: Publication, *, reason: str, by: User, at: datetime) -> Publication:
    """Take back the day of publication before it has come, and return the publication as it then stands.

    Its approval stands until something is written. The family was told a day that is none any more, so the checklist
    asks for them again. The report of a case takes its case back to “Pre-publication”.
    """
    if publication.case is not None:
        stage_moves.lock(publication.case)
    publication = lock(publication)
    check(access.cancel_day(by, publication, at))
    publication.opens_at = publication.closes_at = None
    publication.scheduled_at = publication.scheduled_by = None
    publication.day_cancelled_at = at
    publication.save(
        update_fields=["opens_at", "closes_at", "scheduled_at", "scheduled_by", "day_cancelled_at"]
    )
    into_the_log(by, "publication.day_cancelled", publication)
    case = publication.case
    if checklist.needs_copy(publication) and case is not None and not case.published_elsewhere.exists():
        stage_moves.day_cancelled(case, by=by, at=at, reason=reason)
    return publication

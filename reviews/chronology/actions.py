"""Events of the chronology: typed in, changed, taken out, commented on. Those that come by file are in bringing.py."""

from datetime import datetime
from typing import TypedDict, Unpack

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Agency, Case, ChronologyEntry, EntryComment, User
from reviews.stage_moves import lock
from reviews.standing import standing

from . import access
from .entries import moment
from .when import When

MOVED = "Already: somebody else has changed this event since you opened it."


class Event(TypedDict):
    """What is said of an event; the moment as exactly as it is known."""

    when: When
    event: str
    source: str
    significance: str
    practice_comment: str


@action
def add_event(
    case: Case, *, agency: Agency, by: User, at: datetime, **said: Unpack[Event]
) -> ChronologyEntry:
    """Put one event into the chronology. The same form sent again returns what it added."""
    case = lock(case)
    check(access.put(by, case, agency.pk, at))
    columns = _columns(said)
    typed_in = case.review.chronology.filter(gone_at__isnull=True, brought_by__isnull=True)
    same = typed_in.filter(agency=agency, **columns).first()
    if same is not None:
        return same
    entry = ChronologyEntry.objects.create(
        review=case.review, agency=agency, added_at=at, added_by=by, **columns
    )
    record(by, "chronology.event_added", case.reference, entry=str(entry.pk))
    return entry


@action
def change_event(
    entry: ChronologyEntry, case: Case, *, seen: str, by: User, at: datetime, **said: Unpack[Event]
) -> None:
    """Change an event. Raises NotYet when it is no longer what the person saw, by `mark`; the same again is no change."""
    case = lock(case)
    entry = _now(case, entry)
    check(access.change(by, entry, case, at))
    columns = _columns(said)
    if all(getattr(entry, name) == value for name, value in columns.items()):
        return
    if seen != mark(entry):
        raise NotYet(MOVED)
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.changed_at, entry.changed_by = at, by
    entry.save(update_fields=[*columns, "changed_at", "changed_by"])
    record(by, "chronology.event_changed", case.reference, entry=str(entry.pk))


@action
def remove_event(entry: ChronologyEntry, case: Case, *, reason: str, by: User, at: datetime) -> None:
    """Take an event out of the chronology: it stays in the record, gone, with the reason."""
    case = lock(case)
    entry = _now(case, entry)
    check(access.change(by, entry, case, at))
    entry.gone_at, entry.gone_by, entry.gone_reason = at, by, reason
    entry.save(update_fields=["gone_at", "gone_by", "gone_reason"])
    record(by, "chronology.event_removed", case.reference, entry=str(entry.pk))


@action
def comment(entry: ChronologyEntry, case: Case, *, comment: str, by: User, at: datetime) -> EntryComment:
    """Comment on an event. The same form sent again returns what it added."""
    case = lock(case)
    entry = _now(case, entry)
    check(access.comment_on(by, entry, case, at))
    same = entry.comments.filter(comment=comment, given_by=by).first()
    if same is not None:
        return same
    given = EntryComment.objects.create(
        entry=entry, comment=comment, given_at=at, given_by=by, given_as=standing(by, case, at).words
    )
    record(by, "chronology.commented", case.reference, entry=str(entry.pk))
    return given


def mark(entry: ChronologyEntry) -> str:
    """Return what a form carries of the event as it was shown: when it was last changed."""
    return entry.changed_at.isoformat() if entry.changed_at else "new"


def _now(case: Case, entry: ChronologyEntry) -> ChronologyEntry:
    return case.review.chronology.select_for_update(of=("self",)).get(pk=entry.pk)


def _columns(said: Event) -> dict[str, object]:
    when = said["when"]
    texts = {name: value for name, value in said.items() if name != "when"}
    return {**moment(when), **texts}

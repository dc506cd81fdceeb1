"""Files of an agency's chronology: kept until they are mended, compared with what stands there, and confirmed.

Reading and comparing are slow: they are done before an action, which checks that nothing has moved in between.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Agency, Case, ChronologyEntry, ChronologyFile, User
from reviews.stage_moves import lock

from . import access, entries, keeping
from .changes import Changes, compare
from .columns import Columns
from .keeping import Content
from .rows import Row

BATCH = 500
NOT_IN_NEWER = "Not in the newer file"
MENDED = "Already: somebody else has mended these rows since you opened them."
MOVED = "Already: the file or the chronology has changed since you looked. Look at what will change again."
# What a file may change of an entry; the rest stays as it was when it was added.
_WRITTEN = (
    "brought_by",
    "happened_on",
    "exactness",
    "happened_at",
    "event",
    "source",
    "significance",
    "practice_comment",
    "place",
    "changed_at",
    "changed_by",
    "gone_at",
    "gone_by",
    "gone_reason",
)


@dataclass(frozen=True)
class Comparison:
    """What a file would change in the chronology, and the mark of what both were when they were compared."""

    old: list[ChronologyEntry]
    new: list[Row]
    changes: Changes
    mark: str


@action
def bring(
    case: Case,
    *,
    agency: Agency,
    sha256: str,
    size: int,
    notes: Iterable[str],
    content: Content,
    by: User,
    at: datetime,
) -> ChronologyFile:
    """Keep a file that was read; nothing of it counts yet. The same file of the same agency is one, whenever sent."""
    case = lock(case)
    check(access.put(by, case, agency.pk, at))
    of_agency = case.review.chronology_files.filter(agency=agency, dropped_at__isnull=True).defer("rows")
    same = of_agency.filter(sha256=sha256, confirmed_at__isnull=True).first()
    newest = of_agency.filter(confirmed_at__isnull=False).order_by("-confirmed_at").first()
    if same is None and newest is not None and newest.sha256 == sha256:
        same = newest
    if same is not None:
        return same
    file = ChronologyFile.objects.create(
        review=case.review,
        agency=agency,
        sha256=sha256,
        size=size,
        notes=list(notes),
        rows=keeping.to_json(content),
        sent_at=at,
        sent_by=by,
    )
    record(by, "chronology.file_brought", case.reference, file=str(file.pk), rows=len(content.rows))
    return file


def choose_columns(
    file: ChronologyFile, case: Case, *, columns: Columns, version: int, by: User, at: datetime
) -> None:
    """Read the rows of a file by these columns. Raises Unfit where that leaves none, NotYet when rows were mended."""
    content = keeping.from_json(file.rows)
    if content.table is None:
        raise NotYet(
            "Already: rows of this file were mended, so its columns stay. Throw it away to begin anew."
        )
    read = keeping.with_columns(content, columns, today=clock.today(at), version=file.version + 1)
    if version != file.version:
        raise NotYet(MENDED)
    bad = len(read.bad)
    _write(file, case, keeping.to_json(read), bad=bad, verb="chronology.columns_chosen", by=by, at=at)


def mend(
    file: ChronologyFile,
    case: Case,
    *,
    typed: Mapping[int, Mapping[str, str]],
    out: Iterable[int],
    back: Iterable[int],
    version: int,
    by: User,
    at: datetime,
) -> None:
    """Mend rows of a file, leave some out, take some in again.

    `version` is the file's as the person saw it: raises NotYet when one of these rows was changed since.
    """
    content = keeping.from_json(file.rows)
    typed = {place: texts for place, texts in typed.items() if content.rows[place].differs(texts)}
    touched = {*typed, *out, *back}
    if not touched:
        return
    if version > file.version or any(content.rows[place].version > version for place in touched):
        raise NotYet(MENDED)
    read = keeping.mended(content, typed, out=out, back=back, version=file.version + 1, today=clock.today(at))
    bad = len(read.bad)
    _write(file, case, keeping.to_json(read), bad=bad, verb="chronology.rows_mended", by=by, at=at)


@action
def _write(
    file: ChronologyFile,
    case: Case,
    rows: dict[str, Any],
    *,
    bad: int,
    verb: str,
    by: User,
    at: datetime,
) -> None:
    case = lock(case)
    now = _now(case, file)
    check(access.finish(by, now, case, at))
    if now.version != file.version:
        raise NotYet(MENDED)
    now.rows, now.version = rows, now.version + 1
    now.save(update_fields=["rows", "version"])
    record(by, verb, case.reference, file=str(now.pk), bad=bad)


@action
def drop(file: ChronologyFile, case: Case, *, by: User, at: datetime) -> None:
    """Throw a file away that waits: its rows go, the note that it was sent stays."""
    case = lock(case)
    file = _now(case, file)
    check(access.finish(by, file, case, at))
    file.dropped_at, file.dropped_by, file.rows = at, by, []
    file.save(update_fields=["dropped_at", "dropped_by", "rows"])
    record(by, "chronology.file_dropped", case.reference, file=str(file.pk))


def compared(file: ChronologyFile, content: Content) -> Comparison:
    """Return what the file's fit rows would change in the events that came from its agency's earlier files."""
    before = _mark(file)
    old = list(_from_files(file).order_by("place", "pk"))
    new = [entries.settled(row) for row in content.fit]
    return Comparison(old, new, compare([entries.row_of(one) for one in old], new), before)


def refusal_to_choose(content: Content) -> str | None:
    """Say why the columns of a file can't be chosen, or None."""
    if content.table is not None:
        return None
    return "Already: rows of this file were mended, so its columns stay. Throw the file away to begin anew."


def missing(content: Content) -> str | None:
    """Say what has to be done before the rows can be put into the chronology, or None."""
    if not content.rows:
        return "Not yet: choose what each column of the file holds first."
    count = len(content.bad)
    if count:
        verb = "row has" if count == 1 else "rows have"
        return f"Not yet: {count:,} {verb} to be mended or left out first."
    return None if content.fit else "Not yet: every row of the file is left out."


@action
def confirm(
    file: ChronologyFile, case: Case, *, comparison: Comparison, seen: str, by: User, at: datetime
) -> int:
    """Put the events of a file into the chronology, in place of those of the agency's earlier files.

    Returns how many stand there now from this file. `seen` is the mark of the comparison that the person saw:
    raises NotYet when the file or the chronology has changed since. A changed event keeps its comments; one that is
    not in the file stays in the record, gone.
    """
    case = lock(case)
    file = _now(case, file)
    check(access.finish(by, file, case, at))
    if not seen == comparison.mark == _mark(file):
        raise NotYet(MOVED)
    changes = comparison.changes
    ChronologyEntry.objects.bulk_create(
        _touched(comparison, file, by, at),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_WRITTEN,
    )
    ChronologyEntry.objects.bulk_create(
        (
            ChronologyEntry(
                review_id=file.review_id,
                agency_id=file.agency_id,
                brought_by=file,
                place=place,
                added_at=at,
                added_by=by,
                **entries.facts(comparison.new[place]),
            )
            for place in changes.added
        ),
        batch_size=BATCH,
    )
    file.confirmed_at, file.confirmed_by, file.rows = at, by, []
    file.save(update_fields=["confirmed_at", "confirmed_by", "rows"])
    record(
        by,
        "chronology.file_confirmed",
        case.reference,
        file=str(file.pk),
        kept=len(changes.kept),
        changed=len(changes.changed),
        added=len(changes.added),
        gone=len(changes.gone),
    )
    return len(comparison.new)


def _touched(comparison: Comparison, file: ChronologyFile, by: User, at: datetime) -> list[ChronologyEntry]:
    """The entries that are there, as they will be: kept and changed ones at their new places, the others gone."""
    old, new, changes = comparison.old, comparison.new, comparison.changes
    found = []
    for before, place in changes.kept:
        old[before].place, old[before].brought_by = place, file
        found.append(old[before])
    for change in changes.changed:
        entry = old[change.old]
        facts: dict[str, Any] = entries.facts(new[change.new])
        for name, value in facts.items():
            setattr(entry, name, value)
        entry.place, entry.brought_by = change.new, file
        entry.changed_at, entry.changed_by = at, by
        found.append(entry)
    for before in changes.gone:
        entry = old[before]
        entry.gone_at, entry.gone_by, entry.gone_reason = at, by, NOT_IN_NEWER
        found.append(entry)
    return found


def _from_files(file: ChronologyFile) -> Any:
    review = file.review
    return entries.live(review).filter(agency=file.agency_id, brought_by__isnull=False)


def _mark(file: ChronologyFile) -> str:
    """What changes whenever the file, or an event of its agency in the review, does."""
    theirs = ChronologyEntry.objects.filter(review=file.review_id, agency=file.agency_id)
    found = theirs.aggregate(
        Max("added_at"),
        Max("changed_at"),
        Max("gone_at"),
        count=Count("pk"),
        live=Count("pk", filter=Q(gone_at__isnull=True)),
    )
    facts = [str(file.pk), str(file.version), *(f"{name}={value}" for name, value in sorted(found.items()))]
    return hashlib.sha256("|".join(facts).encode()).hexdigest()[:32]


def _now(case: Case, file: ChronologyFile) -> ChronologyFile:
    return case.review.chronology_files.select_for_update(of=("self",)).get(pk=file.pk)

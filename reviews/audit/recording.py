"""How things get into the audit log: actions, reads and refusals. Checking the log is in verification.py.

`@action` is one transaction together with the audit rows of all that happened in it: either both
are kept or neither. The head of the chain is locked last (case, review, publication, head), so
that writers wait for one another only for the time it takes to append.
"""

import functools
import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC
from functools import partial
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from cspr_portal import clock
from reviews.models import AuditHead, AuditRow, User

from . import anchor

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Event:
    """Something to be appended: codes and keys only, never a name or a line of a case."""

    actor: str
    actor_role: str
    verb: str
    reference: str
    outcome: str
    detail: dict[str, Any] = field(default_factory=dict)


_collected: ContextVar[list[Event] | None] = ContextVar("collected", default=None)
_changed: ContextVar[dict[UUID, None] | None] = ContextVar("changed", default=None)
_finishers: list[Callable[[UUID], None]] = []
_watchers: list[Callable[[list[Event]], None]] = []
_when_not_noted: list[Callable[[], None]] = []
_witnesses: list[Callable[[list[AuditRow]], None]] = []
_request: ContextVar[dict[str, str] | None] = ContextVar("request", default=None)
# What this request opens, until its answer is ready: whether the page was shown or refused is only known then.
_opening: ContextVar[list[Event] | None] = ContextVar("opening", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` one transaction with its audit rows. Actions may call actions: the outermost commits."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _collected.get() is not None:
            return function(*args, **kwargs)
        settle_openings()
        token, changed_token = _collected.set([]), _changed.set({})
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                for case in _changed.get() or {}:
                    for finish in _finishers:
                        finish(case)
                for watch in _watchers:
                    watch(list(_collected.get() or []))
                _append(_collected.get() or [])
            return result
        finally:
            _collected.reset(token)
            _changed.reset(changed_token)

    return run


def changed(case: UUID) -> None:
    """Note that this action changes the case with that key; what follows from it is worked out before the end."""
    cases = _changed.get()
    if cases is None:
        raise RuntimeError("A case is changed inside an action only.")
    cases[case] = None


def register_finisher(function: Callable[[UUID], None]) -> None:
    """Add a function that is called with each changed case's key at the end of the outermost action."""
    if function not in _finishers:
        _finishers.append(function)


def register_watcher(function: Callable[[list[Event]], None]) -> None:
    """Add a function that is called with the events of each action, in its transaction, and after each note."""
    if function not in _watchers:
        _watchers.append(function)


def register_when_not_noted(function: Callable[[], None]) -> None:
    """Add a function that is called when rows were kept and the file outside the database could not be written."""
    if function not in _when_not_noted:
        _when_not_noted.append(function)


def register_witness(function: Callable[[list[AuditRow]], None]) -> None:
    """Add a function that is called with the rows that are kept next, as the last thing before they are."""
    if function not in _witnesses:
        _witnesses.append(function)


def record(
    by: User | None,
    verb: str,
    reference: str = "",
    *,
    outcome: str = "done",
    **detail: str | int | bool | None,
) -> None:
    """Note that `by` (None: the server itself) did `verb` to what `reference` names.

    Must be called inside an action: an audit row without its effect, or the other way round, can't be.
    """
    events = _collected.get()
    if events is None:
        raise RuntimeError("An audit row is recorded inside an action only.")
    events.append(_event(by, verb, reference, outcome, detail))


def note(
    by: User | None,
    verb: str,
    reference: str = "",
    *,
    outcome: str = "done",
    **detail: str | int | bool | None,
) -> None:
    """Record something that changes nothing else: a page that was opened, a refusal, a sign-in."""
    if _collected.get() is not None:
        record(by, verb, reference, outcome=outcome, **detail)
        return
    settle_openings()
    _note([_event(by, verb, reference, outcome, detail)])


def note_opening(by: User, verb: str, reference: str = "", **detail: str | int | bool | None) -> None:
    """Record that a page is opened: before anything else is recorded, or else before the request's answer leaves.

    A refusal takes its place, so that nobody is said to have looked at what they were not shown.
    """
    event, events = _event(by, verb, reference, "done", detail), _opening.get()
    if events is None:
        _note([event])
    else:
        events.append(event)


def settle_openings(*, were_shown: bool = True) -> None:
    """Keep the rows of what this request opened; they say “denied” where it `were_shown` nothing of it."""
    events = _opening.get()
    if events:
        settled = [event if were_shown else replace(event, outcome="denied") for event in events]
        events.clear()
        _note(settled)


def drop_openings() -> None:
    """Forget what this request opens: its refusal is recorded instead."""
    events = _opening.get()
    if events is not None:
        events.clear()


def _note(events: list[Event]) -> None:
    with transaction.atomic(savepoint=False):
        _append(events)
    for watch in _watchers:
        watch(events)


@contextmanager
def within_request(facts: dict[str, str]) -> Iterator[None]:
    """Give every row of a request what it carries: session and request id, hashed, and where it came from."""
    facts_token, opening_token = _request.set(facts), _opening.set([])
    try:
        yield
    finally:
        _request.reset(facts_token)
        _opening.reset(opening_token)


def fingerprint(row: dict[str, Any]) -> str:
    """Return the SHA-256 of a row's canonical form, which includes the hash of the row before it."""
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(row: AuditRow) -> dict[str, Any]:
    """Return what a row's hash is made of. Times are UTC to the microsecond."""
    return {
        "sequence": row.sequence,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "actor_role": row.actor_role,
        "verb": row.verb,
        "reference": row.reference,
        "outcome": row.outcome,
        "detail": row.detail,
        "request": row.request,
        "previous_hash": row.previous_hash,
    }


def _event(by: User | None, verb: str, reference: str, outcome: str, detail: dict[str, Any]) -> Event:
    return Event(
        actor=str(by.pk) if by else "server",
        actor_role=by.role if by else "server",
        verb=verb,
        reference=reference[:60],
        outcome=outcome,
        detail=detail,
    )


def _append(events: list[Event]) -> None:
    if not events:
        return
    head = AuditHead.objects.select_for_update().get()
    at = clock.now()
    rows = []
    for event in events:
        row = AuditRow(
            sequence=head.sequence + 1,
            at=at,
            request=_request.get() or {},
            previous_hash=head.hash,
            **asdict(event),
        )
        row.hash = fingerprint(canonical(row))
        head.sequence, head.hash = row.sequence, row.hash
        rows.append(row)
    AuditRow.objects.bulk_create(rows)
    head.save()
    for witness in _witnesses:
        witness(rows)
    if anchor.is_on():
        transaction.on_commit(partial(_note_outside, anchor.in_lines(rows)), robust=True)


def _note_outside(lines: str) -> None:
    """Write the rows' lines outside the database, after they were kept. A deed that was done stays done."""
    try:
        anchor.write(lines)
    except OSError as error:
        log.error("The end of the audit log could not be noted in AUDIT_ANCHOR: %s", type(error).__name__)
        # The action that committed is over: what follows is another one.
        token = _collected.set(None)
        try:
            for tell in _when_not_noted:
                tell()
        finally:
            _collected.reset(token)

"""Who may read the audit log, which rows a search finds, and what is said of them. Nobody may change one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from cspr_portal import clock
from reviews import references
from reviews.models import AuditRow, Role, User

from . import anchor, words
from .pages import WORDS as PAGES
from .recording import note
from .verification import Verdict

SERVER = "server"
ROWS_A_PAGE = 50
CHECKED = "audit.verified"


@dataclass(frozen=True)
class Line:
    """A row of the log in words: when, who, what, about what, how it ended, and the details."""

    row: AuditRow
    who: str
    role: str
    what: str
    details: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """Some rows, newest first, and the numbers of the rows from which older and newer pages go on (None: no more)."""

    rows: list[AuditRow]
    older: int | None
    newer: int | None


def read(user: User) -> str | None:
    """Say why `user` may not read the audit log."""
    return None if user.acts_as(Role.AUDITOR) else "Only an auditor may read the audit log."


def groups() -> list[tuple[str, str]]:
    """Return the groups of steps, with their words."""
    named = [(key, label) for key, (label, _beginnings) in words.GROUPS.items()]
    return [named[0], ("cases", "Work on cases and reviews"), *named[1:]]


def verbs() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the steps that an auditor can choose, by group, in the order of their sentences."""
    known = [*words.known_verbs(), *(f"{words.OPENED}{name}" for name in PAGES)]
    found = []
    for key, label in groups():
        ours = [(verb, words.in_words(verb)) for verb in known if (words.group_of(verb) or "cases") == key]
        if ours:
            found.append((label, sorted(ours, key=lambda choice: choice[1].casefold())))
    return found


def actors() -> list[tuple[str, str]]:
    """Return everybody who can have acted, by name, and the server."""
    people = User.objects.order_by("name", "pk").values_list("pk", "name")
    return [*((str(key), name) for key, name in people), (SERVER, "Nobody known, or the server")]


def rows(
    *,
    actor: str = "",
    kind: str = "",
    verb: str = "",
    reference: str = "",
    outcome: str = "",
    address: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditRow]:
    """Return the rows that fit all that is given, newest first. The days are days in London, both included."""
    wanted = {"actor": actor, "verb": verb, "reference": reference, "outcome": outcome}
    found = AuditRow.objects.filter(**{name: value for name, value in wanted.items() if value})
    if kind:
        found = found.filter(words.in_group(kind))
    if address:
        found = found.filter(request__from=address)
    if since is not None:
        found = found.filter(at__gte=clock.start_of_day(since))
    if until is not None:
        found = found.filter(at__lt=clock.start_of_day(until + timedelta(days=1)))
    return found.order_by("-sequence")


def page(found: QuerySet[AuditRow], *, before: int | None = None, after: int | None = None) -> Page:
    """Return the page of rows that are older than `before`, or newer than `after`; the newest without either."""
    if after is not None:
        nearest = list(found.filter(sequence__gt=after).order_by("sequence")[: ROWS_A_PAGE + 1])
        some = nearest[ROWS_A_PAGE - 1 :: -1] if len(nearest) > ROWS_A_PAGE else nearest[::-1]
        has_newer, has_older = len(nearest) > ROWS_A_PAGE, True
    else:
        older = found if before is None else found.filter(sequence__lt=before)
        some = list(older[: ROWS_A_PAGE + 1])
        has_newer, has_older = before is not None, len(some) > ROWS_A_PAGE
        some = some[:ROWS_A_PAGE]
    if not some:
        return Page([], None, None)
    return Page(some, some[-1].sequence if has_older else None, some[0].sequence if has_newer else None)


def lines(some: Iterable[AuditRow]) -> list[Line]:
    """Return the rows in words; people are shown by the name that their account has now."""
    some = list(some)
    keys = {row.actor for row in some} | {str(row.detail.get("person", "")) for row in some}
    names = {
        str(key): name
        for key, name in User.objects.filter(
            pk__in=[int(key) for key in keys if key.isdecimal()]
        ).values_list("pk", "name")
    }
    return [_line(row, names) for row in some]


def search_words(**wanted: Any) -> dict[str, str]:
    """Return what the log may keep of a search: keys and dates, but no typed text that is no reference."""
    asked = {f"for_{name}": str(value) for name, value in wanted.items() if value}
    if "for_reference" in asked:
        asked["for_reference"] = references.plain(asked["for_reference"]) or "other"
    return asked


def checked(by: User | None, verdict: Verdict) -> None:
    """Record that the log was checked (None: on the server), and with what result.

    A log whose head was set back takes no row any more. That is a result too, and is said all the same.
    """
    bad: dict[str, Any] = {} if verdict.bad_sequence is None else {"bad_row": verdict.bad_sequence}
    try:
        with transaction.atomic():
            note(by, CHECKED, sound=verdict.sound, is_sound=verdict.is_whole, **bad)
    except DatabaseError:
        return


def last_check() -> Line | None:
    """Return the newest row that says that the log was checked, or None: it never was."""
    found = lines(AuditRow.objects.filter(verb=CHECKED).order_by("-sequence")[:1])
    return found[0] if found else None


def verdict_words(verdict: Verdict) -> str:
    """Return in one sentence whether the log is whole."""
    if verdict.fault is not None:
        return f"The audit log is broken at row {verdict.bad_sequence}: {verdict.fault}"
    return f"The audit log is whole: {verdict.sound:,} rows, each following the one before it."


def anchor_words(verdict: Verdict) -> str:
    """Return in a sentence or two what comparing it with the file outside the database came to."""
    if verdict.lines is None and not verdict.file_fault:
        return NOT_NOTED
    if verdict.file_fault:
        return f"Its end could not be compared: {verdict.file_fault}."
    said = f"It was compared with {verdict.lines:,} rows that were noted outside the database"
    if verdict.last is not None:
        said += f", the last of them row {verdict.last.sequence:,} of {verdict.last.at}"
        if verdict.last.sequence < verdict.sound:
            said += "; the rows after that one are not noted there"
    if verdict.unread:
        said += f". Lines of that file that can’t be read: {verdict.unread:,}"
    return f"{said}."


NOT_NOTED = (
    "Its end is not noted outside the database, so nobody would see that the newest rows were cut off by somebody "
    "who can change the database: the setting AUDIT_ANCHOR is empty."
)


def is_noted_outside() -> bool:
    """Return whether the end of the log is noted outside the database."""
    return anchor.is_on()


def _line(row: AuditRow, names: dict[str, str]) -> Line:
    roles = dict(Role.choices)
    who = names.get(row.actor, "Nobody known" if row.actor == SERVER else f"Account {row.actor}")
    return Line(
        row=row,
        who=who,
        role=str(roles.get(row.actor_role, "")),
        what=words.in_words(row.verb, row.outcome),
        details=[
            (key.replace("_", " "), _value(key, value, names)) for key, value in sorted(row.detail.items())
        ],
    )


def _value(key: str, value: Any, names: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(str(value), str(value)) if key == "person" else str(value)

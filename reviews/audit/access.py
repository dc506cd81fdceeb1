"""Who may read the audit log, and which rows a search finds. Nobody may change one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from cspr_portal import clock
from reviews import references
from reviews.models import AuditRow, Role, User

from .verification import Verdict

SERVER = "server"
ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A row of the log in words: when, who, what, about what, how it ended, and the details."""

    row: AuditRow
    who: str
    role: str
    what: str
    details: list[tuple[str, str]]


def read(user: User) -> str | None:
    """Say why `user` may not read the audit log."""
    return None if user.acts_as(Role.AUDITOR) else "Only an auditor may read the audit log."


def verbs() -> list[tuple[str, str]]:
    """Return every kind of step that the log holds, with its words."""
    found = AuditRow.objects.order_by("verb").values_list("verb", flat=True).distinct()
    return [(verb, in_words(verb)) for verb in found]


def actors() -> list[tuple[str, str]]:
    """Return everybody who can have acted, by name, and the server."""
    people = User.objects.order_by("name", "pk").values_list("pk", "name")
    return [*((str(key), name) for key, name in people), (SERVER, "Nobody known, or the server")]


def rows(
    *, actor: str = "", verb: str = "", reference: str = "", outcome: str = "", day: date | None = None
) -> QuerySet[AuditRow]:
    """Return the rows that fit all that is given, newest first. `day` is a day in London."""
    wanted = {"actor": actor, "verb": verb, "reference": reference, "outcome": outcome}
    found = AuditRow.objects.filter(**{name: value for name, value in wanted.items() if value})
    if day is not None:
        begin, end = clock.start_of_day(day), clock.start_of_day(day + timedelta(days=1))
        found = found.filter(at__gte=begin, at__lt=end)
    return found.order_by("-sequence")


def page(found: QuerySet[AuditRow], before: int | None) -> tuple[list[AuditRow], int | None]:
    """Return one page of rows older than `before`, and the number that the next page goes on from."""
    if before is not None:
        found = found.filter(sequence__lt=before)
    some = list(found[: ROWS_A_PAGE + 1])
    has_more = len(some) > ROWS_A_PAGE
    return some[:ROWS_A_PAGE], some[ROWS_A_PAGE - 1].sequence if has_more else None


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


def verdict_words(verdict: Verdict) -> str:
    """Return in one sentence whether the log is whole."""
    if verdict.fault is None:
        return f"The audit log is whole: {verdict.sound:,} rows, each following the one before it."
    return f"The audit log is broken at row {verdict.bad_sequence}: {verdict.fault}"


def in_words(code: str) -> str:
    """Return a code as words: "sign_in.failed" becomes "sign in: failed"."""
    return code.replace(".", ": ").replace("_", " ")


def _line(row: AuditRow, names: dict[str, str]) -> Line:
    roles = dict(Role.choices)
    who = names.get(row.actor, "Nobody known" if row.actor == SERVER else f"Account {row.actor}")
    return Line(
        row=row,
        who=who,
        role=str(roles.get(row.actor_role, "")),
        what=in_words(row.verb),
        details=[(in_words(key), _value(key, value, names)) for key, value in sorted(row.detail.items())],
    )


def _value(key: str, value: Any, names: dict[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(str(value), str(value)) if key == "person" else str(value)

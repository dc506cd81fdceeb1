"""Who looked at a case, by person and day, and who may read that: for safety, not for blame (practice 34).

The log itself is the auditor's (reviews/audit/). Here is what was opened, downloaded or refused under one reference.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from cspr_portal.clock import LONDON
from reviews.audit import words
from reviews.models import AuditRow, Case, User
from reviews.standing import standing

# Beside each page that was opened: what was taken away, opened under seal, or read as a whole.
READINGS = (
    "chronology.downloaded",
    "decision_record.downloaded",
    "document.opened",
    "information.copy_opened",
    "information.pack_taken",
    "information.requester_opened",
    "meeting.pack_taken",
    "order.read",
    "rapid_review.downloaded",
    "report.downloaded",
    "return.downloaded",
    "sealed.compared",
    "sealed.opened",
)


@dataclass(frozen=True)
class Visit:
    """What one person did on one day (in London): pages and other readings with how often, and refusals."""

    who: str
    role: str
    day: date
    first: datetime
    last: datetime
    pages: list[tuple[str, int]]
    readings: list[tuple[str, int, bool]]
    refused: list[tuple[str, int]]

    @property
    def opened(self) -> int:
        """Return how many pages were opened, those that were opened again too."""
        return sum(count for _page, count in self.pages)


def read(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not read who looked at `case`: it is for whoever answers for its safekeeping."""
    if standing(user, case, at).is_coordinator:
        return None
    return "Only the case’s coordinator may read who looked at it."


def looks(case: Case, actor: str = "") -> QuerySet[AuditRow]:
    """Return the rows of the log that tell who looked at `case` or was refused, of one person where `actor` is given."""
    wanted = Q(verb__startswith=words.OPENED) | Q(verb__in=READINGS) | Q(outcome="denied")
    found = AuditRow.objects.filter(wanted, reference=case.reference).exclude(actor="server").order_by()
    return found.filter(actor=actor) if actor else found


def people(case: Case) -> list[tuple[str, str]]:
    """Return whoever looked at `case`, by name."""
    keys = looks(case).values_list("actor", flat=True).distinct()
    return [(str(one.pk), one.name) for one in _users(keys).order_by("name", "pk")]


def days(case: Case, actor: str = "") -> QuerySet[Any, Any]:
    """Return one row for each person and day, the newest first, for `visits`."""
    return (
        _by_day(case, actor)
        .values("actor", "day")
        .annotate(newest=Max("sequence"), first=Min("at"), last=Max("at"))
        .order_by("-day", "-newest")
    )


def visits(case: Case, some: Iterable[dict[str, Any]]) -> list[Visit]:
    """Return what those people did on those days, in words. Two queries, however many there are."""
    some = list(some)
    wanted = Q(pk__in=[])
    for one in some:
        wanted |= Q(actor=one["actor"], day=one["day"])
    counted = (
        _by_day(case).filter(wanted).values("actor", "day", "verb", "outcome").annotate(count=Count("pk"))
    )
    found: dict[tuple[str, date], list[dict[str, Any]]] = {}
    for row in counted.order_by("verb"):
        found.setdefault((row["actor"], row["day"]), []).append(row)
    known = {str(user.pk): user for user in _users(one["actor"] for one in some)}
    return [_visit(one, found.get((one["actor"], one["day"]), []), known.get(one["actor"])) for one in some]


def _by_day(case: Case, actor: str = "") -> QuerySet[Any, Any]:
    return looks(case, actor).annotate(day=TruncDate("at", tzinfo=LONDON))


def _users(keys: Iterable[str]) -> QuerySet[User]:
    return User.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])


def _visit(one: dict[str, Any], rows: list[dict[str, Any]], user: User | None) -> Visit:
    pages, readings, refused = [], [], []
    for row in rows:
        said = words.in_words(row["verb"], row["outcome"])
        if row["outcome"] == "denied":
            refused.append((said, row["count"]))
        elif row["verb"].startswith(words.OPENED):
            pages.append((words.page_words(row["verb"].removeprefix(words.OPENED)), row["count"]))
        else:
            readings.append((said, row["count"], row["verb"].startswith("sealed.")))
    name, role = (user.name, user.get_role_display()) if user else (f"Account {one['actor']}", "")
    return Visit(name, role, one["day"], one["first"], one["last"], pages, readings, refused)

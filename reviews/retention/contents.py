"""What a case consists of, and its deletion: every row that hangs from it, found along the keys of the tables.

Which tables those are is said in catalogue.py. Who may dispose of a case, and when, is in access.py and due.py.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection, models, transaction
from django.db.models import Q

from reviews.documents import storing
from reviews.models import Case, Document, InformationCase, InformationRequest, Intake, RedactedCopy

from . import catalogue

Table = type[models.Model]
# A request for information stays while it is about another case too; what pointed into this one is emptied.
EMPTIED = ("subject_child", "subject_participant")


@dataclass(frozen=True)
class Elsewhere:
    """What another app does of a case: says what goes and what stays, lets go, and names the tables it deletes from."""

    goes: Callable[[Case, datetime], list[str]]
    stays: Callable[[Case, datetime], list[str]]
    let_go: Callable[[Case, datetime], None]
    tables: tuple[str, ...]


_elsewhere: list[Elsewhere] = []


def register(elsewhere: Elsewhere) -> None:
    """Add what another app holds of cases."""
    if elsewhere not in _elsewhere:
        _elsewhere.append(elsewhere)


@dataclass
class Contents:
    """The keys of all rows of one case, by table, each table after those that it points to."""

    rows: dict[Table, set[Any]] = field(default_factory=dict)

    def count(self, *tables: Table) -> int:
        """Return how many rows there are in these tables."""
        return sum(len(self.rows.get(table, ())) for table in tables)


def of(case: Case) -> Contents:
    """Return the rows of `case`, and of requests for information that are about no other case."""
    only = InformationRequest.objects.filter(about__case=case).exclude(
        pk__in=InformationCase.objects.exclude(case=case).values("request")
    )
    return hanging_from({Case: {case.pk}, InformationRequest: set(only.values_list("pk", flat=True))})


def hanging_from(roots: Mapping[Table, set[Any]]) -> Contents:
    """Return these rows, and those of a case's tables that hang from them."""
    found = Contents(dict(roots))
    for table in _in_order():
        hangs = Q(pk__in=[])
        for key in _keys(table):
            parents = found.rows.get(key.related_model)
            if parents:
                hangs |= Q((f"{key.name}__in", parents))
        if table not in found.rows:
            found.rows[table] = set(table._base_manager.filter(hangs).values_list("pk", flat=True))
    return found


def elsewhere_goes(case: Case, at: datetime) -> list[str]:
    """Return what of other apps goes with `case`, in words."""
    return [words for each in _elsewhere for words in each.goes(case, at)]


def elsewhere_stays(case: Case, at: datetime) -> list[str]:
    """Return what of other apps stays when `case` goes, in words."""
    return [words for each in _elsewhere for words in each.stays(case, at)]


def delete(case: Case, at: datetime) -> int:
    """Delete `case`, which the caller has locked, with all that hangs from it; return how many rows went.

    Files go when the transaction has committed: what a crash leaves of them is swept (reviews/documents/storing).
    Whatever still pointed into the case makes the database refuse the whole.
    """
    for each in _elsewhere:
        each.let_go(case, at)
    found = of(case)
    children = found.rows.get(apps.get_model("reviews", "Child"), set())
    participants = found.rows.get(apps.get_model("reviews", "Participant"), set())
    InformationRequest.objects.filter(subject_child__in=children).update(subject_child=None)
    InformationRequest.objects.filter(subject_participant__in=participants).update(subject_participant=None)
    pointers = [key.name for key in Case._meta.concrete_fields if _is_pointer(key)]
    Case.objects.filter(pk=case.pk).update(**dict.fromkeys(pointers))
    return delete_rows(found)


def delete_rows(found: Contents) -> int:
    """Delete these rows, and their files when the transaction has committed; return how many rows went."""
    names = _names(found)
    everything: set[UUID] = set()
    for table, keys in reversed(found.rows.items()):
        table._base_manager.filter(pk__in=keys).delete()
        everything |= keys
    LogEntry.objects.filter(object_id__in=[str(key) for key in everything]).delete()
    discard(names)
    return len(everything)


def discard(names: Iterable[str]) -> None:
    """Delete the files of these names once the transaction has committed, and never before."""
    for name in names:
        transaction.on_commit(partial(storing.discard, name), robust=True)


def may_delete() -> bool:
    """Return whether the database's role may delete what a disposal deletes: on PostgreSQL the web's may not."""
    if connection.vendor != "postgresql":
        return True
    labels = {label for each in _elsewhere for label in each.tables}
    tables = {table._meta.db_table for table in _in_order()}
    tables |= {apps.get_model(label)._meta.db_table for label in labels}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(has_table_privilege(name, 'DELETE') AND has_table_privilege(name, 'UPDATE')) "
            "FROM unnest(%s::text[]) AS name",
            [sorted(tables)],
        )
        return bool(cursor.fetchone()[0])


def _names(found: Contents) -> list[str]:
    """Return under which names the files of documents and redacted copies lie."""
    return [
        name
        for table in (Document, RedactedCopy)
        for name in table._base_manager.filter(
            pk__in=found.rows.get(table, ()), removed_at__isnull=True
        ).values_list("stored_name", flat=True)
    ]


def _tables() -> list[Table]:
    labels = [*catalogue.HELD[catalogue.CASE].tables, *catalogue.HELD[catalogue.REGISTER].tables]
    also = ["reviews.DisposalHold", "reviews.Disposal"]
    return [Intake, *(apps.get_model(label) for label in [*labels, *also])]


def _keys(table: Table) -> list[Any]:
    """Return the foreign keys of a table that say what it hangs from. A case hangs from nothing."""
    if table is Case:
        return []
    keys = [key for key in table._meta.concrete_fields if key.is_relation and key.name not in EMPTIED]
    return [key for key in keys if key.related_model is not table]


def _is_pointer(key: Any) -> bool:
    return key.is_relation and key.null and key.related_model in _tables()


def _in_order() -> list[Table]:
    """Return the tables of a case, each after those that it hangs from."""
    left, done = _tables(), []
    while left:
        ready = [table for table in left if not any(key.related_model in left for key in _keys(table))]
        if not ready:
            raise RuntimeError(f"These tables point at each other: {[table.__name__ for table in left]}.")
        done += ready
        left = [table for table in left if table not in ready]
    return done

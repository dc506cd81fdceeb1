"""Reads who_may.csv, the table of who may do what at which address, and says to whom its words apply. No test.

The table has a row for each address. `reads` and `does` name who may open it and who may send something to it;
everybody else to whom the thing is open gets 403, and everybody outside its scope the 404 of what never was.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

TABLE = Path(__file__).with_name("who_may.csv")
COLUMNS = ("section", "name", "reads", "does", "what", "besides", "leaves", "when")

EVERYBODY = "everybody"
# Who each person of the cast is to the case of the walk, and to its publication.
ON_THE_CASE: dict[str, set[str]] = {
    "coordinator": {"coordinator"},
    "la": {"council", "delegates"},
    "police": {"delegates"},
    "icb": {"delegates"},
    "panel_member": {"panel", "chair"},
    "hospital_author": {"panel"},  # sits in for the chair, which does not make them one
    "reviewer": {"reviewer"},
    "lead_partner": {"lead partner"},
    "scrutineer": {"scrutineer"},
    "legal_adviser": {"legal adviser"},
}
# Of a publication that comes from the case.
ON_THE_PUBLICATION = {
    "second_coordinator": {"coordinator"},  # the first one wrote it
    **{name: ON_THE_CASE[name] for name in ("la", "police", "icb")},
    "publisher": {"publisher"},
}
# What each person's account is, for pages that are about no one thing.
BY_ROLE: dict[str, set[str]] = {
    **ON_THE_CASE,
    "panel_member": {"panel"},
    "hospital_author": {"author"},
    "outsider": {"coordinator"},
    "eastfold_delegate": {"council", "delegates"},
    "reviewer_2": {"reviewer", "former reviewer"},
    "agency_author": {"author"},
    "agency_approver": {"approver"},
    "publisher": {"publisher"},
    "auditor": {"auditor"},
    "administrator": {"administrator"},
}
# What is one person's, one agency's or one area's alone, by where its addresses begin: the first that fits holds.
IN_SCOPE: dict[str, dict[str, set[str]]] = {
    "staff/cases/new/<uuid:": {"coordinator": {"coordinator"}, "second_coordinator": {"coordinator"}},
    "staff/cases/<str:": ON_THE_CASE,
    "staff/appointments/<uuid:": {"reviewer_2": {"former reviewer"}},
    "staff/requests/<uuid:": {"agency_author": {"author"}},
    "staff/sign-offs/<uuid:": {"agency_approver": {"approver"}},
    "staff/publications/<uuid:": ON_THE_PUBLICATION,
    "staff/disclosures/<uuid:": {
        "coordinator": {"coordinator"},
        "la": {"delegates"},
        "legal_adviser": {"legal adviser"},
    },
    "staff/retention/holds/<uuid:": {"coordinator": {"coordinator"}, "la": {"delegates"}},
    "staff/retention/records/<slug:": {
        "coordinator": {"coordinator"},
        "second_coordinator": {"coordinator"},
        "la": {"delegates"},
    },
    "staff/retention/disposed/<uuid:": {
        "coordinator": {"coordinator"},
        "second_coordinator": {"coordinator"},
        "la": {"delegates"},
    },
}
VISITORS = "visitors"
WORDS = {EVERYBODY, VISITORS}.union(*ON_THE_CASE.values(), *BY_ROLE.values())


@dataclass(frozen=True)
class Row:
    """One address: who opens it, who sends something to it, and what either leaves in the audit log."""

    section: str
    name: str
    reads: tuple[str, ...]
    does: tuple[str, ...]
    what: str
    besides: str
    # The verbs of a read's rows: one that says that it was opened, unless the table says otherwise.
    leaves: tuple[str, ...]
    # In which state of the thing this can be seen; else nobody else is let in, and those who are may hear “not now”.
    when: str

    def lets_read(self, who: set[str]) -> bool:
        """Say whether somebody who is all that may open the page."""
        return bool({*who, EVERYBODY} & {*self.reads})

    def lets_do(self, who: set[str]) -> bool:
        """Say whether somebody who is all that may send something to it."""
        return bool({*who, EVERYBODY} & {*self.does})


def rows() -> Iterator[Row]:
    """Yield the table's rows in their order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            yield Row(
                section=cells["section"],
                name=cells["name"],
                reads=_listed(cells["reads"]),
                does=_listed(cells["does"]),
                what=cells["what"],
                besides=cells["besides"],
                leaves=_listed(cells["leaves"]) or (f"opened.{cells['name']}",),
                when=cells["when"],
            )


def in_scope(route: str) -> dict[str, set[str]] | None:
    """Return who may know of what an address is about, with what they are to it; None where it is about no one thing."""
    return next((who for start, who in IN_SCOPE.items() if route.startswith(start)), None)


def row_of(name: str) -> Row | None:
    """Return the row of an address. Those of the admin site stand for many: one for each sort of page."""
    return _BY_NAME.get(name) or next((row for row in _PATTERNS if fnmatch(name, row.name)), None)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in cell.split(",") if word.strip())


_BY_NAME = {row.name: row for row in rows()}
_PATTERNS = [row for row in _BY_NAME.values() if "*" in row.name]

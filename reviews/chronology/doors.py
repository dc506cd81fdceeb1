"""The two ways to a chronology's forms: a case's, for every agency, and a request's, for its own agency alone.

An author comes in by the request: no page behind it gets the case, another agency's events or the panel's comments.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from cspr_portal.refusals import check
from reviews.authorship import open_request
from reviews.models import Agency, AgencyRequest, Case, ChronologyEntry, ChronologyFile, User
from reviews.requests import StaffRequest
from reviews.returns import sheets
from reviews.standing import open_case

from . import access
from .entries import live

# The names of an author's addresses, by those of the same pages under a case
OWN = {
    "chronology": "own_chronology",
    "chronology_file": "own_chronology_file",
    "chronology_columns": "own_chronology_columns",
    "confirm_chronology": "confirm_own_chronology",
    "drop_chronology": "drop_own_chronology",
}


@dataclass(frozen=True)
class Door:
    """By which address somebody came in: `agency_request` is None for a case's own."""

    case: Case
    agency_request: AgencyRequest | None = None

    def refusal(self, user: User, at: datetime) -> str | None:
        """Say why `user` may not put events in by this way."""
        if self.agency_request is None:
            return access.keep(user, self.case, at)
        return access.keep_own(user, self.agency_request, at)

    def agencies(self) -> QuerySet[Agency] | None:
        """Return the agencies from which a form lets one choose; None where there is no choice."""
        return access.agencies_of(self.case) if self.agency_request is None else None

    def agency(self, chosen: Agency | None) -> Agency:
        """Return whose events they are: the request's agency, or the one that was chosen."""
        found = self.agency_request.agency if self.agency_request is not None else chosen
        if found is None:
            raise AssertionError("A form without agencies belongs to a request.")
        return found

    def entries(self) -> QuerySet[ChronologyEntry]:
        """Return the events that stand in the chronology and are seen by this way."""
        return self._theirs(live(self.case.review))

    def all_entries(self) -> QuerySet[ChronologyEntry]:
        """Return the same with those that were taken out."""
        return self._theirs(self.case.review.chronology.all())

    def files(self) -> QuerySet[ChronologyFile]:
        """Return the files that are seen by this way."""
        return self._theirs(self.case.review.chronology_files.all())

    def _theirs(self, found: Any) -> Any:
        return found if self.agency_request is None else found.filter(agency=self.agency_request.agency_id)

    def url(self, name: str, *keys: UUID) -> str:
        """Return the address of a page, named as under a case, by this way."""
        if self.agency_request is None:
            return reverse(name, args=[self.case.reference, *keys])
        return reverse(OWN[name], args=[self.agency_request.pk, *keys])

    def context(self, file: ChronologyFile | None = None) -> dict[str, Any]:
        """Return what every template of these pages needs: its layout, its way back, the addresses about a file."""
        found: dict[str, Any] = {"home": self.url("chronology")}
        if file is not None:
            names = ("chronology_file", "chronology_columns", "confirm_chronology", "drop_chronology")
            found |= {"file": file, "urls": {name: self.url(name, file.pk) for name in names}}
        if self.agency_request is None:
            about = {"layout": "layouts/case_form.html", "case": self.case, "about": self.case.title}
        else:
            about = {
                "layout": "layouts/request_form.html",
                "agency_request": self.agency_request,
                "about": sheets.about(self.agency_request),
            }
        return found | about


def by_case(request: StaffRequest, reference: str, at: datetime) -> Door:
    """Open the case that an address names. Raises Http404 outside the person's scope, Refused without a review."""
    case = open_case(request, reference, at)
    check(access.look(request.user, case, at))
    return Door(case)


def by_request(request: StaffRequest, key: UUID, at: datetime) -> Door:
    """Open the request that an address names. Raises Http404 for all but its author, Refused when it is closed."""
    found = open_request(request, key, at)
    check(access.keep_own(request.user, found, at))
    return Door(found.case, found)


def again(request: StaffRequest, door: Door, at: datetime) -> Door:
    """Open the same way afresh, where something was changed meanwhile."""
    if door.agency_request is None:
        return by_case(request, door.case.reference, at)
    return by_request(request, door.agency_request.pk, at)

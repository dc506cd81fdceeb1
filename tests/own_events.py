"""An agency's own chronology, brought by its author by way of the request: addresses, rows, forms. No test lives here."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.chronology import actions, bringing, file_forms
from reviews.chronology.when import When
from reviews.models import AgencyRequest, Case, ChronologyEntry, ChronologyFile, User
from reviews.stages import Stage
from tests import asking
from tests.chronicling import BAD, THREE, file_of


def theirs(found: AgencyRequest, rest: str = "") -> str:
    """An address of the agency's chronology."""
    return asking.theirs(found, f"chronology/{rest}")


def at_file(found: AgencyRequest, file: ChronologyFile, rest: str = "") -> str:
    """An address of a file."""
    return theirs(found, f"files/{file.pk}/{rest}")


def typed(**changes: str) -> dict[str, str]:
    """What is typed in about one event."""
    return {
        "date": "about March 2021",
        "event": "The health visitor called twice.",
        "source": "Case record",
        "significance": "key",
        "comment": "Nobody answered the door.",
        **changes,
    }


def event(case: Case, found: AgencyRequest, by: User, text: str = "Seen by the clinic.") -> ChronologyEntry:
    """An event of the request's agency."""
    return actions.add_event(
        case,
        agency=found.agency,
        when=When(date(2021, 3, 14)),
        event=text,
        source="",
        significance="ordinary",
        practice_comment="",
        by=by,
        at=clock.now(),
    )


def waiting(case: Case, found: AgencyRequest, by: User) -> ChronologyFile:
    """A file of the request's agency that waits to be mended."""
    now = clock.now()
    read = file_forms.read(file_of(BAD), today=clock.today(now))
    return bringing.bring(
        case,
        agency=found.agency,
        sha256=read.sha256,
        size=read.size,
        notes=read.notes,
        content=read.content,
        by=by,
        at=now,
    )


def bring(browser: Client, found: AgencyRequest, rows: Iterable[Sequence[str]] = THREE) -> HttpResponse:
    """Bring a file of these rows, through the author's page."""
    sent = io.BytesIO(file_of(rows))
    sent.name = "chronology.csv"
    return browser.post(theirs(found, "bring/"), {"file": sent})


def confirm(browser: Client, found: AgencyRequest) -> HttpResponse:
    """Press the button on the page of the file that was sent last."""
    file = ChronologyFile.objects.order_by("-sent_at")[0]
    mark = browser.get(at_file(found, file)).context["mark"]
    return browser.post(at_file(found, file, "confirm/"), {"mark": mark})


def _asked(walk: Walk) -> tuple[AgencyRequest, User]:
    author = walk.partnership["agency-author"]
    cast: Any = SimpleNamespace(coordinator=walk.coordinator, agency_author=author)
    return asking.asked(walk.case, cast), author


def _event(walk: Walk) -> None:
    found, author = _asked(walk)
    event(walk.case, found, author)


def _file(walk: Walk) -> None:
    found, author = _asked(walk)
    waiting(walk.case, found, author)


FORMS: dict[str, tuple[Stage, str, Callable[[Walk], object]]] = {
    "add_own_event": (Stage.GATHERING, "agency_author", _asked),
    "change_own_event": (Stage.GATHERING, "agency_author", _event),
    "remove_own_event": (Stage.GATHERING, "agency_author", _event),
    "bring_own_chronology": (Stage.GATHERING, "agency_author", _asked),
    "own_chronology_columns": (Stage.GATHERING, "agency_author", _file),
    "own_chronology_file": (Stage.GATHERING, "agency_author", _file),
}
PLAIN = {"confirm_own_chronology", "drop_own_chronology"}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The keys that the address of this name needs."""
    keys = asking.keys(case)
    if name in {"change_own_event", "remove_own_event"}:
        return {**keys, "entry": case.review.chronology.first().pk}
    if name in {"own_chronology_columns", "own_chronology_file", *PLAIN}:
        return {**keys, "file": case.review.chronology_files.first().pk}
    return keys

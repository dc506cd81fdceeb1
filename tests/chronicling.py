"""Events and files of a review's chronology by the real actions, and the forms about them. No test lives here."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.chronology import actions, bringing, file_forms
from reviews.chronology.when import When
from reviews.models import Agency, Case, ChronologyEntry, ChronologyFile, User
from reviews.stages import Stage
from tests.chronologies import csv_file
from tests.reading import address

HEADINGS = ("Date", "Event", "Source", "Significance", "Practice comment")
THREE = [
    ("14/03/2021", "Seen at home by the health visitor.", "Case record", "", "Good listening."),
    ("March 2021", "The family moved house.", "Housing file", "Key event", ""),
    ("about 2020", "First worry is noted.", "GP", "No", ""),
]
# The second row has no date, the third no event.
BAD = [THREE[0], ("soon", "Missed an appointment.", "GP", "", ""), ("15/03/2021", "", "GP", "", "")]


def file_of(rows: Iterable[Sequence[str]], headings: Sequence[str] = HEADINGS) -> bytes:
    """The rows under headings, as CSV."""
    return csv_file([headings, *rows])


def police(case: Case) -> Agency:
    """An agency that is always on the review's panel."""
    return case.review.seats.get(partner_role="police").agency


def bring(
    browser: Client,
    case: Case,
    rows: Iterable[Sequence[str]] = THREE,
    agency: Agency | None = None,
    **more: Any,
) -> HttpResponse:
    """Bring a file of these rows, through the page."""
    return send(browser, case, file_of(rows, **more), agency)


def send(browser: Client, case: Case, data: bytes, agency: Agency | None = None) -> HttpResponse:
    """Bring these bytes, through the page."""
    sent = io.BytesIO(data)
    sent.name = "chronology.csv"
    typed = {"agency": str((agency or police(case)).pk), "file": sent}
    return browser.post(address(case, "chronology/bring/"), typed)


def newest(case: Case) -> ChronologyFile:
    """The file that was sent last."""
    return case.review.chronology_files.first()


def at(case: Case, file: ChronologyFile, rest: str = "") -> str:
    """An address of the file."""
    return address(case, f"chronology/files/{file.pk}/{rest}")


def confirm(browser: Client, case: Case, file: ChronologyFile | None = None) -> HttpResponse:
    """Press the button on the file's page."""
    file = file or newest(case)
    mark = browser.get(at(case, file)).context["mark"]
    return browser.post(at(case, file, "confirm/"), {"mark": mark})


def brought(browser: Client, case: Case, rows: Iterable[Sequence[str]] = THREE, **more: Any) -> HttpResponse:
    """Bring a file and confirm it."""
    bring(browser, case, rows, **more)
    return confirm(browser, case)


def event(case: Case, by: User, text: str = "Seen at school.") -> ChronologyEntry:
    """An event of the police, typed in."""
    now = clock.now()
    return actions.add_event(
        case,
        agency=police(case),
        when=When(clock.today(now)),
        event=text,
        source="",
        significance="ordinary",
        practice_comment="",
        by=by,
        at=now,
    )


def waiting(case: Case, by: User, rows: Iterable[Sequence[str]] = BAD, **more: Any) -> ChronologyFile:
    """A file of the police that waits."""
    now = clock.now()
    read = file_forms.read(file_of(rows, **more), today=clock.today(now))
    return bringing.bring(
        case,
        agency=police(case),
        sha256=read.sha256,
        size=read.size,
        notes=read.notes,
        content=read.content,
        by=by,
        at=now,
    )


def put(case: Case, by: User) -> None:
    """An event, and a file that waits for its rows to be mended."""
    event(case, by)
    waiting(case, by)


def _event(walk: Walk) -> None:
    event(walk.case, walk.coordinator)


def _file(walk: Walk) -> None:
    waiting(walk.case, walk.coordinator)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "add_event": (Stage.GATHERING, "police", lambda walk: None),
    "change_event": (Stage.GATHERING, "la", _event),
    "remove_event": (Stage.GATHERING, "coordinator", _event),
    "comment_event": (Stage.GATHERING, "panel_member", _event),
    "bring_chronology": (Stage.GATHERING, "icb", lambda walk: None),
    "chronology_columns": (Stage.GATHERING, "coordinator", _file),
    "chronology_file": (Stage.GATHERING, "coordinator", _file),
}
PLAIN = {"confirm_chronology", "drop_chronology"}


def keys(case: Case) -> dict[str, Any]:
    """The keys of what `put` put there."""
    return {"entry": case.review.chronology.first().pk, "file": case.review.chronology_files.first().pk}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    if name in {"change_event", "remove_event", "comment_event"}:
        return {"entry": case.review.chronology.first().pk}
    if name in {"chronology_columns", "chronology_file", *PLAIN}:
        return {"file": case.review.chronology_files.first().pk}
    return {}

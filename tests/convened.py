"""Substitutes on the panel, its meetings and copies of their packs, by the real actions, and their forms. No test."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.meetings import actions, copies
from reviews.meetings.forms import field_of
from reviews.models import Case, Meeting, PanelSeat, PanelSubstitute, Presence, User
from reviews.stages import Stage
from reviews.substitutes import actions as substitutes
from tests import files, typed
from tests.reading import address


def day_of(days: int = 0) -> date:
    """Today in London, or so many days from it."""
    return clock.today(clock.now()) + timedelta(days=days)


def member_seat(case: Case) -> PanelSeat:
    """The seat of the panel's member who speaks for no safeguarding partner."""
    return case.review.seats.get(partner_role="")


def sit_in(case: Case, person: User, by: User, seat: PanelSeat | None = None, **days: int) -> PanelSubstitute:
    """Let somebody sit in: from today to the day after tomorrow, unless `first` and `last` say otherwise."""
    return substitutes.name_substitute(
        case,
        seat or member_seat(case),
        person,
        starts_on=day_of(days.get("first", 0)),
        ends_on=day_of(days.get("last", 2)),
        reason="Annual leave.",
        by=by,
        at=clock.now(),
    )


def substitute_form(person: User, **changes: Any) -> dict[str, Any]:
    """What is typed to name a substitute."""
    days = {**typed.day("starts_on", day_of()), **typed.day("ends_on", day_of(2))}
    return {"person": str(person.pk), **days, "reason": "Annual leave.", **changes}


def meeting_form(days: int = 0, **changes: Any) -> dict[str, Any]:
    """What is typed to call a meeting."""
    return {
        "purpose": "Read the first draft",
        **typed.day("held_on", day_of(days)),
        "starts_at": "14:30",
        "place": "Room 3, Quill House",
        "agenda": "Matters arising\nThe draft",
        **changes,
    }


def call(case: Case, by: User, days: int = 0, **changes: Any) -> Meeting:
    """Call a meeting so many days from now, with the case's documents as its papers."""
    facts: dict[str, Any] = {
        "purpose": "Read the first draft",
        "held_on": day_of(days),
        "starts_at": time(14, 30),
        "place": "Room 3, Quill House",
        "agenda": "Matters arising",
        "papers": case.documents.filter(removed_at__isnull=True),
    }
    return actions.call_meeting(case, by=by, at=clock.now(), **facts | changes)


def of(meeting: Meeting, rest: str = "") -> str:
    """An address about a meeting."""
    return address(meeting.review.case, f"meetings/{meeting.pk}/{rest}")


def minutes_form(browser: Client, meeting: Meeting, **presences: str) -> dict[str, str]:
    """What is typed as minutes: all were there, but for those whose partner role says otherwise."""
    form = browser.get(of(meeting, "minutes/")).context["form"]
    said = {"decisions": "The draft goes to the family."}
    for seat, _holder in form.seats:
        presence = presences.get(seat.partner_role, Presence.PRESENT)
        said[field_of(seat)] = presence
        said[f"{field_of(seat)}_who"] = "Lee Strand, inspector" if presence == Presence.SUBSTITUTE else ""
    return said


def minute(browser: Client, meeting: Meeting, **presences: str) -> HttpResponse:
    """Record minutes through the page."""
    return browser.post(of(meeting, "minutes/"), minutes_form(browser, meeting, **presences))


def convened(case: Case, cast: Any) -> None:
    """Put a substitute, a meeting of today and a copy of its pack on the case."""
    sit_in(case, cast.hospital_author, cast.coordinator)
    call(case, cast.coordinator)
    _copy(case, cast.coordinator)


def _copy(case: Case, by: User) -> None:
    """A copy without its PDF, which takes long to make."""
    meeting = case.review.meetings.get()
    copies.PackCopy.objects.create(
        meeting=meeting, number=1, reader=by, taken_at=clock.now(), sha256="0" * 64
    )


def _called(walk: Walk) -> None:
    files.papers(walk.case, walk.coordinator)
    call(walk.case, walk.coordinator)
    _copy(walk.case, walk.coordinator)


def _papers(walk: Walk) -> None:
    files.papers(walk.case, walk.coordinator)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "name_substitute": (Stage.GATHERING, "coordinator", lambda walk: None),
    "call_meeting": (Stage.GATHERING, "police", _papers),
    "change_meeting": (Stage.GATHERING, "coordinator", _called),
    "cancel_meeting": (Stage.GATHERING, "police", _called),
    "minute_meeting": (Stage.GATHERING, "coordinator", _called),
    "settle_copy": (Stage.GATHERING, "coordinator", _called),
}
# One press of a button and no field to fill in.
PLAIN = {"end_substitute", "take_pack"}


def keys(case: Case) -> dict[str, Any]:
    """The keys of what `convened` put there."""
    return {
        "meeting": case.review.meetings.get().pk,
        "substitute": PanelSubstitute.objects.get(seat__review=case.review).pk,
    }


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    if name == "name_substitute":
        return {"seat": member_seat(case).pk}
    if name == "end_substitute":
        return {"substitute": keys(case)["substitute"]}
    if name in {"meetings", "call_meeting"}:
        return {}
    number = {"number": 1} if name == "settle_copy" else {}
    return {"meeting": case.review.meetings.get().pk, **number}

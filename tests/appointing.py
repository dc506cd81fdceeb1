"""Appointments of Independent Reviewers by the real actions, what is typed for one, and the forms about them. No test."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import Case, ReviewerAppointment, ReviewerRequest, User
from reviews.reviewers import actions, asking
from reviews.reviewers.states import NO_LINK
from reviews.stages import Stage
from tests import files
from tests.typed import day, declaration

LINK = "My sister teaches at a school of the area."


def appointment_form(person: User, today: date, /, **changes: str) -> dict[str, str]:
    """What is typed to appoint a reviewer from today on, who declares no link."""
    return {
        "person": str(person.pk),
        "experience": "Twenty years in children’s social care.",
        **declaration(),
        "declaration": "I have never worked in the area.",
        **day("declared_on", today),
        **day("starts_on", today),
        **day("ends_on", today + timedelta(days=200)),
        **changes,
    }


def appointed(
    case: Case, person: User, by: User, *, is_linked: bool = False, starts_in: int = 0, lasts: int = 200
) -> ReviewerAppointment:
    """Appoint a reviewer from some days on, for so many days; nobody has checked the declaration yet."""
    today = clock.today(clock.now())
    return actions.appoint_reviewer(
        case,
        person,
        experience="Ten reviews.",
        answers=NO_LINK | ({"people": LINK} if is_linked else {}),
        declaration="I know nobody there.",
        declared_on=today,
        starts_on=today + timedelta(days=starts_in),
        ends_on=today + timedelta(days=starts_in + lasts),
        by=by,
        at=clock.now(),
    )


def in_post(case: Case, person: User, by: User, checker: User, **days: int) -> ReviewerAppointment:
    """Appoint a reviewer whose declaration a second person has checked."""
    appointment = appointed(case, person, by, **days)
    actions.check_declaration(case, appointment, note="Compared.", by=checker, at=clock.now())
    appointment.refresh_from_db()
    return appointment


def asked(case: Case, by: User, answer_in: int = 7) -> ReviewerRequest:
    """Ask the case's reviewer for a draft."""
    at = clock.now()
    answer_by = clock.today(at) + timedelta(days=answer_in)
    words = "Send us what you have of the findings."
    appointment = case.review.appointments.filter(ended_at__isnull=True).first()
    return asking.ask_reviewer(
        case, appointment, kind="draft", asked=words, answer_by=answer_by, by=by, at=at
    )


def _unchecked(walk: Walk) -> None:
    appointed(walk.case, walk.reviewer, walk.coordinator)


def _linked(walk: Walk) -> None:
    appointed(walk.case, walk.reviewer, walk.coordinator, is_linked=True)


def _asked(walk: Walk) -> None:
    asked(walk.case, walk.coordinator)
    browser = Client()
    browser.force_login(walk.reviewer)
    files.add(browser, walk.case)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "appoint": (Stage.SCOPING, "la", lambda walk: None),
    "decide_links": (Stage.SCOPING, "icb", _linked),
    "check_declaration": (Stage.SCOPING, "police", _unchecked),
    "extend_appointment": (Stage.GATHERING, "police", lambda walk: None),
    "end_appointment": (Stage.GATHERING, "la", lambda walk: None),
    "ask_reviewer": (Stage.GATHERING, "coordinator", lambda walk: None),
    "reply_to_request": (Stage.GATHERING, "reviewer", _asked),
}


def keys(case: Case) -> dict[str, Any]:
    """The keys of an appointment of the case, and of what `asked` put there."""
    appointment = case.review.appointments.first()
    return {"appointment": appointment.pk, "asked": appointment.requests.first().pk}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    if name == "appoint":
        return {}
    if name == "reply_to_request":
        return {"asked": ReviewerRequest.objects.get(appointment__review=case.review).pk}
    return {"appointment": case.review.appointments.first().pk}

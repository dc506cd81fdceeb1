"""Requests for information as people type them, and taken through the real actions; their forms. No test."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from cspr_portal import clock
from reviews.disclosures import access, actions, copies, deciding, gathering
from reviews.disclosures.requester import Requester
from reviews.documents.examining import examine
from reviews.models import Area, Case, InformationKind, InformationRequest, User
from tests import files, typed

REGISTER = "/staff/disclosures/"
NAME, ADDRESS = "Zinnia Quarrelwick", "7 Quarrelwick Lane"


def at(request: InformationRequest, rest: str = "") -> str:
    return f"{REGISTER}{request.pk}/{rest}"


def form(area: Area, received: date, *cases: Case, **changes: Any) -> dict[str, Any]:
    """A whole form to record a request: from a coroner's officer, unless something else is given."""
    return {
        "form_key": str(uuid.uuid4()),
        "area": str(area.pk),
        "cases": ", ".join(case.reference for case in cases),
        "kind": "coroner",
        "body": "Coroner for Farholt",
        "asked_by": "coroner’s officer",
        "asks_for": "The rapid review, for the inquest.",
        **typed.day("received_on", received),
        **changes,
    }


def received(
    by: User, *cases: Case, kind: str = "subject_access", area: Area | None = None
) -> InformationRequest:
    """A request that came a week ago from a private person, whose name is sealed."""
    now = clock.now()
    return actions.record_request(
        area=area or cases[0].area,
        cases=cases,
        kind=kind,
        body="" if kind in {InformationKind.FOI, InformationKind.SUBJECT_ACCESS} else "A body",
        asked_by="an aunt",
        asks_for="Everything about the child.",
        received_on=clock.today(now) - timedelta(days=7),
        person=Requester(NAME, ADDRESS),
        form_key=uuid.uuid4(),
        by=by,
        at=now,
    )


def prepared(by: User, *cases: Case, **more: Any) -> InformationRequest:
    """One with a redacted copy and an answer that waits for a second person."""
    request, now = received(by, *cases, **more), clock.now()
    file = examine(files.upload("redacted.pdf", files.pdf()), settings.FILE_LIMIT)
    copy = copies.add(request, file=file, title="Rapid review, redacted", by=by, at=now)
    deciding.prepare(
        request,
        outcome="part",
        chosen_grounds=["third_party"],
        reasons="Two other children are named.",
        chosen_copies=[copy],
        by=by,
        at=now,
    )
    return request


def decided(by: User, second: User, *cases: Case, **more: Any) -> InformationRequest:
    """One whose answer a second person has decided."""
    request = prepared(by, *cases, **more)
    holding = access.holding(request)
    assert holding is not None
    deciding.decide(request, holding, as_words="Delegate", by=second, at=clock.now())
    return request


def keyed(cast: Any, make_case: Any, state: str) -> tuple[User, dict[str, Any], list[str]]:
    """Return who fills in, the keys of the request, and the forms of the register that are open in that state."""
    case = make_case().case
    if state == "request":
        request = received(cast.coordinator, case)
        gathering.name_subject(request, child=case.children.first(), by=cast.coordinator, at=clock.now())
        names = [
            "record_information_request",
            "correct_information_days",
            "extend_information_request",
            "withdraw_information_request",
            "seal_requester",
            "open_requester",
            "record_information_advice",
            "add_redacted_copy",
            "prepare_information_answer",
            "name_information_subject",
            "gather_information",
            "take_working_pack",
        ]
        return cast.coordinator, {"key": request.pk}, names
    if state == "request-prepared":
        request = prepared(cast.coordinator, case)
        return cast.la, {"key": request.pk}, ["decide_information", "set_information_aside"]
    request = decided(cast.coordinator, cast.la, case)
    return cast.coordinator, {"key": request.pk}, ["record_information_reply"]


STATES = ("request", "request-prepared", "request-decided")
# A button, and nothing to fill in.
BUTTONS = {"remove_redacted_copy"}

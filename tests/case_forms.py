"""Every form of a case: where it stands, who fills it in, what must have happened first, and its keys. No test."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import Case
from reviews.stages import Stage
from tests import (
    appointing,
    asking,
    assigned,
    besides,
    chronicling,
    convened,
    engaging,
    files,
    keeping,
    learned,
    naming,
    ordering,
    own_events,
    rapid,
    reporting,
    telling,
    typed,
)
from tests.deciding import answered, escalate
from tests.reading import address


def today() -> date:
    return clock.today(clock.now())


def put_on_hold(walk: Walk) -> None:
    browser = Client()
    browser.force_login(walk.coordinator)
    browser.post(address(walk.case, "hold/"), typed.hold(today(), today() + timedelta(days=9)))


def decided_and_not_sent(walk: Walk) -> None:
    walk.rapid_review()
    browser = Client()
    browser.force_login(walk.coordinator)
    browser.post(address(walk.case, "review-decision/"), typed.review_decision(today()))


FORMS: dict[str, tuple[Stage, str, Callable[[Walk], Any]]] = {
    "add_child": (Stage.LOGGED, "coordinator", lambda walk: None),
    "rename_child": (Stage.LOGGED, "coordinator", lambda walk: None),
    "seal": (Stage.LOGGED, "coordinator", lambda walk: None),
    "open_sealed": (Stage.LOGGED, "coordinator", lambda walk: None),
    "hold": (Stage.LOGGED, "coordinator", lambda walk: None),
    "end_hold": (Stage.LOGGED, "coordinator", put_on_hold),
    "recuse": (Stage.LOGGED, "coordinator", lambda walk: None),
    "give_view": (Stage.LOGGED, "police", lambda walk: None),
    "decide_criteria": (Stage.LOGGED, "coordinator", lambda walk: walk.views()),
    "record_view": (Stage.LOGGED, "coordinator", lambda walk: None),
    "record_absence": (Stage.LOGGED, "coordinator", lambda walk: None),
    "reopen_criteria": (Stage.RAPID_REVIEW, "la", lambda walk: None),
    "reopen_review": (Stage.RAPID_REVIEW, "police", decided_and_not_sent),
    "raise_escalation": (Stage.LOGGED, "icb", lambda walk: None),
    "escalation_outcome": (Stage.LOGGED, "coordinator", lambda walk: escalate(walk.case, walk.coordinator)),
    "decide_review": (Stage.RAPID_REVIEW, "la", lambda walk: walk.rapid_review()),
    "rapid_review_sent": (Stage.RAPID_REVIEW, "coordinator", decided_and_not_sent),
    "commission": (Stage.RAPID_REVIEW, "icb", decided_and_not_sent),
    "panel_answer": (Stage.SCOPING, "coordinator", lambda walk: None),
    "scope": (Stage.SCOPING, "coordinator", lambda walk: None),
    "fill_seat": (Stage.SCOPING, "coordinator", lambda walk: None),
    "add_member": (Stage.SCOPING, "coordinator", lambda walk: None),
    "published_elsewhere": (Stage.PRE_PUBLICATION, "coordinator", lambda walk: None),
    **files.FORMS,
    **asking.FORMS,
    **telling.FORMS,
    **besides.FORMS,
    **rapid.FORMS,
    **assigned.FORMS,
    **learned.FORMS,
    **engaging.FORMS,
    **appointing.FORMS,
    **chronicling.FORMS,
    **convened.FORMS,
    **own_events.FORMS,
    **reporting.FORMS,
    **ordering.FORMS,
    **naming.FORMS,
    **keeping.FORMS,
}
# One press of a button and no field to fill in.
PLAIN = {
    *rapid.PLAIN,
    *reporting.PLAIN,
    "confirm_panel_seat",
    "choose_chair",
    "confirm_view",
    "end_seat",
    "related",
    *asking.PLAIN,
    *assigned.PLAIN,
    *engaging.PLAIN,
    *chronicling.PLAIN,
    *convened.PLAIN,
    *ordering.PLAIN,
    *naming.PLAIN,
    *own_events.PLAIN,
}


def keys_of(case: Case, name: str) -> dict[str, Any]:
    """The keys that an address needs beside the reference."""
    if name in {*asking.FORMS, *asking.PLAIN}:
        return asking.keys(case)
    for others in (besides, rapid, engaging, learned, appointing, ordering, naming):
        if name in others.FORMS:
            return others.key_for(case, name)
    if name in {"document", *files.FORMS}:
        return files.key_for(case, name)
    if name in {*assigned.FORMS, *assigned.PLAIN}:
        return assigned.key_for(case, name)
    if name in {*own_events.FORMS, *own_events.PLAIN}:
        return own_events.key_for(case, name)
    if name in {*chronicling.FORMS, *chronicling.PLAIN}:
        return chronicling.key_for(case, name)
    if name in {"meeting", *convened.FORMS, *convened.PLAIN}:
        return convened.key_for(case, name)
    if name in naming.PLAIN:
        return naming.key_for(case, name)
    if name in ordering.PLAIN:
        return ordering.key_for(case, name)
    if name in {*reporting.FORMS, *reporting.OF_A_VERSION, *reporting.OF_A_PICTURE}:
        return reporting.key_for(case, name)
    if name == "rename_child":
        return {"child": case.children.first().pk}
    if name == "confirm_view":
        return {"view": case.partner_views.first().pk}
    if name == "escalation_outcome":
        return {"escalation": case.escalations.first().pk}
    if name in {"fill_seat", *PLAIN}:
        return {"seat": case.review.seats.first().pk}
    return {}


def put_everything_on(case: Case, cast: Any) -> None:
    """Put on a case that is about to be published what the addresses of all its pages name."""
    files.papers(case, cast.coordinator)
    escalate(case, cast.coordinator)
    besides.put_beside(case, cast.coordinator)
    answered(case, cast.coordinator)
    assigned.advised(case, cast)
    appointing.asked(case, cast.coordinator)
    chronicling.put(case, cast.coordinator)
    convened.convened(case, cast)
    learned.learn(case, cast.coordinator)
    engaging.engage(case, cast.coordinator)
    reporting.commented(case, cast.coordinator)
    ordering.ordered(case, cast.coordinator)
    naming.proposed(case, cast.coordinator)
    assigned.assign(case, cast.legal_adviser, cast.coordinator)

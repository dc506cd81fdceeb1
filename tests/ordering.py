"""Court orders of a case by the real actions, what is typed for them, and their forms. No test lives here."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import Case, CourtOrder, User
from reviews.orders import actions
from reviews.stages import Stage
from tests import files
from tests.typed import day

SCOPE = "Nobody may print or post what tells who Child Wren is, or where the siblings live."


def order_form(made_on: date, **changes: str) -> dict[str, str]:
    """What is typed to record an order until further order."""
    return {
        "title": "Reporting restriction order",
        "court": "Family Court at Aldermere",
        **day("made_on", made_on),
        "scope": SCOPE,
        "protects": "Child Wren and the siblings",
        "until_words": "until further order",
        **changes,
    }


def ordered(case: Case, by: User, **changes: Any) -> CourtOrder:
    """Record an order that was made yesterday and holds until further order."""
    at = clock.now()
    facts: dict[str, Any] = {
        "title": "Reporting restriction order",
        "court": "Family Court at Aldermere",
        "made_on": clock.today(at) - timedelta(days=1),
        "scope": SCOPE,
        "protects": "Child Wren and the siblings",
        "until": None,
        "until_words": "until further order",
        "document": None,
    }
    return actions.record_order(case, by=by, at=at, **{**facts, **changes})


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], Any]]] = {
    "record_order": (Stage.LOGGED, "coordinator", lambda walk: files.papers(walk.case, walk.coordinator)),
    "lift_order": (Stage.LOGGED, "coordinator", lambda walk: ordered(walk.case, walk.coordinator)),
}
# One press of a button and no field to fill in.
PLAIN = {"court_order"}


def keys(case: Case) -> dict[str, Any]:
    """The key of what `ordered` put there."""
    return {"order": case.court_orders.first().pk}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    return keys(case) if name in {"lift_order", "court_order"} else {}

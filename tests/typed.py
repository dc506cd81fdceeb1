"""What people type into the forms of a case: dictionaries as a browser sends them. No test lives here."""

import uuid
from datetime import date, timedelta
from typing import Any

from reviews.models import Area, Criterion


def day(name: str, value: date) -> dict[str, str]:
    """The three inputs of a date."""
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def new_case(area: Area, aware_on: date, **changes: Any) -> dict[str, str]:
    """A whole form to log a case: an incident on the day before the council became aware."""
    return {
        "form_key": str(uuid.uuid4()),
        "children_safe": "yes",
        "area": str(area.pk),
        "incident_precision": "exact",
        **day("incident_from", aware_on - timedelta(days=1)),
        **day("aware_on", aware_on),
        "aware_by": "Emergency duty team",
        "referred_by": "On-call paediatrician",
        "abuse": "suspected",
        "outcome": "seriously_harmed",
        "pseudonym": "Child Wren",
        "age_band": "5_to_10",
        "summary": "A child was badly hurt at home.",
        **changes,
    }


def view(**changes: str) -> dict[str, str]:
    """A partner's view that the criteria are met."""
    return {
        "abuse": "suspected",
        "outcome": "seriously_harmed",
        "view": "agrees",
        "reasons": "No account fits what was seen.",
        **changes,
    }


def criteria(is_met: bool = True, **changes: str) -> dict[str, str]:
    """The decision on the criteria."""
    return {
        "is_met": "yes" if is_met else "no",
        "rationale": "Serious harm, and abuse is suspected.",
        **changes,
    }


def notification(sent_on: date, **changes: str) -> dict[str, str]:
    """The notification to the national Panel."""
    return {**day("sent_on", sent_on), "sent_by": "Director of children’s services", **changes}


def rapid_review(meeting_on: date, **changes: str) -> dict[str, str]:
    """The rapid review with all its sections."""
    return {
        **day("meeting_on", meeting_on),
        "attended_by": "The three partners",
        "facts": "Several services knew the child.",
        "early_learning": "A small worry may be shared.",
        "improvements": "Who puts small worries together.",
        "family_context": "Curious and quick to laugh.",
        **changes,
    }


def review_decision(decided_on: date, outcome: str = "cspr", **changes: str) -> dict[str, str]:
    """The decision on a review, criterion by criterion."""
    weighed = {}
    for criterion in Criterion:
        weighed[f"{criterion.value}_met"] = "no" if criterion == Criterion.NATIONAL_PANEL else "yes"
        weighed[f"{criterion.value}_reason"] = f"Weighed: {criterion.value}."
    return {
        **weighed,
        "is_learning_likely": "yes",
        "learning_reason": "Practice can change in ways that we can name.",
        "is_national_view": "no",
        "national_reason": "Nothing here is unusual in scale.",
        "outcome": outcome,
        "rationale": "We expect to learn how small worries come together.",
        **day("decided_on", decided_on),
        **changes,
    }


def panel_answer(answered_on: date, answer: str = "agrees", **changes: str) -> dict[str, str]:
    """The national Panel's answer."""
    return {
        "answer": answer,
        **day("answered_on", answered_on),
        "letter": "CSPR/2026/41",
        "note": "",
        **changes,
    }


def hold(since: date, look_again_on: date, **changes: str) -> dict[str, str]:
    """A hold because of a trial."""
    return {
        "kind": "criminal",
        "reason": "The trial comes first; interviews wait for it.",
        **day("since", since),
        "told": "The family, by letter",
        **day("look_again_on", look_again_on),
        **changes,
    }

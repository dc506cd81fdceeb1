"""What people type into the forms of a case: dictionaries as a browser sends them. No test lives here."""

import uuid
from datetime import date, timedelta
from typing import Any

from reviews.knowledge import states
from reviews.models import Area, Case, Criterion, DeclarationPoint, User


def day(name: str, value: date) -> dict[str, str]:
    """The three inputs of a date."""
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def start(area: Area, **changes: Any) -> dict[str, str]:
    """What begins an intake."""
    return {"form_key": str(uuid.uuid4()), "area": str(area.pk), "kind": "incident", **changes}


def safe(**changes: str) -> dict[str, str]:
    """The first section: other children are safe, and who told us."""
    return {"children_safe": "yes", "referred_by": "On-call paediatrician", **changes}


def incident(incident_from: date, **changes: str) -> dict[str, str]:
    """When and where it happened: on one day, at home."""
    return {
        "incident_precision": "exact",
        **day("incident_from", incident_from),
        "setting": "home",
        **changes,
    }


def known(aware_on: date, **changes: str) -> dict[str, str]:
    """Who knew what: the council became aware and had both limbs at once."""
    return {**day("aware_on", aware_on), "aware_by": "Emergency duty team", **changes}


def harm(**changes: Any) -> dict[str, Any]:
    """The harm: a child seriously harmed, abuse suspected."""
    return {
        "abuse": "suspected",
        "outcome": "seriously_harmed",
        "harms": ["physical"],
        "summary": "A child was badly hurt at home.",
        **changes,
    }


def what_is_known(case: Case, **changes: str) -> dict[str, str]:
    """What is known of a case as its form begins: nothing is changed in it yet, but for `changes`."""
    known = states.now(case)
    children = {f"child_{key}": outcome for key, outcome in known.children.items()}
    deaths: dict[str, str] = {}
    for key in known.children:
        deaths |= dict.fromkeys(day(f"death_{key}", case.aware_on), "")
        deaths |= day(f"death_{key}", known.deaths[key]) if key in known.deaths else {}
    return {
        "abuse": known.abuse,
        "outcome": known.outcome,
        **(children if len(children) > 1 else {}),
        **deaths,
        **day("both_limbs_on", known.both_limbs_on),
        "reason": "A letter from the hospital came.",
        "read": known.fingerprint,
        **changes,
    }


def child(pseudonym: str = "Child Wren", **changes: Any) -> dict[str, Any]:
    """A child, of whom only the age is known."""
    return {"pseudonym": pseudonym, "age_band": "5_to_10", **changes}


def new_case(aware_on: date, **changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """All sections of an intake: an incident on the day before the council became aware. `changes` go into one each."""
    sections: dict[str, dict[str, Any]] = {
        "safe": safe(),
        "incident": incident(aware_on - timedelta(days=1)),
        "known": known(aware_on),
        "harm": harm(),
        "children": child(),
    }
    return {key: data | changes.get(key, {}) for key, data in sections.items()}


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


def notification(sent_on: date, **changes: Any) -> dict[str, Any]:
    """The notification to the national Panel."""
    return {
        **day("sent_on", sent_on),
        "sent_by": "Director of children’s services",
        "what_was_sent": "The online notification form.",
        **changes,
    }


def telling(told_on: date, told: str = "ofsted", **changes: Any) -> dict[str, Any]:
    """That somebody beside the national Panel was told."""
    return {"told": told, "who": "", **day("told_on", told_on), "told_by": "Head of service", **changes}


def withdrawal(withdrawn_on: date, **changes: str) -> dict[str, str]:
    """The withdrawal of the notification."""
    return {
        **day("withdrawn_on", withdrawn_on),
        "reason": "Two doctors confirm an illness as the cause.",
        **changes,
    }


# What a rapid review says, section by section
RAPID_REVIEW = {
    "facts": "Several services knew the child.",
    "agencies": "Health visiting and the school.",
    "safety": "A small worry may be shared.",
    "improvements": "Who puts small worries together.",
    "daily_life": "Curious and quick to laugh.",
    "family_context": "They had moved twice in a year.",
    "next_steps": "The partners decide on a review.",
}


def meeting(meeting_on: date, **changes: Any) -> dict[str, Any]:
    """The rapid review's meeting, written for the first time."""
    return {**day("meeting_on", meeting_on), "attended_by": "The three partners", "began_from": 0, **changes}


def section(text: str, began_from: int = 0) -> dict[str, Any]:
    """One section of the rapid review."""
    return {"text": text, "began_from": began_from}


def response(responded_on: date, response: str = "agree", **changes: str) -> dict[str, str]:
    """What the partners make of the national Panel's answer."""
    return {"response": response, "reason": "", **day("responded_on", responded_on), **changes}


def stands(**changes: str) -> dict[str, str]:
    """Where the three partners stand on the decision on a review: all agree."""
    agree = {}
    for role, who in (
        ("la", "Ade Bello, Director of children’s services"),
        ("police", "Rhona Haldane, Detective superintendent"),
        ("icb", "Carys Iveson, Chief nurse"),
    ):
        agree |= {f"{role}_stand": "agrees", f"{role}_given_as": who, f"{role}_words": ""}
    return agree | changes


def review_decision(decided_on: date, outcome: str = "cspr", **changes: str) -> dict[str, str]:
    """The decision on a review, criterion by criterion, with which all three partners agree."""
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
        **stands(),
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


def recorded_view(person: User, given_on: date, **changes: str) -> dict[str, str]:
    """A partner's view as it was given in a meeting."""
    return {
        **view(),
        "person": str(person.pk),
        "given_how": "meeting",
        **day("given_on", given_on),
        "evidence": "Minutes of the meeting, item 4",
        **changes,
    }


def absence(role: str, **changes: str) -> dict[str, str]:
    """That a partner can give no view in time."""
    return {"partner_role": role, "reason": "Delegate and deputy are both at a major incident.", **changes}


def escalation(answer_by: date, **changes: str) -> dict[str, str]:
    """A disagreement that goes to a lead safeguarding partner."""
    return {
        "about": "criteria",
        "reason": "Two partners say met, one says not met.",
        "raised_to": "Helen Ward, chief executive",
        **day("answer_by", answer_by),
        **changes,
    }


def letter(happened_on: date, **changes: str) -> dict[str, str]:
    """A letter from the coroner that wants no answer."""
    return {
        "direction": "in",
        "party": "coroner",
        "party_words": "",
        **day("happened_on", happened_on),
        "subject": "Request for papers",
        "note": "",
        "document": "",
        **changes,
    }


def assignment(person: User, **changes: str) -> dict[str, str]:
    """That somebody may read a case until that is ended."""
    return {"person": str(person.pk), "reason": "Scrutiny of this year’s reviews.", **changes}


def advice(**changes: str) -> dict[str, str]:
    """A scrutineer's advice on how a review is going."""
    return {"about": "enquiry", "advice": "Hear the child before the draft.", **changes}


def declaration(**links: str) -> dict[str, str]:
    """A reviewer's declaration, point by point: no link but `links`, each in words by its point."""
    answers = {}
    for point in DeclarationPoint.values:
        answers |= {
            f"{point}_link": "link" if point in links else "none",
            f"{point}_words": links.get(point, ""),
        }
    return answers

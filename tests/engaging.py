"""Somebody who takes part, evidence on a key line, what is typed for them, and their forms. No test lives here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.engagement import actions as engagement
from reviews.enquiry import actions as enquiry
from reviews.models import Case, ChronologyEntry, KeyLineEvidence, Participant, User
from reviews.stages import Stage
from tests.reading import address
from tests.typed import day

PEOPLE = "engagement/people/"
CONTACT = "Ring 01632 960481 after four, or write to 14 Thistledown Lane, Mirebeck"


def participant_form(**changes: str) -> dict[str, str]:
    """What is typed to add a grandmother."""
    return {
        "engaged_with": "family",
        "called": "The grandmother",
        "contact": CONTACT,
        "reach_through": "The family liaison officer",
        "must_not_know": "Her son-in-law",
        "officer_agreed": "not_needed",
        "needs_interpreter": "yes",
        "language": "Polish",
        **changes,
    }


def of(person: Participant, rest: str = "") -> str:
    """An address about somebody who takes part."""
    return address(person.review.case, f"{PEOPLE}{person.pk}/{rest}")


def happened(on: date, outcome: str = "met", **changes: str) -> dict[str, str]:
    """What is typed to record what happened on a day."""
    return {"outcome": outcome, **day("happened_on", on), "note": "At her home.", **changes}


def change_form(browser: Client, person: Participant, **changes: str) -> dict[str, str]:
    """The form about somebody as it is shown, without its days, with the changes."""
    form = browser.get(of(person, "change/")).context["form"]
    kept = {name: form[name].value() or "" for name in form.fields if not name.endswith("_on")}
    return {**kept, "child": "", **changes}


def taking_part(case: Case, by: User, called: str = "The grandmother", **facts: Any) -> Participant:
    """Add somebody who takes part, with a sealed way to reach them."""
    facts = {"engaged_with": "family", "contact": CONTACT, "must_not_know": "Her son-in-law", **facts}
    return engagement.add_participant(case, called=called, by=by, at=clock.now(), **facts)


def event(case: Case, by: User, words: str = "A visit at home.", **more: Any) -> ChronologyEntry:
    """Put an event into the chronology of the case's review."""
    at = clock.now()
    agency = case.review.seats.first().agency
    more = {"agency": agency, "happened_on": clock.today(at), **more}
    return ChronologyEntry.objects.create(review=case.review, event=words, added_at=at, added_by=by, **more)


def linked(case: Case, by: User, words: str = "She said so in the interview.") -> KeyLineEvidence:
    """Link evidence in words to the case's first key line."""
    line = case.review.key_lines.first()
    return enquiry.link_evidence(case, line, words=words, by=by, at=clock.now())


def _takes_part(walk: Walk) -> None:
    taking_part(walk.case, walk.reviewer)


def _linked(walk: Walk) -> None:
    linked(walk.case, walk.reviewer)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], None]]] = {
    "add_key_line": (Stage.ANALYSIS, "reviewer", lambda walk: None),
    "change_key_line": (Stage.ANALYSIS, "coordinator", lambda walk: None),
    "answer_key_line": (Stage.ANALYSIS, "reviewer", lambda walk: None),
    "link_evidence": (Stage.ANALYSIS, "coordinator", lambda walk: None),
    "record_engagement": (Stage.ENGAGEMENT, "reviewer", lambda walk: None),
    "add_participant": (Stage.ENGAGEMENT, "coordinator", lambda walk: None),
    "change_participant": (Stage.ENGAGEMENT, "reviewer", _takes_part),
    "record_with": (Stage.ENGAGEMENT, "reviewer", _takes_part),
    "open_contact": (Stage.ENGAGEMENT, "reviewer", _takes_part),
}
PLAIN = {"remove_evidence"}
OF_A_LINE = {"change_key_line", "answer_key_line", "link_evidence"}
OF_SOMEBODY = {"change_participant", "record_with", "open_contact"}


def engage(case: Case, by: User) -> None:
    """Put on the case what the addresses of its engagement and its evidence name."""
    taking_part(case, by)
    at, line = clock.now(), case.review.key_lines.first()
    KeyLineEvidence.objects.create(key_line=line, words="Put there.", added_at=at, added_by=by)


def keys(case: Case) -> dict[str, Any]:
    """The keys of what `engage` put there."""
    line = case.review.key_lines.first()
    return {"participant": case.review.participants.first().pk, "evidence": line.evidence.first().pk}


def key_for(case: Case, name: str) -> dict[str, Any]:
    """The key that the address of this name needs beside the reference."""
    if name in OF_A_LINE:
        return {"line": case.review.key_lines.first().pk}
    if name in OF_SOMEBODY:
        return {"participant": case.review.participants.first().pk}
    return {}

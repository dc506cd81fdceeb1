"""Whom the demonstration lets read a case: a lead partner answers, a scrutineer advises, a lawyer records an order."""

from datetime import timedelta

from cspr_portal import clock
from reviews.assignments import actions as assignments
from reviews.assignments import advising
from reviews.escalations import actions as escalations
from reviews.models import AdviceAbout, EscalationAbout
from reviews.orders import actions as orders

from .walk import Walk


def lead_partner_answers(walk: Walk) -> None:
    """One partner disagrees with the others about a review; a lead partner, who follows the case, decides."""
    person, board = walk.partnership["lead-partner"], walk.partners[2]
    at = walk.day(19)
    reason = "Follows this case for the lead safeguarding partners."
    assignments.assign(walk.case, person, reason=reason, by=walk.coordinator, at=at)
    escalation = escalations.raise_escalation(
        walk.case,
        about=EscalationAbout.REVIEW,
        reason="Two partners see no need for a review. We do: three services each held a part of this.",
        raised_to=f"{person.name}, chief executive",
        lead_partner=person,
        answer_by=clock.add_working_days(walk.today, 5),
        by=board,
        at=at + timedelta(hours=1),
    )
    at = walk.day(22)
    escalations.record_outcome(
        walk.case,
        escalation,
        outcome="I spoke to the other two chief officers. No review now. Each body says in six months what it changed.",
        decided_on=walk.today,
        by=person,
        at=at,
    )


def scrutineer_advises(walk: Walk) -> None:
    """A scrutineer reads the case and advises; nobody has responded yet."""
    person = walk.partnership["scrutineer"]
    reason = "Independent scrutiny of this review, as the partners agreed for this year."
    assignments.assign(walk.case, person, reason=reason, by=walk.coordinator, at=walk.day(76))
    advising.give_advice(
        walk.case,
        about=AdviceAbout.ENQUIRY,
        advice="The young person’s own account comes late in the plan. Ask now who they would talk to, and how.",
        by=person,
        at=walk.day(85),
    )


def legal_adviser_records_an_order(walk: Walk) -> None:
    """A court forbids what would tell who the child is; the chair and the reviewer have still to read it."""
    person = walk.partnership["legal-adviser"]
    reason = "Advises the partnership on the family proceedings and on what may be published."
    assignments.assign(walk.case, person, reason=reason, by=walk.coordinator, at=walk.day(86))
    order = orders.record_order(
        walk.case,
        title="Reporting restriction order",
        court="Family Court at Aldermere",
        made_on=walk.today,
        scope="Nobody may print, post or say in public anything that tells who the young person or the siblings are, "
        "or where they live. What is said at meetings of the review is not touched.",
        protects=f"{walk.story.pseudonym} and the siblings",
        until=None,
        until_words="until further order",
        document=None,
        by=person,
        at=walk.day(88),
    )
    orders.say_read(walk.case, order, by=walk.coordinator, at=walk.day(89))

"""What can be done on a case's page: each step with its words, its address, its rule, and when it is shown.

The rules themselves are in the nouns' access modules; here is only which of them a page lists. What waits
for somebody is in turns.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from reviews import paths, stage_moves
from reviews.assignments import access as assignments
from reviews.cases import access as cases
from reviews.contributions import access as contributions
from reviews.criteria import access as criteria
from reviews.decisions import access as decisions
from reviews.engagement import access as engagement
from reviews.enquiry import access as enquiry
from reviews.escalations import access as escalations
from reviews.knowledge import access as knowledge
from reviews.models import Case, User
from reviews.needs.waiting import address, turns_on
from reviews.notifications import access as notifications
from reviews.panel import access as panel
from reviews.rapid_review import access as rapid_review
from reviews.report import access as report
from reviews.returns import access as returns
from reviews.reviewers import access as reviewers
from reviews.stages import REVIEW_STAGES, Stage
from reviews.standing import standing
from reviews.turns.tasks import TASKS

Rule = Callable[[User, Case, datetime], str | None]


@dataclass(frozen=True)
class Step:
    """One thing that may be done: its label, the name of its address, and the rule that it asks."""

    label: str
    url_name: str
    rule: Rule
    shown: Callable[[Case], bool]


@dataclass(frozen=True)
class Offer:
    """A step as it stands for one person now: open with an address, or closed with the reason."""

    label: str
    url: str
    reason: str | None
    is_waiting: bool = False


def _at(*stages: Stage) -> Callable[[Case], bool]:
    return lambda case: case.stage in stages


def _in_review(case: Case) -> bool:
    return case.stage in REVIEW_STAGES


def _leads_back(case: Case) -> bool:
    return any(stage_moves.is_back(case, stage) for stage in stage_moves.next_by_hand(case))


def _send_back(user: User, case: Case, at: datetime) -> str | None:
    return stage_moves.refusal_to_move(user, case, at, Stage.DRAFTING)


# Steps whose rule asks more than the case and the standing are not here: a page finds them as turns when their
# time has come, and in `case.missing` before. So the list costs no query.
STEPS: tuple[Step, ...] = (
    Step("Give your partner’s view", "give_view", criteria.speak, _at(Stage.LOGGED)),
    Step("Record a partner’s view as it was given", "record_view", criteria.keep_record, _at(Stage.LOGGED)),
    Step(
        "Record that a partner can give no view in time",
        "record_absence",
        criteria.keep_record,
        _at(Stage.LOGGED),
    ),
    Step(
        "Reopen the decision on the criteria",
        "reopen_criteria",
        criteria.reopen_criteria,
        _at(*criteria.REOPENABLE),
    ),
    Step(
        "Change what is known",
        "what_is_known",
        knowledge.change_what_is_known,
        lambda case: case.stage not in (Stage.CONTRIBUTION, Stage.CLOSED),
    ),
    Step(
        "Reopen the decision on a review",
        "reopen_review",
        decisions.reopen_review,
        lambda case: case.stage in decisions.REOPENABLE and decisions.is_review_decided(case),
    ),
    Step(
        "Escalate a disagreement",
        "raise_escalation",
        escalations.raise_escalation,
        lambda case: case.stage != Stage.CLOSED,
    ),
    Step("Record advice", "give_advice", assignments.give_advice, lambda case: case.stage != Stage.CLOSED),
    Step(
        "Record the notification",
        "notify",
        notifications.notify,
        notifications.is_offered,
    ),
    Step(
        "Withdraw the notification",
        "withdraw_notification",
        notifications.withdraw,
        lambda case: notifications.holding(case) is not None and notifications.is_found_not_met(case),
    ),
    Step(
        "Record who else was told",
        "record_telling",
        notifications.tell,
        lambda case: case.stage != Stage.CLOSED and bool(paths.of_case(case).duties),
    ),
    Step(
        "End the case: no review required",
        "end_told",
        notifications.end_told,
        lambda case: case.stage == Stage.LOGGED and not paths.of_case(case).needs_criteria,
    ),
    Step(
        "Ask agencies for what they know",
        "ask_agencies",
        returns.ask,
        lambda case: returns.purpose_of(case) is not None,
    ),
    Step(
        "Record the rapid review",
        "rapid_review",
        rapid_review.write,
        lambda case: case.stage == Stage.RAPID_REVIEW and case.held_rapid_review is None,
    ),
    Step(
        "Record the decision on a review",
        "decide_review",
        decisions.decide_review,
        lambda case: case.stage == Stage.RAPID_REVIEW and not decisions.is_review_decided(case),
    ),
    Step(
        "Record that the rapid review was sent",
        "rapid_review_sent",
        rapid_review.send,
        lambda case: case.held_rapid_review is not None and case.held_rapid_review.sent_on is None,
    ),
    Step(
        "Commission the review",
        "commission",
        decisions.commission,
        lambda case: case.stage == Stage.RAPID_REVIEW and decisions.is_review_decided(case),
    ),
    Step(
        "Record the national Panel’s answer",
        "panel_answer",
        rapid_review.record_answer,
        lambda case: case.held_rapid_review is not None and case.held_rapid_review.sent_on is not None,
    ),
    Step("Set the terms of reference", "scope", panel.scope, _at(Stage.SCOPING)),
    Step("Set up the panel", "panel", panel.set_up_panel, _in_review),
    Step("Appoint the Independent Reviewer", "appoint", reviewers.appoint, _in_review),
    Step("Add a key line of enquiry", "add_key_line", enquiry.add_key_line, _at(*enquiry.ENQUIRY_STAGES)),
    Step(
        "Record engagement with family or practitioners",
        "record_engagement",
        engagement.record_engagement,
        _at(Stage.GATHERING, Stage.ANALYSIS, Stage.ENGAGEMENT, Stage.DRAFTING),
    ),
    Step("Write the report", "write_report", report.write_report, _at(Stage.DRAFTING)),
    Step("Send the report back to the draft", "move_on", _send_back, _leads_back),
    Step(
        "Record that our contribution was returned",
        "contribution_returned",
        contributions.record_returned,
        lambda case: hasattr(case, "contribution") and case.contribution.returned_on is None,
    ),
    Step("Seal identities", "seal", cases.add_child, lambda case: case.stage != Stage.CLOSED),
    Step(
        "Put the case on hold",
        "hold",
        cases.hold,
        lambda case: case.stage != Stage.CLOSED and case.open_hold_id is None,
    ),
    Step("End the hold", "end_hold", cases.end_hold, lambda case: case.open_hold_id is not None),
)


def offers(user: User, case: Case, at: datetime) -> list[Offer]:
    """Return what to show on `case` now: what waits for `user` first, what else is open, then what is not yet.

    `case` was opened through `open_case`. Each thing that can't be done yet carries its reason.
    """
    turns = turns_on(case, standing(user, case, at), at)
    waiting = [Offer(TASKS[turn.task].verb, address(turn, case), None, is_waiting=True) for turn in turns]
    taken = {offer.url for offer in waiting}
    others = [
        Offer(step.label, reverse(step.url_name, args=[case.reference]), step.rule(user, case, at))
        for step in STEPS
        if step.shown(case)
    ]
    missing = [Offer(label, "", sentence) for label, sentence in case.missing]
    # What is somebody else's to do is not listed as refused: only what is not possible yet is.
    others = [
        offer
        for offer in others
        if offer.url not in taken and (offer.reason is None or offer.reason.startswith("Not yet:"))
    ]
    return [*waiting, *sorted([*others, *missing], key=lambda offer: offer.reason is not None)]


def grouped(offers: list[Offer]) -> list[tuple[str, list[Offer]]]:
    """Return the offers under headings: what waits for the person (no heading), what else is open, what is not yet."""
    groups = [
        ("", [offer for offer in offers if offer.is_waiting]),
        ("You can also", [offer for offer in offers if not offer.is_waiting and offer.reason is None]),
        ("Not yet", [offer for offer in offers if offer.reason is not None]),
    ]
    return [(heading, found) for heading, found in groups if found]

"""What can be done on a case's page: each step with its words, its address, its rule, and when it is shown.

The rules themselves are in the nouns' access modules; here is only which of them a page lists. When a step
waits for somebody, on `/staff/` and as the case's own button, is in waits.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from reviews import stage_moves, waits
from reviews.cases import access as cases
from reviews.decisions import access as decisions
from reviews.models import Case, User
from reviews.panel import access as panel
from reviews.report import access as report
from reviews.stages import REVIEW_STAGES, Stage

Rule = Callable[[User, Case, datetime], str | None]


@dataclass(frozen=True)
class Step:
    """One thing that may be done: its label, the name of its address, and the rule that it asks."""

    label: str
    url_name: str
    rule: Rule
    shown: Callable[[Case], bool]
    # What waits for somebody on `/staff/`, in the words of what is to be done; empty: never waits
    task: str = ""
    # Whether it waits for a person to whom it is open
    when: waits.Waits = waits.always

    def is_waiting(self, user: User, case: Case, at: datetime) -> bool:
        """Return whether this step of `case`, which must be worth showing, waits for `user`."""
        return bool(self.task) and self.rule(user, case, at) is None and self.when(user, case, at)


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


def _leads_on(case: Case) -> bool:
    return any(not stage_moves.is_back(case, stage) for stage in stage_moves.next_by_hand(case))


def _leads_back(case: Case) -> bool:
    return any(stage_moves.is_back(case, stage) for stage in stage_moves.next_by_hand(case))


def _send_back(user: User, case: Case, at: datetime) -> str | None:
    return stage_moves.refusal_to_move(user, case, at, Stage.DRAFTING)


def _answer_key_lines(user: User, case: Case, at: datetime) -> str | None:
    return report.answer_key_line(user, case, case.review.key_lines.filter(answered_at__isnull=True)[0], at)


def _has_unanswered(case: Case) -> bool:
    return (
        case.stage in report.ENQUIRY_STAGES
        and case.review.key_lines.filter(answered_at__isnull=True).exists()
    )


STEPS: tuple[Step, ...] = (
    Step(
        "Give your partner’s view",
        "give_view",
        decisions.give_view,
        _at(Stage.LOGGED),
        "give your partner’s view",
        waits.no_view_of_the_partner,
    ),
    Step(
        "Record the criteria decision",
        "decide_criteria",
        decisions.decide_criteria,
        _at(Stage.LOGGED),
        "decide the criteria",
    ),
    Step(
        "Record the notification",
        "notify",
        decisions.notify,
        lambda case: not hasattr(case, "notification") and case.stage != Stage.CLOSED,
        "tell the national Panel",
    ),
    Step(
        "Record the rapid review",
        "rapid_review",
        decisions.hold_rapid_review,
        lambda case: case.stage == Stage.RAPID_REVIEW and not hasattr(case, "rapid_review"),
        "hold the rapid review",
    ),
    Step(
        "Record the decision on a review",
        "decide_review",
        decisions.decide_review,
        lambda case: case.stage == Stage.RAPID_REVIEW and not hasattr(case, "review_decision"),
        "decide on a review",
    ),
    Step(
        "Record that the rapid review was sent",
        "rapid_review_sent",
        decisions.send_rapid_review,
        lambda case: hasattr(case, "rapid_review") and case.rapid_review.sent_on is None,
        "send the rapid review",
    ),
    Step(
        "Commission the review",
        "commission",
        decisions.commission,
        lambda case: case.stage == Stage.RAPID_REVIEW and hasattr(case, "review_decision"),
        "commission the review",
    ),
    Step(
        "Record the national Panel’s answer",
        "panel_answer",
        decisions.record_answer,
        lambda case: hasattr(case, "rapid_review") and case.rapid_review.sent_on is not None,
    ),
    Step(
        "Set the terms of reference",
        "scope",
        panel.scope,
        _at(Stage.SCOPING),
        "set the terms of reference",
        waits.no_terms,
    ),
    Step(
        "Set up the panel",
        "panel",
        panel.set_up_panel,
        _in_review,
        "set up the panel",
        waits.panel_incomplete,
    ),
    Step(
        "Appoint the Independent Reviewer",
        "appoint",
        panel.appoint,
        _in_review,
        "appoint the Independent Reviewer",
        waits.no_reviewer,
    ),
    Step(
        "Add a key line of enquiry",
        "add_key_line",
        report.add_key_line,
        _at(*report.ENQUIRY_STAGES),
        "add the key lines of enquiry",
        waits.no_key_line,
    ),
    Step(
        "Record engagement with family or practitioners",
        "record_engagement",
        report.record_engagement,
        _at(Stage.GATHERING, Stage.ANALYSIS, Stage.ENGAGEMENT, Stage.DRAFTING),
        "record engagement with family and practitioners",
        waits.engagement_incomplete,
    ),
    Step(
        "Answer the key lines of enquiry",
        "enquiry",
        _answer_key_lines,
        _has_unanswered,
        "answer the key lines of enquiry",
        waits.drafting,
    ),
    Step(
        "Write the report",
        "write_report",
        report.write_report,
        _at(Stage.DRAFTING),
        "write the report",
        waits.no_version_of_this_draft,
    ),
    Step(
        "Say where you stand on the report",
        "agree_report",
        report.agree,
        _at(Stage.PANEL_AGREEMENT, Stage.PARTNER_AGREEMENT),
        "say where you stand on the report",
    ),
    Step(
        "Move the review on",
        "move_on",
        stage_moves.refusal_to_move,
        _leads_on,
        "move the review on",
        waits.ready_to_move,
    ),
    Step(
        "Send the report back to the draft",
        "move_on",
        _send_back,
        _leads_back,
        "send the report back to the draft",
        waits.partner_disagrees,
    ),
    Step("Add a child", "add_child", cases.add_child, lambda case: case.stage != Stage.CLOSED),
    Step("Seal identities", "seal", cases.add_child, lambda case: case.stage != Stage.CLOSED),
    Step(
        "Put the case on hold",
        "hold",
        cases.hold,
        lambda case: case.stage != Stage.CLOSED and not _is_held(case),
    ),
    Step("End the hold", "end_hold", cases.end_hold, lambda case: _is_held(case)),
)


def offers(user: User, case: Case, at: datetime) -> list[Offer]:
    """Return the steps to show on `case` now, those open to `user` first, each closed one with its reason."""
    found = [
        Offer(
            step.label,
            reverse(step.url_name, args=[case.reference]),
            step.rule(user, case, at),
            step.is_waiting(user, case, at),
        )
        for step in STEPS
        if step.shown(case)
    ]
    # What is somebody else's to do is not listed as refused: only what is not possible yet is.
    relevant = [offer for offer in found if offer.reason is None or offer.reason.startswith("Not yet:")]
    return sorted(relevant, key=lambda offer: offer.reason is not None)


def _is_held(case: Case) -> bool:
    return case.holds.filter(ended_at__isnull=True).exists()

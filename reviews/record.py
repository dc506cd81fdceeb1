"""The record of the decisions on a case, read across the nouns: what was said, decided, reopened and escalated.

Reading only: nothing is decided or changed here. The page is `decisions` in reviews/decisions/views.py.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from cspr_portal import clock
from reviews import hearing
from reviews.criteria import access as criteria
from reviews.decisions import access as decisions
from reviews.escalations import access as escalations
from reviews.escalations.states import state_of
from reviews.models import (
    Case,
    CriteriaDecision,
    PartnerAbsence,
    PartnerRole,
    PartnerStand,
    PartnerView,
    ReviewDecision,
    Stand,
    User,
)
from reviews.rapid_review import access as rapid_review


@dataclass(frozen=True)
class OnCriteria:
    """A decision on test A with what it rested on, whatever was said later."""

    decision: CriteriaDecision
    # The three partners with what each had said when it was decided
    seats: list[hearing.Seat]
    # The views that did not say what was decided
    differing: list[PartnerView]
    # The partners that could give no view in time
    absences: list[PartnerAbsence]
    # The views that their partner has replaced since
    corrected: list[PartnerView]


@dataclass(frozen=True)
class OnReview:
    """A decision on test B with where each partner stood; without any, it was recorded before that was asked."""

    decision: ReviewDecision
    # As partners are always listed
    stands: list[PartnerStand]

    @property
    def differing(self) -> list[PartnerStand]:
        """The partners that disagreed: the dissent that is kept beside the decision."""
        return [one for one in self.stands if one.stand == Stand.DISAGREES]

    @property
    def absent(self) -> list[PartnerStand]:
        """The partners that could not be heard."""
        return [one for one in self.stands if one.stand == Stand.ABSENT]

    @property
    def agreeing(self) -> list[PartnerStand]:
        """The partners that agreed."""
        return [one for one in self.stands if one.stand == Stand.AGREES]


def of_case(user: User, case: Case, at: datetime) -> dict[str, Any]:
    """Return what the record of `case` shows `user` at `at`, by the names that its template uses."""
    views, absences = hearing.everything(case)
    on_criteria, on_review = criteria_decisions(case), review_decisions(case)
    return {
        "said": hearing.now(case),
        "on_criteria": next((one for one in on_criteria if one.decision.reopened_at is None), None),
        "earlier_on_criteria": [one for one in on_criteria if one.decision.reopened_at is not None],
        "earlier_views": [view for view in views if view.superseded_at is not None],
        "ended_absences": [absence for absence in absences if absence.ended_at is not None],
        "rapid_review": case.held_rapid_review,
        "on_review": next((one for one in on_review if one.decision.reopened_at is None), None),
        "earlier_on_review": [one for one in on_review if one.decision.reopened_at is not None],
        "answers": case.panel_answers.select_related("recorded_by", "response_recorded_by"),
        "may_respond": rapid_review.speak_for_partners(user, case, at) is None,
        "escalations": [(one, state_of(one, clock.today(at))) for one in case.escalations.all()],
        "may_reopen_criteria": criteria.reopen_criteria(user, case, at) is None,
        "may_reopen_review": decisions.reopen_review(user, case, at) is None,
        "may_escalate": escalations.raise_escalation(user, case, at) is None,
        "to_confirm": [
            view
            for view in hearing.now(case).unconfirmed
            if criteria.confirm_view(user, case, view, at) is None
        ],
    }


def criteria_decisions(case: Case) -> list[OnCriteria]:
    """Return all decisions on test A that there ever were on `case`, the newest first."""
    decisions = case.criteria_decisions.select_related("decided_by", "reopened_by")
    return [_on_criteria(case, one) for one in decisions]


def review_decisions(case: Case) -> list[OnReview]:
    """Return all decisions on test B that there ever were on `case`, the newest first, with all that they hold."""
    decisions = case.review_decisions.select_related("decided_by", "reopened_by").prefetch_related(
        "criteria", Prefetch("stands", PartnerStand.objects.select_related("agency"))
    )
    return [on_review(one) for one in decisions]


def on_review(decision: ReviewDecision) -> OnReview:
    """Return a decision on test B with where each partner stood."""
    stands = sorted(decision.stands.all(), key=lambda one: PartnerRole.place(one.partner_role))
    return OnReview(decision, stands)


def _on_criteria(case: Case, decision: CriteriaDecision) -> OnCriteria:
    said = hearing.at_moment(case, decision.decided_at)
    return OnCriteria(
        decision,
        said.seats,
        said.differing(decision.is_met),
        list(said.absences.values()),
        hearing.corrected_since(case, decision),
    )

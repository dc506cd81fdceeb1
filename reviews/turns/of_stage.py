"""What waits on a case because of its stage, and of what its next step lacks. Nothing is decided here."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from cspr_portal import clock
from reviews import hearing, paths, stage_moves
from reviews.decisions.access import is_review_decided
from reviews.engagement.states import ANSWERS
from reviews.models import (
    AgreementBody,
    Case,
    DecisionKind,
    DecisionQuorum,
    PanelAnswerKind,
    PanelSeat,
    PartnerRole,
    PartnersResponse,
    ReportVersion,
    Review,
    ReviewOutcome,
    Turn,
)
from reviews.notifications import access as notifications
from reviews.panel.access import substitutes_of
from reviews.report.agreed import partners_on
from reviews.stages import Stage

from . import of_reviewers
from .lacks import Lack


def all_of(case: Case, lacks: Sequence[Lack]) -> Iterator[Turn]:
    """Yield what waits at the stage of `case`, which has not ended; `lacks` is what its next steps lack."""
    return _Facts(case, lacks).turns()


class _Facts:
    """What one case holds, read as its stage needs it, and the turns that follow from it."""

    def __init__(self, case: Case, lacks: Sequence[Lack]) -> None:
        self.case = case
        self.lacks = lacks

    def turns(self) -> Iterator[Turn]:
        """Yield what waits at the case's stage."""
        case = self.case
        yield from self._notification()
        if case.stage == Stage.LOGGED:
            yield from self._criteria()
        elif case.stage == Stage.RAPID_REVIEW:
            yield from self._rapid_review()
        elif case.stage == Stage.CONTRIBUTION and case.contribution.returned_on is None:
            turn = Turn.of_coordinator(self.case, "contribution")
            turn.sort_on = case.contribution.due_on or turn.sort_on
            yield turn
        elif hasattr(case, "review"):
            yield from self._review()
        if (
            case.held_rapid_review is not None
            and case.held_rapid_review.sent_on is None
            and is_review_decided(case)
        ):
            yield Turn.of_coordinator(self.case, "rapid_review_sent")
        yield from self._panel_answered()
        yield from self._moves()

    # From logging to commissioning

    def _notification(self) -> Iterator[Turn]:
        if notifications.is_awaited(self.case):
            yield Turn.of_coordinator(self.case, "notify")
            yield Turn.of_partner(self.case, "notify", PartnerRole.LOCAL_AUTHORITY)

    def _criteria(self) -> Iterator[Turn]:
        if not paths.of_case(self.case).needs_criteria:
            if not any(one.told_on is None for one in paths.asked_of(self.case)):
                yield Turn.of_coordinator(self.case, "end_told")
            return
        heard = hearing.now(self.case)
        for seat in heard.seats:
            if seat.view is None and seat.absence is None:
                yield Turn.of_partner(self.case, "give_view", seat.role)
        if hearing.refusal_to_decide(heard) is None:
            yield from Turn.of_coordinator_and_partners(self.case, "decide_criteria")

    def _rapid_review(self) -> Iterator[Turn]:
        case = self.case
        if case.held_rapid_review is None:
            if not case.agency_requests.exists():
                yield Turn.of_coordinator(self.case, "ask_agencies")
            yield Turn.of_coordinator(self.case, "rapid_review")
        elif not is_review_decided(case):
            yield from Turn.of_coordinator_and_partners(self.case, "decide_review")
        elif case.review_decision is not None and case.review_decision.outcome == ReviewOutcome.CSPR:
            yield from Turn.of_coordinator_and_partners(self.case, "commission")

    def _panel_answered(self) -> Iterator[Turn]:
        answers = list(self.case.panel_answers.all())
        for answer in answers:
            task = "challenge_followed" if answer.response == PartnersResponse.CHALLENGE else ""
            task = "respond_to_panel" if not answer.response else task
            if task and not answer.response_followed:
                yield from Turn.of_coordinator_and_partners(self.case, task, subject=answer.pk)
        asks_again = answers and answers[0].answer == PanelAnswerKind.THINK_AGAIN
        if asks_again and is_review_decided(self.case) and not hasattr(self.case, "review"):
            yield from Turn.of_coordinator_and_partners(self.case, "reopen_review")

    # The review

    def _review(self) -> Iterator[Turn]:
        stage = self.case.stage
        if stage == Stage.SCOPING:
            yield from self._scoping()
        if stage == Stage.ANALYSIS and not self.review.key_lines.exists():
            yield from of_reviewers.each(self.case, "add_key_line")
        if stage == Stage.ENGAGEMENT:
            answered = self.review.engagements.filter(outcome__in=ANSWERS)
            engaged = set(answered.values_list("engaged_with", flat=True))
            if len(engaged) < 2:
                yield Turn.of_coordinator(self.case, "record_engagement")
                yield from of_reviewers.each(self.case, "record_engagement")
        if stage == Stage.DRAFTING:
            if self.review.key_lines.filter(answered_at__isnull=True).exists():
                yield from of_reviewers.each(self.case, "enquiry")
            if self._waits_for_a_version:
                yield from of_reviewers.each(self.case, "write_report")
        if stage == Stage.PANEL_AGREEMENT:
            given = {agreement.seat_id for agreement in self._agreements(AgreementBody.PANEL)}
            asked = [one for one in self.seats if one.confirmed_at is not None and one.pk not in given]
            for seat in asked:
                if seat.user_id:
                    yield Turn.of_person(self.case, "agree_report", seat.user_id)
            # Whoever sits in may say so for the seat, from their first day to their last.
            for one in substitutes_of(self.case, clock.now()).filter(seat__in=asked):
                days = {"shown_from": one.starts_on, "shown_until": one.ends_on}
                yield Turn.of_person(self.case, "agree_report", one.user_id, **days)
        if stage == Stage.PARTNER_AGREEMENT:
            roles = {agreement.partner_role for agreement in self._agreements(AgreementBody.PARTNERS)}
            for role in PartnerRole.values:
                if role not in roles:
                    yield Turn.of_partner(self.case, "agree_report", role)

    def _scoping(self) -> Iterator[Turn]:
        if self.review.scoped_at is None:
            yield from self._coordinator_and_chair("scope")
        has_chair = any(seat.is_chair and seat.confirmed_at for seat in self.seats)
        if not has_chair or any(seat.is_statutory and not seat.confirmed_at for seat in self.seats):
            yield from self._coordinator_and_chair("panel")

    def _moves(self) -> Iterator[Turn]:
        case = self.case
        by_hand = stage_moves.next_by_hand(case)
        if not by_hand or (case.stage == Stage.CONTRIBUTION and case.contribution.returned_on is None):
            return
        is_ready = not (case.stage == Stage.DRAFTING and self._waits_for_a_version)
        lacks_nothing = not any(lack.target == by_hand[0] for lack in self.lacks)
        if is_ready and lacks_nothing and not stage_moves.is_back(case, by_hand[0]):
            yield from self._coordinator_and_chair("move_on")
        if case.stage != Stage.PARTNER_AGREEMENT:
            return
        views = {one.partner_role: one.view for one in self._agreements(AgreementBody.PARTNERS)}
        needed = DecisionQuorum.needed(DecisionKind.AGREEMENT, clock.today(clock.now()))
        if partners_on(views, needed).is_refused:
            yield from self._coordinator_and_chair("send_back")

    @cached_property
    def review(self) -> Review:
        return self.case.review

    @cached_property
    def seats(self) -> list[PanelSeat]:
        return [seat for seat in self.review.seats.all() if seat.left_on is None]

    @cached_property
    def newest(self) -> ReportVersion | None:
        return self.review.report_versions.defer("text").first()

    @cached_property
    def _waits_for_a_version(self) -> bool:
        """Whether no version was written since the case last came to the draft."""
        came = self.case.stage_changes.filter(to_stage=Stage.DRAFTING).order_by("-changed_at").first()
        return self.newest is None or (came is not None and self.newest.written_at < came.changed_at)

    def _agreements(self, body: str) -> list[Any]:
        if self.newest is None:
            return []
        return list(self.newest.agreements.filter(body=body))

    # For whom

    def _coordinator_and_chair(self, task: str) -> Iterator[Turn]:
        yield Turn.of_coordinator(self.case, task)
        if hasattr(self.case, "review"):
            for seat in self.seats:
                if seat.is_chair and seat.confirmed_at is not None and seat.user_id:
                    yield Turn.of_person(self.case, task, seat.user_id)

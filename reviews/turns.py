"""What waits on a case and for whom, worked out anew after every change of the case.

`work_out` says it for one case from its data; `refresh` keeps the rows by which `/staff/` finds it among
ten thousand. Who may do what stays in the access modules: a turn invites, it never permits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from cspr_portal import clock
from reviews import (
    clocks,
    hearing,
    paths,
    stage_moves,
    turns_beside,
    turns_of_chronology,
    turns_of_engagement,
    turns_of_learning,
    turns_of_report,
    turns_of_reviewers,
)
from reviews.criteria import access as criteria
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
    ReviewerAppointment,
    ReviewOutcome,
    Turn,
)
from reviews.notifications import access as notifications
from reviews.report.agreed import partners_on
from reviews.stages import ENDS, Stage
from reviews.standing import POINTERS
from reviews.turn_tasks import PLACES


@dataclass(frozen=True)
class Lack:
    """What one of a case's next steps lacks: the label of the step, the sentence, the stage a person would move to."""

    step: str
    sentence: str
    target: Stage | None = None


def refresh(key: UUID) -> None:
    """Bring the rows of the case with that key up to date; rows that still hold are left as they are."""
    case = Case.objects.select_related(*POINTERS).get(pk=key)
    running = clocks.running(clocks.of_case(case))
    nearest = running.due if running else None
    lacks = what_is_missing(case)
    wanted = {_fingerprint(turn): turn for turn in work_out(case, nearest, lacks)}
    kept = {_fingerprint(turn): turn.pk for turn in case.turns.all()}
    gone = [pk for found, pk in kept.items() if found not in wanted]
    if gone:
        Turn.objects.filter(pk__in=gone).delete()
    Turn.objects.bulk_create(turn for found, turn in wanted.items() if found not in kept)
    missing = [[lack.step, lack.sentence] for lack in lacks]
    if (missing, nearest) != (case.missing, case.sort_on):
        Case.objects.filter(pk=key).update(missing=missing, sort_on=nearest)


def work_out(case: Case, nearest: date | None, lacks: Sequence[Lack]) -> list[Turn]:
    """Return what waits on `case` now, and from which day on, in the order of TASKS.

    `nearest` is when its nearest running clock is due: what has no day of its own is sorted by it.
    `lacks` is what its next steps lack.
    """
    if case.stage in ENDS:
        turns = [*turns_beside.still_to_tell(case), *turns_beside.to_withdraw(case)]
        turns += turns_beside.to_answer(case)
    else:
        turns = [*_Facts(case, lacks).turns(), *turns_beside.all_of(case)]
    if case.stage != Stage.CLOSED:
        turns += turns_of_learning.all_of(case)
        turns += turns_of_reviewers.all_of(case)
        turns += turns_of_chronology.all_of(case)
        turns += turns_of_engagement.all_of(case)
        turns += turns_of_report.all_of(case)
    for turn in turns:
        if turn.sort_on == date.max and nearest is not None:
            turn.sort_on = nearest
    return sorted(turns, key=lambda turn: PLACES[turn.task])


def what_is_missing(case: Case) -> list[Lack]:
    """Return what the case's next steps lack; nothing for one that may be taken."""
    at = clock.now()
    found: list[Lack] = []
    if case.stage == Stage.LOGGED and paths.of_case(case).needs_criteria:
        sentence = criteria.missing_for_criteria(case, at)
        if sentence is not None:
            found.append(Lack("Record the criteria decision", sentence))
    for target in stage_moves.next_by_hand(case):
        sentence = stage_moves.missing_for(case, target, at)
        if sentence is not None:
            found.append(Lack("Move the review on", sentence, target))
    return found


def _fingerprint(turn: Turn) -> tuple[Any, ...]:
    names = (
        "task",
        "waits_for",
        "partner_role",
        "user_id",
        "not_for_id",
        "subject",
        "shown_from",
        "sort_on",
    )
    return tuple(getattr(turn, name) for name in names)


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
            yield from self._coordinator_and_partners("decide_criteria")

    def _rapid_review(self) -> Iterator[Turn]:
        case = self.case
        if case.held_rapid_review is None:
            if not case.agency_requests.exists():
                yield Turn.of_coordinator(self.case, "ask_agencies")
            yield Turn.of_coordinator(self.case, "rapid_review")
        elif not is_review_decided(case):
            yield from self._coordinator_and_partners("decide_review")
        elif case.review_decision is not None and case.review_decision.outcome == ReviewOutcome.CSPR:
            yield from self._coordinator_and_partners("commission")

    def _panel_answered(self) -> Iterator[Turn]:
        answers = list(self.case.panel_answers.all())
        for answer in answers:
            task = "challenge_followed" if answer.response == PartnersResponse.CHALLENGE else ""
            task = "respond_to_panel" if not answer.response else task
            if task and not answer.response_followed:
                for turn in self._coordinator_and_partners(task):
                    turn.subject = answer.pk
                    yield turn
        asks_again = answers and answers[0].answer == PanelAnswerKind.THINK_AGAIN
        if asks_again and is_review_decided(self.case) and not hasattr(self.case, "review"):
            yield from self._coordinator_and_partners("reopen_review")

    # The review

    def _review(self) -> Iterator[Turn]:
        stage = self.case.stage
        if stage == Stage.SCOPING:
            yield from self._scoping()
        if stage == Stage.ANALYSIS and not self.review.key_lines.exists():
            yield from self._reviewers("add_key_line")
        if stage == Stage.ENGAGEMENT:
            answered = self.review.engagements.filter(outcome__in=ANSWERS)
            engaged = set(answered.values_list("engaged_with", flat=True))
            if len(engaged) < 2:
                yield Turn.of_coordinator(self.case, "record_engagement")
                yield from self._reviewers("record_engagement")
        if stage == Stage.DRAFTING:
            if self.review.key_lines.filter(answered_at__isnull=True).exists():
                yield from self._reviewers("enquiry")
            if self._waits_for_a_version:
                yield from self._reviewers("write_report")
        if stage == Stage.PANEL_AGREEMENT:
            given = {agreement.seat_id for agreement in self._agreements(AgreementBody.PANEL)}
            for seat in self.seats:
                if seat.confirmed_at is not None and seat.user_id and seat.pk not in given:
                    yield Turn.of_person(self.case, "agree_report", seat.user_id)
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
    def appointments(self) -> list[ReviewerAppointment]:
        return list(self.review.appointments.filter(ended_at__isnull=True))

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

    def _coordinator_and_partners(self, task: str) -> Iterator[Turn]:
        yield Turn.of_coordinator(self.case, task)
        for role in PartnerRole.values:
            yield Turn.of_partner(self.case, task, role)

    def _coordinator_and_chair(self, task: str) -> Iterator[Turn]:
        yield Turn.of_coordinator(self.case, task)
        if hasattr(self.case, "review"):
            for seat in self.seats:
                if seat.is_chair and seat.confirmed_at is not None and seat.user_id:
                    yield Turn.of_person(self.case, task, seat.user_id)

    def _reviewers(self, task: str) -> Iterator[Turn]:
        for one in self.appointments:
            if one.checked_at is not None:
                yield Turn.of_person(self.case, task, one.user_id)

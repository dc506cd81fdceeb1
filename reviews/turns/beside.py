"""What waits on a case beside its stage: holds, returns, letters, escalations, advice, tellings, views to be confirmed.

The stages' own turns are in of_stage.py. Nothing is decided here.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max, Q

from cspr_portal import clock
from reviews import paths
from reviews.authorship import OPEN, stepped_aside
from reviews.models import (
    Advice,
    AgencyRequest,
    Case,
    Correspondence,
    Direction,
    Escalation,
    PartnerRole,
    PartnerView,
    RelatedCase,
    RequestState,
    Turn,
)
from reviews.notifications import access as notifications
from reviews.stages import Stage

# A letter waits from so many working days before its answer is due.
DAYS_TO_ANSWER = 3
# An agency that was reminded after its day is not to be reminded again the next morning.
DAYS_BETWEEN_REMINDERS = 3


def still_to_tell(case: Case) -> Iterator[Turn]:
    """Yield the telling of deaths that the case's path asks for: it waits even where the criteria were not met.

    And where the case ended as told: of a death that was known after that.
    """
    untold = (one for one in paths.told_of_deaths(case) if one.told_on is None)
    if case.stage != Stage.CLOSED and any(not paths.is_given_up(case, one.duty) for one in untold):
        yield Turn.of_coordinator(case, "tell")
        yield Turn.of_partner(case, "tell", PartnerRole.LOCAL_AUTHORITY)


def to_withdraw(case: Case) -> Iterator[Turn]:
    """Yield the withdrawal of a notification whose case was then found not to meet the criteria."""
    if notifications.holding(case) is not None and notifications.is_found_not_met(case):
        yield Turn.of_coordinator(case, "withdraw_notification")
        yield Turn.of_partner(case, "withdraw_notification", PartnerRole.LOCAL_AUTHORITY)


def to_answer(case: Case) -> Iterator[Turn]:
    """Yield what a lead partner and the coordinator answer until the case is closed, also where criteria were not met."""
    if case.stage != Stage.CLOSED:
        yield from _escalations(case)
        yield from _advice(case)


def all_of(case: Case) -> Iterator[Turn]:
    """Yield everything that waits beside the stage of a case that has not ended."""
    yield from still_to_tell(case)
    yield from _views(case)
    yield from _requests(case)
    yield from to_answer(case)
    yield from letters(case)
    yield from _related(case)
    if case.open_hold is not None:
        yield Turn.of_coordinator(case, "look_at_hold", shown_from=case.open_hold.look_again_on)


def _views(case: Case) -> Iterator[Turn]:
    waiting = PartnerView.objects.filter(
        case=case, superseded_at__isnull=True, recorded_by__isnull=False, confirmed_at__isnull=True
    )
    for view in waiting:
        yield Turn.of_partner(case, "confirm_view", view.partner_role, subject=view.pk)


def _requests(case: Case) -> Iterator[Turn]:
    waiting = AgencyRequest.objects.filter(case=case, state__in=OPEN)
    waiting = waiting.annotate(last_chased=Max("chases__chased_at"), approver_is_gone=stepped_aside())
    for one in waiting:
        if one.state == RequestState.SUBMITTED:
            yield Turn.of_coordinator(case, "read_return", subject=one.pk, sort_on=one.due_on)
            continue
        if one.approver_is_gone:
            yield Turn.of_coordinator(case, "name_approver", subject=one.pk, sort_on=one.due_on)
        if one.author_id is None:
            yield Turn.of_coordinator(case, "name_author", subject=one.pk, sort_on=one.due_on)
        shown_from = one.due_on + timedelta(days=1)
        if one.last_chased and clock.today(one.last_chased) > one.due_on:
            shown_from = clock.today(one.last_chased) + timedelta(days=DAYS_BETWEEN_REMINDERS)
        yield Turn.of_coordinator(
            case, "chase_agency", subject=one.pk, sort_on=one.due_on, shown_from=shown_from
        )


def _escalations(case: Case) -> Iterator[Turn]:
    for one in Escalation.objects.filter(case=case, closed_at__isnull=True):
        if one.lead_partner_id is not None:
            yield Turn.of_person(
                case, "answer_escalation", one.lead_partner_id, subject=one.pk, sort_on=one.answer_by
            )
        day_after = one.answer_by + timedelta(days=1)
        yield Turn.of_coordinator(
            case, "escalation_outcome", subject=one.pk, sort_on=one.answer_by, shown_from=day_after
        )


def _advice(case: Case) -> Iterator[Turn]:
    for one in Advice.objects.filter(case=case, responded_at__isnull=True):
        yield Turn.of_coordinator(case, "respond_to_advice", subject=one.pk)


def letters(case: Case) -> Iterator[Turn]:
    """Yield the letters that want an answer: also on a case that has ended, where they still come in."""
    due = Q(due_on__isnull=False, answered_on__isnull=True)
    for letter in Correspondence.objects.holding().filter(due, case=case):
        if letter.due_on is None:
            continue
        # What came in is ours to answer in time; for an answer to us we ask when it is late.
        is_ours = letter.direction == Direction.IN
        waits_from = (
            clock.add_working_days(letter.due_on, -DAYS_TO_ANSWER)
            if is_ours
            else letter.due_on + timedelta(days=1)
        )
        yield Turn.of_coordinator(
            case, "answer_letter", subject=letter.pk, sort_on=letter.due_on, shown_from=waits_from
        )


def _related(case: Case) -> Iterator[Turn]:
    for row in RelatedCase.objects.filter(case=case, seen_at__isnull=True)[:1]:
        turn = Turn.of_coordinator(case, "related")
        turn.not_for_id = row.found_by_id
        yield turn

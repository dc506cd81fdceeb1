"""Periods, ended cases and proposed disposals for tests, and their forms. No test lives here."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import Area, Case, Disposal, DisposalHold, RecordKind, RetentionPeriod, Trigger, User
from reviews.retention import actions
from reviews.stages import Stage
from tests.typed import day

OF_RECORDS = ("record_keeping", "propose_record_disposal", "confirm_record_disposal", "drop_record_disposal")
HOLD_TEXT = "The inquiry into services at night asked that nothing goes."


def period(kind: str = RecordKind.NOT_MET, **changes: Any) -> RetentionPeriod:
    """A month from the end of the case, decided a year ago."""
    since = clock.today(clock.now()) - timedelta(days=365)
    facts: dict[str, Any] = {
        "record_kind": kind,
        "effective_from": since,
        "months": 1,
        "counts_from": Trigger.ENDED,
        "authority": "The partnership’s schedule of 2025.",
        "decided_by": "the safeguarding partners",
        "decided_on": since,
    }
    return RetentionPeriod.objects.create(**facts | changes)


def ended(make_case: Callable[..., Walk], **more: Any) -> Case:
    """A case that did not meet the criteria, and ended so some five months ago."""
    walk = make_case(**more)
    walk.views()
    walk.decide(is_met=False)
    return Case.objects.get(pk=walk.case.pk)


def over(walk: Walk) -> None:
    """Let the case end at the walk's own time, with a period that is over."""
    walk.views()
    walk.decide(is_met=False)
    period()


def proposed(case: Case, by: User) -> Disposal:
    return actions.propose(case, reason="The schedule says so.", by=by, at=clock.now())


def stub(area: Area, first: User, second: User) -> Disposal:
    """What stays of a case that was disposed of last year, as the disposal leaves it."""
    now = clock.now()
    when = now - timedelta(days=365)
    return Disposal.objects.create(
        reference="SC-ZZZZ-ZZZZ",
        area=area,
        record_kind=RecordKind.NOT_MET,
        period=period(),
        kept_until=clock.today(when),
        reason="The schedule said so.",
        proposed_at=when,
        proposed_by=first,
        proposed_as="Coordinator",
        confirmed_at=when,
        confirmed_by=second,
        confirmed_as="Delegate",
        carried_out_at=when,
        logged_in_year=2019,
        ended_in_year=2019,
        abuse="suspected",
        outcome="neither",
    )


def hold_form(again: date, **changes: str) -> dict[str, str]:
    """What is typed for a disposal hold on a case."""
    return {"why": "inquiry", "reason": HOLD_TEXT, **day("look_again_on", again), **changes}


def held(case: Case, by: User) -> DisposalHold:
    """The case, held for an inquiry."""
    at = clock.now()
    again = clock.today(at) + timedelta(days=90)
    return actions.place_hold(
        covers="case", case=case, why="inquiry", reason=HOLD_TEXT, look_again_on=again, by=by, at=at
    )


def _over_and_proposed(walk: Walk) -> None:
    over(walk)
    proposed(walk.case, walk.coordinator)


# Forms of a case: stage, who fills it in, what must have happened first.
FORMS: dict[str, tuple[Stage, str, Callable[[Walk], Any]]] = {
    "place_case_hold": (Stage.LOGGED, "coordinator", lambda walk: None),
    "propose_disposal": (Stage.LOGGED, "coordinator", over),
    "confirm_disposal": (Stage.LOGGED, "second_coordinator", _over_and_proposed),
    "drop_disposal": (Stage.LOGGED, "coordinator", _over_and_proposed),
}

"""What waits on a case and for whom, worked out anew after every change of the case.

`work_out` says it for one case from its data; `refresh` keeps the rows by which `/staff/` finds it among
ten thousand. Who may do what stays in the access modules: a turn invites, it never permits.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from reviews import (
    clocks,
)
from reviews.models import (
    Case,
    Turn,
)
from reviews.stages import ENDS, Stage
from reviews.standing import POINTERS

from . import (
    beside,
    of_chronology,
    of_engagement,
    of_learning,
    of_meetings,
    of_orders,
    of_report,
    of_reviewers,
    of_stage,
)
from .lacks import Lack, what_is_missing
from .tasks import PLACES


def refresh(key: UUID) -> None:
    """Bring the rows of the case with that key up to date; rows that still hold are left as they are."""
    case = Case.objects.select_related(*POINTERS).prefetch_related("children").get(pk=key)
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
        turns = [*beside.still_to_tell(case), *beside.to_withdraw(case)]
        turns += [*beside.to_answer(case), *beside.letters(case)]
    else:
        turns = [*of_stage.all_of(case, lacks), *beside.all_of(case)]
    if case.stage != Stage.CLOSED:
        turns += [*of_learning.all_of(case), *of_orders.all_of(case)]
        if hasattr(case, "review"):
            for of_noun in (of_reviewers, of_chronology, of_meetings, of_report):
                turns += of_noun.all_of(case)
    if hasattr(case, "review"):
        # A promise to a family outlasts the case.
        turns += of_engagement.all_of(case)
    for turn in turns:
        if turn.sort_on == date.max and nearest is not None:
            turn.sort_on = nearest
    return sorted(turns, key=lambda turn: PLACES[turn.task])


def _fingerprint(turn: Turn) -> tuple[Any, ...]:
    names = (
        "task",
        "waits_for",
        "partner_role",
        "user_id",
        "not_for_id",
        "subject",
        "shown_from",
        "shown_until",
        "sort_on",
    )
    return tuple(getattr(turn, name) for name in names)

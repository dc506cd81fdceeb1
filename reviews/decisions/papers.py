"""What the records of the two decisions hold, for paper: the decision as it was made, and the clocks of its day.

Reading only. Who may take one is in access.py; what all decisions, views and reopenings are is read by
reviews/record.py; pages and PDFs are in record_views.py.
"""

import copy
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from cspr_portal import clock
from reviews import clocks, paths, record
from reviews.knowledge import states
from reviews.models import Case, CriteriaDecision, Guidance, Notification, ReviewDecision

Decision = TypeVar("Decision", CriteriaDecision, ReviewDecision)


def of_criteria(case: Case) -> dict[str, Any]:
    """Return what the record of the decision on test A shows, by the names that its template uses.

    The newest decision, even where it has been reopened since, and the earlier ones. Raises IndexError
    before there is any.
    """
    newest, *earlier = record.criteria_decisions(case)
    day = clock.today(newest.decision.decided_at)
    return {
        "case": case,
        "one": newest,
        "earlier": earlier,
        **_around(case, as_it_stood(case, day, newest.decision, None), day),
    }


def of_review(case: Case) -> dict[str, Any]:
    """Return what the record of the decision on test B shows, by the names that its template uses.

    The newest decision, even where it has been reopened since, and the earlier ones. Raises IndexError
    before there is any.
    """
    newest, *earlier = record.review_decisions(case)
    decision = newest.decision
    day = decision.decided_on
    on_criteria = next(
        (one for one in record.criteria_decisions(case) if one.decision.decided_at <= decision.decided_at),
        None,
    )
    resting_on = on_criteria.decision if on_criteria else None
    return {
        "case": case,
        "one": newest,
        "decision": decision,
        "earlier": earlier,
        "resting_on": resting_on,
        "rapid_review": case.held_rapid_review,
        "answers": case.panel_answers.select_related("recorded_by", "response_recorded_by"),
        **_around(case, as_it_stood(case, day, resting_on, decision), day),
    }


def as_it_stood(
    case: Case, day: date, criteria: CriteriaDecision | None, review: ReviewDecision | None
) -> Case:
    """Return a copy of `case` for counting its clocks as they were on `day` (in London), never to be saved.

    The two decisions hold in it as if nobody had reopened them; what was sent, told, withdrawn or
    commissioned after that day has not happened yet. It says what was known then: by the end of that day, and
    not later than the decision was recorded.
    """
    stood = copy.copy(case)
    made = review or criteria
    end = clock.start_of_day(day + timedelta(days=1))
    _know(stood, case, min(end, made.decided_at) if made else end)
    stood.criteria_decision = _standing(criteria)
    stood.review_decision = _standing(review)
    stood.notification = _notification(case, day)
    rapid_review = copy.copy(case.held_rapid_review)
    if rapid_review is not None and rapid_review.sent_on is not None and rapid_review.sent_on > day:
        rapid_review.sent_on = None
    _put(stood, "rapid_review", rapid_review)
    commissioned = copy.copy(getattr(case, "review", None))
    if commissioned is not None and commissioned.decided_on > day:
        commissioned = None
    if commissioned is not None and commissioned.published_on and commissioned.published_on > day:
        commissioned.published_on = None
    _put(stood, "review", commissioned)
    for child in stood.children.all():
        for name in paths.DAYS_TOLD.values():
            told_on = getattr(child, name)
            setattr(child, name, told_on if told_on is not None and told_on <= day else None)
    return stood


def _around(case: Case, stood: Case, day: date) -> dict[str, Any]:
    """What stands around either decision: the notification, the guidance, and the clocks on its day."""
    guidance = Guidance()
    return {
        "decided_on": day,
        "stood": stood,
        "edition": guidance.in_force(day),
        "clocks": [(one, one.tag_words(day)) for one in clocks.of_case(stood, guidance)],
        "not_running": clocks.not_running(stood, guidance),
        "notifications": case.notifications.select_related("recorded_by", "withdrawn_by").prefetch_related(
            "children"
        ),
    }


def _standing(decision: Decision | None) -> Decision | None:
    found = copy.copy(decision)
    if found is not None:
        found.reopened_at = found.reopened_by = None
    return found


def _notification(case: Case, day: date) -> Notification | None:
    """The notification that was the last one sent by the end of `day`, withdrawn only if it was by then."""
    found = copy.copy(case.notifications.filter(sent_on__lte=day).first())
    if found is not None and found.withdrawn_on is not None and found.withdrawn_on > day:
        found.withdrawn_on = found.withdrawn_at = found.withdrawn_by = None
    return found


def _know(stood: Case, case: Case, moment: datetime) -> None:
    """Set on the copy alone what was known of the case at `moment`, its children's outcomes as far as that is known."""
    held = states.at_moment(case, moment)
    children = paths.children_with_days_told().filter(case=case)
    states.children_then(case, moment, children)
    others = getattr(case, "_prefetched_objects_cache", {})
    stood._prefetched_objects_cache = {**others, "children": children}  # type: ignore[attr-defined]
    stood.abuse, stood.outcome = held.abuse, held.outcome
    stood.both_limbs_on, stood.both_limbs_reason = held.both_limbs_on, held.both_limbs_reason
    rows = (row for row in case.knowledge.all() if row.set_at <= moment)
    stood._death_recorded_at = states.death_recorded_at(rows)  # type: ignore[attr-defined]


def _put(stood: Case, name: str, value: object) -> None:
    """Set what is read under `name` on the copy alone; None: as if there were no such row."""
    field: Any = Case._meta.get_field(name)
    field.set_cached_value(stood, value)

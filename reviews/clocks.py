"""The clocks of one case: facts from the database handed to the pure rules of deadlines.py."""

from reviews import deadlines
from reviews.models import Case, GuidanceEdition


def of_case(case: Case) -> list[deadlines.Clock]:
    """Return C1 to C3 of `case` under the edition of the guidance in force when each one started."""
    decision = getattr(case, "criteria_decision", None)
    notification = getattr(case, "notification", None)
    rapid_review = getattr(case, "rapid_review", None)
    review = getattr(case, "review", None)
    early = case.aware_on if case.aware_on != case.both_limbs_on else None
    clocks = []
    if notification or not (decision and not decision.is_met):
        clocks.append(
            deadlines.notify_panel(
                case.both_limbs_on,
                notification.sent_on if notification else None,
                GuidanceEdition.in_force(case.both_limbs_on).periods,
                earlier_reading=early,
            )
        )
    if notification and not (decision and not decision.is_met):
        clocks.append(
            deadlines.rapid_review(
                notification.sent_on,
                case.both_limbs_on,
                rapid_review.sent_on if rapid_review else None,
                GuidanceEdition.in_force(notification.sent_on).periods,
            )
        )
    if review:
        clocks.append(
            deadlines.complete_review(
                review.decided_on, review.published_on, GuidanceEdition.in_force(review.decided_on).periods
            )
        )
    return clocks


def running(clocks: list[deadlines.Clock]) -> deadlines.Clock | None:
    """Return the running clock that is due first, or None."""
    open_ones = [one for one in clocks if one.due is not None and one.met_on is None]
    return min(open_ones, key=lambda one: one.due, default=None)  # type: ignore[arg-type, return-value]

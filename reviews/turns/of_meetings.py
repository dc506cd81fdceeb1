"""What waits on a case because of its panel's meetings: minutes that are missing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from reviews.models import Case, Turn


def all_of(case: Case) -> Iterator[Turn]:
    """Yield what waits because of the meetings of the panel of `case`: from the day after a meeting, its minutes."""
    open_ones = case.review.meetings.filter(minuted_at__isnull=True, cancelled_at__isnull=True)
    days = list(open_ones.values_list("pk", "held_on"))
    if not days:
        return
    chairs = case.review.seats.filter(is_chair=True, left_on__isnull=True, confirmed_at__isnull=False)
    chair = chairs.values_list("user", flat=True).first()
    for key, held_on in days:
        about: dict[str, Any] = {
            "subject": key,
            "sort_on": held_on,
            "shown_from": held_on + timedelta(days=1),
        }
        yield Turn.of_coordinator(case, "minute_meeting", **about)
        if chair is not None:
            yield Turn.of_person(case, "minute_meeting", chair, **about)

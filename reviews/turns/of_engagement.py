"""What waits on a case because of its engagement: contacts that family and practitioners were promised."""

from collections.abc import Iterator
from datetime import timedelta

from reviews.models import Case, Turn

# Time to make the appointment, or to say that it must change.
DAYS_BEFORE = 3


def all_of(case: Case) -> Iterator[Turn]:
    """Yield the promised contacts of `case` that come near or are late, each on its own day."""
    promised = case.review.participants.filter(next_contact_on__isnull=False)
    for key, day in promised.values_list("pk", "next_contact_on"):
        if day is not None:
            yield Turn.of_coordinator(
                case,
                "promised_contact",
                subject=key,
                sort_on=day,
                shown_from=day - timedelta(days=DAYS_BEFORE),
            )

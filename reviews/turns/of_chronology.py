"""What waits on a case because of its chronology: a file that was sent and is neither confirmed nor thrown away."""

from collections.abc import Iterator

from reviews.models import Case, Turn


def all_of(case: Case) -> Iterator[Turn]:
    """Yield what waits for whoever sent a file of the chronology of `case`."""
    waiting = case.review.chronology_files.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
    for key, sender in waiting.values_list("pk", "sent_by"):
        yield Turn.of_person(case, "finish_chronology", sender, subject=key)

"""What waits on a case because of its chronology: a file that was sent and is neither confirmed nor thrown away."""

from collections.abc import Iterator

from reviews.authorship import OPEN
from reviews.models import Case, RequestPurpose, Role, Turn


def all_of(case: Case) -> Iterator[Turn]:
    """Yield what waits for whoever sent a file of the chronology of `case`.

    What an agency's author sent waits for them on their own page (reviews/returns/tasks.py) while their request
    is open, and then for the coordinator.
    """
    waiting = case.review.chronology_files.filter(confirmed_at__isnull=True, dropped_at__isnull=True)
    files = list(waiting.values_list("pk", "agency", "sent_by", "sent_by__role"))
    if not files:
        return
    asked = case.agency_requests.filter(state__in=OPEN, purpose=RequestPurpose.REVIEW)
    authors = set(asked.values_list("agency", "author"))
    for key, agency, sender, role in files:
        if role != Role.AGENCY_AUTHOR:
            yield Turn.of_person(case, "finish_chronology", sender, subject=key)
        elif (agency, sender) not in authors:
            yield Turn.of_coordinator(case, "finish_chronology", subject=key)

"""How often a person may run the disclosure check within an hour, counted in the audit log (reviews/guesses.py).

Somebody who may not know a case could guess at its words by writing them and looking which are marked, so such runs
are few, and each leaves its row in the audit log; so do runs on texts that are tied to no case (practice 25). Runs of
those who may open what is sealed are openings, and are recorded as such.
"""

from datetime import datetime, timedelta

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from publications import access
from publications.models import Publication
from reviews.audit.recording import action, note, record
from reviews.guesses import AN_HOUR, within_the_hour
from reviews.models import User

RUN = "disclosure.run"
MOST_UNSEEN = 20
MOST_WITHOUT_CASE = 120


def begin(publication: Publication, *, by: User, at: datetime) -> None:
    """Count one run of the check by `by`. Raises NotYet, which says from when on, after too many within an hour."""
    if publication.case is None:
        counted, most = "without_case", MOST_WITHOUT_CASE
    elif access.read_case_words(by, publication, at) is not None:
        counted, most = "unseen", MOST_UNSEEN
    else:
        return
    try:
        _count(publication, counted, most, by=by, at=at)
    except NotYet:
        note(by, RUN, str(publication.pk), outcome="denied")
        raise


@action
def _count(publication: Publication, counted: str, most: int, *, by: User, at: datetime) -> None:
    # The person's row is locked, so that two windows at once count as two.
    User.objects.select_for_update().get(pk=by.pk)
    begun = within_the_hour(by, RUN, at, outcome="done", detail__counted=counted)
    moments = list(begun.order_by("at").values_list("at", flat=True))
    if len(moments) >= most:
        again = f"{clock.london(moments[-most] + AN_HOUR + timedelta(minutes=1)):%H:%M}"
        raise NotYet(
            f"Not yet: you have run the check {most} times within an hour. You can run it again from {again}."
        )
    record(by, RUN, str(publication.pk), counted=counted)

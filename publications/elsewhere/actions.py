"""Recording that a case's report was published by another body (practice 24)."""

from datetime import date, datetime

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from publications.elsewhere import access
from publications.models import PublishedElsewhere
from reviews import stage_moves
from reviews.audit import recording
from reviews.audit.recording import action
from reviews.models import Case, User
from reviews.stages import Stage


@action
def record_elsewhere(
    case: Case,
    *,
    body: str,
    published_on: date,
    until: date | None,
    address: str,
    note: str,
    by: User,
    at: datetime,
) -> PublishedElsewhere:
    """Record that `body` published the case's report on `published_on`, and return what is kept.

    A case at “Pre-publication” goes on to “Published”, as with a report of our own. The same body and day sent
    again change nothing.
    """
    case = stage_moves.lock(case)
    check(access.record(by, case, at))
    if published_on > clock.today(at):
        raise NotYet("Not yet: the day on which it was published can’t be in the future.")
    same = case.published_elsewhere.filter(body=body, published_on=published_on).first()
    if same is not None:
        return same
    kept = PublishedElsewhere.objects.create(
        case=case,
        body=body,
        published_on=published_on,
        until=until,
        address=address,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    recording.record(
        by,
        "case.published_elsewhere",
        case.reference,
        published_on=published_on.isoformat(),
        key=str(kept.pk),
    )
    if case.stage == Stage.PRE_PUBLICATION:
        stage_moves.report_published_elsewhere(case, body=body, day=published_on, by=by, at=at)
    return kept

"""The demonstration's checklists before a day of publication, all of one seen to or a part, and a report elsewhere."""

from collections.abc import Iterable
from datetime import datetime

from cspr_portal import clock
from publications.elsewhere.actions import record_elsewhere
from publications.models import Publication, StepKind, StepOutcome
from publications.releasing import actions, checklist
from reviews.models import Case, User


def see_to_everything(publication: Publication, *, by: User, at: datetime) -> Publication:
    """See to all that the publication needs before its day can be set, and return it as it then stands."""
    if checklist.needs_copy(publication):
        actions.record_copy(publication, copied_on=clock.today(at), by=by, at=at)
    return see_to(publication, checklist.kinds_of(publication), by=by, at=at)


def see_to_a_part(publication: Publication, *, by: User, at: datetime) -> Publication:
    """See to what is known early: what the partners say, and that no order stands against it."""
    return see_to(publication, (StepKind.COMMUNICATIONS, StepKind.ORDERS), by=by, at=at)


def see_to(publication: Publication, kinds: Iterable[StepKind], *, by: User, at: datetime) -> Publication:
    """See to these items of its checklist, and return the publication as it then stands."""
    actions.record_steps(
        publication,
        kinds=kinds,
        outcome=StepOutcome.DONE,
        done_on=clock.today(at),
        who="The business unit",
        note="Agreed with the three safeguarding partners.",
        by=by,
        at=at,
    )
    publication.refresh_from_db()
    return publication


def by_the_nspcc(case: Case, *, by: User, at: datetime) -> None:
    """Record that the national collection has the case's report too."""
    record_elsewhere(
        case,
        body="The NSPCC’s national collection",
        published_on=clock.today(at),
        until=None,
        address="",
        note="Without naming an area.",
        by=by,
        at=at,
    )

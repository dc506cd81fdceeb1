"""Who outside asks the demonstration's partnership for information: a coroner in good time, a relative nearly due."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from cspr_portal import clock
from reviews.disclosures import actions, gathering
from reviews.disclosures.requester import Requester
from reviews.models import Case, InformationKind, User


def asked(case: Case, people: Mapping[str, User], at: datetime) -> None:
    """Leave two requests for information about the case open; on one there is legal advice."""
    coordinator, today = people["coordinator"], clock.today(at)
    area = case.area
    coroner = actions.record_request(
        area=area,
        cases=[case],
        kind=InformationKind.CORONER,
        body="Coroner for Farholt",
        asked_by="coroner’s officer",
        asks_for="The rapid review and the report, for an inquest.",
        received_on=today - timedelta(days=6),
        named_day=today + timedelta(days=15),
        form_key=uuid.uuid4(),
        by=coordinator,
        at=at - timedelta(days=6),
    )
    actions.advise(
        coroner,
        given_by="Dana Example, solicitor",
        given_on=today - timedelta(days=2),
        summary="Give the rapid review. Tell the coroner that the report is still to be published.",
        by=coordinator,
        at=at - timedelta(days=2),
    )
    relative = actions.record_request(
        area=area,
        cases=[case],
        kind=InformationKind.SUBJECT_ACCESS,
        asked_by="an aunt, for a child",
        asks_for="All that the review holds about the child.",
        received_on=clock.add_months(today, -1) + timedelta(days=2),
        person=Requester("Robin Example", "12 Example Lane"),
        form_key=uuid.uuid4(),
        by=coordinator,
        at=at - timedelta(days=25),
    )
    child = case.children.first()
    gathering.name_subject(relative, child=child, by=coordinator, at=at - timedelta(days=24))

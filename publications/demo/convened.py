"""The meetings of a panel of the demonstration: one that was held, one to come, and the papers of each."""

from datetime import date, datetime, time

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from cspr_portal import clock
from cspr_portal.word import WordFile
from reviews.documents import actions as documents
from reviews.documents.examining import examine
from reviews.meetings import access as meeting_access
from reviews.meetings import actions as meetings
from reviews.models import Document, DocumentClass, Meeting, Presence
from reviews.substitutes import actions as substitutes

from .walk import Walk

WITH_PRACTITIONERS = """Fourteen practitioners came for two days. They read the merged chronology together.

They said that each of them had seen a part: the cold kitchen, the missed visits, the burn. Nobody had the parts side by side. A number that all could ring would have helped.

They asked what becomes of what they said. They hear it before the report is published."""
STANDS_OUT = """Three requests for help with sleep within a month, kept in two systems.

Two missed appointments at the hospital, and no letter to anybody.

Housing was at the door four times, and was asked nothing."""
ON_THE_DRAFT = """Does the draft say what the children were like?

Which of the improvements can begin before the trial ends?"""


def twice(walk: Walk) -> None:
    """The panel has met, with somebody sitting in for the council, and meets again soon."""
    seat = walk.case.review.seats.get(partner_role="la", left_on__isnull=True)
    deputy = walk.partnership["la-deputy"]
    first = walk.today
    walk.day(112)
    substitutes.name_substitute(
        walk.case,
        seat,
        deputy,
        starts_on=first,
        ends_on=walk.today,
        reason="Annual leave.",
        by=walk.coordinator,
        at=clock.at_hour(first, 12),
    )
    papers = [
        _paper(walk, "What practitioners said", WITH_PRACTITIONERS),
        _paper(walk, "What stands out in the merged chronology", STANDS_OUT),
    ]
    agenda = "The chronology\nWho is heard next"
    held = _call(walk, "Read the merged chronology", walk.today, agenda, papers, walk.at)
    attended = {one.pk: (Presence.PRESENT.value, "") for one in meeting_access.seats_at(walk.case, held)}
    attended[seat.pk] = (Presence.SUBSTITUTE.value, meetings.person_words(deputy))
    meetings.minute_meeting(
        walk.case,
        held,
        attended=attended,
        decisions="Health visiting looks for the two earlier requests. The uncle is written to, once.",
        by=walk.coordinator,
        at=clock.at_hour(walk.today, 16),
    )
    now = clock.now()
    soon = clock.add_working_days(clock.today(now), 8)
    agenda = "The draft\nWhat the scrutineer advised\nThe next dates"
    _call(walk, "Read the draft", soon, agenda, [_paper(walk, "Questions on the draft", ON_THE_DRAFT)], now)


def _paper(walk: Walk, title: str, text: str) -> Document:
    """Put a Word file on the case, as the coordinator would."""
    word = WordFile(title, reference=walk.case.reference, reader="The review’s panel", at=walk.at)
    word.paragraphs(text)
    file = SimpleUploadedFile(f"{title}.docx", word.bytes())
    return documents.add_document(
        walk.case,
        file=examine(file, settings.FILE_LIMIT),
        title=title,
        document_class=DocumentClass.ORDINARY,
        by=walk.coordinator,
        at=walk.at,
    )


def _call(walk: Walk, purpose: str, day: date, agenda: str, papers: list[Document], at: datetime) -> Meeting:
    return meetings.call_meeting(
        walk.case,
        purpose=purpose,
        held_on=day,
        starts_at=time(14),
        place="Room 2, Aldermere House",
        agenda=agenda,
        papers=papers,
        by=walk.coordinator,
        at=at,
    )

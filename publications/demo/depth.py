"""What half a year of work leaves on a review of the demonstration, by the real actions.

Its meetings are in convened.py, its learning in learned.py.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import timedelta

from cspr_portal import clock
from cspr_portal.word_in.found import SENTENCES
from reviews.assignments import actions as assignments
from reviews.assignments import advising
from reviews.chronology import actions as chronology
from reviews.chronology import bringing, file_forms
from reviews.engagement import actions as engagement
from reviews.enquiry import actions as enquiry
from reviews.escalations import actions as escalations
from reviews.models import (
    AdviceAbout,
    Agreed,
    ChronologyEntry,
    EngagedWith,
    EngagementOutcome,
    EscalationAbout,
    Known,
    Participant,
    ProceedingKind,
    ProceedingStatus,
)
from reviews.panel import actions as panel
from reviews.proceedings import actions as proceedings
from reviews.report import actions as report

from . import convened
from .agencies import HEALTH_VISITING, HOMES, HOSPITALS
from .walk import Walk

METHODOLOGY = """Returns from each agency, and one merged chronology.
Two days on which practitioners who knew the children read it together.
Conversations with relatives, where the trial allows them.
The panel meets each month, and reads each draft."""
QUESTIONS = """Who saw the children alone, and what did they show?
Why did three requests for help stay apart?
What did housing know that nobody asked for?"""
HEADINGS = ("Date", "Event", "Source", "Significance", "Practice comment")
# What each agency knew: days before the council was aware, how exactly it is known, and what its file says of it.
KNOWN = {
    HEALTH_VISITING: (
        (300, "day", "Seen at home. Both children played; the kitchen was cold.", "Record of visit", "", ""),
        (210, "month", "Two visits missed. A card was left each time.", "Diary", "Significant", ""),
        (
            95,
            "day",
            "The mother asked for help with sleep, and was given a leaflet.",
            "Record of visit",
            "Key event",
            "She had asked twice before. Nobody saw the three requests together.",
        ),
    ),
    HOMES: (
        (260, "about", "The family moved here from another area.", "Tenancy file", "", ""),
        (
            120,
            "day",
            "A repair was refused at the door. It smelled of damp.",
            "Repairs log",
            "Significant",
            "",
        ),
    ),
    HOSPITALS: (
        (
            180,
            "day",
            "Seen with a burn to the hand. Sent home the same day.",
            "Clinic record",
            "Key event",
            "",
        ),
        (
            40,
            "month",
            "An appointment was missed and not offered again.",
            "Clinic list",
            "",
            "No letter went.",
        ),
    ),
}
FOUND_IN_THE_FILE = ("inserted", "comments", "headers", "properties")
PASSAGE = "One number to ring with a small worry."


def of_a_drafted_review(walk: Walk) -> None:
    """Bring a chronology from three agencies, hear people, meet, draft from Word, escalate, and be advised."""
    _proceedings(walk)
    _terms(walk)
    walk.day(100)
    for agency in KNOWN:
        _bring(walk, agency)
    _link(walk)
    _relatives(walk)
    _practitioner(walk)
    convened.twice(walk)
    _report(walk)
    _escalation(walk)
    _advice(walk)


def _proceedings(walk: Walk) -> None:
    """A trial runs beside the review: what waits for it, whom nobody speaks to, what can't be published."""
    proceedings.add_proceeding(
        walk.case,
        kind=ProceedingKind.CRIMINAL,
        status=ProceedingStatus.OPEN,
        led_by="The senior investigating officer, Northmere",
        contact="By the police’s member of the panel",
        effect="The review goes on with all but the mother and the uncle’s partner.",
        effect_on_people="The mother and the uncle’s partner are witnesses: nobody speaks to them before the verdict. "
        "Other relatives only with the senior officer’s agreement.",
        effect_on_publication="Nothing before the verdict. The police read the report first.",
        by=walk.coordinator,
        at=walk.at,
    )


def _terms(walk: Walk) -> None:
    """The panel says how the review is done and what it asks, and looks further back than it had meant to."""
    panel.set_scope(
        walk.case,
        terms_of_reference=walk.case.review.terms_of_reference,
        methodology=METHODOLOGY,
        questions=QUESTIONS,
        timeframe_from=walk.story.aware_on - timedelta(days=545),
        timeframe_to=walk.story.aware_on,
        reason="Housing had known the family for half a year longer than we thought, and the panel agreed on how to "
        "work with practitioners.",
        by=walk.coordinator,
        at=walk.at,
    )


def _bring(walk: Walk, agency: str) -> None:
    """Bring an agency's chronology as a file without a bad row, and confirm what it changes."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADINGS, *_rows(walk, agency)])
    read = file_forms.read(out.getvalue().encode(), today=walk.today)
    file = bringing.bring(
        walk.case,
        agency=walk.partnership.agencies[agency],
        sha256=read.sha256,
        size=read.size,
        notes=read.notes,
        content=read.content,
        by=walk.coordinator,
        at=walk.at,
    )
    seen = bringing.compared(file, read.content)
    bringing.confirm(file, walk.case, comparison=seen, seen=seen.mark, by=walk.coordinator, at=walk.at)


def _rows(walk: Walk, agency: str) -> Iterable[Sequence[str]]:
    for days, exactly, *said in KNOWN[agency]:
        day = clock.day_words(walk.story.aware_on - timedelta(days=int(days)))
        month = day.partition(" ")[2]
        yield ({"day": day, "month": month, "about": f"about {month}"}[str(exactly)], *map(str, said))


def _link(walk: Walk) -> None:
    """Let a key line rest on an event, on which a member of the panel has commented."""
    key_event = ChronologyEntry.objects.get(
        review=walk.case.review, agency__name=HEALTH_VISITING, significance="key"
    )
    chronology.comment(
        key_event,
        walk.case,
        comment="Our own notes have a fourth request, in the week before.",
        by=walk.partnership["panel-member"],
        at=walk.at,
    )
    enquiry.link_evidence(
        walk.case,
        walk.case.review.key_lines.all()[0],
        entry=key_event,
        words="The third request in a month, and the first that is written down.",
        by=walk.reviewer,
        at=walk.at,
    )


def _relatives(walk: Walk) -> None:
    """A grandmother gives her views, an uncle declines, and the mother can't be spoken to before the trial."""
    grandmother = engagement.add_participant(
        walk.case,
        engaged_with=EngagedWith.FAMILY,
        called="The grandmother",
        contact="07700 900142, on weekday mornings. Leave no message.",
        reach_through="The family liaison officer",
        must_not_know="Her son. He shares her telephone in the evenings.",
        officer_agreed=Agreed.YES,
        officer_agreed_on=walk.today,
        needs_interpreter=Known.NO,
        format_wanted="Large print",
        own_pseudonym="Nan",
        may_be_said="That the children laughed a lot at her house.",
        by=walk.reviewer,
        at=walk.at,
    )
    uncle = engagement.add_participant(
        walk.case, engaged_with=EngagedWith.FAMILY, called="The uncle", by=walk.reviewer, at=walk.at
    )
    mother = engagement.add_participant(
        walk.case,
        engaged_with=EngagedWith.FAMILY,
        called="The mother",
        reach_through="Her solicitor",
        officer_agreed=Agreed.WAITING,
        by=walk.reviewer,
        at=walk.at,
    )
    for one, outcome, note in (
        (grandmother, EngagementOutcome.OFFERED, "A letter in large print, by the family liaison officer."),
        (uncle, EngagementOutcome.OFFERED, "By telephone. A meeting, or a letter, or nothing."),
        (mother, EngagementOutcome.NOT_POSSIBLE, "Not before the trial ends: the senior officer’s decision."),
    ):
        _happened(walk, one, outcome, note)
    walk.day(108)
    _happened(walk, grandmother, EngagementOutcome.MET, "At her home, for two hours, with an advocate.")
    _happened(walk, uncle, EngagementOutcome.DECLINED, "He does not want to take part, and is left in peace.")


def _practitioner(walk: Walk) -> None:
    """A health visitor gives her views, and is promised to hear what becomes of them."""
    visitor = engagement.add_participant(
        walk.case,
        engaged_with=EngagedWith.PRACTITIONERS,
        called="Health visitor 1",
        by=walk.reviewer,
        at=walk.at,
    )
    engagement.record_with(
        walk.case,
        visitor,
        outcome=EngagementOutcome.WROTE,
        happened_on=walk.today,
        note="Four pages, and a call after reading them. Her manager offered support.",
        next_contact_on=clock.add_working_days(clock.today(clock.now()), 8),
        next_contact="Telephone call about the draft",
        by=walk.reviewer,
        at=walk.at,
    )


def _happened(walk: Walk, one: Participant, outcome: EngagementOutcome, note: str) -> None:
    engagement.record_with(
        walk.case, one, outcome=outcome, happened_on=walk.today, note=note, by=walk.reviewer, at=walk.at
    )


def _report(walk: Walk) -> None:
    """The first version comes from a Word file; a partner comments on a passage."""
    walk.day(125)
    version = report.write_report(
        walk.case,
        text=walk.story.report,
        expected_number=0,
        taken_from_word=[SENTENCES[kind][0] for kind in FOUND_IN_THE_FILE],
        by=walk.reviewer,
        at=walk.at,
    )
    report.comment_on_passage(
        version,
        passage=PASSAGE,
        comment="Who answers it at night? A number that nobody answers would be worse than none.",
        by=walk.partners[2],
        at=walk.day(127),
    )


def _escalation(walk: Walk) -> None:
    """Partners disagree whether to wait for the trial; a lead partner decides."""
    person = walk.partnership["lead-partner"]
    escalation = escalations.raise_escalation(
        walk.case,
        about=EscalationAbout.OTHER,
        reason="The police want the review to stop until the trial ends. We would go on with all but the mother.",
        raised_to=f"{person.name}, chief executive",
        lead_partner=person,
        answer_by=clock.add_working_days(walk.today, 5),
        by=walk.partners[0],
        at=walk.at,
    )
    at = walk.day(131)
    escalations.record_outcome(
        walk.case,
        escalation,
        outcome="It goes on. The police read each draft before anybody else, and say within a week what must wait.",
        decided_on=walk.today,
        by=person,
        at=at,
    )


def _advice(walk: Walk) -> None:
    """A scrutineer reads the case and advises, and the coordinator responds."""
    person = walk.partnership["scrutineer"]
    reason = "Independent scrutiny of a review that runs beside a trial."
    assignments.assign(walk.case, person, reason=reason, by=walk.coordinator, at=walk.at)
    advice = advising.give_advice(
        walk.case,
        about=AdviceAbout.REPORT,
        advice="The draft says what services missed. Say too what the children were like, and what worked.",
        by=person,
        at=walk.day(138),
    )
    advising.respond_to_advice(
        walk.case,
        advice,
        response="The reviewer adds a part on the children’s days, from the school and from the grandmother.",
        by=walk.coordinator,
        at=walk.day(141),
    )

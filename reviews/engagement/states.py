"""What counts as an answer, what needs a person or a draft, and how somebody's engagement stands. Pure."""

from collections.abc import Iterable
from datetime import date

from reviews.models import Agreed, Engagement, EngagementOutcome, Participant, ReportVersion

# What was offered has had its answer.
ANSWERS = (
    EngagementOutcome.MET,
    EngagementOutcome.WROTE,
    EngagementOutcome.DECLINED,
    EngagementOutcome.NOT_POSSIBLE,
)
# What can be recorded of family or practitioners as a whole; all else happens with one person.
OF_NOBODY = (*ANSWERS, EngagementOutcome.OFFERED, EngagementOutcome.SUPPORT)
# In the order in which it is asked: the offer comes before its answer.
ASKED = (
    EngagementOutcome.OFFERED,
    *(one for one in EngagementOutcome if one != EngagementOutcome.OFFERED),
)
# What still happens with somebody when the case is closed: its report is public, and drafts may be out.
AFTER_CLOSING = (
    EngagementOutcome.TOLD_CHANGE,
    EngagementOutcome.DRAFT_BACK,
    EngagementOutcome.COMPLAINED,
    EngagementOutcome.COMPLAINT_ANSWERED,
)
OF_A_DRAFT = (EngagementOutcome.DRAFT_SHOWN, EngagementOutcome.DRAFT_BACK)
# Speaking to a witness whom the senior investigating officer has not released can harm a prosecution.
NEEDS_AGREEMENT = (EngagementOutcome.MET, EngagementOutcome.DRAFT_SHOWN)
NOT_AGREED = (Agreed.WAITING, Agreed.NO)


def refusal_of_outcome(called: str, officer_agreed: str, outcome: str) -> str | None:
    """Say why what happened can't be recorded of somebody whom the officer has not agreed to be spoken to."""
    if outcome not in NEEDS_AGREEMENT or officer_agreed not in NOT_AGREED:
        return None
    what = "a meeting" if outcome == EngagementOutcome.MET else "a draft that they read"
    return (
        f"Not yet: the senior investigating officer has not agreed that {mid_sentence(called)} is spoken to, "
        f"so {what} can’t be recorded. What was offered can."
    )


def mid_sentence(called: str) -> str:
    """Return what somebody is called, in mid-sentence: “The grandmother” is the grandmother."""
    return f"the {called[4:]}" if called.startswith("The ") else called


def drafts_out(happened: Iterable[Engagement]) -> list[tuple[ReportVersion, date]]:
    """Return the versions that somebody was shown and has not given back, each with the day it was shown.

    `happened` is in the order in which it happened, with its versions read.
    """
    out: dict[int, tuple[ReportVersion, date]] = {}
    for one in happened:
        if one.version is None:
            continue
        if one.outcome == EngagementOutcome.DRAFT_SHOWN:
            out[one.version.number] = (one.version, one.happened_on)
        elif one.outcome == EngagementOutcome.DRAFT_BACK:
            out.pop(one.version.number, None)
    return [out[number] for number in sorted(out)]


def look(happened: Iterable[Engagement]) -> tuple[str, str]:
    """Return where somebody's engagement stands: the words of a tag, and its kind."""
    rows = list(happened)
    waits = 0
    for one in rows:
        if one.outcome == EngagementOutcome.COMPLAINED:
            waits += 1
        elif one.outcome == EngagementOutcome.COMPLAINT_ANSWERED:
            waits = 0
    if waits:
        return "Complaint waits for an answer", "late"
    answers = [one for one in rows if one.outcome in ANSWERS]
    if answers:
        last = answers[-1]
        calm = last.outcome in (EngagementOutcome.MET, EngagementOutcome.WROTE)
        return str(last.get_outcome_display()), "calm" if calm else "quiet"
    if any(one.outcome == EngagementOutcome.OFFERED for one in rows):
        return "Offered, no answer yet", "live"
    return "Not offered yet", "soon"


def officer_words(participant: Participant) -> tuple[str, str] | None:
    """Return what stands beside somebody who may not be spoken to yet (words, kind of tag), or None."""
    return {
        Agreed.WAITING: ("Waiting for the police to agree", "soon"),
        Agreed.NO: ("Police do not agree", "hold"),
    }.get(Agreed(participant.officer_agreed))

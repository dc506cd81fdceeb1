"""Who may record engagement and see what protects a participant. Each rule returns its sentence, or None.

How to reach somebody is sealed: who may open it is in reviews.sealed.
"""

from datetime import datetime

from reviews import commissioned
from reviews.models import Case, EngagementOutcome, Participant, ReportVersion, User
from reviews.stages import Stage
from reviews.standing import standing

from . import states

ONLY_CONTACT = (
    "Already: the case is closed. What can still be recorded is that somebody was told of an extension, a correction "
    "or a withdrawal, gave a draft back, complained, or had the complaint answered."
)


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not look at the engagement."""
    return commissioned.refusal(case)


def record_engagement(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record who takes part, what was offered to them, and what came of it."""
    refusal = keep_contact(user, case, at)
    return refusal or ("Already: the case is closed." if case.stage == Stage.CLOSED else None)


def keep_contact(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record anything that happened with somebody, whatever the stage.

    A closed case's report may still be extended, corrected or withdrawn, and its family told (practice 14).
    """
    who = standing(user, case, at)
    if not (who.is_reviewer or who.is_coordinator):
        return "Only the Independent Reviewer or the coordinator may record engagement."
    return look(user, case, at)


def see_private(user: User, case: Case, at: datetime) -> bool:
    """Return whether `user` may see who must not know that somebody takes part, and that a contact is sealed."""
    who = standing(user, case, at)
    return who.is_coordinator or who.is_reviewer or bool(who.partner_role)


def record_with(
    user: User,
    case: Case,
    participant: Participant,
    at: datetime,
    outcome: str,
    version: ReportVersion | None = None,
) -> str | None:
    """Say why `user` may not record that with a participant: the officer's agreement, drafts, complaints."""
    refusal = keep_contact(user, case, at)
    if case.stage == Stage.CLOSED and outcome not in states.AFTER_CLOSING:
        refusal = refusal or ONLY_CONTACT
    refusal = refusal or states.refusal_of_outcome(participant.called, participant.officer_agreed, outcome)
    if refusal is not None:
        return refusal
    happened = list(participant.engagements.select_related("version"))
    called = states.mid_sentence(participant.called)
    if outcome in states.OF_A_DRAFT and version is None:
        return "Not yet: choose which numbered draft it was."
    out = {shown.pk for shown, _day in states.drafts_out(happened)}
    if outcome == EngagementOutcome.DRAFT_BACK and version is not None and version.pk not in out:
        return f"Not yet: draft {version.number} is not with {called}."
    if outcome == EngagementOutcome.COMPLAINT_ANSWERED and not any(
        one.outcome == EngagementOutcome.COMPLAINED for one in happened
    ):
        return f"Not yet: no complaint from {called} is recorded."
    return None

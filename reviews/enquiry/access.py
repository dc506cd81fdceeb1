"""Who may add, change and answer key lines of enquiry, and link evidence. Each rule returns its sentence, or None."""

from datetime import datetime

from django.db.models import QuerySet

from reviews import commissioned
from reviews.models import AgencyRequest, Case, ChronologyEntry, KeyLine, KeyLineEvidence, RequestState, User
from reviews.stages import Stage
from reviews.standing import standing

ENQUIRY_STAGES = (Stage.SCOPING, Stage.GATHERING, Stage.ANALYSIS, Stage.ENGAGEMENT, Stage.DRAFTING)


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not look at the enquiry."""
    return commissioned.refusal(case)


def add_key_line(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not add a key line of enquiry, or change one."""
    if not _works_on_it(user, case, at):
        return "Only the Independent Reviewer, the chair or the coordinator may add a key line of enquiry."
    return _in_enquiry(case)


def change_key_line(user: User, case: Case, line: KeyLine, at: datetime) -> str | None:
    """Say why `user` may not change the words of a key line of enquiry."""
    refusal = add_key_line(user, case, at)
    if refusal is None and line.answered_at is not None:
        return "Already: this key line has an answer, so its words stand."
    return refusal


def answer_key_line(user: User, case: Case, line: KeyLine, at: datetime) -> str | None:
    """Say why `user` may not answer a key line of enquiry."""
    if not standing(user, case, at).is_reviewer:
        return "Only the Independent Reviewer may answer a key line of enquiry."
    return _in_enquiry(case)


def link_evidence(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not link evidence to a key line of enquiry."""
    if not _works_on_it(user, case, at):
        return "Only the Independent Reviewer, the chair or the coordinator may link evidence to a key line."
    return _in_enquiry(case)


def remove_evidence(user: User, case: Case, evidence: KeyLineEvidence, at: datetime) -> str | None:
    """Say why `user` may not take evidence off its key line: whoever linked it may, and the reviewer."""
    if evidence.added_by_id != user.pk and not standing(user, case, at).is_reviewer:
        return "Only the Independent Reviewer, or whoever linked it, may remove this evidence."
    return _in_enquiry(case)


def may_read_returns(user: User, case: Case, at: datetime) -> bool:
    """Return whether `user` may open the returns that agencies gave: the panel may not."""
    who = standing(user, case, at)
    return who.is_coordinator or bool(who.partner_role) or who.is_reviewer


def returns_for(user: User, case: Case, line: KeyLine, at: datetime) -> QuerySet[AgencyRequest]:
    """Return the accepted returns that `user` may link to the line, without those linked already."""
    if not may_read_returns(user, case, at):
        return case.agency_requests.none()
    linked = line.evidence.filter(agency_request__isnull=False).values("agency_request")
    accepted = case.agency_requests.filter(state=RequestState.ACCEPTED).exclude(pk__in=linked)
    return accepted.select_related("agency")


def entries_for(line: KeyLine) -> QuerySet[ChronologyEntry]:
    """Return the events of the chronology that may be linked to the line, without those linked already."""
    linked = line.evidence.filter(entry__isnull=False).values("entry")
    return line.review.chronology.filter(gone_at__isnull=True).exclude(pk__in=linked).select_related("agency")


def _works_on_it(user: User, case: Case, at: datetime) -> bool:
    who = standing(user, case, at)
    return who.is_reviewer or who.is_coordinator or who.is_chair


def _in_enquiry(case: Case) -> str | None:
    if not hasattr(case, "review"):
        return commissioned.NOT_YET
    if case.stage not in ENQUIRY_STAGES:
        return "Already: the enquiry is over; the report is being agreed."
    return None

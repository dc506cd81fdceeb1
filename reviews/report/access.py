"""Who may enquire, write, comment and agree. Each rule returns its sentence, or None."""

from datetime import datetime

from reviews.models import AgreementBody, Case, KeyLine, ReportVersion, User
from reviews.stages import Stage
from reviews.standing import standing

ENQUIRY_STAGES = (Stage.SCOPING, Stage.GATHERING, Stage.ANALYSIS, Stage.ENGAGEMENT, Stage.DRAFTING)
AGREED_STAGES = (Stage.PRE_PUBLICATION, Stage.PUBLISHED, Stage.EMBEDDING, Stage.CLOSED)
NOT_COMMISSIONED = "Not yet: the review has not been commissioned."


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not look at the enquiry and the report."""
    return None if hasattr(case, "review") else NOT_COMMISSIONED


def add_key_line(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not add a key line of enquiry."""
    who = standing(user, case, at)
    if not (who.is_reviewer or who.is_coordinator or who.is_chair):
        return "Only the Independent Reviewer, the chair or the coordinator may add a key line of enquiry."
    return _in_enquiry(case)


def answer_key_line(user: User, case: Case, line: KeyLine, at: datetime) -> str | None:
    """Say why `user` may not answer a key line of enquiry."""
    if not standing(user, case, at).is_reviewer:
        return "Only the Independent Reviewer may answer a key line of enquiry."
    return _in_enquiry(case)


def record_engagement(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record what was offered to the family or to practitioners."""
    who = standing(user, case, at)
    if not (who.is_reviewer or who.is_coordinator):
        return "Only the Independent Reviewer or the coordinator may record engagement."
    if not hasattr(case, "review"):
        return NOT_COMMISSIONED
    return "Already: the case is closed." if case.stage == Stage.CLOSED else None


def write_report(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not write the next version of the report."""
    if not standing(user, case, at).is_reviewer:
        return "Only the Independent Reviewer writes the report."
    if case.stage != Stage.DRAFTING or not hasattr(case, "review"):
        return f"Not yet: the report is written while the case is at “{Stage.DRAFTING.label}”."
    return None


def agree(user: User, case: Case, at: datetime, version: ReportVersion | None = None) -> str | None:
    """Say why `user` may not say where they stand on the report's newest version (or on `version`)."""
    if not hasattr(case, "review"):
        return NOT_COMMISSIONED
    who = standing(user, case, at)
    newest = case.review.report_versions.first()
    if version is not None and newest is not None and version.pk != newest.pk:
        return f"Already: version {version.number} has been superseded by version {newest.number}."
    if case.stage == Stage.PANEL_AGREEMENT:
        if not who.has_seat:
            return "Only members of the review’s panel agree the report at this stage."
        given = newest is not None and newest.agreements.filter(seat=who.seat_key).exists()
        speaker = "you have said where you stand"
    elif case.stage == Stage.PARTNER_AGREEMENT:
        if not who.partner_role:
            return "Only the safeguarding partners agree the report at this stage."
        given = (
            newest is not None
            and newest.agreements.filter(body=AgreementBody.PARTNERS, partner_role=who.partner_role).exists()
        )
        speaker = "your partner has said where it stands"
    elif case.stage in AGREED_STAGES:
        return "Already: the panel and the partners have agreed the report."
    else:
        return "Not yet: the report is agreed by the panel, then by the partners, when it is drafted."
    if newest is None:
        return "Not yet: the report has no version."
    return f"Already: {speaker} on version {newest.number}." if given else None


def _in_enquiry(case: Case) -> str | None:
    if not hasattr(case, "review"):
        return NOT_COMMISSIONED
    if case.stage not in ENQUIRY_STAGES:
        return "Already: the enquiry is over; the report is being agreed."
    return None

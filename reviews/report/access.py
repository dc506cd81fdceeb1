"""Who may write the report, comment on its passages, and agree it. Each rule returns its sentence, or None."""

from datetime import datetime

from django.db.models import QuerySet

from reviews import commissioned
from reviews.models import AgreementBody, Case, PassageComment, ReportPicture, ReportVersion, User
from reviews.stages import Stage
from reviews.standing import standing

AGREED_STAGES = (Stage.PRE_PUBLICATION, Stage.PUBLISHED, Stage.EMBEDDING, Stage.CLOSED)
IS_AGREED = "Already: the panel and the partners have agreed the report."


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not look at the report."""
    return commissioned.refusal(case)


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
        return commissioned.NOT_YET
    who = standing(user, case, at)
    newest = case.review.report_versions.first()
    if version is not None and newest is not None and version.pk != newest.pk:
        return f"Already: version {version.number} has been superseded by version {newest.number}."
    if case.stage == Stage.PANEL_AGREEMENT:
        if not who.has_seat:
            return "Only members of the review’s panel agree the report at this stage."
        found = newest.agreements.filter(seat=who.seat_key).first() if newest is not None else None
        given = found is not None
        speaker = "you have said where you stand"
        if found is not None and found.given_by_id != user.pk:
            speaker = f"{found.given_by.name} has said where your seat stands"
    elif case.stage == Stage.PARTNER_AGREEMENT:
        if not who.partner_role:
            return "Only the safeguarding partners agree the report at this stage."
        given = (
            newest is not None
            and newest.agreements.filter(body=AgreementBody.PARTNERS, partner_role=who.partner_role).exists()
        )
        speaker = "your partner has said where it stands"
    elif case.stage in AGREED_STAGES:
        return IS_AGREED
    else:
        return "Not yet: the report is agreed by the panel, then by the partners, when it is drafted."
    if newest is None:
        return "Not yet: the report has no version."
    return f"Already: {speaker} on version {newest.number}." if given else None


def comment(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not comment on a passage of a version."""
    if not hasattr(case, "review"):
        return commissioned.NOT_YET
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role or who.has_seat):
        return "Only the review’s panel, the safeguarding partners and the coordinator comment on the report."
    return IS_AGREED if case.stage in AGREED_STAGES else None


def answer(user: User, case: Case, found: PassageComment, at: datetime) -> str | None:
    """Say why `user` may not answer a comment on a passage."""
    if not standing(user, case, at).is_reviewer:
        return "Only the Independent Reviewer answers comments on the report."
    if found.answered_at is not None:
        return "Already: this comment is answered."
    return IS_AGREED if case.stage in AGREED_STAGES else None


def pictures(user: User, case: Case, at: datetime) -> QuerySet[ReportPicture]:
    """Return the pictures of the case's report that `user`, who may look at it, may see.

    Those that a version shows; and those that wait to be described, for who writes the next one.
    """
    found = ReportPicture.objects.filter(review__case=case)
    return found.exclude(first_version=None) if write_report(user, case, at) is not None else found


def comments(case: Case) -> QuerySet[PassageComment]:
    """Return the comments on all versions of the case's report: for everybody who may look at it."""
    return PassageComment.objects.filter(version__review__case=case).select_related(
        "version__review__case", "given_by"
    )

"""The report's versions, comments on their passages, and where everybody stands on them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import (
    Agreement,
    AgreementBody,
    Case,
    PassageComment,
    ReportVersion,
    User,
)
from reviews.stage_moves import lock
from reviews.stages import Stage
from reviews.standing import standing

from . import access
from .picture_actions import show_pictures


@action
def write_report(
    case: Case,
    *,
    text: str,
    expected_number: int,
    taken_from_word: Sequence[str] = (),
    by: User,
    at: datetime,
) -> ReportVersion:
    """Keep `text` as the next version of the report and return it.

    `taken_from_word` is what reading a Word file found, as sentences, where the text came from one.

    `expected_number` is the newest version's number when the writer began (0: none yet); raises NotYet
    when somebody has written another one meanwhile, so that no text is lost.
    """
    case = lock(case)
    check(access.write_report(by, case, at))
    newest = case.review.report_versions.first()
    number = newest.number if newest else 0
    if number != expected_number:
        raise NotYet(f"Already: version {number} was written meanwhile. Compare the two, and write again.")
    version = ReportVersion.objects.create(
        review=case.review,
        number=number + 1,
        text=text,
        taken_from_word=list(taken_from_word),
        written_at=at,
        written_by=by,
    )
    show_pictures(version)
    record(by, "report.version_written", case.reference, number=version.number)
    return version


@action
def give_agreement(
    case: Case, version: ReportVersion, *, view: str, comments: str, by: User, at: datetime
) -> Agreement:
    """Record where the panel member, or the partner, stands on a version. Silence is never agreement."""
    case = lock(case)
    check(access.agree(by, case, at, version))
    who = standing(by, case, at)
    for_panel = case.stage == Stage.PANEL_AGREEMENT
    agreement = Agreement.objects.create(
        version=version,
        body=AgreementBody.PANEL if for_panel else AgreementBody.PARTNERS,
        seat=who.seat if for_panel else None,
        partner_role="" if for_panel else who.partner_role,
        view=view,
        comments=comments,
        given_at=at,
        given_by=by,
        given_as=who.words,
    )
    record(by, "report.agreement_given", case.reference, number=version.number, view=view)
    return agreement


@action
def comment_on_passage(
    version: ReportVersion, *, passage: str, comment: str, by: User, at: datetime
) -> PassageComment:
    """Keep what somebody says to a passage of a version. The same form sent again returns what it added.

    That the passage's words stand in the version is the form's to find out (passages.py).
    """
    case = lock(version.review.case)
    check(access.comment(by, case, at))
    said = {"passage": passage, "comment": comment, "given_by": by}
    same = version.passage_comments.filter(**said).first()
    if same is not None:
        return same
    found = PassageComment.objects.create(
        version=version, given_at=at, given_as=standing(by, case, at).words, **said
    )
    record(by, "report.passage_commented", case.reference, number=version.number)
    return found


@action
def comment_on_passages(
    version: ReportVersion, said: Iterable[tuple[str, str]], *, by: User, at: datetime
) -> None:
    """Keep several comments, each as (passage, comment): all of them or none. As `comment_on_passage`."""
    for passage, comment in said:
        comment_on_passage(version, passage=passage, comment=comment, by=by, at=at)


@action
def answer_comment(found: PassageComment, *, answer: str, by: User, at: datetime) -> None:
    """Keep what the Independent Reviewer makes of a comment: once. The same answer sent again changes nothing."""
    case = lock(found.version.review.case)
    found = PassageComment.objects.select_related("version").get(pk=found.pk)
    if (found.answer, found.answered_by_id) == (answer, by.pk):
        return
    check(access.answer(by, case, found, at))
    found.answer, found.answered_at, found.answered_by = answer, at, by
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    record(by, "report.comment_answered", case.reference, number=found.version.number)

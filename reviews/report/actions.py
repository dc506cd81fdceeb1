"""Enquiry, engagement, the report's versions, and where everybody stands on them."""

from datetime import date, datetime

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import (
    Agreement,
    AgreementBody,
    Case,
    Engagement,
    KeyLine,
    ReportVersion,
    User,
)
from reviews.stage_moves import lock
from reviews.stages import Stage
from reviews.standing import standing

from . import access


@action
def add_key_line(case: Case, *, question: str, method: str, by: User, at: datetime) -> KeyLine:
    """Add a key line of enquiry with how it will be investigated. The same question twice is refused."""
    case = lock(case)
    check(access.add_key_line(by, case, at))
    if case.review.key_lines.filter(question=question).exists():
        raise NotYet("Already: this key line of enquiry is there.")
    line = KeyLine.objects.create(
        review=case.review, question=question, method=method, added_at=at, added_by=by
    )
    record(by, "enquiry.line_added", case.reference)
    return line


@action
def answer_key_line(case: Case, line: KeyLine, *, answer: str, by: User, at: datetime) -> None:
    """Answer a key line of enquiry, or answer it anew while the enquiry lasts."""
    case = lock(case)
    line = KeyLine.objects.select_for_update().get(pk=line.pk, review=case.review)
    check(access.answer_key_line(by, case, line, at))
    line.answer, line.answered_at, line.answered_by = answer, at, by
    line.save()
    record(by, "enquiry.line_answered", case.reference)


@action
def record_engagement(
    case: Case, *, engaged_with: str, outcome: str, happened_on: date, note: str, by: User, at: datetime
) -> Engagement:
    """Record what was offered to the family or to practitioners, and what came of it; the same, once."""
    case = lock(case)
    check(access.record_engagement(by, case, at))
    same = case.review.engagements.filter(engaged_with=engaged_with, outcome=outcome, happened_on=happened_on)
    if same.filter(note=note).exists():
        raise NotYet("Already: this is recorded.")
    engagement = Engagement.objects.create(
        review=case.review,
        engaged_with=engaged_with,
        outcome=outcome,
        happened_on=happened_on,
        note=note,
        recorded_at=at,
        recorded_by=by,
    )
    record(by, "engagement.recorded", case.reference, engaged_with=engaged_with, engagement=outcome)
    return engagement


@action
def write_report(case: Case, *, text: str, expected_number: int, by: User, at: datetime) -> ReportVersion:
    """Keep `text` as the next version of the report and return it.

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
        review=case.review, number=number + 1, text=text, written_at=at, written_by=by
    )
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

"""Key lines of enquiry: added, changed, given evidence, answered."""

from datetime import datetime

from cspr_portal.refusals import NotYet, Refused, check
from reviews.audit.recording import action, record
from reviews.models import AgencyRequest, Case, ChronologyEntry, KeyLine, KeyLineEvidence, User
from reviews.stage_moves import lock

from . import access


@action
def add_key_line(case: Case, *, question: str, method: str, why: str = "", by: User, at: datetime) -> KeyLine:
    """Add a key line of enquiry with how it will be investigated. The same question twice is refused."""
    case = lock(case)
    check(access.add_key_line(by, case, at))
    if case.review.key_lines.filter(question=question).exists():
        raise NotYet("Already: this key line of enquiry is there.")
    line = KeyLine.objects.create(
        review=case.review, question=question, why=why, method=method, added_at=at, added_by=by
    )
    record(by, "enquiry.line_added", case.reference)
    return line


@action
def change_key_line(
    case: Case, line: KeyLine, *, question: str, method: str, why: str = "", by: User, at: datetime
) -> None:
    """Change the words of a key line of enquiry that has no answer yet."""
    case = lock(case)
    line = KeyLine.objects.select_for_update().get(pk=line.pk, review=case.review)
    check(access.change_key_line(by, case, line, at))
    if case.review.key_lines.exclude(pk=line.pk).filter(question=question).exists():
        raise NotYet("Already: another key line of enquiry asks this.")
    line.question, line.why, line.method = question, why, method
    line.save(update_fields=["question", "why", "method"])
    record(by, "enquiry.line_changed", case.reference)


@action
def link_evidence(
    case: Case,
    line: KeyLine,
    *,
    entry: ChronologyEntry | None = None,
    agency_request: AgencyRequest | None = None,
    words: str = "",
    by: User,
    at: datetime,
) -> KeyLineEvidence:
    """Link to a key line an event, an accepted return, or something in words.

    The same form sent again returns what it linked. Raises NotYet when somebody else has linked the event or
    the return meanwhile, Refused when it is none that `by` may link.
    """
    case = lock(case)
    check(access.link_evidence(by, case, at))
    line = case.review.key_lines.get(pk=line.pk)
    facts = {"entry": entry, "agency_request": agency_request}
    same = line.evidence.filter(**facts, words=words, added_by=by).first()
    if same is not None:
        return same
    if entry is not None and line.evidence.filter(entry=entry).exists():
        raise NotYet("Already: this event is linked to the key line.")
    if agency_request is not None and line.evidence.filter(agency_request=agency_request).exists():
        raise NotYet("Already: this return is linked to the key line.")
    if entry is not None and not access.entries_for(line).filter(pk=entry.pk).exists():
        raise Refused("Only an event of this review’s chronology can be linked to the key line.")
    if agency_request is not None:
        offered = access.returns_for(by, case, line, at)
        if not offered.filter(pk=agency_request.pk).exists():
            raise Refused("Only an accepted return that you may read can be linked to the key line.")
    found = KeyLineEvidence.objects.create(key_line=line, **facts, words=words, added_at=at, added_by=by)
    record(by, "enquiry.evidence_linked", case.reference)
    return found


@action
def remove_evidence(case: Case, evidence: KeyLineEvidence, *, by: User, at: datetime) -> None:
    """Take evidence off its key line; the event or the return itself stays. The log keeps that it was done."""
    case = lock(case)
    check(access.remove_evidence(by, case, evidence, at))
    KeyLineEvidence.objects.filter(pk=evidence.pk, key_line__review=case.review).delete()
    record(by, "enquiry.evidence_removed", case.reference)


@action
def answer_key_line(case: Case, line: KeyLine, *, answer: str, by: User, at: datetime) -> None:
    """Answer a key line of enquiry, or answer it anew while the enquiry lasts."""
    case = lock(case)
    line = KeyLine.objects.select_for_update().get(pk=line.pk, review=case.review)
    check(access.answer_key_line(by, case, line, at))
    line.answer, line.answered_at, line.answered_by = answer, at, by
    line.save()
    record(by, "enquiry.line_answered", case.reference)

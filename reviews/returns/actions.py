"""Asking agencies, and what becomes of each request on the side of those who ask. What authors do is in writing.py."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import (
    Agency,
    AgencyRequest,
    Case,
    Chase,
    RequestState,
    SealedItem,
    User,
)
from reviews.stage_moves import lock, lock_part

from . import access, sheets
from .ledger import step

NOBODY_SIGNS_OFF = "Nobody is named to sign the return off any more. Send it yourself."


@action
def ask_agencies(
    case: Case,
    asked: Sequence[tuple[Agency, User | None]],
    *,
    purpose: str,
    words: str,
    due_on: date,
    subjects: Iterable[SealedItem],
    by: User,
    at: datetime,
    approvers: Mapping[UUID, User] | None = None,
) -> list[AgencyRequest]:
    """Ask each (agency, author or None) for a return, all of them or none, and return the requests.

    `words` is what they are asked, `subjects` goes on the sheet of each, `approvers` are who signs off, by agency.
    Raises NotYet when the case has moved on since `purpose` was read, or when an agency has been asked already;
    Refused for an author or approver who can't be.
    """
    case = lock(case)
    check(access.ask(by, case, at))
    if access.purpose_of(case) != purpose:
        raise NotYet("Already: the case has moved on. Open “Ask agencies” again.")
    sheet = list(subjects)
    made = []
    for agency, author in asked:
        check(access.already_asked(case, agency, at))
        approver = (approvers or {}).get(agency.pk)
        if author is not None:
            check(access.no_author(case, agency, author, None, at))
        if approver is not None:
            check(access.no_approver(case, agency, approver, author.pk if author else None, at))
        found = AgencyRequest.objects.create(
            case=case,
            agency=agency,
            author=author,
            approver=approver,
            purpose=purpose,
            asked=words,
            due_on=due_on,
            sent_at=at,
            sent_by=by,
        )
        found.subjects.set(sheet)
        step(found, RequestState.ASKED, by=by, at=at)
        record(by, "request.sent", case.reference, agency=str(agency.pk), request=str(found.pk))
        made.append(found)
    return made


@action
def name_author(agency_request: AgencyRequest, author: User | None, *, by: User, at: datetime) -> None:
    """Put the request into the hands of `author`, or of nobody yet. For the one before, it is gone at once."""
    found = lock_part(agency_request)
    check(access.change(by, found, at))
    if author is not None:
        check(access.no_author(found.case, found.agency, author, found.approver_id, at))
    found.author = author
    found.save(update_fields=["author"])
    person = str(author.pk) if author else ""
    record(by, "request.author_named", found.case.reference, person=person, request=str(found.pk))


@action
def name_approver(agency_request: AgencyRequest, approver: User | None, *, by: User, at: datetime) -> None:
    """Let `approver` sign the return off, or nobody: what waited to be signed off is then its author's again."""
    found = lock_part(agency_request)
    check(access.change(by, found, at))
    if approver is not None:
        check(access.no_approver(found.case, found.agency, approver, found.author_id, at))
    found.approver = approver
    found.save(update_fields=["approver"])
    if approver is None and found.state == RequestState.TO_SIGN_OFF:
        step(found, RequestState.BEGUN, by=by, at=at, reason=NOBODY_SIGNS_OFF)
    person = str(approver.pk) if approver else ""
    record(by, "request.approver_named", found.case.reference, person=person, request=str(found.pk))


@action
def change_due_day(agency_request: AgencyRequest, *, due_on: date, by: User, at: datetime) -> None:
    """Give the agency another day."""
    found = lock_part(agency_request)
    check(access.change(by, found, at))
    found.due_on = due_on
    found.save(update_fields=["due_on"])
    record(by, "request.due_changed", found.case.reference, due=due_on.isoformat(), request=str(found.pk))


@action
def change_sheet(
    agency_request: AgencyRequest, *, subjects: Iterable[SealedItem], before: int, by: User, at: datetime
) -> None:
    """Put these facts on the request's subject sheet, and take all others off.

    `before` is the mark of the sheet that the choice began from: raises NotYet when it was changed meanwhile.
    """
    found = lock_part(agency_request)
    check(access.change(by, found, at))
    if sheets.mark(found) != before:
        raise NotYet("Already: the subject sheet was changed meanwhile. Look at it again, and choose again.")
    items = list(subjects)
    found.subjects.set(items)
    record(by, "request.sheet_changed", found.case.reference, items=len(items), request=str(found.pk))


@action
def chase(agency_request: AgencyRequest, *, note: str, by: User, at: datetime) -> Chase:
    """Record that the agency was reminded. The same note on the same day, once."""
    found = lock_part(agency_request)
    check(access.chase(by, found, at))
    day = clock.start_of_day(clock.today(at))
    if found.chases.filter(note=note, chased_at__gte=day).exists():
        raise NotYet("Already: this is recorded.")
    chased = Chase.objects.create(request=found, note=note, chased_at=at, chased_by=by)
    record(by, "request.chased", found.case.reference, request=str(found.pk))
    return chased


@action
def send_back(agency_request: AgencyRequest, *, reason: str, by: User, at: datetime) -> None:
    """Give the return back to its author, who reads `reason`; the subject sheet opens again."""
    found = lock_part(agency_request)
    check(access.send_back(by, found, at))
    step(found, RequestState.SENT_BACK, by=by, at=at, reason=reason)
    record(by, "return.sent_back", found.case.reference, request=str(found.pk))


@action
def accept(agency_request: AgencyRequest, *, version: int, by: User, at: datetime) -> None:
    """Accept the return; the subject sheet closes.

    `version` is the one that was read: raises NotYet when the return was sent back and sent again meanwhile.
    """
    found = lock_part(agency_request)
    check(access.accept(by, found, at))
    if found.agency_return.version != version:
        raise NotYet("Already: the agency has sent another return meanwhile. Read that one first.")
    step(found, RequestState.ACCEPTED, by=by, at=at)
    record(by, "return.accepted", found.case.reference, request=str(found.pk), version=version)


@action
def withdraw(agency_request: AgencyRequest, *, reason: str, by: User, at: datetime) -> None:
    """Withdraw the request: for its author it is gone at once. The agency can be asked anew."""
    found = lock_part(agency_request)
    check(access.withdraw(by, found, at))
    step(found, RequestState.WITHDRAWN, by=by, at=at, reason=reason)
    record(by, "request.withdrawn", found.case.reference, request=str(found.pk))

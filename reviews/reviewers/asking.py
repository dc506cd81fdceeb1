"""What the partners ask of a reviewer in writing, and the reply (SI 2018/789, regulation 14). Both are kept."""

from datetime import date, datetime

from cspr_portal.refusals import Refused, check
from reviews.audit.recording import action, record
from reviews.models import Case, Document, ReviewerAppointment, ReviewerRequest, User
from reviews.stage_moves import lock
from reviews.standing import standing

from . import access


@action
def ask_reviewer(
    case: Case,
    appointment: ReviewerAppointment,
    *,
    kind: str,
    asked: str,
    answer_by: date,
    by: User,
    at: datetime,
) -> ReviewerRequest:
    """Ask the reviewer for information or a draft. The same form sent again returns what it recorded."""
    case = lock(case)
    appointment = ReviewerAppointment.objects.select_for_update().get(pk=appointment.pk, review=case.review)
    check(access.ask(by, case, appointment, at))
    facts = {"kind": kind, "asked": asked, "answer_by": answer_by}
    same = appointment.requests.filter(replied_at__isnull=True, **facts).first()
    if same is not None:
        return same
    found = ReviewerRequest.objects.create(
        appointment=appointment, asked_at=at, asked_by=by, asked_as=standing(by, case, at).words, **facts
    )
    record(by, "reviewer.asked", case.reference, person=str(appointment.user_id), kind=kind)
    return found


@action
def reply_to_request(
    case: Case,
    asked: ReviewerRequest,
    *,
    reply: str,
    document: Document | None = None,
    by: User,
    at: datetime,
) -> None:
    """Record the reviewer's reply, with a document that they added to the case. The same reply again changes nothing."""
    case = lock(case)
    asked = ReviewerRequest.objects.select_for_update(of=("self",)).get(
        pk=asked.pk, appointment__review=case.review
    )
    if (asked.replied_by_id, asked.reply, asked.document) == (by.pk, reply, document):
        return
    check(access.reply(by, case, asked, at))
    if document is not None and not access.documents_for_reply(by, case).filter(pk=document.pk).exists():
        raise Refused("Only a document that you added to the case can go with your reply.")
    asked.reply, asked.document, asked.replied_at, asked.replied_by = reply, document, at, by
    asked.save(update_fields=["reply", "document", "replied_at", "replied_by"])
    record(by, "reviewer.replied", case.reference, kind=asked.kind)

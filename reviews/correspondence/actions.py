"""What is done to a case's correspondence: recording it, and recording that it is answered."""

from datetime import date, datetime

from cspr_portal.refusals import Refused, check
from reviews.audit.recording import action, record
from reviews.documents import actions as documents
from reviews.models import Case, Correspondence, Document, User
from reviews.stage_moves import lock

from . import access


@action
def record_correspondence(
    case: Case,
    *,
    direction: str,
    party: str,
    happened_on: date,
    subject: str,
    by: User,
    at: datetime,
    party_words: str = "",
    note: str = "",
    due_on: date | None = None,
    document: Document | None = None,
) -> Correspondence:
    """Record one letter, mail or call and return it. The very same, sent again by the same person, is the same one.

    Raises Refused for somebody who may not, and for a document that isn't theirs to link.
    """
    case = lock(case)
    check(access.record(by, case, at))
    if document is not None and not documents.linked(case, [document.pk], by=by, at=at):
        raise Refused("Choose one of this case’s documents.")
    facts = {
        "direction": direction,
        "party": party,
        "party_words": party_words,
        "happened_on": happened_on,
        "subject": subject,
        "note": note,
        "due_on": due_on,
        "document": document,
    }
    before = case.correspondence.filter(recorded_by=by, **facts).first()
    if before is not None:
        return before
    letter = Correspondence.objects.create(case=case, recorded_at=at, recorded_by=by, **facts)
    record(
        by,
        "correspondence.recorded",
        case.reference,
        letter=str(letter.pk),
        direction=str(direction),
        party=str(party),
    )
    return letter


@action
def mark_answered(letter: Correspondence, *, answered_on: date, by: User, at: datetime) -> None:
    """Record the day on which the letter was answered. Raises NotYet when one is recorded."""
    case = lock(letter.case)
    letter = case.correspondence.select_for_update(of=("self",)).get(pk=letter.pk)
    letter.case = case
    check(access.mark_answered(by, letter, at))
    letter.answered_on = answered_on
    letter.save(update_fields=["answered_on"])
    record(by, "correspondence.answered", case.reference, letter=str(letter.pk))

"""What is done to a case's correspondence: recording it and its answer, correcting their days, removing it."""

from datetime import date, datetime

from cspr_portal.refusals import Refused, check
from reviews.audit.recording import action, record
from reviews.documents import actions as documents
from reviews.models import Case, Correspondence, Document, User
from reviews.stage_moves import lock, lock_part

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
    before = case.correspondence.holding().filter(recorded_by=by, **facts).first()
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
    letter = lock_part(letter)
    check(access.mark_answered(by, letter, at))
    letter.answered_on = answered_on
    letter.save(update_fields=["answered_on"])
    record(by, "correspondence.answered", letter.case.reference, letter=str(letter.pk))


@action
def correct_days(
    letter: Correspondence, *, due_on: date | None, answered_on: date | None, by: User, at: datetime
) -> None:
    """Put right the day by which an answer is due and the day on which it was given; None for neither."""
    letter = lock_part(letter)
    check(access.change(by, letter, at))
    letter.due_on, letter.answered_on = due_on, answered_on
    letter.save(update_fields=["due_on", "answered_on"])
    record(
        by,
        "correspondence.corrected",
        letter.case.reference,
        letter=str(letter.pk),
        due=due_on.isoformat() if due_on else "",
        answered=answered_on.isoformat() if answered_on else "",
    )


@action
def remove(letter: Correspondence, *, reason: str, by: User, at: datetime) -> None:
    """Strike out what was recorded by mistake. Its row stays with who, when and why; nothing waits for it."""
    letter = lock_part(letter)
    check(access.change(by, letter, at))
    letter.removed_at, letter.removed_by, letter.remove_reason = at, by, reason
    letter.save(update_fields=["removed_at", "removed_by", "remove_reason"])
    record(by, "correspondence.removed", letter.case.reference, letter=str(letter.pk))

"""The answer to a request for information: prepared by one person, decided by another, sent by people, recorded here."""

from collections.abc import Iterable
from datetime import date, datetime

from cspr_portal.refusals import NotYet, Refused, check
from reviews.audit.recording import action
from reviews.models import (
    InformationBasis,
    InformationDecision,
    InformationGround,
    InformationOutcome,
    InformationReply,
    InformationRequest,
    RedactedCopy,
    ReleasedCopy,
    User,
)

from . import access, copies, grounds
from .recording import lock, record_on

RELEASES = (InformationOutcome.FULL, InformationOutcome.PART)
NEEDS_GROUNDS = (InformationOutcome.PART, InformationOutcome.REFUSE)


@action
def prepare(
    request: InformationRequest,
    *,
    outcome: str,
    chosen_grounds: Iterable[str],
    reasons: str,
    chosen_copies: Iterable[RedactedCopy],
    by: User,
    at: datetime,
) -> InformationDecision:
    """Prepare the answer for a second person to decide, and return it. It names the copies that may go out."""
    request = lock(request)
    check(access.prepare(by, request, access.holding(request), at))
    named, files = list(dict.fromkeys(chosen_grounds)), list(chosen_copies)
    check(wrong(request, outcome, named, files))
    decision = InformationDecision.objects.create(
        request=request, outcome=outcome, reasons=reasons, prepared_at=at, prepared_by=by
    )
    decision.copies.set(files)
    InformationGround.objects.bulk_create(
        InformationGround(decision=decision, ground=ground) for ground in named
    )
    record_on(request, by, "information.answer_prepared", decision=str(decision.pk), answer=str(outcome))
    return decision


def wrong(
    request: InformationRequest, outcome: str, named: list[str], files: list[RedactedCopy]
) -> str | None:
    """Say what doesn't fit together in an answer, or None."""
    if outcome in NEEDS_GROUNDS and not named:
        return "Choose at least one ground for what is not released."
    if outcome not in NEEDS_GROUNDS and named:
        return "Grounds belong to what is not released. Take them away, or choose another answer."
    offered = {code for code, _words in grounds.offered(request.kind)}
    if not set(named) <= offered:
        return "Choose grounds that a request of this kind may have."
    if outcome in RELEASES and not files:
        return "Add the copies that are to go out first, and choose them."
    if outcome not in RELEASES and files:
        return "No copy goes out with this answer. Take the copies away, or choose another answer."
    if any(copy.request_id != request.pk or copy.removed_at is not None for copy in files):
        return "Choose from the copies of this request."
    return None


@action
def decide(
    request: InformationRequest, decision: InformationDecision, *, as_words: str, by: User, at: datetime
) -> None:
    """Decide the answer that somebody else prepared. `decision` is the one that was read: no other one is decided."""
    request = lock(request)
    holding = access.holding(request)
    check(access.decide(by, request, holding, at))
    holding = _as_read(holding, decision)
    holding.decided_at, holding.decided_by, holding.decided_as = at, by, as_words
    holding.save(update_fields=["decided_at", "decided_by", "decided_as"])
    record_on(
        request, by, "information.answer_decided", decision=str(holding.pk), answer=str(holding.outcome)
    )


@action
def set_aside(
    request: InformationRequest, decision: InformationDecision, *, reason: str, by: User, at: datetime
) -> None:
    """Send a prepared answer back, or think over one that is decided. It stays in the record with the reason."""
    request = lock(request)
    holding = access.holding(request)
    check(access.set_aside(by, request, holding, at))
    holding = _as_read(holding, decision)
    holding.set_aside_at, holding.set_aside_by, holding.set_aside_why = at, by, reason
    holding.save(update_fields=["set_aside_at", "set_aside_by", "set_aside_why"])
    record_on(request, by, "information.answer_set_aside", decision=str(holding.pk))


def _as_read(holding: InformationDecision | None, read: InformationDecision) -> InformationDecision:
    """Return the answer that holds, when it is the one that was read. Raises NotYet."""
    if holding is None or holding.pk != read.pk:
        raise NotYet("Not yet: another answer has been prepared since you read this one. Read it first.")
    return holding


def record_reply(
    request: InformationRequest,
    *,
    to_whom: str,
    sent_on: date,
    sent_how: str,
    note: str,
    chosen_copies: Iterable[RedactedCopy],
    by: User,
    at: datetime,
) -> InformationReply:
    """Record that the decided answer was sent, with the SHA-256 of each file that went, and return that record.

    Each file is proved to be the one that was decided on before anything is kept. Raises Refused and NotYet.
    """
    files = list(chosen_copies)
    check(access.reply(by, request, access.holding(request), at))
    copies.check_bytes(files)
    return _keep_reply(
        request,
        files,
        facts={"to_whom": to_whom, "sent_how": sent_how, "note": note},
        sent_on=sent_on,
        by=by,
        at=at,
    )


@action
def _keep_reply(
    request: InformationRequest,
    files: list[RedactedCopy],
    *,
    facts: dict[str, str],
    sent_on: date,
    by: User,
    at: datetime,
) -> InformationReply:
    request = lock(request)
    decision = access.holding(request)
    check(access.reply(by, request, decision, at))
    if decision is None:
        raise AssertionError("The rule lets nobody send what was not decided.")
    decided = set(decision.copies.values_list("pk", flat=True))
    if not {copy.pk for copy in files} <= decided:
        raise Refused("Choose from the copies that were decided on.")
    if decision.outcome in RELEASES and not files:
        raise Refused("Choose which copies went out.")
    before = request.replies.filter(decision=decision, recorded_by=by, sent_on=sent_on, **facts).first()
    if before is not None:
        return before
    reply = InformationReply.objects.create(
        request=request, decision=decision, sent_on=sent_on, recorded_at=at, recorded_by=by, **facts
    )
    ReleasedCopy.objects.bulk_create(
        ReleasedCopy(reply=reply, copy=copy, sha256=copy.sha256) for copy in files
    )
    if request.answered_on is None or sent_on < request.answered_on:
        request.answered_on = sent_on
        request.save(update_fields=["answered_on"])
    record_on(request, by, "information.reply_recorded", reply=str(reply.pk), copies=len(files))
    return reply


def words_of(decision: InformationDecision, kind: str) -> list[tuple[str, str]]:
    """Return the grounds of a decision on a request of that kind: (words, where the law has it)."""
    return [
        (str(InformationBasis(one.ground).label), grounds.law(one.ground, kind))
        for one in decision.grounds.all()
    ]

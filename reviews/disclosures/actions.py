"""What is done to a request for information before it is answered. Its answer: deciding.py; its files: copies.py."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from cspr_portal import clock
from cspr_portal.refusals import Refused, check
from reviews.audit.recording import action
from reviews.models import Area, Case, InformationAdvice, InformationCase, InformationRequest, User
from reviews.standing import visible_to

from . import access, due, requester
from .recording import lock, record_on
from .requester import Requester


@action
def record_request(
    *,
    area: Area,
    cases: Iterable[Case] = (),
    kind: str,
    asked_by: str,
    asks_for: str,
    received_on: date,
    form_key: uuid.UUID,
    by: User,
    at: datetime,
    body: str = "",
    their_reference: str = "",
    counts_from_on: date | None = None,
    counts_from_why: str = "",
    named_day: date | None = None,
    person: Requester | None = None,
) -> InformationRequest:
    """Record a request and return it. The same form, sent again, is the same request.

    Raises Refused outside the areas and the cases of `by`.
    """
    about = list({case.pk: case for case in cases}.values())
    check(access.record_about(by, area, about, at))
    if visible_to(by, at).filter(pk__in=[case.pk for case in about]).count() != len(about):
        raise Refused("Choose one of your cases.")
    request = InformationRequest(
        area=area,
        kind=kind,
        body=body,
        asked_by=asked_by,
        asks_for=asks_for,
        their_reference=their_reference,
        received_on=received_on,
        counts_from_on=counts_from_on,
        counts_from_why=counts_from_why,
        named_day=None if kind in due.COMPUTED else named_day,
        sealed=requester.close(person) if person else b"",
        recorded_at=at,
        recorded_by=by,
        form_key=form_key,
    )
    request.sort_on = due.of(request).day
    facts: dict[str, Any] = {
        field.attname: getattr(request, field.attname)
        for field in InformationRequest._meta.concrete_fields
        if field.name not in {"id", "form_key"}
    }
    kept, is_new = InformationRequest.objects.get_or_create(form_key=form_key, defaults=facts)
    if is_new:
        InformationCase.objects.bulk_create(InformationCase(request=kept, case=case) for case in about)
        record_on(kept, by, "information.recorded", kind=str(kind))
    elif kept.recorded_by_id != by.pk:
        raise Refused("This form has been used. Open “Record a request” again.")
    return kept


@action
def correct_days(
    request: InformationRequest,
    *,
    received_on: date,
    counts_from_on: date | None,
    counts_from_why: str,
    named_day: date | None,
    by: User,
    at: datetime,
) -> None:
    """Put right the days from which and to which the time counts; who asks may have named another day."""
    request = lock(request)
    check(access.go_on(by, request, at))
    request.received_on, request.named_day = received_on, named_day
    request.counts_from_on, request.counts_from_why = counts_from_on, counts_from_why
    if request.kind in due.COMPUTED:
        request.named_day = None
    request.sort_on = due.of(request).day
    request.save(update_fields=["received_on", "named_day", "counts_from_on", "counts_from_why", "sort_on"])
    day = request.sort_on.isoformat() if request.sort_on else ""
    record_on(request, by, "information.days_corrected", received=received_on.isoformat(), due=day)


@action
def extend(request: InformationRequest, *, told_on: date, reason: str, by: User, at: datetime) -> None:
    """Extend the time once, as the law lets us: whoever asks was told why, not after the first due day."""
    request = lock(request)
    check(access.extend(by, request, at))
    last = due.told_by(request)
    if last is None or told_on > last:
        raise Refused(
            "The time can’t be extended any more: they had to be told by "
            f"{clock.day_words(last) if last else 'the first due day'}."
        )
    request.extended_at, request.extended_by = at, by
    request.extended_why, request.extension_told_on = reason, told_on
    request.sort_on = due.of(request).day
    request.save(update_fields=["extended_at", "extended_by", "extended_why", "extension_told_on", "sort_on"])
    record_on(request, by, "information.extended", told=told_on.isoformat())


@action
def withdraw(request: InformationRequest, *, reason: str, by: User, at: datetime) -> None:
    """Record that the request was taken back, or was recorded by mistake. Its row stays, and nothing waits for it."""
    request = lock(request)
    check(access.withdraw(by, request, at))
    request.withdrawn_at, request.withdrawn_by, request.withdrawn_why = at, by, reason
    request.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record_on(request, by, "information.withdrawn")


@action
def advise(
    request: InformationRequest, *, given_by: str, given_on: date, summary: str, by: User, at: datetime
) -> InformationAdvice:
    """Record legal advice and return it: privileged, and only ever added. The very same, sent again, is the same one."""
    request = lock(request)
    check(access.advise(by, request, at))
    facts = {"given_by": given_by, "given_on": given_on, "summary": summary}
    before = request.advice.filter(recorded_by=by, **facts).first()
    if before is not None:
        return before
    advice = InformationAdvice.objects.create(request=request, recorded_at=at, recorded_by=by, **facts)
    record_on(request, by, "information.advised", advice=str(advice.pk))
    return advice

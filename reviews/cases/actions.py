"""What is done to a case itself: logging it, sealing identities, holds, recusals. Its children: reviews.children."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Required, TypedDict, Unpack

from django.db import IntegrityError, transaction

from cspr_portal.refusals import NotYet, Refused, check
from reviews import references, sealed
from reviews.audit.recording import action, changed, record
from reviews.authorship import OPEN
from reviews.children.actions import add_child
from reviews.models import (
    AgeBand,
    Area,
    Case,
    CaseKind,
    Child,
    HarmCategory,
    Hold,
    Recusal,
    SealedKind,
    StageChange,
    User,
)
from reviews.related import actions as related
from reviews.stage_moves import lock
from reviews.stages import START, Stage

from . import access


class CaseFacts(TypedDict, total=False):
    """What is known of an incident when it is logged. All days are days in London, times are London's."""

    children_safe: Required[str]
    incident_precision: Required[str]
    aware_on: Required[date]
    abuse: Required[str]
    outcome: Required[str]
    summary: Required[str]
    children_safe_note: str
    referred_by: str
    referrer_answered_on: date | None
    incident_from: date | None
    incident_to: date | None
    incident_time: time | None
    setting: str
    aware_time: time | None
    aware_by: str
    abuse_known_on: date | None
    abuse_known_time: time | None
    abuse_known_by: str
    partnership_told_on: date | None
    partnership_told_time: time | None
    partnership_told_by: str
    both_limbs_on: date | None
    both_limbs_reason: str
    is_suspected_suicide: str
    harm_reasoning: str


@action
def log_case(
    *,
    by: User,
    at: datetime,
    form_key: uuid.UUID,
    area: Area,
    kind: str = CaseKind.INCIDENT,
    pseudonym: str = "",
    age_band: str = AgeBand.NOT_KNOWN,
    harms: Iterable[str] = (),
    **facts: Unpack[CaseFacts],
) -> Case:
    """Log a case, with a first child if one is named, and return it. The same key returns the case it made before.

    No named child is needed (Children Act 2004, section 16C: the duty is about the incident). `both_limbs_on`
    is when the local authority had both limbs; left out, it is the day it became aware.
    Raises Refused outside the areas in which `by` may log.
    """
    check(access.log(by, at))
    if not access.areas_to_log_in(by, at).filter(pk=area.pk).exists():
        raise Refused("Only your own areas: choose one of those that you work for.")
    before = Case.objects.filter(form_key=form_key, logged_by=by).first()
    if before is not None:
        return before
    both_limbs_on = facts.pop("both_limbs_on", None) or facts["aware_on"]
    stage, reason = START, "The case was logged."
    if kind == CaseKind.CONTRIBUTION:
        stage, reason = Stage.CONTRIBUTION, "Another partnership leads, and asked us to contribute."
    case = Case(
        reference=references.new(),
        kind=kind,
        area=area,
        stage=stage,
        both_limbs_on=both_limbs_on,
        logged_at=at,
        logged_by=by,
        form_key=form_key,
        **facts,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        # The same form arrived twice at the same moment and the other one was first.
        other = Case.objects.filter(form_key=form_key, logged_by=by).first()
        if other is None:
            raise NotYet("Already: this form has been used. Open “Log a case” again.") from error
        return other
    changed(case.pk)
    StageChange.objects.create(case=case, to_stage=stage, reason=reason, changed_at=at, changed_by=by)
    HarmCategory.objects.bulk_create(
        HarmCategory(case=case, category=category) for category in dict.fromkeys(harms)
    )
    record(by, "case.logged", case.reference)
    if pseudonym:
        add_child(case, pseudonym=pseudonym, age_band=age_band, by=by, at=at)
    return case


@action
def seal_identities(
    case: Case, items: list[tuple[SealedKind, str]], *, by: User, at: datetime, child: Child | None = None
) -> None:
    """Seal facts that identify a child of the case, or people and places of the whole case.

    Raises Refused when the child's pseudonym gives away the name, also together with what was sealed before.
    """
    case = lock(case)
    check(access.add_child(by, case, at))
    sealed.seal(case, items, by=by, at=at, child=child)
    if child is not None:
        child = case.children.get(pk=child.pk)
        check(sealed.names_clash(child, child.pseudonym))
        related.find(child, by=by, at=at)


@action
def put_on_hold(
    case: Case, *, kind: str, reason: str, since: date, told: str, look_again_on: date, by: User, at: datetime
) -> Hold:
    """Put the case on hold. Its clocks run on: a hold explains a date that is missed, and never hides it."""
    case = lock(case)
    check(access.hold(by, case, at))
    hold = Hold.objects.create(
        case=case,
        kind=kind,
        reason=reason,
        since=since,
        told=told,
        look_again_on=look_again_on,
        began_at=at,
        began_by=by,
    )
    case.open_hold = hold
    case.save(update_fields=["open_hold"])
    record(by, "case.hold_began", case.reference, kind=kind)
    return hold


@action
def end_hold(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """End the hold on the case, with the reason."""
    case = lock(case)
    check(access.end_hold(by, case, at))
    case.holds.filter(ended_at__isnull=True).update(ended_at=at, ended_by=by, end_reason=reason)
    case.open_hold = None
    case.save(update_fields=["open_hold"])
    record(by, "case.hold_ended", case.reference)


@action
def recuse(case: Case, person: User, *, reason: str, by: User, at: datetime) -> None:
    """Take `person` off the case because of a conflict of interest: from now on it isn't there for them.

    Open requests to their agency wait for another author, or for somebody else to sign the return off.
    """
    case = lock(case)
    check(access.recuse(by, case, person, at))
    take_off(case, person, reason=reason, by=by, at=at)


@action
def take_off(case: Case, person: User, *, reason: str, by: User, at: datetime) -> None:
    """Write the recusal of `person` from the case, which the caller has locked and for which it has checked."""
    Recusal.objects.create(case=case, user=person, reason=reason, recused_at=at, recused_by=by)
    # Whoever was to sign a return off stays named: that it is to be signed off must not be lost with them.
    case.agency_requests.filter(author=person, state__in=OPEN).update(author=None)
    record(by, "case.recused", case.reference, person=str(person.pk))

"""What is done to a case itself: logging it, its children and their identities, holds, recusals."""

import uuid
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from cspr_portal.refusals import NotYet, Refused, check
from reviews import references, sealed
from reviews.audit.recording import action, record
from reviews.models import Area, Case, Child, Hold, Recusal, SealedKind, StageChange, User
from reviews.stage_moves import lock
from reviews.stages import START

from . import access


@action
def log_case(
    *,
    by: User,
    at: datetime,
    form_key: uuid.UUID,
    area: Area,
    pseudonym: str,
    age_band: str,
    children_safe: str,
    incident_precision: str,
    aware_on: date,
    abuse: str,
    outcome: str,
    summary: str,
    children_safe_note: str = "",
    referred_by: str = "",
    incident_from: date | None = None,
    incident_to: date | None = None,
    incident_time: time | None = None,
    aware_time: time | None = None,
    aware_by: str = "",
    both_limbs_on: date | None = None,
    both_limbs_reason: str = "",
) -> Case:
    """Log a case and its first child and return it. The same form sent again returns the case it made before.

    `both_limbs_on` is when the local authority had both limbs; left out, it is the day it became aware.
    Raises Refused outside the areas in which `by` may log.
    """
    check(access.log(by, at))
    if not access.areas_to_log_in(by, at).filter(pk=area.pk).exists():
        raise Refused("Only your own areas: choose one of those that you work for.")
    before = Case.objects.filter(form_key=form_key, logged_by=by).first()
    if before is not None:
        return before
    case = Case(
        reference=references.new(),
        area=area,
        stage=START,
        children_safe=children_safe,
        children_safe_note=children_safe_note,
        referred_by=referred_by,
        incident_precision=incident_precision,
        incident_from=incident_from,
        incident_to=incident_to,
        incident_time=incident_time,
        aware_on=aware_on,
        aware_time=aware_time,
        aware_by=aware_by,
        both_limbs_on=both_limbs_on or aware_on,
        both_limbs_reason=both_limbs_reason,
        abuse=abuse,
        outcome=outcome,
        summary=summary,
        logged_at=at,
        logged_by=by,
        form_key=form_key,
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
    StageChange.objects.create(
        case=case, to_stage=START, reason="The case was logged.", changed_at=at, changed_by=by
    )
    record(by, "case.logged", case.reference)
    add_child(case, pseudonym=pseudonym, age_band=age_band, by=by, at=at)
    return case


@action
def add_child(case: Case, *, pseudonym: str, age_band: str, by: User, at: datetime) -> Child:
    """Add a child under a pseudonym that no other child of the case has. Raises NotYet when one has it."""
    check(access.add_child(by, case, at))
    case = lock(case)
    if case.children.filter(pseudonym__iexact=pseudonym.strip()).exists():
        raise NotYet(f"Already: this case has a child called {pseudonym.strip()}. Use another pseudonym.")
    child = Child.objects.create(
        case=case, pseudonym=pseudonym.strip(), age_band=age_band, added_at=at, added_by=by
    )
    record(by, "case.child_added", case.reference)
    return child


@action
def rename_child(case: Case, child: Child, *, pseudonym: str, by: User, at: datetime) -> None:
    """Give a child of the case another pseudonym. Raises NotYet when another child of the case has it."""
    check(access.add_child(by, case, at))
    case = lock(case)
    pseudonym = pseudonym.strip()
    if case.children.exclude(pk=child.pk).filter(pseudonym__iexact=pseudonym).exists():
        raise NotYet(f"Already: this case has a child called {pseudonym}. Use another pseudonym.")
    case.children.filter(pk=child.pk).update(pseudonym=pseudonym)
    record(by, "case.child_renamed", case.reference)


@action
def seal_identities(
    case: Case, items: list[tuple[SealedKind, str]], *, by: User, at: datetime, child: Child | None = None
) -> None:
    """Seal facts that identify a child of the case, or people and places of the whole case."""
    check(access.add_child(by, case, at))
    case = lock(case)
    sealed.seal(case, items, by=by, at=at, child=child)


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
    record(by, "case.hold_began", case.reference, kind=kind)
    return hold


@action
def end_hold(case: Case, *, reason: str, by: User, at: datetime) -> None:
    """End the hold on the case, with the reason."""
    case = lock(case)
    check(access.end_hold(by, case, at))
    case.holds.filter(ended_at__isnull=True).update(ended_at=at, ended_by=by, end_reason=reason)
    record(by, "case.hold_ended", case.reference)


@action
def recuse(case: Case, person: User, *, reason: str, by: User, at: datetime) -> None:
    """Take `person` off the case because of a conflict of interest: from now on it isn't there for them."""
    case = lock(case)
    check(access.recuse(by, case, person, at))
    Recusal.objects.create(case=case, user=person, reason=reason, recused_at=at, recused_by=by)
    record(by, "case.recused", case.reference, person=str(person.pk))

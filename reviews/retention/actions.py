"""What is done about keeping: disposal holds, and disposals, which two people decide and one step carries out."""

from datetime import date, datetime

from django.db.models import Q

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, changed, record
from reviews.models import (
    Area,
    Case,
    Disposal,
    DisposalHold,
    HoldCovers,
    RelatedCase,
    Theme,
    User,
)
from reviews.stage_moves import lock
from reviews.standing import standing

from . import access, contents, due


@action
def place_hold(
    *,
    covers: str,
    why: str,
    reason: str,
    look_again_on: date,
    by: User,
    at: datetime,
    case: Case | None = None,
    area: Area | None = None,
    theme: Theme | None = None,
    record_kind: str = "",
) -> DisposalHold:
    """Forbid the disposal of what `covers` names: one case, an area's, a theme's, or a kind of record.

    The same form sent again returns the hold that it placed before. Raises Refused outside one's areas.
    """
    if case is not None:
        case = lock(case)
        check(access.of_case(by, case, at))
    else:
        check(access.look(by, at))
    if area is not None and not access.areas(by, at).filter(pk=area.pk).exists():
        check("Only your own areas: choose one of those that you work for.")
    facts = {"case": case, "area": area, "theme": theme, "record_kind": record_kind}
    facts = {name: facts[name] for name in ("case", "area", "theme", "record_kind") if facts[name]}
    said = {"covers": covers, "why": why, "reason": reason, "look_again_on": look_again_on, "placed_by": by}
    same = DisposalHold.objects.filter(**facts, **said, lifted_at__isnull=True).first()
    if same is not None:
        return same
    hold = DisposalHold.objects.create(**facts, **said, placed_at=at)
    record(by, "retention.hold_placed", _reference(hold), hold=str(hold.pk), covers=covers, why=why)
    return hold


@action
def look_again(hold: DisposalHold, *, look_again_on: date, by: User, at: datetime) -> None:
    """Keep the hold, and say when somebody looks at it next."""
    hold = _locked(hold, by, at)
    hold.look_again_on, hold.looked_at, hold.looked_by = look_again_on, at, by
    hold.save(update_fields=["look_again_on", "looked_at", "looked_by"])
    record(by, "retention.hold_kept", _reference(hold), hold=str(hold.pk))


@action
def lift_hold(hold: DisposalHold, *, reason: str, by: User, at: datetime) -> None:
    """Lift the hold, with the reason. What it covered may be disposed of again when its period is over."""
    hold = _locked(hold, by, at)
    hold.lifted_at, hold.lifted_by, hold.lift_reason = at, by, reason
    hold.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    record(by, "retention.hold_lifted", _reference(hold), hold=str(hold.pk))


@action
def propose(case: Case, *, reason: str, by: User, at: datetime) -> Disposal:
    """Propose that the case is disposed of, for a reason that stays. Raises NotYet before its period is over."""
    case = lock(case)
    check(access.propose(by, case, at))
    working = due.of(case, at)
    if working.period is None or working.kept_until is None or working.ended_on is None:
        raise NotYet("Not yet: no period has been decided for its kind.")
    criteria, review = case.criteria_decision, case.review_decision
    disposal = Disposal.objects.create(
        case=case,
        reference=case.reference,
        area=case.area,
        record_kind=working.kind,
        period=working.period,
        kept_until=working.kept_until,
        reason=reason,
        proposed_at=at,
        proposed_by=by,
        proposed_as=standing(by, case, at).words,
        logged_in_year=case.logged_at.year,
        ended_in_year=working.ended_on.year,
        abuse=case.abuse,
        outcome=case.outcome,
        criteria_met=criteria.is_met if criteria else None,
        review_outcome=review.outcome if review else "",
    )
    record(by, "retention.disposal_proposed", case.reference, period=str(working.period.pk))
    return disposal


@action
def drop(case: Case, disposal: Disposal, *, reason: str, by: User, at: datetime) -> None:
    """Take a proposed or confirmed disposal back, before it is carried out."""
    case = lock(case)
    disposal = _of_case(case, disposal)
    check(access.drop(by, case, disposal, at))
    disposal.dropped_at, disposal.dropped_by, disposal.drop_reason = at, by, reason
    disposal.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    record(by, "retention.disposal_dropped", case.reference)


@action
def confirm(case: Case, disposal: Disposal, *, by: User, at: datetime) -> Disposal:
    """Confirm the disposal as the second person, and carry it out where the database's role may delete.

    Where it may not, as on PostgreSQL by the written steps, `manage.py dispose` carries it out as the owner of the
    tables. Returns the disposal.
    """
    # Not `lock`: what waits on a case that is about to go is not worked out again.
    case = _hold_fast(case)
    disposal = _of_case(case, disposal)
    check(access.confirm(by, case, disposal, at))
    disposal.confirmed_at, disposal.confirmed_by = at, by
    disposal.confirmed_as = standing(by, case, at).words
    disposal.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_as"])
    record(by, "retention.disposal_confirmed", case.reference)
    if contents.may_delete():
        _carry_out(case, disposal, by=by, at=at)
    return disposal


@action
def carry_out(disposal: Disposal, *, at: datetime) -> str | None:
    """Carry out a confirmed disposal from the server; return why not, where something has come in between."""
    if disposal.case is None:
        return access.closed(disposal)
    case = _hold_fast(disposal.case)
    disposal = _of_case(case, disposal)
    refusal = access.closed(disposal) or access.not_due(case, at)
    if disposal.confirmed_at is None:
        refusal = "Not yet: nobody has confirmed it."
    if refusal is None:
        _carry_out(case, disposal, by=None, at=at)
    return refusal


def confirmed() -> list[Disposal]:
    """Return the disposals that wait to be carried out from the server."""
    waiting = Disposal.objects.of_cases().filter(
        confirmed_at__isnull=False, dropped_at__isnull=True, carried_out_at__isnull=True
    )
    return list(waiting.select_related("case").order_by("confirmed_at"))


def _carry_out(case: Case, disposal: Disposal, *, by: User | None, at: datetime) -> None:
    disposal.case, disposal.carried_out_at = None, at
    disposal.save(update_fields=["case", "carried_out_at"])
    pairs = RelatedCase.objects.filter(Q(case=case) | Q(other=case)).values_list("case", "other")
    for other in {key for pair in pairs for key in pair} - {case.pk}:
        # What waits on a case because of this one waits no longer
        changed(other)
    rows = contents.delete(case, at)
    record(by, "retention.disposed", disposal.reference, rows=rows, period=str(disposal.period_id))


def _hold_fast(case: Case) -> Case:
    """Return the case as it stands now, locked until the action ends; somebody else may have disposed of it."""
    found = Case.objects.select_for_update(of=("self",)).select_related("area").filter(pk=case.pk).first()
    if found is None:
        raise NotYet("Already: the case has been disposed of.")
    return found


def _of_case(case: Case, disposal: Disposal) -> Disposal:
    return Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk, case=case)


def _locked(hold: DisposalHold, by: User, at: datetime) -> DisposalHold:
    if hold.case is not None:
        lock(hold.case)
        check(access.of_case(by, hold.case, at))
    check(access.look(by, at))
    found = DisposalHold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    check(access.change_hold(found))
    return found


def _reference(hold: DisposalHold) -> str:
    return hold.case.reference if hold.covers == HoldCovers.CASE and hold.case else ""

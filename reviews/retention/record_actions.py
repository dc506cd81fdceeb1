"""The disposal of a record that is no case, or only part of one: two people decide it and one step carries it out."""

from datetime import datetime

from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Case, Disposal, User
from reviews.stage_moves import lock

from . import access, contents, record_access, records
from .records import Subject

NOT_THERE = "Already: there is nothing left of it to dispose of."


@action
def propose(subject: Subject, *, reason: str, by: User, at: datetime) -> Disposal:
    """Propose that the record is disposed of, for a reason that stays. Raises NotYet before its period is over."""
    subject = _locked(subject, by, at)
    check(record_access.propose(subject, at))
    working = records.working_at(subject, at)
    if working.period is None or working.kept_until is None:
        raise NotYet("Not yet: no period has been decided for its kind.")
    disposal = Disposal.objects.create(
        # While it is open it hangs from a case, so that it goes with that one.
        case=subject.cases[0] if subject.cases else None,
        reference=subject.reference,
        record=subject.key,
        area=subject.area,
        record_kind=subject.kind,
        period=working.period,
        kept_until=working.kept_until,
        reason=reason,
        proposed_at=at,
        proposed_by=by,
        proposed_as=_post(by),
        ended_in_year=subject.ended_on.year,
    )
    record(by, "retention.record_proposed", disposal.reference, **_codes(disposal))
    return disposal


@action
def drop(subject: Subject, disposal: Disposal, *, reason: str, by: User, at: datetime) -> None:
    """Take a proposed or confirmed disposal back, before it is carried out."""
    subject = _locked(subject, by, at)
    disposal = _of(subject, disposal)
    check(access.closed(disposal))
    disposal.dropped_at, disposal.dropped_by, disposal.drop_reason = at, by, reason
    disposal.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    record(by, "retention.record_dropped", disposal.reference, **_codes(disposal))


@action
def confirm(subject: Subject, disposal: Disposal, *, by: User, at: datetime) -> Disposal:
    """Confirm the disposal as the second person, and carry it out where the database's role may delete.

    Where it may not, `manage.py dispose` carries it out as the owner of the tables. Returns the disposal.
    """
    subject = _locked(subject, by, at)
    disposal = _of(subject, disposal)
    check(record_access.confirm(by, subject, disposal, at))
    disposal.confirmed_at, disposal.confirmed_by = at, by
    disposal.confirmed_as = _post(by)
    disposal.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_as"])
    record(by, "retention.record_confirmed", disposal.reference, **_codes(disposal))
    if contents.may_delete():
        _carry_out(subject, disposal, by=by, at=at)
    return disposal


def confirmed() -> list[Disposal]:
    """Return the disposals of records that wait to be carried out from the server."""
    waiting = Disposal.objects.of_records().filter(confirmed_at__isnull=False, dropped_at__isnull=True)
    return list(waiting.filter(carried_out_at__isnull=True).order_by("confirmed_at"))


@action
def carry_out(disposal: Disposal, *, at: datetime) -> str | None:
    """Carry out a confirmed disposal from the server; return why not, where something has come in between."""
    subject = records.find(disposal.record_kind, disposal.record, None, at)
    if subject is None:
        return NOT_THERE
    subject = _locked(subject, None, at)
    disposal = _of(subject, disposal)
    refusal = access.closed(disposal) or record_access.not_due(subject, at)
    if disposal.confirmed_at is None:
        refusal = "Not yet: nobody has confirmed it."
    if refusal is None:
        _carry_out(subject, disposal, by=None, at=at)
    return refusal


def _carry_out(subject: Subject, disposal: Disposal, *, by: User | None, at: datetime) -> None:
    who = disposal.confirmed_by
    if who is None:
        raise AssertionError("Nothing is carried out that nobody has confirmed.")
    disposal.case, disposal.carried_out_at = None, at
    disposal.save(update_fields=["case", "carried_out_at"])
    rows = records.of(subject.kind).delete(subject, who, at)
    record(by, "retention.record_carried_out", disposal.reference, rows=rows, **_codes(disposal))


def _locked(subject: Subject, by: User | None, at: datetime) -> Subject:
    """Return the record as it stands now, its cases and its row locked: the cases first, as everywhere.

    Without `by` it is the server that asks. Raises NotYet where it is gone, or not that person's any more.
    """
    cases: list[Case] = sorted(subject.cases, key=lambda case: case.pk)
    for case in cases:
        lock(case)
    records.of(subject.kind).lock(subject.row)
    found = (
        records.find(subject.kind, subject.key, None, at)
        if by is None
        else record_access.find(by, subject.kind, subject.key, at)
    )
    if found is None or {case.pk for case in found.cases} != {case.pk for case in cases}:
        raise NotYet(NOT_THERE)
    return found


def _of(subject: Subject, disposal: Disposal) -> Disposal:
    own = Disposal.objects.select_for_update(of=("self",)).filter(record=subject.key)
    return own.get(pk=disposal.pk, record_kind=subject.kind)


def _post(by: User) -> str:
    """Return post and agency of the day, as a record keeps them."""
    return ", ".join(filter(None, (by.post or by.get_role_display(), by.agency.name if by.agency else "")))


def _codes(disposal: Disposal) -> dict[str, str]:
    """Return what an audit row says beside the reference: kind and keys."""
    return {"disposal": str(disposal.pk), "kind": disposal.record_kind, "id": disposal.record}

"""Letting somebody from outside its work read a case, and ending that. Advice is in advising.py."""

from datetime import date, datetime, timedelta

from cspr_portal import clock
from cspr_portal.refusals import NotYet, check
from reviews.audit.recording import action, record
from reviews.models import Assignment, Case, Escalation, User
from reviews.stage_moves import lock

from . import access


@action
def assign(
    case: Case, person: User, *, reason: str, ends_on: date | None = None, by: User, at: datetime
) -> Assignment:
    """Let `person` read the case until `ends_on`, a last day in London, or until somebody ends it (None).

    The same form sent again returns the assignment that it made before. Raises NotYet for somebody who reads
    the case already.
    """
    case = lock(case)
    check(access.assign(by, case, at))
    check(access.no_assignee(case, person))
    current = _current(case, person, by, at)
    if current is None:
        return _let_in(case, person, reason=reason, ends_on=ends_on, by=by, at=at)
    if (current.reason, current.ends_on, current.assigned_by) == (reason, ends_on, by):
        return current
    raise NotYet(f"Already: {person.name} is assigned to this case.")


@action
def assign_to_answer(escalation: Escalation, *, by: User, at: datetime) -> None:
    """Let the lead safeguarding partner whom `escalation` names read its case, unless they can until its day.

    For the escalation's own action, which has locked the case and checked.
    """
    case, person = escalation.case, escalation.lead_partner
    if person is None:
        return
    check(access.no_assignee(case, person))
    current = _current(case, person, by, at)
    if current is not None:
        if current.ends_on is None or current.ends_on >= escalation.answer_by:
            return
        _end(current, by=by, at=at)
    about = escalation.get_about_display()
    reason = f"To answer an escalation: {about[:1].lower()}{about[1:]}."
    _let_in(case, person, reason=reason, ends_on=None, by=by, at=at)


@action
def end_with_answer(escalation: Escalation, *, by: User, at: datetime) -> None:
    """End the assignment that was made for `escalation`, which is answered, unless its person has another to answer.

    One that a coordinator made goes on. The escalation's own action has locked the case.
    """
    case, person = escalation.case, escalation.lead_partner
    current = case.assignments.filter(user=person, ended_at__isnull=True).first()
    if current is None:
        return
    theirs = case.escalations.filter(lead_partner=person)
    is_made_for_one = theirs.filter(raised_at=current.assigned_at).exists()
    if is_made_for_one and not theirs.filter(closed_at__isnull=True).exists():
        _end(current, by=by, at=at)


@action
def end(case: Case, assignment: Assignment, *, by: User, at: datetime) -> None:
    """End the assignment: for its person the case is gone on the next request."""
    case = lock(case)
    assignment = case.assignments.get(pk=assignment.pk)
    check(access.end(by, case, assignment, at))
    _end(assignment, by=by, at=at)


def _current(case: Case, person: User, by: User, at: datetime) -> Assignment | None:
    """The assignment by which `person` reads the case now. One whose last day has passed is written off first."""
    found = case.assignments.filter(user=person, ended_at__isnull=True).first()
    if found is None or not access.is_over(found, at):
        return found
    if found.ends_on is not None:
        _end(found, by=by, at=clock.start_of_day(found.ends_on + timedelta(days=1)))
    return None


def _let_in(
    case: Case, person: User, *, reason: str, ends_on: date | None, by: User, at: datetime
) -> Assignment:
    made = Assignment.objects.create(
        case=case, user=person, reason=reason, ends_on=ends_on, assigned_at=at, assigned_by=by
    )
    record(by, "assignment.made", case.reference, person=str(person.pk), role=person.role)
    return made


def _end(assignment: Assignment, *, by: User, at: datetime) -> None:
    assignment.ended_at, assignment.ended_by = at, by
    assignment.save(update_fields=["ended_at", "ended_by"])
    record(by, "assignment.ended", assignment.case.reference, person=str(assignment.user_id))

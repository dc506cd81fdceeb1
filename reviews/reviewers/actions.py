"""Appointing an Independent Reviewer, deciding on declared links, checking, extending, ending; what came of papers.

What is asked of a reviewer in writing, and the reply, is in asking.py.
"""

from collections.abc import Mapping
from datetime import date, datetime

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused, check
from reviews.audit.recording import action, record
from reviews.models import (
    AppointmentExtension,
    Case,
    DeclarationAnswer,
    DeclarationPoint,
    LinkDecision,
    PartnerRole,
    ReviewerAppointment,
    Role,
    User,
)
from reviews.panel.access import substitutes_of
from reviews.stage_moves import lock
from reviews.standing import standing

from . import access


@action
def appoint_reviewer(
    case: Case,
    person: User,
    *,
    experience: str,
    answers: Mapping[str, str],
    declaration: str,
    declared_on: date,
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
) -> ReviewerAppointment:
    """Appoint an Independent Reviewer. The case opens once a second person has checked the declaration.

    `answers` has every DeclarationPoint with the words of the link, empty for no link. An earlier appointment of
    the same person whose last day is over is closed with it.
    """
    case = lock(case)
    check(access.appoint(by, case, at))
    _check_person(case, person, at)
    if set(answers) != set(DeclarationPoint.values):
        raise Refused("Only a declaration that answers every point can be recorded.")
    check(access.undeclared(case, person, answers, at))
    over = case.review.appointments.select_for_update().filter(user=person, ended_at__isnull=True)
    for earlier in over:
        _end(
            case, earlier, reason="Its last day was over, and the reviewer was appointed anew.", by=by, at=at
        )
    appointment = ReviewerAppointment.objects.create(
        review=case.review,
        user=person,
        experience=experience,
        has_no_link=not any(answers.values()),
        declaration=declaration,
        declared_on=declared_on,
        starts_on=starts_on,
        ends_on=ends_on,
        appointed_at=at,
        appointed_by=by,
    )
    DeclarationAnswer.objects.bulk_create(
        DeclarationAnswer(appointment=appointment, point=point, has_link=bool(words), words=words)
        for point, words in answers.items()
    )
    links = sum(bool(words) for words in answers.values())
    record(by, "reviewer.appointed", case.reference, person=str(person.pk), links=links)
    return appointment


@action
def decide_links(
    case: Case, appointment: ReviewerAppointment, *, accepts: bool, reasons: str, by: User, at: datetime
) -> LinkDecision:
    """Say whether a partner accepts the links that are declared. One that doesn't stops the appointment."""
    case, appointment = _lock(case, appointment)
    check(access.decide_links(by, case, appointment, at))
    who = standing(by, case, at)
    decision = LinkDecision.objects.create(
        appointment=appointment,
        partner_role=who.partner_role,
        accepts=accepts,
        reasons=reasons,
        decided_at=at,
        decided_by=by,
        decided_as=who.words,
    )
    person = str(appointment.user_id)
    record(by, "reviewer.link_decided", case.reference, person=person, accepts=accepts)
    if not accepts:
        partner = PartnerRole(who.partner_role).label
        reason = f"{partner}: the declared link is not accepted. {reasons}"
        _end(case, appointment, reason=reason, by=by, at=at)
    return decision


@action
def check_declaration(
    case: Case,
    appointment: ReviewerAppointment,
    *,
    note: str,
    is_complete: bool = True,
    by: User,
    at: datetime,
) -> None:
    """Record that a second person checked the declaration. A link that was not declared stops the appointment."""
    case, appointment = _lock(case, appointment)
    check(access.check_declaration(by, case, appointment, at))
    if not is_complete:
        _end(case, appointment, reason=f"A link was found that was not declared. {note}", by=by, at=at)
        return
    appointment.checked_at, appointment.checked_by, appointment.check_note = at, by, note
    appointment.save(update_fields=["checked_at", "checked_by", "check_note"])
    record(by, "reviewer.declaration_checked", case.reference, person=str(appointment.user_id))


@action
def extend_appointment(
    case: Case, appointment: ReviewerAppointment, *, to_day: date, reason: str, by: User, at: datetime
) -> AppointmentExtension:
    """Move the last day of the appointment, from now on. The same form sent again returns what it recorded."""
    case, appointment = _lock(case, appointment)
    newest = appointment.extensions.last()
    if newest is not None and (newest.to_day, newest.reason) == (to_day, reason):
        return newest
    check(access.extend(by, case, appointment, at, to_day))
    found = AppointmentExtension.objects.create(
        appointment=appointment,
        from_day=appointment.ends_on,
        to_day=to_day,
        reason=reason,
        extended_at=at,
        extended_by=by,
    )
    appointment.ends_on = to_day
    appointment.save(update_fields=["ends_on"])
    record(by, "reviewer.appointment_extended", case.reference, person=str(appointment.user_id))
    return found


@action
def end_appointment(
    case: Case, appointment: ReviewerAppointment, *, reason: str, by: User, at: datetime
) -> None:
    """End the appointment now: the reviewer's next request finds nothing."""
    case, appointment = _lock(case, appointment)
    check(access.end_appointment(by, case, appointment, at))
    _end(case, appointment, reason=reason, by=by, at=at)


@action
def confirm_materials(appointment: ReviewerAppointment, *, materials: str, by: User, at: datetime) -> None:
    """Record what the reviewer, whose appointment is over, says became of what they downloaded (Materials)."""
    case = lock(appointment.review.case)
    appointment = ReviewerAppointment.objects.select_for_update().get(pk=appointment.pk, user=by)
    check(access.confirm_materials(by, appointment, at))
    appointment.materials, appointment.materials_at = materials, at
    appointment.save(update_fields=["materials", "materials_at"])
    record(by, "reviewer.materials_confirmed", case.reference, materials=materials)


def _check_person(case: Case, person: User, at: datetime) -> None:
    if person.role != Role.REVIEWER or not person.acts_as(Role.REVIEWER):
        raise Refused(
            "Only a person whose account is an Independent Reviewer’s, and confirmed, can be appointed."
        )
    if case.recusals.filter(user=person).exists():
        raise Refused("Only a person who is not recused from this case can review it.")
    if case.review.seats.filter(user=person, left_on__isnull=True).exists():
        raise Refused("Only a person who has no seat on the panel can be the Independent Reviewer.")
    if substitutes_of(case, at).filter(user=person).exists():
        raise Refused("Only a person who sits in for nobody on the panel can be the Independent Reviewer.")
    today = clock.today(at)
    if case.review.appointments.filter(user=person, ended_at__isnull=True, ends_on__gte=today).exists():
        raise NotYet("Already: this person has an appointment on this review.")


def _lock(case: Case, appointment: ReviewerAppointment) -> tuple[Case, ReviewerAppointment]:
    case = lock(case)
    return case, ReviewerAppointment.objects.select_for_update().get(pk=appointment.pk, review=case.review)


def _end(case: Case, appointment: ReviewerAppointment, *, reason: str, by: User, at: datetime) -> None:
    appointment.ended_at, appointment.ended_by, appointment.end_reason = at, by, reason
    appointment.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(by, "reviewer.appointment_ended", case.reference, person=str(appointment.user_id))

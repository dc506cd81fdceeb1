"""Who may appoint an Independent Reviewer, decide on a declared link, extend, ask, reply and end.

Each rule returns its sentence, or None; beside the rules, the people and documents that a form may offer.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from cspr_portal import clock
from cspr_portal.words import listed
from reviews import commissioned
from reviews.models import (
    Case,
    DeclarationPoint,
    Document,
    DocumentClass,
    ReviewerAppointment,
    ReviewerRequest,
    Role,
    User,
)
from reviews.panel.access import substitutes_of
from reviews.stages import Stage
from reviews.standing import partners_of, standing

from . import states

ENDED = "Already: the appointment has ended."


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not look at its reviewers."""
    return commissioned.refusal(case)


def appoint(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not appoint an Independent Reviewer (partners do; the coordinator records it)."""
    if not _may_arrange(user, case, at):
        return "Only the safeguarding partners appoint the reviewer, or the coordinator for them."
    return _running(case)


def undeclared(case: Case, person: User, answers: Mapping[str, str], at: datetime) -> str | None:
    """Say what the portal itself knows against a declaration: the person's account belongs to an agency of the case.

    `answers` are the words of the link by point, empty for no link.
    """
    agency = person.agency
    if agency is None or answers.get(DeclarationPoint.WORKED):
        return None
    acting = {partner.agency_id for partner in partners_of(case, at).values()}
    involved = case.involved_agencies.holding().filter(agency=agency)
    if agency.pk not in acting and not involved.exists():
        return None
    return (
        f"Only “A link” can be recorded here: the account of {person.name} belongs to {agency.name}, "
        "which works in the area."
    )


def decide_links(user: User, case: Case, appointment: ReviewerAppointment, at: datetime) -> str | None:
    """Say why `user` may not say whether their partner accepts the declared link: each of the three does."""
    who = standing(user, case, at)
    if not who.partner_role:
        return "Only a safeguarding partner’s delegate or deputy may decide on a declared link."
    if user.pk == appointment.user_id:
        return "Only somebody else may decide on a link that you declare."
    if appointment.has_no_link:
        return "Already: the reviewer declares no link, so there is nothing to decide."
    if any(place.role == who.partner_role and place.decision for place in states.places(appointment)):
        return "Already: your partner’s decision on this link is recorded."
    return _over(appointment, at) or _running(case)


def check_declaration(user: User, case: Case, appointment: ReviewerAppointment, at: datetime) -> str | None:
    """Say why `user` may not check the declaration: it takes a second person, and every link accepted first."""
    if not _may_arrange(user, case, at):
        return "Only the coordinator or a safeguarding partner may check the declaration."
    if user.pk in {appointment.appointed_by_id, appointment.user_id}:
        return (
            "Only a second person may check the declaration: "
            "not the one who recorded it, and not the reviewer."
        )
    if appointment.checked_at is not None:
        return "Already: the declaration has been checked."
    over = _over(appointment, at)
    if over is not None:
        return over
    if states.is_declined(appointment):
        return "Already: a partner does not accept the declared link, so the appointment can’t go ahead."
    missing = states.awaited(appointment)
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        return f"Not yet: a link is declared, and {listed(missing)} {verb} not decided on it."
    return None


def extend(
    user: User, case: Case, appointment: ReviewerAppointment, at: datetime, to_day: date | None = None
) -> str | None:
    """Say why `user` may not move the end of the appointment (to `to_day`). It moves forward only."""
    if not _may_arrange(user, case, at):
        return "Only the safeguarding partners, or the coordinator for them, may extend an appointment."
    refusal = _over(appointment, at) or _running(case)
    if refusal is None and to_day is not None and to_day <= appointment.ends_on:
        return f"Only a day after {clock.day_words(appointment.ends_on)} extends the appointment."
    return refusal


def end_appointment(user: User, case: Case, appointment: ReviewerAppointment, at: datetime) -> str | None:
    """Say why `user` may not end the appointment (the partners may remove the reviewer)."""
    if not _may_arrange(user, case, at):
        return "Only the safeguarding partners, or the coordinator for them, may end an appointment."
    return _over(appointment, at)


def ask(user: User, case: Case, appointment: ReviewerAppointment, at: datetime) -> str | None:
    """Say why `user` may not ask the reviewer for information or a draft (SI 2018/789, regulation 14)."""
    if not _may_arrange(user, case, at):
        return "Only the safeguarding partners, or the coordinator for them, ask the reviewer in writing."
    if appointment.checked_at is None and appointment.ended_at is None:
        return "Not yet: the declaration has not been checked, so the case is not open to the reviewer."
    if appointment.starts_on > clock.today(at) and appointment.ended_at is None:
        return f"Not yet: the appointment begins on {clock.day_words(appointment.starts_on)}."
    return _over(appointment, at) or _running(case)


def reply(user: User, case: Case, asked: ReviewerRequest, at: datetime) -> str | None:
    """Say why `user` may not reply to what was asked: whoever was asked does, while the appointment lasts."""
    if standing(user, case, at).appointment_key != asked.appointment_id:
        return "Only the Independent Reviewer who was asked may reply."
    return "Already: the reply is recorded." if asked.replied_at is not None else None


def confirm_materials(user: User, appointment: ReviewerAppointment, at: datetime) -> str | None:
    """Say why `user`, whose appointment it is, may not say what became of what they downloaded."""
    if not states.is_over(appointment, clock.today(at)):
        return f"Not yet: your appointment lasts until {clock.day_words(appointment.ends_on)}."
    if appointment.materials_at is not None:
        return f"Already: you told us on {clock.day_words(clock.today(appointment.materials_at))}."
    return None


def own_appointments(user: User, at: datetime) -> list[ReviewerAppointment]:
    """Return the appointments that opened, or open, a case to `user`, read with the case's reference."""
    found = ReviewerAppointment.objects.filter(
        user=user, checked_at__isnull=False, starts_on__lte=clock.today(at)
    )
    return [one for one in found.select_related("review__case") if states.has_opened(one)]


def own_appointment(user: User, key: UUID, at: datetime) -> ReviewerAppointment | None:
    """Return the appointment with that key if it opened a case to `user`; None as for a key that never was."""
    return next((one for one in own_appointments(user, at) if one.pk == key), None)


def people_for_appointment(case: Case, at: datetime) -> QuerySet[User]:
    """Return who may be appointed: confirmed Independent Reviewers with no other part in the review."""
    appointed = case.review.appointments.filter(ended_at__isnull=True, ends_on__gte=clock.today(at))
    seated = case.review.seats.filter(left_on__isnull=True, user__isnull=False)
    sitting_in = substitutes_of(case, at)
    people = User.objects.filter(is_active=True, role=Role.REVIEWER, role_confirmed_at__isnull=False)
    people = people.exclude(pk__in=sitting_in.values("user"))
    people = people.exclude(pk__in=case.recusals.values("user")).exclude(pk__in=appointed.values("user"))
    return people.exclude(pk__in=seated.values("user")).select_related("agency")


def requests_of(case: Case) -> QuerySet[ReviewerRequest]:
    """Return what was asked in writing of the case's reviewers, all of them."""
    return ReviewerRequest.objects.filter(appointment__review=case.review).select_related("asked_by")


def documents_for_reply(user: User, case: Case) -> QuerySet[Document]:
    """Return the documents that `user` may name in a reply: those that they added to the case."""
    return case.documents.filter(
        added_by=user, removed_at__isnull=True, document_class=DocumentClass.ORDINARY
    )


def _may_arrange(user: User, case: Case, at: datetime) -> bool:
    who = standing(user, case, at)
    return who.is_coordinator or bool(who.partner_role)


def _over(appointment: ReviewerAppointment, at: datetime) -> str | None:
    if appointment.ended_at is not None:
        return ENDED
    if appointment.ends_on < clock.today(at):
        return f"Already: the appointment ended with its last day, {clock.day_words(appointment.ends_on)}."
    return None


def _running(case: Case) -> str | None:
    if not hasattr(case, "review"):
        return commissioned.NOT_YET
    return "Already: the case is closed." if case.stage == Stage.CLOSED else None

"""Who may take a disagreement to a lead safeguarding partner, and record what came of it."""

from datetime import datetime

from django.db.models import QuerySet

from reviews.assignments.access import assignable
from reviews.models import Case, Escalation, Role, User
from reviews.stages import Stage
from reviews.standing import people_on, standing


def raise_escalation(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not take a disagreement on `case` to a lead safeguarding partner."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may escalate a disagreement."
    return "Already: the case is closed." if case.stage == Stage.CLOSED else None


def lead_partners(case: Case) -> QuerySet[User]:
    """Return the accounts of lead safeguarding partners to whom a disagreement on `case` may go."""
    return assignable(case).filter(role=Role.LEAD_PARTNER)


def no_lead_partner(case: Case, person: User) -> str | None:
    """Say why a disagreement on `case` can't go to the account of `person`."""
    if lead_partners(case).filter(pk=person.pk).exists():
        return None
    return "Only a confirmed lead safeguarding partner without a conflict of interest can be asked."


def reading(case: Case, at: datetime) -> set[int]:
    """Return the keys of the lead safeguarding partners who can read `case` now and answer what went to them."""
    return set(people_on(case, at).filter(role=Role.LEAD_PARTNER).values_list("pk", flat=True))


def is_asked(user: User, case: Case, escalation: Escalation, at: datetime) -> bool:
    """Return whether `escalation` went to `user`'s own account, and they have the case as lead partner."""
    return escalation.lead_partner_id == user.pk and standing(user, case, at).assigned_as == Role.LEAD_PARTNER


def record_outcome(user: User, case: Case, escalation: Escalation, at: datetime) -> str | None:
    """Say why `user` may not record the outcome of `escalation`, which is on `case`: who is asked may, and who asked."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role or is_asked(user, case, escalation, at)):
        return "Only the coordinator, a safeguarding partner or who was asked may record what came of it."
    if escalation.closed_at is not None:
        return "Already: the outcome is recorded."
    return None

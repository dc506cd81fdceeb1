"""Who may let somebody from outside its work read a case (reviews.models.ASSIGNED_ROLES), and who advises on it.

Each rule returns its sentence, or None. What an assignment opens is worked out in reviews/standing.py: the case
as its partners read it, without sealed identities and agencies' returns. Legally privileged documents are for legal
advisers alone among those who are assigned (reviews/documents/access.py); advice on the case is not for them.
"""

from datetime import datetime

from django.db.models import QuerySet

from cspr_portal import clock
from reviews.models import ASSIGNED_ROLES, Advice, Assignment, Case, Role, User
from reviews.stages import Stage
from reviews.standing import assigned_to, standing


def assign(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not assign anybody to `case`."""
    if standing(user, case, at).is_coordinator:
        return None
    return "Only the coordinator may assign people to a case."


def assignable(case: Case) -> QuerySet[User]:
    """Return everybody who may be assigned to `case`, those who are already too: never somebody recused from it."""
    people = User.objects.filter(role__in=ASSIGNED_ROLES, is_active=True, role_confirmed_at__isnull=False)
    return people.exclude(pk__in=case.recusals.values("user")).select_related("agency")


def to_offer(case: Case, at: datetime) -> QuerySet[User]:
    """Return whom a form may offer: everybody who may be assigned and is not."""
    return assignable(case).exclude(pk__in=assigned_to(case, at).values("user"))


def no_assignee(case: Case, person: User) -> str | None:
    """Say why `person` can't be assigned to `case`, whoever does it."""
    if assignable(case).filter(pk=person.pk).exists():
        return None
    return (
        "Only a confirmed lead safeguarding partner, scrutineer or legal adviser without a conflict of interest "
        "can be assigned."
    )


def end(user: User, case: Case, assignment: Assignment, at: datetime) -> str | None:
    """Say why `user` may not end `assignment`, which is on `case`."""
    if not (standing(user, case, at).is_coordinator or user.pk == assignment.user_id):
        return "Only the coordinator, or the person themselves, may end an assignment."
    return "Already: this assignment has ended." if is_over(assignment, at) else None


def is_over(assignment: Assignment, at: datetime) -> bool:
    """Return whether `assignment` was ended, or its last day has passed."""
    if assignment.ended_at is not None:
        return True
    return assignment.ends_on is not None and assignment.ends_on < clock.today(at)


def read_advice(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not read advice: it is for those who answer for the case.

    A legal adviser is asked about the law of it, and stays apart from what is made of the case.
    """
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role or who.assigned_as in (Role.SCRUTINEER, Role.LEAD_PARTNER):
        return None
    return (
        "Only the coordinator, the safeguarding partners, and a scrutineer or lead partner who is assigned to the "
        "case read advice on it."
    )


def give_advice(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record advice on `case`."""
    if standing(user, case, at).assigned_as != Role.SCRUTINEER:
        return "Only an independent scrutineer who is assigned to the case records advice on it."
    return "Already: the case is closed." if case.stage == Stage.CLOSED else None


def respond_to_advice(user: User, case: Case, advice: Advice, at: datetime) -> str | None:
    """Say why `user` may not record what the partners make of `advice`, which is on `case`."""
    who = standing(user, case, at)
    if not (who.is_coordinator or who.partner_role):
        return "Only the coordinator or a safeguarding partner may record the response to advice."
    return "Already: the response to this advice is recorded." if advice.responded_at is not None else None

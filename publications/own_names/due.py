"""The task that a proposed own name is on the page "What needs me": each partner whose agreement is missing is asked."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from cspr_portal import clock
from cspr_portal.desk import Task
from publications.models import OwnName, OwnNameAgreement
from reviews.models import Role, User
from reviews.scope import scope_of


def waiting(user: User, at: datetime) -> tuple[QuerySet[OwnName], str] | None:
    """Return the proposal that waits longest for a delegate's partner and its field of when; None for others."""
    if not user.acts_as(Role.DELEGATE):
        return None
    scope = scope_of(user, at)
    areas: dict[str, list[UUID]] = defaultdict(list)
    for area, role in scope.areas.items():
        areas[role].append(area)
    asked = Q(pk__in=[])
    for role, keys in areas.items():
        agreed = OwnNameAgreement.objects.filter(own_name=OuterRef("pk"), partner_role=role)
        asked |= Q(~Exists(agreed), case__area__in=keys)
    found = OwnName.objects.filter(asked, scope.within("case"), ended_at__isnull=True)
    return found.filter(pk__in=found.order_by("proposed_at").values("pk")[:1]), "proposed_at"


def task(key: UUID, proposed_at: datetime, at: datetime) -> Task:
    """Return the task of agreeing to the proposal with that key."""
    found = OwnName.objects.select_related("case", "child").get(pk=key)
    return Task(
        title=f"Agree that the own name of {found.child.pseudonym} may be said, or talk about it",
        url=reverse("agree_own_name", args=[found.case.reference, key]),
        about=f"{found.case.reference}. Proposed on {clock.day_words(clock.today(proposed_at))}",
        verb="Read the reasons",
    )

"""Actions across cases, by agency: which somebody may see, and how many are open, late and verified.

What an agency that has ended had to do counts with the agency that follows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, TextChoices

from cspr_portal import clock
from reviews.authorship import heir, successors
from reviews.models import ActionState, Agency, LearningAction, Role, User
from reviews.standing import visible_to

from .states import RUNNING

# The choice for all bodies that are no agency of the partnership.
OUTSIDE = "outside"


class Shown(TextChoices):
    """Which actions are listed."""

    OPEN = "open", "Not verified yet"
    OVERDUE = "overdue", "Overdue"
    DONE = "done", "Done, to be verified"
    VERIFIED = "verified", "Verified"


@dataclass
class Tally:
    """How the actions of one agency, or of the bodies outside the partnership, stand."""

    name: str
    key: str
    open: int = 0
    overdue: int = 0
    verified: int = 0


def may_look(user: User) -> bool:
    """Return whether `user` follows actions across cases: coordinators and partners' delegates do."""
    return user.acts_as(Role.COORDINATOR, Role.DELEGATE)


def in_sight(user: User, at: datetime) -> QuerySet[LearningAction]:
    """Return the actions of all cases that `user` may know of at `at`."""
    return LearningAction.objects.filter(case__in=visible_to(user, at).values("pk"))


def in_order(found: QuerySet[LearningAction]) -> QuerySet[LearningAction]:
    """Return the actions in the order of a list: those still to be done or verified by their days, then the others."""
    is_over = ExpressionWrapper(Q(state=ActionState.VERIFIED), output_field=BooleanField())
    return found.order_by(is_over, "due_on", "case__reference", "number")


def stands(shown: str, today: date) -> Q:
    """Return the condition that an action stands as `shown` says (a value of Shown; empty: any) on `today`."""
    conditions = {
        Shown.OPEN: ~Q(state=ActionState.VERIFIED),
        Shown.OVERDUE: Q(state__in=RUNNING, due_on__lt=today),
        Shown.DONE: Q(state=ActionState.DONE),
        Shown.VERIFIED: Q(state=ActionState.VERIFIED),
    }
    return conditions[Shown(shown)] if shown else Q()


def tallies(found: QuerySet[LearningAction], at: datetime) -> list[Tally]:
    """Return how the actions stand by agency of today, in the order of their names; bodies outside come last."""
    today = clock.today(at)
    followers = successors(today)
    counted = (
        found.order_by()
        .values("agency")
        .annotate(
            not_verified=Count("pk", filter=stands(Shown.OPEN, today)),
            late=Count("pk", filter=stands(Shown.OVERDUE, today)),
            done=Count("pk", filter=stands(Shown.VERIFIED, today)),
        )
    )
    by_key: dict[UUID | None, Tally] = {}
    for row in counted:
        key = heir(row["agency"], followers) if row["agency"] else None
        one = by_key.setdefault(key, Tally("", str(key) if key else OUTSIDE))
        one.open += row["not_verified"]
        one.overdue += row["late"]
        one.verified += row["done"]
    names = dict(Agency.objects.filter(pk__in=[key for key in by_key if key]).values_list("pk", "name"))
    for key, one in by_key.items():
        one.name = names[key] if key else "Bodies outside the partnership"
    return sorted(by_key.values(), key=lambda one: (one.key == OUTSIDE, one.name))


def owned_by(chosen: str, followers: Mapping[UUID, UUID]) -> Q:
    """Return the condition that an action is that agency's work today: its own, or of one that ended in it."""
    if chosen == OUTSIDE:
        return Q(agency__isnull=True)
    key = UUID(chosen)
    return Q(agency__in=[one for one in {key, *followers} if heir(one, followers) == key])

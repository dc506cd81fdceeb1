"""Who records court orders and reporting restrictions, lifts them, and says that they have read one.

Each rule returns its sentence, or None. Everybody to whom the case is open reads the register: nobody can keep to
an order that they don't know. An order's file keeps the rule of its document.
"""

from datetime import datetime

from cspr_portal import clock
from reviews.models import Case, CourtOrder, Role, User
from reviews.standing import standing

from .holding import is_over


def record_order(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record an order on `case`. No stage bars it: orders outlast a case."""
    who = standing(user, case, at)
    if who.is_coordinator or who.assigned_as == Role.LEGAL_ADVISER:
        return None
    return "Only the coordinator, or a legal adviser who is assigned to the case, may record court orders."


def lift_order(user: User, order: CourtOrder, at: datetime) -> str | None:
    """Say why `user` may not record that `order` was lifted."""
    refusal = record_order(user, order.case, at)
    if refusal is None and order.lifted_on is not None:
        return f"Already: this order was lifted on {clock.day_words(order.lifted_on)}."
    if refusal is None and order.until is not None and is_over(order, clock.today(at)):
        return f"Already: this order ended on {clock.day_words(order.until)}."
    return refusal


def say_read(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not say that they have read an order on `case`: each says it only for themselves."""
    return (
        None
        if standing(user, case, at).is_anybody
        else "Only people to whom the case is open read its orders."
    )

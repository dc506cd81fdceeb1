"""What is done to a case's register of court orders: recording one, lifting it, having read it."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from cspr_portal.refusals import Refused, check
from reviews import guesses, sealed
from reviews.audit.recording import action, record
from reviews.documents import actions as documents
from reviews.models import Case, CourtOrder, Document, OrderSeen, User
from reviews.stage_moves import lock

from . import access

REAL_NAME = "This is too near to a name that is sealed in the case. Say whom it protects by pseudonym."


class Facts(TypedDict):
    """What an order says; days are days in London. `until` and `until_words`: at least one of them."""

    title: str
    court: str
    made_on: date
    scope: str
    protects: str
    until: date | None
    until_words: str
    document: Document | None


@action
def record_order(case: Case, *, by: User, at: datetime, **facts: Unpack[Facts]) -> CourtOrder:
    """Record an order and return it; whoever records it has read it. The same form sent again returns the same.

    Raises Refused for somebody who may not, for a real name, and for a document that isn't theirs to link.
    """
    case = lock(case)
    check(access.record_order(by, case, at))
    document = facts["document"]
    if document is not None and not documents.linked(case, [document.pk], by=by, at=at):
        raise Refused("Choose one of this case’s documents.")
    check(guesses.too_many(by, at))
    if sealed.has_sealed_name(case, facts["protects"]):
        raise Refused(REAL_NAME)
    same = case.court_orders.filter(lifted_at__isnull=True, recorded_by=by, **facts).first()
    if same is not None:
        return same
    order = CourtOrder.objects.create(case=case, recorded_at=at, recorded_by=by, **facts)
    OrderSeen.objects.create(order=order, user=by, seen_at=at)
    record(by, "order.recorded", case.reference, order=str(order.pk))
    return order


@action
def lift_order(case: Case, order: CourtOrder, *, lifted_on: date, by: User, at: datetime) -> None:
    """Record that the court lifted the order on that day. It stays in the register."""
    case = lock(case)
    order = case.court_orders.get(pk=order.pk)
    order.case = case
    check(access.lift_order(by, order, at))
    order.lifted_on, order.lifted_at, order.lifted_by = lifted_on, at, by
    order.save(update_fields=["lifted_on", "lifted_at", "lifted_by"])
    record(by, "order.lifted", case.reference, order=str(order.pk))


@action
def say_read(case: Case, order: CourtOrder, *, by: User, at: datetime) -> OrderSeen:
    """Record that `by` has read the order. Said again, it is what was said before."""
    case = lock(case)
    check(access.say_read(by, case, at))
    seen, is_new = OrderSeen.objects.get_or_create(
        order=case.court_orders.get(pk=order.pk), user=by, defaults={"seen_at": at}
    )
    if is_new:
        record(by, "order.read", case.reference, order=str(order.pk))
    return seen

"""Which court orders hold on a day, and what pages about a case say of them. Who may do what is in access.py."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from cspr_portal import clock
from reviews.models import CourtOrder


def holds(day: date) -> Q:
    """Return the condition that an order was not lifted, and its last day, if it has one, is not before `day`."""
    return Q(lifted_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=day))


def is_over(order: CourtOrder, day: date) -> bool:
    """Return whether `order` holds no more on `day` (a day in London)."""
    return order.lifted_at is not None or (order.until is not None and order.until < day)


def look(order: CourtOrder, day: date) -> tuple[str, str]:
    """Return how `order` stands on `day`: the words of a tag, and its kind."""
    if order.lifted_on is not None:
        return f"Lifted on {clock.day_words(order.lifted_on)}", "quiet"
    if is_over(order, day):
        return "Ended", "quiet"
    return "In force", "hold"


def until(order: CourtOrder) -> str:
    """Return until when `order` lasts, as it was recorded: a day, words, or both."""
    day = clock.day_words(order.until) if order.until is not None else ""
    return f"{day} ({order.until_words})" if day and order.until_words else day or order.until_words


def with_what_holds(rows: QuerySet[Any], at: datetime, case: str = "pk") -> QuerySet[Any]:
    """Read with each row the newest order that holds on its case, and how many do: a page's notice costs no query more.

    `case` is the field of `rows` that has the case's key.
    """
    holding = CourtOrder.objects.filter(holds(clock.today(at)), case=OuterRef(case))
    number = holding.order_by().values("case").annotate(number=Count("pk")).values("number")
    return rows.annotate(order_title=Subquery(holding.values("title")[:1]), orders_number=Subquery(number))

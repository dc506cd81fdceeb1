"""What waits on a case because of its court orders: that whoever writes or steers its report reads them."""

from collections.abc import Iterator
from datetime import datetime

from cspr_portal import clock
from reviews.models import Case, Role, Turn
from reviews.orders.holding import holds
from reviews.standing import coordinators_of

# An order binds from the moment it is made: nobody should write for long without knowing it.
DAYS_TO_READ = 1


def all_of(case: Case) -> Iterator[Turn]:
    """Yield each order that holds on `case` for the coordinators, the chair and the reviewers who haven't read it."""
    at = clock.now()
    orders = list(case.court_orders.filter(holds(clock.today(at))).prefetch_related("seen_by"))
    if not orders:
        return
    people = _who_answer_for_the_text(case, at)
    for order in orders:
        day = clock.add_working_days(clock.today(order.recorded_at), DAYS_TO_READ)
        for person in sorted(people - {seen.user_id for seen in order.seen_by.all()}):
            yield Turn.of_person(case, "read_order", person, subject=order.pk, sort_on=day)


def _who_answer_for_the_text(case: Case, at: datetime) -> set[int]:
    people = set(coordinators_of(case, at).filter(user__role=Role.COORDINATOR).values_list("user", flat=True))
    if hasattr(case, "review"):
        chairs = case.review.seats.filter(is_chair=True, left_on__isnull=True, confirmed_at__isnull=False)
        people |= {key for key in chairs.values_list("user", flat=True) if key is not None}
        appointed = case.review.appointments.filter(checked_at__isnull=False, ended_at__isnull=True)
        people |= set(appointed.values_list("user", flat=True))
    return people

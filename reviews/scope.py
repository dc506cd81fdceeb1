"""By what a person comes to cases: posts, seats, appointments, assignments; and recusals, which beat them all.

Read in one statement, and then asked as often as a page needs. What somebody is to one case: standing.py.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value

from cspr_portal import clock
from reviews import areas
from reviews.models import (
    ASSIGNED_ROLES,
    Area,
    Assignment,
    CoordinatorArea,
    PanelSeat,
    PanelSubstitute,
    PartnerDelegate,
    Posting,
    Recusal,
    ReviewerAppointment,
    Role,
    StatutoryPartner,
    User,
)

EMPTY = Value("")


@dataclass(frozen=True)
class Scope:
    """What a person holds at one moment; nothing for somebody who may hold no case."""

    # By key of the area whose cases are theirs, with those that ended in it: the partner role in which a delegate
    # decides there, "" for a coordinator.
    areas: dict[UUID, str] = field(default_factory=dict)
    # By key of the case: the key of the seat or the appointment.
    seats: dict[UUID, UUID] = field(default_factory=dict)
    appointments: dict[UUID, UUID] = field(default_factory=dict)
    # Keys of cases.
    chaired: frozenset[UUID] = frozenset()
    assigned: frozenset[UUID] = frozenset()
    recused: frozenset[UUID] = frozenset()
    # Every area of which they may know cases, with its name, in the order of names.
    areas_named: dict[UUID, str] = field(default_factory=dict)

    @property
    def cases(self) -> set[UUID]:
        """The keys of the cases that come to them one by one, whether or not they are recused from them."""
        return {*self.seats, *self.appointments, *self.assigned}

    def within(self, case: str = "") -> Q:
        """Return the condition that they may know of a case: of a query's own rows, or of that field's."""
        area, key = (f"{case}__area__in", f"{case}__in") if case else ("area__in", "pk__in")
        may = Q((area, list(self.areas)))
        if self.cases:
            may |= Q((key, self.cases))
        return may & ~Q((key, self.recused)) if self.recused else may


def scope_of(user: User, at: datetime) -> Scope:
    """Return what `user` holds at `at`: as this request keeps it, or else read afresh."""
    return kept_scope(user, at) or read_scope(user, at)


def keep_scope(user: User, at: datetime) -> Scope:
    """Return what the reader of a page holds, and keep it for that page: one that changes nothing and asks often.

    It is kept with the user of this one request and for this moment: the next request reads it afresh.
    """
    found = read_scope(user, at)
    user._scope_kept = (at, found)  # type: ignore[attr-defined]
    return found


def kept_scope(user: User, at: datetime) -> Scope | None:
    """Return what the page that is being made keeps for `user`, or None."""
    kept: tuple[datetime, Scope] | None = getattr(user, "_scope_kept", None)
    return kept[1] if kept is not None and kept[0] == at else None


class _Row(NamedTuple):
    """One thing that somebody holds: its kind, the case or area that it is about, its own key."""

    kind: str
    about: UUID
    key: UUID
    area: UUID
    area_name: str
    role: str
    agency: str
    is_chair: bool


def read_scope(user: User, at: datetime) -> Scope:
    """Return what `user` holds at `at`, read afresh in one query."""
    if not user.is_authenticated or not user.may_hold_cases:
        return Scope()
    first, *others = _parts(user, at)
    rows = [_Row(*values) for values in first.union(*others, all=True)]
    held: dict[str, dict[UUID, _Row]] = defaultdict(dict)
    # As seats are listed: of two seats on one panel the first one counts.
    for row in sorted(sorted(rows, key=lambda row: row.agency), key=lambda row: row.role, reverse=True):
        held[row.kind].setdefault(row.about, row)
    return Scope(
        areas={area: row.role for area, row in held["area"].items()},
        seats={case: row.key for case, row in held["seat"].items()},
        appointments={case: row.key for case, row in held["appointment"].items()},
        chaired=frozenset(row.about for row in rows if row.is_chair),
        assigned=frozenset(held["assignment"]),
        recused=frozenset(held["recusal"]),
        areas_named={
            row.area: row.area_name
            for row in sorted(rows, key=lambda row: row.area_name)
            if row.kind != "recusal"
        },
    )


def _parts(user: User, at: datetime) -> list[QuerySet[Any]]:
    """What is read, each as rows of the same columns."""
    is_chair = ExpressionWrapper(Q(is_chair=True, user=user), output_field=BooleanField())
    parts = [
        _rows("recusal", Recusal.objects.filter(user=user), "case"),
        _rows("appointment", appointments_of(user, at), "review__case"),
        _rows("seat", seats_of(user, at), "review__case", "partner_role", "agency__name", is_chair),
    ]
    if user.role in ASSIGNED_ROLES:
        parts.append(_rows("assignment", assignments_of(user, at), "case"))
    if user.role == Role.COORDINATOR:
        parts.append(_areas(areas.covered_by(posts_of(user, at).values("area"), clock.today(at))))
    if user.role == Role.DELEGATE:
        partners = partners_spoken_for(user, at)
        way = areas.way_of(OuterRef(OuterRef("pk")), clock.today(at))
        role = Subquery(partners.filter(area__in=way).values("role")[:1])
        parts.append(_areas(areas.covered_by(partners.values("area"), clock.today(at)), role))
    return parts


def _areas(found: QuerySet[Area], role: Any = EMPTY) -> QuerySet[Any]:
    return found.order_by().values_list(Value("area"), "pk", "pk", "pk", "name", role, EMPTY, Value(False))


def _rows(kind: str, found: QuerySet[Any], case: str, role: Any = EMPTY, *seat: Any) -> QuerySet[Any]:
    agency, is_chair = seat or (EMPTY, Value(False))
    area = (f"{case}__area", f"{case}__area__name")
    return found.order_by().values_list(Value(kind), case, "pk", *area, role, agency, is_chair)


def acting_on(day: date) -> QuerySet[StatutoryPartner]:
    """The bodies that act on `day`. For an area that ended in another one, only that one's do, whatever nobody ended."""
    holds = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    goes_on = Q(area__ends_on__isnull=True) | Q(area__ends_on__gte=day) | Q(area__successor__isnull=True)
    return StatutoryPartner.objects.filter(holds, goes_on, is_acting=True)


def partners_spoken_for(user: User, at: datetime) -> QuerySet[StatutoryPartner]:
    return acting_on(clock.today(at)).filter(agency__in=delegations_of(user, at).values("agency"))


def assignments_of(user: User, at: datetime) -> QuerySet[Assignment]:
    return Assignment.objects.filter(lasts(at), user=user)


def lasts(at: datetime) -> Q:
    """That an assignment has not been ended, and its last day is not over."""
    return Q(ended_at__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today(at)))


def posts_of(user: User, at: datetime) -> QuerySet[CoordinatorArea]:
    return CoordinatorArea.objects.filter(Posting.current(clock.today(at)), user=user)


def delegations_of(user: User, at: datetime) -> QuerySet[PartnerDelegate]:
    return PartnerDelegate.objects.filter(Posting.current(clock.today(at)), user=user)


def seats_of(user: User, at: datetime) -> QuerySet[PanelSeat]:
    """The seats in which `user` sits: their own, and those in which they sit in for somebody today."""
    day = clock.today(at)
    return PanelSeat.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day),
        Q(user=user) | Q(pk__in=substitutes(at).filter(user=user).values("seat")),
        confirmed_at__isnull=False,
        joined_on__lte=day,
    )


def substitutes(at: datetime) -> QuerySet[PanelSubstitute]:
    day = clock.today(at)
    return PanelSubstitute.objects.filter(ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day)


def appointments_of(user: User, at: datetime) -> QuerySet[ReviewerAppointment]:
    day = clock.today(at)
    return ReviewerAppointment.objects.filter(
        user=user, checked_at__isnull=False, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day
    )

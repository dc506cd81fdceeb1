"""Who a person is to a case: the one place where scope is worked out, before anything is loaded.

What each standing may do is decided in the nouns' access modules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.http import Http404

from cspr_portal import clock
from reviews import areas, paths, references
from reviews.audit.recording import note
from reviews.models import (
    ASSIGNED_ROLES,
    Area,
    Assignment,
    Case,
    CoordinatorArea,
    PanelSeat,
    PanelSubstitute,
    PartnerDelegate,
    PartnerRole,
    Posting,
    Recusal,
    ReviewerAppointment,
    Role,
    StatutoryPartner,
    User,
)
from reviews.orders.holding import with_what_holds
from reviews.requests import StaffRequest

# What holds on a case and is read with it: one row each, so one query.
POINTERS = (
    "criteria_decision",
    "notification",
    "rapid_review",
    "review",
    "review_decision",
    "open_hold",
    "contribution",
)


@dataclass(frozen=True)
class Standing:
    """What somebody is to one case at one moment; all false for somebody who may not know of it."""

    user: User
    is_coordinator: bool = False
    partner_role: str = ""
    seat_key: UUID | None = None
    is_chair: bool = False
    appointment_key: UUID | None = None
    # The role by which a coordinator assigned them to this case: they read it, and change next to nothing
    assigned_as: str = ""

    @property
    def is_anybody(self) -> bool:
        by_post = self.is_coordinator or bool(self.partner_role)
        return by_post or self.has_seat or self.is_reviewer or bool(self.assigned_as)

    @property
    def has_seat(self) -> bool:
        return self.seat_key is not None

    @property
    def is_reviewer(self) -> bool:
        return self.appointment_key is not None

    @property
    def seat(self) -> PanelSeat | None:
        """The seat on the review's panel, read with its agency; None without one."""
        return PanelSeat.objects.select_related("agency").get(pk=self.seat_key) if self.seat_key else None

    @property
    def words(self) -> str:
        """Post and agency of the day, as a record keeps them."""
        user = self.user
        return ", ".join(
            part
            for part in (user.post or user.get_role_display(), user.agency.name if user.agency else "")
            if part
        )


def visible_to(user: User, at: datetime) -> QuerySet[Case]:
    """Return the cases that `user` may know of at `at`. Recusal beats every standing."""
    if not user.is_authenticated or not user.may_hold_cases:
        return Case.objects.none()
    may = Q(pk__in=[])
    if user.role == Role.COORDINATOR:
        may |= Q(area__in=areas_coordinated(user, at).values("pk"))
    if user.role == Role.DELEGATE:
        may |= Q(area__in=areas_spoken_for(user, at).values("pk"))
    if user.role in ASSIGNED_ROLES:
        may |= Q(pk__in=_assignments(user, at).values("case"))
    may |= Q(pk__in=_seats(user, at).values("review__case"))
    may |= Q(pk__in=_appointments(user, at).values("review__case"))
    # Asked once, not for each case: lists of ten thousand count on it.
    return Case.objects.filter(may).exclude(pk__in=user.recusals.values("case"))


def areas_coordinated(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas on whose cases a coordinator works at `at`: of their posts, and those that ended in them."""
    return areas.covered_by(_posts(user, at).values("area"), clock.today(at))


def areas_spoken_for(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas for which a delegate or deputy decides at `at`, with those that ended in them."""
    return areas.covered_by(_partners_spoken_for(user, at).values("area"), clock.today(at))


def roles_spoken_for(user: User, at: datetime) -> QuerySet[Area, tuple[str, UUID]]:
    """Return (partner role, key of the area) for each area for which a delegate or deputy decides at `at`."""
    role = Subquery(_partner_roles(user, at, "pk").values("role")[:1])
    return areas_spoken_for(user, at).annotate(_role=role).values_list("_role", "pk")


def standing(user: User, case: Case, at: datetime) -> Standing:
    """Return what `user` is to `case` at `at`, read afresh: a role removed a moment ago is gone.

    A page reads it with its case, once for all its rules (`open_case`), and so does an action for the case
    that it has locked; nobody else's object is trusted.
    """
    read: tuple[object, datetime, Standing] | None = getattr(case, "_standing_read", None)
    if read is not None and read[:2] == (user.pk, at):
        return read[2]
    if not user.is_authenticated or not user.may_hold_cases:
        return Standing(user)
    cases = Case.objects.filter(pk=case.pk).exclude(Exists(_recusals_of(user)))
    row = _with_standing(cases, user, at).values(*_read_for(user)).first()
    found = _standing(user, row) if row is not None else Standing(user)
    if getattr(case, "_is_locked", False):
        case._standing_read = (user.pk, at, found)  # type: ignore[attr-defined]
    return found


def _recusals_of(user: User) -> QuerySet[Recusal]:
    return Recusal.objects.filter(case=OuterRef("pk"), user=user)


def _read_for(user: User) -> list[str]:
    """Return the names under which `_with_standing` reads what somebody with that role can be."""
    by_role = {
        Role.COORDINATOR: "_coordinated",
        Role.DELEGATE: "_partner",
        Role.REVIEWER: "_appointment",
    }
    by_role |= dict.fromkeys(ASSIGNED_ROLES, "_assigned")
    return ["_seat", "_chair", *(name for role, name in by_role.items() if user.role == role)]


def _with_standing(cases: QuerySet[Case], user: User, at: datetime) -> QuerySet[Case]:
    """Read with each case what `user` is to it: one query for the case and the standing."""
    seats = _seats(user, at).filter(review__case=OuterRef("pk"))
    cases = cases.annotate(
        _seat=Subquery(seats.values("pk")[:1]),
        _chair=Exists(seats.filter(user=user, is_chair=True)),
    )
    if user.role == Role.COORDINATOR:
        posts = _posts(user, at).filter(area__in=areas.way_of(OuterRef(OuterRef("area")), clock.today(at)))
        cases = cases.annotate(_coordinated=Exists(posts))
    if user.role == Role.DELEGATE:
        partner = _partner_roles(user, at, "area")
        cases = cases.annotate(_partner=Subquery(partner.values("role")[:1]))
    if user.role in ASSIGNED_ROLES:
        cases = cases.annotate(_assigned=Exists(_assignments(user, at).filter(case=OuterRef("pk"))))
    if user.role == Role.REVIEWER:
        appointments = _appointments(user, at).filter(review__case=OuterRef("pk"))
        cases = cases.annotate(_appointment=Subquery(appointments.values("pk")[:1]))
    return cases


def _standing(user: User, read: dict[str, Any]) -> Standing:
    return Standing(
        user,
        is_coordinator=read.get("_coordinated", False),
        partner_role=read.get("_partner") or "",
        seat_key=read.get("_seat"),
        is_chair=read.get("_chair", False),
        appointment_key=read.get("_appointment"),
        assigned_as=user.role if read.get("_assigned") else "",
    )


def open_case(request: StaffRequest, reference: str, at: datetime) -> Case:
    """Return the case that an address names, and record that it was opened.

    Raises Http404 outside the person's scope, exactly as for a reference that never existed.
    """
    user = request.user
    named = visible_to(user, at).filter(reference=references.plain(reference))
    case = next(_whole(with_what_holds(named, at), user, at), None)
    view = request.resolver_match.view_name if request.resolver_match else ""
    if case is None:
        note(request.user, f"opened.{view}", "", outcome="denied")
        raise Http404
    prefetch_related_objects([case], "children")
    if request.method in {"GET", "HEAD"}:
        note(user, f"opened.{view}", case.reference)
    return case


def read(user: User, keys: Iterable[UUID | None], at: datetime) -> dict[UUID | None, Case]:
    """Return those of the cases with these keys that `user` may know of, each with the standing, in one query."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    return {case.pk: case for case in _whole(visible_to(user, at).filter(pk__in=wanted), user, at)}


def _whole(visible: QuerySet[Case], user: User, at: datetime) -> Iterator[Case]:
    """Yield cases that `user` may know of, each with its standing and what is decided on it."""
    cases = _with_standing(paths.with_days_told(visible), user, at)
    for case in cases.select_related("area", *POINTERS):
        case._standing_read = (user.pk, at, _standing(user, vars(case)))  # type: ignore[attr-defined]
        yield case


def areas_open_to(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas of which `user` may know cases: by post, by seat, by appointment or by assignment."""
    may = Q(pk__in=_seats(user, at).values("review__case__area"))
    may |= Q(pk__in=_appointments(user, at).values("review__case__area"))
    if user.role == Role.COORDINATOR:
        may |= Q(pk__in=areas_coordinated(user, at).values("pk"))
    if user.role == Role.DELEGATE:
        may |= Q(pk__in=areas_spoken_for(user, at).values("pk"))
    if user.role in ASSIGNED_ROLES:
        may |= Q(pk__in=_assignments(user, at).values("case__area"))
    return Area.objects.filter(may)


def people_on(case: Case, at: datetime) -> QuerySet[User]:
    """Return the people to whom `case` is open, by any standing."""
    day = clock.today(at)
    agencies = [partner.agency_id for partner in partners_of(case, at).values()]
    delegates = PartnerDelegate.objects.filter(Posting.current(day), agency__in=agencies).values("user")
    seated = PanelSeat.objects.filter(review__case=case, left_on__isnull=True, confirmed_at__isnull=False)
    appointed = ReviewerAppointment.objects.filter(
        review__case=case, checked_at__isnull=False, ended_at__isnull=True, ends_on__gte=day
    )
    may = (
        Q(pk__in=coordinators_of(case, at).values("user"), role=Role.COORDINATOR)
        | Q(pk__in=delegates, role=Role.DELEGATE)
        | Q(pk__in=seated.values("user"))
        | Q(pk__in=_substitutes(at).filter(seat__in=seated).values("user"))
        | Q(pk__in=appointed.values("user"))
        | Q(pk__in=assigned_to(case, at).values("user"), role__in=ASSIGNED_ROLES)
    )
    people = User.objects.filter(may, is_active=True, role_confirmed_at__isnull=False)
    return people.exclude(pk__in=case.recusals.values("user"))


def coordinators_of(case: Case, at: datetime) -> QuerySet[CoordinatorArea]:
    """Return the confirmed posts by which coordinators work on `case` at `at`: of its area, or one that took it over."""
    day = clock.today(at)
    return CoordinatorArea.objects.filter(Posting.current(day), area__in=areas.way_of(case.area_id, day))


def partners_of(case: Case, at: datetime) -> dict[str, StatutoryPartner]:
    """Return the body that acts for each of the three partner roles in the case's area at `at`.

    For an area that ended in another one, that one's bodies act, from the day after its last.
    """
    day = clock.today(at)
    found = _acting(day).filter(area__in=areas.way_of(case.area_id, day))
    acting = {partner.role: partner for partner in found.select_related("agency")}
    return {role: acting[role] for role in PartnerRole.values if role in acting}


def assigned_to(case: Case, at: datetime) -> QuerySet[Assignment]:
    """Return the assignments by which people may read `case` at `at`, unless they lost their role or were recused."""
    return case.assignments.filter(_lasts(at))


def _acting(day: date) -> QuerySet[StatutoryPartner]:
    """The bodies that act on `day`. For an area that ended in another one, only that one's do, whatever nobody ended."""
    holds = Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    goes_on = Q(area__ends_on__isnull=True) | Q(area__ends_on__gte=day) | Q(area__successor__isnull=True)
    return StatutoryPartner.objects.filter(holds, goes_on, is_acting=True)


def _partners_spoken_for(user: User, at: datetime) -> QuerySet[StatutoryPartner]:
    return _acting(clock.today(at)).filter(agency__in=_delegations(user, at).values("agency"))


def _partner_roles(user: User, at: datetime, area: str) -> QuerySet[StatutoryPartner]:
    """In which partner role `user` decides for the area in that field of the outer query: by its successor's posts."""
    way = areas.way_of(OuterRef(OuterRef(area)), clock.today(at))
    return _partners_spoken_for(user, at).filter(area__in=way)


def _assignments(user: User, at: datetime) -> QuerySet[Assignment]:
    return Assignment.objects.filter(_lasts(at), user=user)


def _lasts(at: datetime) -> Q:
    """That an assignment has not been ended, and its last day is not over."""
    return Q(ended_at__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today(at)))


def _posts(user: User, at: datetime) -> QuerySet[CoordinatorArea]:
    return CoordinatorArea.objects.filter(Posting.current(clock.today(at)), user=user)


def _delegations(user: User, at: datetime) -> QuerySet[PartnerDelegate]:
    return PartnerDelegate.objects.filter(Posting.current(clock.today(at)), user=user)


def _seats(user: User, at: datetime) -> QuerySet[PanelSeat]:
    """The seats in which `user` sits: their own, and those in which they sit in for somebody today."""
    day = clock.today(at)
    return PanelSeat.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day),
        Q(user=user) | Q(pk__in=_substitutes(at).filter(user=user).values("seat")),
        confirmed_at__isnull=False,
        joined_on__lte=day,
    )


def _substitutes(at: datetime) -> QuerySet[PanelSubstitute]:
    day = clock.today(at)
    return PanelSubstitute.objects.filter(ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day)


def _appointments(user: User, at: datetime) -> QuerySet[ReviewerAppointment]:
    day = clock.today(at)
    return ReviewerAppointment.objects.filter(
        user=user, checked_at__isnull=False, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day
    )

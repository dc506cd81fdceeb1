"""Who a person is to a case: the one place where scope is worked out, before anything is loaded.

By what they come to cases is in scope.py, which pages that list read once. What each standing may do is decided
in the nouns' access modules.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from cspr_portal import clock
from cspr_portal.prepared import DAY, KEY, NUMBER, TEXT, Prepared
from cspr_portal.refusals import Gone
from reviews import areas, paths, references
from reviews.audit.opening import opened, out_of_scope
from reviews.models import (
    ASSIGNED_ROLES,
    Area,
    Assignment,
    Case,
    CoordinatorArea,
    Disposal,
    PanelSeat,
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
from reviews.scope import (
    Scope,
    acting_on,
    appointments_of,
    assignments_of,
    kept_scope,
    lasts,
    partners_spoken_for,
    posts_of,
    scope_of,
    seats_of,
    substitutes,
)

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
    if not _may_hold_cases(user):
        return Case.objects.none()
    kept = kept_scope(user, at)
    if kept is not None:
        return Case.objects.filter(kept.within())
    may = Q(pk__in=[])
    if user.role == Role.COORDINATOR:
        may |= Q(area__in=areas_coordinated(user, at).values("pk"))
    if user.role == Role.DELEGATE:
        may |= Q(area__in=areas_spoken_for(user, at).values("pk"))
    if user.role in ASSIGNED_ROLES:
        may |= Q(pk__in=assignments_of(user, at).values("case"))
    may |= Q(pk__in=seats_of(user, at).values("review__case"))
    may |= Q(pk__in=appointments_of(user, at).values("review__case"))
    # Asked once, not for each case: lists of ten thousand count on it.
    return Case.objects.filter(may).exclude(pk__in=user.recusals.values("case"))


def areas_coordinated(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas on whose cases a coordinator works at `at`: of their posts, and those that ended in them."""
    kept = kept_scope(user, at)
    if kept is not None:
        return Area.objects.filter(pk__in=list(kept.areas))
    return areas.covered_by(posts_of(user, at).values("area"), clock.today(at))


def areas_spoken_for(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas for which a delegate or deputy decides at `at`, with those that ended in them."""
    return areas.covered_by(partners_spoken_for(user, at).values("area"), clock.today(at))


def standing(user: User, case: Case, at: datetime) -> Standing:
    """Return what `user` is to `case` at `at`, read afresh: a role removed a moment ago is gone.

    A page reads it with its case, once for all its rules (`open_case`), and so does an action for the case
    that it has locked; nobody else's object is trusted.
    """
    read: tuple[object, datetime, Standing] | None = getattr(case, "_standing_read", None)
    if read is not None and read[:2] == (user.pk, at):
        return read[2]
    if not _may_hold_cases(user):
        return Standing(user)
    row = next(iter(_STANDING(user.role, case=case.pk, user=user.pk, day=clock.today(at))), None)
    found = _standing(user, row) if row is not None else Standing(user)
    if getattr(case, "_is_locked", False):
        case._standing_read = (user.pk, at, found)  # type: ignore[attr-defined]
    return found


def _standing_of(role: str, *, case: UUID, user: int, day: date) -> QuerySet[Case, dict[str, Any]]:
    at = clock.at_hour(day, 12)
    who = _made_up(role, user, at)
    cases = Case.objects.filter(pk=case).exclude(Exists(_recusals_of(who))).order_by()
    return _with_standing(cases, who, at).values(*_read_for(who))


_STANDING = Prepared(_standing_of, case=KEY, user=NUMBER, day=DAY)


def _may_hold_cases(user: User) -> bool:
    return user.is_authenticated and user.may_hold_cases


def _made_up(role: str, key: int, at: datetime) -> User:
    """Somebody for whom a query is worked out: whose role was confirmed, which is asked of each person before."""
    return User(pk=key, role=role, role_confirmed_at=at)


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
    seats = seats_of(user, at).filter(review__case=OuterRef("pk"))
    cases = cases.annotate(
        _seat=Subquery(seats.values("pk")[:1]),
        _chair=Exists(seats.filter(user=user, is_chair=True)),
    )
    if user.role == Role.COORDINATOR:
        posts = posts_of(user, at).filter(area__in=areas.way_of(OuterRef(OuterRef("area")), clock.today(at)))
        cases = cases.annotate(_coordinated=Exists(posts))
    if user.role == Role.DELEGATE:
        partner = _partner_roles(user, at, "area")
        cases = cases.annotate(_partner=Subquery(partner.values("role")[:1]))
    if user.role in ASSIGNED_ROLES:
        cases = cases.annotate(_assigned=Exists(assignments_of(user, at).filter(case=OuterRef("pk"))))
    if user.role == Role.REVIEWER:
        appointments = appointments_of(user, at).filter(review__case=OuterRef("pk"))
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

    Raises Http404 outside the person's scope, exactly as for a reference that never existed, and Gone for a case that
    was disposed of, to those who look after that.
    """
    user = request.user
    case = _named(user, references.plain(reference), at)
    if case is None:
        if _was_disposed_of(user, references.plain(reference), at):
            raise Gone("This case was disposed of. What stays of it is under “Keeping and disposal”.")
        out_of_scope(request)
    prefetch_related_objects([case], paths.with_days_told())
    opened(request, case.reference)
    return case


def _was_disposed_of(user: User, reference: str, at: datetime) -> bool:
    """Return whether a case of that reference was disposed of in an area for which `user` looks after keeping."""
    if not (_may_hold_cases(user) and user.acts_as(Role.COORDINATOR, Role.DELEGATE)):
        return False
    gone = Disposal.objects.of_cases().filter(reference=reference, carried_out_at__isnull=False)
    return gone.filter(area__in=list(scope_of(user, at).areas)).exists()


def _named(user: User, reference: str, at: datetime) -> Case | None:
    if not _may_hold_cases(user):
        return None
    opened = _OPENED(user.role, user=user.pk, day=clock.today(at), reference=reference)
    return next(_each(opened, user, at), None)


def _opened(role: str, *, user: int, day: date, reference: str) -> QuerySet[Case]:
    at = clock.at_hour(day, 12)
    who = _made_up(role, user, at)
    named = visible_to(who, at).filter(reference=reference).order_by()
    return _whole(with_what_holds(named, at), who, at)


# Read with each page about a case: its SQL takes longer to write than to answer.
_OPENED = Prepared(_opened, user=NUMBER, day=DAY, reference=TEXT)


def read(user: User, keys: Iterable[UUID | None], at: datetime) -> dict[UUID | None, Case]:
    """Return those of the cases with these keys that `user` may know of, each with the standing, in one query."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return {}
    scope = scope_of(user, at)
    return {case.pk: case for case in _listed(Case.objects.filter(pk__in=wanted), user, scope, at)}


def _listed(cases: QuerySet[Case], user: User, scope: Scope, at: datetime) -> Iterator[Case]:
    """Yield those of the cases that are in the scope: plainer to read in numbers than what `_whole` asks of each."""
    found = paths.with_moments(cases.filter(scope.within())).select_related("area", *POINTERS)
    for case in found:
        case._standing_read = (user.pk, at, _within(scope, user, case))  # type: ignore[attr-defined]
        yield case


def give_standing(user: User, cases: Iterable[Case], at: datetime) -> None:
    """Let cases that a list has read know what `user` is to them, so that no rule asks for it case by case."""
    scope = scope_of(user, at)
    for case in cases:
        case._standing_read = (user.pk, at, _within(scope, user, case))  # type: ignore[attr-defined]


def _within(scope: Scope, user: User, case: Case) -> Standing:
    """Return what `user` is to `case` by their scope. Recusal beats every standing."""
    if case.pk in scope.recused:
        return Standing(user)
    return Standing(
        user,
        is_coordinator=user.role == Role.COORDINATOR and case.area_id in scope.areas,
        partner_role=scope.areas.get(case.area_id, ""),
        seat_key=scope.seats.get(case.pk),
        is_chair=case.pk in scope.chaired,
        appointment_key=scope.appointments.get(case.pk) if user.role == Role.REVIEWER else None,
        assigned_as=user.role if case.pk in scope.assigned else "",
    )


def _whole(visible: QuerySet[Case], user: User, at: datetime) -> QuerySet[Case]:
    """Read cases that `user` may know of, each with its standing and what is decided on it."""
    cases = _with_standing(paths.with_moments(visible), user, at)
    return cases.select_related("area", *POINTERS)


def _each(cases: QuerySet[Case], user: User, at: datetime) -> Iterator[Case]:
    """Yield the cases of `_whole`, each with its standing as rules ask for it."""
    for case in cases:
        case._standing_read = (user.pk, at, _standing(user, vars(case)))  # type: ignore[attr-defined]
        yield case


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
        | Q(pk__in=substitutes(at).filter(seat__in=seated).values("user"))
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
    found = acting_on(day).filter(area__in=areas.way_of(case.area_id, day))
    acting = {partner.role: partner for partner in found.select_related("agency")}
    return {role: acting[role] for role in PartnerRole.values if role in acting}


def assigned_to(case: Case, at: datetime) -> QuerySet[Assignment]:
    """Return the assignments by which people may read `case` at `at`, unless they lost their role or were recused."""
    return case.assignments.filter(lasts(at))


def _partner_roles(user: User, at: datetime, area: str) -> QuerySet[StatutoryPartner]:
    """In which partner role `user` decides for the area in that field of the outer query: by its successor's posts."""
    way = areas.way_of(OuterRef(OuterRef(area)), clock.today(at))
    return partners_spoken_for(user, at).filter(area__in=way)

"""Who a person is to a case: the one place where scope is worked out, before anything is loaded.

What each standing may do is decided in the nouns' access modules.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from cspr_portal import clock
from reviews import references
from reviews.audit.recording import note
from reviews.models import (
    Area,
    Case,
    CoordinatorArea,
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
from reviews.requests import StaffRequest


@dataclass(frozen=True)
class Standing:
    """What somebody is to one case at one moment; all false for somebody who may not know of it."""

    user: User
    is_coordinator: bool = False
    partner_role: str = ""
    seat: PanelSeat | None = None
    appointment: ReviewerAppointment | None = None

    @property
    def is_anybody(self) -> bool:
        return self.is_coordinator or bool(self.partner_role) or self.seat is not None or self.is_reviewer

    @property
    def is_reviewer(self) -> bool:
        return self.appointment is not None

    @property
    def is_chair(self) -> bool:
        return self.seat is not None and self.seat.is_chair

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
    day = clock.today(at)
    may = Q(pk__in=[])
    if user.role == Role.COORDINATOR:
        areas = CoordinatorArea.objects.filter(Posting.current(day), user=user)
        may |= Q(area__in=areas.values("area"))
    if user.role == Role.DELEGATE:
        partners = StatutoryPartner.objects.filter(
            _holds(day), is_acting=True, agency__in=_delegations(user, at).values("agency")
        )
        may |= Q(area__in=partners.values("area"))
    may |= Q(pk__in=_seats(user, at).values("review__case"))
    may |= Q(pk__in=_appointments(user, at).values("review__case"))
    recused = Recusal.objects.filter(case=OuterRef("pk"), user=user)
    return Case.objects.filter(may).exclude(Exists(recused))


def standing(user: User, case: Case, at: datetime) -> Standing:
    """Return what `user` is to `case` at `at`, read afresh: a role removed a moment ago is gone."""
    day = clock.today(at)
    if not user.is_authenticated or not user.may_hold_cases:
        return Standing(user)
    if Recusal.objects.filter(case=case, user=user).exists():
        return Standing(user)
    is_coordinator = (
        user.role == Role.COORDINATOR
        and CoordinatorArea.objects.filter(Posting.current(day), user=user, area=case.area_id).exists()
    )
    partner_role = ""
    if user.role == Role.DELEGATE:
        partner = StatutoryPartner.objects.filter(
            _holds(day), is_acting=True, area=case.area_id, agency__in=_delegations(user, at).values("agency")
        ).first()
        partner_role = partner.role if partner else ""
    seat = _seats(user, at).filter(review__case=case).select_related("agency").first()
    appointment = _appointments(user, at).filter(review__case=case).first()
    return Standing(user, is_coordinator, partner_role, seat, appointment)


def open_case(request: StaffRequest, reference: str, at: datetime) -> Case:
    """Return the case that an address names, and record that it was opened.

    Raises Http404 outside the person's scope, exactly as for a reference that never existed.
    """
    case = (
        visible_to(request.user, at)
        .filter(reference=references.plain(reference))
        .select_related("area")
        .prefetch_related("children")
        .first()
    )
    view = request.resolver_match.view_name if request.resolver_match else ""
    if case is None:
        note(request.user, f"opened.{view}", "", outcome="denied")
        raise Http404
    if request.method in {"GET", "HEAD"}:
        note(request.user, f"opened.{view}", case.reference)
    return case


def areas_of(cases: QuerySet[Case]) -> QuerySet[Area]:
    """Return the areas of the cases, which the person may know of."""
    return Area.objects.filter(pk__in=cases.order_by().values("area"))


def people_on(case: Case, at: datetime) -> QuerySet[User]:
    """Return the people to whom `case` is open, by any standing."""
    day = clock.today(at)
    agencies = StatutoryPartner.objects.filter(_holds(day), is_acting=True, area=case.area_id).values(
        "agency"
    )
    coordinators = CoordinatorArea.objects.filter(Posting.current(day), area=case.area_id).values("user")
    delegates = PartnerDelegate.objects.filter(Posting.current(day), agency__in=agencies).values("user")
    seated = PanelSeat.objects.filter(review__case=case, left_on__isnull=True, confirmed_at__isnull=False)
    appointed = ReviewerAppointment.objects.filter(
        review__case=case, checked_at__isnull=False, ended_at__isnull=True, ends_on__gte=day
    )
    may = (
        Q(pk__in=coordinators, role=Role.COORDINATOR)
        | Q(pk__in=delegates, role=Role.DELEGATE)
        | Q(pk__in=seated.values("user"))
        | Q(pk__in=appointed.values("user"))
    )
    people = User.objects.filter(may, is_active=True, role_confirmed_at__isnull=False)
    return people.exclude(pk__in=case.recusals.values("user"))


def partners_of(case: Case, at: datetime) -> dict[str, StatutoryPartner]:
    """Return the body that acts for each of the three partner roles in the case's area at `at`."""
    found = StatutoryPartner.objects.filter(_holds(clock.today(at)), area=case.area_id, is_acting=True)
    acting = {partner.role: partner for partner in found.select_related("agency")}
    return {role: acting[role] for role in PartnerRole.values if role in acting}


def _holds(day: object) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _delegations(user: User, at: datetime) -> QuerySet[PartnerDelegate]:
    return PartnerDelegate.objects.filter(Posting.current(clock.today(at)), user=user)


def _seats(user: User, at: datetime) -> QuerySet[PanelSeat]:
    day = clock.today(at)
    return PanelSeat.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gt=day),
        user=user,
        confirmed_at__isnull=False,
        joined_on__lte=day,
    )


def _appointments(user: User, at: datetime) -> QuerySet[ReviewerAppointment]:
    day = clock.today(at)
    return ReviewerAppointment.objects.filter(
        user=user, checked_at__isnull=False, ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day
    )

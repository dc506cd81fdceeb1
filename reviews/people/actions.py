"""Confirming what an administrator gave (a role, an area, a delegation, a seat on a panel); the first administrator."""

from datetime import datetime
from typing import Any

from cspr_portal.refusals import check
from reviews.audit.recording import action, record
from reviews.models import CoordinatorArea, PanelSeat, PartnerDelegate, Role, User
from reviews.stage_moves import lock

from . import access


@action
def confirm_role(person: User, *, by: User, at: datetime) -> None:
    """Let the role of `person` take effect."""
    person = User.objects.select_for_update().get(pk=person.pk)
    check(access.confirm_role(by, person, at))
    person.role_confirmed_at, person.role_confirmed_by = at, by
    person.save(update_fields=["role_confirmed_at", "role_confirmed_by"])
    record(by, "person.role_confirmed", person=str(person.pk), role=person.role)


@action
def confirm_area(posting: CoordinatorArea, *, by: User, at: datetime) -> None:
    """Let a coordinator's area take effect."""
    posting = CoordinatorArea.objects.select_for_update().get(pk=posting.pk)
    check(access.confirm_area(by, posting, at))
    _confirm(posting, by, at)
    record(by, "coordinator_area.confirmed", person=str(posting.user_id), area=str(posting.area_id))


@action
def confirm_delegation(delegation: PartnerDelegate, *, by: User, at: datetime) -> None:
    """Let a delegation by a safeguarding partner take effect."""
    delegation = PartnerDelegate.objects.select_for_update().get(pk=delegation.pk)
    check(access.confirm_delegation(by, delegation, at))
    _confirm(delegation, by, at)
    record(by, "delegate.confirmed", person=str(delegation.user_id), agency=str(delegation.agency_id))


@action
def confirm_seat(seat: PanelSeat, *, by: User, at: datetime) -> None:
    """Let a seat on a review's panel take effect: the case opens to the person in it."""
    case = lock(seat.review.case)
    seat = PanelSeat.objects.select_for_update(of=("self",)).select_related("user", "review").get(pk=seat.pk)
    check(access.confirm_seat(by, seat, at))
    _confirm(seat, by, at)
    record(by, "panel.seat_confirmed", case.reference, person=str(seat.user_id))


@action
def confirm_everything(person: User, *, by: User, at: datetime) -> list[str]:
    """Confirm role, areas and delegations of `person` for the administrator `by`; return what was confirmed.

    For the server's command line: the first coordinator, or an area that no coordinator covers yet.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    check(access.confirm_everything(by, person, at))
    done = []
    if person.role_confirmed_at is None:
        person.role_confirmed_at, person.role_confirmed_by = at, by
        person.save(update_fields=["role_confirmed_at", "role_confirmed_by"])
        done.append(f"role {person.get_role_display()}")
    for area in person.coordinator_areas.filter(confirmed_at__isnull=True).select_related("area"):
        _confirm(area, by, at)
        done.append(f"area {area.area}")
    for delegation in person.delegations.filter(confirmed_at__isnull=True).select_related("agency"):
        _confirm(delegation, by, at)
        done.append(f"delegation by {delegation.agency}")
    record(by, "person.confirmed_on_server", person=str(person.pk), items=len(done))
    return done


@action
def make_administrator(email: str, password: str | None, **fields: Any) -> User:
    """Make an administrator's account, for the server's command line, and return it."""
    person = User.objects.create_user(email, password, role=Role.ADMINISTRATOR, **fields)
    record(None, "person.made_on_server", person=str(person.pk))
    return person


CONFIRM: dict[str, Any] = {
    "role": confirm_role,
    "area": confirm_area,
    "delegation": confirm_delegation,
    "seat": confirm_seat,
}


def _confirm(row: CoordinatorArea | PartnerDelegate | PanelSeat, by: User, at: datetime) -> None:
    row.confirmed_at, row.confirmed_by = at, by
    row.save(update_fields=["confirmed_at", "confirmed_by"])

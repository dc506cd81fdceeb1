"""What waits to be confirmed, and who may confirm it. Each rule returns its sentence, or None.

An administrator gives roles, areas, delegations and seats; none opens anything until a second person,
who answers for cases, has confirmed it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from cspr_portal import clock
from reviews.models import (
    ASSIGNED_ROLES,
    SEAT_ROLES,
    CoordinatorArea,
    PanelSeat,
    PartnerDelegate,
    Posting,
    Role,
    StatutoryPartner,
    User,
)
from reviews.panel.access import NO_SEAT_FOR_ASSIGNED
from reviews.standing import standing, visible_to

NOT_YOUR_OWN = "Only somebody else may confirm what concerns yourself."


@dataclass(frozen=True)
class Waiting:
    """Something that an administrator gave and nobody has confirmed; `reason` says why the reader may not."""

    kind: str
    key: str
    person: str
    what: str
    reason: str | None


def look(user: User) -> str | None:
    """Say why `user` may not look after people."""
    return None if user.acts_as(Role.COORDINATOR) else "Only a coordinator looks after people."


def confirm_role(by: User, person: User, at: datetime) -> str | None:
    """Say why `by` may not confirm the role of `person`."""
    if by.pk == person.pk:
        return NOT_YOUR_OWN
    if not by.acts_as(Role.COORDINATOR):
        return "Only a coordinator may confirm a role."
    return _unconfirmed_role(person)


def confirm_area(by: User, posting: CoordinatorArea, at: datetime) -> str | None:
    """Say why `by` may not confirm that a coordinator covers an area."""
    if by.pk == posting.user_id:
        return NOT_YOUR_OWN
    if not _covers(by, Q(area=posting.area_id), at):
        return f"Only a coordinator of {posting.area} may confirm this."
    return _unconfirmed(posting, posting.user, Role.COORDINATOR)


def confirm_delegation(by: User, delegation: PartnerDelegate, at: datetime) -> str | None:
    """Say why `by` may not confirm that a person decides for a safeguarding partner."""
    if by.pk == delegation.user_id:
        return NOT_YOUR_OWN
    partners = StatutoryPartner.objects.filter(agency=delegation.agency_id, ends_on__isnull=True)
    if not _covers(by, Q(area__in=partners.values("area")), at):
        return f"Only a coordinator of an area of {delegation.agency} may confirm this."
    return _unconfirmed(delegation, delegation.user, Role.DELEGATE)


def confirm_seat(by: User, seat: PanelSeat, at: datetime) -> str | None:
    """Say why `by` may not confirm who sits in a seat of a review's panel."""
    case = seat.review.case
    who = standing(by, case, at)
    if not (who.is_coordinator or who.is_chair):
        return "Only the coordinator or the chair may confirm a seat on the review’s panel."
    if seat.user is None:
        return "Not yet: nobody is named for this seat."
    if by.pk == seat.user_id:
        return NOT_YOUR_OWN
    if seat.confirmed_at is not None:
        return "Already: this seat is confirmed."
    if seat.left_on is not None and seat.left_on < clock.today(at):
        return "Already: this person has left the panel."
    if seat.user.role in ASSIGNED_ROLES:
        return NO_SEAT_FOR_ASSIGNED
    if not seat.user.acts_as(*SEAT_ROLES):
        return f"Not yet: the role of {seat.user.name} is not confirmed."
    if case.recusals.filter(user=seat.user).exists():
        return "Only a person who is not recused from this case can sit on its panel."
    if seat.review.appointments.filter(user=seat.user, ended_at__isnull=True).exists():
        return "Only people other than the Independent Reviewer sit on the panel."
    return None


def confirm_everything(by: User, person: User, at: datetime) -> str | None:
    """Say why the administrator `by` may not confirm `person` on the server's command line."""
    if not by.acts_as(Role.ADMINISTRATOR):
        return "Only an active administrator may answer for this."
    if by.pk == person.pk:
        return NOT_YOUR_OWN
    if person.role == Role.ADMINISTRATOR:
        return "Already: an administrator needs no confirmation, and holds no case role."
    if not person.is_active:
        return f"Not yet: the account of {person.name} is closed."
    return None


def something_waits(user: User, at: datetime) -> QuerySet[User]:
    """Return one row, the reader's own, if anything waits at all, whoever may confirm it: mostly nothing does."""
    day = clock.today(at)
    waits = (
        Exists(_roles()),
        Exists(_open(CoordinatorArea.objects.all(), day)),
        Exists(_open(PartnerDelegate.objects.all(), day)),
        Exists(_seats(user, at)),
    )
    return User.objects.filter(waits[0] | waits[1] | waits[2] | waits[3], pk=user.pk)


def waiting(user: User, at: datetime) -> list[Waiting]:
    """Return what waits: anybody's role, area or delegation, and seats of cases in the user's scope."""
    day = clock.today(at)
    found = [_role_row(user, person, at) for person in _roles()]
    found += [
        Waiting(
            "area", str(area.pk), area.user.name, f"coordinator for {area.area}", confirm_area(user, area, at)
        )
        for area in _open(CoordinatorArea.objects.all(), day).select_related("user", "area")
    ]
    found += [
        Waiting(
            "delegation",
            str(delegation.pk),
            delegation.user.name,
            f"{'deputy' if delegation.is_deputy else 'delegate'} for {delegation.agency}",
            confirm_delegation(user, delegation, at),
        )
        for delegation in _open(PartnerDelegate.objects.all(), day).select_related("user", "agency")
    ]
    found += [_seat_row(user, seat, at) for seat in _seats(user, at)]
    return found


def find(user: User, kind: str, key: str, at: datetime) -> Any:
    """Return the person, posting or seat that an address names. Raises Http404 for what is out of scope."""
    sources: dict[str, QuerySet[Any]] = {
        "role": User.objects.exclude(role=Role.ADMINISTRATOR),
        "area": CoordinatorArea.objects.select_related("user", "area"),
        "delegation": PartnerDelegate.objects.select_related("user", "agency"),
        "seat": PanelSeat.objects.filter(review__case__in=visible_to(user, at)),
    }
    try:
        return sources[kind].get(pk=key)
    except (KeyError, ValueError, OverflowError, ValidationError, ObjectDoesNotExist) as error:
        raise Http404 from error


def people() -> QuerySet[User]:
    """Return everybody with an account, by name; administrators too, so that one knows whom to ask."""
    return User.objects.select_related("agency", "role_confirmed_by").order_by("name", "pk")


def _roles() -> QuerySet[User]:
    waiting = User.objects.filter(is_active=True, role_confirmed_at__isnull=True)
    return waiting.exclude(role=Role.ADMINISTRATOR).select_related("agency").order_by("name", "pk")


def _role_row(user: User, person: User, at: datetime) -> Waiting:
    what = person.get_role_display() + (f", {person.agency}" if person.agency else "")
    return Waiting("role", str(person.pk), person.name, what, confirm_role(user, person, at))


def _seats(user: User, at: datetime) -> QuerySet[PanelSeat]:
    seats = PanelSeat.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=clock.today(at)),
        Exists(visible_to(user, at).filter(pk=OuterRef("review__case"))),
        user__isnull=False,
        confirmed_at__isnull=True,
    )
    return seats.select_related("review__case", "user", "agency")


def _seat_row(user: User, seat: PanelSeat, at: datetime) -> Waiting:
    name = seat.user.name if seat.user else ""
    kind = "chair" if seat.is_chair else "seat"
    what = f"{kind} for {seat.agency} on the panel of {seat.review.case.reference}"
    return Waiting("seat", str(seat.pk), name, what, confirm_seat(user, seat, at))


def _open(postings: QuerySet[Any], day: Any) -> QuerySet[Any]:
    """Those that nobody has confirmed and that are not over."""
    return postings.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), confirmed_at__isnull=True, user__is_active=True
    ).order_by("user__name", "pk")


def _covers(by: User, area: Q, at: datetime) -> bool:
    if not by.acts_as(Role.COORDINATOR):
        return False
    return CoordinatorArea.objects.filter(area, Posting.current(clock.today(at)), user=by).exists()


def _unconfirmed_role(person: User) -> str | None:
    if person.role == Role.ADMINISTRATOR:
        return "Already: an administrator needs no confirmation."
    if person.role_confirmed_at is not None:
        return "Already: this role is confirmed."
    return None if person.is_active else f"Not yet: the account of {person.name} is closed."


def _unconfirmed(posting: CoordinatorArea | PartnerDelegate, person: User, role: str) -> str | None:
    if posting.confirmed_at is not None:
        return "Already: this is confirmed."
    if not person.acts_as(role):
        return f"Not yet: the role of {person.name} is not confirmed."
    return None

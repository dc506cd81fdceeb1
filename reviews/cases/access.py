"""Who may do what to a case itself. Each rule returns its sentence, or None when nothing stands in the way."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from cspr_portal import clock
from reviews import references
from reviews.authorship import people_asked
from reviews.models import (
    Area,
    Case,
    Child,
    CoordinatorArea,
    PartnerDelegate,
    PartnerRole,
    Posting,
    Role,
    StatutoryPartner,
    User,
)
from reviews.stages import Stage
from reviews.standing import Standing, coordinators_of, partners_of, people_on, standing


def areas_to_log_in(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas in which `user` may log a case: a coordinator's own, or those of a local authority's delegate."""
    day = clock.today(at)
    areas = Area.objects.exclude(ends_on__lt=day)
    if user.acts_as(Role.COORDINATOR):
        mine = CoordinatorArea.objects.filter(Posting.current(day), user=user)
        return areas.filter(pk__in=mine.values("area"))
    if user.acts_as(Role.DELEGATE):
        agencies = PartnerDelegate.objects.filter(Posting.current(day), user=user).values("agency")
        local = StatutoryPartner.objects.filter(
            role=PartnerRole.LOCAL_AUTHORITY, is_acting=True, agency__in=agencies, ends_on__isnull=True
        )
        return areas.filter(pk__in=local.values("area"))
    return Area.objects.none()


def log(user: User, at: datetime) -> str | None:
    """Say why `user` may not log a case (the local authority has the duty; its coordinator does it for it)."""
    if areas_to_log_in(user, at).exists():
        return None
    return "Only a coordinator or the local authority’s delegate may log a case."


def add_child(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not add a child to `case`, or seal what identifies one."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role == PartnerRole.LOCAL_AUTHORITY:
        return None
    return "Only the coordinator or the local authority’s delegate may add children and their identities."


def hold(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not put `case` on hold."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may put a case on hold."
    if case.stage == Stage.CLOSED:
        return "Already: the case is closed, so no clock of it needs a reason."
    if case.open_hold_id is not None:
        return "Already: the case is on hold. End that hold first."
    return None


def end_hold(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not end the hold on `case`."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator may end a hold."
    if case.open_hold_id is None:
        return "Already: the case is not on hold."
    return None


def recuse(user: User, case: Case, person: User, at: datetime) -> str | None:
    """Say why `user` may not recuse `person` from `case`: the last one of a post needs a substitute first."""
    if user != person and not standing(user, case, at).is_coordinator:
        return "Only a coordinator may recuse somebody else."
    theirs = standing(person, case, at)
    if not theirs.is_anybody and not people_asked(case).filter(pk=person.pk).exists():
        return "Only somebody who can open this case, or is asked about it, can be recused from it."
    if theirs.is_coordinator and not _other_coordinators(person, case, at):
        return f"Not yet: {person.name} is the area’s only coordinator. Another one has to be named first."
    if theirs.partner_role and not _other_delegates(person, theirs, case, at):
        partner = PartnerRole(theirs.partner_role).label
        return (
            f"Not yet: {person.name} is the only delegate of the {partner}. A deputy has to be named first."
        )
    return None


def people_to_recuse(user: User, case: Case, at: datetime) -> QuerySet[User]:
    """Return whom `user`, to whom `case` is open, may take off it: themselves; a coordinator anybody who has a part."""
    people = people_on(case, at)
    if not standing(user, case, at).is_coordinator:
        return people.filter(pk=user.pk)
    asked = people_asked(case)
    return User.objects.filter(Q(pk__in=people.values("pk")) | Q(pk__in=asked.values("pk")))


def _other_coordinators(person: User, case: Case, at: datetime) -> bool:
    posts = coordinators_of(case, at).filter(
        user__is_active=True,
        user__role=Role.COORDINATOR,
        user__role_confirmed_at__isnull=False,
    )
    return posts.exclude(user=person).exclude(user__recusals__case=case).exists()


def _other_delegates(person: User, theirs: Standing, case: Case, at: datetime) -> bool:
    agency = partners_of(case, at)[theirs.partner_role].agency_id
    posts = PartnerDelegate.objects.filter(
        Posting.current(clock.today(at)),
        agency=agency,
        user__is_active=True,
        user__role=Role.DELEGATE,
        user__role_confirmed_at__isnull=False,
    )
    return posts.exclude(user=person).exclude(user__recusals__case=case).exists()


def found(
    cases: QuerySet[Case], q: str = "", stage: str = "", area: UUID | None = None, sort: str = ""
) -> QuerySet[Case]:
    """Return those of `cases` that the list's form asks for: `q` is (part of) a reference or of a pseudonym."""
    if stage:
        cases = cases.filter(stage=stage)
    if area:
        cases = cases.filter(area=area)
    if q:
        asked = Q(pk__in=Child.objects.filter(pseudonym__icontains=q).values("case"))
        if references.may_be_part(q):
            asked |= Q(reference__icontains=q.strip())
        cases = cases.filter(asked)
    if sort == "clock":
        return cases.order_by(F("sort_on").asc(nulls_last=True), "pk")
    return cases.order_by("logged_at" if sort == "oldest" else "-logged_at", "pk")

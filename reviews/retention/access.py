"""Who may look after the keeping and disposing of cases: the area's coordinators and its partners' delegates."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from cspr_portal import clock
from reviews.models import Area, Case, Disposal, DisposalHold, HoldCovers, RecordKind, Role, User
from reviews.scope import Scope, scope_of
from reviews.standing import standing

from . import due

ONLY = "Only a coordinator or a safeguarding partner’s delegate looks after keeping and disposing."


def look(user: User, at: datetime) -> str | None:
    """Say why `user` may not open the pages about keeping and disposing."""
    if not user.acts_as(Role.COORDINATOR, Role.DELEGATE):
        return ONLY
    return None if scope_of(user, at).areas else ONLY


def counts(user: User) -> bool:
    """Return whether `user` sees how many of each kind are held: who sees no case, so that no count tells of one."""
    return user.acts_as(Role.AUDITOR) or user.is_administrator


def of_case(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not see how long `case` is kept, place a disposal hold on it or dispose of it."""
    who = standing(user, case, at)
    return None if who.is_coordinator or who.partner_role else ONLY


def cases(user: User, at: datetime) -> QuerySet[Case]:
    """Return the cases whose keeping `user` looks after."""
    return Case.objects.filter(_within(scope_of(user, at)))


def open_disposals(user: User, at: datetime) -> QuerySet[Disposal]:
    """Return the disposals that are proposed or confirmed and that `user` may know of."""
    found = Disposal.objects.of_cases().filter(dropped_at__isnull=True, carried_out_at__isnull=True)
    return found.filter(_within(scope_of(user, at), "case__"))


def disposed(user: User, at: datetime) -> QuerySet[Disposal]:
    """Return what stays of what was disposed of: in the areas of `user`, and of no known area. None of accounts."""
    if look(user, at) is not None:
        return Disposal.objects.none()
    theirs = Q(area__in=list(scope_of(user, at).areas)) | Q(area__isnull=True)
    found = Disposal.objects.exclude(record_kind=RecordKind.ACCOUNT)
    return found.filter(theirs, carried_out_at__isnull=False)


def holds(user: User, at: datetime) -> QuerySet[DisposalHold]:
    """Return the disposal holds that `user` may know of: of their cases and areas, and of every theme and kind."""
    if look(user, at) is not None:
        return DisposalHold.objects.none()
    scope = scope_of(user, at)
    theirs = Q(covers__in=[HoldCovers.THEME, HoldCovers.KIND]) | Q(area__in=list(scope.areas))
    return DisposalHold.objects.filter(theirs | _within(scope, "case__", case__isnull=False))


def areas(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas for whose cases `user` may place a disposal hold."""
    return Area.objects.filter(pk__in=list(scope_of(user, at).areas))


def change_hold(hold: DisposalHold) -> str | None:
    """Say why a disposal hold can't be looked at again or lifted."""
    return None if hold.lifted_at is None else "Already: the disposal hold is lifted."


def propose(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not propose that `case` is disposed of."""
    refusal = of_case(user, case, at)
    if refusal is None and Disposal.objects.of_cases().filter(case=case, dropped_at__isnull=True).exists():
        refusal = "Already: the disposal is proposed."
    return refusal or not_due(case, at)


def confirm(user: User, case: Case, disposal: Disposal, at: datetime) -> str | None:
    """Say why `user` may not confirm the disposal of `case`: it takes a second person."""
    refusal = of_case(user, case, at) or closed(disposal)
    if refusal is None and disposal.confirmed_at is not None:
        refusal = "Already: the disposal is confirmed."
    if refusal is None and disposal.proposed_by_id == user.pk:
        refusal = "You proposed it, so somebody else has to confirm it."
    return refusal or not_due(case, at)


def drop(user: User, case: Case, disposal: Disposal, at: datetime) -> str | None:
    """Say why `user` may not take the proposed disposal of `case` back. Either of the two may, and so may a third."""
    return of_case(user, case, at) or closed(disposal)


def closed(disposal: Disposal) -> str | None:
    """Say that a disposal is over: taken back or carried out."""
    if disposal.dropped_at is not None:
        return "Already: the disposal was taken back."
    return None if disposal.carried_out_at is None else "Already: the disposal was carried out."


def not_due(case: Case, at: datetime) -> str | None:
    """Say why `case` may not be disposed of at `at`, whoever asks."""
    found = due.of(case, at)
    if not found.is_over(clock.today(at)):
        return f"Not yet: {_first_lower(found.steps[-1])}"
    stops: Sequence[str] = due.stops(case, at, found.kind)
    return f"Not yet: {_first_lower(stops[0])}" if stops else None


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _within(scope: Scope, prefix: str = "", **more: bool) -> Q:
    """Return the condition that a case is of the scope's areas, and they are not recused from it."""
    within = Q((f"{prefix}area__in", list(scope.areas)), **more)
    return within & ~Q((f"{prefix}pk__in", list(scope.recused)))

"""Who may know of a request for information, work on it and decide it. Each rule returns its sentence, or None.

Coordinators know of the requests of their areas, delegates of those among them that are about cases, and a legal
adviser of those about the cases that they are assigned to. Nobody knows of one that names a case which isn't open to
them: whoever is recused from one of its cases has lost the request too. Nobody else knows that there is a register.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from cspr_portal import clock
from reviews.models import (
    Area,
    Case,
    InformationCase,
    InformationDecision,
    InformationRequest,
    RedactedCopy,
    Role,
    User,
)
from reviews.scope import Scope, scope_of
from reviews.standing import standing

from . import due

ROLES = (Role.COORDINATOR, Role.DELEGATE, Role.LEGAL_ADVISER)
NOT_THE_LAWYER = "Only the coordinator and the partners’ delegates work on requests for information."


def visible_to(user: User, at: datetime) -> QuerySet[InformationRequest]:
    """Return the requests that `user` may know of at `at`."""
    if not user.is_authenticated or not user.acts_as(*ROLES):
        return InformationRequest.objects.none()
    scope = scope_of(user, at)
    about = InformationCase.objects.filter(request=OuterRef("pk"))
    found = InformationRequest.objects.exclude(Exists(_closed(about, scope)))
    if user.role == Role.COORDINATOR:
        return found.filter(area__in=list(scope.areas))
    if user.role == Role.DELEGATE:
        return found.filter(Exists(about), area__in=list(scope.areas))
    return found.filter(Exists(about.filter(case__in=scope.assigned)))


def _closed(about: QuerySet[InformationCase], scope: Scope) -> QuerySet[InformationCase]:
    """Those of the rows whose case is not open to the person."""
    return about.exclude(pk__in=InformationCase.objects.filter(scope.within("case")).values("pk"))


def look(user: User) -> str | None:
    """Say why there is no register for `user`; the page is then not found."""
    return (
        None if user.acts_as(*ROLES) else "Only coordinators, delegates and legal advisers have the register."
    )


def look_at_case(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom `case` is open, may not see its requests."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role or who.assigned_as == Role.LEGAL_ADVISER:
        return None
    return "Only the coordinator, the partners’ delegates and a legal adviser see a case’s requests for information."


def areas(user: User, at: datetime) -> QuerySet[Area]:
    """Return the areas for which `user` may record a request: a coordinator's and a delegate's own."""
    if not user.acts_as(Role.COORDINATOR, Role.DELEGATE):
        return Area.objects.none()
    return Area.objects.filter(pk__in=list(scope_of(user, at).areas))


def record(user: User, at: datetime) -> str | None:
    """Say why `user` may record no request at all."""
    return None if areas(user, at).exists() else NOT_THE_LAWYER


def record_about(user: User, area: Area, cases: list[Case], at: datetime) -> str | None:
    """Say why `user` may not record a request for `area` about `cases`."""
    if not areas(user, at).filter(pk=area.pk).exists():
        return "Only your own areas: choose one of those that you work for."
    if not cases and user.role != Role.COORDINATOR:
        return "Only a coordinator may record a request that is about no case. Choose the case."
    if any(case.area_id != area.pk for case in cases):
        return "Only cases of one area belong in one request. Record another one for the other area."
    return None


def work(user: User, request: InformationRequest, at: datetime) -> str | None:
    """Say why `user`, who may know of `request`, may not work on it."""
    return None if user.acts_as(Role.COORDINATOR, Role.DELEGATE) else NOT_THE_LAWYER


def go_on(user: User, request: InformationRequest, at: datetime) -> str | None:
    """Say why `user` may not work on `request`, or that there is nothing left to do."""
    refusal = work(user, request, at)
    if refusal is None and request.withdrawn_at is not None:
        return f"Already: this request was withdrawn on {clock.day_words(clock.today(request.withdrawn_at))}."
    return refusal


def advise(user: User, request: InformationRequest, at: datetime) -> str | None:
    """Say why `user`, who may know of `request`, may not record legal advice on it."""
    if user.acts_as(Role.LEGAL_ADVISER):
        return None
    return go_on(user, request, at)


def extend(user: User, request: InformationRequest, at: datetime) -> str | None:
    """Say why the time of `request` may not be extended: once, by law, and told in time (see due.py)."""
    refusal = go_on(user, request, at)
    if refusal is not None:
        return refusal
    if due.told_by(request) is None:
        return "Only a request under freedom of information, or for subject access, can be extended here."
    if request.extended_at is not None:
        return "Already: the time has been extended once."
    return None if due.is_open(request) else "Already: this request has been answered."


def withdraw(user: User, request: InformationRequest, at: datetime) -> str | None:
    """Say why `user` may not record that `request` was withdrawn."""
    refusal = go_on(user, request, at)
    if refusal is None and request.answered_on is not None:
        return f"Already: this request was answered on {clock.day_words(request.answered_on)}."
    return refusal


def holding(request: InformationRequest) -> InformationDecision | None:
    """Return the answer that is prepared or decided and not set aside, or None. One query."""
    return (
        request.decisions.filter(set_aside_at__isnull=True)
        .select_related("prepared_by", "decided_by")
        .first()
    )


def prepare(
    user: User, request: InformationRequest, decision: InformationDecision | None, at: datetime
) -> str | None:
    """Say why `user` may not prepare the answer, where `decision` is the one that holds."""
    refusal = go_on(user, request, at)
    if refusal is None and decision is not None:
        return "Already: an answer is prepared. It has to be set aside before another one is."
    return refusal


def decide(
    user: User, request: InformationRequest, decision: InformationDecision | None, at: datetime
) -> str | None:
    """Say why `user` may not decide the answer: it takes a second person."""
    refusal = go_on(user, request, at)
    if refusal is not None:
        return refusal
    if decision is None:
        return "Not yet: nobody has prepared an answer."
    if decision.decided_at is not None:
        return f"Already: this was decided on {clock.day_words(clock.today(decision.decided_at))}."
    if decision.prepared_by_id == user.pk:
        return "Only somebody else may decide what you have prepared."
    return None


def set_aside(
    user: User, request: InformationRequest, decision: InformationDecision | None, at: datetime
) -> str | None:
    """Say why `user` may not send an answer back, or think over one that is decided."""
    refusal = go_on(user, request, at)
    if refusal is None and decision is None:
        return "Not yet: nobody has prepared an answer."
    return refusal


def reply(
    user: User, request: InformationRequest, decision: InformationDecision | None, at: datetime
) -> str | None:
    """Say why `user` may not record that the answer was sent."""
    refusal = go_on(user, request, at)
    if refusal is None and (decision is None or decision.decided_at is None):
        return "Not yet: the answer has to be decided by a second person first."
    return refusal


def remove_copy(user: User, copy: RedactedCopy, at: datetime) -> str | None:
    """Say why `user` may not remove a redacted copy: what an answer that holds names stays."""
    refusal = go_on(user, copy.request, at)
    if refusal is not None:
        return refusal
    if copy.removed_at is not None:
        return f"Already: this copy was removed on {clock.day_words(clock.today(copy.removed_at))}."
    if copy.decisions.filter(set_aside_at__isnull=True).exists() or copy.released.exists():
        return "Not yet: an answer names this copy. It has to be set aside first."
    return None


def gather(user: User, request: InformationRequest, at: datetime) -> str | None:
    """Say why `user` may not gather what the portal holds about the person who asked."""
    refusal = go_on(user, request, at)
    if refusal is None and request.kind != "subject_access":
        return "Only for a subject access request is gathered what the portal holds about a person."
    return refusal


def name_account(user: User) -> str | None:
    """Say why `user` may not name an account as what is asked about: that lists everybody who has one."""
    return None if user.acts_as(Role.COORDINATOR) else "Only a coordinator looks through the accounts."

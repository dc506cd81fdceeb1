"""Which requests an agency's author or approver may know of, and who may be named: as standing.py is for cases.

What may be done to a request is decided in reviews/returns/access.py.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cspr_portal import clock
from reviews.audit.opening import opened, out_of_scope
from reviews.models import Agency, AgencyRequest, Case, Recusal, RequestState, Role, User
from reviews.requests import StaffRequest

# While a request is in one of these, it goes with its agency's successor.
OPEN = (
    RequestState.ASKED,
    RequestState.BEGUN,
    RequestState.TO_SIGN_OFF,
    RequestState.SUBMITTED,
    RequestState.SENT_BACK,
)


def requests_of(user: User, at: datetime) -> QuerySet[AgencyRequest]:
    """Return the requests that name `user` as author and that they may know of at `at`. Recusal beats all.

    An open request follows its agency to the successor; one whose return is accepted stays with the old
    agency's people; one that was withdrawn is nobody's.
    """
    return _named(user, Role.AGENCY_AUTHOR, at).filter(author=user)


def to_sign_off_of(user: User, at: datetime) -> QuerySet[AgencyRequest]:
    """Return the requests that name `user` as approver and that they may know of at `at`, by the same rules."""
    return _named(user, Role.AGENCY_APPROVER, at).filter(approver=user)


def is_author(user: User, agency_request: AgencyRequest, at: datetime) -> bool:
    """Return whether `user` is the request's named author at `at`, read afresh.

    A page that opened the request through `open_request` has read it once for all its rules; actions lock a
    request of their own, so theirs is always read anew.
    """
    if getattr(agency_request, "_author_read", None) == (user.pk, at):
        return True
    return requests_of(user, at).filter(pk=agency_request.pk).exists()


def is_approver(user: User, agency_request: AgencyRequest, at: datetime) -> bool:
    """Return whether `user` is the request's named approver at `at`, read afresh, as `is_author` is."""
    if getattr(agency_request, "_approver_read", None) == (user.pk, at):
        return True
    return to_sign_off_of(user, at).filter(pk=agency_request.pk).exists()


def stepped_aside() -> Exists:
    """Return the condition, for a query of requests, that whoever is named to sign off was recused from the case."""
    return Exists(Recusal.objects.filter(case=OuterRef("case"), user=OuterRef("approver")))


def signer_of(agency_request: AgencyRequest) -> User | None:
    """Return who is to sign the return off; None where nobody is named, or who was named has stepped aside."""
    if agency_request.approver_id is None:
        return None
    is_gone = AgencyRequest.objects.filter(stepped_aside(), pk=agency_request.pk).exists()
    return None if is_gone else agency_request.approver


def open_request(request: StaffRequest, key: UUID, at: datetime) -> AgencyRequest:
    """Return the request that an author's address names, and record that it was opened.

    Raises Http404 for everybody but its author, exactly as for a key that never existed.
    """
    found = _open(request, requests_of(request.user, at), key)
    found._author_read = (request.user.pk, at)  # type: ignore[attr-defined]
    return found


def open_sign_off(request: StaffRequest, key: UUID, at: datetime) -> AgencyRequest:
    """Return the request that an approver's address names, and record that it was opened.

    Raises Http404 for everybody but its approver, exactly as for a key that never existed.
    """
    found = _open(request, to_sign_off_of(request.user, at), key)
    found._approver_read = (request.user.pk, at)  # type: ignore[attr-defined]
    return found


def _named(user: User, role: Role, at: datetime) -> QuerySet[AgencyRequest]:
    """The requests to the agency's line of somebody who acts in that role, by whomever they are written."""
    if not user.is_authenticated or not user.acts_as(role) or user.agency_id is None:
        return AgencyRequest.objects.none()
    theirs = Q(agency__in=line_of(user.agency_id, at), state__in=OPEN)
    theirs |= Q(agency=user.agency_id, state=RequestState.ACCEPTED)
    recused = Recusal.objects.filter(case=OuterRef("case"), user=user)
    return AgencyRequest.objects.filter(theirs).exclude(Exists(recused))


def _open(request: StaffRequest, theirs: QuerySet[AgencyRequest], key: UUID) -> AgencyRequest:
    about = ("case__review", "agency", "author", "approver", "sent_by")
    found = theirs.filter(pk=key).select_related(*about).first()
    if found is None:
        out_of_scope(request)
    # Refusals are logged under the case too, whose reference is not in the address.
    request.case_reference = found.case.reference
    opened(request, found.case.reference)
    return found


def authors(case: Case) -> QuerySet[User]:
    """Return everybody who may be named as the author of a return about `case`, of any agency."""
    return _people(case, Role.AGENCY_AUTHOR)


def approvers(case: Case) -> QuerySet[User]:
    """Return everybody who may be named to sign a return about `case` off, of any agency."""
    return _people(case, Role.AGENCY_APPROVER)


def people_asked(case: Case) -> QuerySet[User]:
    """Return the authors and approvers whom requests about `case` name, but for those recused: it is not open to them."""
    asked = case.agency_requests.exclude(state=RequestState.WITHDRAWN)
    named = Q(pk__in=asked.values("author")) | Q(pk__in=asked.values("approver"))
    return User.objects.filter(named, is_active=True).exclude(pk__in=case.recusals.values("user"))


def authors_for(agency: Agency, case: Case, at: datetime) -> QuerySet[User]:
    """Return who may be named for `agency`: its own people, its successor's and its predecessors'."""
    return authors(case).filter(agency__in=line_of(agency.pk, at))


def approvers_for(agency: Agency, case: Case, at: datetime) -> QuerySet[User]:
    """Return who may be named to sign off for `agency`: its own people, its successor's and its predecessors'."""
    return approvers(case).filter(agency__in=line_of(agency.pk, at))


def _people(case: Case, role: Role) -> QuerySet[User]:
    people = User.objects.filter(
        role=role, is_active=True, role_confirmed_at__isnull=False, agency__isnull=False
    )
    people = people.exclude(pk__in=case.recusals.values("user"))
    return people.select_related("agency").order_by("agency__name", "name")


def in_force(at: datetime) -> QuerySet[Agency]:
    """Return the agencies that exist on the day of `at`."""
    day = clock.today(at)
    return Agency.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def line_of(agency: UUID, at: datetime) -> set[UUID]:
    """Return the keys of the agency, of those that followed it and of those that it followed, by `at`."""
    return lines_of([agency], at)[agency]


def lines_of(agencies: Iterable[UUID], at: datetime) -> dict[UUID, set[UUID]]:
    """Return the line of each of the agencies, reading who followed whom once."""
    followers = successors(clock.today(at))
    ways = {one: set(_way(one, followers)) for one in {*followers, *followers.values()}}
    return {
        agency: set(_way(agency, followers)) | {one for one, way in ways.items() if agency in way}
        for agency in agencies
    }


def heir(agency: UUID, followers: Mapping[UUID, UUID]) -> UUID:
    """Return the key of the agency that does the agency's work now: itself, or the last of its successors."""
    return _way(agency, followers)[-1]


def successors(day: date) -> dict[UUID, UUID]:
    """Return which agency followed which, of those that ended before `day`."""
    ended = Agency.objects.filter(successor__isnull=False, ends_on__lt=day)
    return {pk: successor for pk, successor in ended.values_list("pk", "successor") if successor}


def _way(agency: UUID, followers: Mapping[UUID, UUID]) -> list[UUID]:
    """The agency, its successor, that one's successor; a circle, entered by mistake, ends where it began."""
    way = [agency]
    while (following := followers.get(way[-1])) is not None and following not in way:
        way.append(following)
    return way

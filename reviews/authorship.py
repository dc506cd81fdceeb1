"""Which requests an agency's author may know of, and who may be named as one: the scope, as standing.py is for cases.

What may be done to a request is decided in reviews/returns/access.py.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from cspr_portal import clock
from reviews.audit.recording import note
from reviews.models import Agency, AgencyRequest, Case, Recusal, RequestState, Role, User
from reviews.requests import StaffRequest

# While a request is in one of these, it goes with its agency's successor.
OPEN = (RequestState.ASKED, RequestState.BEGUN, RequestState.SUBMITTED, RequestState.SENT_BACK)


def requests_of(user: User, at: datetime) -> QuerySet[AgencyRequest]:
    """Return the requests that name `user` as author and that they may know of at `at`. Recusal beats all.

    An open request follows its agency to the successor; one whose return is accepted stays with the old
    agency's people; one that was withdrawn is nobody's.
    """
    if not user.is_authenticated or not user.acts_as(Role.AGENCY_AUTHOR) or user.agency_id is None:
        return AgencyRequest.objects.none()
    theirs = Q(agency__in=line_of(user.agency_id, at), state__in=OPEN)
    theirs |= Q(agency=user.agency_id, state=RequestState.ACCEPTED)
    recused = Recusal.objects.filter(case=OuterRef("case"), user=user)
    return AgencyRequest.objects.filter(theirs, author=user).exclude(Exists(recused))


def is_author(user: User, agency_request: AgencyRequest, at: datetime) -> bool:
    """Return whether `user` is the request's named author at `at`, read afresh.

    A page that opened the request through `open_request` has read it once for all its rules; actions lock a
    request of their own, so theirs is always read anew.
    """
    if getattr(agency_request, "_author_read", None) == (user.pk, at):
        return True
    return requests_of(user, at).filter(pk=agency_request.pk).exists()


def open_request(request: StaffRequest, key: UUID, at: datetime) -> AgencyRequest:
    """Return the request that an address names, and record that it was opened.

    Raises Http404 for everybody but its author, exactly as for a key that never existed.
    """
    found = requests_of(request.user, at).filter(pk=key).select_related("case", "agency", "sent_by").first()
    view = request.resolver_match.view_name if request.resolver_match else ""
    if found is None:
        note(request.user, f"opened.{view}", "", outcome="denied")
        raise Http404
    found._author_read = (request.user.pk, at)  # type: ignore[attr-defined]
    # Refusals are logged under the case too, whose reference is not in the address.
    request.case_reference = found.case.reference
    if request.method in {"GET", "HEAD"}:
        note(request.user, f"opened.{view}", found.case.reference)
    return found


def authors(case: Case) -> QuerySet[User]:
    """Return everybody who may be named as the author of a return about `case`, of any agency."""
    people = User.objects.filter(
        role=Role.AGENCY_AUTHOR, is_active=True, role_confirmed_at__isnull=False, agency__isnull=False
    )
    people = people.exclude(pk__in=case.recusals.values("user"))
    return people.select_related("agency").order_by("agency__name", "name")


def authors_asked(case: Case) -> QuerySet[User]:
    """Return the authors whom requests about `case` name, but for those recused from it: it is not open to them."""
    asked = case.agency_requests.exclude(state=RequestState.WITHDRAWN).filter(author__isnull=False)
    people = User.objects.filter(pk__in=asked.values("author"), is_active=True)
    return people.exclude(pk__in=case.recusals.values("user"))


def authors_for(agency: Agency, case: Case, at: datetime) -> QuerySet[User]:
    """Return who may be named for `agency`: its own people, its successor's and its predecessors'."""
    return authors(case).filter(agency__in=line_of(agency.pk, at))


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

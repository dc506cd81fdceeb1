"""What an agency's own people do: the author writes, lists names, sends; somebody signs off or gives back.

Either may step aside.
"""

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from cspr_portal.refusals import NotYet, check
from reviews import sealed
from reviews.audit.recording import action, record
from reviews.cases.actions import take_off
from reviews.models import AgencyRequest, AgencyReturn, Child, RequestState, SealedKind, User
from reviews.stage_moves import lock_part

from . import access
from .ledger import step

# Who and what a return names, in the order in which it is asked for.
NAMED = (SealedKind.PRACTITIONER, SealedKind.RELATIVE, SealedKind.PLACE)


class Texts(TypedDict):
    """What a return says. Its last two are asked for the review only; one that isn't given stays as it is."""

    had_no_involvement: bool
    involvement: str
    episodes: str
    safety: str
    improvements: str
    analysis: NotRequired[str]
    agency_actions: NotRequired[str]


@action
def save_return(
    agency_request: AgencyRequest,
    *,
    expected_version: int,
    by: User,
    at: datetime,
    **texts: Unpack[Texts],
) -> AgencyReturn:
    """Keep what is written so far and return it. The first save begins the return.

    `expected_version` is the version that the writer began from (0: nothing saved yet); raises NotYet when
    another one was saved meanwhile, so that neither text is lost. The same text again changes nothing.
    """
    found = lock_part(agency_request)
    check(access.write(by, found, at))
    kept = AgencyReturn.objects.filter(request=found).first()
    if kept is not None and all(getattr(kept, name) == text for name, text in texts.items()):
        return kept
    if (kept.version if kept else 0) != expected_version:
        raise NotYet("Already: the return was saved meanwhile. Compare the two texts, and save again.")
    if kept is None:
        kept = _begin(found, by, at)
    for name, text in texts.items():
        setattr(kept, name, text)
    kept.version, kept.saved_at, kept.saved_by = expected_version + 1, at, by
    kept.save()
    record(by, "return.saved", found.case.reference, request=str(found.pk), version=kept.version)
    return kept


@action
def list_names(
    agency_request: AgencyRequest, names: list[tuple[SealedKind, str]], *, by: User, at: datetime
) -> int:
    """Seal people and places that the return names, and return how many are new on its list.

    They join the words that are looked for in everything the case publishes. No list shows them again.
    """
    found = lock_part(agency_request)
    check(access.write(by, found, at))
    kept = AgencyReturn.objects.filter(request=found).first() or _begin(found, by, at)
    added = sealed.seal(found.case, names, by=by, at=at, agency_return=kept)
    if added:
        record(by, "return.names_listed", found.case.reference, request=str(found.pk), items=added)
    return added


@action
def open_sheet(
    agency_request: AgencyRequest, *, note: str, by: User, at: datetime
) -> list[tuple[Child | None, str, str]]:
    """Open the subject sheet, as `sealed.open_sheet`, not while somebody accepts the return or changes the sheet."""
    return sealed.open_sheet(lock_part(agency_request), by=by, at=at, note=note)


@action
def send_return(agency_request: AgencyRequest, *, expected_version: int, by: User, at: datetime) -> str:
    """Send the return and return its state: to whoever signs it off in the agency, or else to those who asked.

    Raises NotYet for one that was changed since it was checked.
    """
    found = lock_part(agency_request)
    check(access.send(by, found, at))
    if found.agency_return.version != expected_version:
        raise NotYet("Already: the return was changed since you checked it. Check it again.")
    to_state = RequestState.TO_SIGN_OFF if found.approver_id else RequestState.SUBMITTED
    step(found, to_state, by=by, at=at)
    verb = "return.to_sign_off" if found.approver_id else "return.sent"
    record(by, verb, found.case.reference, request=str(found.pk), version=expected_version)
    return to_state


@action
def take_back(agency_request: AgencyRequest, *, by: User, at: datetime) -> None:
    """Take the return back from whoever is to sign it off: its author can change it again."""
    found = lock_part(agency_request)
    check(access.take_back(by, found, at))
    step(found, RequestState.BEGUN, by=by, at=at)
    record(by, "return.taken_back", found.case.reference, request=str(found.pk))


@action
def sign_off(agency_request: AgencyRequest, *, version: int, by: User, at: datetime) -> None:
    """Sign the return off for the agency: with it, it is sent to those who asked.

    `version` is the one that was read: raises NotYet when it was taken back and sent anew meanwhile.
    """
    found = lock_part(agency_request)
    check(access.sign_off(by, found, at))
    if found.agency_return.version != version:
        raise NotYet("Already: the author has changed the return since you read it. Read it again.")
    step(found, RequestState.SUBMITTED, by=by, at=at)
    record(by, "return.signed_off", found.case.reference, request=str(found.pk), version=version)


@action
def give_back(agency_request: AgencyRequest, *, reason: str, by: User, at: datetime) -> None:
    """Give the return back to its author, who reads `reason`; those who asked don't."""
    found = lock_part(agency_request)
    check(access.give_back(by, found, at))
    step(found, RequestState.BEGUN, by=by, at=at, reason=reason)
    record(by, "return.given_back", found.case.reference, request=str(found.pk))


@action
def stand_down(agency_request: AgencyRequest, *, reason: str, by: User, at: datetime) -> None:
    """Recuse the author or approver from the case for a conflict of interest: others are to be named."""
    found = lock_part(agency_request)
    check(access.stand_down(by, found, at))
    take_off(found.case, by, reason=reason, by=by, at=at)


def counts(agency_return: AgencyReturn | None) -> list[tuple[str, int]]:
    """Return how many names of each kind a return lists, in words: [("Staff", 3), …]."""
    kinds = list(agency_return.names.values_list("kind", flat=True)) if agency_return else []
    words = {
        SealedKind.PRACTITIONER: "Staff",
        SealedKind.RELATIVE: "Relatives and others",
        SealedKind.PLACE: "Places",
    }
    return [(words[kind], kinds.count(kind)) for kind in NAMED]


def newest(agency_request: AgencyRequest) -> AgencyReturn | None:
    """Return the return as it is kept now, whatever was read before; None while nothing is."""
    return AgencyReturn.objects.filter(request=agency_request).select_related("saved_by").first()


def _begin(agency_request: AgencyRequest, by: User, at: datetime) -> AgencyReturn:
    """Make the empty return of a request; one that was only asked for is being written from now on."""
    if agency_request.state == RequestState.ASKED:
        step(agency_request, RequestState.BEGUN, by=by, at=at)
    return AgencyReturn.objects.create(request=agency_request, version=0, saved_at=at, saved_by=by)

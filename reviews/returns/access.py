"""Who may ask agencies, write returns and read them. Each rule returns its sentence, or None.

Whether somebody may know of a request at all is worked out in reviews/authorship.py, for authors, and in
reviews/standing.py, for everybody to whom the case is open.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cspr_portal import clock
from reviews import clocks, sealed
from reviews.authorship import (
    OPEN,
    approvers_for,
    authors_for,
    heir,
    in_force,
    is_approver,
    is_author,
    successors,
)
from reviews.models import (
    Agency,
    AgencyRequest,
    AgencyReturn,
    Case,
    InvolvedAgency,
    RequestPurpose,
    RequestState,
    User,
)
from reviews.stages import ENDS, REVIEW_STAGES, Stage
from reviews.standing import standing

from . import due

Rule = Callable[[User, AgencyRequest, datetime], str | None]

# Its author has it in hand.
TO_WRITE = (RequestState.ASKED, RequestState.BEGUN, RequestState.SENT_BACK)
# The agency has it in hand.
WAITING = (*TO_WRITE, RequestState.TO_SIGN_OFF)
# The return is there to be read by those who asked.
READABLE = (RequestState.SUBMITTED, RequestState.ACCEPTED)
FOR_THE_RAPID_REVIEW = (Stage.LOGGED, Stage.RAPID_REVIEW)
FOR_THE_REVIEW = (REVIEW_STAGES | {Stage.CONTRIBUTION}) - {Stage.PUBLISHED, Stage.EMBEDDING}
ONLY_COORDINATOR = "Only the coordinator asks agencies and answers for their requests."
ONLY_AUTHOR = "Only the request’s author writes the return."
ONLY_APPROVER = "Only whoever is named to sign the return off does so."
WITHDRAWN = "Already: the request has been withdrawn."
ACCEPTED = "Already: the return has been accepted."


# The side of those who ask


def look(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user`, to whom the case is open, may not see what agencies were asked and what they returned."""
    who = standing(user, case, at)
    if who.is_coordinator or who.partner_role or who.is_reviewer:
        return None
    return (
        "Only the coordinator, the safeguarding partners and the Independent Reviewer see agencies’ returns."
    )


def shown_to(user: User, case: Case, at: datetime) -> QuerySet[AgencyRequest]:
    """Return the requests of `case` that `user` may know of: the reviewer only those with an accepted return."""
    who = standing(user, case, at)
    found = AgencyRequest.objects.filter(case=case)
    if who.is_coordinator or who.partner_role:
        return found
    return found.filter(state=RequestState.ACCEPTED) if who.is_reviewer else found.none()


def read(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user`, who may know of the request, may not read its return: a draft is its author's own."""
    refusal = look(user, agency_request.case, at)
    if refusal is not None:
        return refusal
    if agency_request.state in READABLE:
        return None
    if agency_request.state == RequestState.WITHDRAWN:
        return "The request was withdrawn."
    return "Not yet: the agency has not sent its return."


def ask(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not ask agencies for what they know (the coordinator does, for the partners)."""
    if not standing(user, case, at).is_coordinator:
        return ONLY_COORDINATOR
    if purpose_of(case) is None:
        return "Already: agencies are asked while a rapid review or a review is under way."
    return None


def purpose_of(case: Case) -> RequestPurpose | None:
    """Return what agencies are asked for at the case's stage, or None when they are not asked."""
    if case.stage in FOR_THE_RAPID_REVIEW:
        return RequestPurpose.RAPID_REVIEW
    return RequestPurpose.REVIEW if case.stage in FOR_THE_REVIEW else None


def change(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not change the author, the approver, the due day or the subject sheet of a request."""
    return _coordinator(user, agency_request, at) or _over(agency_request)


def chase(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not record that the agency was reminded."""
    refusal = change(user, agency_request, at)
    if refusal is None and agency_request.state not in WAITING:
        return "Already: the agency has sent its return."
    return refusal


def send_back(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not send a return back for more; one that was accepted can be sent back too."""
    refusal = _coordinator(user, agency_request, at)
    if refusal is not None:
        return refusal
    if agency_request.state == RequestState.WITHDRAWN:
        return WITHDRAWN
    if agency_request.state == RequestState.SENT_BACK:
        return "Already: the return has been sent back."
    if agency_request.case.stage in ENDS:
        return "Already: the case has ended."
    return None if agency_request.state in READABLE else "Not yet: the agency has not sent its return."


def accept(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not accept a return. With it the subject sheet closes."""
    refusal = change(user, agency_request, at)
    if refusal is None and agency_request.state != RequestState.SUBMITTED:
        return "Not yet: the agency has not sent its return."
    return refusal


def withdraw(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not withdraw a request: what was accepted belongs to the record."""
    return change(user, agency_request, at)


# The side of the agency


def write(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not change the return."""
    if not is_author(user, agency_request, at):
        return ONLY_AUTHOR
    if agency_request.state == RequestState.SUBMITTED:
        return "Already: the return has been sent. It can be changed when the coordinator sends it back."
    if agency_request.state == RequestState.TO_SIGN_OFF:
        return "Already: the return waits to be signed off in your agency. Take it back to change it."
    return _over(agency_request)


def send(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not send the return: also what it still lacks."""
    refusal = write(user, agency_request, at)
    if refusal is not None:
        return refusal
    found = AgencyReturn.objects.filter(request=agency_request).first()
    if found is None or not (found.had_no_involvement or found.involvement):
        return "Not yet: the return does not say how your agency was involved, or that it was not."
    if found.had_no_involvement and (found.involvement or found.episodes or found.analysis):
        return (
            "Not yet: the return says that your agency was not involved, and how it was. Change one of them."
        )
    return None


def take_back(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not take the return back from whoever is to sign it off."""
    return ONLY_AUTHOR if not is_author(user, agency_request, at) else _not_to_sign_off(agency_request)


def sign_off(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not sign the return off for the agency."""
    return ONLY_APPROVER if not is_approver(user, agency_request, at) else _not_to_sign_off(agency_request)


def give_back(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not give the return back to its author."""
    return sign_off(user, agency_request, at)


def read_to_sign_off(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user`, who is to sign the return off, may not read it: a draft is its author's own."""
    if not is_approver(user, agency_request, at):
        return ONLY_APPROVER
    if agency_request.state in TO_WRITE:
        return "Not yet: the author has not asked you to sign the return off."
    return None


def stand_down(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    """Say why `user` may not declare a conflict of interest about the request."""
    if is_author(user, agency_request, at) or is_approver(user, agency_request, at):
        return None
    return ONLY_AUTHOR


# Agencies and returns that forms and other pages offer


def agencies_to_ask(case: Case, at: datetime) -> QuerySet[Agency]:
    """Return the agencies that may be asked now, those involved in the case first (`is_involved`).

    Whom the same is asked of already is not among them: see `already_asked`.
    """
    involved = InvolvedAgency.objects.holding().filter(case=case, agency=OuterRef("pk"))
    found = in_force(at).exclude(pk__in=_taken(case, at)).annotate(is_involved=Exists(involved))
    return found.order_by("-is_involved", "name")


def already_asked(case: Case, agency: Agency, at: datetime) -> str | None:
    """Say why `agency` can't be asked again: one live request for one purpose, also after a merger."""
    if agency.pk not in _taken(case, at):
        return None
    return f"Already: {agency.name} has been asked. Send its return back for more, or withdraw that request."


def _taken(case: Case, at: datetime) -> set[UUID]:
    live = case.agency_requests.filter(purpose=purpose_of(case)).exclude(state=RequestState.WITHDRAWN)
    rows = list(live.values_list("agency", "state"))
    followers = successors(clock.today(at))
    heirs = {heir(agency, followers) for agency, state in rows if state in OPEN}
    return {agency for agency, _state in rows} | heirs


def no_author(case: Case, agency: Agency, author: User, approver: int | None, at: datetime) -> str | None:
    """Say why `author` can't be named for `agency`, whose `approver` has that key."""
    if author.pk != approver and authors_for(agency, case, at).filter(pk=author.pk).exists():
        return None
    return f"Only a confirmed author of {agency.name} can write for it."


def no_approver(case: Case, agency: Agency, approver: User, author: int | None, at: datetime) -> str | None:
    """Say why `approver` can't be named to sign off for `agency`, whose `author` has that key: never what they wrote."""
    if approver.pk != author and approvers_for(agency, case, at).filter(pk=approver.pk).exists():
        return None
    return f"Only a confirmed approver of {agency.name}, who is not the author, can sign off for it."


def timeframe_of(agency_request: AgencyRequest) -> tuple[date, date] | None:
    """Return the timeframe that a request for the review asks about; None where none is agreed, or no review asks."""
    return timeframe_on(agency_request.case) if agency_request.purpose == RequestPurpose.REVIEW else None


def timeframe_on(case: Case) -> tuple[date, date] | None:
    """Return the first and the last day that the case's review looks at, once they are agreed."""
    review = getattr(case, "review", None)
    first, last = (review.timeframe_from, review.timeframe_to) if review else (None, None)
    return (first, last) if first and last else None


def usual_day(case: Case, at: datetime) -> date:
    """Return the day that a new request about `case` offers as its due day."""
    return due.usual_day(clock.today(at), rapid_review_due(case))


def rapid_review_due(case: Case) -> date | None:
    """Return the day by which the rapid review is to be sent, while that clock runs."""
    return next((one.due for one in clocks.of_case(case) if one.key == "C2" and one.is_running), None)


def accepted_returns(case: Case, purpose: str | None = None) -> QuerySet[AgencyReturn]:
    """Return the accepted returns about `case` (for one purpose), with their agencies, in the order of their names.

    For pages that show them beside something else. Who may open such a page is that page's rule.
    """
    found = AgencyReturn.objects.filter(request__case=case, request__state=RequestState.ACCEPTED)
    if purpose is not None:
        found = found.filter(request__purpose=purpose)
    return found.select_related("request__agency", "saved_by").order_by("request__agency__name")


def missing_returns(case: Case, purpose: str | None = None) -> QuerySet[AgencyRequest]:
    """Return the requests about `case` (for one purpose) whose returns are still to come, or to be accepted."""
    found = AgencyRequest.objects.filter(case=case, state__in=OPEN)
    if purpose is not None:
        found = found.filter(purpose=purpose)
    return found.select_related("agency").order_by("agency__name")


open_sheet: Rule = sealed.refusal_to_open_sheet


def _coordinator(user: User, agency_request: AgencyRequest, at: datetime) -> str | None:
    return None if standing(user, agency_request.case, at).is_coordinator else ONLY_COORDINATOR


def _not_to_sign_off(agency_request: AgencyRequest) -> str | None:
    if agency_request.state == RequestState.TO_SIGN_OFF:
        return None
    if agency_request.state == RequestState.SUBMITTED:
        return "Already: the return has been sent."
    return _over(agency_request) or "Not yet: the return does not wait to be signed off."


def _over(agency_request: AgencyRequest) -> str | None:
    if agency_request.state == RequestState.WITHDRAWN:
        return WITHDRAWN
    return ACCEPTED if agency_request.state == RequestState.ACCEPTED else None

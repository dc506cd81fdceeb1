"""Requests to agencies that tests need: asked, written, sent, accepted by the real actions; what is typed. No test."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import Agency, AgencyRequest, AgencyReturn, Case, Role, SealedKind, User
from reviews.returns import access, actions, sheets, writing
from reviews.stages import Stage
from tests.typed import day

HEALTH_VISITING = "Tarn Valley Health Visiting"
HOSPITALS = "Merefield Hospitals"
NAMES = [SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME]
SAID = "We saw Child Wren at home in the spring."
TEXTS = {
    "was_involved": "yes",
    "involvement": SAID,
    "episodes": "The second visit.",
    "safety": "Open cases were looked at again.",
    "improvements": "Talk it over on the same day.",
}


def agency(name: str = HEALTH_VISITING) -> Agency:
    """One agency of the demonstration's partnership."""
    return Agency.objects.get(name=name)


def asked(
    case: Case,
    cast: Any,
    author: User | None = None,
    *,
    of: str = HEALTH_VISITING,
    kinds: list[SealedKind] | None = None,
    due_in: int = 7,
    nobody: bool = False,
    approver: User | None = None,
) -> AgencyRequest:
    """Ask an agency about the case's first child; its author is the cast's agency author unless said otherwise."""
    child = case.children.order_by("added_at")[0]
    keys = [sheets.key_of(child.pk, kind) for kind in (NAMES if kinds is None else kinds)]
    at = clock.now()
    return actions.ask_agencies(
        case,
        [(agency(of), None if nobody else author or cast.agency_author)],
        purpose=str(access.purpose_of(case)),
        words="What did you know, and what did you do?",
        due_on=clock.today(at) + timedelta(days=due_in),
        subjects=sheets.items_of(case, keys),
        approvers={agency(of).pk: approver} if approver else None,
        by=cast.coordinator,
        at=at,
    )[0]


def to_sign_off(case: Case, cast: Any, **changes: Any) -> AgencyRequest:
    """Ask the health visitors, whose approver has their return to sign off."""
    found = asked(case, cast, approver=cast.agency_approver)
    sent(found, **changes)
    return found


def saved(agency_request: AgencyRequest, **changes: Any) -> AgencyReturn:
    """Save the return's draft over whatever is kept."""
    kept = writing.newest(agency_request)
    texts = {name: text for name, text in TEXTS.items() if name != "was_involved"} | {
        "had_no_involvement": False
    }
    return writing.save_return(
        agency_request,
        **{**texts, **changes},
        expected_version=kept.version if kept else 0,
        by=fresh(agency_request).author,
        at=clock.now(),
    )


def sent(agency_request: AgencyRequest, **changes: Any) -> AgencyReturn:
    """Save the return and send it."""
    kept = saved(agency_request, **changes)
    author = fresh(agency_request).author
    writing.send_return(agency_request, expected_version=kept.version, by=author, at=clock.now())
    return kept


def accepted(agency_request: AgencyRequest, by: User, **changes: Any) -> AgencyReturn:
    """Save the return, send it, and accept it."""
    kept = sent(agency_request, **changes)
    actions.accept(agency_request, version=kept.version, by=by, at=clock.now())
    return kept


def fresh(agency_request: AgencyRequest) -> AgencyRequest:
    """The request as the database has it now."""
    return AgencyRequest.objects.get(pk=agency_request.pk)


def theirs(agency_request: AgencyRequest, rest: str = "") -> str:
    """An address of the author's."""
    return f"/staff/requests/{agency_request.pk}/{rest}"


def approvers(agency_request: AgencyRequest, rest: str = "") -> str:
    """An address of the approver's."""
    return f"/staff/sign-offs/{agency_request.pk}/{rest}"


def ours(agency_request: AgencyRequest, rest: str = "") -> str:
    """An address of those who ask."""
    return f"/staff/cases/{agency_request.case.reference}/requests/{agency_request.pk}/{rest}"


def author_of(name: str, account: str, by: User) -> User:
    """Somebody more who may write for an agency, confirmed."""
    return User.objects.create_user(
        f"{account}@demo.invalid",
        "a-long-password-for-tests",
        name=account.title(),
        post="Named professional",
        role=Role.AGENCY_AUTHOR,
        agency=agency(name),
        role_confirmed_at=clock.now(),
        role_confirmed_by=by,
    )


def ask_form(case: Case, agencies: list[Agency], authors: list[User] | None = None, **changes: Any) -> dict:
    """What is typed to ask agencies about the names of the case's first child."""
    child = case.children.order_by("added_at")[0]
    due = clock.add_working_days(clock.today(clock.now()), 5)
    return {
        "purpose": str(access.purpose_of(case)),
        "agencies": [str(one.pk) for one in agencies],
        "authors": [str(one.pk) for one in authors or []],
        "asked": "What did you know, and what did you do?",
        "subjects": [sheets.key_of(child.pk, kind) for kind in NAMES],
        **day("due_on", due),
        **changes,
    }


def draft(version: int = 0, **changes: str) -> dict[str, str]:
    """What is typed into the return, begun from a version."""
    return {"expected_version": str(version), **TEXTS, **changes}


# For the walk over every form: where each stands, who fills it in, and what must have happened first


def ask_one(walk: Walk) -> AgencyRequest:
    """Ask the health visitors about the walk's case."""
    return asked(
        walk.case,
        SimpleNamespace(coordinator=walk.coordinator, agency_author=walk.partnership["agency-author"]),
    )


def wait_one(walk: Walk) -> None:
    """Ask them, and let their return wait to be signed off."""
    people = {name.replace("-", "_"): person for name, person in walk.partnership.people.items()}
    to_sign_off(walk.case, SimpleNamespace(**{**people, "coordinator": walk.coordinator}))


def send_one(walk: Walk) -> None:
    """Ask them, and let them send their return."""
    sent(ask_one(walk))


def save_one(walk: Walk) -> None:
    """Ask them, and let them save a draft."""
    saved(ask_one(walk))


FORMS: dict[str, tuple[Stage, str, Callable[[Walk], object]]] = {
    "ask_agencies": (Stage.RAPID_REVIEW, "coordinator", lambda walk: None),
    "name_author": (Stage.RAPID_REVIEW, "coordinator", ask_one),
    "name_approver": (Stage.RAPID_REVIEW, "coordinator", ask_one),
    "change_due_day": (Stage.RAPID_REVIEW, "coordinator", ask_one),
    "change_sheet": (Stage.RAPID_REVIEW, "coordinator", ask_one),
    "chase_agency": (Stage.RAPID_REVIEW, "coordinator", ask_one),
    "withdraw_request": (Stage.RAPID_REVIEW, "coordinator", ask_one),
    "send_back_return": (Stage.RAPID_REVIEW, "coordinator", send_one),
    "open_sheet": (Stage.RAPID_REVIEW, "agency_author", ask_one),
    "write_return": (Stage.RAPID_REVIEW, "agency_author", save_one),
    "bring_return": (Stage.RAPID_REVIEW, "agency_author", save_one),
    "list_names": (Stage.RAPID_REVIEW, "agency_author", ask_one),
    "stand_down": (Stage.RAPID_REVIEW, "agency_author", ask_one),
    "give_back_return": (Stage.RAPID_REVIEW, "agency_approver", wait_one),
    "step_aside": (Stage.RAPID_REVIEW, "agency_approver", wait_one),
}
# One press of a button and no field to fill in
PLAIN = {"accept_return", "send_return", "take_back_return", "sign_off"}
# Their addresses name no case
WITHOUT_REFERENCE = {
    *("open_sheet", "write_return", "bring_return", "list_names", "stand_down", "send_return"),
    *("take_back_return", "sign_off", "give_back_return", "step_aside"),
}


def keys(case: Case) -> dict[str, Any]:
    """The key of the case's request, for its addresses; none while there is no request."""
    found = case.agency_requests.first()
    return {"agency_request": found.pk} if found else {}

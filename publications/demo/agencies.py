"""What agencies are asked in the demonstration's cases, and how far each is: by the real actions, as in the walk."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from cspr_portal import clock
from reviews.models import AgencyRequest, SealedKind, User
from reviews.returns import access, actions, forms, sheets, writing

from .walk import Walk

HEALTH_VISITING = "Tarn Valley Health Visiting"
HOSPITALS = "Merefield Hospitals"
HOMES = "Aldermere Homes"
FAMILY_SUPPORT = "Lantern Family Support"

# What goes on every subject sheet of the demonstration
ON_THE_SHEET = (SealedKind.GIVEN_NAME, SealedKind.FAMILY_NAME, SealedKind.DATE_OF_BIRTH)

Ago = Callable[[int], date]


def while_the_rapid_review_runs(walk: Walk, ago: Ago) -> None:
    """One agency is late and was reminded, one is writing, one has sent its return, one has no author yet."""
    walk.day(4)
    late = ask(walk, HEALTH_VISITING, "agency-author", working_days=2)
    writing_now = ask(walk, HOSPITALS, "hospital-author")
    sent = ask(walk, HOMES, "housing-author")
    ask(walk, FAMILY_SUPPORT)
    begin(writing_now, walk.story.pseudonym, clock.at_hour(ago(2), 14))
    answer(sent, walk.story.pseudonym, clock.at_hour(ago(2), 15))
    actions.chase(
        late,
        note="Rang the safeguarding lead. The return is promised for tomorrow.",
        by=walk.coordinator,
        at=clock.at_hour(ago(1), 15),
    )


def before_the_rapid_review(walk: Walk) -> None:
    """Two agencies have answered, and their returns are accepted."""
    walk.day(4)
    for agency, author in ((HEALTH_VISITING, "agency-author"), (HOSPITALS, "hospital-author")):
        found = ask(walk, agency, author)
        answer(found, walk.story.pseudonym, clock.at_hour(walk.today, 15))
        actions.accept(found, version=1, by=walk.coordinator, at=clock.at_hour(walk.today, 16))


def while_the_review_gathers(walk: Walk, ago: Ago) -> None:
    """One agency's return waits to be signed off inside it, another one's was sent back for more."""
    written = ask(walk, HEALTH_VISITING, "agency-author", working_days=10, at=clock.at_hour(ago(3), 11))
    actions.name_approver(
        written, walk.partnership["agency-approver"], by=walk.coordinator, at=clock.at_hour(ago(3), 11)
    )
    answer(written, walk.story.pseudonym, clock.at_hour(ago(1), 15))
    back = ask(walk, HOSPITALS, "hospital-author", at=clock.at_hour(ago(9), 11))
    answer(back, walk.story.pseudonym, clock.at_hour(ago(7), 15))
    actions.send_back(
        back,
        reason="Please add what was agreed when the family moved, and whom you told.",
        by=walk.coordinator,
        at=clock.at_hour(ago(5), 10),
    )


def ask(
    walk: Walk, agency: str, author: str = "", *, working_days: int = 5, at: datetime | None = None
) -> AgencyRequest:
    """Ask one agency of the partnership, with an author's account or nobody yet, due so many working days later."""
    at = at or walk.at
    child = walk.case.children.first()
    keys = [sheets.key_of(child.pk if child else None, kind) for kind in ON_THE_SHEET]
    return actions.ask_agencies(
        walk.case,
        [(walk.partnership.agencies[agency], walk.partnership[author] if author else None)],
        purpose=str(access.purpose_of(walk.case)),
        words=forms.USUAL_WORDS,
        due_on=clock.add_working_days(clock.today(at), working_days),
        subjects=sheets.items_of(walk.case, keys),
        by=walk.coordinator,
        at=at,
    )[0]


def begin(agency_request: AgencyRequest, child: str, at: datetime) -> None:
    """Let the author save a draft about the child, and list who is named in it."""
    author = _author(agency_request)
    writing.save_return(
        agency_request,
        had_no_involvement=False,
        involvement=(
            f"We saw {child} three times in the year before, twice at home. The mother had asked for help with sleep."
        ),
        episodes=(
            "At the second visit a bruise was seen and the account of it was written down. It was not talked over "
            "with anybody."
        ),
        safety="The team’s open cases were looked at again in the same week.",
        improvements="A bruise on a baby is talked over with a colleague on the same day.",
        expected_version=0,
        by=author,
        at=at,
    )
    names = [(SealedKind.PRACTITIONER, "Orla Fictionby"), (SealedKind.PLACE, "Imaginary Lane Clinic")]
    writing.list_names(agency_request, names, by=author, at=at)


def answer(agency_request: AgencyRequest, child: str, at: datetime) -> None:
    """Let the author write the return and send it."""
    begin(agency_request, child, at - timedelta(hours=1))
    writing.send_return(agency_request, expected_version=1, by=_author(agency_request), at=at)


def _author(agency_request: AgencyRequest) -> User:
    if agency_request.author is None:
        raise ValueError("Nobody is named to write this return.")
    return agency_request.author

"""Who of the family and the practitioners takes part, and what happened with them."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from cspr_portal.refusals import NotYet, Refused, check
from reviews import guesses, sealed
from reviews.audit.recording import action, record
from reviews.models import Case, Child, Engagement, Participant, ReportVersion, User
from reviews.stage_moves import lock

from . import access, states

# One sentence for a child's name and a relative's: it does not say which was hit.
REAL_NAME = (
    "This is too near to a name that is sealed in the case. Say “The grandmother” or “Health visitor 2”."
)
REAL_PSEUDONYM = (
    "This is too near to a name that is sealed in the case. Choose a pseudonym that has nothing of one."
)


class Facts(TypedDict, total=False):
    """What is kept of a participant beside what they are called; days are days in London."""

    child: Child | None
    reach_through: str
    must_not_know: str
    officer_agreed: str
    officer_agreed_on: date | None
    language: str
    needs_interpreter: str
    format_wanted: str
    own_pseudonym: str
    may_be_said: str
    must_not_be_said: str
    next_contact_on: date | None
    next_contact: str


@action
def add_participant(
    case: Case,
    *,
    engaged_with: str,
    called: str,
    contact: str = "",
    by: User,
    at: datetime,
    **facts: Unpack[Facts],
) -> Participant:
    """Add a relative or a practitioner; `contact` is sealed at once.

    Raises NotYet when somebody of the review is called that, Refused when a name gives a sealed one away.
    """
    case = lock(case)
    check(access.record_engagement(by, case, at))
    called = called.strip()
    _check_names(case, None, called, facts, by=by, at=at)
    participant = Participant.objects.create(
        review=case.review, engaged_with=engaged_with, called=called, added_at=at, added_by=by, **facts
    )
    if contact.strip():
        sealed.seal_contact(case, participant, contact, by=by, at=at)
    record(by, "engagement.participant_added", case.reference, engaged_with=engaged_with)
    return participant


@action
def change_participant(
    case: Case,
    participant: Participant,
    *,
    seen: str,
    called: str,
    contact: str = "",
    by: User,
    at: datetime,
    **facts: Unpack[Facts],
) -> None:
    """Change what is kept of a participant; a new `contact` takes the place of the sealed one, empty keeps it.

    `seen` is `mark` of the participant that the person saw: raises NotYet where somebody changed it since.
    """
    case = lock(case)
    participant = case.review.participants.select_for_update().get(pk=participant.pk)
    check(access.record_engagement(by, case, at))
    if seen != mark(participant):
        raise NotYet("Already: somebody else has changed this since. Compare with what stands there now.")
    called = called.strip()
    _check_names(case, participant, called, facts, by=by, at=at)
    names = ["called", *facts]
    different = [
        name for name, value in {"called": called, **facts}.items() if getattr(participant, name) != value
    ]
    for name, value in {"called": called, **facts}.items():
        setattr(participant, name, value)
    participant.changed_at, participant.changed_by = at, by
    participant.save(update_fields=[*names, "changed_at", "changed_by"])
    if contact.strip():
        sealed.seal_contact(case, participant, contact, by=by, at=at)
    record(by, "engagement.participant_changed", case.reference, facts=", ".join(sorted(different)))


@action
def record_engagement(
    case: Case,
    *,
    engaged_with: str,
    outcome: str,
    happened_on: date,
    note: str,
    by: User,
    at: datetime,
) -> Engagement:
    """Record what was offered to the family or to practitioners, and what came of it; the same, once."""
    case = lock(case)
    check(access.record_engagement(by, case, at))
    if outcome not in states.OF_NOBODY:
        raise NotYet("Not yet: this happens with one person. Record it on that person’s page.")
    return _keep(case, None, None, engaged_with, outcome, happened_on, note, by, at)


@action
def record_with(
    case: Case,
    participant: Participant,
    *,
    outcome: str,
    happened_on: date,
    note: str,
    version: ReportVersion | None = None,
    next_contact_on: date | None = None,
    next_contact: str = "",
    by: User,
    at: datetime,
) -> Engagement:
    """Record what happened with a participant, and the contact that they were promised next; the same, once."""
    case = lock(case)
    participant = case.review.participants.select_for_update().get(pk=participant.pk)
    version = version if outcome in states.OF_A_DRAFT else None
    check(access.record_with(by, case, participant, at, outcome, version))
    if version is not None and version.review_id != case.review.pk:
        raise Refused("Only a draft of this review’s report can be recorded.")
    found = _keep(case, participant, version, participant.engaged_with, outcome, happened_on, note, by, at)
    promised = (next_contact_on, next_contact)
    if promised != (participant.next_contact_on, participant.next_contact):
        participant.next_contact_on, participant.next_contact = promised
        participant.changed_at, participant.changed_by = at, by
        participant.save(update_fields=["next_contact_on", "next_contact", "changed_at", "changed_by"])
    return found


def mark(participant: Participant) -> str:
    """Return what tells one state of a participant's row from a later one."""
    return (participant.changed_at or participant.added_at).isoformat()


def _keep(
    case: Case,
    participant: Participant | None,
    version: ReportVersion | None,
    engaged_with: str,
    outcome: str,
    happened_on: date,
    note: str,
    by: User,
    at: datetime,
) -> Engagement:
    facts = {
        "participant": participant,
        "version": version,
        "engaged_with": engaged_with,
        "outcome": outcome,
        "happened_on": happened_on,
        "note": note,
    }
    if case.review.engagements.filter(**facts).exists():
        raise NotYet("Already: this is recorded.")
    found = Engagement.objects.create(review=case.review, recorded_at=at, recorded_by=by, **facts)
    record(by, "engagement.recorded", case.reference, engaged_with=engaged_with, engagement=outcome)
    return found


def _check_names(
    case: Case, participant: Participant | None, called: str, facts: Facts, *, by: User, at: datetime
) -> None:
    others = case.review.participants.all()
    if participant is not None:
        others = others.exclude(pk=participant.pk)
    if others.filter(called__iexact=called).exists():
        raise NotYet(
            f"Already: somebody of this review is called {called}. Add a number, such as “{called} 2”."
        )
    check(guesses.too_many(by, at))
    if sealed.has_sealed_name(case, called):
        raise Refused(REAL_NAME)
    own = facts.get("own_pseudonym", "")
    if own and sealed.pseudonym_clash(case, own, facts.get("child")):
        raise Refused(REAL_PSEUDONYM)

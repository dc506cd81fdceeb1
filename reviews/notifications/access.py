"""Who may record what the local authority told whom, and when. Each rule returns its sentence, or None.

Nothing ever bars a notification but one that holds: the duty to notify is the local authority's alone.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from cspr_portal import clock
from cspr_portal.words import impossible_day, listed
from reviews import paths
from reviews.models import Case, Child, GuidanceEdition, Notification, Outcome, PartnerRole, Told, User
from reviews.paths.facts import DEATH, Body, Duty
from reviews.paths.rules import told_of
from reviews.stages import Stage
from reviews.standing import standing

# The national Panel's form has room for so many; the incident may have more.
MOST_CHILDREN = 4
# Of these one telling is enough, whoever took it there.
TOLD_ONCE = (Told.SECRETARY_OF_STATE, Told.OFSTED, Told.PARTNERS)


def notify(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record the notification. The duty is the local authority's, and no stage bars it."""
    if not _is_for_the_authority(user, case, at):
        return "Only the local authority notifies: its delegate or the coordinator records it."
    if holding(case) is not None:
        return "Already: the notification is recorded."
    return None


def is_offered(case: Case) -> bool:
    """Return whether the case's page offers to record a notification. Its address takes one at any time."""
    if holding(case) is not None or case.stage in (Stage.CLOSED, Stage.CONTRIBUTION, Stage.TOLD):
        return False
    if case.notification is not None:
        return not is_found_not_met(case)
    path = paths.of_case(case)
    return path.needs_criteria or path.asks_to_tell(Body.PANEL)


def is_awaited(case: Case) -> bool:
    """Return whether the notification waits for the local authority: it is asked for, or may come to be."""
    return is_offered(case) and paths.of_case(case).runs("C1")


def correct(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not correct the reference and the note of the notification."""
    if not _is_for_the_authority(user, case, at):
        return "Only the local authority’s delegate or the coordinator corrects the notification."
    if case.notification is None:
        return "Not yet: no notification is recorded."
    if holding(case) is None:
        return "Already: the notification was withdrawn, so it stays as it is."
    return None


def withdraw(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that the notification was withdrawn.

    A case can be notified and later found not to meet the criteria; only then is there anything to withdraw.
    """
    if not _is_for_the_authority(user, case, at):
        return "Only the local authority’s delegate or the coordinator withdraws the notification."
    if case.notification is None:
        return "Not yet: no notification is recorded."
    if holding(case) is None:
        return "Already: the notification was withdrawn."
    if not is_found_not_met(case):
        return "Not yet: a notification is withdrawn when the criteria are found not to be met."
    return None


def tell(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not record that somebody was told."""
    if not _is_for_the_authority(user, case, at):
        return "Only the local authority’s delegate or the coordinator records who was told."
    return None


def end_told(user: User, case: Case, at: datetime) -> str | None:
    """Say why `user` may not end the case because telling is all that is asked."""
    if not standing(user, case, at).is_coordinator:
        return "Only the coordinator ends a case."
    if case.stage == Stage.TOLD:
        return "Already: the case has ended, because no review is required."
    if case.stage != Stage.LOGGED:
        return "Already: the criteria are decided, so the case goes the way that follows from that."
    criteria = paths.of_case(case).criteria
    if criteria.is_yes:
        return f"Not yet: the criteria have to be decided first. {criteria.because}"
    return None


def wrong_moment(case: Case, day: date, hour: time | None, at: datetime) -> str | None:
    """Say why a notification can't have been sent on `day` (in London) at `hour` (None: not known), or None."""
    wrong = impossible_day(
        "The notification", day, clock.today(at), case.aware_on, "the local authority was aware"
    )
    if wrong is not None:
        return wrong
    earlier = case.notification
    if earlier is not None and earlier.withdrawn_on is not None and day < earlier.withdrawn_on:
        withdrawn = clock.day_words(earlier.withdrawn_on)
        return f"The notification can’t be before the earlier one was withdrawn, {withdrawn}."
    if hour is None:
        return None
    if clock.at_hour(day, hour.hour, hour.minute) > at:
        return f"The notification can’t be in the future. It is {clock.london(at):%H:%M} now."
    if day == case.aware_on and case.aware_time is not None and hour < case.aware_time:
        return f"The notification can’t be before the local authority was aware, at {case.aware_time:%H:%M}."
    return None


def wrong_withdrawal(case: Case, day: date, at: datetime) -> str | None:
    """Say why the notification can't have been withdrawn on `day` (in London), or None."""
    sent_on = case.notification.sent_on if case.notification else case.aware_on
    return impossible_day("The withdrawal", day, clock.today(at), sent_on, "the notification was sent")


def too_many(children: Sequence[Child]) -> str | None:
    """Say that the form of the national Panel has no room for so many children, or None."""
    if len(children) <= MOST_CHILDREN:
        return None
    return "Tick no more than four children: the notification has room for four. Name the others in the note."


def wrong_day(case: Case, day: date, at: datetime, of: Sequence[Child] = ()) -> str | None:
    """Say why nobody can have been told on `day` (in London), of the deaths of these children, or None."""
    wrong = impossible_day("The day", day, clock.today(at), case.aware_on, "the local authority was aware")
    for child in of:
        if wrong is None and child.death_known_on is not None and day < child.death_known_on:
            known = clock.day_words(child.death_known_on)
            return f"The day can’t be before the death of {child.pseudonym} was known, {known}."
    return wrong


def who_died(case: Case) -> list[Child]:
    """Return the children and care leavers of `case` who died, as far as it is recorded."""
    return [child for child in case.children.all() if (child.outcome or case.outcome) == Outcome.DIED]


def known_by(case: Case, day: date) -> list[Child]:
    """Return whoever died whose death was known by the end of `day` (in London)."""
    return [child for child in who_died(case) if child.death_known_on is None or child.death_known_on <= day]


def of_whom(case: Case, day: date, children: Sequence[Child]) -> list[Child]:
    """Return of whose death a telling on `day` is: of those who were named; of one alone that was known by then."""
    died = who_died(case)
    return known_by(case, day) if len(died) == 1 else [child for child in died if child in children]


def nobody_named(case: Case, told: str, of: Sequence[Child]) -> str | None:
    """Say that whoever is told of deaths is told of somebody's, where more than one died; or None."""
    if told not in DEATH or of or len(who_died(case)) < 2:
        return None
    return "Tick whose death they were told of."


def told_before(case: Case, told: str, who: str, of: Sequence[Child] = ()) -> str | None:
    """Say that this was told already, so that a day that a clock counts stays one day, or None.

    A death that became known later may be told of to those who were told of the case before, and of it once.
    """
    before = [one for one in paths.tellings(case) if one.body == told]
    if told not in TOLD_ONCE:
        before = [one for one in before if one.who.casefold() == who.casefold()]
    days = {child.pseudonym: told_of(paths.as_death(child), before) for child in of}
    day = next(filter(None, days.values()), None) if of else min((one.on for one in before), default=None)
    if day is None:
        return None
    name = name_of(told, who, GuidanceEdition.in_force(day))
    verb = "were" if told == Told.PARTNERS else "was"
    names = listed([child for child, told_on in days.items() if told_on is not None])
    whose = f" of the death of {names}" if names and len(who_died(case)) > 1 else ""
    return f"Already: it is recorded that {name} {verb} told{whose} on {clock.day_words(day)}."


def known_since(case: Case, notification: Notification | None) -> list[Child]:
    """Return those whose death became known after `notification` was sent. It asks for no new one.

    Source: one notification is made for each incident (the national Panel's online form). How the Panel is told of
    a death that comes later is not said.
    """
    if notification is None:
        return []
    return [
        child
        for child in who_died(case)
        if child.death_known_on is not None and child.death_known_on > notification.sent_on
    ]


def name_of(told: str, who: str, edition: GuidanceEdition) -> str:
    """Return who is told as a sentence names them: national bodies by the edition's names, others by `who`."""
    names: dict[str, str] = {
        Body.PANEL: "the national Panel",
        Told.SECRETARY_OF_STATE: f"the {edition.secretary_of_state_name}",
        Told.OFSTED: edition.inspectorate_name,
        Told.PARTNERS: "the other safeguarding partners",
    }
    return names.get(told, who)


def still_to_tell(case: Case, at: datetime) -> list[str]:
    """Return the names of those who are to be told of the case and have not been."""
    edition = GuidanceEdition.in_force(clock.today(at))
    duties = [one.duty for one in paths.asked_of(case) if one.told_on is None]
    return [f"{name_of(duty.body, duty.area, edition)}{_later(duty)}" for duty in duties]


def untold(case: Case, why_not: str, at: datetime) -> str | None:
    """Say that the case can't end while somebody was not told and no reason is given, or None."""
    missing = still_to_tell(case, at)
    if not missing or why_not.strip():
        return None
    verb = "has" if len(missing) == 1 else "have"
    return f"Not yet: {listed(missing)} {verb} not been told. Record that, or say why not."


def holding(case: Case) -> Notification | None:
    """Return the notification that holds: the last one, unless it was withdrawn."""
    notification = case.notification
    return notification if notification is not None and notification.withdrawn_at is None else None


def is_found_not_met(case: Case) -> bool:
    """Return whether a decision holds that the criteria are not met."""
    decision = case.criteria_decision
    return decision is not None and decision.reopened_at is None and not decision.is_met


def _later(duty: Duty) -> str:
    if duty.known_on is None:
        return ""
    return f" (of the death of {listed([death.name for death in duty.deaths])})"


def _is_for_the_authority(user: User, case: Case, at: datetime) -> bool:
    who = standing(user, case, at)
    return who.is_coordinator or who.partner_role == PartnerRole.LOCAL_AUTHORITY

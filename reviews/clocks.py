"""The clocks of one case: facts from the database handed to the pure rules of deadlines.py."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cspr_portal import clock
from cspr_portal.words import listed
from reviews import deadlines, paths
from reviews.deadlines import AWARENESS
from reviews.knowledge import states
from reviews.models import Case, Guidance, GuidanceEdition, Notification
from reviews.paths.facts import Asked, Body, Path, are_later


def of_case(case: Case, guidance: Guidance | None = None) -> list[deadlines.Clock]:
    """Return the clocks that run or have run for `case`: C1, C1b, C2 and C3, those of its path (reviews.paths).

    C1b is there once for each day on which deaths became known. Each counts under the edition of the guidance
    in force when it started. Where C1b runs it costs four queries, unless the case was read `paths.with_moments`
    and its children `paths.with_days_told`.
    """
    guidance = guidance or Guidance()
    edition = _edition_of_rapid_review(case, guidance)
    path = _path(case, edition)
    clocks = []
    if path.runs("C1"):
        clocks.append(_notify_panel(case, guidance))
    if path.runs("C1b"):
        clocks += [one for one, is_given_up in _tell_of_deaths(case, path, guidance) if not is_given_up]
    if path.runs("C2"):
        notification, rapid_review = _notification(case), case.held_rapid_review
        clocks.append(
            deadlines.rapid_review(
                notification.sent_on if notification else None,
                case.both_limbs_on,
                rapid_review.sent_on if rapid_review else None,
                edition.periods,
            )
        )
    if path.runs("C3"):
        review = case.review
        clocks.append(
            deadlines.complete_review(
                review.decided_on, review.published_on, guidance.in_force(review.decided_on).periods
            )
        )
    return clocks


def not_running(case: Case, guidance: Guidance | None = None) -> list[tuple[str, str]]:
    """Return each clock that doesn't run for `case`: (its name, one sentence that says why).

    Once a review is commissioned C4 and C5 are left out: they are shown with the publication.
    """
    guidance = guidance or Guidance()
    edition = _edition_of_rapid_review(case, guidance)
    all_five = deadlines.five_clocks(
        aware=None, notified=None, decided=None, publish=None, periods=edition.periods
    )
    names = {one.key: one.name for one in all_five}
    names["C1b"] = f"Tell {_whom(guidance.in_force(case.aware_on))}"
    path = _path(case, edition)
    found = [(names[one.key], one.because) for one in path.clocks if not one.runs]
    if any(is_given_up for _one, is_given_up in _tell_of_deaths(case, path, guidance)):
        found.append((names["C1b"], "The case ended without it. Why is in its history."))
    return found


def _path(case: Case, edition: GuidanceEdition) -> Path:
    return paths.of_case(case, counts_from_awareness=edition.rapid_review_starts_from == AWARENESS)


def _notification(case: Case) -> Notification | None:
    """The notification that holds: not one that was withdrawn."""
    notification = case.notification
    return notification if notification is not None and notification.withdrawn_at is None else None


def _edition_of_rapid_review(case: Case, guidance: Guidance) -> GuidanceEdition:
    """The edition under which the rapid review counts: that of the day on which its clock started.

    Where the edition of the day of awareness counts from there, it started there; else with the notification.
    """
    first, notification = guidance.in_force(case.both_limbs_on), _notification(case)
    if notification is None or first.rapid_review_starts_from == AWARENESS:
        return first
    return guidance.in_force(notification.sent_on)


def _notify_panel(case: Case, guidance: Guidance) -> deadlines.Clock:
    decision, notification = case.criteria_decision, case.notification
    starts = case.both_limbs_on
    early: date | None = case.aware_on if case.aware_on != starts else None
    is_not_met = decision is not None and decision.reopened_at is None and not decision.is_met
    sent_on = notification.sent_on if notification else None
    if notification is not None and notification.withdrawn_on is not None and not is_not_met:
        # Facts have changed since it was withdrawn: the authority has to tell afresh, and not before that day.
        sent_on = None
        if starts < notification.withdrawn_on:
            starts, early = notification.withdrawn_on, None
    found = deadlines.notify_panel(starts, sent_on, guidance.in_force(starts).periods, earlier_reading=early)
    if notification is not None and notification.withdrawn_on is not None and is_not_met:
        day = clock.weekday_words(notification.withdrawn_on)
        found = replace(found, working=f"{found.working} Withdrawn {day}: the criteria are not met.")
    return found


def _tell_of_deaths(case: Case, path: Path, guidance: Guidance) -> Iterator[tuple[deadlines.Clock, bool]]:
    """Yield C1b for each day on which deaths became known, and whether it was given up for a reason."""
    by_day: dict[date | None, list[Asked]] = {}
    for one in paths.told_of_deaths(case, path):
        by_day.setdefault(one.duty.known_on, []).append(one)
    for asked in by_day.values():
        found = _tell_of_death(case, asked, guidance, is_one_of_several=len(by_day) > 1)
        yield found, found.met_on is None and paths.is_given_up(case, asked[0].duty)


def _tell_of_death(
    case: Case, asked: list[Asked], guidance: Guidance, *, is_one_of_several: bool
) -> deadlines.Clock:
    """C1b of the deaths that became known on one day, met on the day when all who are told had been told of all.

    It counts from awareness of the incident; for a death that was known later, from the day on which it was.
    """
    deaths = asked[0].duty.deaths
    starts = asked[0].duty.known_on or states.first_deaths_from(case)
    edition = guidance.in_force(starts)
    days = {one.duty.body: one.told_on for one in asked}
    names = listed([death.name for death in deaths])
    found = deadlines.tell_of_death(
        starts,
        None if None in days.values() else max(day for day in days.values() if day),
        edition.periods,
        _whom(edition),
        is_later=are_later(deaths),
        whose=f" of the {'death' if len(deaths) == 1 else 'deaths'} of {names}" if is_one_of_several else "",
    )
    if not are_later(deaths) and starts != case.aware_on:
        found = replace(found, working=f"{found.working} On that day it was recorded that a child had died.")
    if found.met_on is None and any(days.values()):
        bodies = {
            Body.SECRETARY_OF_STATE: f"The {edition.secretary_of_state_name}",
            Body.OFSTED: edition.inspectorate_name,
        }
        half = [f"{bodies[body]} was told {clock.weekday_words(day)}." for body, day in days.items() if day]
        found = replace(found, working=f"{found.working} {' '.join(half)}")
    return found


def _whom(edition: GuidanceEdition) -> str:
    return f"the {edition.secretary_of_state_name} and {edition.inspectorate_name}"


def running(clocks: list[deadlines.Clock]) -> deadlines.Clock | None:
    """Return the running clock that is due first, or None."""
    open_ones = [one for one in clocks if one.due is not None and one.met_on is None]
    return min(open_ones, key=lambda one: one.due, default=None)  # type: ignore[arg-type, return-value]

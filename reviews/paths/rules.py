"""What law and guidance ask of a case: who is told, what is decided, what can follow, which clocks run. Pure.

Facts in, a Path out: no models, no database, no machine clock. How long a clock runs is said in reviews.deadlines;
how the facts are read from a case, in case.py beside this. What has been told already is no part of a path:
see `with_tellings`.

The three tests stay apart: A (is it a serious child safeguarding case), B (a local review), C (national).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from cspr_portal import clock
from cspr_portal.words import listed

from .facts import (
    DEATH,
    Age,
    Answer,
    Asked,
    Body,
    ChildFacts,
    ClockState,
    Death,
    Duty,
    Facts,
    Harm,
    Path,
    Strength,
    TellingFacts,
    Verdict,
    are_later,
)

LEADS_ELSEWHERE = "Another partnership leads this review. What the law asks of the lead is seen to there."
NOT_MET = "The criteria were found not to be met."


def path(facts: Facts) -> Path:
    """Return what a case with these facts asks for."""
    return Path(
        duties=(*_of_the_incident(facts), *_of_a_death(facts)),
        criteria=_criteria(facts),
        rapid_review=_rapid_review(facts),
        review=_review(facts),
        clocks=_clocks(facts),
        questions=_questions(facts),
    )


def with_tellings(
    duties: Sequence[Duty], tellings: Iterable[TellingFacts], notified_on: date | None
) -> list[Asked]:
    """Return each duty with the day it was first done. `notified_on` is the day of a notification that holds.

    An area counts as told when its name stands in `who` of a telling of another area.
    """
    known = list(tellings)
    return [Asked(duty, _first_told(duty, known, notified_on)) for duty in duties]


def _first_told(duty: Duty, tellings: list[TellingFacts], notified_on: date | None) -> date | None:
    if duty.body == Body.PANEL:
        return notified_on
    if duty.deaths:
        told = [told_of(death, (one for one in tellings if one.body == duty.body)) for death in duty.deaths]
        days = [day for day in told if day is not None]
        return max(days) if len(days) == len(told) else None
    area = duty.area.casefold()
    days = [one.on for one in tellings if one.body == duty.body and area in one.who.casefold()]
    return min(days, default=None)


def told_of(death: Death, tellings: Iterable[TellingFacts]) -> date | None:
    """Return the day on which a death was first told of in these tellings, all of one body; None: it was not.

    A telling that names nobody is of the deaths that were known at first.
    """
    found = (
        one.on for one in tellings if (death.key in one.children if one.children else death.known_on is None)
    )
    return min(found, default=None)


# Who is told


def _of_the_incident(facts: Facts) -> tuple[Duty, ...]:
    """The national Panel, the other safeguarding partners and other areas concerned.

    Source: Children Act 2004 s.16C(1): the local authority must notify the Panel when abuse or neglect is known
    or suspected and the child has died or been seriously harmed. Working Together: it should tell the
    safeguarding partners and other areas concerned within the same five working days. The duty rests on what
    the authority knows or suspects, so it does not wait for the partners' decision; that decision ends it.
    """
    found = []
    reason = _why_the_panel(facts)
    if reason:
        found.append(Duty(Body.PANEL, Strength.MUST, reason))
    if reason or (facts.is_notified and facts.is_met is not False and not facts.is_contribution):
        why = "They are told within the same working days as the national Panel."
        found.append(Duty(Body.PARTNERS, Strength.SHOULD, why))
        found += [
            Duty(Body.OTHER_AREA, Strength.SHOULD, "A child of the case lives or is placed there.", area)
            for area in facts.other_areas
        ]
    return tuple(found)


def _why_the_panel(facts: Facts) -> str:
    if facts.is_contribution or facts.is_met is False:
        return ""
    if facts.is_met:
        return "The criteria are met."
    if facts.has_both_limbs and not facts.has_only_grown_care_leavers:
        what = "died" if facts.gravest == Harm.DIED else "been seriously harmed"
        return f"Abuse or neglect is known or suspected, and a child has {what}."
    return ""


def _of_a_death(facts: Facts) -> tuple[Duty, ...]:
    """The Secretary of State and Ofsted, of the death of a looked-after child or a care leaver.

    Source: the local authority must tell both when a looked-after child dies, even with no abuse or neglect,
    and should when a care leaver up to and including 24 dies (Working Together). No decision on test A ends it.
    Only whoever died counts: a looked-after child who was hurt beside somebody else's death asks for nothing.
    Deaths that were known on one day are told of together; each later one is told of by itself, from the day on
    which the authority knew of it.
    """
    if facts.is_contribution:
        return ()
    by_day: dict[date | None, list[ChildFacts]] = {}
    for child in facts.who(Harm.DIED):
        by_day.setdefault(child.known_on or facts.deaths_from, []).append(child)
    days = sorted(by_day, key=lambda day: day or date.min)
    return tuple(duty for day in days for duty in _of_deaths_known(by_day[day], day))


def _of_deaths_known(dead: list[ChildFacts], day: date | None) -> tuple[Duty, ...]:
    looked_after = [child.name for child in dead if child.counts_as_looked_after]
    leavers = [child.name for child in dead if child.is_care_leaver]
    if looked_after:
        strength, whose, what = Strength.MUST, looked_after, "looked after"
    elif leavers:
        strength, whose, what = (
            Strength.SHOULD,
            leavers,
            "care leavers" if len(leavers) > 1 else "a care leaver",
        )
    else:
        return ()
    among = [child for child in dead if child.counts_as_looked_after or child.is_care_leaver]
    because = f"{listed(whose)} {'was' if len(whose) == 1 else 'were'} {what}, and "
    deaths = tuple(Death(child.key, child.name, child.known_on) for child in among)
    if day is not None and are_later(deaths):
        because += f"the {'death was' if len(whose) == 1 else 'deaths were'} known on {clock.day_words(day)}."
    else:
        because += "the case is about a death."
    if strength == Strength.MUST:
        because += " It is asked for even where there is no abuse or neglect."
    return tuple(Duty(body, strength, because, deaths=deaths, known_on=day) for body in DEATH)


# What is decided, and what can follow


def _grown(facts: Facts) -> str:
    names = listed([child.name for child in facts.children])
    who = "was a care leaver" if len(facts.children) == 1 else "were care leavers"
    return f"{names} {who} of 18 or over, for whom no rapid review and no local review is required."


def _criteria(facts: Facts) -> Answer:
    """Whether test A has to be decided.

    Source: for a care leaver of 18 to 24 no rapid review or review is required; under 18 the case must still
    be tested (Working Together). An age that isn't known is tested, and so is a case that names no child.
    """
    if facts.is_contribution:
        return Answer(Verdict.NO, LEADS_ELSEWHERE)
    if facts.has_only_grown_care_leavers:
        return Answer(Verdict.NO, _grown(facts))
    young = [child.name for child in facts.children if child.age == Age.UNDER_18]
    if young:
        because = f"{listed(young)} {'was' if len(young) == 1 else 'were'} under 18."
    elif facts.children:
        because = "It isn’t certain that everybody on the case was a care leaver of 18 or over."
    else:
        because = "No child need be named for the criteria to be decided."
    return Answer(Verdict.YES, because)


def _rapid_review(facts: Facts) -> Answer:
    """Whether a rapid review follows. Source: Working Together: it follows when test A is met, and only then."""
    if facts.is_contribution:
        return Answer(Verdict.NO, LEADS_ELSEWHERE)
    if facts.is_met:
        return Answer(Verdict.YES, "The criteria are met.")
    if facts.is_met is False:
        return Answer(Verdict.NO, NOT_MET)
    if facts.has_only_grown_care_leavers:
        return Answer(Verdict.NO, _grown(facts))
    return Answer(Verdict.NOT_YET, "It follows once the criteria are found to be met.")


def _review(facts: Facts) -> Answer:
    """Whether a local review can follow. Source: SI 2018/789 reg 11: meeting test A doesn't make it automatic."""
    before = _rapid_review(facts)
    if not before.is_yes:
        return before
    if facts.is_review_wanted:
        return Answer(Verdict.YES, "The partners decided on a local review.")
    if facts.is_review_wanted is False:
        return Answer(Verdict.NO, "The partners decided against a local review.")
    return Answer(Verdict.NOT_YET, "The partners decide at the end of the rapid review.")


# Which clocks run


def _clocks(facts: Facts) -> tuple[ClockState, ...]:
    found = [_c1(facts)]
    if facts.is_about_a_death:
        found.append(_c1b(facts))
    found += [_c2(facts), _c3(facts)]
    if not facts.is_commissioned:
        # Later on they belong to the publication, and are shown with it.
        found += [_of_the_publication(facts, "C4"), _of_the_publication(facts, "C5")]
    return tuple(found)


def _why_no_limbs(facts: Facts) -> str:
    if facts.has_abuse is False:
        return "As reported, abuse or neglect is neither known nor suspected."
    return "As reported, no child has died or been seriously harmed."


def _c1(facts: Facts) -> ClockState:
    """Tell the national Panel. It runs too while a limb is not yet known: an earlier day is never hidden."""
    if facts.is_contribution:
        return ClockState("C1", False, LEADS_ELSEWHERE)
    if facts.is_notified:
        return ClockState("C1", True, "The notification was sent.")
    if facts.is_met is False:
        if facts.was_withdrawn:
            return ClockState("C1", True, "The notification was sent, and withdrawn later.")
        return ClockState("C1", False, NOT_MET)
    reason = _why_the_panel(facts)
    if reason:
        return ClockState("C1", True, reason)
    if facts.has_only_grown_care_leavers:
        return ClockState("C1", False, _grown(facts))
    if facts.lacks_a_limb:
        return ClockState("C1", False, f"{_why_no_limbs(facts)} Should that change, it runs.")
    return ClockState("C1", True, "Both limbs of the definition may be there: the days count already.")


def _c1b(facts: Facts) -> ClockState:
    """Tell the Secretary of State and Ofsted of a death; only asked where there is one."""
    if facts.is_contribution:
        return ClockState("C1b", False, LEADS_ELSEWHERE)
    duties = _of_a_death(facts)
    if duties:
        return ClockState("C1b", True, duties[0].because)
    if any(_unknown_care(child) for child in facts.who(Harm.DIED, Harm.NOT_YET_KNOWN)):
        return ClockState(
            "C1b", False, "It runs if a child was looked after or a care leaver: that isn’t known."
        )
    if any(child.counts_as_looked_after or child.is_care_leaver for child in facts.children):
        return ClockState("C1b", False, "As reported, nobody who died was looked after or a care leaver.")
    return ClockState("C1b", False, "As reported, nobody on the case was looked after or a care leaver.")


def _c2(facts: Facts) -> ClockState:
    """Send the rapid review: from the notification, or from awareness where the edition counts from there."""
    answer = _rapid_review(facts)
    if answer.verdict == Verdict.NO:
        return ClockState("C2", False, answer.because)
    if facts.is_notified:
        return ClockState("C2", True, "The notification was sent.")
    first = _c1(facts)
    if facts.counts_from_awareness and first.runs:
        return ClockState("C2", True, "It counts from the day on which the local authority was aware.")
    if not first.runs:
        return ClockState("C2", False, first.because)
    return ClockState("C2", False, "It starts on the day on which the notification is sent.")


def _c3(facts: Facts) -> ClockState:
    """Complete and publish the review: from the decision to initiate it."""
    if facts.is_commissioned:
        return ClockState("C3", True, "The review is commissioned.")
    answer = _review(facts)
    if answer.verdict == Verdict.NO:
        return ClockState("C3", False, answer.because)
    return ClockState("C3", False, "It starts on the day on which the partners decide on a local review.")


def _of_the_publication(facts: Facts, key: str) -> ClockState:
    answer = _review(facts)
    if answer.verdict == Verdict.NO:
        return ClockState(key, False, answer.because)
    how = "It counts back from the day of publication." if key == "C4" else "It starts with the publication."
    return ClockState(key, False, how)


# What isn't known yet


def _questions(facts: Facts) -> tuple[str, ...]:
    """Each thing that isn't known and would change the path, as a sentence."""
    if facts.is_contribution:
        return ()
    found = []
    if facts.is_met is None and not facts.has_only_grown_care_leavers and not facts.lacks_a_limb:
        if facts.has_abuse is None:
            found.append(
                "Whether abuse or neglect is known or suspected: the national Panel is told if it is."
            )
        if facts.gravest == Harm.NOT_YET_KNOWN:
            found.append(
                "Whether a child has died or been seriously harmed: the national Panel is told if so."
            )
    names: dict[str, list[str]] = {}
    for child in facts.who(Harm.DIED, Harm.NOT_YET_KNOWN):
        names.setdefault(_unknown_care(child), []).append(child.name)
    found += [
        f"Whether {listed(whose)} {'was' if len(whose) == 1 else 'were'} {what}: if so, more are told of a death."
        for what, whose in names.items()
        if what
    ]
    if facts.is_about_a_death:
        found += [
            f"Whether {child.name} died: if so, more are told of it."
            for child in facts.who(Harm.NOT_YET_KNOWN)
            if child.counts_as_looked_after or child.is_care_leaver
        ]
    found += [
        f"How old {child.name} was: for a care leaver of 18 or over the criteria need not be decided."
        for child in facts.children
        if child.age == Age.NOT_KNOWN and child.is_care_leaver
    ]
    return tuple(found)


def _unknown_care(child: ChildFacts) -> str:
    """What isn't known about who looked after a child, where it would change who is told."""
    unknown = []
    if child.is_looked_after is None and child.age != Age.FROM_18:
        unknown.append("looked after")
    if child.is_care_leaver is None and not child.counts_as_looked_after:
        unknown.append("a care leaver")
    return " or ".join(unknown)

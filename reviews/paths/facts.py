"""The words in which paths are spoken of: facts of a case in, duties, answers and clocks out. Plain data, no rule."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Age(StrEnum):
    """What matters of an age: whether the Children Act speaks of a child."""

    UNDER_18 = "under_18"
    FROM_18 = "18_to_24"
    NOT_KNOWN = "not_known"


class Harm(StrEnum):
    """Second limb of test A. A suspected suicide is a death."""

    DIED = "died"
    SERIOUSLY_HARMED = "seriously_harmed"
    NEITHER = "neither"
    NOT_YET_KNOWN = "not_yet_known"


# What may still turn out to be grave comes before what is known not to be.
GRAVEST_FIRST = (Harm.DIED, Harm.SERIOUSLY_HARMED, Harm.NOT_YET_KNOWN, Harm.NEITHER)


class Body(StrEnum):
    """Who is told."""

    PANEL = "panel"
    PARTNERS = "partners"
    OTHER_AREA = "other_area"
    SECRETARY_OF_STATE = "secretary_of_state"
    OFSTED = "ofsted"


# Those who are told of a death, whatever the criteria say.
DEATH = (Body.SECRETARY_OF_STATE, Body.OFSTED)


class Strength(StrEnum):
    MUST = "must"
    SHOULD = "should"


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class ChildFacts:
    """One child of a case. None means that it isn't known."""

    name: str = "The child"
    age: Age = Age.UNDER_18
    is_looked_after: bool | None = False
    is_care_leaver: bool | None = False
    harm: Harm | None = None  # what happened to this child; None: what the case says
    key: str = ""
    known_on: date | None = None  # when the death was known; None: with the first death of the case

    @property
    def is_grown_care_leaver(self) -> bool:
        """Whether this is a care leaver of 18 to 24, who is no child in the sense of the Act."""
        return self.age == Age.FROM_18 and self.is_care_leaver is True

    @property
    def counts_as_looked_after(self) -> bool:
        """Whether a looked-after child is meant. Nobody of 18 or over is looked after."""
        return self.is_looked_after is True and self.age != Age.FROM_18


@dataclass(frozen=True)
class Facts:
    """What a path depends on. None: not yet known (abuse), not decided or reopened (the decisions)."""

    children: tuple[ChildFacts, ...] = ()
    has_abuse: bool | None = None  # abuse or neglect known or suspected: first limb of test A
    harm: Harm = Harm.NOT_YET_KNOWN  # what the case says; a child of which nothing else is said shares it
    is_contribution: bool = False
    is_met: bool | None = None  # the decision on test A that holds
    is_notified: bool = False  # a notification holds
    was_withdrawn: bool = False  # the last notification was withdrawn
    is_review_wanted: bool | None = None  # the decision on test B that holds: a local review, or not
    is_commissioned: bool = False
    other_areas: tuple[str, ...] = ()  # where the children live or are placed, outside the case's area
    # The edition of the guidance counts the rapid review from awareness, not from the notification
    counts_from_awareness: bool = False
    # From which day the telling of a death counts that has no day of its own; None where no death has one
    deaths_from: date | None = None

    @property
    def has_only_grown_care_leavers(self) -> bool:
        return bool(self.children) and all(child.is_grown_care_leaver for child in self.children)

    def harm_of(self, child: ChildFacts) -> Harm:
        """Return what happened to that child: its own outcome, or else the case's."""
        return child.harm or self.harm

    def who(self, *harms: Harm) -> tuple[ChildFacts, ...]:
        """Return the children and care leavers to whom one of these happened."""
        return tuple(child for child in self.children if self.harm_of(child) in harms)

    @property
    def gravest(self) -> Harm:
        """The gravest that happened to a child in the sense of the Act; what the case says where none is named.

        A care leaver of 18 or over counts only where everybody on the case is one.
        """
        young = [child for child in self.children if not child.is_grown_care_leaver] or self.children
        found = {self.harm_of(child) for child in young} or {self.harm}
        return next(harm for harm in GRAVEST_FIRST if harm in found)

    @property
    def is_about_a_death(self) -> bool:
        """Whether somebody on the case died, named or not."""
        return self.harm == Harm.DIED or bool(self.who(Harm.DIED))

    @property
    def has_both_limbs(self) -> bool:
        """Abuse or neglect is known or suspected, and death or serious harm has happened: test A, as reported."""
        return self.has_abuse is True and self.gravest in (Harm.DIED, Harm.SERIOUSLY_HARMED)

    @property
    def lacks_a_limb(self) -> bool:
        """Whether one limb of test A is known to be absent, as reported."""
        return self.has_abuse is False or self.gravest == Harm.NEITHER


@dataclass(frozen=True)
class Death:
    """One death that is told of. `known_on`: the day it was known, where that is a day of its own."""

    key: str
    name: str
    known_on: date | None = None


def are_later(deaths: tuple[Death, ...]) -> bool:
    """Return whether each of these deaths was known on a day of its own, and not with the first one."""
    return all(death.known_on is not None for death in deaths)


@dataclass(frozen=True)
class Duty:
    """Somebody who is to be told, how strongly that is asked, and why."""

    body: Body
    strength: Strength
    because: str
    area: str = ""  # for another area: which
    deaths: tuple[Death, ...] = ()  # for those who are told of deaths: of which, all known on one day
    known_on: date | None = None  # that day; None: no death of the case has a day of its own


@dataclass(frozen=True)
class Answer:
    verdict: Verdict
    because: str

    @property
    def is_yes(self) -> bool:
        return self.verdict == Verdict.YES


@dataclass(frozen=True)
class ClockState:
    """Whether a clock runs (or has run and stopped in time), and why, or why not."""

    key: str
    runs: bool
    because: str


@dataclass(frozen=True)
class Path:
    """All that one case asks for."""

    duties: tuple[Duty, ...]
    criteria: Answer  # whether test A has to be decided
    rapid_review: Answer  # whether a rapid review follows
    review: Answer  # whether a local review can follow
    clocks: tuple[ClockState, ...]
    questions: tuple[str, ...] = ()  # what isn't known yet and would change the path

    @property
    def needs_criteria(self) -> bool:
        return self.criteria.is_yes

    def runs(self, key: str) -> bool:
        """Return whether the clock of that key ("C1", "C1b", "C2", …) runs or has run."""
        return any(one.key == key and one.runs for one in self.clocks)

    def asks_to_tell(self, *bodies: Body) -> bool:
        return any(duty.body in bodies for duty in self.duties)


@dataclass(frozen=True)
class TellingFacts:
    """That somebody was told: which body, which area where it was one, on which London day."""

    body: str
    on: date
    who: str = ""
    children: frozenset[str] = (
        frozenset()
    )  # keys of those whose deaths were told; none: what was known at first


@dataclass(frozen=True)
class Asked:
    """A duty with the day on which it was first done, or None while it is still asked for."""

    duty: Duty
    told_on: date | None

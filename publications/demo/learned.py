"""What the demonstration's partnership learned from a review and does about it, by the real actions."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from cspr_portal import clock
from reviews.learning import actions as learning
from reviews.models import ActionState, EvidenceKind, LearningAction, Recommendation, Response, Theme, User

from .agencies import FAMILY_SUPPORT, HEALTH_VISITING, HOMES, HOSPITALS
from .walk import Walk

Ago = Callable[[int], date]
POLICE = "Aldermere Police"
LED_BY = {
    HEALTH_VISITING: "Sam Okoro, named nurse",
    HOMES: "Colm Tiernan, safeguarding lead",
    HOSPITALS: "Ruth Amadi, named doctor",
    FAMILY_SUPPORT: "Dana Reed, manager",
    POLICE: "Tess Garrow, control room manager",
}
MONTHS_UNTIL_THE_NEXT_LOOK = 6


def from_a_review(walk: Walk, ago: Ago, themes: Iterable[Theme]) -> None:
    """Findings, recommendations with the partners' responses, and an action in each state that there is."""
    recommendations = _recommendations(walk, ago, themes)
    _Actions(walk, ago).tell(recommendations)


def early(walk: Walk) -> None:
    """Learning that did not wait for the report."""
    learning.share_early(
        walk.case,
        learning="A missed appointment of a child is rung up on the same day, and not only written to.",
        reason="Two more children missed appointments in the same month.",
        shared_with="All clinics of the hospitals, by their named doctor",
        shared_on=walk.today,
        by=walk.coordinator,
        at=walk.at,
    )


def _recommendations(walk: Walk, ago: Ago, themes: Iterable[Theme]) -> list[Recommendation]:
    parts = learning.add_finding(
        walk.case,
        title="Five services each held a part",
        text="Each wrote its part down with care. Nobody was asked to put the parts together.",
        themes=themes,
        by=walk.reviewer,
        at=walk.at,
    )
    night = learning.add_finding(
        walk.case,
        title="At night there was nobody to ask",
        text="The family’s hardest hours were between two and five. Every service that they knew was closed.",
        by=walk.reviewer,
        at=walk.at,
    )
    owners = walk.partnership.agencies
    found = []
    for change, finding, owner, response, reason in (
        (
            "A small worry about a baby is rung in to one number, and whoever answers puts the worries together.",
            parts,
            HEALTH_VISITING,
            Response.ACCEPTED,
            "From the spring on, in all three areas.",
        ),
        (
            "Every family with a baby knows whom to ring at night.",
            night,
            FAMILY_SUPPORT,
            Response.IN_PART,
            "In Northmere first. We look after six months whether it is used.",
        ),
        (
            "All services keep one record of each family.",
            parts,
            HOSPITALS,
            Response.NOT_ACCEPTED,
            "The law keeps some of these records apart. The one number brings together what may be shared.",
        ),
    ):
        one = learning.add_recommendation(
            walk.case,
            findings=[finding],
            owners=[owners[owner]],
            change=change,
            measure="Twenty families are asked, twice a year.",
            by_day=ago(-120),
            other_owners="",
            by=walk.reviewer,
            at=walk.at,
        )
        at = clock.at_hour(ago(150), 10)
        learning.respond(one, response=response, reason=reason, by=walk.partners[2], at=at)
        found.append(one)
    return found


class _Actions:
    """The actions of one review; days are days before today."""

    def __init__(self, walk: Walk, ago: Ago) -> None:
        self.walk, self.ago = walk, ago
        self.by: User = walk.coordinator

    def tell(self, recommendations: list[Recommendation]) -> None:
        """Add an action in each state, two of them late."""
        number, night, _record = recommendations
        lasting = self.add(
            "Set up the one number, with an answer at all hours.", HEALTH_VISITING, 60, [number]
        )
        self.step(lasting, ActionState.UNDER_WAY, "Three people are named; they begin next month.", 110)
        self.step(lasting, ActionState.DONE, "The number answers. Rota and first month’s calls are here.", 70)
        verifier = self.walk.partners[1]
        self.step(lasting, ActionState.VERIFIED, "I rang it four times, twice at night.", 58, verifier)
        self.impact(lasting, 40)
        told = self.add("Tell every family with a baby the number, in six languages.", HOMES, 5, [number])
        self.step(told, ActionState.DONE, "A card goes with each new tenancy. The card is here.", 8)
        on_its_way = self.add("Open the night line on five nights a week.", FAMILY_SUPPORT, -45, [night])
        self.step(on_its_way, ActionState.UNDER_WAY, "Four of six volunteers are trained.", 20)
        stuck = self.add("Print the number on every discharge letter.", HOSPITALS, 10, [number, night])
        self.step(
            stuck, ActionState.BLOCKED, "The letters’ supplier wants a new contract for the change.", 30
        )
        self.add("Teach call takers what a small worry sounds like.", POLICE, 12, [number])

    def add(self, what: str, agency: str, due: int, answers: list[Recommendation]) -> LearningAction:
        """Add an action that is due so many days ago."""
        return learning.add_action(
            self.walk.case,
            recommendations=answers,
            what=what,
            agency=self.walk.partnership.agencies[agency],
            other_owner="",
            led_by=LED_BY[agency],
            due_on=self.ago(due),
            by=self.by,
            at=self.on(145),
        )

    def step(self, one: LearningAction, state: ActionState, note: str, days: int, by: Any = None) -> None:
        """Say, so many days ago, how an action stands."""
        one.refresh_from_db()
        learning.take_step(
            one, to_state=state, note=note, seen_state=one.state, by=by or self.by, at=self.on(days)
        )

    def impact(self, one: LearningAction, days: int) -> None:
        """Record what was seen to have changed, and when somebody looks again."""
        seen_on = self.ago(days)
        learning.record_impact(
            one,
            kind=EvidenceKind.FAMILIES,
            seen="Fourteen families were asked. Eleven knew the number, and four had rung it.",
            seen_on=seen_on,
            look_again_on=clock.add_months(seen_on, MONTHS_UNTIL_THE_NEXT_LOOK),
            by=self.by,
            at=self.on(days),
        )

    def on(self, days: int) -> datetime:
        """Return a moment of the day so many days ago."""
        return clock.at_hour(self.ago(days), 14)

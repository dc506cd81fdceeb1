"""Carries a case along its way by the real actions, as the right person at each step.

The demonstration and the tests build with it, so neither can reach a state that the portal can't.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cspr_portal import clock
from reviews import stage_moves
from reviews.cases import actions as cases
from reviews.children import actions as children
from reviews.criteria import actions as criteria
from reviews.decisions import actions as decisions
from reviews.decisions.stands import Said
from reviews.engagement import actions as engagement
from reviews.enquiry import actions as enquiry
from reviews.models import (
    Abuse,
    AgeBand,
    AgreementView,
    Area,
    Case,
    ChildrenSafe,
    Criterion,
    EngagedWith,
    EngagementOutcome,
    Outcome,
    PartnerRole,
    Precision,
    ReviewOutcome,
    SealedKind,
    User,
    View,
)
from reviews.notifications import actions as notifications
from reviews.panel import actions as panel
from reviews.rapid_review import actions as rapid_review
from reviews.report import actions as report
from reviews.reviewers import actions as reviewers
from reviews.reviewers.states import NO_LINK
from reviews.stages import Stage

from .people import Partnership

ORDER = [
    Stage.LOGGED,
    Stage.RAPID_REVIEW,
    Stage.SCOPING,
    Stage.GATHERING,
    Stage.ANALYSIS,
    Stage.ENGAGEMENT,
    Stage.DRAFTING,
    Stage.PANEL_AGREEMENT,
    Stage.PARTNER_AGREEMENT,
    Stage.PRE_PUBLICATION,
]


@dataclass
class Story:
    """What one case of the demonstration is about."""

    area: str
    pseudonym: str
    summary: str
    aware_on: date
    age_band: str = AgeBand.FROM_5
    abuse: str = Abuse.SUSPECTED
    outcome: str = Outcome.SERIOUSLY_HARMED
    sealed: list[tuple[SealedKind, str]] = field(default_factory=list)
    siblings: list[str] = field(default_factory=list)
    dissenter: int | None = None
    report: str = ""


class Walk:
    """One case on its way. `day(n)` moves the walk's clock to n days after awareness, at 11:00 in London."""

    def __init__(self, partnership: Partnership, story: Story, reviewer: str = "reviewer") -> None:
        self.partnership = partnership
        self.story = story
        self.area: Area = partnership.areas[story.area]
        self.coordinator = partnership["coordinator"]
        self.second = partnership["coordinator-2"]
        self.partners: list[User] = partnership.partners(self.area)
        self.reviewer = partnership[reviewer]
        self.at = clock.at_hour(story.aware_on, 11)
        self.case: Case

    def day(self, days: int) -> datetime:
        """Move to the first working day at least `days` after awareness, never backwards; return the moment."""
        day = self.story.aware_on + timedelta(days=days)
        while not clock.is_working_day(day):
            day += timedelta(days=1)
        self.at = max(self.at, clock.at_hour(day, 11))
        return self.at

    @property
    def today(self) -> date:
        return clock.today(self.at)

    def log(self, **more: Any) -> Case:
        """Log the case with its children and what is sealed."""
        story = self.story
        facts: dict[str, Any] = {
            "children_safe": ChildrenSafe.YES,
            "incident_precision": Precision.EXACT,
            "incident_from": story.aware_on - timedelta(days=1),
            "aware_by": "Emergency duty team",
            "referred_by": "On-call paediatrician",
        }
        self.case = cases.log_case(
            by=self.coordinator,
            at=self.day(0),
            form_key=uuid.uuid4(),
            area=self.area,
            pseudonym=story.pseudonym,
            age_band=story.age_band,
            aware_on=story.aware_on,
            abuse=story.abuse,
            outcome=story.outcome,
            summary=story.summary,
            **{**facts, **more},
        )
        for sibling in story.siblings:
            children.add_child(
                self.case, pseudonym=sibling, age_band=AgeBand.NOT_KNOWN, by=self.coordinator, at=self.at
            )
        if story.sealed:
            child = self.case.children.first()
            cases.seal_identities(self.case, story.sealed, by=self.coordinator, at=self.at, child=child)
        return self.case

    def views(self, how_many: int = 3) -> None:
        """Let the partners give their views on test A; the story's dissenter disagrees."""
        for index, partner in enumerate(self.partners[:how_many]):
            dissents = index == self.story.dissenter
            criteria.give_view(
                self.case,
                abuse=self.story.abuse,
                outcome=Outcome.NOT_YET_KNOWN if dissents else self.story.outcome,
                view=View.DISAGREES if dissents else View.AGREES,
                reasons=(
                    "Lasting harm is possible, not likely, on what we have. A second scan is due."
                    if dissents
                    else "No account fits what was seen, and the doctors expect a lasting effect."
                ),
                by=partner,
                at=self.day(1),
            )

    def decide(self, is_met: bool = True) -> None:
        """Record the decision on test A."""
        criteria.decide_criteria(
            self.case,
            is_met=is_met,
            rationale=(
                "Abuse is suspected and serious harm has happened or is likely. Likely is enough."
                if is_met
                else "The harm has another explanation, which two doctors confirm. Nothing suggests neglect."
            ),
            by=self.coordinator,
            at=self.day(2),
        )

    def notify(self, days: int = 3) -> None:
        """Record that the local authority notified the national Panel."""
        at = self.day(days)
        notifications.record_notification(
            self.case,
            what_was_sent="The online notification form.",
            sent_on=self.today,
            sent_by="Director of children’s services",
            children=list(self.case.children.all()[:4]),
            by=self.partners[0],
            at=at,
        )

    def rapid_review(self) -> None:
        """Record the rapid review's meeting and its sections."""
        at = self.day(14)
        name = self.story.pseudonym
        rapid_review.record_rapid_review(
            self.case,
            meeting_on=self.today,
            attended_by="The three safeguarding partners; hospital, health visiting, housing and school leads.",
            parts={
                "facts": f"Several services knew {name}. Each had part of the picture, and none had the whole.",
                "agencies": "Health visiting, housing and the school each saw the child in the same month.",
                "safety": "Other children were seen the same day. Staff were reminded that a small worry may be shared.",
                "improvements": "How services tell one another of small worries, and who puts them together.",
                "daily_life": f"{name} is described as curious and quick to laugh.",
                "family_context": "The family had moved twice in a year, and knew few people nearby.",
                "next_steps": "The partners decide within two days whether to hold a review.",
            },
            by=self.coordinator,
            at=at,
        )

    def decide_review(self, outcome: str = ReviewOutcome.CSPR, against: str = "") -> None:
        """Record the decision on test B, criterion by criterion, with the view on test C; `against`: who disagrees."""
        at = self.day(18)
        people = zip(PartnerRole.values, self.partners, strict=True)
        said = {role: Said("agrees", f"{one.name}, {one.post}") for role, one in people}
        if against:
            words = "We would weigh it the other way: three services each held a part of this."
            said[against] = Said("disagrees", said[against].given_as, words)
        yes = outcome == ReviewOutcome.CSPR
        decisions.decide_review(
            self.case,
            outcome=outcome,
            criteria={
                Criterion.IMPROVEMENTS: (
                    yes,
                    "The way worries are shared between services needs to improve.",
                ),
                Criterion.RECURRENT: (yes, "An earlier review in the partnership found something alike."),
                Criterion.WORKING_TOGETHER: (yes, "Three services did not speak to one another."),
                Criterion.NATIONAL_PANEL: (False, "The national Panel has not said so."),
            },
            is_learning_likely=yes,
            learning_reason="Practice can change in ways that we can name."
            if yes
            else "It is being put right already.",
            is_national_view=outcome == ReviewOutcome.NATIONAL,
            national_reason="Nothing here is unusual in scale or kind."
            if outcome != ReviewOutcome.NATIONAL
            else "The same provider works in many areas.",
            rationale="We expect to learn how small worries come together."
            if yes
            else "The learning is clear already.",
            decided_on=self.today,
            said=said,
            by=self.partners[0],
            at=at,
        )
        rapid_review.record_rapid_review_sent(self.case, sent_on=self.today, by=self.coordinator, at=at)

    def commission(self) -> None:
        """Commission the review."""
        decisions.commission_review(
            self.case, reason="A local review, as the partners decided.", by=self.partners[0], at=self.day(20)
        )
        self.case = Case.objects.get(pk=self.case.pk)

    def set_up(self, days: int = 27) -> None:
        """Set the scope, fill the panel, appoint the reviewer with a checked declaration."""
        at = self.day(days)
        panel.set_scope(
            self.case,
            terms_of_reference="How did services share what they saw, and what would have brought it together?",
            timeframe_from=self.story.aware_on - timedelta(days=365),
            timeframe_to=self.story.aware_on,
            by=self.coordinator,
            at=at,
        )
        seats = {seat.partner_role: seat for seat in self.case.review.seats.all()}
        for role, person in zip(("la", "police", "icb"), self.partners, strict=True):
            panel.fill_seat(self.case, seats[role], person, by=self.coordinator, at=at)
        member = self.partnership["panel-member"]
        if member.agency is not None:
            panel.add_member(self.case, member.agency, member, by=self.coordinator, at=at)
        panel.choose_chair(self.case, seats["police"], by=self.coordinator, at=at)
        self.appoint()

    def appoint(self, months: int = 12) -> None:
        """Appoint the Independent Reviewer; a partner checks the declaration."""
        appointment = reviewers.appoint_reviewer(
            self.case,
            self.reviewer,
            experience="Twenty years in children’s social care, ten reviews for other partnerships.",
            answers=NO_LINK,
            declaration="I have never worked in the area, nor for any agency in it. I know nobody in the family.",
            declared_on=self.today,
            starts_on=self.today,
            ends_on=clock.add_months(self.today, months),
            by=self.coordinator,
            at=self.at,
        )
        note = "Employers of the last ten years compared."
        reviewers.check_declaration(self.case, appointment, note=note, by=self.partners[1], at=self.at)

    def move(self, to_stage: Stage, reason: str, days: int) -> None:
        """Move the review on by hand."""
        at = self.day(days)
        stage_moves.move_on(self.case, to_stage, by=self.coordinator, at=at, reason=reason)
        self.case = Case.objects.get(pk=self.case.pk)

    def enquire(self) -> None:
        """Add the key lines of enquiry."""
        for question, method in (
            (
                "When did each service first worry, and whom did it tell?",
                "Returns side by side, then two interviews.",
            ),
            (
                "What did the child show of their own life?",
                "School and nursery records, and the family’s words.",
            ),
        ):
            enquiry.add_key_line(self.case, question=question, method=method, by=self.reviewer, at=self.at)

    def engage(self) -> None:
        """Record engagement with the family and with practitioners."""
        for engaged_with, outcome, note in (
            (
                EngagedWith.FAMILY,
                EngagementOutcome.MET,
                "Met at home with an advocate. Content with the pseudonym.",
            ),
            (
                EngagedWith.PRACTITIONERS,
                EngagementOutcome.MET,
                "One reflective meeting, fourteen practitioners.",
            ),
        ):
            engagement.record_engagement(
                self.case,
                engaged_with=engaged_with,
                outcome=outcome,
                happened_on=self.today,
                note=note,
                by=self.reviewer,
                at=self.at,
            )

    def write(self) -> None:
        """Answer the key lines and write the next version of the report."""
        for line in self.case.review.key_lines.all():
            if line.answered_at is None:
                enquiry.answer_key_line(
                    self.case,
                    line,
                    answer="Each service worried in the same month; none knew that the others did.",
                    by=self.reviewer,
                    at=self.at,
                )
        newest = self.case.review.report_versions.first()
        report.write_report(
            self.case,
            text=self.story.report,
            expected_number=newest.number if newest else 0,
            by=self.reviewer,
            at=self.at,
        )

    def panel_agrees(self) -> None:
        """Let every member of the review's panel agree the newest version."""
        version = self.case.review.report_versions.latest("number")
        for person in [*self.partners, self.partnership["panel-member"]]:
            report.give_agreement(
                self.case, version, view=AgreementView.AGREES, comments="", by=person, at=self.at
            )

    def partners_agree(self) -> None:
        """Let the three safeguarding partners agree the newest version."""
        version = self.case.review.report_versions.latest("number")
        for person in self.partners:
            report.give_agreement(
                self.case, version, view=AgreementView.AGREES, comments="", by=person, at=self.at
            )

    def to(self, stage: Stage) -> "Walk":
        """Carry the case, from nothing, to `stage`."""
        self.log()
        wanted = ORDER.index(stage)
        if wanted >= ORDER.index(Stage.RAPID_REVIEW):
            self.views()
            self.decide()
            self.notify()
        if wanted >= ORDER.index(Stage.SCOPING):
            self.rapid_review()
            self.decide_review()
            self.commission()
        if wanted >= ORDER.index(Stage.GATHERING):
            self.set_up()
            self.move(Stage.GATHERING, "The scope is agreed and the panel is complete.", 28)
        if wanted >= ORDER.index(Stage.ANALYSIS):
            self.move(Stage.ANALYSIS, "All returns are in.", 60)
            self.enquire()
        if wanted >= ORDER.index(Stage.ENGAGEMENT):
            self.move(Stage.ENGAGEMENT, "The key lines are agreed.", 75)
            self.engage()
        if wanted >= ORDER.index(Stage.DRAFTING):
            self.move(Stage.DRAFTING, "The family and practitioners have been heard.", 95)
        if wanted >= ORDER.index(Stage.PANEL_AGREEMENT):
            self.write()
            self.move(Stage.PANEL_AGREEMENT, "The draft is complete.", 120)
        if wanted >= ORDER.index(Stage.PARTNER_AGREEMENT):
            self.panel_agrees()
            self.move(Stage.PARTNER_AGREEMENT, "The whole panel has answered.", 130)
        if wanted >= ORDER.index(Stage.PRE_PUBLICATION):
            self.partners_agree()
            self.move(Stage.PRE_PUBLICATION, "The three partners agree.", 137)
        return self

"""The demonstration's cases and publications, told relative to the day on which it is filled."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from cspr_portal import clock
from publications import actions
from publications.freezing import freeze
from publications.jigsaw import nothing_of_the_kind
from publications.models import Kind, Publication, Theme, WithdrawalKind
from publications.releasing import actions as releasing
from publications.withdrawals import actions as withdrawals
from reviews.cases import actions as cases
from reviews.criteria import actions as criteria
from reviews.models import (
    Abuse,
    AgeBand,
    Case,
    HoldKind,
    Outcome,
    PanelAnswerKind,
    ReviewOutcome,
    SealedKind,
    User,
    View,
)
from reviews.rapid_review import answers
from reviews.reviewers import actions as reviewers
from reviews.stages import Stage

from . import agencies, assigned, beside, depth, learned, released, texts
from .people import Partnership
from .walk import Story, Walk

THEMES = ("Babies under one", "Neglect", "Hearing the child", "Harm outside the home", "Working together")


class Stories:
    """Tells the demonstration's stories one after the other; `say` hears what is being done."""

    def __init__(self, partnership: Partnership, at: datetime, say: Callable[[str], None]) -> None:
        self.partnership = partnership
        self.at = at
        self.today = clock.today(at)
        self.say = say
        self.themes = {
            name: Theme.objects.create(name=name, slug=name.lower().replace(" ", "-")) for name in THEMES
        }

    def ago(self, days: int) -> date:
        """Return the last working day at least `days` days ago."""
        day = self.today - timedelta(days=days)
        while not clock.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def walk(self, area: str, pseudonym: str, summary: str, days_ago: int, **more: object) -> Walk:
        """Begin a case."""
        name = pseudonym.removeprefix("Child ")
        story = Story(
            area=area,
            pseudonym=pseudonym,
            summary=summary,
            aware_on=self.ago(days_ago),
            report=str(more.pop("report", texts.REPORT_OF)),
            sealed=_sealed(name),
        )
        reviewer = str(more.pop("reviewer", "reviewer"))
        for key, value in more.items():
            setattr(story, key, value)
        self.say(f"  {pseudonym}")
        return Walk(self.partnership, story, reviewer)

    def tell_cases(self) -> dict[str, Walk]:
        """Make the cases and return those that something is published of."""
        finch = self.walk("Northmere", "Child Finch", "A toddler was brought to hospital badly hurt.", 1)
        finch.story.age_band, finch.story.outcome = AgeBand.FROM_1, Outcome.NOT_YET_KNOWN
        finch.log()

        lark = self.walk(
            "Northmere", "Child Lark", "A baby was badly hurt. No account fits what was seen.", 3, dissenter=2
        )
        lark.story.age_band = AgeBand.UNDER_1
        lark.log()
        lark.views()

        swift = self.walk("Eastfold", "Child Swift", "A teenager was badly hurt away from home.", 4)
        swift.story.age_band = AgeBand.FROM_16
        swift.log()
        swift.views(2)

        wren = self.walk("Northmere", "Child Wren", "A baby was badly hurt at home.", 10)
        wren.to(Stage.RAPID_REVIEW)
        agencies.while_the_rapid_review_runs(wren, self.ago)

        curlew = self.walk("Saltbarrow", "Child Curlew", "A child died, and neglect is suspected.", 45)
        curlew.story.outcome = Outcome.DIED
        curlew.to(Stage.RAPID_REVIEW)
        agencies.before_the_rapid_review(curlew)
        curlew.rapid_review()

        teal = self.walk(
            "Saltbarrow", "Child Teal", "A child was taken ill, at first without explanation.", 60
        )
        teal.story.abuse = Abuse.NEITHER
        self._not_met(teal)

        avocet = self.walk(
            "Eastfold", "Child Avocet", "A child was hurt in a setting that has since closed.", 90
        )
        avocet.to(Stage.RAPID_REVIEW)
        avocet.rapid_review()
        avocet.decide_review(ReviewOutcome.NO_REVIEW, against="icb")
        assigned.lead_partner_answers(avocet)

        sorrel = self.walk("Eastfold", "Child Sorrel", "A child was hurt in a placement far from home.", 200)
        sorrel.to(Stage.RAPID_REVIEW)
        sorrel.rapid_review()
        sorrel.decide_review(ReviewOutcome.NATIONAL)
        answers.record_panel_answer(
            sorrel.case,
            answer=PanelAnswerKind.NATIONAL,
            answered_on=clock.today(sorrel.day(40)),
            letter="",
            note="The national Panel takes the case together with two others.",
            by=sorrel.coordinator,
            at=sorrel.at,
        )

        merlin = self.walk(
            "Northmere", "Child Merlin", "A child was badly hurt after a move between schools.", 40
        )
        merlin.to(Stage.SCOPING)

        plover = self.walk(
            "Eastfold", "Child Plover", "A baby died, and abuse is suspected.", 70, reviewer="reviewer-2"
        )
        plover.story.outcome, plover.story.age_band = Outcome.DIED, AgeBand.UNDER_1
        plover.to(Stage.GATHERING)
        agencies.while_the_review_gathers(plover, self.ago)

        dunlin = self.walk("Saltbarrow", "Child Dunlin", "A teenager was harmed outside the home.", 110)
        dunlin.story.age_band = AgeBand.FROM_11
        dunlin.to(Stage.ANALYSIS)
        assigned.scrutineer_advises(dunlin)
        assigned.legal_adviser_records_an_order(dunlin)

        alder = self.walk("Northmere", "Child Alder", "Two siblings were seriously neglected.", 260)
        alder.story.siblings = ["Child Hazel"]
        alder.to(Stage.DRAFTING)
        cases.put_on_hold(
            alder.case,
            kind=HoldKind.CRIMINAL,
            reason="A trial is listed. Two relatives can’t be spoken to before it ends.",
            since=clock.today(alder.at),
            told="The national Panel, by letter, in the same week.",
            look_again_on=self.today,
            by=alder.coordinator,
            at=alder.at,
        )
        depth.of_a_drafted_review(alder)
        learned.early(alder)

        heron = self.walk(
            "Saltbarrow", "Child Heron", "A child was neglected over some months.", 150, report=texts.HERON
        )
        heron.to(Stage.PRE_PUBLICATION)

        robin = self.walk(
            "Northmere", "Child Robin", "A baby was badly hurt at home.", 330, report=texts.ROBIN
        )
        robin.story.age_band = AgeBand.UNDER_1
        robin.to(Stage.PRE_PUBLICATION)
        learned.from_a_review(
            robin, self.ago, [self.themes["Babies under one"], self.themes["Working together"]]
        )
        return {"heron": heron, "robin": robin}

    def tell_publications(self, walks: dict[str, Walk]) -> None:
        """Make the publications: open, near their end, ended, withdrawn, scheduled, drafts."""
        robin, heron = walks["robin"].case, walks["heron"].case
        self.publish(
            Kind.CSPR,
            "Child Robin",
            "Five services heard parts of the same worry about a baby. This review asks why the parts were never put together, and what would help.",
            texts.ROBIN,
            170,
            ["Babies under one", "Working together"],
            case=robin,
            care="This report describes harm to a baby.",
        )
        self._end_reviewer(robin)
        self.publish(
            Kind.BRIEF,
            "Child Robin: seven minutes on listening",
            "For team meetings: what a child’s quiet can mean, and who asks.",
            texts.ROBIN_BRIEF,
            165,
            ["Babies under one", "Hearing the child"],
            case=robin,
        )
        self.publish(
            Kind.CSPR,
            "Siblings Ash and Rowan",
            "Neglect over several years, and what changes when one person holds the whole story.",
            texts.ASH_AND_ROWAN,
            345,
            ["Neglect"],
            care="This report describes neglect.",
        )
        self.publish(
            Kind.SCR,
            "Child Linnet",
            "A teenager harmed outside the home, and the adults who saw only behaviour.",
            texts.LINNET,
            430,
            ["Harm outside the home"],
        )
        self.publish(
            Kind.BRIEF,
            "Babies, sleep and a plan for the night",
            "Safer sleep advice that fits the night a family is really having.",
            texts.SLEEP_BRIEF,
            60,
            ["Babies under one"],
        )
        self.publish(
            Kind.STATEMENT,
            "Child Sorrel: what we are changing",
            "Why this report is not published in full, and the improvements that are.",
            texts.SORREL,
            120,
            ["Hearing the child"],
        )
        withdrawn = self.publish(
            Kind.RESPONSE,
            "What the partnership will do about moves between schools",
            "The partnership’s answer to an earlier review.",
            texts.SORREL,
            200,
            ["Working together"],
        )
        withdrawals.withdraw_early(
            withdrawn,
            kind=WithdrawalKind.IDENTIFICATION,
            reason="A newspaper story made a family recognisable.",
            approver=self.partnership["la-delegate"],
            by=self.partnership["la-delegate"],
            at=self.at - timedelta(days=20),
        )
        self.scheduled("Child Robin: what the partnership will do")
        self.begun("When a family moves: what the partnership will do", heron)
        self.draft(Kind.CSPR, "Child Heron", "A move that nobody passed on.", texts.HERON, heron)
        self.draft(
            Kind.BRIEF, "Child Heron: when a family moves", "For team meetings.", texts.DRAFT_BRIEF, heron
        )
        nspcc_at = clock.at_hour(self.ago(120), 12)
        released.by_the_nspcc(robin, by=self.partnership["coordinator"], at=nspcc_at)
        beside.tell(self.partnership.people, self.at)

    def publish(
        self,
        kind: str,
        title: str,
        summary: str,
        text: str,
        days_ago: int,
        themes: list[str],
        *,
        case: Case | None = None,
        care: str = "",
    ) -> Publication:
        """Take a text through check, approval and publication, as four different people, `days_ago` days ago."""
        self.say(f"  {title}")
        opens_at = clock.at_hour(self.ago(days_ago), 10)
        publication = self._approved(
            kind, title, summary, text, opens_at - timedelta(days=20), themes, case, care
        )
        coordinator = self.partnership["coordinator"]
        publication = released.see_to_everything(
            publication, by=coordinator, at=opens_at - timedelta(days=15)
        )
        return releasing.publish(publication, by=coordinator, at=opens_at)

    def scheduled(self, title: str) -> None:
        """Make a response that opens in three weeks, at 10:00."""
        self.say(f"  {title}")
        day = self.today + timedelta(days=21)
        while not clock.is_working_day(day):
            day += timedelta(days=1)
        publication = self._response(title)
        coordinator = self.partnership["coordinator"]
        released.see_to_everything(publication, by=coordinator, at=self.at - timedelta(days=1))
        releasing.publish(
            publication, by=self.partnership["publisher"], at=self.at, opens_at=clock.at_hour(day, 10)
        )

    def begun(self, title: str, case: Case) -> None:
        """Make a response that is approved, and of which a part of the checklist is seen to."""
        self.say(f"  {title}")
        at = self.at - timedelta(days=1)
        released.see_to_a_part(self._response(title, case), by=self.partnership["coordinator"], at=at)

    def _response(self, title: str, case: Case | None = None) -> Publication:
        summary = "How the three safeguarding partners answer each recommendation."
        at = self.at - timedelta(days=5)
        return self._approved(Kind.RESPONSE, title, summary, texts.SORREL, at, ["Working together"], case, "")

    def draft(self, kind: str, title: str, summary: str, text: str, case: Case) -> Publication:
        """Make a draft that nobody has checked yet."""
        self.say(f"  {title}")
        return actions.create_publication(
            kind=kind,
            case=case,
            title=title,
            summary=summary,
            care_note="",
            text=text,
            themes=[self.themes["Neglect"]],
            by=self.partnership["coordinator"],
            at=self.at - timedelta(days=2),
        )

    def _approved(
        self,
        kind: str,
        title: str,
        summary: str,
        text: str,
        at: datetime,
        themes: list[str],
        case: Case | None,
        care: str,
    ) -> Publication:
        author: User = self.partnership["coordinator"]
        checker: User = self.partnership["coordinator-2"]
        publication = actions.create_publication(
            kind=kind,
            case=case,
            title=title,
            summary=summary,
            care_note=care,
            text=text,
            themes=[self.themes[name] for name in themes],
            by=author,
            at=at,
        )
        draft = publication.drafts.get()
        actions.finish_check(draft, jigsaw=nothing_of_the_kind(), by=checker, at=at + timedelta(days=1))
        approver = self.partnership["la-delegate"]
        actions.approve(draft, freeze(draft), by=approver, at=at + timedelta(days=3))
        publication.refresh_from_db()
        publication.refresh_from_db()
        return publication

    def _not_met(self, walk: Walk) -> None:
        walk.log()
        for partner in walk.partners:
            criteria.give_view(
                walk.case,
                abuse=Abuse.NEITHER,
                outcome=Outcome.NEITHER,
                view=View.DISAGREES,
                reasons="Two doctors found an illness that explains everything that was seen.",
                by=partner,
                at=walk.day(1),
            )
        walk.decide(is_met=False)

    def _end_reviewer(self, case: Case) -> None:
        appointment = case.review.appointments.get()
        reviewers.end_appointment(
            case,
            appointment,
            reason="The report is published.",
            by=self.partnership["coordinator"],
            at=clock.at_hour(self.ago(160), 15),
        )


def _sealed(name: str) -> list[tuple[SealedKind, str]]:
    return [
        (SealedKind.GIVEN_NAME, f"Test{name.lower()}ina"),
        (SealedKind.FAMILY_NAME, f"Fictionby{name.lower()}"),
        (SealedKind.DATE_OF_BIRTH, "2019-03-14"),
        (SealedKind.ADDRESS, f"9 Imaginary {name} Row"),
        (SealedKind.SCHOOL, f"Quill{name.lower()} Academy"),
        (SealedKind.PRACTITIONER, f"Lavinia Tarrow{name.lower()}"),
    ]

"""What waits for whom: for each stage of a case, the tasks of each person of the cast on `/staff/`."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from cspr_portal import clock
from publications.demo.walk import Walk
from reviews.models import AgreementView
from reviews.panel import actions as panel
from reviews.report import actions as report
from reviews.reviewers import actions as reviewers
from reviews.reviewers.states import NO_LINK
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db

EVERYBODY = [
    "coordinator",
    "second_coordinator",
    "la",
    "la_deputy",
    "police",
    "icb",
    "panel_member",
    "reviewer",
    "agency_author",
    "publisher",
    "auditor",
    "outsider",
    "eastfold_delegate",
]
NOBODY: dict[str, set[str]] = {person: set() for person in EVERYBODY}

VIEW = "give your partner’s view"
CRITERIA = "decide the criteria"
NOTIFY = "tell the national Panel"
ASK = "ask agencies for what they know"
RAPID = "hold the rapid review"
DECIDE = "decide on a review"
SEND = "send the rapid review"
COMMISSION = "commission the review"
TERMS = "set the terms of reference"
PANEL = "set up the panel"
APPOINT = "appoint the Independent Reviewer"
CHECK = "check the reviewer’s declaration"
LINES = "add the key lines of enquiry"
ANSWERS = "answer the key lines of enquiry"
ENGAGE = "record engagement with family and practitioners"
WRITE = "write the report"
AGREE = "say where you stand on the report"
MOVE = "move the review on"
BACK = "send the report back to the draft"

COORDINATORS = ("coordinator", "second_coordinator")
COUNCIL = ("la", "la_deputy")
PARTNERS = (*COUNCIL, "police", "icb")


def waits(*pairs: tuple[tuple[str, ...], set[str]]) -> dict[str, set[str]]:
    """What each person finds, from (people, tasks); nothing for everybody else."""
    found = {person: set(tasks) for person, tasks in NOBODY.items()}
    for people, tasks in pairs:
        for person in people:
            found[person] |= tasks
    return found


def tasks_on(page: str, title: str = "Child Wren") -> set[str]:
    return set(re.findall(rf"<strong>{title}: ([^<]+)</strong>", page))


@pytest.fixture
def desks(cast, as_user):
    """Return a function that reads every desk: {person: the tasks on Child Wren's case}."""
    browsers: dict[str, Client] = {}

    def read() -> dict[str, set[str]]:
        if not browsers:  # only now: a case that is made before anything else is put back, not built
            browsers.update({person: as_user(getattr(cast, person)) for person in EVERYBODY})
        return {person: tasks_on(words(browser.get("/staff/"))) for person, browser in browsers.items()}

    return read


# From logging to commissioning


def test_a_logged_case_waits_for_views_and_the_notification(desks, make_case):
    walk = make_case()
    assert desks() == waits((PARTNERS, {VIEW}), ((*COORDINATORS, *COUNCIL), {NOTIFY}))
    walk.views(how_many=1)
    assert desks() == waits((("police", "icb"), {VIEW}), ((*COORDINATORS, *COUNCIL), {NOTIFY}))
    walk.views()
    assert desks() == waits(((*COORDINATORS, *PARTNERS), {CRITERIA}), ((*COORDINATORS, *COUNCIL), {NOTIFY}))
    walk.notify()
    assert desks() == waits(((*COORDINATORS, *PARTNERS), {CRITERIA}))
    walk.decide(is_met=False)
    assert desks() == waits(((*COORDINATORS, *COUNCIL), {"withdraw the notification"}))


def test_a_rapid_review_waits_for_its_steps_in_their_order(desks, make_case, as_user, cast):
    walk = make_case(Stage.RAPID_REVIEW)
    assert desks() == waits((COORDINATORS, {ASK, RAPID}))
    walk.rapid_review()
    assert desks() == waits(((*COORDINATORS, *PARTNERS), {DECIDE}))
    today = clock.today(clock.now())
    as_user(cast.la).post(address(walk.case, "review-decision/"), typed.review_decision(today))
    assert desks() == waits(((*COORDINATORS, *PARTNERS), {COMMISSION}), (COORDINATORS, {SEND}))
    as_user(cast.coordinator).post(address(walk.case, "rapid-review/sent/"), typed.day("sent_on", today))
    assert desks() == waits(((*COORDINATORS, *PARTNERS), {COMMISSION}))


@pytest.mark.parametrize("outcome", ["no_review", "national"])
def test_a_case_without_a_local_review_waits_to_be_sent_and_closed(desks, make_case, as_user, cast, outcome):
    walk = make_case(Stage.RAPID_REVIEW)
    walk.rapid_review()
    walk.decide_review(outcome)
    assert desks() == waits((COORDINATORS, {MOVE}))
    as_user(cast.coordinator).post(
        address(walk.case, "move/"), {"to_stage": "closed", "reason": "The Panel agreed."}
    )
    assert desks() == NOBODY


# The review


@pytest.mark.exhaustive
def test_scoping_waits_for_terms_panel_and_reviewer(desks, make_case):
    walk = make_case(Stage.SCOPING)
    assert desks() == waits((COORDINATORS, {TERMS, PANEL, APPOINT}), (PARTNERS, {APPOINT}))
    at, case = walk.day(27), walk.case
    today = clock.today(at)
    panel.set_scope(
        case, terms_of_reference="How?", timeframe_from=today, timeframe_to=today, by=walk.coordinator, at=at
    )
    assert desks() == waits((COORDINATORS, {PANEL, APPOINT}), (PARTNERS, {APPOINT}))
    seats = {seat.partner_role: seat for seat in case.review.seats.all()}
    for role, person in zip(("la", "police", "icb"), walk.partners, strict=True):
        panel.fill_seat(case, seats[role], person, by=walk.coordinator, at=at)
    assert desks()["coordinator"] == {PANEL, APPOINT}
    panel.choose_chair(case, seats["police"], by=walk.coordinator, at=at)
    assert desks() == waits((COORDINATORS, {APPOINT}), (PARTNERS, {APPOINT}))
    appointment = reviewers.appoint_reviewer(
        case,
        walk.reviewer,
        experience="Twenty years.",
        answers=NO_LINK,
        declaration="None.",
        declared_on=today,
        starts_on=today,
        ends_on=clock.add_months(today, 24),
        by=walk.coordinator,
        at=at,
    )
    # The declaration is checked by a second person.
    assert desks() == waits((("second_coordinator", *PARTNERS), {CHECK}))
    reviewers.check_declaration(case, appointment, note="Compared.", by=walk.partners[1], at=at)
    # The coordinator or the chair moves it on.
    assert desks() == waits(((*COORDINATORS, "police"), {MOVE}))


def test_a_review_that_loses_its_reviewer_asks_for_another(desks, make_case, cast):
    walk = make_case(Stage.GATHERING)
    reviewers.end_appointment(
        walk.case, walk.case.review.appointments.get(), reason="Ill.", by=cast.la, at=clock.now()
    )
    assert desks() == waits(
        (COORDINATORS, {APPOINT, MOVE}), (("police",), {APPOINT, MOVE}), (PARTNERS, {APPOINT})
    )


@pytest.mark.exhaustive
def test_the_enquiry_waits_for_the_reviewer(desks, make_case, cast):
    walk = make_case(Stage.GATHERING)
    movers = (*COORDINATORS, "police")
    assert desks() == waits((movers, {MOVE}))
    walk.move(Stage.ANALYSIS, "All returns are in.", 60)
    assert desks() == waits((("reviewer",), {LINES}))
    walk.enquire()
    assert desks() == waits((movers, {MOVE}))
    walk.move(Stage.ENGAGEMENT, "The key lines are agreed.", 75)
    assert desks() == waits(((*COORDINATORS, "reviewer"), {ENGAGE}))
    walk.engage()
    assert desks() == waits((movers, {MOVE}))


@pytest.mark.exhaustive
def test_the_draft_waits_for_the_reviewer_then_for_each_member_then_for_each_partner(desks, make_case, cast):
    walk = make_case(Stage.DRAFTING)
    movers = (*COORDINATORS, "police")
    assert desks() == waits((("reviewer",), {ANSWERS, WRITE}))
    walk.write()
    assert desks() == waits((movers, {MOVE}))
    walk.move(Stage.PANEL_AGREEMENT, "The draft is complete.", 120)
    members = ("la", "police", "icb", "panel_member")
    assert desks() == waits((members, {AGREE}))
    version = walk.case.review.report_versions.first()
    report.give_agreement(
        walk.case, version, view=AgreementView.AGREES, comments="", by=cast.panel_member, at=walk.at
    )
    assert desks() == waits((members[:3], {AGREE}))
    for person in walk.partners:
        report.give_agreement(
            walk.case, version, view=AgreementView.AGREES, comments="", by=person, at=walk.at
        )
    assert desks() == waits((movers, {MOVE}))
    walk.move(Stage.PARTNER_AGREEMENT, "The whole panel has answered.", 130)
    assert desks() == waits((PARTNERS, {AGREE}))
    walk.partners_agree()
    assert desks() == waits((movers, {MOVE}))
    walk.move(Stage.PRE_PUBLICATION, "The three partners agree.", 137)
    # Going back to the draft is possible, and nobody is asked to.
    assert all(BACK not in tasks and MOVE not in tasks for tasks in desks().values())


@pytest.mark.exhaustive
def test_a_partner_who_disagrees_sends_the_report_back(desks, make_case, as_user, cast):
    walk = make_case(Stage.PARTNER_AGREEMENT)
    for person, view in zip(walk.partners, ("agrees", "disagrees", "agrees"), strict=True):
        version = walk.case.review.report_versions.first()
        report.give_agreement(walk.case, version, view=view, comments="Housing.", by=person, at=walk.at)
    assert desks() == waits(((*COORDINATORS, "police"), {BACK}))
    page = words(as_user(cast.coordinator).get(address(walk.case)))
    assert (
        f'<a class="govuk-button" href="{address(walk.case, "move/")}">Send the report back to the draft</a>'
        in page
    )
    assert "Not yet: version 1 is not agreed by the police." in page
    walk.move(Stage.DRAFTING, "The police see housing otherwise.", 140)
    assert desks() == waits((("reviewer",), {WRITE}))
    walk.write()
    assert desks() == waits(((*COORDINATORS, "police"), {MOVE}))


# Holds


def test_a_hold_waits_for_the_coordinator_on_the_day_to_look_again(make_case, as_user, cast, time_machine):
    case = make_case(Stage.GATHERING).case
    today = clock.today(clock.now())
    as_user(cast.coordinator).post(address(case, "hold/"), typed.hold(today, today + timedelta(days=9)))
    page = words(as_user(cast.coordinator).get("/staff/"))
    assert "look at the hold again" not in page
    assert "On hold: criminal investigation or trial" in page
    time_machine.move_to(clock.at_hour(today + timedelta(days=9), 9))
    assert "look at the hold again" in tasks_on(words(as_user(cast.coordinator).get("/staff/")))
    assert "look at the hold again" not in words(as_user(cast.police).get("/staff/"))


# The page


def test_the_nearest_clock_comes_first_and_groups_say_how_near(cast, make_case, as_user):
    make_case(pseudonym="Child Calm", days_ago=0)
    make_case(pseudonym="Child Late", days_ago=60)
    make_case(pseudonym="Child Later", days_ago=30)
    page = words(as_user(cast.coordinator).get("/staff/"))
    order = [page.index(each) for each in ("Overdue", "Child Late:", "Child Later:", "Child Calm:")]
    assert order == sorted(order)
    assert page.index("Child Later:") < page.index("Child Calm:")
    assert "working days over" in page
    assert "3 things, the nearest clock first." in page
    heading = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert heading[0] == "Overdue"
    assert set(heading[1:]) <= {"Within a week", "Later"}


def test_a_task_leads_to_its_form(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.police)
    page = words(browser.get("/staff/"))
    assert f'href="{address(case, "view/")}"' in page
    assert browser.get(address(case, "view/")).status_code == 200
    assert f"{case.reference} · Northmere · Criteria decision" in page


@pytest.mark.exhaustive
def test_every_task_of_everybody_opens(cast, make_case, as_user):
    """What is said to wait for somebody is never refused to them."""
    walks: list[Walk] = [
        make_case(stage, pseudonym=f"Child {number}")
        for number, stage in enumerate(
            (
                Stage.LOGGED,
                Stage.RAPID_REVIEW,
                Stage.SCOPING,
                Stage.ANALYSIS,
                Stage.DRAFTING,
                Stage.PANEL_AGREEMENT,
            )
        )
    ]
    assert len(walks) == 6
    followed = 0
    for person in EVERYBODY:
        browser = as_user(getattr(cast, person))
        for url in set(
            re.findall(r'<a class="govuk-link sp-do" href="([^"]+)"', words(browser.get("/staff/")))
        ):
            assert browser.get(url).status_code == 200, (person, url)
            followed += 1
    assert followed >= 20


def test_nothing_waiting_is_said_plainly(cast, as_user):
    page = words(as_user(cast.agency_author).get("/staff/"))
    assert "Nothing is waiting for you" in page


def test_a_recused_person_has_no_task(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.la)
    assert tasks_on(words(browser.get("/staff/"))) == {VIEW, NOTIFY}
    browser.post(address(case, "recuse/"), {"person": str(cast.la.pk), "reason": "A friend."})
    assert tasks_on(words(browser.get("/staff/"))) == set()

"""Views, decisions, notification, rapid review, commissioning: each by the right person, refused to others."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cspr_portal import clock
from reviews.decisions import actions
from reviews.models import AuditRow, Case, PanelSeat
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db

# The worked example: aware on a Monday before Christmas
AWARE = date(2026, 12, 7)
NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)


def today() -> date:
    return clock.today(clock.now())


def stage(case: Case) -> str:
    return Case.objects.get(pk=case.pk).stage


def give_three_views(cast, as_user, case, dissenter=None):
    for person in ("la", "police", "icb"):
        changes = (
            {"view": "disagrees", "reasons": "Lasting harm is not likely."} if person == dissenter else {}
        )
        assert (
            as_user(getattr(cast, person)).post(address(case, "view/"), typed.view(**changes)).status_code
            == 302
        )


# Views on test A


def test_each_partner_gives_its_view_with_reasons(cast, make_case, as_user):
    case = make_case().case
    give_three_views(cast, as_user, case)
    views = case.partner_views.all()
    assert {(view.partner_role, view.given_by.name, view.agency.name) for view in views} == {
        ("la", "Ade Bello", "Aldermere County Council"),
        ("police", "Rhona Haldane", "Aldermere Police"),
        ("icb", "Carys Iveson", "Aldermere Integrated Care Board"),
    }
    assert views.filter(given_as="Detective superintendent, Aldermere Police").exists()
    page = words(as_user(cast.coordinator).get(address(case, "decisions/")))
    assert page.count("No account fits what was seen.") == 3


def test_a_changed_view_keeps_the_earlier_one(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.police)
    browser.post(address(case, "view/"), typed.view(view="needs_more", reasons="A second scan is due."))
    browser.post(address(case, "view/"), typed.view(reasons="The second scan is clear."))
    assert case.partner_views.filter(superseded_at__isnull=True).get().reasons == "The second scan is clear."
    assert case.partner_views.count() == 2
    page = words(browser.get(address(case, "decisions/")))
    assert (
        page.index("The second scan is clear.")
        < page.index("Earlier views")
        < page.index("A second scan is due.")
    )


def test_a_deputy_speaks_for_the_same_partner(cast, make_case, as_user):
    case = make_case().case
    as_user(cast.la).post(address(case, "view/"), typed.view(view="needs_more"))
    as_user(cast.la_deputy).post(address(case, "view/"), typed.view())
    holding = case.partner_views.get(superseded_at__isnull=True)
    assert (holding.partner_role, holding.given_by) == ("la", cast.la_deputy)


def test_the_same_view_sent_twice_is_one_view(cast, make_case, as_user):
    """E09."""
    case = make_case().case
    for _ in range(2):
        assert as_user(cast.police).post(address(case, "view/"), typed.view()).status_code == 302
    assert case.partner_views.count() == 1
    assert AuditRow.objects.filter(verb="criteria.view_given").count() == 1


def test_met_needs_both_limbs(cast, make_case, as_user):
    case = make_case().case
    for limb in ({"abuse": "neither"}, {"outcome": "not_yet_known"}):
        response = as_user(cast.police).post(address(case, "view/"), typed.view(**limb))
        assert "“Met” needs both" in words(response)
        assert "No account fits what was seen." in words(response)
    assert not case.partner_views.exists()


def test_no_answer_is_chosen_beforehand(cast, make_case, as_user):
    case = make_case().case
    assert " checked" not in words(as_user(cast.police).get(address(case, "view/")))


# The decision on the criteria


def test_the_decision_waits_for_all_three_views(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    for person, missing in (
        ("icb", "Local authority, Police and Integrated Care Board"),
        ("la", "Local authority and Police"),
        ("police", "Police"),
    ):
        for response in (
            browser.get(address(case, "criteria/")),
            browser.post(address(case, "criteria/"), typed.criteria()),
        ):
            assert response.status_code == 409
            assert f"Not yet: no view yet from {missing}." in words(response)
        as_user(getattr(cast, person)).post(address(case, "view/"), typed.view())
    assert stage(case) == Stage.LOGGED
    assert browser.post(address(case, "criteria/"), typed.criteria()).status_code == 302
    assert stage(case) == Stage.RAPID_REVIEW


@pytest.mark.parametrize("person", ["coordinator", "la", "police", "icb"])
def test_met_leads_to_the_rapid_review(cast, make_case, as_user, person):
    case = make_case().case
    give_three_views(cast, as_user, case)
    page = words(
        as_user(getattr(cast, person)).post(address(case, "criteria/"), typed.criteria(), follow=True)
    )
    assert "The decision is recorded: the criteria are met. The rapid review is next." in page
    case = Case.objects.get()
    assert (case.stage, case.criteria_decision.is_met) == (Stage.RAPID_REVIEW, True)
    assert case.criteria_decision.decided_by == getattr(cast, person)
    assert "Serious harm, and abuse is suspected." in words(
        as_user(cast.police).get(address(case, "decisions/"))
    )


def test_not_met_closes_the_case_and_keeps_it(cast, make_case, as_user):
    case = make_case().case
    give_three_views(cast, as_user, case)
    browser = as_user(cast.coordinator)
    page = words(
        browser.post(
            address(case, "criteria/"), typed.criteria(False, rationale="It was an accident."), follow=True
        )
    )
    assert "the criteria are not met. The record is kept." in page
    assert "Nobody: the record is kept" in page
    assert "No clock runs: the criteria are not met." in page
    assert stage(case) == Stage.NOT_MET
    assert case.reference in words(browser.get("/staff/cases/"))
    assert "It was an accident." in words(browser.get(address(case, "decisions/")))
    for rest in ("view/", "rapid-review/", "review-decision/", "commission/", "move/"):
        person = cast.police if rest == "view/" else cast.coordinator
        assert as_user(person).get(address(case, rest)).status_code == 409, rest


def test_dissent_is_shown_and_kept_and_stops_nobody(cast, make_case, as_user):
    case = make_case().case
    give_three_views(cast, as_user, case, dissenter="police")
    browser = as_user(cast.coordinator)
    form = words(browser.get(address(case, "criteria/")))
    assert "One partner does not say “met”." in form
    assert "Lasting harm is not likely." in form
    page = words(browser.post(address(case, "criteria/"), typed.criteria(), follow=True))
    assert "Disagrees: not met" in page
    assert "Lasting harm is not likely." in words(browser.get(address(case, "decisions/")))
    assert stage(case) == Stage.RAPID_REVIEW


def test_a_recorded_decision_is_never_made_again(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    response = as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria(False))
    assert response.status_code == 409
    assert "Already: the decision on the criteria has been recorded." in words(response)
    assert Case.objects.get().criteria_decision.is_met
    late = as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees"))
    assert "Already: the decision on the criteria has been recorded, so views are closed." in words(late)


# The notification


def test_the_notification_may_be_the_very_first_entry(cast, make_case, as_user):
    case = make_case(days_ago=2).case
    page = words(
        as_user(cast.la).post(address(case, "notification/"), typed.notification(today()), follow=True)
    )
    assert "The notification is recorded. The rapid review’s clock is running." in page
    assert stage(case) == Stage.LOGGED
    assert case.stage_changes.count() == 1


@pytest.mark.parametrize(
    "at", [Stage.LOGGED, Stage.RAPID_REVIEW, Stage.SCOPING, Stage.GATHERING, Stage.DRAFTING]
)
def test_no_stage_bars_the_notification(cast, make_case, as_user, monkeypatch, at):
    monkeypatch.setattr("publications.demo.walk.Walk.notify", lambda self, days=3: None)
    case = make_case(at).case
    assert not hasattr(case, "notification")
    browser = as_user(cast.coordinator)
    assert browser.post(address(case, "notification/"), typed.notification(today())).status_code == 302
    assert stage(case) == at
    assert Case.objects.get().notification.sent_on == today()


def test_the_notification_is_recorded_after_not_met(cast, make_case, as_user):
    case = make_case().case
    give_three_views(cast, as_user, case)
    browser = as_user(cast.coordinator)
    browser.post(address(case, "criteria/"), typed.criteria(False))
    assert "Record the notification" in words(browser.get(address(case)))
    page = words(browser.post(address(case, "notification/"), typed.notification(today()), follow=True))
    assert "Director of children’s services" in page
    assert stage(case) == Stage.NOT_MET


def test_the_notification_is_recorded_on_a_case_on_hold(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "hold/"), typed.hold(today(), today() + timedelta(days=9)))
    assert browser.post(address(case, "notification/"), typed.notification(today())).status_code == 302


def test_the_notification_is_recorded_once_and_not_before_the_council_was_aware(cast, make_case, as_user):
    case = make_case(days_ago=5).case
    browser = as_user(cast.coordinator)
    early = browser.post(
        address(case, "notification/"), typed.notification(case.aware_on - timedelta(days=1))
    )
    assert "The notification can’t be before the local authority was aware" in words(early)
    late = browser.post(address(case, "notification/"), typed.notification(today() + timedelta(days=1)))
    assert "The notification can’t be in the future." in words(late)
    assert not hasattr(Case.objects.get(), "notification")
    browser.post(address(case, "notification/"), typed.notification(today()))
    again = browser.post(address(case, "notification/"), typed.notification(case.aware_on))
    assert again.status_code == 409
    assert "Already: the notification is recorded." in words(again)
    assert Case.objects.get().notification.sent_on == today()


# The rapid review, tests B and C, commissioning


def test_the_rapid_review_is_recorded_with_its_sections(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    browser = as_user(cast.coordinator)
    early = browser.post(
        address(case, "rapid-review/"), typed.rapid_review(case.aware_on - timedelta(days=1))
    )
    assert "The meeting can’t be before the local authority was aware" in words(early)
    assert browser.post(address(case, "rapid-review/"), typed.rapid_review(today())).status_code == 302
    page = words(browser.get(address(case, "decisions/")))
    for section in ("Several services knew the child.", "Who puts small worries together.", "quick to laugh"):
        assert section in page
    again = browser.post(address(case, "rapid-review/"), typed.rapid_review(today()))
    assert (again.status_code, "Already: the rapid review is recorded." in words(again)) == (409, True)


def test_steps_of_the_rapid_review_come_in_their_order(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    browser = as_user(cast.coordinator)
    for rest, typed_in, sentence in (
        (
            "review-decision/",
            typed.review_decision(today()),
            "Not yet: the rapid review has not been recorded.",
        ),
        (
            "rapid-review/sent/",
            typed.day("sent_on", today()),
            "Not yet: the rapid review has not been recorded.",
        ),
        ("national-panel/", typed.panel_answer(today()), "Not yet: the rapid review has not been sent."),
        ("commission/", {"reason": "Now."}, "Not yet: the decision on a review has not been recorded."),
    ):
        for response in (browser.get(address(case, rest)), browser.post(address(case, rest), typed_in)):
            assert response.status_code == 409, rest
            assert sentence in words(response), rest
    browser.post(address(case, "rapid-review/"), typed.rapid_review(today()))
    unsent = browser.post(address(case, "rapid-review/sent/"), typed.day("sent_on", today()))
    assert "Not yet: the rapid review goes out with the decision on a review" in words(unsent)
    assert stage(case) == Stage.RAPID_REVIEW


@pytest.fixture
def reviewed(cast, make_case, as_user):
    """A case whose rapid review is recorded today, ready for the decision on a review."""
    case = make_case(Stage.RAPID_REVIEW).case
    as_user(cast.coordinator).post(address(case, "rapid-review/"), typed.rapid_review(today()))
    return case


def test_test_b_is_decided_criterion_by_criterion_with_the_view_on_test_c(cast, reviewed, as_user):
    browser = as_user(cast.la)
    typed_in = typed.review_decision(
        today(), is_national_view="yes", national_reason="One provider, many areas."
    )
    assert browser.post(address(reviewed, "review-decision/"), typed_in).status_code == 302
    decision = Case.objects.get().review_decision
    assert {answer.criterion: answer.is_met for answer in decision.criteria.all()} == {
        "improvements": True,
        "recurrent": True,
        "working_together": True,
        "national_panel": False,
    }
    assert (decision.is_learning_likely, decision.is_national_view) == (True, True)
    page = words(browser.get(address(reviewed, "decisions/")))
    assert "One provider, many areas." in page
    assert "Weighed: working_together." in page
    assert stage(reviewed) == Stage.RAPID_REVIEW


def test_each_criterion_needs_an_answer_and_a_reason(cast, reviewed, as_user):
    typed_in = typed.review_decision(today(), recurrent_met="", improvements_reason="")
    response = as_user(cast.la).post(address(reviewed, "review-decision/"), typed_in)
    page = words(response)
    assert "Choose yes or no: the case shows themes that recur." in page
    assert "Enter why: the case shows improvements that are needed" in page
    assert "Weighed: working_together." in page
    assert not hasattr(Case.objects.get(), "review_decision")


def test_criteria_that_are_met_make_no_review_by_themselves(cast, reviewed, as_user):
    typed_in = typed.review_decision(today(), "no_review", is_learning_likely="no")
    assert as_user(cast.la).post(address(reviewed, "review-decision/"), typed_in).status_code == 302
    assert stage(reviewed) == Stage.NO_REVIEW
    assert not hasattr(Case.objects.get(), "review")


@pytest.mark.parametrize(
    ("outcome", "to_stage"), [("no_review", Stage.NO_REVIEW), ("national", Stage.NATIONAL)]
)
def test_other_outcomes_move_the_case_at_once_and_nothing_is_commissioned(
    cast, reviewed, as_user, outcome, to_stage
):
    browser = as_user(cast.coordinator)
    browser.post(address(reviewed, "review-decision/"), typed.review_decision(today(), outcome))
    assert stage(reviewed) == to_stage
    response = browser.post(address(reviewed, "commission/"), {"reason": "Now."})
    assert response.status_code == 409
    assert "Already: the decision was not to hold a local review." in words(response)
    assert (
        browser.post(address(reviewed, "rapid-review/sent/"), typed.day("sent_on", today())).status_code
        == 302
    )
    closing = browser.post(address(reviewed, "move/"), {"to_stage": "closed", "reason": "The Panel agreed."})
    assert closing.status_code == 302
    assert stage(reviewed) == Stage.CLOSED


def test_the_national_panels_answer_stands_beside_the_partners_view(cast, reviewed, as_user):
    browser = as_user(cast.coordinator)
    browser.post(address(reviewed, "review-decision/"), typed.review_decision(today()))
    browser.post(address(reviewed, "rapid-review/sent/"), typed.day("sent_on", today()))
    early = typed.panel_answer(today() - timedelta(days=1))
    assert "The letter can’t be before the rapid review was sent" in words(
        browser.post(address(reviewed, "national-panel/"), early)
    )
    first = typed.panel_answer(today(), "think_again", note="Look at housing too.")
    for typed_in in (first, first, typed.panel_answer(today(), "agrees")):
        assert browser.post(address(reviewed, "national-panel/"), typed_in).status_code == 302
    assert sorted(reviewed.panel_answers.values_list("answer", flat=True)) == ["agrees", "think_again"]
    page = words(browser.get(address(reviewed, "decisions/")))
    assert "Look at housing too." in page
    assert "letter CSPR/2026/41" in page


def test_commissioning_makes_the_three_statutory_seats_at_once(cast, reviewed, as_user):
    as_user(cast.la).post(address(reviewed, "review-decision/"), typed.review_decision(today()))
    page = words(
        as_user(cast.icb).post(address(reviewed, "commission/"), {"reason": "As decided."}, follow=True)
    )
    assert "The review is commissioned. The three statutory seats of its panel are there." in page
    assert stage(reviewed) == Stage.SCOPING
    assert set(PanelSeat.objects.values_list("partner_role", "agency__name", "user")) == {
        ("la", "Aldermere County Council", None),
        ("police", "Aldermere Police", None),
        ("icb", "Aldermere Integrated Care Board", None),
    }
    again = as_user(cast.icb).post(address(reviewed, "commission/"), {"reason": "Again."})
    assert (again.status_code, "Already: the review is commissioned." in words(again)) == (409, True)


# Who may not


REFUSED = [
    ("view/", "coordinator", "Only the delegates of the area’s three safeguarding partners give a view."),
    ("view/", "reviewer", "Only the delegates of the area’s three safeguarding partners give a view."),
    ("criteria/", "panel_member", "Only the coordinator or a safeguarding partner may record this decision."),
    (
        "notification/",
        "police",
        "Only the local authority notifies: its delegate or the coordinator records it.",
    ),
    (
        "notification/",
        "reviewer",
        "Only the local authority notifies: its delegate or the coordinator records it.",
    ),
    ("rapid-review/", "la", "Only the coordinator may record the rapid review."),
    ("rapid-review/sent/", "icb", "Only the coordinator may record that the rapid review was sent."),
    (
        "review-decision/",
        "panel_member",
        "Only the coordinator or a safeguarding partner may record this decision.",
    ),
    ("national-panel/", "la", "Only the coordinator may record the national Panel’s answer."),
    ("commission/", "reviewer", "Only the coordinator or a safeguarding partner may commission a review."),
]


def test_who_may_not_is_told_why(cast, make_case, as_user):
    """The sentence of the rule stands on the page, the status is 403, and the audit log has the refusal."""
    case = make_case(Stage.GATHERING).case
    for rest, person, sentence in REFUSED:
        browser = as_user(getattr(cast, person))
        before = AuditRow.objects.filter(outcome="denied", reference=case.reference).count()
        for response in (
            browser.get(address(case, rest)),
            browser.post(address(case, rest), {"reason": "Now."}),
        ):
            assert response.status_code == 403, (rest, person)
            assert sentence in words(response), (rest, person)
            assert case.title not in words(response)
        assert AuditRow.objects.filter(outcome="denied", reference=case.reference).count() == before + 2
    assert stage(case) == Stage.GATHERING


def test_the_action_asks_again_whatever_the_page_has_let_through(cast, make_case):
    """A11: a page can't be gone round."""
    case = make_case().case
    with pytest.raises(Exception, match="Only the coordinator or a safeguarding partner"):
        actions.decide_criteria(case, is_met=True, rationale="…", by=cast.reviewer, at=clock.now())
    with pytest.raises(Exception, match="Not yet: no view yet from"):
        actions.decide_criteria(case, is_met=True, rationale="…", by=cast.coordinator, at=clock.now())
    assert stage(case) == Stage.LOGGED


# The clocks on the case's page, with their working


@pytest.fixture
def december(time_machine):
    """The worked example's days: called with a date, the portal's clock stands at noon of it."""
    time_machine.move_to(NOON)
    return lambda day: time_machine.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def test_the_clocks_stand_on_the_case_with_their_working(december, cast, make_case, as_user):
    case = make_case(days_ago=0).case
    assert case.aware_on == AWARE
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case)))
    assert "Tell the national Panel" in page
    assert "Mon 14 December" in page
    assert "Aware Mon 7 December 2026, 5 working days." in page
    assert "Send the rapid review" not in page

    december(date(2026, 12, 10))
    browser = as_user(cast.coordinator)
    browser.post(address(case, "notification/"), typed.notification(date(2026, 12, 10)))
    page = words(browser.get(address(case)))
    assert "Sent Thu 10 December 2026, 2 working days to spare." in page
    assert (
        "Notified Thu 10 December 2026, 15 working days; 25 and 28 December and 1 January are bank holidays."
        in page
    )
    assert "Counted from awareness: Wed 30 December 2026." in page
    assert "Tue 5 January" in page

    give_three_views(cast, as_user, case)
    browser.post(address(case, "criteria/"), typed.criteria())
    browser.post(address(case, "rapid-review/"), typed.rapid_review(date(2026, 12, 10)))
    browser.post(address(case, "review-decision/"), typed.review_decision(date(2026, 12, 10)))
    december(date(2027, 1, 7))
    browser = as_user(cast.coordinator)
    browser.post(address(case, "rapid-review/sent/"), typed.day("sent_on", date(2027, 1, 6)))
    browser.post(address(case, "commission/"), {"reason": "As decided."})
    page = words(browser.get(address(case)))
    assert "Sent Wed 6 January 2027, 1 working day late." in page
    assert "Complete and publish the review" in page
    assert "Decided Thu 10 December 2026, 6 months." in page
    assert "Thu 10 June" in page


def test_an_overdue_clock_says_by_how_much(december, cast, make_case, as_user):
    case = make_case(days_ago=0).case
    december(date(2026, 12, 18))
    page = words(as_user(cast.coordinator).get(address(case)))
    assert "4 over" in page
    assert "working days over" in page
    assert "tell the national Panel, was due Mon 14 December" in page


def test_not_met_stops_the_clocks_and_a_notification_made_stays_shown(december, cast, make_case, as_user):
    case = make_case(days_ago=0).case
    browser = as_user(cast.coordinator)
    browser.post(address(case, "notification/"), typed.notification(AWARE))
    give_three_views(cast, as_user, case)
    browser.post(address(case, "criteria/"), typed.criteria(False))
    page = words(browser.get(address(case)))
    assert "Sent Mon 7 December 2026, 5 working days to spare." in page
    assert "Send the rapid review" not in page

"""Test A: each partner's view with its reasons, and the decision on the criteria that waits for all three."""

import pytest

from reviews.models import AuditRow, Case
from reviews.stages import Stage
from tests import typed
from tests.deciding import give_three_views, stage
from tests.reading import address, words

pytestmark = pytest.mark.django_db


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
    assert "Clocks that don’t run, and why" in page
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
    assert browser.post(address(case, "criteria/"), typed.criteria()).status_code == 302
    page = words(browser.get(address(case, "decisions/")))
    dissent = page[page.index("Who did not agree") :]
    assert "Police, “Disagrees: not met”." in dissent
    assert "Lasting harm is not likely." in dissent
    assert stage(case) == Stage.RAPID_REVIEW


def test_a_recorded_decision_is_never_made_again(cast, make_case, as_user):
    case = make_case(Stage.RAPID_REVIEW).case
    response = as_user(cast.coordinator).post(address(case, "criteria/"), typed.criteria(False))
    assert response.status_code == 409
    assert "Already: the decision on the criteria has been recorded." in words(response)
    assert Case.objects.get().criteria_decision.is_met
    late = as_user(cast.police).post(address(case, "view/"), typed.view(view="disagrees"))
    assert "Already: the decision on the criteria has been recorded, so views are closed." in words(late)

"""Who else is told of a case, what is still asked for, and the end of a case for which telling is all."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet
from reviews import paths
from reviews.models import AuditRow, Case, CaseKind, GuidanceEdition, Telling
from reviews.notifications import actions
from reviews.stages import Stage
from tests import typed
from tests.deciding import stage, today
from tests.reading import address, everything_but_the_audit_log, words
from tests.telling import CHILD, LEAVER_17, LEAVER_24, LOOKED_AFTER, decide, log
from tests.test_staff_queries import asked

pytestmark = pytest.mark.django_db

OFSTED_UNTOLD = 'told/add/?told=ofsted">Record it'


# Recording that somebody was told


@pytest.mark.parametrize("person", ["la", "la_deputy", "coordinator"])
def test_the_authority_and_the_coordinator_record_who_was_told(cast, as_user, person):
    case = log(cast, LOOKED_AFTER, days_ago=3)
    user = getattr(cast, person)
    browser = as_user(user)
    sent = typed.telling(case.aware_on, note="By telephone first.")
    page = words(browser.post(address(case, "told/add/"), sent, follow=True))
    assert "It is recorded who was told." in page
    assert "By telephone first." in page
    telling = Telling.objects.get()
    assert (telling.told, telling.told_on, telling.told_by, telling.recorded_by) == (
        "ofsted",
        case.aware_on,
        "Head of service",
        user,
    )
    row = AuditRow.objects.get(verb="telling.recorded")
    detail = {"told": "ofsted", "deaths": str(case.children.get().pk)}
    assert (row.reference, row.detail) == (case.reference, detail)


@pytest.mark.parametrize("person", ["police", "icb"])
def test_the_other_partners_read_who_was_told_and_record_nothing(cast, as_user, person):
    case = log(cast, LOOKED_AFTER)
    browser = as_user(getattr(cast, person))
    page = words(browser.get(address(case, "told/")))
    assert "The Secretary of State for Education" in page
    assert "Record it" not in page
    assert "Only the local authority’s delegate or the coordinator records who was told." in page
    before = everything_but_the_audit_log()
    for response in (
        browser.get(address(case, "told/add/")),
        browser.post(address(case, "told/add/"), typed.telling(today())),
    ):
        assert response.status_code == 403
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize("at", [Stage.NOT_MET, Stage.TOLD, Stage.RAPID_REVIEW, Stage.CONTRIBUTION])
def test_no_stage_bars_telling(cast, as_user, at):
    if at == Stage.TOLD:
        case = log(cast, LEAVER_24)
        actions.end_told(case, reason="So.", why_not="So.", by=cast.coordinator, at=clock.now())
    elif at == Stage.CONTRIBUTION:
        case = log(cast, LOOKED_AFTER, kind=CaseKind.CONTRIBUTION)
    else:
        case = log(cast, LOOKED_AFTER, abuse="suspected")
        decide(cast, case, is_met=at == Stage.RAPID_REVIEW)
    assert stage(case) == at
    assert as_user(cast.la).post(address(case, "told/add/"), typed.telling(today())).status_code == 302
    assert case.tellings.count() == 1


def test_a_day_before_anybody_was_aware_or_in_the_future_is_refused(cast, as_user):
    case = log(cast, LOOKED_AFTER, days_ago=3)
    browser = as_user(cast.la)
    for days, sentence in (
        (-4, "The day can’t be before the local authority was aware"),
        (1, "The day can’t be in the future."),
    ):
        page = words(browser.post(address(case, "told/add/"), typed.telling(today() + timedelta(days=days))))
        assert sentence in page
        assert "Head of service" in page
    assert not case.tellings.exists()


def test_another_area_and_somebody_else_are_named(cast, as_user):
    case = log(cast, LOOKED_AFTER)
    browser = as_user(cast.la)
    for told, sentence in (
        ("other_area", "Enter which area was told."),
        ("other", "Enter who else was told."),
        ("", "Choose who was told."),
        ("panel", "Choose"),
    ):
        page = words(browser.post(address(case, "told/add/"), typed.telling(today(), told)))
        assert "There is a problem" in page
        assert sentence in page
    assert not case.tellings.exists()
    for told, who in (("other_area", "Westmere"), ("other", "Chief executive")):
        assert (
            browser.post(address(case, "told/add/"), typed.telling(today(), told, who=who)).status_code == 302
        )
        assert who in words(browser.get(address(case, "told/")))


def test_the_same_form_twice_is_one_record_and_another_day_is_refused(cast, as_user):
    """E09: a day that a clock counts is entered once."""
    case = log(cast, LOOKED_AFTER, days_ago=3)
    browser = as_user(cast.la)
    for _ in range(2):
        assert browser.post(address(case, "told/add/"), typed.telling(today())).status_code == 302
    assert case.tellings.count() == 1
    page = words(browser.post(address(case, "told/add/"), typed.telling(case.aware_on)))
    assert f"It is recorded that Ofsted was told on {clock.day_words(today())}." in page
    with pytest.raises(NotYet, match="Already: it is recorded that Ofsted was told"):
        actions.record_telling(
            case, told="ofsted", told_on=case.aware_on, told_by="Director", by=cast.la, at=clock.now()
        )
    assert case.tellings.count() == 1


def test_two_areas_are_told_once_each(cast, as_user):
    case = log(cast, LOOKED_AFTER, days_ago=3)
    browser = as_user(cast.la)
    for who in ("Westmere", "Farholt"):
        browser.post(address(case, "told/add/"), typed.telling(today(), "other_area", who=who))
    page = words(
        browser.post(address(case, "told/add/"), typed.telling(case.aware_on, "other_area", who="WESTMERE"))
    )
    assert "It is recorded that WESTMERE was told" in page
    assert case.tellings.count() == 2


def test_the_form_begins_with_whom_the_address_names_and_with_nobody_else(cast, as_user):
    case = log(cast, LOOKED_AFTER)
    browser = as_user(cast.la)
    page = words(browser.get(address(case, "told/add/"), {"told": "other_area", "who": "Westmere"}))
    assert 'value="other_area" checked' in page
    assert 'value="Westmere"' in page
    for odd in ({"told": "panel", "who": "<i>x"}, {"told": "other", "who": "x" * 900}, {}):
        response = browser.get(address(case, "told/add/"), odd)
        assert response.status_code == 200
        assert "<i>" not in response.content.decode()
        assert "x" * 201 not in words(response)


def test_national_bodies_have_the_names_of_the_edition_in_force(cast, as_user):
    GuidanceEdition.objects.update(inspectorate_name="Child Protection Authority")
    case = log(cast, LOOKED_AFTER)
    browser = as_user(cast.la)
    assert "Child Protection Authority" in words(browser.get(address(case, "told/")))
    assert "Child Protection Authority" in words(browser.get(address(case, "told/add/")))
    assert "the Secretary of State for Education and Child Protection Authority" in words(
        browser.get(address(case))
    )


# What is asked for


def test_a_looked_after_death_asks_for_telling_through_not_met_until_it_is_recorded(cast, as_user):
    case = log(cast, LOOKED_AFTER, days_ago=14)
    browser = as_user(cast.la)
    page = words(browser.get(address(case, "told/")))
    assert "Must be told. Child Wren was looked after, and the case is about a death." in page
    assert "Not told: overdue" in page
    assert page.count("Record it") == 2
    decide(cast, case, is_met=False)
    assert stage(case) == Stage.NOT_MET
    assert "Record who else was told" in words(browser.get(address(case)))
    browser.post(address(case, "told/add/"), typed.telling(today()))
    page = words(browser.get(address(case, "told/")))
    assert page.count("Record it") == 1
    assert OFSTED_UNTOLD not in page
    assert f"Told {clock.day_words(today())}" in page
    browser.post(address(case, "told/add/"), typed.telling(today(), "secretary_of_state"))
    assert "Record it" not in words(browser.get(address(case, "told/")))


def test_other_areas_and_partners_are_asked_for_with_the_notification(cast, as_user):
    child = {**CHILD, "home_area": "Northmere", "placing_area": "Westmere"}
    case = log(cast, child, abuse="suspected")
    browser = as_user(cast.la)
    page = words(browser.get(address(case, "told/")))
    assert "Must be told. Abuse or neglect is known or suspected, and a child has died." in page
    assert "told/add/?told=other_area&who=Westmere" in page
    assert "who=Northmere" not in page
    assert page.count("Record it") == 3
    browser.post(address(case, "notification/"), typed.notification(today(), also_told=["partners"]))
    browser.post(
        address(case, "told/add/"), typed.telling(today(), "other_area", who="Westmere Council, front door")
    )
    assert "Record it" not in words(browser.get(address(case, "told/")))


def test_what_is_not_known_is_asked_and_a_contribution_asks_nothing(cast, as_user):
    case = log(cast, {"pseudonym": "Child Wren", "age_band": "5_to_10"}, abuse="not_yet_known")
    browser = as_user(cast.coordinator)
    page = words(browser.get(address(case, "told/")))
    assert "Whether Child Wren was looked after or a care leaver: if so, more are told of a death." in page
    assert "The working days for telling the national Panel count already" in page
    other = log(cast, LOOKED_AFTER, abuse="suspected", kind=CaseKind.CONTRIBUTION)
    page = words(browser.get(address(other, "told/")))
    assert "As the case is recorded, nobody has to be told." in page
    assert "Another partnership leads this review." in page


# The end of a case for which telling is all


def end(reason: str = "He was 24 and died of an illness.", **changes: str) -> dict[str, str]:
    return {"reason": reason, **changes}


def test_a_care_leaver_of_24_is_told_of_and_the_case_ends_without_the_criteria(cast, as_user):
    case = log(cast, LEAVER_24)
    browser = as_user(cast.coordinator)
    assert "End the case" in words(browser.get(address(case)))
    page = words(browser.get(address(case, "told/")))
    assert "Should be told. Robin was a care leaver, and the case is about a death." in page
    assert "Not needed. Robin was a care leaver of 18 or over" in page
    for told in ("ofsted", "secretary_of_state"):
        browser.post(address(case, "told/add/"), typed.telling(today(), told))
    assert "were not told" not in words(browser.get(address(case, "told/end/")))
    page = words(browser.post(address(case, "told/end/"), end(), follow=True))
    assert "The case has ended: no review is required. The record is kept." in page
    assert "He was 24 and died of an illness." in page
    assert stage(case) == Stage.TOLD
    assert AuditRow.objects.get(verb="case.ended_told").detail == {"untold": 0}
    again = browser.post(address(case, "told/end/"), end())
    assert again.status_code == 409
    assert "Already: the case has ended, because no review is required." in words(again)


def test_the_case_does_not_end_untold_without_a_reason(cast, as_user):
    case = log(cast, LEAVER_24)
    browser = as_user(cast.coordinator)
    browser.post(address(case, "told/add/"), typed.telling(today()))
    page = words(browser.post(address(case, "told/end/"), end()))
    assert "Why the Secretary of State for Education was not told" in page
    assert "Enter why they were not told, or record that they were." in page
    assert stage(case) == Stage.LOGGED
    with pytest.raises(NotYet, match="Not yet: the Secretary of State for Education has not been told"):
        actions.end_told(case, reason="So.", why_not=" ", by=cast.coordinator, at=clock.now())
    browser.post(address(case, "told/end/"), end(why_not="The council where he lived told them."))
    assert stage(case) == Stage.TOLD
    page = words(browser.get(address(case)))
    assert "Not told: the Secretary of State for Education. The council where he lived told them." in page


@pytest.mark.parametrize(
    ("child", "sentence"),
    [
        (LEAVER_17, "Not yet: the criteria have to be decided first. Child Wren was under 18."),
        (LOOKED_AFTER, "Not yet: the criteria have to be decided first. Child Wren was under 18."),
        (
            {"pseudonym": "Robin", "is_care_leaver": "yes"},
            "Not yet: the criteria have to be decided first. It isn’t certain that everybody",
        ),
    ],
)
def test_nobody_under_18_ends_there(cast, as_user, child, sentence):
    case = log(cast, child)
    browser = as_user(cast.coordinator)
    assert "End the case" not in words(browser.get(address(case)))
    for response in (
        browser.get(address(case, "told/end/")),
        browser.post(address(case, "told/end/"), end(why_not="So.")),
    ):
        assert response.status_code == 409
        assert sentence in words(response)
    assert stage(case) == Stage.LOGGED


def test_a_care_leaver_of_24_beside_a_child_goes_through_the_criteria(cast, as_user):
    case = log(cast, LEAVER_24, CHILD)
    response = as_user(cast.coordinator).post(address(case, "told/end/"), end(why_not="So."))
    assert response.status_code == 409
    assert "Child Wren was under 18." in words(response)


@pytest.mark.parametrize("person", ["la", "police"])
def test_only_the_coordinator_ends_a_case(cast, as_user, person):
    case = log(cast, LEAVER_24)
    browser = as_user(getattr(cast, person))
    response = browser.post(address(case, "told/end/"), end(why_not="So."))
    assert response.status_code == 403
    assert "Only the coordinator ends a case." in words(response)
    assert "End the case" not in words(browser.get(address(case, "told/")))
    assert stage(case) == Stage.LOGGED


def test_after_the_criteria_are_decided_the_case_ends_its_own_way(cast, as_user):
    case = log(cast, LEAVER_24)
    decide(cast, case, is_met=False)
    response = as_user(cast.coordinator).post(address(case, "told/end/"), end(why_not="So."))
    assert response.status_code == 409
    assert "Already: the criteria are decided" in words(response)
    assert stage(case) == Stage.NOT_MET


def test_a_case_that_ended_told_is_reopened_when_facts_change(cast, as_user):
    case = log(cast, LEAVER_24)
    actions.end_told(case, reason="So.", why_not="So.", by=cast.coordinator, at=clock.now())
    reopened = as_user(cast.coordinator).post(
        address(case, "criteria/reopen/"), {"reason": "A sister of 12 was hurt too."}
    )
    assert reopened.status_code == 302
    assert stage(case) == Stage.LOGGED
    assert Case.objects.get(pk=case.pk).stage_changes.count() == 3


def test_the_page_costs_the_same_however_much_was_told(cast, as_user, django_assert_max_num_queries):
    case = log(cast, LOOKED_AFTER, {**CHILD, "pseudonym": "Child Rook"}, abuse="suspected")
    actions.record_notification(
        case, sent_on=today(), sent_by="D", children=case.children.all(), by=cast.la, at=clock.now()
    )
    for number in range(12):
        actions.record_telling(
            case,
            told="other",
            who=f"Post {number}",
            told_on=today(),
            told_by="Director",
            by=cast.la,
            at=clock.now(),
        )
    browser = as_user(cast.la)
    browser.get(address(case, "told/"))
    with django_assert_max_num_queries(14):
        browser.get(address(case, "told/"))


def test_a_death_that_is_told_on_costs_no_page_a_question_more(cast, as_user):
    browser = as_user(cast.coordinator)
    plain = log(cast, CHILD)
    told = log(cast, LOOKED_AFTER)
    assert asked(browser, address(told)) == asked(browser, address(plain))
    for url in ("/staff/", "/staff/cases/"):
        few = asked(browser, url)
        log(cast, LOOKED_AFTER)
        log(cast, LEAVER_17)
        assert asked(browser, url) == few


def test_the_days_read_with_a_case_are_those_of_its_tellings(cast):
    case = log(cast, LOOKED_AFTER, days_ago=3)
    for told, day in (("ofsted", today()), ("partners", case.aware_on)):
        actions.record_telling(case, told=told, told_on=day, told_by="Director", by=cast.la, at=clock.now())
    read = paths.with_moments(Case.objects.prefetch_related(paths.with_days_told())).get(pk=case.pk)
    assert paths.told_of_deaths(read) == paths.told_of_deaths(case)
    told = {one.duty.body: one.told_on for one in paths.told_of_deaths(case)}
    assert told == {"ofsted": today(), "secretary_of_state": None}

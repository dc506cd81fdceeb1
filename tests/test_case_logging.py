"""Logging a case: by whom, in which areas, with how little, with all there is, and when its clock starts."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from cspr_portal import clock
from reviews import references
from reviews.audit.verification import verify
from reviews.intake.answers import Answers
from reviews.intake.sections import BY_KEY
from reviews.models import AuditRow, Case, Intake
from reviews.stages import Stage
from tests import intaking, typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 12, 17, 10, tzinfo=UTC)
LOG = intaking.LOG


def test_coordinator_logs_a_case(cast, as_user, aware):
    area = cast.partnership.areas["Northmere"]
    response = intaking.take_in(as_user(cast.coordinator), area, typed.new_case(aware))
    case = Case.objects.get()
    assert response.redirect_chain == [(address(case), 302)]
    assert (case.area, case.stage, case.aware_on, case.both_limbs_on) == (area, Stage.LOGGED, aware, aware)
    assert case.logged_by == cast.coordinator
    assert [child.pseudonym for child in case.children.all()] == ["Child Wren"]
    step = case.stage_changes.get()
    assert (step.from_stage, step.to_stage, step.changed_by) == ("", Stage.LOGGED, cast.coordinator)
    assert AuditRow.objects.filter(verb="case.logged", reference=case.reference).count() == 1
    assert f"The case is logged. Its reference is {case.reference}." in words(response)


def test_all_that_was_typed_stands_on_the_case(cast, as_user, aware):
    """One transaction: the case, its children with siblings, the harm, agencies, proceedings, the notification."""
    browser, area = as_user(cast.coordinator), cast.partnership.areas["Northmere"]
    agency = cast.partnership.agencies["Merefield Hospitals"]
    intake = intaking.begin(browser, area)
    intaking.fill_all(
        browser,
        intake,
        typed.new_case(
            aware,
            safe=typed.day("referrer_answered_on", aware),
            incident={"incident_time": "21:15"},
            known={
                "aware_time": "00:10",
                **typed.day("abuse_known_on", aware - timedelta(days=1)),
                "abuse_known_by": "Ward sister",
                **typed.day("partnership_told_on", aware),
                "partnership_told_time": "09.30",
                "partnership_told_by": "Emergency duty team",
            },
            harm={
                "outcome": "died",
                "is_suspected_suicide": "yes",
                "harms": ["neglect", "self_harm"],
                "harm_reasoning": "A death.",
            },
        ),
    )
    intaking.fill(browser, intake, "agencies/", {"agencies": [str(agency.pk)], "others": "Lowdale Schools"})
    lines = intaking.address(intake, "agencies/involvement/")
    names = re.findall(r'name="((?:agency|other)_[0-9a-f]+)"', words(browser.get(lines)))
    intaking.fill(
        browser, intake, "agencies/involvement/", dict(zip(names, ["Saw them twice", ""], strict=True))
    )
    first = Answers(Intake.objects.get(), clock.now()).entries(BY_KEY["children"])[0]
    second = typed.child(
        "Child Robin", sex="female", is_looked_after="yes", placement="foster", siblings=[first]
    )
    intaking.fill_all(
        browser, intake, {"children": second, "proceedings": {"kind": "inquest", "status": "open"}}
    )
    told = {"is_notified": "yes", **typed.day("sent_on", aware), "sent_by": "Director"}
    intaking.fill_all(browser, intake, {"notified": told})
    intaking.log(browser, intake)
    case = Case.objects.get()
    assert (case.referrer_answered_on, case.setting, case.incident_time) == (aware, "home", time(21, 15))
    assert (case.aware_time, case.abuse_known_by, case.partnership_told_time) == (
        time(0, 10),
        "Ward sister",
        time(9, 30),
    )
    assert (case.is_suspected_suicide, case.harm_reasoning) == ("yes", "A death.")
    assert {harm.category for harm in case.harms.all()} == {"neglect", "self_harm"}
    wren, robin = case.children.order_by("-pseudonym")
    assert (robin.sex, robin.placement, robin.age_band) == ("female", "foster", "5_to_10")
    assert list(wren.siblings.all()) == [robin] and list(robin.siblings.all()) == [wren]
    assert {(one.name, one.involvement) for one in case.involved_agencies.all()} == {
        ("Merefield Hospitals", "Saw them twice"),
        ("Lowdale Schools", ""),
    }
    assert case.proceedings.get().kind == "inquest"
    assert (case.notification.sent_on, case.notification.recorded_by) == (aware, cast.coordinator)
    assert Intake.objects.get().answers == {}, "the case has them now"
    assert verify().fault is None


def test_a_case_is_logged_without_any_named_child(cast, as_user, aware):
    answers = typed.new_case(aware)
    del answers["children"]
    page = words(intaking.take_in(as_user(cast.la), cast.partnership.areas["Northmere"], answers))
    assert "A child not yet named" in page
    assert not Case.objects.get().children.exists()


def test_a_notification_that_was_sent_before_is_recorded_with_the_logging(cast, as_user, aware):
    answers = typed.new_case(aware)
    answers["notified"] = {"is_notified": "yes", **typed.day("sent_on", aware), "sent_by": "Night director"}
    page = words(intaking.take_in(as_user(cast.la), cast.partnership.areas["Northmere"], answers))
    assert "Night director" in page
    assert Case.objects.get().stage == Stage.LOGGED


def test_references_have_no_order_date_or_count(cast, as_user, aware):
    area = cast.partnership.areas["Northmere"]
    browser = as_user(cast.coordinator)
    for number in range(5):
        intaking.take_in(browser, area, typed.new_case(aware, children={"pseudonym": f"Child {number}"}))
    found = list(Case.objects.order_by("logged_at").values_list("reference", flat=True))
    assert len(set(found)) == 5
    assert all(references.SHAPE.match(reference) for reference in found)


def test_a_reference_typed_in_small_letters_opens_the_case(cast, make_case, as_user):
    case = make_case().case
    assert as_user(cast.coordinator).get(address(case).replace("SC-", "sc-")).status_code == 200


def test_the_councils_delegate_logs_in_its_own_areas_only(cast, as_user, aware):
    browser = as_user(cast.la)
    intaking.take_in(browser, cast.partnership.areas["Saltbarrow"], typed.new_case(aware))
    assert Case.objects.count() == 1
    elsewhere = browser.post(LOG, typed.start(cast.partnership.areas["Eastfold"]))
    assert elsewhere.status_code == 200
    assert "Choose one of the areas in the list." in words(elsewhere)
    assert Intake.objects.count() == 1


@pytest.mark.parametrize(
    "person",
    ["police", "icb", "panel_member", "agency_author", "reviewer", "publisher", "auditor", "administrator"],
)
def test_nobody_else_may_log(cast, as_user, person):
    browser = as_user(getattr(cast, person))
    typed_in = typed.start(cast.partnership.areas["Northmere"])
    for response in (browser.get(LOG), browser.post(LOG, typed_in)):
        assert response.status_code == 403
        assert "Only a coordinator or the local authority’s delegate may log a case." in words(response)
    assert not Intake.objects.exists()


def test_a_coordinator_may_not_log_in_another_area(cast, as_user):
    farholt = cast.outsider.coordinator_areas.get().area
    response = as_user(cast.coordinator).post(LOG, typed.start(farholt))
    assert "Choose one of the areas in the list." in words(response)
    assert not Intake.objects.exists()


def test_a_case_is_logged_with_next_to_nothing_known(cast, as_user, aware):
    nothing = {
        "safe": {"children_safe": "no_others"},
        "incident": {"incident_precision": "unknown"},
        "known": typed.day("aware_on", aware),
        "harm": {"abuse": "not_yet_known", "outcome": "not_yet_known", "summary": "A call in the night."},
    }
    intaking.take_in(as_user(cast.coordinator), cast.partnership.areas["Northmere"], nothing)
    assert Case.objects.get().incident_from is None


def test_the_later_day_of_both_limbs_starts_the_clock(cast, as_user, time_machine):
    time_machine.move_to(TODAY)
    monday = datetime(2026, 12, 7, tzinfo=UTC).date()
    later = typed.day("both_limbs_on", monday + timedelta(days=2))
    answers = typed.new_case(monday, known={**later, "both_limbs_reason": "The scan came on Wednesday."})
    area = cast.partnership.areas["Northmere"]
    page = words(intaking.take_in(as_user(cast.coordinator), area, answers))
    assert "Aware Wed 9 December 2026, 5 working days." in page
    assert "Counted from the earlier day, Mon 7 December 2026: Mon 14 December 2026." in page
    assert "The scan came on Wednesday." in page

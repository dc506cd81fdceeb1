"""Logging a case, the list, the case's page, children, holds and recusals, as the cast does them."""

from datetime import UTC, datetime, timedelta

import pytest

from cspr_portal import clock
from reviews import references
from reviews.models import AuditRow, Case, Recusal
from reviews.stages import Stage
from tests import typed
from tests.reading import address, words

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 12, 17, 10, tzinfo=UTC)
LOG = "/staff/cases/new/"


@pytest.fixture
def aware():
    return clock.today(clock.now()) - timedelta(days=3)


# Logging


def test_coordinator_logs_a_case(cast, as_user, aware):
    area = cast.partnership.areas["Northmere"]
    response = as_user(cast.coordinator).post(LOG, typed.new_case(area, aware), follow=True)
    case = Case.objects.get()
    assert response.redirect_chain == [(address(case), 302)]
    assert (case.area, case.stage, case.aware_on, case.both_limbs_on) == (area, Stage.LOGGED, aware, aware)
    assert case.logged_by == cast.coordinator
    assert [child.pseudonym for child in case.children.all()] == ["Child Wren"]
    step = case.stage_changes.get()
    assert (step.from_stage, step.to_stage, step.changed_by) == ("", Stage.LOGGED, cast.coordinator)
    assert AuditRow.objects.filter(verb="case.logged", reference=case.reference).count() == 1
    assert f"The case is logged. Its reference is {case.reference}." in words(response)


def test_references_have_no_order_date_or_count(cast, as_user, aware):
    area = cast.partnership.areas["Northmere"]
    browser = as_user(cast.coordinator)
    for number in range(5):
        browser.post(LOG, typed.new_case(area, aware, pseudonym=f"Child {number}"))
    found = list(Case.objects.order_by("logged_at").values_list("reference", flat=True))
    assert len(set(found)) == 5
    assert all(references.SHAPE.match(reference) for reference in found)


def test_a_reference_typed_in_small_letters_opens_the_case(cast, make_case, as_user):
    case = make_case().case
    assert as_user(cast.coordinator).get(address(case).replace("SC-", "sc-")).status_code == 200


def test_the_councils_delegate_logs_in_its_own_areas_only(cast, as_user, aware):
    browser = as_user(cast.la)
    browser.post(LOG, typed.new_case(cast.partnership.areas["Saltbarrow"], aware))
    assert Case.objects.count() == 1
    elsewhere = browser.post(LOG, typed.new_case(cast.partnership.areas["Eastfold"], aware))
    assert elsewhere.status_code == 200
    assert "Choose one of the areas in the list." in words(elsewhere)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "person",
    ["police", "icb", "panel_member", "agency_author", "reviewer", "publisher", "auditor", "administrator"],
)
def test_nobody_else_may_log(cast, as_user, aware, person):
    browser = as_user(getattr(cast, person))
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], aware)
    for response in (browser.get(LOG), browser.post(LOG, typed_in)):
        assert response.status_code == 403
        assert "Only a coordinator or the local authority’s delegate may log a case." in words(response)
    assert not Case.objects.exists()


def test_a_coordinator_may_not_log_in_another_area(cast, as_user, aware):
    farholt = cast.outsider.coordinator_areas.get().area
    response = as_user(cast.coordinator).post(LOG, typed.new_case(farholt, aware))
    assert "Choose one of the areas in the list." in words(response)
    assert not Case.objects.exists()


def test_a_case_is_logged_with_next_to_nothing_known(cast, as_user, aware):
    typed_in = typed.new_case(
        cast.partnership.areas["Northmere"],
        aware,
        incident_precision="unknown",
        incident_from_day="",
        incident_from_month="",
        incident_from_year="",
        abuse="not_yet_known",
        outcome="not_yet_known",
        referred_by="",
        aware_by="",
        age_band="not_known",
    )
    assert as_user(cast.coordinator).post(LOG, typed_in).status_code == 302
    assert Case.objects.get().incident_from is None


@pytest.mark.parametrize(
    ("precision", "ends", "message"),
    [
        ("period", False, "Enter the last day of the period."),
        ("exact", True, "Leave this empty, or choose “Over a period” above."),
        ("about", True, "Leave this empty, or choose “Over a period” above."),
        ("unknown", False, "Choose how well the date is known: you have entered one."),
    ],
)
def test_the_incidents_dates_fit_how_well_they_are_known(cast, as_user, aware, precision, ends, message):
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], aware, incident_precision=precision)
    if ends:
        typed_in |= typed.day("incident_to", aware)
    response = as_user(cast.coordinator).post(LOG, typed_in)
    assert message in words(response)
    assert not Case.objects.exists()


def test_a_period_may_end_after_the_council_became_aware(cast, as_user, aware):
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], aware, incident_precision="period")
    typed_in |= typed.day("incident_to", aware + timedelta(days=1))
    assert as_user(cast.coordinator).post(LOG, typed_in).status_code == 302


def test_the_later_day_of_both_limbs_needs_its_reason_and_starts_the_clock(cast, as_user, time_machine):
    time_machine.move_to(TODAY)
    monday = datetime(2026, 12, 7, tzinfo=UTC).date()
    typed_in = typed.new_case(cast.partnership.areas["Northmere"], monday)
    typed_in |= typed.day("both_limbs_on", monday + timedelta(days=2))
    browser = as_user(cast.coordinator)
    refused = browser.post(LOG, typed_in)
    assert "Enter why the five working days start on the later day." in words(refused)
    page = words(
        browser.post(LOG, {**typed_in, "both_limbs_reason": "The scan came on Wednesday."}, follow=True)
    )
    assert "Aware Wed 9 December 2026, 5 working days." in page
    assert "Counted from the earlier day, Mon 7 December 2026: Mon 14 December 2026." in page
    assert "The scan came on Wednesday." in page


# The case's page


WALKED = [
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


@pytest.mark.parametrize("stage", WALKED)
def test_the_case_opens_for_everybody_in_its_scope_at_every_stage(cast, make_case, as_user, stage):
    case = make_case(stage).case
    people = ["coordinator", "la", "police", "icb", "la_deputy"]
    if WALKED.index(stage) >= WALKED.index(Stage.GATHERING):
        people += ["panel_member", "reviewer"]
    for person in people:
        page = words(as_user(getattr(cast, person)).get(address(case)))
        assert case.reference in page, person
        assert "Child Wren" in page
        assert case.get_stage_display() in page


def test_the_page_says_whose_turn_it_is_and_what_is_missing(cast, make_case, as_user):
    case = make_case().case
    page = words(as_user(cast.coordinator).get(address(case)))
    assert "The three safeguarding partners, then the coordinator" in page
    assert "Not yet: no view yet from Local authority, Police and Integrated Care Board." in page


def test_the_page_offers_each_person_what_is_theirs(cast, make_case, as_user):
    case = make_case().case
    for person, offered, not_offered in (
        ("police", "Give your partner’s view", "Record the notification"),
        ("la", "Record the notification", "Put the case on hold"),
        ("coordinator", "Put the case on hold", "Give your partner’s view"),
    ):
        page = words(as_user(getattr(cast, person)).get(address(case)))
        assert offered in page, person
        assert not_offered not in page, person


def test_the_pages_button_leads_to_what_waits_and_not_to_what_is_merely_possible(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    page = words(as_user(cast.coordinator).get(address(case)))
    assert f'<a class="govuk-button" href="{address(case, "move/")}">Move the review on</a>' in page
    page = words(as_user(cast.panel_member).get(address(case)))
    assert '<a class="govuk-button"' not in page


def test_the_history_shows_each_step_with_person_and_reason(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    page = words(as_user(cast.coordinator).get(address(case)))
    for reason in (
        "The case was logged.",
        "The criteria are met.",
        "The scope is agreed and the panel is complete.",
    ):
        assert reason in page
    assert page.index("The scope is agreed") < page.index("The case was logged.")


def test_what_was_typed_is_text_and_never_markup(cast, as_user, aware):
    """E05, E06: payloads stay inert."""
    payload = "<script>alert(1)</script>{{ 7|add:7 }}\"'><img src=x onerror=alert(1)>"
    typed_in = typed.new_case(
        cast.partnership.areas["Northmere"],
        aware,
        summary=payload,
        pseudonym=payload[:60],
        referred_by=payload,
    )
    browser = as_user(cast.coordinator)
    browser.post(LOG, typed_in)
    case = Case.objects.get()
    for page in (address(case), address(case, "hold/"), "/staff/cases/", "/staff/"):
        text = browser.get(page).content.decode()
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
    assert "&lt;script&gt;alert(1)" in browser.get(address(case)).content.decode()


def test_opening_a_case_leaves_an_audit_row(cast, make_case, as_user):
    case = make_case().case
    as_user(cast.police).get(address(case))
    row = AuditRow.objects.get(verb="opened.case", reference=case.reference)
    assert (row.actor, row.outcome) == (str(cast.police.pk), "done")


# The list


def test_the_list_shows_the_newest_first_and_finds_by_stage_and_area(cast, make_case, as_user):
    early = make_case(Stage.RAPID_REVIEW, pseudonym="Child Finch", days_ago=30).case
    late = make_case(area="Eastfold", pseudonym="Child Robin", days_ago=5).case
    browser = as_user(cast.coordinator)
    page = words(browser.get("/staff/cases/"))
    assert page.index("Child Robin") < page.index("Child Finch")
    for query, shown, hidden in (
        ({"stage": "logged"}, late, early),
        ({"stage": "rapid_review"}, early, late),
        ({"area": str(early.area_id)}, early, late),
        ({"area": str(late.area_id), "stage": "logged"}, late, early),
    ):
        page = words(browser.get("/staff/cases/", query))
        assert shown.reference in page, query
        assert hidden.reference not in page, query
    assert "No case here" in words(browser.get("/staff/cases/", {"stage": "closed"}))


def test_the_list_shows_the_nearest_clock_and_the_hold(cast, make_case, as_user):
    case = make_case(days_ago=0).case
    browser = as_user(cast.coordinator)
    page = words(browser.get("/staff/cases/"))
    assert "5 left" in page
    assert "Tell the national Panel" in page
    today = clock.today(clock.now())
    browser.post(address(case, "hold/"), typed.hold(today, today + timedelta(days=30)))
    page = words(browser.get("/staff/cases/"))
    assert "On hold" in page
    assert "5 left" in page


def test_the_list_has_pages_that_keep_the_filter(cast, as_user, aware):
    browser = as_user(cast.coordinator)
    area = cast.partnership.areas["Northmere"]
    for number in range(27):
        browser.post(LOG, typed.new_case(area, aware, pseudonym=f"Child {number}"))
    first, second = (
        words(browser.get("/staff/cases/", {"stage": "logged", "page": page})) for page in (1, 2)
    )
    assert (
        first.count('class="govuk-link" href="/staff/cases/SC-'),
        second.count('href="/staff/cases/SC-'),
    ) == (25, 2)
    assert "?stage=logged&page=2" in first
    assert "Page 2 of 2" in second


@pytest.mark.parametrize("person", ["publisher", "auditor", "administrator"])
def test_people_without_cases_have_no_list(cast, as_user, person):
    assert as_user(getattr(cast, person)).get("/staff/cases/").status_code == 404


# Children


def test_a_second_child_is_added_under_another_pseudonym(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.la)
    twice = browser.post(address(case, "children/add/"), {"pseudonym": " child wren ", "age_band": "1_to_4"})
    assert twice.status_code == 200
    assert "has a child called child wren. Use another pseudonym." in words(twice)
    assert "1 to 4" in words(twice)
    added = browser.post(
        address(case, "children/add/"), {"pseudonym": "Child Robin", "age_band": "1_to_4"}, follow=True
    )
    assert "Child Wren and Child Robin" in words(added)
    assert case.children.count() == 2


def test_only_coordinator_and_council_add_children(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in ("police", "icb", "panel_member", "reviewer"):
        response = as_user(getattr(cast, person)).post(
            address(case, "children/add/"), {"pseudonym": "Child Robin", "age_band": "1_to_4"}
        )
        assert response.status_code == 403, person
        assert "Only the coordinator or the local authority’s delegate may add children" in words(response)
    assert case.children.count() == 1


def test_a_child_is_given_another_pseudonym(cast, make_case, as_user):
    walk = make_case()
    case, child = walk.case, walk.case.children.get()
    browser = as_user(cast.coordinator)
    browser.post(address(case, "children/add/"), {"pseudonym": "Child Robin", "age_band": "1_to_4"})
    rename = address(case, f"children/{child.pk}/rename/")
    taken = browser.post(rename, {"pseudonym": "CHILD ROBIN"})
    assert "has a child called CHILD ROBIN. Use another pseudonym." in words(taken)
    page = words(browser.post(rename, {"pseudonym": "Child Heron"}, follow=True))
    assert "Child Heron and Child Robin" in page
    assert "Child Wren" not in page
    assert AuditRow.objects.filter(verb="case.child_renamed", reference=case.reference).count() == 1
    refused = as_user(cast.police).post(rename, {"pseudonym": "Child Wren"})
    assert refused.status_code == 403


# Holds


def test_a_hold_is_shown_with_its_reason_and_hides_no_clock(cast, make_case, as_user):
    case = make_case(days_ago=30).case
    browser = as_user(cast.coordinator)
    today = clock.today(clock.now())
    working = browser.get(address(case)).context["clocks"][0][0].working
    page = words(
        browser.post(address(case, "hold/"), typed.hold(today, today + timedelta(days=30)), follow=True)
    )
    assert "On hold: criminal investigation or trial" in page
    assert "The trial comes first; interviews wait for it." in page
    assert "Told: The family, by letter" in page
    assert working in page
    assert "working days over" in page
    assert "sp-chip--hold" in page


def test_a_case_has_one_hold_at_a_time(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.coordinator)
    today = clock.today(clock.now())
    typed_in = typed.hold(today, today + timedelta(days=30))
    assert browser.get(address(case, "hold/end/")).status_code == 409
    browser.post(address(case, "hold/"), typed_in)
    again = browser.post(address(case, "hold/"), typed_in)
    assert again.status_code == 409
    assert "Already: the case is on hold. End that hold first." in words(again)
    browser.post(address(case, "hold/end/"), {"reason": "The trial is over."})
    hold = case.holds.get()
    assert (hold.ended_by, hold.end_reason) == (cast.coordinator, "The trial is over.")
    ended = browser.post(address(case, "hold/end/"), {"reason": "Again."})
    assert ended.status_code == 409
    assert "Already: the case is not on hold." in words(ended)
    assert browser.post(address(case, "hold/"), typed_in).status_code == 302


def test_a_hold_is_looked_at_again_on_a_later_day(cast, make_case, as_user):
    case = make_case().case
    today = clock.today(clock.now())
    response = as_user(cast.coordinator).post(address(case, "hold/"), typed.hold(today, today))
    assert "Choose a day after today to look at the hold again." in words(response)
    assert not case.holds.exists()


def test_only_the_coordinator_holds(cast, make_case, as_user):
    case = make_case().case
    today = clock.today(clock.now())
    for person in ("la", "police", "icb"):
        browser = as_user(getattr(cast, person))
        response = browser.post(address(case, "hold/"), typed.hold(today, today + timedelta(days=30)))
        assert response.status_code == 403
        assert "Only the coordinator may put a case on hold." in words(response)
        assert browser.get(address(case, "hold/end/")).status_code == 403
    assert not case.holds.exists()


# Recusals


def recuse(browser, case, person, reason="I taught the family’s older child."):
    return browser.post(address(case, "recuse/"), {"person": str(person.pk), "reason": reason})


def test_whoever_recuses_themselves_finds_nothing_on_the_next_page(cast, make_case, as_user):
    case = make_case().case
    browser = as_user(cast.la)
    assert recuse(browser, case, cast.la).headers["Location"] == "/staff/"
    assert browser.get(address(case)).status_code == 404
    assert case.reference not in words(browser.get("/staff/cases/"))
    assert case.reference not in words(browser.get("/staff/"))
    assert as_user(cast.la_deputy).get(address(case)).status_code == 200
    assert AuditRow.objects.filter(verb="case.recused", reference=case.reference).exists()


def test_a_coordinator_recuses_somebody_else(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    for person in (cast.la, cast.panel_member, cast.reviewer, cast.second_coordinator):
        assert recuse(as_user(cast.coordinator), case, person).status_code == 302
        assert as_user(person).get(address(case)).status_code == 404, person
    assert as_user(cast.coordinator).get(address(case)).status_code == 200


def test_nobody_else_recuses_another_person(cast, make_case, as_user):
    case = make_case().case
    response = recuse(as_user(cast.police), case, cast.la)
    assert "Choose one of the people in the list." in words(response)
    assert "Ade Bello" not in words(as_user(cast.police).get(address(case, "recuse/")))
    assert not Recusal.objects.exists()


def test_the_last_person_in_a_post_is_not_recused(cast, make_case, as_user):
    """A case must not be left without a coordinator, nor a partner without a voice."""
    case = make_case().case
    alone = recuse(as_user(cast.police), case, cast.police)
    assert (
        "Not yet: Rhona Haldane is the only delegate of the Police. A deputy has to be named first."
        in words(alone)
    )
    assert "I taught the family’s older child." in words(alone)
    recuse(as_user(cast.coordinator), case, cast.second_coordinator)
    last = recuse(as_user(cast.coordinator), case, cast.coordinator)
    assert "Not yet: Jo Marsh is the area’s only coordinator." in words(last)
    assert list(Recusal.objects.values_list("user__name", flat=True)) == ["Alex Thorne"]


def test_a_coordinator_whose_role_is_not_confirmed_doesnt_count_as_the_other_one(cast, make_case, as_user):
    case = make_case().case
    other = cast.second_coordinator
    other.role_confirmed_at = other.role_confirmed_by = None
    other.save()
    assert "the area’s only coordinator" in words(recuse(as_user(cast.coordinator), case, cast.coordinator))
    assert not Recusal.objects.exists()

"""An intake: left half-finished and taken up again, by whom, by two at once, dropped, and logged once."""

import uuid
from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.models import AuditRow, Case, Intake
from tests import intaking, typed
from tests.intaking import LOG, address
from tests.reading import address as case_address
from tests.reading import everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

SECTIONS = ("safe", "incident", "known", "harm", "children", "agencies", "proceedings", "notified")
REST = (
    "",
    "place/",
    "check/",
    "drop/",
    "agencies/involvement/",
    *(f"{section}/" for section in SECTIONS),
    "children/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/",
    "children/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/remove/",
    "proceedings/0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a/",
    "contribution/",
)


@pytest.fixture
def northmere(cast):
    return cast.partnership.areas["Northmere"]


@pytest.fixture
def intake(cast, as_user, northmere):
    """An intake that the coordinator began in Northmere, with nothing in it."""
    return intaking.begin(as_user(cast.coordinator), northmere)


def states(page: str) -> list[str]:
    """The tags of the task list, in order."""
    found = page.split('<ul class="govuk-task-list">')[1].split("</ul>")[0]
    return [part.split("</strong>")[0].split(">")[-1] for part in found.split("govuk-tag")[1:]]


# Begun


def test_the_same_form_sent_twice_begins_one_intake(cast, as_user, northmere):
    """E09."""
    browser, typed_in = as_user(cast.coordinator), typed.start(northmere)
    first, second = browser.post(LOG, typed_in), browser.post(LOG, typed_in)
    assert first.headers["Location"] == second.headers["Location"] == address(Intake.objects.get())
    assert AuditRow.objects.filter(verb="intake.begun").count() == 1


def test_somebody_elses_form_begins_nothing_and_opens_nothing(cast, as_user, northmere):
    typed_in = typed.start(northmere)
    as_user(cast.coordinator).post(LOG, typed_in)
    farholt = cast.outsider.coordinator_areas.get().area
    response = as_user(cast.outsider).post(LOG, typed_in | {"area": str(farholt.pk)})
    assert response.status_code == 409
    assert "Open “Log a case” again." in words(response)
    assert Intake.objects.get().area == northmere


def test_the_tasks_stand_in_order_each_with_its_state(cast, as_user, intake):
    page = words(as_user(cast.coordinator).get(address(intake)))
    assert states(page) == ["Not yet started"] * 4 + ["Optional"] * 4
    assert page.count("Cannot start yet") == 2
    assert "Identities, under seal" in page and "Documents" in page
    assert page.index("Are other children safe now?") < page.index("When and where it happened")
    assert "“Are other children safe now?”, “When and where it happened”" in page


# Left and taken up again


def test_what_is_saved_is_there_again_for_the_next_coordinator(cast, as_user, intake, aware):
    first, second = as_user(cast.coordinator), as_user(cast.second_coordinator)
    intaking.fill_all(first, intake, {"known": typed.known(aware), "children": typed.child()})
    listed = words(second.get(LOG))
    assert address(intake) in listed and "Child Wren" in listed
    assert "Begun by Jo Marsh" in listed and "1 of 4 complete" in listed
    assert states(words(second.get(address(intake))))[2:5] == ["Completed", "Not yet started", "Completed"]
    assert 'value="Emergency duty team"' in words(second.get(address(intake, "known/")))


def test_half_an_answer_is_kept_as_it_is_and_says_what_it_lacks(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    half = {"abuse": "suspected", "summary": "A call at night.", "harms": ["neglect", "online"]}
    refused = intaking.fill(browser, intake, "harm/", half)
    assert refused.status_code == 200
    assert "Choose what happened to the child." in words(refused)
    assert "A call at night." in words(refused)
    assert Intake.objects.get().answers.keys() == {"start"}, "nothing is kept unless asked"
    kept = intaking.fill(browser, intake, "harm/", half | {"later": "yes"}, follow=True)
    assert "“The harm” is kept as it is." in words(kept)
    assert states(words(kept))[3] == "Incomplete"
    again = words(browser.get(address(intake, "harm/")))
    assert "A call at night." in again and "Choose what happened to the child." in again
    assert 'value="neglect" checked' in again and 'value="online" checked' in again
    assert browser.post(address(intake, "check/"), {"version": "2"}).status_code == 409
    intaking.fill_all(browser, intake, {"harm": half | {"outcome": "died"}})
    assert states(words(browser.get(address(intake))))[3] == "Completed"


def test_a_half_finished_date_is_kept_as_typed(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    half = {
        "incident_precision": "exact",
        "incident_from_day": "31",
        "incident_from_month": "2",
        "later": "yes",
    }
    assert intaking.fill(browser, intake, "incident/", half).status_code == 302
    page = words(browser.get(address(intake, "incident/")))
    assert 'name="incident_from_day" type="text" inputmode="numeric" autocomplete="off" value="31"' in page
    assert "must have a year." in page


@pytest.mark.parametrize("text", ["a \x00 b", "x" * 5_001])
def test_what_cannot_be_stored_is_refused_even_when_it_is_kept_for_later(cast, as_user, intake, text):
    """E01, E02."""
    response = intaking.fill(as_user(cast.coordinator), intake, "harm/", {"summary": text, "later": "yes"})
    assert response.status_code == 200
    assert response.context["form"].errors["summary"]
    assert Intake.objects.get().answers.keys() == {"start"}


def test_a_section_emptied_again_is_not_started(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    intaking.fill(browser, intake, "harm/", {"summary": "A call.", "later": "yes"})
    intaking.fill(browser, intake, "harm/", {"later": "yes"})
    assert states(words(browser.get(address(intake))))[3] == "Not yet started"


def test_answers_that_no_longer_fit_one_another_are_incomplete(cast, as_user, intake, aware):
    """The day of the incident is moved behind the day on which the council became aware."""
    browser = as_user(cast.coordinator)
    intaking.fill_all(browser, intake, typed.new_case(aware))
    intaking.fill_all(browser, intake, {"incident": typed.incident(aware + timedelta(days=1))})
    page = words(browser.get(address(intake, "check/")))
    assert "Not yet: “Who knew what, and when” is not complete." in page
    assert "The local authority can’t have been aware before the incident. Check both days." in page
    assert "Log the case</button>" not in page
    assert browser.post(address(intake, "check/"), {"version": "9"}).status_code == 409
    assert not Case.objects.exists()


# Two people


def test_the_second_of_two_is_told_and_keeps_what_they_typed(cast, as_user, intake, aware):
    first, second = as_user(cast.coordinator), as_user(cast.second_coordinator)
    seen = intaking.version(second, address(intake, "harm/"))
    intaking.fill_all(first, intake, {"harm": typed.harm(summary="Written first.")})
    late = typed.harm(summary="Written second.", outcome="died", version=seen)
    response = second.post(address(intake, "harm/"), late)
    page = words(response)
    assert response.status_code == 409
    assert "saved again after you opened this page. The last change of the intake was by Jo Marsh." in page
    for text in ("Written first.", "Written second.", "Seriously harmed", "Died"):
        assert text in page
    assert "Written first." in str(Intake.objects.get().answers), "nothing is overwritten unseen"
    again = late | {"version": response.context["form"].data["version"]}
    assert second.post(address(intake, "harm/"), again).status_code == 302
    assert "Written second." in str(Intake.objects.get().answers)


def test_two_people_in_different_sections_do_not_disturb_one_another(cast, as_user, intake, aware):
    first, second = as_user(cast.coordinator), as_user(cast.second_coordinator)
    seen = intaking.version(second, address(intake, "safe/"))
    intaking.fill_all(first, intake, {"harm": typed.harm()})
    assert second.post(address(intake, "safe/"), typed.safe(version=seen)).status_code == 302
    assert states(words(first.get(address(intake))))[0] == "Completed"


def test_the_same_section_sent_twice_is_no_quarrel(cast, as_user, intake):
    """E09."""
    browser = as_user(cast.coordinator)
    data = typed.safe(version=intaking.version(browser, address(intake, "safe/")))
    for _press in range(2):
        assert browser.post(address(intake, "safe/"), data).status_code == 302
    assert Intake.objects.get().version == 2


@pytest.mark.parametrize("version", ["", "nonsense", "-1", "9" * 40])
def test_a_section_without_its_version_keeps_what_was_typed_and_saves_nothing(cast, as_user, intake, version):
    response = as_user(cast.coordinator).post(address(intake, "harm/"), typed.harm(version=version))
    assert response.status_code == 409
    assert "A child was badly hurt at home." in words(response)
    assert Intake.objects.get().answers.keys() == {"start"}


def test_answers_that_changed_since_they_were_read_are_not_logged(cast, as_user, intake, aware):
    first, second = as_user(cast.coordinator), as_user(cast.second_coordinator)
    intaking.fill_all(first, intake, typed.new_case(aware))
    seen = intaking.version(first, address(intake, "check/"))
    intaking.fill_all(second, intake, {"harm": typed.harm(summary="Changed meanwhile.")})
    late = first.post(address(intake, "check/"), {"version": seen})
    assert late.status_code == 409
    assert "Alex Thorne changed the answers. Read them again, then log." in words(late)
    assert "Changed meanwhile." in words(late)
    assert not Case.objects.exists()
    assert intaking.log(first, intake).status_code == 200
    assert Case.objects.get().summary == "Changed meanwhile."


# Logged once


def test_logged_twice_makes_one_case(cast, as_user, intake, aware):
    """E09: the second press leads to the case that the first one made."""
    first, second = as_user(cast.coordinator), as_user(cast.second_coordinator)
    intaking.fill_all(first, intake, typed.new_case(aware))
    data = {"version": intaking.version(first, address(intake, "check/"))}
    answers = [browser.post(address(intake, "check/"), data) for browser in (first, first, second)]
    assert {answer.headers["Location"] for answer in answers} == {case_address(Case.objects.get())}
    assert AuditRow.objects.filter(verb="case.logged").count() == 1
    assert Case.objects.get().children.count() == 1


def test_a_logged_intake_leads_to_its_case_and_takes_nothing_more(cast, as_user, intake, aware):
    browser = as_user(cast.coordinator)
    intaking.fill_all(browser, intake, typed.new_case(aware))
    intaking.log(browser, intake)
    case = Case.objects.get()
    for rest in ("", "check/"):
        assert browser.get(address(intake, rest)).headers["Location"] == case_address(case)
    late = browser.post(address(intake, "harm/"), typed.harm(version="9"))
    assert late.status_code == 409
    assert "Already: this intake is logged." in words(late)
    assert address(intake) not in words(browser.get(LOG))


def test_whoever_is_recused_from_the_case_finds_no_intake_of_it(cast, as_user, intake, aware):
    browser = as_user(cast.coordinator)
    intaking.fill_all(browser, intake, typed.new_case(aware))
    intaking.log(browser, intake)
    reason = {"person": str(cast.coordinator.pk), "reason": "A friend."}
    browser.post(case_address(Case.objects.get(), "recuse/"), reason)
    assert browser.get(address(intake)).status_code == 404


# Dropped


def test_an_intake_is_dropped_with_a_reason_and_offered_no_more(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    refused = browser.post(address(intake, "drop/"), {"reason": ""})
    assert "Enter why this intake is not logged." in words(refused)
    page = words(browser.post(address(intake, "drop/"), {"reason": "Logged twice."}, follow=True))
    assert "The intake is dropped." in page and address(intake) not in page
    dropped = Intake.objects.get()
    assert (dropped.drop_reason, dropped.dropped_by) == ("Logged twice.", cast.coordinator)
    for rest in ("", "harm/", "check/"):
        late = browser.get(address(intake, rest))
        assert late.status_code == 409
        assert "Already: this intake was dropped on" in words(late)
    assert AuditRow.objects.filter(verb="intake.dropped").count() == 1


# Whose it is


def test_the_delegate_sees_the_intakes_that_it_began_and_the_coordinator_all(cast, as_user, northmere):
    mine = intaking.begin(as_user(cast.la), northmere)
    theirs = intaking.begin(as_user(cast.coordinator), northmere)
    delegate, coordinator = as_user(cast.la), as_user(cast.coordinator)
    assert delegate.get(address(mine)).status_code == 200
    assert delegate.get(address(theirs)).status_code == 404
    assert address(theirs) not in words(delegate.get(LOG))
    assert {coordinator.get(address(one)).status_code for one in (mine, theirs)} == {200}
    assert as_user(cast.la_deputy).get(address(mine)).status_code == 404


@pytest.mark.parametrize(
    "person", ["outsider", "police", "la", "panel_member", "agency_author", "administrator"]
)
def test_outside_its_scope_an_intake_is_not_there(cast, as_user, intake, person, time_machine):
    """A02: byte for byte what an intake gets that never was, whatever is asked and sent."""
    time_machine.move_to(clock.now(), tick=False)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for rest in REST:
        there, nowhere = address(intake, rest), f"{LOG}{uuid.uuid4()}/{rest}"
        for method in ("get", "post"):
            data = (typed.harm(version="1", reason="So."),) if method == "post" else ()
            mine, none = (getattr(browser, method)(url, *data) for url in (there, nowhere))
            assert mine.status_code in ({404} if method == "get" else {404, 405}), (rest, method)
            assert (mine.status_code, mine.content) == (none.status_code, none.content), (rest, method)
    assert everything_but_the_audit_log() == before


def test_who_loses_the_area_loses_its_intakes_with_the_next_click(cast, as_user, intake, today):
    """A16."""
    browser = as_user(cast.coordinator)
    assert browser.get(address(intake)).status_code == 200
    cast.coordinator.coordinator_areas.filter(area=intake.area).update(ends_on=today - timedelta(days=1))
    assert browser.get(address(intake)).status_code == 404


def test_an_intake_moves_to_another_of_ones_own_areas(cast, as_user, intake):
    browser, saltbarrow = as_user(cast.coordinator), cast.partnership.areas["Saltbarrow"]
    farholt = cast.outsider.coordinator_areas.get().area
    wrong = browser.post(address(intake, "place/"), {"area": str(farholt.pk), "kind": "incident"})
    assert "Choose one of the areas in the list." in words(wrong)
    browser.post(address(intake, "place/"), {"area": str(saltbarrow.pk), "kind": "incident"})
    assert Intake.objects.get().area == saltbarrow


def test_each_opening_and_each_change_leaves_a_row_without_a_word_of_the_case(cast, as_user, intake):
    browser = as_user(cast.coordinator)
    browser.get(address(intake, "harm/"))
    intaking.fill_all(browser, intake, {"harm": typed.harm(summary="ZZCANARY")})
    as_user(cast.outsider).get(address(intake))
    rows = AuditRow.objects.filter(verb__in=["opened.intake_harm", "intake.changed", "opened.intake"])
    assert {row.verb for row in rows} == {"opened.intake_harm", "intake.changed", "opened.intake"}
    assert rows.get(verb="opened.intake", outcome="denied").detail == {}
    assert "ZZCANARY" not in str(list(AuditRow.objects.values_list("detail", "reference")))

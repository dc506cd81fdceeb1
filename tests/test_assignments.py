"""People assigned to one case: who assigns, what it opens, and that it ends on the next request."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from reviews.models import Assignment, AuditRow, DocumentClass, Role, User
from reviews.stages import Stage
from tests import files, typed
from tests.assigned import advised, assign
from tests.deciding import escalate, today
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db

MADE_UP = "SC-BCDF-GHJK"

READ = [
    "",
    "children/",
    "decisions/",
    "decisions/criteria/",
    "decisions/criteria.pdf",
    "rapid-review/",
    "told/",
    "involved/",
    "proceedings/",
    "documents/",
    "correspondence/",
    "escalations/",
    "lead/",
    "related/",
    "panel/",
    "reviewer/",
    "enquiry/",
    "engagement/",
    "report/",
    "assigned/",
    "advice/",
    "recuse/",
]
# A partner may; somebody who is only assigned may not.
CLOSED = [
    "identities/",
    "identities/seal/",
    "requests/",
    "requests/ask/",
    "children/add/",
    "involved/add/",
    "proceedings/add/",
    "documents/add/",
    "correspondence/add/",
    "view/",
    "view/record/",
    "absence/",
    "criteria/",
    "criteria/reopen/",
    "review-decision/",
    "review-decision/reopen/",
    "notification/",
    "told/add/",
    "rapid-review/meeting/",
    "rapid-review/sections/facts/",
    "rapid-review/complete/",
    "rapid-review/word/",
    "rapid-review/sent/",
    "national-panel/",
    "commission/",
    "escalations/raise/",
    "lead/handover/",
    "hold/",
    "assigned/add/",
    "move/",
    "report/write/",
    "report/agree/",
]


def end(browser, case, assignment: Assignment):
    return browser.post(address(case, f"assigned/{assignment.pk}/end/"))


@pytest.mark.parametrize("person", ["lead_partner", "scrutineer"])
def test_a_coordinator_assigns_and_the_case_opens(cast, make_case, as_user, person):
    case, user = make_case().case, getattr(cast, person)
    browser = as_user(user)
    assert browser.get(address(case)).status_code == 404
    page = as_user(cast.coordinator).post(
        address(case, "assigned/add/"), typed.assignment(user, **typed.day("ends_on", today())), follow=True
    )
    assert f"{user.name} can read the case from now on." in words(page)
    for shown in (
        "Reads the case",
        "Scrutiny of this year’s reviews.",
        "by Jo Marsh",
        clock.day_words(today()),
    ):
        assert shown in words(page)
    assert browser.get(address(case)).status_code == 200
    assert case.reference in words(browser.get("/staff/cases/"))
    assert "Northmere" in words(browser.get("/staff/cases/"))
    row = AuditRow.objects.get(verb="assignment.made")
    assert (row.reference, row.detail) == (case.reference, {"person": str(user.pk), "role": user.role})


@pytest.mark.parametrize("person", ["lead_partner", "scrutineer"])
def test_assigned_people_read_what_partners_read(cast, make_case, as_user, person):
    case = make_case(Stage.PRE_PUBLICATION).case
    assign(case, getattr(cast, person), cast.coordinator)
    browser = as_user(getattr(cast, person))
    assert {rest: browser.get(address(case, rest)).status_code for rest in READ} == dict.fromkeys(READ, 200)


@pytest.mark.parametrize("person", ["lead_partner", "scrutineer"])
@pytest.mark.parametrize("stage", [Stage.LOGGED, Stage.RAPID_REVIEW, Stage.DRAFTING, Stage.PARTNER_AGREEMENT])
def test_assigned_people_change_nothing_and_open_nothing_sealed(cast, make_case, as_user, person, stage):
    case = make_case(stage).case
    assign(case, getattr(cast, person), cast.coordinator)
    escalation = escalate(case, cast.la)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    for rest in [*CLOSED, f"escalations/{escalation.pk}/outcome/"]:
        for response in (
            browser.get(address(case, rest)),
            browser.post(address(case, rest), {"reason": "x", "number": "1"}),
        ):
            # 405: a page that is only read. 409: not at this stage, for nobody
            assert response.status_code in {403, 405, 409}, (rest, response.status_code)
    refused = [rest for rest in CLOSED if browser.get(address(case, rest)).status_code == 403]
    assert len(refused) > 20
    page = words(browser.get(address(case)))
    for link in ("identities/", "requests/", "view/", "criteria/", "hold/"):
        assert address(case, link) not in page
    assert everything_but_the_audit_log() == before


def test_a_legally_privileged_document_is_not_for_them(cast, make_case, as_user):
    case = make_case().case
    assign(case, cast.scrutineer, cast.coordinator)
    files.papers(case, cast.coordinator)
    document = case.documents.first()
    browser = as_user(cast.scrutineer)
    download = browser.get(address(case, f"documents/{document.pk}/"))
    assert b"".join(download.streaming_content)
    case.documents.update(document_class=DocumentClass.PRIVILEGED)
    assert browser.get(address(case, f"documents/{document.pk}/")).status_code == 403
    assert document.title not in words(browser.get(address(case, "documents/")))
    assert browser.post(address(case, f"documents/{document.pk}/remove/"), {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("person", ["la", "panel_member", "reviewer", "lead_partner", "scrutineer"])
def test_nobody_but_the_coordinator_assigns(cast, make_case, as_user, person):
    case = make_case(Stage.GATHERING).case
    assign(case, cast.lead_partner, cast.coordinator)
    assign(case, cast.scrutineer, cast.coordinator)
    browser = as_user(getattr(cast, person))
    before = everything_but_the_audit_log()
    response = browser.post(address(case, "assigned/add/"), typed.assignment(cast.scrutineer))
    assert response.status_code == 403
    assert "Only the coordinator may assign people to a case." in words(response)
    assert "Marta Ellis" in words(browser.get(address(case, "assigned/")))
    assert everything_but_the_audit_log() == before


@pytest.mark.parametrize(
    "person", ["coordinator", "la", "panel_member", "agency_author", "publisher", "outsider"]
)
def test_only_a_lead_partner_a_scrutineer_or_a_legal_adviser_is_assigned(cast, make_case, as_user, person):
    case = make_case().case
    response = as_user(cast.coordinator).post(
        address(case, "assigned/add/"), typed.assignment(getattr(cast, person))
    )
    assert "Choose one of the people in the list." in words(response)
    assert not Assignment.objects.exists()


def test_somebody_without_a_confirmed_role_is_not_offered(cast, make_case, as_user):
    case = make_case().case
    cast.scrutineer.role_confirmed_at = cast.scrutineer.role_confirmed_by = None
    cast.scrutineer.save()
    for person in (cast.lead_partner, cast.legal_adviser):
        person.is_active = False
        person.save()
    url = address(case, "assigned/add/")
    page = words(as_user(cast.coordinator).get(url))
    assert "There is nobody left to choose." in page
    for person in (cast.scrutineer, cast.lead_partner):
        assert person.name not in page
        as_user(cast.coordinator).post(url, typed.assignment(person))
    assert not Assignment.objects.exists()


def test_a_role_given_in_the_admin_is_offered_once_a_coordinator_has_confirmed_it(
    cast, make_case, as_user, admin
):
    case = make_case().case
    person = {
        "email": "new@demo.invalid",
        "name": "Nora Pike",
        "post": "",
        "role": "scrutineer",
        "agency": "",
    }
    assert admin.post("/admin/reviews/user/add/", {**person, "is_active": "on"}).status_code == 302
    made = User.objects.get(email="new@demo.invalid")
    browser, url = as_user(cast.coordinator), address(case, "assigned/add/")
    assert "Nora Pike" not in words(browser.get(url))
    assert "Independent scrutineer" in words(browser.get("/staff/people/"))
    browser.post(f"/staff/people/confirm/role/{made.pk}/")
    assert "Nora Pike, independent scrutineer" in words(browser.get(url))
    assert as_user(made).get(address(case)).status_code == 404
    assert browser.post(url, typed.assignment(made)).status_code == 302
    assert as_user(made).get(address(case)).status_code == 200


def test_the_same_form_sent_twice_assigns_once(cast, make_case, as_user):
    """E09: the second answer is as good as the first; another form for the same person is refused."""
    case = make_case().case
    browser, url = as_user(cast.coordinator), address(case, "assigned/add/")
    for _ in range(2):
        assert browser.post(url, typed.assignment(cast.scrutineer)).status_code == 302
    assert case.assignments.count() == 1
    assert AuditRow.objects.filter(verb="assignment.made").count() == 1
    again = browser.post(url, typed.assignment(cast.scrutineer, reason="Another reason."))
    assert "Marta Ellis is assigned to this case." in words(again)
    assert case.assignments.count() == 1
    assert "Marta Ellis" not in words(browser.get(url))


def test_a_last_day_is_not_over(cast, make_case, as_user):
    case = make_case().case
    yesterday = typed.day("ends_on", today() - timedelta(days=1))
    page = as_user(cast.coordinator).post(
        address(case, "assigned/add/"), typed.assignment(cast.scrutineer, **yesterday)
    )
    assert "The last day can’t be a day that is over." in words(page)
    assert not case.assignments.exists()


def test_after_its_last_day_it_is_over_and_can_be_made_again(cast, make_case, as_user, time_machine):
    case, last = make_case().case, today() + timedelta(days=2)
    first = assign(case, cast.scrutineer, cast.coordinator, ends_on=last)
    for days, status in ((2, 200), (3, 404)):
        time_machine.move_to(clock.at_hour(last + timedelta(days=days - 2), 12))
        assert as_user(cast.scrutineer).get(address(case)).status_code == status
        listed = case.reference in words(as_user(cast.scrutineer).get("/staff/cases/"))
        assert listed == (status == 200)
    browser = as_user(cast.coordinator)
    assert "Ended" in words(browser.get(address(case, "assigned/")))
    assert end(browser, case, first).status_code == 409
    assert browser.post(address(case, "assigned/add/"), typed.assignment(cast.scrutineer)).status_code == 302
    first.refresh_from_db()
    assert clock.today(first.ended_at) == last + timedelta(days=1)
    assert as_user(cast.scrutineer).get(address(case)).status_code == 200
    assert case.assignments.count() == 2


@pytest.mark.parametrize("person", ["lead_partner", "scrutineer"])
def test_a_coordinator_ends_it_from_the_next_request_on(cast, make_case, as_user, person):
    """A16."""
    case = make_case().case
    assignment = assign(case, getattr(cast, person), cast.coordinator)
    browser = as_user(getattr(cast, person))
    assert browser.get(address(case)).status_code == 200
    assert end(as_user(cast.second_coordinator), case, assignment).status_code == 302
    for rest in ("", "assigned/", "advice/", "decisions/"):
        assert browser.get(address(case, rest)).status_code == 404
    assert case.reference not in words(browser.get("/staff/cases/"))
    assignment.refresh_from_db()
    assert assignment.ended_by == cast.second_coordinator
    assert "by Alex Thorne" in words(as_user(cast.la).get(address(case, "assigned/")))
    assert end(as_user(cast.coordinator), case, assignment).status_code == 409


def test_the_person_ends_it_themselves_and_nobody_elses(cast, make_case, as_user):
    case = make_case().case
    theirs = assign(case, cast.lead_partner, cast.coordinator)
    other = assign(case, cast.scrutineer, cast.coordinator)
    browser = as_user(cast.lead_partner)
    refused = end(browser, case, other)
    assert refused.status_code == 403
    assert "Only the coordinator, or the person themselves, may end an assignment." in words(refused)
    assert end(as_user(cast.la), case, other).status_code == 403
    assert "End your assignment" in words(browser.get(address(case, f"assigned/{theirs.pk}/end/")))
    assert end(browser, case, theirs).headers["Location"] == "/staff/"
    assert browser.get(address(case)).status_code == 404
    assert end(browser, case, theirs).status_code == 404
    assert as_user(cast.scrutineer).get(address(case)).status_code == 200


def test_an_assignment_of_another_case_is_not_found(cast, make_case, as_user):
    """A06."""
    case, other = make_case().case, make_case(pseudonym="Child Robin").case
    assignment = assign(case, cast.scrutineer, cast.coordinator)
    assert end(as_user(cast.coordinator), other, assignment).status_code == 404
    assert as_user(cast.scrutineer).get(address(other)).status_code == 404
    assert as_user(cast.scrutineer).get(address(case)).status_code == 200


def unconfirm(user):
    user.role_confirmed_at = user.role_confirmed_by = None
    user.save()


def become_an_author(user):
    user.role = Role.AGENCY_AUTHOR
    user.save()


@pytest.mark.parametrize("change", [unconfirm, become_an_author])
def test_whoever_loses_the_role_loses_the_case(cast, make_case, as_user, change):
    """A16: the assignment is there still, and opens nothing."""
    case = make_case().case
    assign(case, cast.scrutineer, cast.coordinator)
    browser = as_user(cast.scrutineer)
    assert browser.get(address(case)).status_code == 200
    change(cast.scrutineer)
    assert browser.get(address(case)).status_code == 404
    assert case.reference not in words(browser.get("/staff/"))
    assert "No access" in words(as_user(cast.coordinator).get(address(case, "assigned/")))


def test_a_recusal_beats_the_assignment(cast, make_case, as_user):
    case = make_case().case
    assign(case, cast.scrutineer, cast.coordinator)
    form = {"person": str(cast.scrutineer.pk), "reason": "She taught the child."}
    browser = as_user(cast.scrutineer)
    assert browser.post(address(case, "recuse/"), form).headers["Location"] == "/staff/"
    assert browser.get(address(case)).status_code == 404
    assert "Stepped aside" in words(as_user(cast.coordinator).get(address(case, "assigned/")))
    url = address(case, "assigned/add/")
    assert "Marta Ellis" not in words(as_user(cast.coordinator).get(url))
    assert as_user(cast.coordinator).post(url, typed.assignment(cast.scrutineer)).status_code == 200
    assert case.assignments.count() == 1


def never(cast, case, person):
    """Nobody assigned them."""


def ended(cast, case, person):
    assignment = assign(case, person, cast.coordinator)
    assignment.ended_at, assignment.ended_by = clock.now(), cast.coordinator
    assignment.save()


def recused(cast, case, person):
    assign(case, person, cast.coordinator)
    case.recusals.create(user=person, reason="x", recused_at=clock.now(), recused_by=cast.coordinator)


@pytest.mark.parametrize("person", ["lead_partner", "scrutineer"])
@pytest.mark.parametrize("state", [never, ended, recused])
def test_who_is_not_assigned_gets_what_a_made_up_reference_gets(
    time_machine, cast, make_case, as_user, person, state
):
    """A01, A02: the same bytes on each of the pages about assignments and advice."""
    time_machine.move_to(clock.now(), tick=False)
    case, user = make_case().case, getattr(cast, person)
    other = make_case(pseudonym="Child Robin").case
    advised(other, cast)
    state(cast, case, user)
    browser = as_user(user)
    browser.get("/staff/")
    keys = f"{other.assignments.first().pk}/end/", f"{other.advice.get().pk}/respond/"
    for rest in (
        "",
        "assigned/",
        "assigned/add/",
        f"assigned/{keys[0]}",
        "advice/",
        "advice/give/",
        f"advice/{keys[1]}",
    ):
        for method in ("get", "post"):
            there, nowhere = (
                getattr(browser, method)(f"/staff/cases/{reference}/{rest}")
                for reference in (case.reference, MADE_UP)
            )
            assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), (
                rest,
                method,
            )
            assert there.headers == nowhere.headers, (rest, method)
            assert there.status_code in {404, 405}

"""A return is signed off inside the agency before it is sent: by whom, what they read, and the ways back."""

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews import stage_moves
from reviews.audit.verification import verify
from reviews.models import AuditRow, Case, ReviewOutcome, Role, User
from reviews.returns import actions, writing
from reviews.stages import Stage
from tests import asking
from tests.admin_pages import errors, send
from tests.asking import HOSPITALS, SAID, agency, approvers, ask_form, asked, draft, fresh, ours, theirs
from tests.reading import address, everything_but_the_audit_log, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(cast, rapid):
    """A request whose return waits to be signed off."""
    return asking.to_sign_off(rapid, cast)


@pytest.fixture
def approver(cast, as_user):
    """The approver's browser."""
    return as_user(cast.agency_approver)


def test_the_coordinator_names_who_signs_off_when_asking_or_leaves_it_out(cast, rapid, as_user):
    browser = as_user(cast.coordinator)
    url = address(rapid, "requests/ask/")
    approver = str(cast.agency_approver.pk)
    wrong = browser.post(url, ask_form(rapid, [agency(HOSPITALS)], [], approvers=[approver]))
    assert "Leave Della Roe out, or choose Tarn Valley Health Visiting above" in words(wrong)
    typed = ask_form(rapid, [agency()], [cast.agency_author], approvers=[approver])
    assert browser.post(url, typed).status_code == 302
    assert browser.post(url, ask_form(rapid, [agency(HOSPITALS)])).status_code == 302
    names = {one.agency.name: one.approver for one in rapid.agency_requests.all()}
    assert names == {asking.HEALTH_VISITING: cast.agency_approver, HOSPITALS: None}
    assert "Della Roe signs it off" in words(browser.get(address(rapid, "requests/")))


def test_what_the_author_sends_waits_for_the_approver_and_comes_with_their_sign_off(
    cast, rapid, as_user, approver
):
    found = asked(rapid, cast, approver=cast.agency_approver)
    asking.saved(found)
    author, browser = as_user(cast.agency_author), as_user(cast.coordinator)
    assert SAID not in words(approver.get(approvers(found)))
    assert "sign your agency’s return off" not in words(approver.get("/staff/"))
    page = words(author.get(theirs(found, "send/")))
    assert "Della Roe signs it off for Tarn Valley Health Visiting" in page
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 302
    assert fresh(found).state == "to_sign_off"
    assert SAID not in words(browser.get(ours(found)))
    assert "Waiting for sign-off in the agency" in words(browser.get(ours(found)))
    assert "Child Wren: sign your agency’s return off" in words(approver.get("/staff/"))
    assert "To sign off" in words(approver.get("/staff/sign-offs/"))
    page = words(approver.get(approvers(found)))
    assert SAID in page and "What did you know, and what did you do?" in page and "Sam Okoro" in page
    assert approver.post(approvers(found), {"version": "1"}).status_code == 302
    step = found.steps.get(to_state="submitted")
    assert (step.taken_by, step.taken_as) == (
        cast.agency_approver,
        "Head of safeguarding, Tarn Valley Health Visiting",
    )
    assert SAID in words(browser.get(ours(found)))
    assert "sign your agency’s return off" not in words(approver.get("/staff/"))
    assert approver.post(approvers(found), {"version": "1"}).status_code == 409
    verbs = ("return.to_sign_off", "return.signed_off")
    assert AuditRow.objects.filter(verb__in=verbs, reference=rapid.reference).count() == 2
    assert verify().fault is None


def test_without_an_approver_the_author_sends_it_alone(cast, rapid):
    found = asked(rapid, cast)
    asking.sent(found)
    assert fresh(found).state == "submitted"


def test_it_is_given_back_with_a_reason_that_stays_in_the_agency(cast, found, as_user, approver):
    assert "There is a problem" in words(approver.post(approvers(found, "give-back/"), {"reason": " "}))
    reason = "The second visit is missing."
    assert approver.post(approvers(found, "give-back/"), {"reason": reason}).status_code == 302
    assert fresh(found).state == "begun"
    step = found.steps.latest("taken_at")
    assert (step.to_state, step.reason, step.taken_by) == ("begun", reason, cast.agency_approver)
    author = as_user(cast.agency_author)
    page = words(author.get(theirs(found)))
    assert reason in page and "Given back to you" in page and "Della Roe" in page
    assert "Child Wren: look at your agency’s return again" in words(author.get("/staff/"))
    for person in (cast.coordinator, cast.la):
        assert reason not in words(as_user(person).get(ours(found)))
    assert SAID not in words(approver.get(approvers(found)))
    assert author.post(theirs(found, "return/"), draft(1, episodes="Both visits.")).status_code == 302
    assert author.post(theirs(found, "send/"), {"version": "2"}).status_code == 302
    assert approver.post(approvers(found), {"version": "2"}).status_code == 302
    assert reason not in words(author.get(theirs(found)))


def test_why_it_was_sent_back_for_more_stays_in_sight_when_it_is_given_back_too(cast, found, as_user):
    writing.sign_off(found, version=1, by=cast.agency_approver, at=clock.now())
    actions.send_back(found, reason="Say what was agreed.", by=cast.coordinator, at=clock.now())
    asking.sent(found, episodes="It was agreed.")
    writing.give_back(found, reason="By whom?", by=cast.agency_approver, at=clock.now())
    page = words(as_user(cast.agency_author).get(theirs(found)))
    assert "Say what was agreed." in page and "By whom?" in page


def test_the_author_takes_it_back_before_it_is_signed_off(cast, found, as_user, approver):
    author = as_user(cast.agency_author)
    late = author.post(theirs(found, "return/"), draft(1, involvement="Typed while it waited."))
    assert late.status_code == 409 and "Typed while it waited." in words(late)
    for rest in ("return/", "names/", "send/"):
        assert author.get(theirs(found, rest)).status_code == 409
    assert "Take the return back" in words(author.get(theirs(found)))
    assert author.get(theirs(found, "take-back/")).status_code == 200
    assert author.post(theirs(found, "take-back/")).status_code == 302
    assert author.post(theirs(found, "take-back/")).status_code == 409
    assert fresh(found).state == "begun"
    assert SAID not in words(approver.get(approvers(found)))
    assert approver.post(approvers(found), {"version": "1"}).status_code == 409
    assert approver.get(approvers(found, "give-back/")).status_code == 409
    assert fresh(found).state == "begun"


def test_what_is_signed_off_is_what_was_read(cast, found, approver):
    """A13: taken back, changed and sent anew in between."""
    writing.take_back(found, by=cast.agency_author, at=clock.now())
    asking.sent(found, involvement="Something else.")
    response = approver.post(approvers(found), {"version": "1"})
    assert response.status_code == 409
    assert "The author has changed the return since you read it. Read it again." in words(response)
    assert "Something else." in words(response) and 'name="version" value="2"' in words(response)
    assert fresh(found).state == "to_sign_off"
    assert approver.post(approvers(found), {"version": "nonsense"}).status_code == 409


def test_the_coordinator_may_remind_and_withdraw_it_and_not_accept_or_send_it_back(cast, found, as_user):
    browser = as_user(cast.coordinator)
    for rest in ("accept/", "send-back/"):
        assert browser.get(ours(found, rest)).status_code == 409
    assert browser.post(ours(found, "chase/"), {"reason": "Rang."}).status_code == 302
    assert found.chases.count() == 1
    assert browser.post(ours(found, "withdraw/"), {"reason": "The wrong family."}).status_code == 302
    assert fresh(found).state == "withdrawn"


def test_it_is_withdrawn_when_the_case_ends(cast, make_case):
    walk = make_case(Stage.RAPID_REVIEW, days_ago=30)
    found = asking.to_sign_off(walk.case, cast)
    walk.rapid_review()
    walk.decide_review(ReviewOutcome.NO_REVIEW)
    at = clock.now()
    case = Case.objects.get(pk=walk.case.pk)
    stage_moves.advance(case, Stage.CLOSED, by=cast.coordinator, at=at, reason="No review.")
    assert fresh(found).state == "withdrawn"


# Who is named


def test_whoever_stands_down_leaves_it_to_the_coordinator_to_name_another(
    cast, rapid, found, as_user, approver
):
    response = approver.post(approvers(found, "conflict/"), {"reason": "I know the family."}, follow=True)
    assert "The coordinator asks somebody else." in words(response)
    assert approver.get(approvers(found)).status_code == 404
    assert fresh(found).state == "to_sign_off"
    assert rapid.recusals.filter(user=cast.agency_approver).exists()
    browser = as_user(cast.coordinator)
    assert "name who signs an agency’s return off" in words(browser.get("/staff/"))
    assert "Nobody now: Della Roe has stepped aside" in words(browser.get(ours(found)))
    assert "Della Roe" not in words(browser.get(ours(found, "approver/")))
    second = approver_of(asking.HEALTH_VISITING, cast)
    assert browser.post(ours(found, "approver/"), {"approver": str(second.pk)}).status_code == 302
    assert "name who signs an agency’s return off" not in words(browser.get("/staff/"))
    assert SAID in words(as_user(second).get(approvers(found)))


def test_with_nobody_named_any_more_the_author_has_it_back(cast, found, as_user):
    browser = as_user(cast.coordinator)
    assert "the author gets the return back" in words(browser.get(ours(found, "approver/")))
    assert browser.post(ours(found, "approver/"), {"approver": ""}).status_code == 302
    assert fresh(found).state == "begun"
    author = as_user(cast.agency_author)
    assert "Send it yourself." in words(author.get(theirs(found)))
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 302
    assert fresh(found).state == "submitted"


def test_a_coordinator_recuses_an_approver(cast, rapid, found, as_user, approver):
    browser = as_user(cast.coordinator)
    typed = {"person": str(cast.agency_approver.pk), "reason": "A friend."}
    assert browser.post(address(rapid, "recuse/"), typed).status_code == 302
    assert approver.get(approvers(found)).status_code == 404
    assert "nobody now signs it off" in words(browser.get(address(rapid, "requests/")))


def test_that_a_return_is_to_be_signed_off_is_not_lost_with_whoever_steps_aside(cast, rapid, as_user):
    """While it is being written: the coordinator hears of it, and the author does not send it alone."""
    found = asked(rapid, cast, approver=cast.agency_approver)
    asking.saved(found)
    writing.stand_down(found, reason="A friend.", by=cast.agency_approver, at=clock.now())
    assert "name who signs an agency’s return off" in words(as_user(cast.coordinator).get("/staff/"))
    author = as_user(cast.agency_author)
    assert "Nobody now: the coordinator names somebody" in words(author.get(theirs(found)))
    assert "Somebody whom the coordinator names signs it off" in words(author.get(theirs(found, "send/")))
    assert author.post(theirs(found, "send/"), {"version": "1"}).status_code == 302
    assert fresh(found).state == "to_sign_off"
    second = approver_of(asking.HEALTH_VISITING, cast)
    actions.name_approver(found, second, by=cast.coordinator, at=clock.now())
    assert "name who signs an agency’s return off" not in words(as_user(cast.coordinator).get("/staff/"))
    writing.sign_off(found, version=1, by=second, at=clock.now())


def approver_of(name: str, cast, account: str = "second-approver") -> User:
    user = asking.author_of(name, account, cast.coordinator)
    user.role = Role.AGENCY_APPROVER
    user.save()
    return user


def test_only_a_confirmed_approver_of_the_agency_who_is_not_the_author_is_named(cast, rapid):
    """A12: nobody signs off what they wrote."""
    found = asked(rapid, cast)
    other = approver_of(HOSPITALS, cast)
    unconfirmed = approver_of(asking.HEALTH_VISITING, cast, "third-approver")
    unconfirmed.role_confirmed_at = unconfirmed.role_confirmed_by = None
    unconfirmed.save()
    before = everything_but_the_audit_log()
    for person in (other, unconfirmed, cast.agency_author, cast.la):
        with pytest.raises(Refused, match="Only a confirmed approver of Tarn Valley Health Visiting"):
            actions.name_approver(found, person, by=cast.coordinator, at=clock.now())
    # An author who was given the other role keeps what they wrote, and never signs it off.
    cast.agency_author.role = Role.AGENCY_APPROVER
    cast.agency_author.save()
    with pytest.raises(Refused):
        actions.name_approver(found, cast.agency_author, by=cast.coordinator, at=clock.now())
    cast.agency_author.role = Role.AGENCY_AUTHOR
    cast.agency_author.save()
    assert everything_but_the_audit_log() == before


def test_the_action_asks_again_whatever_the_page_has_let_through(cast, found):
    """A11."""
    for person in (cast.coordinator, cast.la, cast.agency_author, cast.hospital_author, cast.administrator):
        with pytest.raises(Refused):
            writing.sign_off(found, version=1, by=person, at=clock.now())
        with pytest.raises(Refused):
            writing.give_back(found, reason="No.", by=person, at=clock.now())
    with pytest.raises(Refused):
        writing.take_back(found, by=cast.agency_approver, at=clock.now())
    writing.take_back(found, by=cast.agency_author, at=clock.now())
    with pytest.raises(NotYet):
        writing.sign_off(found, version=1, by=cast.agency_approver, at=clock.now())
    assert fresh(found).state == "begun"


@pytest.mark.parametrize("role", ["agency_author", "agency_approver"])
def test_an_account_that_acts_for_an_agency_needs_one(admin, as_user, cast, role):
    typed = {"email": "new@demo.invalid", "name": "New Comer", "role": role, "is_active": "on"}
    assert "this person writes or signs off for it" in errors(send(admin, User, **typed))
    assert send(admin, User, **typed, agency=str(agency().pk)).status_code == 302
    person = User.objects.get(email="new@demo.invalid")
    assert as_user(person).get("/staff/sign-offs/").status_code == 404
    browser = as_user(cast.coordinator)
    assert f"agency {role.removeprefix('agency_')}, Tarn Valley" in words(browser.get("/staff/people/"))
    assert browser.post(f"/staff/people/confirm/role/{person.pk}/").status_code == 302
    person.refresh_from_db()
    own = "/staff/sign-offs/" if role == "agency_approver" else "/staff/requests/"
    assert as_user(person).get(own).status_code == 200

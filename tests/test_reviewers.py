"""The end of an Independent Reviewer's appointment: moved by the partners, come by itself, and what follows it."""

from datetime import timedelta

import pytest

from cspr_portal import clock
from cspr_portal.refusals import NotYet, Refused
from reviews.models import AppointmentExtension, ReviewerAppointment
from reviews.reviewers import actions
from reviews.stages import Stage
from tests.appointing import appointed, in_post
from tests.reading import address, everything_but_the_audit_log, words
from tests.typed import day

pytestmark = pytest.mark.django_db

MADE_UP = "SC-BCDF-GHJK"
EXTEND = "Child Wren: extend the reviewer’s appointment"
PAPERS = "Say what became of what you downloaded"
NOBODYS_KEY = "0f6a4b1e-8a6b-4c1f-9d53-1f2e3d4c5b6a"


@pytest.fixture
def appointment(cast, scoping):
    """A reviewer in post for ten days."""
    return in_post(scoping, cast.reviewer, cast.coordinator, cast.la, lasts=10)


def extension(to_day, **changes):
    return {**day("to_day", to_day), "reason": "The trial ends in May.", **changes}


def papers(appointment) -> str:
    return f"/staff/appointments/{appointment.pk}/materials/"


def same(there, nowhere) -> bool:
    """Whether a browser can't tell the two answers apart."""
    headers = [{k: v for k, v in one.headers.items() if k != "Date"} for one in (there, nowhere)]
    return (there.status_code, there.content, headers[0]) == (
        nowhere.status_code,
        nowhere.content,
        headers[1],
    )


# Extending


def test_an_extension_holds_at_once_and_is_kept_with_its_reason(
    cast, scoping, as_user, appointment, time_machine
):
    where = address(scoping, f"reviewer/{appointment.pk}/extend/")
    first_end = appointment.ends_on
    for person in (cast.police, cast.coordinator):
        appointment.refresh_from_db()
        later = appointment.ends_on + timedelta(days=30)
        page = words(as_user(person).post(where, extension(later), follow=True))
        assert f"lasts until {clock.day_words(later)} now." in page
    assert AppointmentExtension.objects.count() == 2
    newest = AppointmentExtension.objects.latest("extended_at")
    assert newest.from_day == first_end + timedelta(days=30)
    page = words(as_user(cast.reviewer).get(address(scoping, "reviewer/")))
    assert page.count("Extended from") == 2 and "The trial ends in May." in page
    time_machine.move_to(clock.at_hour(first_end + timedelta(days=60), 12))
    assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 200
    time_machine.move_to(clock.at_hour(first_end + timedelta(days=61), 12))
    assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 404


def test_an_end_is_never_moved_backwards(cast, scoping, as_user, appointment):
    where = address(scoping, f"reviewer/{appointment.pk}/extend/")
    for days in (0, -3):
        to_day = appointment.ends_on + timedelta(days=days)
        page = words(as_user(cast.la).post(where, extension(to_day, reason="Typed with care.")))
        assert f"The new last day must be after {clock.day_words(appointment.ends_on)}." in page
        assert "Typed with care." in page
        with pytest.raises(Refused, match="Only a day after"):
            actions.extend_appointment(
                scoping, appointment, to_day=to_day, reason="So.", by=cast.la, at=clock.now()
            )
    assert "Enter the new last day" in words(as_user(cast.la).post(where, {"reason": "So."}))
    assert not AppointmentExtension.objects.exists()


def test_the_same_extension_sent_twice_is_recorded_once(cast, scoping, appointment):
    """E09."""
    to_day = appointment.ends_on + timedelta(days=30)
    for _ in range(2):
        actions.extend_appointment(
            scoping, appointment, to_day=to_day, reason="Trial.", by=cast.la, at=clock.now()
        )
    assert AppointmentExtension.objects.count() == 1


def test_what_has_ended_is_not_extended(cast, scoping, as_user, appointment, time_machine):
    where = address(scoping, f"reviewer/{appointment.pk}/extend/")
    to_day = appointment.ends_on + timedelta(days=30)
    browser = as_user(cast.la)
    with_its_last_day = clock.at_hour(appointment.ends_on + timedelta(days=1), 9)
    with pytest.raises(NotYet, match="ended with its last day"):
        actions.extend_appointment(
            scoping, appointment, to_day=to_day, reason="So.", by=cast.la, at=with_its_last_day
        )
    actions.end_appointment(scoping, appointment, reason="Ill.", by=cast.la, at=clock.now())
    response = browser.post(where, extension(to_day))
    assert response.status_code == 409
    assert "Already: the appointment has ended." in words(response)
    assert not AppointmentExtension.objects.exists()


def test_only_partners_and_the_coordinator_extend_and_end(cast, make_case, as_user):
    case = make_case(Stage.GATHERING).case
    key = case.review.appointments.get().pk
    for person in (cast.reviewer, cast.panel_member):
        for rest in ("extend", "end", "ask"):
            response = as_user(person).post(address(case, f"reviewer/{key}/{rest}/"), {"reason": "So."})
            assert response.status_code == 403, (person, rest)
            assert "Only the safeguarding partners, or the coordinator for them," in words(response)


def test_the_coordinator_is_reminded_fourteen_days_before_the_last_end(
    cast, make_case, as_user, time_machine
):
    case = make_case(Stage.GATHERING).case
    last = case.review.appointments.get()
    for days, waits in ((15, False), (14, True), (0, True)):
        time_machine.move_to(clock.at_hour(last.ends_on - timedelta(days=days), 9))
        assert (EXTEND in words(as_user(cast.coordinator).get("/staff/"))) is waits, days
        assert EXTEND not in words(as_user(cast.la).get("/staff/"))
    time_machine.move_to(clock.at_hour(last.ends_on - timedelta(days=14), 10))
    in_post(case, cast.reviewer_2, cast.coordinator, cast.la, lasts=60)
    assert EXTEND not in words(as_user(cast.coordinator).get("/staff/")), "a later end is still far off"


def test_a_report_that_is_agreed_needs_no_reviewer_any_more(cast, make_case, as_user, time_machine):
    case = make_case(Stage.PRE_PUBLICATION).case
    last = case.review.appointments.get()
    time_machine.move_to(clock.at_hour(last.ends_on, 9))
    assert EXTEND not in words(as_user(cast.coordinator).get("/staff/"))


# The end


@pytest.mark.parametrize("way", ["ended", "last day over"])
def test_at_the_end_the_case_never_was_in_the_same_browser_session(
    cast, scoping, as_user, appointment, time_machine, way
):
    """A16: byte for byte the answer to a made-up reference."""
    time_machine.move_to(clock.at_hour(appointment.ends_on, 23, 59), tick=False)
    browser = as_user(cast.reviewer)
    rests = ("", "report/", "reviewer/", "panel/", "enquiry/", "documents/")
    for rest in rests:
        assert browser.get(address(scoping, rest)).status_code == 200, rest
    session = browser.session.session_key
    if way == "ended":
        actions.end_appointment(scoping, appointment, reason="Done.", by=cast.la, at=clock.now())
    else:
        time_machine.move_to(clock.start_of_day(appointment.ends_on + timedelta(days=1)), tick=False)
    for rest in rests:
        there = browser.get(address(scoping, rest))
        nowhere = browser.get(f"/staff/cases/{MADE_UP}/{rest}")
        assert there.status_code == 404 and same(there, nowhere), rest
    assert browser.session.session_key == session
    assert "Child Wren" not in words(browser.get("/staff/"))
    assert scoping.reference not in words(browser.get("/staff/cases/"))


# What became of what was downloaded


def test_after_the_end_the_reviewer_is_asked_what_became_of_papers(
    cast, scoping, as_user, appointment, time_machine
):
    time_machine.move_to(clock.at_hour(appointment.ends_on, 9))
    theirs = as_user(cast.reviewer)
    assert PAPERS not in words(theirs.get("/staff/"))
    early = theirs.get(papers(appointment))
    assert early.status_code == 409 and "Not yet: your appointment lasts until" in words(early)
    time_machine.move_to(clock.at_hour(appointment.ends_on + timedelta(days=1), 9))
    theirs, browser = as_user(cast.reviewer), as_user(cast.coordinator)
    desk = words(theirs.get("/staff/"))
    assert PAPERS in desk and scoping.reference in desk and "Child Wren" not in desk
    page = words(theirs.get(papers(appointment)))
    assert scoping.reference in page and clock.day_words(appointment.ends_on) in page
    for secret in ("Child Wren", "Northmere", "Scoping", cast.coordinator.name):
        assert secret not in page, secret
    assert "No answer yet" in words(browser.get(address(scoping, "reviewer/")))
    assert "Choose what became of what you downloaded" in words(theirs.post(papers(appointment), {}))
    response = theirs.post(papers(appointment), {"materials": "destroyed"}, follow=True)
    assert response.redirect_chain[-1][0] == "/staff/"
    assert PAPERS not in words(response)
    shown = words(browser.get(address(scoping, "reviewer/")))
    assert "Destroyed. Ingrid Solway told us on" in shown and "No answer yet" not in shown
    for method in ("get", "post"):
        again = getattr(theirs, method)(papers(appointment), {"materials": "returned"})
        assert again.status_code == 409 and "Already: you told us on" in words(again)
    appointment.refresh_from_db()
    assert appointment.materials == "destroyed"


def test_nobody_else_finds_that_page(cast, scoping, as_user, appointment):
    """A05: somebody else's appointment answers like a key that never was."""
    actions.end_appointment(scoping, appointment, reason="Done.", by=cast.la, at=clock.now())
    nowhere = papers(appointment).replace(str(appointment.pk), NOBODYS_KEY)
    people = ("coordinator", "la", "panel_member", "reviewer_2", "outsider", "auditor", "administrator")
    browsers = {person: as_user(getattr(cast, person)) for person in people}
    before = everything_but_the_audit_log()
    for person, browser in browsers.items():
        browser.get("/staff/")
        for method in ("get", "post"):
            data = {"materials": "nothing"}
            there, made_up = (getattr(browser, method)(url, data) for url in (papers(appointment), nowhere))
            assert there.status_code == 404 and same(there, made_up), person
    assert everything_but_the_audit_log() == before
    with pytest.raises(ReviewerAppointment.DoesNotExist):
        actions.confirm_materials(appointment, materials="nothing", by=cast.coordinator, at=clock.now())


def test_an_appointment_that_never_opened_the_case_asks_for_nothing(cast, scoping, as_user):
    stopped = appointed(scoping, cast.reviewer, cast.coordinator)
    later = in_post(scoping, cast.reviewer_2, cast.coordinator, cast.la, starts_in=20)
    for one in (stopped, later):
        actions.end_appointment(scoping, one, reason="Not wanted.", by=cast.la, at=clock.now())
        browser = as_user(one.user)
        assert PAPERS not in words(browser.get("/staff/"))
        assert browser.get(papers(one)).status_code == 404
    assert "What was downloaded" not in words(as_user(cast.la).get(address(scoping, "reviewer/")))


@pytest.mark.parametrize("value", ["\x00", "burned", "x" * 100_000, "", "' OR 1=1 --"])
def test_only_the_answers_offered_are_taken(cast, scoping, as_user, appointment, value):
    """E01, E02."""
    actions.end_appointment(scoping, appointment, reason="Done.", by=cast.la, at=clock.now())
    response = as_user(cast.reviewer).post(papers(appointment), {"materials": value})
    assert response.status_code == 200
    assert "There is a problem" in words(response)
    appointment.refresh_from_db()
    assert appointment.materials_at is None

"""The Independent Reviewer: the case opens with a checked declaration and closes with the appointment."""

from datetime import timedelta

import pytest
import time_machine

from cspr_portal import clock
from cspr_portal.refusals import Refused
from reviews.models import DeclarationPoint, ReviewerAppointment
from reviews.panel import actions as panel
from reviews.reviewers import actions
from reviews.reviewers.states import NO_LINK
from tests.appointing import appointed, appointment_form, in_post
from tests.reading import address, words

pytestmark = pytest.mark.django_db


def test_the_case_opens_with_the_checked_declaration(cast, scoping, as_user, today):
    theirs, browser = as_user(cast.reviewer), as_user(cast.coordinator)
    response = browser.post(
        address(scoping, "reviewer/appoint/"), appointment_form(cast.reviewer, today), follow=True
    )
    assert response.redirect_chain[-1][0] == address(scoping, "reviewer/")
    assert "Waiting for the declaration to be checked" in words(response)
    assert theirs.get(address(scoping, "")).status_code == 404
    appointment = ReviewerAppointment.objects.get(review=scoping.review)
    check = address(scoping, f"reviewer/{appointment.pk}/check/")
    police = as_user(cast.police)
    assert "I have never worked in the area." in words(police.get(check))
    assert theirs.get(address(scoping, "")).status_code == 404, "reading the declaration opens nothing"
    response = police.post(check, {"is_complete": "yes", "note": "Employers compared."}, follow=True)
    assert "The case opens to Ingrid Solway now." in words(response)
    assert theirs.get(address(scoping, "")).status_code == 200
    appointment.refresh_from_db()
    assert (appointment.checked_by, appointment.check_note) == (cast.police, "Employers compared.")


def test_access_ends_with_the_appointment_in_the_same_session(cast, scoping, as_user):
    appointment = in_post(scoping, cast.reviewer, cast.coordinator, cast.la)
    theirs = as_user(cast.reviewer)
    assert theirs.get(address(scoping, "report/")).status_code == 200
    end = address(scoping, f"reviewer/{appointment.pk}/end/")
    browser = as_user(cast.la)
    assert "Enter why the appointment ends." in words(browser.post(end, {"reason": " "}))
    assert theirs.get(address(scoping, "report/")).status_code == 200
    assert browser.post(end, {"reason": "The partners ask another reviewer."}).status_code == 302
    assert theirs.get(address(scoping, "report/")).status_code == 404
    again = browser.post(end, {"reason": "Again."})
    assert again.status_code == 409
    appointment.refresh_from_db()
    assert appointment.end_reason == "The partners ask another reviewer."


def test_access_ends_after_the_last_day(cast, scoping, as_user):
    appointment = in_post(scoping, cast.reviewer, cast.coordinator, cast.la, lasts=3)
    last = appointment.ends_on
    for moment, status in (
        (clock.withdrawn_from(last) - timedelta(seconds=1), 200),
        (clock.withdrawn_from(last), 404),
    ):
        with time_machine.travel(moment, tick=False):
            assert as_user(cast.reviewer).get(address(scoping, "report/")).status_code == status


def test_access_begins_on_the_first_day(cast, scoping, as_user):
    appointment = in_post(scoping, cast.reviewer, cast.coordinator, cast.la, starts_in=5)
    assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 404
    assert "Begins on" in words(as_user(cast.coordinator).get(address(scoping, "reviewer/")))
    with time_machine.travel(clock.start_of_day(appointment.starts_on), tick=False):
        assert as_user(cast.reviewer).get(address(scoping, "")).status_code == 200


def test_who_recorded_the_appointment_may_not_check_it(cast, scoping, as_user):
    """Four eyes: recording and checking are two people."""
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    response = as_user(cast.coordinator).post(
        address(scoping, f"reviewer/{appointment.pk}/check/"), {"is_complete": "yes", "note": "Fine."}
    )
    assert response.status_code == 403
    assert "Only a second person may check the declaration" in words(response)
    page = words(as_user(cast.coordinator).get(address(scoping, "reviewer/")))
    assert "Only a second person may check the declaration" in page
    assert "/check/" not in page
    assert "/check/" in words(as_user(cast.la).get(address(scoping, "reviewer/")))


def test_a_panel_member_reads_the_appointment_and_changes_nothing(cast, scoping, as_user):
    panel.add_member(
        scoping, cast.panel_member.agency, cast.panel_member, by=cast.coordinator, at=clock.now()
    )
    appointment = appointed(scoping, cast.reviewer, cast.coordinator)
    browser = as_user(cast.panel_member)
    page = words(browser.get(address(scoping, "reviewer/")))
    assert "Ingrid Solway" in page
    assert "may check the declaration" not in page, "what is others’ to do needs no sentence"
    for rest in ("appoint", f"{appointment.pk}/check", f"{appointment.pk}/end"):
        for method in ("get", "post"):
            assert getattr(browser, method)(address(scoping, f"reviewer/{rest}/")).status_code == 403


def test_nobody_is_member_and_reviewer_at_once(cast, scoping, as_user):
    appointed(scoping, cast.reviewer, cast.coordinator)
    agency = cast.panel_member.agency
    assert cast.reviewer.name not in words(as_user(cast.coordinator).get(address(scoping, "panel/add/")))
    with pytest.raises(Refused, match="other than the Independent Reviewer"):
        panel.add_member(scoping, agency, cast.reviewer, by=cast.coordinator, at=clock.now())
    second = cast.partnership["reviewer-2"]
    panel.add_member(scoping, agency, second, by=cast.coordinator, at=clock.now())
    assert second.name not in words(as_user(cast.coordinator).get(address(scoping, "reviewer/appoint/")))
    with pytest.raises(Refused, match="no seat on the panel"):
        appointed(scoping, second, cast.coordinator)


def test_only_confirmed_reviewers_can_be_appointed(cast, scoping, as_user, today):
    response = as_user(cast.coordinator).post(
        address(scoping, "reviewer/appoint/"), appointment_form(cast.panel_member, today)
    )
    assert "Choose one of the people in the list." in words(response)
    with pytest.raises(Refused, match="Independent Reviewer’s"):
        appointed(scoping, cast.panel_member, cast.coordinator)
    assert not scoping.review.appointments.exists()


def test_an_absurd_appointment_is_named_and_kept(cast, scoping, as_user, today):
    cases = [
        ({"ends_on_year": "2020"}, "The appointment ends before it begins. Check both days."),
        ({"starts_on_year": "2016", "ends_on_year": "2020"}, "The appointment would be over already."),
        ({"declared_on_year": "2096"}, "The declaration can’t be in the future."),
        ({"declared_on_day": "30", "declared_on_month": "2"}, "isn’t a date: February"),
        ({"worked_link": ""}, "Choose “No link” or “A link”: worked for, or was paid by,"),
        ({"other_link": "perhaps"}, "Choose"),
        ({"family_link": "link"}, "Enter the link: how they are related, or know each other."),
        ({"money_words": "Ten shares."}, "Choose “A link”, or empty what you typed about one."),
        ({"person": "'; drop table"}, "Choose one of the people in the list."),
        ({"declaration": "a\x00b"}, "can’t be stored"),
    ]
    for changes, sentence in cases:
        form = appointment_form(cast.reviewer, today, experience="Typed with care.", **changes)
        response = as_user(cast.coordinator).post(address(scoping, "reviewer/appoint/"), form)
        assert response.status_code == 200
        assert sentence in words(response)
        assert "There is a problem" in words(response)
        assert "Typed with care." in words(response)
        assert not scoping.review.appointments.exists()


def test_every_point_of_the_declaration_is_answered_and_kept(cast, scoping, as_user, today):
    form = appointment_form(cast.reviewer, today, money_link="link", money_words="Ten shares in a care home.")
    where = address(scoping, "reviewer/appoint/")
    for point in DeclarationPoint.values:
        response = as_user(cast.coordinator).post(where, form | {f"{point}_link": "", f"{point}_words": ""})
        assert f"{point}_link" in response.context["form"].errors
        assert not ReviewerAppointment.objects.exists()
    assert as_user(cast.coordinator).post(where, form).status_code == 302
    appointment = ReviewerAppointment.objects.get()
    assert not appointment.has_no_link
    answers = {one.point: (one.has_link, one.words) for one in appointment.answers.all()}
    assert answers == dict.fromkeys(DeclarationPoint.values, (False, "")) | {
        "money": (True, "Ten shares in a care home.")
    }
    assert "Ten shares in a care home." in words(as_user(cast.la).get(address(scoping, "reviewer/")))


def test_a_declaration_that_leaves_a_point_out_is_refused_by_the_action_too(cast, scoping, today):
    answers = {point: "" for point in NO_LINK if point != "other"}
    with pytest.raises(Refused, match="answers every point"):
        actions.appoint_reviewer(
            scoping,
            cast.reviewer,
            experience="Long.",
            answers=answers,
            declaration="None.",
            declared_on=today,
            starts_on=today,
            ends_on=today,
            by=cast.coordinator,
            at=clock.now(),
        )
    assert not ReviewerAppointment.objects.exists()


def test_an_account_of_the_areas_agency_can_not_declare_no_work_there(cast, scoping, as_user, today):
    """What the portal itself knows speaks against the declaration."""
    cast.reviewer.agency = cast.police.agency
    cast.reviewer.save()
    where = address(scoping, "reviewer/appoint/")
    form = appointment_form(cast.reviewer, today)
    page = words(as_user(cast.coordinator).post(where, form))
    assert "Only “A link” can be recorded here: the account of Ingrid Solway belongs to" in page
    assert not ReviewerAppointment.objects.exists()
    declared = form | {"worked_link": "link", "worked_words": "A detective there until 2019."}
    assert as_user(cast.coordinator).post(where, declared).status_code == 302


def test_an_appointment_whose_last_day_is_over_can_be_followed_by_another(cast, scoping, as_user, today):
    first = in_post(scoping, cast.reviewer, cast.coordinator, cast.la, lasts=3)
    where = address(scoping, "reviewer/appoint/")
    assert "Ingrid Solway" not in str(as_user(cast.coordinator).get(where).context["form"]["person"])
    with time_machine.travel(clock.at_hour(first.ends_on + timedelta(days=1), 9), tick=False):
        form = appointment_form(cast.reviewer, clock.today(clock.now()))
        assert as_user(cast.coordinator).post(where, form).status_code == 302
    assert scoping.review.appointments.filter(ended_at__isnull=True).count() == 1
    first.refresh_from_db()
    assert first.ended_at is not None
    page = words(as_user(cast.coordinator).get(address(scoping, "reviewer/")))
    assert f"Ended on {clock.day_words(first.ends_on)}" in page


def test_two_reviewers_work_at_once(cast, scoping, as_user):
    in_post(scoping, cast.reviewer, cast.coordinator, cast.la)
    second = in_post(scoping, cast.reviewer_2, cast.coordinator, cast.police)
    for person in (cast.reviewer, cast.reviewer_2):
        assert as_user(person).get(address(scoping, "report/")).status_code == 200
    actions.end_appointment(scoping, second, reason="One is enough.", by=cast.la, at=clock.now())
    assert as_user(cast.reviewer).get(address(scoping, "report/")).status_code == 200
    assert as_user(cast.reviewer_2).get(address(scoping, "report/")).status_code == 404
